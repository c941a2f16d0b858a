/** What ripgrep finds, one line of its JSON at a time. */
import { ByteSplitter, type RipgrepEnd, runRipgrep } from "./ripgrep.ts";

export interface GrepMatch {
  /** As ripgrep names the file: relative to where it was started. */
  readonly path: string;
  /** 0-based. */
  readonly row: number;
  /** The whole line, without its end. */
  readonly line: string;
  /** UTF-16 ranges in the line. */
  readonly ranges: readonly { readonly from: number; readonly to: number }[];
}

export interface GrepRequest {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** The matches of a piece of output; false: that is enough. */
  onMatches(matches: readonly GrepMatch[]): boolean;
}

export interface GrepEnd extends RipgrepEnd {
  /** Lines that were left out: too long, or not UTF-8. */
  readonly left: number;
  /** It was stopped since there was enough. */
  readonly enough: boolean;
}

/** A line of JSON: longer ones (minified files) are left out. */
const MOST_RECORD = 512 * 1024;

/** Searches; see `runRipgrep` for how it rejects. */
export async function grep(request: GrepRequest): Promise<GrepEnd> {
  const splitter = new ByteSplitter(10, MOST_RECORD);
  let foreign = 0;
  const own = new AbortController();
  const stop = () => own.abort(request.signal.reason);
  if (request.signal.aborted) stop();
  request.signal.addEventListener("abort", stop, { once: true });
  let enough = false;
  try {
    const end = await runRipgrep({
      args: ["--json", ...request.args],
      cwd: request.cwd,
      env: request.env,
      signal: own.signal,
      onOutput(chunk) {
        const whole = splitter.push(chunk);
        if (whole === null) return;
        const matches: GrepMatch[] = [];
        for (const record of whole.toString("utf8").split("\n")) {
          if (!record.startsWith('{"type":"match"')) continue;
          const match = matchOf(record);
          if (match === null) foreign++;
          else matches.push(match);
        }
        if (matches.length > 0 && !request.onMatches(matches)) {
          enough = true;
          own.abort();
        }
      },
    });
    return { ...end, left: splitter.dropped + foreign, enough: false };
  } catch (error) {
    if (!enough) throw error;
    return { code: 0, complaint: "", left: splitter.dropped + foreign, enough };
  } finally {
    request.signal.removeEventListener("abort", stop);
  }
}

interface Text {
  readonly text?: string;
}

interface MatchRecord {
  readonly data: {
    readonly path: Text;
    readonly lines: Text;
    readonly line_number: number | null;
    readonly submatches: readonly { readonly start: number; readonly end: number }[];
  };
}

/** Null where the name or the line is not UTF-8. */
function matchOf(record: string): GrepMatch | null {
  const { data } = JSON.parse(record) as MatchRecord;
  const { text: path } = data.path;
  const { text } = data.lines;
  if (path === undefined || text === undefined) return null;
  const line = text.replace(/\r?\n$/, "");
  const ascii = /^[\x00-\x7f]*$/.test(text);
  const column = ascii ? (byte: number) => byte : columnsOf(text);
  const ranges = data.submatches.map(({ start, end }) => ({
    from: Math.min(column(start), line.length),
    to: Math.min(column(end), line.length),
  }));
  const name = path.startsWith("./") ? path.slice(2) : path;
  return { path: name, row: Math.max(0, (data.line_number ?? 1) - 1), line, ranges };
}

/** UTF-16 columns of byte offsets, asked in order: a long line may have thousands of matches. */
function columnsOf(text: string): (byte: number) => number {
  const bytes = Buffer.from(text, "utf8");
  let known = 0;
  let column = 0;
  return (byte) => {
    if (byte < known) return bytes.toString("utf8", 0, byte).length;
    column += bytes.toString("utf8", known, byte).length;
    known = byte;
    return column;
  };
}
