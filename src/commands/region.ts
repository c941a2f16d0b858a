/** Regions: the text that an operator works on. */
import type { Editor } from "../editor/editor.ts";
import type { VisualShape } from "../editor/modal-state.ts";
import type { Window } from "../editor/window.ts";
import { lineCells } from "../text/display/columns.ts";
import type { RegisterKind, RegisterText } from "../text/register.ts";
import { registerText } from "../text/register.ts";
import { rowOf, Text } from "../text/text.ts";
import { type BlockRow, blockRow } from "./block.ts";
import { cellSpan, nextCharacter, posAtCell, virtualEdit } from "./cursor.ts";

export interface Region {
  readonly kind: RegisterKind;
  /**
   * `v`: the text, `to` exclusive. `V`: from the start of the first row to the end of the last,
   * without its line break. `<C-v>`: the corners.
   */
  readonly from: number;
  readonly to: number;
  /** 0-based rows, both included. */
  readonly firstRow: number;
  readonly lastRow: number;
  /** `<C-v>`: cells, both included; `right` is Infinity for `$`. */
  readonly left: number;
  readonly right: number;
  /** Where the cursor was at the start of the region: columns of linewise regions too. */
  readonly start: number;
  readonly fromVisual: boolean;
  /** A delete goes to register 1 even inside a line (after `%`, searches, marks...). */
  readonly bigRegister: boolean;
  /** An exclusive end at the start of a row was taken back to the row before. */
  readonly adjusted?: boolean;
  /** A block with `virtualedit`: rows are as wide as it, with spaces after their end. */
  readonly virtual?: boolean;
  /** A virtual block that `$` made as wide as its longest row. */
  readonly toEnd?: boolean;
  /** Cells that the first corner is right of its character's start. */
  readonly startAdd?: number;
  /** The motion did not move: there is nothing between its ends. */
  readonly empty: boolean;
}

export type Inclusion = "exclusive" | "inclusive" | "linewise";

export interface Span {
  readonly from: number;
  readonly to: number;
  readonly type: Inclusion;
  /** `v`, `V` or `<C-v>` typed after the operator. */
  readonly force?: "v" | "V" | "<C-v>" | null;
  readonly bigRegister?: boolean;
  /** Only `d` becomes linewise over white space (`:help d-special`). */
  readonly deleting?: boolean;
  /** The end stays where it is, also at the start of a row. */
  readonly keepEnd?: boolean;
}

/** The region of a motion from `span.from` to `span.to`, in either order. */
export function motionRegion(win: Window, span: Span): Region {
  const { text } = win.doc;
  const from = Math.min(span.from, span.to);
  let to = Math.max(span.from, span.to);
  let type = span.type;
  if (span.force === "V") type = "linewise";
  else if (span.force === "v") {
    type = type === "linewise" ? "exclusive" : type === "exclusive" ? "inclusive" : "exclusive";
  } else if (span.force === "<C-v>") {
    return blockRegion(win, from, to, false, false, span.bigRegister ?? false);
  }
  if (type === "linewise") return lineRegion(win, rowOf(text, from), rowOf(text, to), from);
  const firstRow = rowOf(text, from);
  let end = text.lineAt(to);
  const empty = from === to && type === "exclusive";
  let adjusted = false;
  if (type === "exclusive" && to === end.from && end.number - 1 > firstRow && !span.keepEnd) {
    end = text.line(end.number - 1);
    to = end.to;
    adjusted = true;
    if (blankBefore(text, from)) {
      return { ...lineRegion(win, firstRow, end.number - 1, from), adjusted };
    }
  } else if (type === "inclusive") {
    to = to >= end.to ? end.to : nextCharacter(text, to);
  }
  if (span.deleting && !span.force && end.number - 1 > firstRow) {
    const rest = text.sliceString(to, end.to);
    if (/^[ \t]*$/.test(rest) && blankBefore(text, from)) {
      return lineRegion(win, firstRow, end.number - 1, from);
    }
  }
  return {
    kind: "v",
    from,
    to,
    firstRow,
    lastRow: end.number - 1,
    left: 0,
    right: 0,
    start: from,
    fromVisual: false,
    bigRegister: span.bigRegister ?? false,
    empty,
  };
}

function blankBefore(text: Text, pos: number): boolean {
  const line = text.lineAt(pos);
  return /^[ \t]*$/.test(text.sliceString(line.from, pos));
}

export function lineRegion(
  win: Window,
  firstRow: number,
  lastRow: number,
  start: number,
  fromVisual = false,
): Region {
  const { text } = win.doc;
  return {
    kind: "V",
    from: text.line(firstRow + 1).from,
    to: text.line(lastRow + 1).to,
    firstRow,
    lastRow,
    left: 0,
    right: 0,
    start,
    fromVisual,
    bigRegister: false,
    empty: false,
  };
}

