/**
 * What a window shows: which row is at its top, where the cursor is, and how the window follows the
 * cursor (Vim's move.c). `top` is a 0-based row, screen rows and cells are 0-based in the window.
 */
import { clusterEnd } from "../base/width.ts";
import { cellsOf, colOfCell } from "../text/display/columns.ts";
import { type DisplayLine, isPlain } from "../text/display/display-line.ts";
import { lineText, rowOf, rowStart } from "../text/text.ts";
import type { Editor } from "./editor.ts";
import type { RowRange } from "./folds.ts";
import { gutterWidth } from "./gutter.ts";
import { displayOptions, Metrics, NO_ROW, rowInlays, virtualLinesOf } from "./metrics.ts";
import type { Window } from "./window.ts";

export { type GutterParts, gutterParts, gutterWidth, textWidth } from "./gutter.ts";
export { displayOptions, Metrics, rowInlays, virtualLinesOf };

/** A row of a window's text as the window lays it out. */
export function displayLine(editor: Editor, win: Window, row: number): DisplayLine {
  return new Metrics(editor, win).line(row);
}

/** Screen rows of a row: 1 in a closed fold, else wrapped rows and virtual lines. */
export function rowHeight(editor: Editor, win: Window, row: number): number {
  const metrics = new Metrics(editor, win);
  return metrics.fold(row) ? 1 : metrics.allRows(row);
}

/** The first row that is not shown whole (`lineCount` when the text's end is shown). */
export function bottomRow(editor: Editor, win: Window): number {
  return new Metrics(editor, win).bottom().row;
}

export function cursorRow(win: Window): number {
  return rowOf(win.doc.text, Math.min(win.cursor.pos, win.doc.text.length));
}

// Following the cursor

/** Changes `top`, `skip` and `left` so that the cursor is shown, as Vim does before it draws. */
export function scrollToCursor(editor: Editor, win: Window): void {
  const metrics = new Metrics(editor, win);
  const oldTop = win.top;
  win.top = Math.max(0, Math.min(win.top, metrics.count - 1));
  if (metrics.height <= 0) {
    win.top = cursorRow(win);
    win.skip = 0;
    return;
  }
  if (!isSettled(editor, win, metrics)) {
    followRow(editor, win, metrics);
    settle(editor, win);
  }
  if (win.top !== oldTop) win.skip = 0;
  if (metrics.options.wrap) {
    win.left = 0;
    followInLine(editor, win, metrics);
  } else {
    win.skip = 0;
    followColumn(editor, win, metrics);
  }
}

/** What the place of the top row was last checked for. */
interface Settlement {
  readonly text: unknown;
  readonly row: number;
  readonly height: number;
  readonly width: number;
  readonly options: number;
  readonly globals: number;
  readonly folds: number;
}

const settled = new WeakMap<Window, Settlement>();

function settlementOf(editor: Editor, win: Window): Settlement {
  return {
    text: win.doc.text,
    row: cursorRow(win),
    height: win.height,
    width: win.width,
    options: win.options.version,
    globals: editor.options.version,
    folds: win.folds.version,
  };
}

/** Says that the window was scrolled on purpose for the cursor where it is now. */
export function settle(editor: Editor, win: Window): void {
  settled.set(win, settlementOf(editor, win));
}

/** Says that the top row is to be checked again. */
export function unsettle(win: Window): void {
  settled.delete(win);
}

/**
 * Whether the top row need not be checked: as in Vim, a window that was scrolled stays where it is,
 * 'scrolloff' or not, until the cursor goes to another row (or something else changes).
 */
function isSettled(editor: Editor, win: Window, metrics: Metrics): boolean {
  const before = settled.get(win);
  const row = cursorRow(win);
  if (!before || before.text !== win.doc.text || before.row !== row) return false;
  const now = settlementOf(editor, win);
  const same =
    before.height === now.height &&
    before.width === now.width &&
    before.options === now.options &&
    before.globals === now.globals &&
    before.folds === now.folds;
  if (!same || row < metrics.first(win.top)) return false;
  return row === win.top || row < metrics.bottom(win.top).row;
}

