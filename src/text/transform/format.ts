import { type CommentLeader, commentLeader, parseComments } from "./comments.ts";
import { indentEnd, indentWidth, setIndent } from "./indent.ts";
import { joinLines } from "./join.ts";
import { breakLine, numberIndent } from "./line-break.ts";
import type { FormatOptions } from "./options.ts";

/** `gq` and `gw`: the formatter for paragraphs of text and comments. */

export interface FormatContext {
  /** Called now and then; may throw to stop. */
  readonly poll?: () => void;
  /** The line above the first; absent at the start of the buffer. */
  readonly before?: string;
  /** A place in `lines` that is to be followed (`gw`). */
  readonly cursor?: { readonly row: number; readonly col: number };
}

export interface Formatted {
  readonly lines: readonly string[];
  readonly cursor: { readonly row: number; readonly col: number } | null;
}

const MACROS =
  /^\.(?:IP|LP|PP|QP|P|TP|HP|LI|Pp|Lp|It|pp|lp|ip|bp|SH|NH|H|HU|nh|sh|LI|LP)(?![A-Za-z])/;

interface LineKind {
  readonly notParagraph: boolean;
  readonly leader: CommentLeader | null;
}

/** Formats whole lines. The width is 'textwidth', or 79 when that is 0. */
export function formatLines(
  input: readonly string[],
  opts: FormatOptions,
  context: FormatContext = {},
): Formatted {
  const fo = opts.formatoptions;
  const comments = fo.includes("q");
  const numbered = fo.includes("n");
  const second = fo.includes("2");
  const trailing = fo.includes("w");
  const textwidth = opts.textwidth > 0 ? opts.textwidth : 79;
  const lines = [...input];
  const cursor = context.cursor ? { ...context.cursor } : null;
  const kindOf = (line: string): LineKind => lineKind(line, opts, comments);
  const endsInWhite = (line: string) => /[ \t]$/.test(line);

  let next = kindOf(lines[0]!);
  const before = context.before === undefined ? null : kindOf(context.before);
  let paragraphEnd = before === null || before.notParagraph || next.notParagraph;
  if (!paragraphEnd && trailing) paragraphEnd = !endsInWhite(context.before!);
  let previousEnd = paragraphEnd;
  let current = next;
  let advance = true;
  let row = -1;
  let firstOfParagraph = true;
  let needsIndent = true;
  let secondIndent = -1;
  let commentList = false;
  let force = false;
  for (let count = input.length; count > 0; count--) {
    if (count % 128 === 0) context.poll?.();
    if (advance) {
      row++;
      previousEnd = paragraphEnd;
      current = next;
    }
    let nextStarts = false;
    if (count === 1 || row >= lines.length - 1) {
      next = { notParagraph: true, leader: null };
    } else {
      next = kindOf(lines[row + 1]!);
      if (numbered) nextStarts = numberIndent(lines[row + 1]!, opts, false) > 0;
    }
    advance = true;
    const line = lines[row]!;
    paragraphEnd = current.notParagraph || next.notParagraph || nextStarts;
    if (!paragraphEnd && trailing) paragraphEnd = !endsInWhite(line);
    if (current.notParagraph) continue;
    if (firstOfParagraph && (second || numbered) && previousEnd && row < lines.length - 1) {
      const plain = !current.leader && !next.leader;
      if (second && lines[row + 1] !== "") {
        secondIndent = plain ? indentWidth(lines[row + 1]!, opts) : (next.leader?.length ?? 0);
        if (!plain) commentList = true;
      } else if (numbered) {
        secondIndent = numberIndent(line, opts, false);
        if (!plain) commentList = true;
      }
    }
    const below = lines[row + 1];
    if (below === undefined || !sameLeader(line, current.leader, below, next.leader, opts)) {
      // A line comment after text goes on in line comments below it.
      if (!isPlainLineComment(next.leader, opts) || !hasLineComment(line)) paragraphEnd = true;
    }
    if (paragraphEnd || force) {
      if (needsIndent) reindent(lines, row, opts, cursor);
      const text = lines[row]!;
      const trimmed = text.replace(/\s+$/, "");
      const end = Math.max(0, trimmed.length - lastSize(trimmed));
      const broken = breakLine(text, end, opts, {
        textwidth,
        typed: null,
        secondIndent,
        comments,
        commentList: comments && commentList,
      });
      if (broken.breaks.length > 0) {
        if (cursor) followBreaks(cursor, row, broken.breaks);
        lines.splice(row, 1, ...broken.lines);
        row += broken.breaks.length;
      }
      secondIndent = -1;
      needsIndent = paragraphEnd;
      if (paragraphEnd) firstOfParagraph = true;
      force = false;
    }
    if (!paragraphEnd) {
      advance = false;
      const below = lines[row + 1]!;
      const cut = next.leader?.length ?? (secondIndent > 0 ? indentEnd(below) : 0);
      const joined = joinLines([lines[row]!, below.slice(cut)], {
        spaces: true,
        formatoptions: fo,
        comments: opts.comments,
        joinspaces: opts.joinspaces,
        removeLeaders: false,
      });
      if (cursor && cursor.row > row) {
        if (cursor.row === row + 1) {
          const left = below.length - Math.max(cursor.col, cut);
          cursor.col = Math.max(lines[row]!.length, joined.text.length - left);
        }
        cursor.row--;
      }
      lines.splice(row, 2, joined.text);
      firstOfParagraph = false;
      force = joined.text.length > textwidth * 3;
    }
  }
  return { lines, cursor };
}

