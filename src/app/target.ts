/** What a file's name on the command line says besides: where in it. */

export interface Target {
  readonly path: string;
  /** 1-based; null when none was given. */
  readonly line: number | null;
  readonly col: number | null;
}

/** `FILE:LINE:COL` where `exists` knows no file that is really named so. */
export function parseTarget(name: string, exists: (path: string) => boolean): Target {
  const match = /^(.+?):(\d+)(?::(\d+))?:?$/.exec(name);
  if (!match || exists(name) || !exists(match[1]!)) return { path: name, line: null, col: null };
  return {
    path: match[1]!,
    line: Number(match[2]),
    col: match[3] === undefined ? null : Number(match[3]),
  };
}
