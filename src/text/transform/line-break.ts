import { isLow } from "../../base/surrogates.ts";
import { cellWidth } from "../../base/width.ts";
import { commentLeader } from "./comments.ts";
import { cellAt, setIndent } from "./indent.ts";
import { openLine } from "./open-line.ts";
import { DEFAULT_LIST_PATTERN, type FormatOptions } from "./options.ts";

/** Breaking a line that is too long, for `gq` and while typing. */

export interface BreakRequest {
  readonly textwidth: number;
  /** The character about to be inserted at the cursor, or null when formatting. */
  readonly typed: string | null;
  /** The indent of lines after the first, or -1. */
  readonly secondIndent: number;
  /** Whether comment leaders are repeated from the start. */
  readonly comments: boolean;
  /** Whether `secondIndent` counts from the comment leader. */
  readonly commentList: boolean;
  /** While typing with v in 'formatoptions': do not break before this column. */
  readonly notBefore?: number;
}

/** One break: the first line ends at `end`, the next starts with `prefix` and what is at `resume`. */
export interface LineBreak {
  readonly end: number;
  readonly resume: number;
  readonly prefix: string;
}

export interface BrokenLine {
  readonly lines: readonly string[];
  readonly breaks: readonly LineBreak[];
  /** Where the cursor went: a row of `lines` and a column. */
  readonly row: number;
  readonly col: number;
}

const isWhite = (ch: string | undefined) => ch === " " || ch === "\t";

/** The character at `col` with its combining marks; "" at the end. */
function charAt(line: string, col: number): string {
  if (col >= line.length) return "";
  return /^.\p{M}*/su.exec(line.slice(col, col + 16))![0];
}

function previous(line: string, col: number): number {
  let at = col - 1;
  while (
    at > 0 &&
    /^[\p{M}\udc00-\udfff]/u.test(line.slice(at, at + 2)) &&
    !/^[\ud800-\udbff]/.test(line[at]!)
  )
    at--;
  if (isLow(line.charCodeAt(at)) && at > 0) at--;
  return Math.max(0, at);
}

/** Breaks `line` as often as its part up to the cursor at `col` is too wide. */
export function breakLine(
  line: string,
  col: number,
  opts: FormatOptions,
  request: BreakRequest,
): BrokenLine {
  const fo = opts.formatoptions;
  const formatting = request.typed === null;
  const lines: string[] = [];
  const breaks: LineBreak[] = [];
  let current = line;
  let cursor = col;
  let comments = request.comments;
  let noLeader = false;
  let secondIndent = request.secondIndent;
  for (;;) {
    const under = request.typed ?? charAt(current, cursor);
    const width = under === "\t" ? 1 : cellWidth(under);
    if (cellAt(current, cursor, opts) + width <= request.textwidth) break;
    if (noLeader) comments = false;
    else if (!formatting && fo.includes("c")) comments = true;
    const leader = comments ? (commentLeader(current, opts.comments)?.length ?? 0) : 0;
    if (leader === 0) noLeader = true;
    if (!formatting && leader === 0 && !fo.includes("t")) break;
    if (cursor === 0) break;
    const floor = lines.length === 0 ? (request.notBefore ?? 0) : 0;
    const place = breakPlace(current, cursor, leader, opts, request, floor);
    if (place === null) break;
    const keepTrail = fo.includes("w");
    let resume = place;
    while (isWhite(current[resume]) && (!keepTrail || resume < cursor)) resume++;
    const at = keepTrail ? resume : place;
    const opened = openLine(current, opts, {
      direction: "below",
      split: at,
      leaders: comments,
      ...(request.commentList ? { padTo: secondIndent } : {}),
    });
    if (opened.leader !== "") noLeader = false;
    const head = current.slice(0, at);
    while (isWhite(current[resume])) resume++;
    const rest = current.slice(resume);
    let { prefix } = opened;
    if (lines.length === 0 && !request.commentList) {
      if (secondIndent < 0 && fo.includes("n")) secondIndent = numberIndent(head, opts, true);
      if (secondIndent >= 0) {
        if (leader > 0 && secondIndent - leader > 0) prefix += " ".repeat(secondIndent - leader);
        else prefix = setIndent(prefix, secondIndent, opts);
      }
    }
    lines.push(head);
    breaks.push({ end: at, resume, prefix });
    current = prefix + rest;
    cursor = Math.min(current.length, prefix.length + Math.max(0, cursor - resume));
  }
  lines.push(current);
  return { lines, breaks, row: lines.length - 1, col: cursor };
}

