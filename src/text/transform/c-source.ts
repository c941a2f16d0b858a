import { lineText, type Text } from "../text.ts";

/** C-like source as the indenter sees it: lines with comments blanked and strings masked. */

export interface Place {
  readonly row: number;
  readonly col: number;
}

export interface CSource {
  /** The line as it is. */
  raw(row: number): string;
  /** The line with comments as spaces and what is inside quotes as "x". Same columns as `raw`. */
  code(row: number): string;
  /** The place of the `/*` of the comment that goes on at the start of `row`. */
  commentAt(row: number): Place | null;
  /** The last unmatched `open` before a place, at most `limit` rows up. */
  unmatched(open: "(" | "[" | "{", before: Place, limit?: number): Place | null;
  /** From now on `row` reads `line`, which differs in its indent only. */
  replace(row: number, line: string): void;
}

interface Masked {
  readonly code: string;
  /** Column of a `/*` that this line leaves open, -1 for a comment that was open before it. */
  readonly open: number | null;
}

const CLOSING = { "(": ")", "[": "]", "{": "}" } as const;

/** Comments are followed from this many rows above the first row that is asked for. */
const LOOK_BACK = 2000;

export function cSource(text: Text): CSource {
  const masked = new Map<number, Masked>();
  const openAt = new Map<number, Place | null>();
  const replaced = new Map<number, string>();
  const rawLine = (row: number) => replaced.get(row) ?? lineText(text, row);

  function ensure(row: number): Masked {
    const known = masked.get(row);
    if (known) return known;
    let from = row;
    while (from > 0 && !masked.has(from - 1) && row - from < LOOK_BACK) from--;
    let comment = from > 0 && masked.has(from - 1) ? openAfter(from - 1) : null;
    for (let at = from; at <= row; at++) {
      const line = mask(rawLine(at), comment !== null);
      masked.set(at, line);
      openAt.set(at, comment);
      comment = openAfter(at);
    }
    return masked.get(row)!;
  }

  function openAfter(row: number): Place | null {
    const { open } = masked.get(row)!;
    if (open === null) return null;
    return open < 0 ? openAt.get(row)! : { row, col: open };
  }

  const code = (row: number) => ensure(row).code;
  return {
    replace(row, line) {
      replaced.set(row, line);
      // What follows may be known from looking ahead, with the columns from before.
      for (let at = row; masked.delete(at); at++) openAt.delete(at);
    },
    raw: rawLine,
    code,
    commentAt(row) {
      ensure(row);
      return openAt.get(row) ?? null;
    },
    unmatched(open, before, limit = Number.POSITIVE_INFINITY) {
      const close = CLOSING[open];
      let depth = 0;
      for (let row = before.row; row >= 0 && before.row - row <= limit; row--) {
        const line = code(row);
        const start = row === before.row ? Math.min(before.col, line.length) - 1 : line.length - 1;
        for (let col = start; col >= 0; col--) {
          if (line[col] === close) depth++;
          else if (line[col] === open && depth-- === 0) return { row, col };
        }
      }
      return null;
    },
  };
}

function mask(line: string, inComment: boolean): Masked {
  let code = "";
  let open = inComment ? -1 : null;
  for (let i = 0; i < line.length; ) {
    if (open !== null) {
      const end = line.indexOf("*/", i);
      const to = end < 0 ? line.length : end + 2;
      code += " ".repeat(to - i);
      if (end >= 0) open = null;
      i = to;
    } else if (line.startsWith("//", i)) {
      code += " ".repeat(line.length - i);
      i = line.length;
    } else if (line.startsWith("/*", i)) {
      open = i;
      code += "  ";
      i += 2;
    } else {
      const quoted = /^"(?:\\.|[^"\\])*"?|^'(?:\\\d*.|[^\\])'/u.exec(line.slice(i));
      if (quoted) {
        code += `"${"x".repeat(Math.max(0, quoted[0].length - 2))}${quoted[0].length > 1 ? '"' : ""}`;
        i += quoted[0].length;
      } else {
        code += line[i++];
      }
    }
  }
  return { code, open };
}