function lastSize(text: string): number {
  return /(?:.\p{M}*)$/su.exec(text)?.[0].length ?? 0;
}

function reindent(
  lines: string[],
  row: number,
  opts: FormatOptions,
  cursor: { row: number; col: number } | null,
): void {
  const old = lines[row]!;
  const now = setIndent(old, indentWidth(old, opts), opts);
  if (cursor && cursor.row === row && cursor.col >= indentEnd(old)) {
    cursor.col += now.length - old.length;
  }
  lines[row] = now;
}

function followBreaks(
  cursor: { row: number; col: number },
  row: number,
  breaks: readonly { end: number; resume: number; prefix: string }[],
): void {
  if (cursor.row > row) {
    cursor.row += breaks.length;
    return;
  }
  if (cursor.row < row) return;
  for (const { end, resume, prefix } of breaks) {
    if (cursor.col < resume) {
      cursor.col = Math.min(cursor.col, end);
      return;
    }
    cursor.row++;
    cursor.col = prefix.length + cursor.col - resume;
  }
}

function lineKind(line: string, opts: FormatOptions, comments: boolean): LineKind {
  const leader = comments ? commentLeader(line, opts.comments) : null;
  const rest = line.slice(leader?.length ?? 0);
  const ends = leader !== null && parseComments(opts.comments)[leader.part]!.flags.includes("e");
  const notParagraph = /^[ \t]*$/.test(rest) || ends || line.startsWith("\f") || MACROS.test(line);
  return { notParagraph, leader };
}

function isPlainLineComment(leader: CommentLeader | null, opts: FormatOptions): boolean {
  if (!leader) return false;
  const part = parseComments(opts.comments)[leader.part]!;
  return part.flags === "" && part.text.startsWith("//");
}

/** Whether there is a `//` outside strings. */
function hasLineComment(line: string): boolean {
  const code = line.replace(/"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])'/g, (text) =>
    "x".repeat(text.length),
  );
  return /(?<!\*)\/\/|\/\/(?!\*)/.test(code);
}

/** Whether two lines can be of one paragraph as far as their comment leaders go. */
function sameLeader(
  line: string,
  leader: CommentLeader | null,
  below: string,
  nextLeader: CommentLeader | null,
  opts: FormatOptions,
): boolean {
  if (!leader) return !nextLeader;
  const parts = parseComments(opts.comments);
  for (const flag of parts[leader.part]!.flags) {
    if (flag === "f") return !nextLeader;
    if (flag === "e") return false;
    if (flag === "s") {
      if (line.length <= leader.length || !nextLeader) return false;
      return parts[nextLeader.part]!.flags.includes("m");
    }
  }
  let at = indentEnd(line);
  let other = 0;
  const size = nextLeader?.length ?? 0;
  for (; other < size; other++) {
    const ch = below[other];
    if (ch !== " " && ch !== "\t") {
      if (line[at++] !== ch) break;
    } else {
      while (line[at] === " " || line[at] === "\t") at++;
    }
  }
  return other === size && at === leader.length;
}
