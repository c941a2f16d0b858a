/**
 * The bottom layer: tab line, windows with their status lines and separators, and the rows below
 * them. It draws into a grid that is kept between frames and touches only what changed.
 */
import type { InputEvent } from "../base/key.ts";
import type { DocumentChange, Editor } from "../editor/editor.ts";
import { type LayoutNode, leafOf, leaves } from "../editor/layout.ts";
import { arrange, commandRow, hasGlobalStatus } from "../editor/layout-windows.ts";
import { statusItemsOf } from "../editor/status-items.ts";
import {
  cursorCell,
  cursorRow,
  isTyping,
  scrollToCursor,
  virtualLinesOf,
} from "../editor/viewport.ts";
import type { Window } from "../editor/window.ts";
import type { Grid } from "../screen/grid.ts";
import type { Cursor, Layer, Rect, Size } from "../screen/layer.ts";
import { cellsOf } from "../text/display/columns.ts";
import { commandLineOf, commandLineRows, paintCommandLine } from "./command-line.ts";
import { cursorShape } from "./cursor-shape.ts";
import { Followed, isPlainTo } from "./followed.ts";
import { type MessageArea, modeText, wrapMessage } from "./message-area.ts";
import { MousePointer } from "./mouse.ts";
import type { Palette } from "./palette.ts";
import { selectionSize } from "./selection.ts";
import { paintRuler, paintStatusLine, type StatusPlace } from "./status-line.ts";
import { paintTabLine, tabLabels, tabLineRows } from "./tab-line.ts";
import { LiveWindows } from "./terminal-windows.ts";
import { lookOf } from "./window-look.ts";
import { WindowPainter } from "./window-painter.ts";

/** Milliseconds between two status lines while `lowband` is on. */
const LOWBAND_STATUS_MS = 500;

/** A typed character may wrap its line once more; so far from the edge nothing can scroll. */
const SAFE_ROWS = 4;

/** Where the cursor is that a program hides. */
const HIDDEN: Cursor = { row: 0, col: 0, shape: "block" };

/** A status line as it was last drawn. */
interface DrawnStatus {
  key: unknown[];
  /** Where line and column stand that may be drawn alone; -1 for nowhere. */
  ruler: number;
}
/** So many of the first items of its key are said by the ruler alone. */
const RULER_ITEMS = 5;

export class EditorView implements Layer {
  readonly id = "windows";
  readonly messages: MessageArea;
  private readonly editor: Editor;
  private palette: Palette;
  private readonly painters = new Map<Window, WindowPainter>();
  private readonly live = new LiveWindows();
  private readonly statuses = new Map<Window, DrawnStatus>();
  private readonly place: StatusPlace = {
    row: 0,
    lineStart: 0,
    col: 0,
    cell: 0,
    line: "",
    bottom: 0,
  };
  readonly mouse: MousePointer;
  private grid: Grid | null = null;
  private readonly followed = new Followed();
  private shapeKey: unknown[] = [];
  private layoutKey: unknown[] = [];
  private tabKey = "";
  private bottomKey: unknown[] = [];
  private at: Cursor = { row: 0, col: 0, shape: "block" };
  private lastStatus = Number.NEGATIVE_INFINITY;
  /** A question that waits for a key (`replace with x (y/n/a/q/l)?`); empty for none. */
  question: () => string = () => "";

  constructor(editor: Editor, palette: Palette, messages: MessageArea) {
    this.editor = editor;
    this.palette = palette;
    this.messages = messages;
    this.mouse = new MousePointer(editor);
    const changed = (event: DocumentChange): void => {
      for (const [win, painter] of this.painters) if (win.doc === event.doc) painter.changed(event);
    };
    editor.events.on("change", changed);
    editor.events.on("output", changed);
    editor.events.on("window-close", (win) => {
      this.painters.delete(win);
      this.live.forget(win);
      this.statuses.delete(win);
    });
  }

  setPalette(palette: Palette): void {
    this.palette = palette;
    this.invalidate();
  }

  /** Makes the next frame draw every row. */
  invalidate(): void {
    this.shapeKey = [];
    this.layoutKey = [];
    this.tabKey = "";
    this.bottomKey = [];
    this.statuses.clear();
    for (const painter of this.painters.values()) painter.invalidate();
    this.live.invalidate();
  }