/** The block with corners at two characters. */
function blockRegion(
  win: Window,
  a: number,
  b: number,
  toEnd: boolean,
  fromVisual: boolean,
  bigRegister = false,
  addA = 0,
  addB = 0,
  cells?: number,
): Region {
  const { text } = win.doc;
  const spanA = cellSpan(win, a);
  const spanB = cellSpan(win, b);
  const startA = addA > 0 ? spanA.start + addA : spanA.start;
  const startB = addB > 0 ? spanB.start + addB : spanB.start;
  const endA = addA > 0 ? startA : spanA.end;
  const endB = addB > 0 ? startB : spanB.end;
  const rowA = rowOf(text, a);
  const rowB = rowOf(text, b);
  // A block of a known width begins at its first corner, also where the rows below are shorter.
  const left = cells === undefined ? Math.min(startA, startB) : startA;
  const top = Math.min(rowA, rowB);
  return {
    kind: "<C-v>",
    from: Math.min(a, b),
    to: Math.max(a, b),
    firstRow: top,
    lastRow: Math.max(rowA, rowB),
    left,
    right: toEnd ? Infinity : cells !== undefined ? left + cells : Math.max(endA, endB),
    start: posAtCell(win, top, left, false).pos,
    fromVisual,
    bigRegister,
    empty: false,
  };
}

/** The block with `$`: to the end of each row, or of the longest one with `virtualedit`. */
export function blockToEnd(win: Window, region: Region): Region {
  if (!region.virtual) return { ...region, right: Infinity };
  const { text } = win.doc;
  const tabstop = win.doc.options.get("tabstop");
  let right = 0;
  for (const line of text.iterLines(region.firstRow + 1, region.lastRow + 2)) {
    right = Math.max(right, lineCells(line, tabstop));
  }
  return { ...region, right: right + (region.startAdd ?? 0), toEnd: true };
}

/** The region that is selected in a window. */
export function visualRegion(editor: Editor, win: Window): Region {
  const visual = win.visual;
  if (!visual) throw new Error("No selection");
  const { text } = win.doc;
  const { pos, coladd } = win.cursor;
  const { anchor } = visual;
  const from = Math.min(anchor, pos);
  const to = Math.max(anchor, pos);
  if (visual.kind === "V") {
    const start = rowOf(text, pos) < rowOf(text, anchor) ? pos : text.lineAt(anchor).from;
    const first = rowOf(text, from);
    const last = rowOf(text, to);
    // Closed folds are selected whole.
    const top = win.folds.closedAt(first)?.start ?? first;
    const bottom = win.folds.closedAt(last)?.end ?? last;
    const folded = top < first || win.folds.closedAt(first) !== null;
    return lineRegion(win, top, bottom, folded ? text.line(top + 1).from : start, true);
  }
  if (visual.kind === "<C-v>") {
    const toEnd = win.cursor.want === Infinity;
    const { anchorAdd, cells } = visual;
    const virtual = virtualEdit(editor);
    const block = {
      ...blockRegion(win, anchor, pos, toEnd, true, false, anchorAdd, coladd, cells),
      virtual,
      startAdd: from === anchor ? anchorAdd : coladd,
    };
    return toEnd ? blockToEnd(win, block) : block;
  }
  const exclusive = editor.options.get("selection") === "exclusive";
  const line = text.lineAt(to);
  // On the line's end the selection takes the line break along.
  const end = exclusive
    ? to
    : to >= line.to
      ? Math.min(line.to + 1, text.length)
      : nextCharacter(text, to);
  return {
    kind: "v",
    from,
    to: end,
    firstRow: rowOf(text, from),
    lastRow: line.number - 1,
    left: 0,
    right: 0,
    start: from,
    fromVisual: true,
    bigRegister: false,
    empty: false,
  };
}

/** The shape of the selection, for `.`. */
export function visualShape(win: Window, region: Region): VisualShape {
  const rows = region.lastRow - region.firstRow + 1;
  if (region.kind === "V") return { kind: "V", rows, cells: 0 };
  if (region.kind === "<C-v>") return { kind: "<C-v>", rows, cells: region.right - region.left };
  if (win.cursor.want === Infinity) return { kind: "v", rows, cells: Infinity };
  const { text } = win.doc;
  const last = Math.max(win.cursor.pos, win.visual?.anchor ?? 0);
  if (rows === 1) {
    return { kind: "v", rows, cells: cellSpan(win, last).end - cellSpan(win, region.from).start };
  }
  return { kind: "v", rows, cells: cellSpan(win, Math.min(last, text.length)).end };
}

/** The rows of a block with the text that it covers in each. */
export function blockRows(win: Window, region: Region): BlockRow[] {
  const rows: BlockRow[] = [];
  const tabstop = win.doc.options.get("tabstop");
  for (let row = region.firstRow; row <= region.lastRow; row++) {
    const line = win.doc.text.line(row + 1);
    rows.push(blockRow(line.text, row, line.from, region.left, region.right, tabstop));
  }
  return rows;
}

/** The text of a region as a register holds it. */
export function regionText(win: Window, region: Region): RegisterText {
  const { text } = win.doc;
  if (region.kind === "V") return registerText(text.slice(region.from, region.to), "V");
  if (region.kind === "v") return registerText(text.slice(region.from, region.to), "v");
  const rows = blockRows(win, region);
  let width = region.right - region.left + 1;
  if (region.right === Infinity) {
    width = Math.max(...rows.map((row) => row.cells));
    // Rows that end before the block are padded to its right edge, the others are not (block_prep).
    const blank = " ".repeat(width + 1);
    const texts = rows.map((row) => (row.missing > 0 ? blank : row.textToEnd));
    return registerText(Text.of(texts), "<C-v>", Math.max(1, width));
  }
  const padded = (row: BlockRow) =>
    region.virtual && row.missing === 0
      ? row.yank + " ".repeat(Math.max(0, width - row.cells))
      : row.yank;
  // `$` reaches to the line break, which the register's width does not count.
  return registerText(Text.of(rows.map(padded)), "<C-v>", region.toEnd ? width - 1 : width);
}