function followRow(editor: Editor, win: Window, metrics: Metrics): void {
  const so = scrollOff(editor);
  const row = cursorRow(win);
  if (metrics.count === 1 && metrics.text.length === 0) {
    win.top = 0;
    return;
  }
  const tooHigh =
    (win.top > 0 || win.skip > 0) && (row < win.top || lacksContextAbove(win, metrics, row, so));
  let checkBottom = true;
  if (tooHigh) {
    const half = Math.max(2, Math.floor(metrics.height / 2) - 1);
    let distance = win.top + so - row;
    if (metrics.hasFolds) {
      distance = 0;
      for (let at = row; at < win.top + so; at = metrics.last(at) + 1) {
        distance++;
        if (at >= metrics.count - 1 || distance >= half) break;
      }
    }
    if (distance >= half) {
      win.top = topWithCursorHalfway(win, metrics, false);
      checkBottom = false;
    } else placeCursorTop(editor, win, metrics, 1, false);
  } else win.top = metrics.first(win.top);
  if (checkBottom) followBottom(editor, win, metrics, row, so);
}

function followBottom(
  editor: Editor,
  win: Window,
  metrics: Metrics,
  row: number,
  so: number,
): void {
  const bottom = metrics.bottom(win.top);
  if (bottom.row >= metrics.count) return;
  if (row < bottom.row) {
    if (row < bottom.row - so && !metrics.hasFolds) return;
    let context = bottom.empty;
    let at = metrics.last(row);
    let height = 0;
    while (at < bottom.row) {
      context += height;
      if (context >= so) break;
      const next = metrics.below(at);
      at = next.row;
      height = next.height;
    }
    if (context >= so) return;
  }
  let lines = row - bottom.row + 1 + so;
  if (metrics.hasFolds) {
    lines = 0;
    for (let at = row; at >= bottom.row - so; at = metrics.first(at) - 1) {
      lines++;
      if (at <= 0 || lines > metrics.height + 1) break;
    }
  }
  if (lines <= metrics.height + 1) placeCursorBottom(editor, win, metrics, 1, false);
  else win.top = topWithCursorHalfway(win, metrics, false);
}

/** Where the cursor stood in a window of another height, in parts of 16384. */
const fractions = new WeakMap<Window, { fraction: number; row: number }>();
const WHOLE = 16384;

/**
 * The height of a window has changed: its top becomes the one that shows the cursor at the same part
 * of the window as before. `row` is the screen row where the cursor was, `like` the window it was in.
 */
export function keepFraction(
  editor: Editor,
  win: Window,
  oldHeight: number,
  row: number,
  like: Window = win,
): void {
  let state = fractions.get(like);
  if (!state || state.row !== row) {
    if (oldHeight <= 1) return;
    const fraction = Math.floor((row * WHOLE + Math.floor(oldHeight / 2)) / oldHeight);
    state = { fraction, row };
  }
  const metrics = new Metrics(editor, win);
  const cursor = cursorRow(win);
  let place = Math.floor((state.fraction * win.height - 1) / WHOLE);
  if (win.height < metrics.count || win.top > 0) {
    const line = metrics.line(cursor);
    const part = metrics.fold(cursor) ? 0 : line.placeOf(cursorCell(editor, win, line)).row;
    const rows = metrics.folded(cursor);
    let rest = place - part;
    if (rest >= 0 && rest > win.height - rows) {
      rest = win.height - rows;
      place -= rows - (part + 1);
    }
    let top = metrics.first(cursor);
    if (rest < 0) place = part;
    while (rest > 0 && top > 0) {
      const above = metrics.above(top);
      if (above.height > rest) {
        place -= rest;
        break;
      }
      rest -= above.height;
      top = above.row;
      if (top === 0) place -= rest;
    }
    win.top = top;
    win.skip = 0;
  }
  fractions.set(win, { fraction: state.fraction, row: place });
}

