/** Comment leaders as the option 'comments' describes them. */

export interface CommentPart {
  /** The flag letters and offset, as "sr1". */
  readonly flags: string;
  /** The string of the leader, which may start with white space. */
  readonly text: string;
}

export interface CommentLeader {
  /** UTF-16 length of the leader with its indent and the white space after it. */
  readonly length: number;
  /** The part that the outermost leader matched; its place in `parseComments`. */
  readonly part: number;
}

const isWhite = (ch: string | undefined) => ch === " " || ch === "\t";
const has = (part: CommentPart, flag: string) => part.flags.includes(flag);

const parsed = new Map<string, readonly CommentPart[]>();

/** The parts of a 'comments' value; a part without a colon is left out. */
export function parseComments(option: string): readonly CommentPart[] {
  const known = parsed.get(option);
  if (known) return known;
  const parts: CommentPart[] = [];
  for (const item of option.split(/(?<!\\),/)) {
    const colon = item.indexOf(":");
    if (colon < 0) continue;
    parts.push({
      flags: item.slice(0, colon).trimStart(),
      text: item.slice(colon + 1).replaceAll("\\,", ","),
    });
  }
  if (parsed.size > 50) parsed.clear();
  parsed.set(option, parts);
  return parts;
}

/** The length of the match of a part's string at `at`, or -1. */
function matchAt(line: string, at: number, part: CommentPart): number {
  let text = part.text;
  if (isWhite(text[0])) {
    if (at === 0 || !isWhite(line[at - 1])) return -1;
    text = text.trimStart();
  }
  if (!line.startsWith(text, at)) return -1;
  const next = line[at + text.length];
  if (has(part, "b") && next !== undefined && !isWhite(next)) return -1;
  return text.length;
}

/**
 * The comment leader that `line` starts with, or null. `backward` skips leaders that `O` must not
 * repeat; without `includeSpace` the white space after the leader is not part of it.
 */
export function commentLeader(
  line: string,
  commentsOption: string,
  { backward = false, includeSpace = true } = {},
): CommentLeader | null {
  const parts = parseComments(commentsOption);
  let first = -1;
  let length = 0;
  let at = 0;
  while (isWhite(line[at])) at++;
  while (at < line.length) {
    let found = -1;
    let size = 0;
    let middle = -1;
    let middleSize = 0;
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!;
      if (middleSize > 0 && !has(part, "m") && !has(part, "e")) break;
      if (first >= 0 && !has(part, "n")) continue;
      if (backward && has(part, "O")) continue;
      const matched = matchAt(line, at, part);
      if (matched < 0) continue;
      if (has(part, "m")) {
        if (middleSize === 0) {
          middle = i;
          middleSize = matched;
        }
        continue;
      }
      // The middle of a comment can be the start of its end: the longer match counts.
      if (middleSize > 0 && matched <= middleSize) break;
      middleSize = 0;
      found = i;
      size = matched;
      break;
    }
    if (middleSize > 0) {
      found = middle;
      size = middleSize;
    }
    if (found < 0) break;
    if (first < 0) first = found;
    at += size;
    length = at;
    while (isWhite(line[at])) at++;
    if (includeSpace) length = at;
    if (!has(parts[found]!, "n")) break;
  }
  return length > 0 ? { length, part: first } : null;
}

/** Where the last comment leader of `line` starts, also one after text. */
function lastLeader(
  line: string,
  commentsOption: string,
): { col: number; part: CommentPart } | null {
  const parts = parseComments(commentsOption);
  let result: { col: number; part: CommentPart } | null = null;
  let lower = 0;
  for (let at = line.length - 1; at >= lower; at--) {
    const part = parts.find(
      (candidate) =>
        matchAt(line, at, candidate) >= 0 &&
        !(has(candidate, "m") && line.slice(0, at).trim() !== ""),
    );
    if (!part) continue;
    result = { col: at, part };
    if (has(part, "n")) continue;
    lower = at;
    // The match may be the tail of a longer leader that starts before it.
    const own = part.text.trimStart();
    for (const other of parts) {
      const text = other.text.trimStart();
      if (other === part || text === "") continue;
      for (let off = Math.min(text.length, at); off > 0 && off + own.length > text.length; ) {
        off--;
        if (own.startsWith(text.slice(off))) lower = Math.min(lower, at - off);
      }
    }
  }
  return result;
}

/**
 * `line` without its comment leader, as J with "j" in 'formatoptions' needs it, and whether the line
 * ends inside a comment. With `remove` false only the second is found out.
 */
export function skipComment(
  line: string,
  commentsOption: string,
  remove: boolean,
  includeSpace: boolean,
): { rest: string; inComment: boolean } {
  const last = lastLeader(line, commentsOption);
  const inComment = last !== null && !has(last.part, "e");
  if (!remove) return { rest: line, inComment };
  const leader = commentLeader(line, commentsOption, { includeSpace });
  if (!leader || has(parseComments(commentsOption)[leader.part]!, "e")) {
    return { rest: line, inComment };
  }
  return { rest: line.slice(leader.length), inComment };
}
