/**
 * Motions over what the window shows: H M L, gj gk, g0 g^ gm g$. They return where to go and change
 * nothing; `want` is the goal cell to keep (null: where the cursor comes to stand). The caller clips
 * nothing more. null: nothing happens but a beep.
 */
import type { Editor } from "../editor/editor.ts";
import {
  clipCol,
  cursorCell,
  cursorRow,
  Metrics,
  posAtWant,
  scrollToCursor,
  wantedCell,
} from "../editor/viewport.ts";
import type { Window } from "../editor/window.ts";
import { lineText, rowStart } from "../text/text.ts";
import { correctedRow } from "./scroll.ts";

export interface ScreenTarget {
  readonly pos: number;
  readonly want: number | null;
  /** Whether an operator takes the character at `pos` too; meaningless for H, M and L. */
  readonly inclusive: boolean;
  /** It went as far as it could but not all the way: the cursor moves, an operator is given up. */
  readonly failed?: boolean;
}

/** A motion over the screen; `count` is 1 when none was typed. */
export type ScreenMotion = (editor: Editor, win: Window, count: number) => ScreenTarget | null;

function rowTarget(editor: Editor, win: Window, row: number): ScreenTarget {
  const last = win.doc.text.lines - 1;
  const inside = Math.max(0, Math.min(row, last));
  const settled = editor.mode === "operator" ? inside : correctedRow(editor, win, inside);
  const text = win.doc.text;
  if (editor.options.get("startofline")) {
    const line = lineText(text, settled);
    const col = clipCol(editor, win, line, /^[ \t]*/.exec(line)![0].length);
    return { pos: rowStart(text, settled) + col, want: null, inclusive: false };
  }
  const want = wantedCell(editor, win);
  return { pos: posAtWant(editor, win, settled, want), want, inclusive: false };
}

/** H (linewise, a jump). */
export const windowTop: ScreenMotion = (editor, win, count) => {
  scrollToCursor(editor, win);
  const metrics = new Metrics(editor, win);
  let row = win.top + count - 1;
  if (metrics.hasFolds) {
    const bottom = metrics.bottom().row;
    row = win.top;
    for (let n = count - 1; n > 0 && row < bottom - 1; n--) row = metrics.last(row) + 1;
  }
  return rowTarget(editor, win, row);
};

/** M (linewise, a jump). */
export const windowMiddle: ScreenMotion = (editor, win) => {
  scrollToCursor(editor, win);
  const metrics = new Metrics(editor, win);
  const half = Math.floor((metrics.height - metrics.bottom().empty + 1) / 2);
  let used = 0;
  let n = 0;
  for (; win.top + n < metrics.count - 1; n++) {
    used += metrics.folded(win.top + n);
    if (used >= half) break;
    n = metrics.last(win.top + n) - win.top;
  }
  if (n > 0 && used > metrics.height) n--;
  return rowTarget(editor, win, win.top + n);
};

/** L (linewise, a jump). */
export const windowBottom: ScreenMotion = (editor, win, count) => {
  scrollToCursor(editor, win);
  const metrics = new Metrics(editor, win);
  let row = Math.max(win.top, metrics.bottom().row - 1);
  if (count - 1 >= row + 1) row = 0;
  else if (metrics.hasFolds) {
    for (let n = count - 1; n > 0 && row > win.top; n--) {
      row = metrics.first(row);
      if (row > win.top) row--;
    }
  } else row -= count - 1;
  return rowTarget(editor, win, row);
};

/** gj and gk: screen rows down or up. */
function screenRowMotion(down: boolean): ScreenMotion {
  return (editor, win, count) => {
    const metrics = new Metrics(editor, win);
    if (!metrics.options.wrap) return lineMotion(editor, win, metrics, down ? count : -count);
    const width = metrics.options.width;
    let row = cursorRow(win);
    let line = metrics.line(row);
    let want = win.cursor.want ?? cursorCell(editor, win, line);
    const atEnd = want === Number.POSITIVE_INFINITY;
    /** The first cell of the last screen row of a line. */
    const lastRow = () => (line.rowCount() - 1) * width;
    if (atEnd) {
      const cell = cursorCell(editor, win, line);
      want = width - 1;
      if (cell > want) want += (Math.floor((cell - want - 1) / width) + 1) * width;
    } else want = Math.min(want, lastRow() + width - 1);
    let failed = false;
    for (let i = 0; i < count; i++) {
      if (down) {
        if (want < lastRow() && !metrics.fold(row)) want += width;
        else {
          const last = metrics.last(row);
          if (last >= metrics.count - 1) {
            failed = true;
            break;
          }
          row = last + 1;
          want %= width;
          line = metrics.line(row);
        }
      } else if (want >= width && !metrics.fold(row)) want -= width;
      else {
        if (metrics.first(row) === 0) {
          failed = true;
          break;
        }
        row = metrics.first(metrics.first(row) - 1);
        line = metrics.line(row);
        want += lastRow();
      }
    }
    const start = rowStart(win.doc.text, row);
    let col = clipCol(editor, win, line.line, line.colAt(want));
    // A wide character or Tab that is split at a row's end belongs to the next row.
    const cell = line.cellsOf(col).end;
    if (col > 0 && cell > want && want % width > width / 2 && line.cellOf(col) > want) col--;
    return {
      pos: start + col,
      want: atEnd ? Number.POSITIVE_INFINITY : want,
      inclusive: atEnd,
      failed,
    };
  };
}

