/** Finding the end of the parts of an Ex line. */
import { collectionEnd } from "../../text/pattern/collection.ts";

/**
 * The index of the delimiter that ends a pattern, or the length of the line. After skip_regexp() in
 * regexp.c: a delimiter inside `[...]` or after a backslash does not count.
 */
export function patternEnd(line: string, from: number, delimiter: string): number {
  let magic = 2;
  for (let i = from; i < line.length; i++) {
    const ch = line[i]!;
    if (ch === delimiter) return i;
    const opens = (ch === "[" && magic >= 2) || (ch === "\\" && line[i + 1] === "[" && magic <= 1);
    if (opens) {
      const start = ch === "[" ? i : i + 1;
      const end = collectionEnd(line, start + 1);
      i = end < line.length ? end : start;
    } else if (ch === "\\" && i + 1 < line.length) {
      i++;
      if (line[i] === "v") magic = 3;
      else if (line[i] === "m") magic = 2;
      else if (line[i] === "M") magic = 1;
      else if (line[i] === "V") magic = 0;
    }
  }
  return line.length;
}

/** The index of the first unescaped delimiter, or the length of the line. */
export function replacementEnd(line: string, from: number, delimiter: string): number {
  for (let i = from; i < line.length; i++) {
    if (line[i] === delimiter) return i;
    if (line[i] === "\\") i++;
  }
  return line.length;
}

export function skipBlanks(line: string, from: number): number {
  let i = from;
  while (line[i] === " " || line[i] === "\t") i++;
  return i;
}

/** Where the next command starts when only blanks and a bar stand at `from`, else null. */
export function nextCommand(line: string, from: number): number | null {
  const i = skipBlanks(line, from);
  return line[i] === "|" || line[i] === "\n" ? i + 1 : null;
}