/** Whether fewer than `so` screen rows of context are above the cursor. */
export function lacksContextAbove(win: Window, metrics: Metrics, row: number, so: number): boolean {
  if (row >= win.top + so && !metrics.hasFolds) return false;
  let context = 0;
  let at = row;
  while (context < so) {
    const above = metrics.above(at);
    at = above.row;
    if (at < win.top) break;
    context += above.height;
  }
  return context < so;
}

/**
 * Puts the cursor's row near the top with its context; `always` also when that scrolls the other
 * way (`zt`).
 */
export function placeCursorTop(
  editor: Editor,
  win: Window,
  metrics: Metrics,
  minimum: number,
  always: boolean,
): void {
  const so = scrollOff(editor);
  const row = cursorRow(win);
  const fold = metrics.fold(row);
  let used = metrics.folded(row);
  let scrolled = row < win.top ? used : 0;
  let top = (fold ? fold.start : row) - 1;
  let bottom = (fold ? fold.end : row) + 1;
  let newTop = top + 1;
  let extra = 0;
  while (top >= 0) {
    const above = metrics.fold(top);
    const height = above ? 1 : metrics.rows(top);
    if (above) top = above.start;
    if (top < win.top) scrolled += height;
    if ((newTop >= win.top || scrolled > minimum) && extra >= so) break;
    used += height;
    if (extra + height <= so && bottom < metrics.count) {
      const below = metrics.fold(bottom);
      if (below) {
        bottom = below.end;
        used++;
      } else used += metrics.rows(bottom);
    }
    if (used > metrics.height) break;
    extra += height;
    newTop = top;
    top--;
    bottom++;
  }
  if (used > metrics.height) win.top = topWithCursorHalfway(win, metrics, false);
  else {
    if (newTop < win.top || always) win.top = newTop;
    if (win.top > row) win.top = row;
  }
}

/** Puts the cursor's row near the bottom with its context; `exact` puts it there (`zb`). */
export function placeCursorBottom(
  editor: Editor,
  win: Window,
  metrics: Metrics,
  minimum: number,
  exact: boolean,
): void {
  const so = scrollOff(editor);
  const row = cursorRow(win);
  if (exact) win.top = topWithRowAtBottom(metrics, row);
  const bottom = exact ? exactBottom(metrics, win.top, row) : metrics.bottom(win.top);
  let used = metrics.folded(row);
  let scrolled = 0;
  if (row >= bottom.row) {
    scrolled = used;
    if (row === bottom.row) scrolled -= bottom.empty;
  }
  const fold = metrics.fold(row);
  let above = fold ? fold.start : row;
  let below = fold ? fold.end : row;
  let extra = 0;
  while (above > 0) {
    const enough = (scrolled <= 0 || scrolled >= minimum) && extra >= so;
    if ((enough || below + 1 >= metrics.count) && above <= bottom.row) break;
    const up = metrics.above(above);
    above = up.row;
    used += up.height;
    if (used > metrics.height) break;
    if (above >= bottom.row) {
      scrolled += up.height;
      if (above === bottom.row) scrolled -= bottom.empty;
    }
    if (below < metrics.count - 1) {
      const down = metrics.below(below);
      below = down.row;
      used += down.height;
      if (used > metrics.height) break;
      if (extra < so || scrolled < minimum) {
        extra += down.height;
        if (below >= bottom.row) {
          scrolled += down.height;
          if (below === bottom.row) scrolled -= bottom.empty;
        }
      }
    }
  }
  let lines = 0;
  if (scrolled > 0) {
    if (used > metrics.height) lines = used;
    else {
      let at = win.top - 1;
      let height = 0;
      while (height < scrolled && at < bottom.row) {
        const next = metrics.below(at);
        at = next.row;
        height += next.height;
        lines++;
      }
      if (height < scrolled) lines = 9999;
    }
  }
  if (lines >= metrics.height && lines > minimum) {
    win.top = topWithCursorHalfway(win, metrics, false);
  } else scrollTopDown(win, metrics, lines);
}

function topWithRowAtBottom(metrics: Metrics, row: number): number {
  let top = metrics.last(row) + 1;
  let used = 0;
  while (top > 0) {
    const above = metrics.above(top);
    if (above.height === NO_ROW || used + above.height > metrics.height) break;
    used += above.height;
    top = above.row;
  }
  return Math.min(top, metrics.count - 1);
}