function lineMotion(
  editor: Editor,
  win: Window,
  metrics: Metrics,
  delta: number,
): ScreenTarget | null {
  let row = cursorRow(win);
  for (let i = 0; i < Math.abs(delta); i++) {
    const next = delta > 0 ? metrics.last(row) + 1 : metrics.first(row) - 1;
    if (next < 0 || next >= metrics.count) {
      // Only at the very first or last row does it fail.
      if (i === 0) return null;
      break;
    }
    row = next;
  }
  const want = wantedCell(editor, win);
  return { pos: posAtWant(editor, win, metrics.first(row), want), want, inclusive: false };
}

export const screenRowDown: ScreenMotion = screenRowMotion(true);
export const screenRowUp: ScreenMotion = screenRowMotion(false);

/** The first cell of the cursor's screen row, as a cell of its line. */
function screenRowStart(editor: Editor, win: Window, metrics: Metrics): number {
  if (!metrics.options.wrap) return win.left;
  const cell = cursorCell(editor, win, metrics.line(cursorRow(win)));
  return Math.floor(cell / metrics.options.width) * metrics.options.width;
}

function cellTarget(editor: Editor, win: Window, metrics: Metrics, cell: number): ScreenTarget {
  const row = cursorRow(win);
  const line = metrics.line(row);
  const col = clipCol(editor, win, line.line, line.colAt(cell));
  return { pos: rowStart(win.doc.text, row) + col, want: null, inclusive: false };
}

/** g0 */
export const screenStart: ScreenMotion = (editor, win) => {
  const metrics = new Metrics(editor, win);
  return cellTarget(editor, win, metrics, screenRowStart(editor, win, metrics));
};

/** g^ */
export const screenFirstNonBlank: ScreenMotion = (editor, win, count) => {
  const target = screenStart(editor, win, count)!;
  const row = cursorRow(win);
  const line = lineText(win.doc.text, row);
  let col = target.pos - rowStart(win.doc.text, row);
  while (col < line.length && (line[col] === " " || line[col] === "\t")) col++;
  const pos = rowStart(win.doc.text, row) + clipCol(editor, win, line, col);
  return { pos, want: null, inclusive: false };
};

/** gm */
export const screenMiddle: ScreenMotion = (editor, win) => {
  const metrics = new Metrics(editor, win);
  const start = screenRowStart(editor, win, metrics);
  return cellTarget(editor, win, metrics, start + Math.floor(metrics.options.width / 2));
};

/** g$ */
export const screenEnd: ScreenMotion = (editor, win, count) => {
  const metrics = new Metrics(editor, win);
  const { wrap, width } = metrics.options;
  if (wrap && count > 1) {
    const place = win.cursor;
    win.cursor = { ...place, want: Number.POSITIVE_INFINITY };
    try {
      return screenRowDown(editor, win, count - 1);
    } finally {
      win.cursor = place;
    }
  }
  const text = win.doc.text;
  let row = cursorRow(win);
  if (!wrap) row = Math.min(metrics.count - 1, row + count - 1);
  const line = metrics.line(row);
  const start = wrap ? screenRowStart(editor, win, metrics) : win.left;
  const last = start + width - 1;
  let col = clipCol(editor, win, line.line, line.colAt(last));
  if (col > 0 && line.cellsOf(col).end > last) col--;
  const span = line.cellsOf(col);
  const want = line.line.charCodeAt(col) === 9 ? span.end : span.start;
  return { pos: rowStart(text, row) + col, want, inclusive: true };
};
