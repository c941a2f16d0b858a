/** Recorded edits as changes of blocks of whole lines: what stood there, and what was made of it. */
import { isLow } from "../../base/surrogates.ts";
import { commonEnds } from "../../text/common-ends.ts";
import { type Hunk, hunksOf, isLarge, type RecordedEdit } from "../../text/prediction.ts";
import { type ChangeSet, slice, type Text } from "../../text/text.ts";
import { indexOf, rowAt, rowsText, type TextIndex } from "./text-index.ts";
import { cutsWord } from "./token-line.ts";

export interface LineChange {
  readonly doc: number;
  /** Its last edit, and that edit's place in the history. */
  readonly edit: RecordedEdit;
  readonly at: number;
  /** How many edits of the history it is made of. */
  readonly edits: number;
  readonly before: TextIndex;
  /** The rows of `before` that were changed; none when lines were only put in before `row`. */
  readonly row: number;
  readonly rows: number;
  readonly old: string;
  /** In offsets of `old`. Of lines put in, `insert` ends with a line break. */
  readonly hunks: readonly Hunk[];
  /** Start and end of each hunk's new text in `edit.after`. */
  readonly made: readonly { readonly from: number; readonly to: number }[];
  /** What became of `old`. Of whole lines each one ends with its line break. */
  readonly next: string;
  /** Whole lines came or went: `old` and `next` are lines with their line breaks. */
  readonly whole: boolean;
}

const MOST_INSERTED = 1500;
const MOST_ROWS = 30;
const EDITS = new WeakMap<RecordedEdit, readonly Draft[]>();
const COMPOSED = new WeakMap<RecordedEdit, Map<RecordedEdit, readonly Draft[]>>();

type Draft = Omit<LineChange, "at" | "edits">;

/** The changes of one edit. */
export function changesOf(edit: RecordedEdit, at: number): LineChange[] {
  let drafts = EDITS.get(edit);
  if (!drafts) {
    drafts = edit.learn ? drafted(edit.changes, edit.before, edit, 0) : [];
    EDITS.set(edit, drafts);
  }
  return drafts.map((draft) => ({ ...draft, at, edits: 1 }));
}

/** The changes of consecutive edits of one document, taken as one edit. */
export function composedOf(edits: readonly RecordedEdit[], at: number): LineChange[] {
  const first = edits[0]!;
  const last = edits[edits.length - 1]!;
  let known = COMPOSED.get(last);
  if (!known) {
    known = new Map();
    COMPOSED.set(last, known);
  }
  let drafts = known.get(first);
  if (!drafts) {
    let changes = first.changes;
    for (const edit of edits.slice(1)) changes = changes.compose(edit.changes);
    drafts = drafted(changes, first.before, last, 1);
    known.set(first, drafts);
  }
  return drafts.map((draft) => ({ ...draft, at, edits: edits.length }));
}

interface Piece {
  from: number;
  to: number;
  insert: string;
  readonly start: number;
}

/** Changes whose rows are at most `gap` rows apart are one. */
function drafted(changes: ChangeSet, before: Text, edit: RecordedEdit, gap: number): Draft[] {
  if (isLarge(changes)) return [];
  const index = indexOf(before);
  const drafts: Draft[] = [];
  let group: Piece[] = [];
  let lastRow = -2;
  const finish = () => {
    const draft = group.length > 0 ? blockOf(group, index, edit) : null;
    if (draft) drafts.push(draft);
    group = [];
  };
  let shift = 0;
  for (const hunk of hunksOf(changes)) {
    const piece = tidy({ ...hunk, start: hunk.from + shift }, before);
    shift += hunk.insert.length - (hunk.to - hunk.from);
    if (piece.from === piece.to && piece.insert === "") continue;
    const row = rowAt(index, piece.from);
    if (group.length > 0 && row > lastRow + gap) finish();
    group.push(piece);
    lastRow = rowAt(index, piece.to);
  }
  finish();
  return drafts;
}

/** Without what is equal at both ends, and never inside of a word; lines with their own breaks. */
function tidy(piece: Piece, before: Text): Piece {
  let { from, to, insert, start } = piece;
  const old = slice(before, from, to);
  let { head, tail } = commonEnds(old, insert);
  // Both halves of a character go together.
  if (isSplit(old, head) || isSplit(insert, head)) head--;
  if (isSplit(old, old.length - tail) || isSplit(insert, insert.length - tail)) tail--;
  from += head;
  start += head;
  to -= tail;
  insert = insert.slice(head, insert.length - tail);
  // Lines that come or go at the end of a line: they start at the next one.
  if (from === to && insert.startsWith("\n") && slice(before, to, to + 1) === "\n") {
    return { from: from + 1, to: to + 1, insert: `${insert.slice(1)}\n`, start: start + 1 };
  }
  const gone = slice(before, from, to);
  if (insert === "" && gone.startsWith("\n") && slice(before, to, to + 1) === "\n") {
    return { from: from + 1, to: to + 1, insert, start: start + 1 };
  }
  const back =
    from === to ? lineTurn(insert, from, before) : insert === "" ? lineTurn(gone, from, before) : 0;
  if (back > 0) {
    const blank = slice(before, from - back, from);
    if (insert !== "") insert = blank + insert.slice(0, insert.length - back);
    return { from: from - back, to: to - back, insert, start: start - back };
  }
  return wholeWords(slid({ from, to, insert, start }, before), before);
}