function exactBottom(metrics: Metrics, top: number, row: number): { row: number; empty: number } {
  let used = 0;
  for (let at = top; at <= row; at = metrics.last(at) + 1) used += metrics.folded(at);
  return { row: metrics.last(row) + 1, empty: used === 0 ? 0 : Math.max(0, metrics.height - used) };
}

/** Moves the top by logical lines (a closed fold is one). */
function scrollTopDown(win: Window, metrics: Metrics, lines: number): void {
  let top = win.top;
  if (!metrics.hasFolds) top += lines;
  else {
    for (let i = 0; i < lines; i++) {
      const last = metrics.last(top);
      if (last >= metrics.count - 1) break;
      top = last + 1;
    }
  }
  win.top = metrics.first(Math.min(top, metrics.count - 1));
}

/** The top that has the cursor in the middle; `atEnd` counts the rows after the text's end. */
export function topWithCursorHalfway(win: Window, metrics: Metrics, atEnd: boolean): number {
  const row = cursorRow(win);
  const fold = metrics.fold(row);
  let up = fold ? fold.start : row;
  let down = fold ? fold.end : row;
  let used = metrics.folded(up);
  let above = 0;
  let below = 0;
  let top = up;
  while (top > 0) {
    if (above < below) {
      const next = metrics.above(up);
      up = next.row;
      used += next.height;
      if (used > metrics.height) break;
      above += next.height;
      top = next.row;
    } else if (down < metrics.count - 1) {
      const next = metrics.below(down);
      down = next.row;
      used += next.height;
      if (used > metrics.height) break;
      below += next.height;
    } else {
      below++;
      if (atEnd) used++;
    }
  }
  return top;
}

/** A line that is higher than the window: shows the part around the cursor. */
function followInLine(editor: Editor, win: Window, metrics: Metrics): void {
  const row = cursorRow(win);
  if (row !== win.top || metrics.fold(row)) {
    win.skip = 0;
    return;
  }
  const line = metrics.line(row);
  const cursor = Math.floor(cursorCell(editor, win, line) / metrics.options.width);
  const so = scrollOff(editor);
  const { height } = metrics;
  const near = cursor >= height || win.skip > 0 || cursor + so >= height;
  if (!near || !line.options.wrap) {
    win.skip = 0;
    return;
  }
  const last = line.rowCount(cursor + so + height + 1) - 1;
  if (cursor < height && last < height) {
    win.skip = 0;
    return;
  }
  const wanted = Math.min(last, cursor + so);
  const above = win.skip + so > cursor;
  const below = wanted >= height + win.skip - so;
  if ((above && below) || height <= so * 2) {
    const middle = Math.max(0, cursor - Math.floor(height / 2));
    win.skip = Math.max(0, Math.min(middle, last - height + 1));
  } else if (above) win.skip = Math.max(0, cursor - so);
  else if (below) win.skip = Math.max(win.skip, Math.min(cursor, wanted - height + 1));
  if (cursor - win.skip >= height) win.skip = cursor - height + 1;
}

/** Without 'wrap': shows the cursor's column with 'sidescroll' and 'sidescrolloff'. */
function followColumn(editor: Editor, win: Window, metrics: Metrics): void {
  const row = cursorRow(win);
  if (metrics.fold(row)) return;
  const width = metrics.options.width;
  const line = metrics.line(row);
  const col = win.cursor.pos - rowStart(win.doc.text, row);
  const span = line.cellsOf(col);
  const cell = cursorCell(editor, win, line);
  const start = win.cursor.coladd > 0 ? cell : span.start;
  const end = win.cursor.coladd > 0 ? cell : span.end;
  const siso = editor.options.get("sidescrolloff");
  const step = editor.options.get("sidescroll");
  const offLeft = start - win.left - siso;
  const offRight = end - win.left - width + siso + 1;
  if (offLeft >= 0 && offRight <= 0) return;
  const distance = offLeft < 0 ? -offLeft : offRight;
  let left: number;
  if (step === 0 || distance >= Math.floor(width / 2) || offRight >= offLeft) {
    left = cell - Math.floor(width / 2);
  } else left = win.left + Math.max(distance, step) * (offLeft < 0 ? -1 : 1);
  win.left = Math.max(0, left);
}