  size(screen: Size): Rect {
    return { row: 0, col: 0, rows: screen.rows, cols: screen.cols };
  }

  handle(event: InputEvent): "ignored" | "consumed" {
    return event.type === "mouse" && this.mouse.handle(event) ? "consumed" : "ignored";
  }

  cursor(): Cursor | null {
    return this.at === HIDDEN ? null : this.at;
  }

  painter(win: Window): WindowPainter {
    let painter = this.painters.get(win);
    if (!painter) this.painters.set(win, (painter = new WindowPainter(win)));
    return painter;
  }

  /** `grid` must hold what the last call left in it. */
  render(grid: Grid): void {
    const { editor } = this;
    if (grid !== this.grid) {
      this.grid = grid;
      this.invalidate();
      grid.clear(this.palette.text);
    }
    this.followLayout(grid);
    for (const win of leaves(editor.tab.root)) {
      if (win.height <= 0 || win.width <= 0) continue;
      if (win.doc.kind === "terminal" && this.paintLive(grid, win)) continue;
      if (win === editor.win || win.top >= win.doc.text.lines) this.follow(win);
      editor.beforePaint(win);
      this.painter(win).paint(grid, editor, this.palette);
      this.paintStatus(grid, win);
    }
    this.placeCursor();
    this.followed.y = this.at.row - editor.win.row;
    this.paintBottom(grid);
  }

  /** Draws a live terminal; false where the window shows text. */
  private paintLive(grid: Grid, win: Window): boolean {
    const drawn = this.live.paint(grid, win, this.palette);
    if (drawn === "left") this.painter(win).invalidate();
    if (drawn === "drawn") this.paintStatus(grid, win);
    return drawn === "drawn";
  }

  /** Scrolls a window to its cursor, without measuring its rows where it clearly stays in sight. */
  private follow(win: Window): void {
    const { editor, followed } = this;
    const { text } = win.doc;
    const pos = Math.min(win.cursor.pos, text.length);
    const line = text.lineAt(pos);
    const versions = win.options.version + win.doc.options.version + editor.options.version;
    const near =
      followed.win === win &&
      followed.top === win.top &&
      followed.skip === win.skip &&
      followed.height === win.height &&
      followed.width === win.width &&
      followed.versions === versions &&
      followed.folds === win.folds.version &&
      followed.slots === win.doc.slots.shape &&
      followed.lines === text.lines &&
      followed.row === line.number - 1 &&
      Math.abs(followed.length - text.length) <= 2 &&
      win.left === 0 &&
      line.length < 1000;
    if (near) {
      const room = win.height - SAFE_ROWS - editor.options.get("scrolloff");
      const col = pos - line.from;
      const cells = this.painter(win).displayOptions.width;
      const sideways = 2 + editor.options.get("sidescrolloff");
      const safe = followed.y < room && isPlainTo(line.text, col) && col + sideways < cells;
      if (safe && win.doc.slots.isEmpty("inlays")) {
        followed.length = text.length;
        followed.slots = win.doc.slots.shape;
        return;
      }
    }
    scrollToCursor(editor, win);
    followed.win = win;
    followed.top = win.top;
    followed.skip = win.skip;
    followed.height = win.height;
    followed.width = win.width;
    followed.versions = versions;
    followed.folds = win.folds.version;
    followed.slots = win.doc.slots.shape;
    followed.lines = text.lines;
    followed.row = line.number - 1;
    followed.length = text.length;
    // Where it stands is known only after painting.
    followed.y = Number.POSITIVE_INFINITY;
  }