/**
 * What comes or goes often fits at several places (`, b` after an item, `b, ` before the next one): the
 * leftmost is taken, so that like edits look alike.
 */
function slid(piece: Piece, before: Text): Piece {
  let { from, to, insert, start } = piece;
  if (from !== to && insert !== "") return piece;
  const line = before.lineAt(from);
  if (to > line.to || insert.includes("\n")) return piece;
  const gone = insert === "";
  let text = gone ? slice(before, from, to) : insert;
  let best = piece;
  const col = (pos: number) => pos - line.from;
  while (from > line.from && line.text[col(from) - 1] === text[text.length - 1]) {
    text = text[text.length - 1]! + text.slice(0, -1);
    from--;
    to--;
    start--;
    if (line.text.slice(0, col(from)).trim() === "") break;
    const around = line.text.slice(0, col(from)) + text;
    if (cutsWord(around, col(from))) continue;
    if (cutsWord(text + line.text.slice(col(to)), text.length)) continue;
    insert = gone ? "" : text;
    best = { from, to, insert, start };
  }
  return best;
}

function isSplit(text: string, at: number): boolean {
  return at > 0 && isLow(text.charCodeAt(at));
}

/** How far before `from` lines that came or went really start: at the start of their line. */
function lineTurn(text: string, from: number, before: Text): number {
  const breakAt = text.lastIndexOf("\n");
  if (breakAt < 0) return 0;
  const line = before.lineAt(from);
  const left = slice(before, line.from, from);
  return left !== "" && text.slice(breakAt + 1) === left ? left.length : 0;
}

function wholeWords(piece: Piece, before: Text): Piece {
  const left = before.lineAt(piece.from);
  const right = piece.to <= left.to ? left : before.lineAt(piece.to);
  const old = slice(before, piece.from, piece.to);
  let { from, to, insert, start } = piece;
  const touchesLeft = (text: string) => text !== "" && cutsWord(`a${text}`, 1);
  const touchesRight = (text: string) => text !== "" && cutsWord(`${text}a`, text.length);
  const leftText = left.text;
  const rightText = right.text;
  const headAt = from - left.from;
  const tailAt = to - right.from;
  const wordLeft = headAt > 0 && touchesRight(leftText.slice(0, headAt));
  const wordRight = tailAt < rightText.length && touchesLeft(rightText.slice(tailAt));
  const newLeft = insert === "" ? wordRight : touchesLeft(insert);
  const oldLeft = old === "" ? wordRight : touchesLeft(old);
  if (wordLeft && (newLeft || oldLeft)) {
    let at = headAt;
    while (at > 0 && cutsWord(leftText, at)) at--;
    if (at === headAt) at = wordStartBefore(leftText, headAt);
    const part = leftText.slice(at, headAt);
    from -= part.length;
    start -= part.length;
    insert = part + insert;
  }
  const newRight = insert === "" ? wordLeft : touchesRight(insert);
  const oldRight = old === "" ? wordLeft : touchesRight(old);
  if (wordRight && (newRight || oldRight)) {
    let at = tailAt + 1;
    while (at < rightText.length && cutsWord(rightText, at)) at++;
    insert += rightText.slice(tailAt, at);
    to += at - tailAt;
  }
  return { from, to, insert, start };
}

function wordStartBefore(text: string, at: number): number {
  let from = at - 1;
  while (from > 0 && cutsWord(text, from)) from--;
  return Math.max(0, from);
}

function blockOf(group: readonly Piece[], before: TextIndex, edit: RecordedEdit): Draft | null {
  const first = group[0]!;
  const last = group[group.length - 1]!;
  let size = 0;
  for (const piece of group) size += piece.insert.length + (piece.to - piece.from);
  if (size > MOST_INSERTED * 2) return null;
  const row = rowAt(before, first.from);
  const atStart = first.from === before.starts[row];
  const endRow = rowAt(before, last.to);
  const atEnd = last.to === before.starts[endRow] && last.to > first.from;
  const complete = (piece: Piece) => piece.insert === "" || piece.insert.endsWith("\n");
  const putIn = group.length === 1 && first.from === first.to && first.insert.endsWith("\n");
  const whole = atStart && (putIn || (atEnd && complete(last)));
  const lastRow = whole ? endRow : endRow + 1;
  const rows = lastRow - row;
  if (rows > MOST_ROWS) return null;
  const base = before.starts[row]!;
  const old = rowsText(before, row, lastRow) + (whole && rows > 0 ? "\n" : "");
  const hunks: Hunk[] = [];
  let next = "";
  let at = 0;
  for (const { from, to, insert } of group) {
    hunks.push({ from: from - base, to: to - base, insert });
    next += old.slice(at, from - base) + insert;
    at = to - base;
  }
  next += old.slice(at);
  const made: { from: number; to: number }[] = [];
  let shift = first.start - first.from;
  for (const { from, to, insert } of group) {
    made.push({ from: from + shift, to: from + shift + insert.length });
    shift += insert.length - (to - from);
  }
  return { doc: edit.doc, edit, before, row, rows, old, hunks, made, next, whole };
}