/**
 * The cell of the cursor in its line: the last cell of a Tab in normal mode, as in Vim. `line` must
 * be the line of the cursor.
 */
export function cursorCell(editor: Editor, win: Window, line: DisplayLine): number {
  const { pos, coladd } = win.cursor;
  const col = pos - rowStart(win.doc.text, cursorRow(win));
  const typing = editor.win === win && isTyping(editor);
  if (coladd > 0) return line.cellOf(col) + coladd;
  if (typing) return line.cellBefore(col);
  if (line.line.charCodeAt(col) === 9 && !win.visual && !win.options.get("list")) {
    return line.cellsOf(col).end;
  }
  return line.cellOf(col);
}

export function isTyping(editor: Editor): boolean {
  const mode = editor.mode;
  return mode === "insert" || mode === "replace" || mode === "vreplace";
}

export function scrollOff(editor: Editor): number {
  return editor.options.get("scrolloff");
}

// Places on the screen

/** Where the cursor is in the window, gutter included; null when it is not shown. */
export function cursorScreenPosition(
  editor: Editor,
  win: Window,
): { row: number; cell: number } | null {
  const metrics = new Metrics(editor, win);
  const row = cursorRow(win);
  const start = screenRowOf(win, metrics, row);
  if (start === null) return null;
  const gutter = gutterWidth(win);
  if (metrics.fold(row)) return { row: start, cell: gutter };
  const line = metrics.line(row);
  const place = line.placeOf(cursorCell(editor, win, line));
  const screenRow = start + virtualLinesOf(win, row).above.length + place.row;
  if (screenRow < 0 || screenRow >= win.height || place.cell < 0) return null;
  if (gutter + place.cell >= win.width) return null;
  return { row: screenRow, cell: gutter + place.cell };
}

/** The screen row at which a row starts (negative for a skipped top line); null: not shown. */
function screenRowOf(win: Window, metrics: Metrics, row: number): number | null {
  if (row < win.top) return metrics.fold(row)?.end === metrics.last(win.top) ? 0 : null;
  let screen = -win.skip;
  let at = win.top;
  while (at <= row) {
    const last = metrics.last(at);
    if (last >= row) return screen < win.height ? screen : null;
    screen += metrics.fold(at) ? 1 : metrics.allRows(at);
    if (screen >= win.height) return null;
    at = last + 1;
  }
  return null;
}

/** What one screen row of a window shows. */
export type ScreenRow =
  /** A screen row of a line: `part` counts the rows of the line. `cut`: the line goes on below. */
  | { readonly kind: "text"; readonly row: number; readonly part: number; readonly cut?: true }
  | { readonly kind: "fold"; readonly row: number; readonly range: RowRange }
  | {
      readonly kind: "virtual";
      readonly row: number;
      readonly above: boolean;
      readonly index: number;
    }
  /** After the text's end: `~`. */
  | { readonly kind: "empty" };

/**
 * What each screen row of a window shows, top to bottom; `height` entries. A last line that does
 * not fit is shown in part, as 'display' `lastline` has it.
 */
export function screenRows(editor: Editor, win: Window): ScreenRow[] {
  const metrics = new Metrics(editor, win);
  const rows: ScreenRow[] = [];
  let row = metrics.first(Math.min(win.top, metrics.count - 1));
  let skip = win.skip;
  while (rows.length < win.height && row < metrics.count) {
    const range = metrics.fold(row);
    if (range) {
      rows.push({ kind: "fold", row, range });
      row = range.end + 1;
      skip = 0;
      continue;
    }
    const room = win.height - rows.length;
    const { above, below } = virtualLinesOf(win, row);
    const parts = metrics.options.wrap ? metrics.line(row).rowCount(skip + win.height + 1) : 1;
    const whole = above.length + parts + below.length - skip <= room;
    const entries: ScreenRow[] = [];
    for (let i = 0; i < above.length; i++)
      entries.push({ kind: "virtual", row, above: true, index: i });
    for (let part = 0; part < parts && entries.length < skip + room; part++)
      entries.push({ kind: "text", row, part });
    for (let i = 0; i < below.length; i++)
      entries.push({ kind: "virtual", row, above: false, index: i });
    rows.push(...entries.slice(skip, skip + room));
    const last = rows[rows.length - 1];
    if (!whole && row !== win.top && last?.kind === "text")
      rows[rows.length - 1] = { ...last, cut: true };
    skip = 0;
    row++;
  }
  while (rows.length < win.height) rows.push({ kind: "empty" });
  return rows;
}

