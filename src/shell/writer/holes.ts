/** Holes of a command, filled with what a description says: numbers, sizes, files, what is quoted. */

/** Values found in a description, each kind in its order. */
export interface Values {
  readonly of: ReadonlyMap<string, readonly string[]>;
  /** The description without them. */
  readonly rest: string;
}

interface ValueRule {
  readonly kind: string;
  /** With a group for the value. */
  readonly pattern: RegExp;
}

const ARCHIVE = String.raw`[\w./~+-]+\.(?:tar(?:\.\w+)?|t[gbx]z2?|zip|7z|rar|gz|zst)`;
const NAME = String.raw`([\w.@/+-]*[\w/])`;

/** Earlier ones come first; what one has taken the next does not see. */
const RULES: readonly ValueRule[] = [
  { kind: "text", pattern: /"([^"]+)"|'([^']+)'|`([^`]+)`|“([^”]+)”/g },
  { kind: "url", pattern: /\b(https?:\/\/\S+|git@\S+)/g },
  { kind: "host", pattern: /\b([\w.-]+@[\w.-]+)/g },
  { kind: "pattern", pattern: /(?<=^|\s)([\w./-]*\*[\w.*?/-]*)/g },
  { kind: "size", pattern: /\b(\d+(?:\.\d+)?\s?[kmgt](?:i?b)?)\b/gi },
  { kind: "size", pattern: /\b(\d+%)/g },
  { kind: "port", pattern: /\bports?\s+(\d{1,5})\b/g },
  { kind: "pid", pattern: /\b(?:pid|process)\s+(\d{2,8})\b/g },
  { kind: "days", pattern: /\b(\d+)\s+days?\b/g },
  { kind: "minutes", pattern: /\b(\d+)\s+min(?:ute)?s?\b/g },
  { kind: "archive", pattern: new RegExp(`(?<=^|\\s)(${ARCHIVE})(?=$|\\s)`, "g") },
  { kind: "ext", pattern: /(?<=^|\s)\.(\w{1,5})(?=$|\s)/g },
  {
    kind: "host",
    pattern:
      /(?<=^|\s)(\d{1,3}(?:\.\d{1,3}){3}|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|edu|local))(?=$|\s)/g,
  },
  { kind: "dir", pattern: /(?<=^|\s)([\w.~/-]*\/)(?=$|\s)/g },
  { kind: "file", pattern: /(?<=^|\s)([\w.~+/-]*(?:\w\.\w{1,6}|\/\w[\w.-]*))(?=$|\s)/g },
  { kind: "branch", pattern: new RegExp(`\\bbranch (?:named |called )?${NAME}$`, "g") },
  { kind: "package", pattern: new RegExp(`\\bpackage (?:named |called )?${NAME}$`, "g") },
  { kind: "container", pattern: new RegExp(`\\bcontainer (?:named |called )?${NAME}$`, "g") },
  { kind: "commit", pattern: /\b([0-9a-f]{7,40})\b/g },
  { kind: "name", pattern: new RegExp(`\\b(?:named|called) ${NAME}`, "g") },
  { kind: "number", pattern: /\b(\d+)\b/g },
];

/** UTF-16 units of a description that are read: some of the patterns take quadratic time. */
const LONGEST = 1000;
/** Words that end a sentence and are no name. */
const NO_NAMES = /^(?:with|from|to|in|on|and|or|a|the|that|which|here|server|remote|it)$/i;

export function valuesIn(description: string): Values {
  const of = new Map<string, string[]>();
  let rest = description.slice(0, LONGEST);
  for (const { kind, pattern } of RULES) {
    rest = rest.replace(pattern, (match: string, ...groups: (string | undefined)[]) => {
      const value = groups.slice(0, -2).find((group) => typeof group === "string");
      if (value === undefined || NO_NAMES.test(value)) return match;
      const known = of.get(kind);
      if (known) known.push(value);
      else of.set(kind, [value]);
      // Words beside the value (port, days) say what is wanted, too.
      return match.replace(value, " ");
    });
  }
  return { of, rest };
}

/** Words that a value stands for: of `backup.tar.gz` that it is an archive. */
const HINTS: Readonly<Record<string, string>> = {
  url: "address http",
  host: "machine",
  pattern: "file name",
  size: "size",
  archive: "archive",
  ext: "extension file",
  dir: "directory",
  file: "file",
  commit: "commit",
};

export function hintsOf({ of }: Values): string {
  const hints: string[] = [];
  for (const [kind, values] of of) {
    if (HINTS[kind] !== undefined) hints.push(HINTS[kind]);
    if (kind === "archive") hints.push(...values.map((value) => value.replace(/^.*?\.(?=\w)/, "")));
  }
  return hints.join(" ");
}

/** How well the holes of a command fit the values that are there: each that finds no hole counts against it. */
export function fitOf(command: string, { of }: Values): number {
  const holes = new Set([...command.matchAll(HOLE)].map(([, hole]) => hole!));
  let fit = 0;
  for (const kind of of.keys()) {
    const takes = [...holes].some((hole) => (ALSO[hole] ?? [hole]).includes(kind));
    fit += takes ? 0.06 : -0.06;
  }
  return fit;
}

/** What a hole may also take, in this order. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  file: ["file", "archive", "text"],
  new: ["text", "file", "dir", "archive"],
  old: ["text"],
  dir: ["dir", "file", "text", "name"],
  name: ["name", "text", "file"],
  pattern: ["pattern", "text", "file"],
  text: ["text"],
  archive: ["archive", "file"],
  branch: ["branch", "text", "name"],
  user: ["name"],
  package: ["package", "text", "name"],
  container: ["container", "name", "text"],
  from: ["number"],
  to: ["number"],
  toext: ["ext"],
  minutes: ["minutes"],
  days: ["days"],
  port: ["port", "number"],
  pid: ["pid", "number"],
};

const HOLE = /\{([a-z]+)(?:=([^}]*))?\}/g;

/** Each value fills one hole, and every hole of that name. */
export function filled(command: string, { of }: Values): string {
  const taken = new Set<string>();
  const known = new Map<string, string>();
  const take = (hole: string): string | null => {
    for (const kind of ALSO[hole] ?? [hole]) {
      for (const [index, value] of (of.get(kind) ?? []).entries()) {
        const id = `${kind} ${index}`;
        if (taken.has(id)) continue;
        taken.add(id);
        return kind === "size" ? sizeOf(value) : value;
      }
    }
    return null;
  };
  return command.replace(HOLE, (match, hole: string, usual: string | undefined, at: number) => {
    const before = known.get(hole);
    if (before !== undefined) return before;
    const value = take(hole);
    const quote = quoteAround(command, at);
    const result = value === null ? (usual ?? match) : written(value, quote);
    known.set(hole, result);
    return result;
  });
}

function sizeOf(value: string): string {
  const [, count, unit] = /^([\d.]+)\s?([kmgt])/i.exec(value) ?? [];
  if (count === undefined || unit === undefined) return value;
  return count + (/k/i.test(unit) ? "k" : unit.toUpperCase());
}

/** The quote that is open at an offset; or empty. */
function quoteAround(command: string, at: number): string {
  let open = "";
  for (const char of command.slice(0, at)) {
    if (open === "" && (char === "'" || char === '"')) open = char;
    else if (char === open) open = "";
  }
  return open;
}

function written(value: string, quote: string): string {
  if (quote === "'") return value.replaceAll("'", "'\\''");
  if (quote === '"') return value.replace(/["$`\\]/g, "\\$&");
  return /^[\w.,:@%+=/~-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