/** The column after the last character that stays on the line, or null when it cannot be broken. */
function breakPlace(
  line: string,
  start: number,
  leader: number,
  opts: FormatOptions,
  request: BreakRequest,
  floor: number,
): number | null {
  const fo = opts.formatoptions;
  const wanted = colAtCell(line, request.textwidth, opts);
  const ch = (col: number) =>
    col === start && request.typed !== null ? request.typed : charAt(line, col);
  let found = 0;
  let checked = -1;
  for (let at = start; at >= floor; at = previous(line, at)) {
    const here = ch(at);
    if (here === " " || here === "\t") {
      let blanks = 0;
      while (at > 0 && isWhite(ch(at))) {
        at = previous(line, at);
        blanks++;
      }
      if (at === 0 && isWhite(ch(at))) break;
      // Just past the last non-blank: the loop's own step must not skip it.
      const resume = at + charAt(line, at).length;
      if (fo.includes("p") && line[at] === "." && blanks < 2) {
        at = resume;
        continue;
      }
      if (at < leader) break;
      if (fo.includes("1")) {
        if (at === 0 || at <= leader) break;
        if (isWhite(ch(previous(line, at)))) {
          continue;
        }
      }
      found = resume;
      if (found <= wanted) break;
    } else if (fo.includes("m") && here !== "" && here.codePointAt(0)! >= 0x100) {
      if (at !== start) {
        if (at < leader) break;
        const after = at + here.length;
        if (after !== checked) {
          found = after;
          if (found <= wanted) break;
        }
      }
      if (at === 0) break;
      const before = previous(line, at);
      if (!isWhite(ch(before))) {
        if (before < leader) break;
        checked = at;
        found = at;
        if (at <= wanted) break;
      }
    }
    if (at === 0) break;
  }
  return found === 0 ? null : found;
}

/** The column of the character that covers a cell; the line's length past its end. */
function colAtCell(line: string, cell: number, opts: FormatOptions): number {
  let col = 0;
  let end = 0;
  while (col < line.length) {
    const size = charAt(line, col).length;
    end = cellAt(line, col + size, opts);
    if (end > cell) return col;
    col += size;
  }
  return col;
}

/** The cell where the text of a numbered list item starts, or -1 when the line is none. */
export function numberIndent(line: string, opts: FormatOptions, typing: boolean): number {
  const skipsLeader = typing || opts.formatoptions.includes("q");
  const leader = skipsLeader ? (commentLeader(line, opts.comments)?.length ?? 0) : 0;
  const found = (opts.formatlistpat ?? DEFAULT_LIST_PATTERN).exec(line.slice(leader));
  if (!found) return -1;
  const col = leader + found.index + found[0].length;
  return col >= line.length ? -1 : cellAt(line, col, opts);
}

export interface WrapContext {
  /** With l in 'formatoptions': the line was already too long when insert mode began. */
  readonly wasLong?: boolean;
  /** With v: the column where insert mode began, when it began in this line. */
  readonly insertStart?: number;
}

/**
 * What typing `typed` at `col` makes of a line that has become too wide for 'textwidth': the lines
 * that replace it and where the character then goes. Null when nothing is broken.
 */
export function autoWrap(
  line: string,
  col: number,
  opts: FormatOptions,
  typed: string,
  context: WrapContext = {},
): BrokenLine | null {
  if (opts.textwidth <= 0 || isWhite(typed)) return null;
  if (context.wasLong && opts.formatoptions.includes("l")) return null;
  const vi = /[vb]/.test(opts.formatoptions) ? context.insertStart : undefined;
  const broken = breakLine(line, col, opts, {
    textwidth: opts.textwidth,
    typed,
    secondIndent: -1,
    comments: false,
    commentList: false,
    ...(vi === undefined ? {} : { notBefore: vi }),
  });
  return broken.breaks.length === 0 ? null : broken;
}