  /** Gives the windows their places, and redraws what lies between them when they moved. */
  private followLayout(grid: Grid): void {
    const { editor } = this;
    const shape = [
      editor.tab,
      editor.tabs.length,
      editor.rows,
      editor.columns,
      editor.options.version,
      editor.tab.root,
    ];
    if (!same(shape, this.shapeKey)) {
      this.shapeKey = shape;
      arrange(editor);
    }
    const key: unknown[] = [...shape];
    for (const win of leaves(editor.tab.root))
      key.push(win, win.row, win.col, win.height, win.width);
    if (!same(key, this.layoutKey)) {
      this.invalidate();
      this.shapeKey = shape;
      this.layoutKey = key;
      grid.clear(this.palette.text);
      this.paintSeparators(grid, editor.tab.root, editor.tab.root);
    }
    if (tabLineRows(editor) > 0) {
      const tabs = tabLabels(editor, grid.cols)
        .map((label) => `${label.text}${label.tab === editor.tab ? "*" : ""}`)
        .join("|");
      if (tabs !== this.tabKey) {
        this.tabKey = tabs;
        paintTabLine(grid, editor, this.palette, 0);
      }
    }
  }

  /** The lines between windows side by side, and between stacked ones that share a status line. */
  private paintSeparators(grid: Grid, node: LayoutNode, root: LayoutNode): void {
    if (node.kind !== "leaf") {
      for (const child of node.children) this.paintSeparators(grid, child, root);
      return;
    }
    const { palette, editor } = this;
    const { win } = node;
    const { fill } = lookOf(editor, win);
    const right = win.col + win.width;
    if (node.width > win.width) {
      const bottom = win.row + node.height;
      for (let row = win.row; row < bottom; row++)
        grid.put(row, right, fill.vert, palette.separator);
    }
    if (node.height > win.height && hasGlobalStatus(editor)) {
      for (let col = win.col; col < right; col++) {
        grid.put(win.row + win.height, col, fill.horiz, palette.separator);
      }
    }
  }

  /** The row and columns of a window's status line, or null when it has none. */
  private statusPlace(win: Window): { row: number; col: number; width: number } | null {
    const { editor } = this;
    if (hasGlobalStatus(editor)) {
      if (win !== editor.win) return null;
      return { row: commandRow(editor) - 1, col: 0, width: editor.columns };
    }
    const leaf = leafOf(editor.tab.root, win);
    if (!leaf || leaf.height <= win.height) return null;
    return { row: win.row + win.height, col: win.col, width: win.width };
  }

  private paintStatus(grid: Grid, win: Window): void {
    const { editor, place } = this;
    const painter = this.painter(win);
    const at = this.statusPlace(win);
    if (at === null) return;
    const { doc } = win;
    const { text } = doc;
    const line = text.lineAt(Math.min(win.cursor.pos, text.length));
    place.row = line.number - 1;
    place.lineStart = line.from;
    place.line = line.text;
    place.col = Math.min(win.cursor.pos, text.length) - line.from;
    place.bottom = painter.bottom;
    const key = [
      win.cursor.pos,
      win.cursor.coladd,
      place.row,
      place.col,
      line.length > 10_000 ? doc.revision : line.text,
      text.lines,
      win.top,
      place.bottom,
      doc,
      doc.modified,
      doc.path,
      win === editor.win,
      win.options.version,
      doc.options.version,
      editor.options.version,
      isTyping(editor),
      editor.cwd,
      statusItemsOf(editor).version,
    ];
    const drawn = this.statuses.get(win);
    if (drawn && same(drawn.key, key)) return;
    if (drawn && editor.options.get("lowband") && drawn.key[9] === doc.modified) {
      const now = editor.services.now();
      if (now - this.lastStatus < LOWBAND_STATUS_MS) return;
      this.lastStatus = now;
    }
    place.cell = this.cursorCell(win, place);
    const { palette } = this;
    if (drawn && drawn.ruler >= 0 && same(drawn.key, key, RULER_ITEMS)) {
      drawn.key = key;
      if (paintRuler(grid, place, palette, at.row, drawn.ruler)) return;
    }
    const ruler = paintStatusLine(grid, editor, win, place, palette, at.row, at.col, at.width);
    this.statuses.set(win, { key, ruler });
  }

  /** The cell of a window's cursor in its line, text that is not in the buffer left out. */
  private cursorCell(win: Window, place: StatusPlace): number {
    const { line, col } = place;
    if (this.live.isLive(win)) return col;
    if (win.cursor.coladd === 0 && isPlainTo(line, col)) return col;
    const { start, end } = cellsOf(line, col, this.painter(win).displayOptions);
    if (win.cursor.coladd > 0) return start + win.cursor.coladd;
    const onTab = line.charCodeAt(col) === 9 && !isTyping(this.editor) && !win.options.get("list");
    return onTab ? end : start;
  }