/** The position at a cell of a window (a mouse click); the nearest one outside of the text. */
export function posAtScreen(editor: Editor, win: Window, row: number, cell: number): number {
  const metrics = new Metrics(editor, win);
  const rows = screenRows(editor, win);
  const at = rows[Math.max(0, Math.min(row, rows.length - 1))];
  const { text } = win.doc;
  if (!at || at.kind === "empty") return rowStart(text, metrics.count - 1);
  const start = rowStart(text, at.row);
  if (at.kind === "fold") return start;
  const line = metrics.line(at.row);
  const inText = Math.max(0, cell - gutterWidth(win));
  if (at.kind === "text") return start + line.colAtScreen(at.part, inText);
  return start + (at.kind === "virtual" && at.above ? 0 : line.colAtScreen(0, inText));
}

// Moving the cursor as scrolling does

/** The cell that vertical moves aim at: the cursor's `want`, or where it is. */
export function wantedCell(editor: Editor, win: Window): number {
  const { want, coladd, pos } = win.cursor;
  if (want !== null) return want;
  const row = cursorRow(win);
  const line = lineText(win.doc.text, row);
  const col = pos - rowStart(win.doc.text, row);
  const span = cellsOf(line, col, win.doc.options.get("tabstop"));
  if (coladd > 0) return span.start + coladd;
  const onTab = line.charCodeAt(col) === 9 && !isTyping(editor) && !win.options.get("list");
  return onTab ? span.end : span.start;
}

/** The position of a goal cell in a row, on its last character when it is shorter. */
export function posAtWant(editor: Editor, win: Window, row: number, want: number): number {
  const text = win.doc.text;
  const line = lineText(text, row);
  const col = colOfCell(line, want, win.doc.options.get("tabstop")).col;
  return rowStart(text, row) + clipCol(editor, win, line, col);
}

/** The last character's column for a column after it, but in modes that may stand there. */
export function clipCol(editor: Editor, win: Window, line: string, col: number): number {
  if (col < line.length) return Math.min(col, line.length);
  if (isTyping(editor) || win.visual) return line.length;
  return lastCharacter(line);
}

/** The column of a line's last character (with its combining marks). */
export function lastCharacter(line: string): number {
  const from = Math.max(0, line.length - 64);
  const segments = [...new Intl.Segmenter("und").segment(line.slice(from))];
  return from + (segments[segments.length - 1]?.index ?? 0);
}

/** Moves the cursor to a row and keeps the goal cell. */
export function moveToRow(editor: Editor, win: Window, row: number): void {
  const want = wantedCell(editor, win);
  editor.setCursor(win, posAtWant(editor, win, row, want), want);
}

/**
 * The column in `to` at the byte where `col` is in `from`: Vim counts bytes where it keeps a column
 * from line to line. Both are UTF-16 columns.
 */
export function sameByteCol(from: string, col: number, to: string): number {
  const before = from.slice(0, col);
  if (isPlain(before) && isPlain(to.slice(0, col + 1))) return Math.min(col, to.length);
  let bytes = utf8Length(before);
  let at = 0;
  while (at < to.length) {
    const end = clusterEnd(to, at);
    bytes -= utf8Length(to.slice(at, end));
    if (bytes < 0) return at;
    at = end;
  }
  return to.length;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code < 0xe000 ? 2 : 3;
  }
  return bytes;
}