  private placeCursor(): void {
    const { editor } = this;
    const { win } = editor;
    if (this.live.isLive(win)) {
      this.at = this.live.cursor(win) ?? HIDDEN;
      return;
    }
    const shape = cursorShape(editor);
    if (win.height < 1 || win.width < 1) {
      // There is no room for the window: nothing of it has been laid out.
      this.at = { row: win.row, col: win.col, shape };
      return;
    }
    const painter = this.painter(win);
    const row = cursorRow(win);
    const fold = win.options.get("foldenable") ? win.folds.closedAt(row) : null;
    const gutter = painter.gutterCells;
    if (fold) {
      const y = painter.screenRow(fold.start, 0);
      this.at = { row: win.row + Math.max(0, y), col: win.col + gutter, shape };
      return;
    }
    const { text } = win.doc;
    const line = text.line(row + 1);
    const col = Math.min(win.cursor.pos, text.length) - line.from;
    const { width, wrap, left = 0 } = painter.displayOptions;
    let cell: number;
    let part = 0;
    let at: number;
    const plain =
      win.cursor.coladd === 0 &&
      win.doc.slots.isEmpty("inlays") &&
      !painter.displayOptions.linebreak &&
      isPlainTo(line.text, col);
    if (plain && (!wrap || col < width)) {
      cell = col;
      at = wrap ? cell : cell - left;
    } else {
      const display = painter.displayLine(row);
      cell = cursorCell(editor, win, display);
      const where = display.placeOf(cell);
      part = where.row;
      at = where.cell;
    }
    let y = painter.screenRow(row, part);
    if (y < 0) {
      // The cell after a line that fills its last screen row: the place is the next row's start.
      const above = virtualLinesOf(win, row).above.length;
      const first = painter.screenRow(row, 0);
      y = Math.max(0, Math.min(win.height - 1, first < 0 ? above : first + part));
    }
    this.at = {
      row: win.row + y,
      col: win.col + Math.max(0, Math.min(win.width - 1, gutter + at)),
      shape,
    };
  }

  /** A question over the bottom rows; the cursor waits at its end. */
  private paintQuestion(grid: Grid, question: string): void {
    const { palette } = this;
    const rows = wrapMessage({ text: question, kind: "info" }, grid.cols).slice(-grid.rows);
    const style = palette.on("ui.question");
    const top = grid.rows - rows.length;
    let at = 0;
    rows.forEach(({ text }, i) => {
      at = grid.put(top + i, 0, text, style);
      grid.fill(top + i, at, 1, grid.cols - at, palette.text);
    });
    this.at = { row: grid.rows - 1, col: Math.min(at, grid.cols - 1), shape: this.at.shape };
    this.bottomKey = [];
    // What it covers is drawn again when it is gone.
    if (rows.length > 1) this.layoutKey = [];
  }

  private paintBottom(grid: Grid): void {
    const { editor, palette, messages } = this;
    const row = commandRow(editor);
    const command = commandLineOf(editor);
    if (command !== null) {
      const rows = Math.min(commandLineRows(command, grid.cols), grid.rows);
      // A command line of several rows covers windows: they are drawn again when it is gone.
      if (rows > 1) this.layoutKey = [];
      const spot = paintCommandLine(grid, command, palette, grid.rows - rows);
      this.at = { row: spot.row, col: spot.col, shape: cursorShape(editor) };
      this.bottomKey = [];
      return;
    }
    const question = this.question();
    if (question !== "") {
      this.paintQuestion(grid, question);
      return;
    }
    const pending = editor.pending || selectionSize(editor, editor.win);
    const { message, options } = editor;
    const key = [messages.message, message, modeText(editor), pending, options.version];
    if (same(key, this.bottomKey)) return;
    this.bottomKey = key;
    grid.fill(row, 0, grid.rows - row, grid.cols, palette.text);
    messages.paintRow(grid, editor, palette, row, pending);
  }
}

function same(a: readonly unknown[], b: readonly unknown[], from = 0): boolean {
  if (a.length !== b.length) return false;
  for (let i = from; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
