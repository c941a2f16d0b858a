/**
 * Draws a window: gutter, lines, folds, virtual lines, the end of the buffer. One painter belongs to
 * one window and remembers what each of its screen rows shows, so that a frame touches only rows
 * that changed. The grid it draws into is kept from frame to frame.
 */
import type { DocumentChange, Editor } from "../editor/editor.ts";
import type { RowRange } from "../editor/folds.ts";
import { type GutterParts, gutterParts } from "../editor/gutter.ts";
import { displayOptions, rowInlays, virtualLinesOf } from "../editor/metrics.ts";
import type { Window } from "../editor/window.ts";
import type { Grid } from "../screen/grid.ts";
import type { StyleId } from "../screen/style.ts";
import {
  type DisplayLine,
  type DisplayOptions,
  isPlain,
  layoutLine,
  type PlacedInlay,
} from "../text/display/display-line.ts";
import type { RowHighlight } from "../text/row-highlights.ts";
import type { Highlight, Segment, Sign } from "../text/slots.ts";
import type { Text } from "../text/text.ts";
import { type BracketPair, bracketAt, bracketPair } from "./bracket-match.ts";
import { foldColumnText, foldText } from "./fold-text.ts";
import { LastFrame } from "./last-frame.ts";
import { LineMarks } from "./line-marks.ts";
import type { Palette } from "./palette.ts";
import { RowPainter } from "./row-painter.ts";
import { SearchMarks, type SeenColumns } from "./search-marks.ts";
import { type Selection, selectionOf } from "./selection.ts";
import { SlotRows } from "./slot-rows.ts";
import { lookOf, type WindowLook } from "./window-look.ts";

const NO_INLAYS: readonly PlacedInlay[] = [];
const NO_COLOURS: readonly RowHighlight[] = [];

/** What a screen row shows. */
const KIND_LINE = 0;
const KIND_FOLD = 1;
const KIND_VIRTUAL = 2;
const KIND_END = 3;
const KIND_UNKNOWN = -1;

/** Lines longer than this (UTF-16) are never looked through as a whole. */
const LONG_LINE = 4096;

export class WindowPainter {
  readonly win: Window;
  /** Screen rows painted so far: for tests and figures. */
  painted = 0;
  /** The last buffer row that is seen at least in part. */
  bottom = 0;

  // What each screen row shows now.
  private kinds = new Int8Array(0);
  /** Buffer row, and screen row within it. */
  private rows = new Int32Array(0);
  private parts = new Int32Array(0);
  private lines: string[] = [];
  /** Which version of a long line: comparing the lines themselves costs their length per row. */
  private stamps = new Int32Array(0);
  private longLine = "";
  private longStamp = 0;
  private signatures = new Int32Array(0);
  /** How many screen rows the line of a screen row has. */
  private counts = new Int32Array(0);

  private readonly marks = new LineMarks();
  private readonly painter = new RowPainter();
  private readonly search = new SearchMarks();
  private readonly collected: { from: number; to: number; value: Highlight }[] = [];

  // What a whole repaint depends on.
  private palette!: Palette;
  private look!: WindowLook;
  private options!: DisplayOptions;
  private optionsKey: unknown[] = [];
  private gutter: GutterParts = { fold: 0, sign: 0, number: 0 };
  private key: unknown[] = [];
  private frameKey: unknown[] = [];

  private readonly lastFrame = new LastFrame();

  // The frame at hand.
  private editor!: Editor;
  private text!: Text;
  private selection: Selection | null = null;
  private bracket: BracketPair | null = null;
  private cursorRow = 0;
  private hasHighlights = false;
  private hasInlays = false;
  private readonly slotRows = new SlotRows();
  private hasLines = false;
  private hasSigns = false;
  private current = false;

  constructor(win: Window) {
    this.win = win;
  }

  /** Forgets what is on the screen: the next `paint` draws every row. */
  invalidate(): void {
    this.key = [];
  }

  /** A change of the window's document, before it is drawn. */
  changed(event: DocumentChange): void {
    this.lastFrame.changed(event);
  }

  /** Brings the window's rows in the grid up to date. */
  paint(grid: Grid, editor: Editor, palette: Palette): void {
    const { win } = this;
    const { doc } = win;
    this.editor = editor;
    this.text = doc.text;
    this.palette = palette;
    this.look = lookOf(editor, win);
    win.folds.refresh();
    this.hasHighlights = !doc.slots.isEmpty("highlights");
    this.hasInlays = !doc.slots.isEmpty("inlays");
    this.hasLines = !doc.slots.isEmpty("lines");
    this.hasSigns = !doc.slots.isEmpty("signs");
    this.current = win === editor.win;
    this.cursorRow = rowAt(doc.text, win.cursor.pos);
    this.refreshOptions(editor, grid);
    const visible = this.text.lines - win.top < win.height ? this.text.lines : win.top + win.height;
    this.selection = this.current ? selectionOf(editor, win) : null;
    this.bracket = this.findBracket(visible);
    this.search.prepare(editor, win, win.top, visible, this.seenColumns);
    const whole = this.differs();
    const drawn = !whole && this.paintFew(grid);
    if (!drawn) this.paintRows(grid);
    const cursorRow = this.look.cursorLine || this.look.number ? this.cursorRow : -1;
    this.lastFrame.note(doc, this.hasLines, cursorRow, this.bracket);
  }

  /** The UTF-16 columns of a row that the window shows. */
  private readonly seenColumns = (row: number): SeenColumns => {
    const { win } = this;
    const { wrap, width } = this.options;
    const line = this.displayLine(row);
    const part = wrap && row === win.top ? win.skip : 0;
    const parts = wrap ? win.height : 1;
    return { from: line.colAtScreen(part, 0), to: line.colAtScreen(part, parts * width) };
  };

  /** Draws the few rows that may look different; false when every row has to be looked at. */
  private paintFew(grid: Grid): boolean {
    const { look } = this;
    const cursorRow = look.cursorLine || look.number ? this.cursorRow : -1;
    const rows = this.lastFrame.rows(this.win.doc, this.hasLines, cursorRow, this.bracket);
    if (rows === null) return false;
    this.prepareRows(grid);
    return rows.every((row) => this.paintKnown(grid, row));
  }

  /** Draws a row where it stands; false when it does not stay in its place. */
  private paintKnown(grid: Grid, row: number): boolean {
    const { win } = this;
    // A fold at the top may begin above it.
    if (this.look.foldEnable && win.folds.closedAt(row) !== null) return false;
    if (row < win.top || row > this.bottom || row >= this.text.lines) return true;
    const y = this.screenRow(row, 0);
    if (y < 0 || this.kinds[y] !== KIND_LINE) return false;
    const next = y + this.counts[y]!;
    return next <= win.height && this.paintLine(grid, y, row, 0) === next;
  }

  /** Where a buffer position is in the window: its screen row, or -1 when it is not seen. */
  screenRow(row: number, part: number): number {
    const { height, top } = this.win;
    if (row < top) return -1;
    for (let y = Math.min(height, row - top); y < height && y >= 0; y++) {
      if (this.rows[y] === row && this.parts[y] === part && this.kinds[y]! <= KIND_FOLD) return y;
    }
    // Folds bring later rows up.
    for (let y = Math.min(height, row - top) - 1; y >= 0; y--) {
      if (this.rows[y] === row && this.parts[y] === part && this.kinds[y]! <= KIND_FOLD) return y;
    }
    return -1;
  }

  /** What a screen row of the window shows: the buffer row (-1 below the end) and its part. */
  bufferRow(y: number): { row: number; part: number } {
    const kind = this.kinds[y] ?? KIND_END;
    if (kind === KIND_END || kind === KIND_UNKNOWN) return { row: -1, part: 0 };
    return { row: this.rows[y]!, part: kind === KIND_LINE ? this.parts[y]! : 0 };
  }

  /** The layout of a buffer row, as it is drawn. */
  displayLine(row: number): DisplayLine {
    const inlays = this.win.doc.slots.isEmpty("inlays") ? NO_INLAYS : rowInlays(this.win, row);
    return layoutLine(this.win.doc.text.line(row + 1).text, inlays, this.options);
  }

  /** Cells left of the text. */
  get gutterCells(): number {
    const { fold, sign, number } = this.gutter;
    return Math.min(fold + sign + number, Math.max(0, this.win.width - 1));
  }

  get displayOptions(): DisplayOptions {
    return this.options;
  }

  private refreshOptions(editor: Editor, grid: Grid): void {
    const { win } = this;
    const { doc } = win;
    const key = [
      win.options.version,
      doc.options.version,
      editor.options.version,
      win.width,
      win.left,
      win.height,
      String(doc.text.lines).length,
      doc.slots.isEmpty("signs"),
      win.folds.version,
      doc,
    ];
    if (!same(key, this.optionsKey)) {
      this.optionsKey = key;
      this.options = displayOptions(editor, win);
      this.gutter = gutterParts(win);
    }
    const whole = [
      grid,
      this.palette,
      win.row,
      win.col,
      win.width,
      win.height,
      win.left,
      this.look,
      win.options.version,
      doc.options.version,
      editor.options.version,
      doc,
      this.options,
      this.gutter.sign,
    ];
    if (same(whole, this.key)) return;
    this.key = whole;
    this.frameKey = [];
    const { height } = win;
    if (this.rows.length < height) {
      this.kinds = new Int8Array(height);
      this.rows = new Int32Array(height);
      this.parts = new Int32Array(height);
      this.signatures = new Int32Array(height);
      this.counts = new Int32Array(height);
      this.stamps = new Int32Array(height);
    }
    this.kinds.fill(KIND_UNKNOWN);
    this.lines.length = height;
  }

  /** Whether more may differ from the last frame than rows that changed or that the cursor left. */
  private differs(): boolean {
    const { win, look, selection } = this;
    const preview = this.current ? this.editor.search.preview : null;
    const key = [
      win.top,
      win.skip,
      win.folds.version,
      this.current,
      look.relative ? this.cursorRow : -1,
      this.search.version,
      selection?.key ?? "",
      preview?.match?.from ?? -1,
      preview?.match?.to ?? -1,
    ];
    if (same(key, this.frameKey)) return false;
    this.frameKey = key;
    return true;
  }

  private findBracket(visible: number): BracketPair | null {
    if (!this.current || !this.look.matchParen || this.editor.mode === "cmdline") return null;
    const { win, text } = this;
    const insert = this.editor.mode === "insert" || this.editor.mode === "replace";
    if (bracketAt(text, win.cursor.pos, insert) < 0) return null;
    const from = text.line(win.top + 1).from;
    const to = text.line(Math.max(1, Math.min(text.lines, visible))).to;
    return bracketPair(text, win.cursor.pos, insert, from, to);
  }

  private prepareRows(grid: Grid): void {
    this.painter.grid = grid;
    this.painter.palette = this.palette;
    this.painter.marks = this.marks;
    if (this.hasInlays || this.hasLines) this.slotRows.find(this.win);
  }

  private paintRows(grid: Grid): void {
    const { win, text } = this;
    const { height } = win;
    this.prepareRows(grid);
    let row = Math.min(win.top, text.lines - 1);
    let skip = win.skip;
    let y = 0;
    this.bottom = row;
    while (y < height && row < text.lines) {
      const fold = this.look.foldEnable ? win.folds.closedAt(row) : null;
      this.bottom = fold ? fold.end : row;
      if (fold) {
        this.paintFold(grid, y, fold);
        row = fold.end + 1;
        y++;
        skip = 0;
        continue;
      }
      y = this.paintLine(grid, y, row, skip);
      row++;
      skip = 0;
    }
    for (; y < height; y++) this.paintEnd(grid, y);
  }

  /** Paints a buffer row from its screen row `skip` on; returns the next free screen row. */
  private paintLine(grid: Grid, y: number, row: number, skip: number): number {
    const { win, text, look } = this;
    const { from, text: line } = text.line(row + 1);
    const { height } = win;
    const virtual = this.hasLines && this.slotRows.lines.has(row) ? virtualLinesOf(win, row) : null;
    let hidden = skip;
    if (virtual) {
      for (const segments of virtual.above) {
        if (hidden > 0) hidden--;
        else if (y < height) this.paintVirtual(grid, y++, row, segments);
      }
    }
    const cursorLine = look.cursorLine && row === this.cursorRow;
    const base =
      cursorLine && look.cursorLineText
        ? this.palette.table.over(this.palette.text, this.palette.cursorLine)
        : this.palette.text;
    this.collectMarks(row, from, line);
    const signature = this.signatureOf(row, base);
    const stamp = this.stampOf(line);
    const { width } = this.options;
    const inlays =
      this.hasInlays && this.slotRows.inlays.has(row) ? rowInlays(win, row) : NO_INLAYS;
    const simple = inlays.length === 0 && this.options.list == null && !this.options.linebreak;
    // A row that shows the same as before is left alone, without looking into its text.
    if (
      simple &&
      hidden === 0 &&
      y < height &&
      this.kinds[y] === KIND_LINE &&
      this.rows[y] === row &&
      this.parts[y] === 0 &&
      this.signatures[y] === signature &&
      this.stamps[y] === stamp &&
      (stamp > 0 || this.lines[y] === line) &&
      this.counts[y] === 1
    ) {
      return this.paintBelow(grid, y + 1, row, virtual?.below ?? null);
    }
    const plain =
      simple &&
      stamp === 0 &&
      isPlain(line) &&
      (!look.wrap ||
        line.length <= width ||
        (this.options.showbreak === "" && !this.options.breakindent));
    const display = plain ? null : layoutLine(line, inlays, this.options);
    const count = display
      ? display.rowCount(height + hidden + 1)
      : look.wrap
        ? Math.max(1, Math.ceil(line.length / width))
        : 1;
    const room = height - y;
    for (let part = hidden; part < count && y < height; part++, y++) {
      const known =
        this.kinds[y] === KIND_LINE &&
        this.rows[y] === row &&
        this.parts[y] === part &&
        this.signatures[y] === signature &&
        this.stamps[y] === stamp &&
        (stamp > 0 || this.lines[y] === line) &&
        inlays.length === 0;
      const cut = y === height - 1 && part < count - 1 && row > win.top;
      if (known && !cut) continue;
      this.paintLineRow(grid, y, row, part, line, display, base, cursorLine);
      this.kinds[y] = cut || inlays.length > 0 ? KIND_UNKNOWN : KIND_LINE;
      this.rows[y] = row;
      this.parts[y] = part;
      this.signatures[y] = signature;
      this.counts[y] = count;
      this.stamps[y] = stamp;
      this.lines[y] = stamp > 0 ? "" : line;
      if (cut) this.paintCut(grid, y);
    }
    if (count - hidden > room) return height;
    return this.paintBelow(grid, y, row, virtual?.below ?? null);
  }

  /** 0 for a line of common length, else a number of its own for each text. */
  private stampOf(line: string): number {
    if (line.length <= LONG_LINE) return 0;
    if (line !== this.longLine) {
      this.longLine = line;
      this.longStamp = (this.longStamp + 1) & 0x3fffffff || 1;
    }
    return this.longStamp;
  }

  private paintBelow(
    grid: Grid,
    y: number,
    row: number,
    lines: readonly (readonly Segment[])[] | null,
  ): number {
    if (lines === null) return y;
    for (const segments of lines)
      if (y < this.win.height) this.paintVirtual(grid, y++, row, segments);
    return y;
  }

  private paintLineRow(
    grid: Grid,
    y: number,
    row: number,
    part: number,
    line: string,
    display: DisplayLine | null,
    base: StyleId,
    cursorLine: boolean,
  ): void {
    const { win, palette, options } = this;
    const { width } = options;
    const screen = win.row + y;
    this.painted++;
    const x = this.paintGutter(grid, screen, row, part, cursorLine);
    this.painter.base = base;
    let end: number;
    let start: number;
    if (display === null) {
      start = options.wrap ? part * width : (options.left ?? 0);
      end = this.painter.plain(screen, x, width, line, start, line.length);
    } else {
      start = options.wrap ? part * width : (options.left ?? 0);
      end = this.painter.pieces(screen, x, width, display, part);
    }
    if (part === 0 || !options.wrap) {
      for (const cell of this.look.colorColumns) {
        const at = cell - start;
        if (at >= 0 && at < width) {
          grid.overlay(screen, x + at, 1, palette.colorColumn, palette.table);
        }
      }
    }
    this.paintSelection(grid, screen, x, row, line, display, start, end);
  }

  /** The selection's cells that no column stands for: blocks, and the line break. */
  private paintSelection(
    grid: Grid,
    screen: number,
    x: number,
    row: number,
    line: string,
    display: DisplayLine | null,
    start: number,
    end: number,
  ): void {
    const { selection, palette, options } = this;
    if (selection === null || row < selection.first.row || row > selection.last.row) return;
    const { width } = options;
    const total = display ? display.cells : line.length;
    if (selection.kind === "block") {
      const from = Math.max(selection.left, start) - start;
      const to = Math.min(selection.right + 1, Math.max(total, start), start + width) - start;
      if (to > from) grid.overlay(screen, x + from, to - from, palette.visual, palette.table);
      return;
    }
    const past = selection.kind === "line" || row < selection.last.row;
    const on = past || (row === selection.last.row && selection.last.col >= line.length);
    if (on && end < width && start + end >= total) {
      grid.overlay(screen, x + end, 1, palette.visual, palette.table);
    }
  }

  /** `@@@` where the last line of the window goes on below it. */
  private paintCut(grid: Grid, y: number): void {
    const { win } = this;
    if (this.editor.options.get("display").includes("lastline")) {
      const right = win.col + win.width;
      grid.put(win.row + y, Math.max(win.col, right - 3), "@@@", this.palette.nonText, right);
    } else {
      grid.put(win.row + y, win.col, "@", this.palette.nonText);
    }
  }

  private paintGutter(
    grid: Grid,
    screen: number,
    row: number,
    part: number,
    cursorLine: boolean,
    own = row === this.cursorRow,
  ): number {
    const { win, gutter, palette, look } = this;
    let x = win.col;
    const cells = this.gutterCells;
    if (cells === 0) return x;
    const limit = win.col + cells;
    if (gutter.fold > 0) {
      const text = foldColumnText(win, row, part, gutter.fold, look.fill);
      grid.fill(screen, x, 1, Math.min(gutter.fold, limit - x), palette.foldColumn);
      grid.put(screen, x, text, palette.foldColumn, Math.min(limit, x + gutter.fold));
      x += gutter.fold;
    }
    if (gutter.sign > 0) {
      grid.fill(screen, x, 1, Math.min(gutter.sign, limit - x), palette.signColumn);
      if (part === 0 && this.hasSigns) this.paintSign(grid, screen, x, row, limit);
      x += gutter.sign;
    }
    if (gutter.number > 0) {
      const marked = cursorLine && look.cursorLineNumber;
      const style = marked ? palette.currentLineNumber : palette.lineNumber;
      grid.fill(screen, x, 1, Math.min(gutter.number, limit - x), style);
      if (part === 0) {
        const relative = look.relative && !(own && look.number);
        const distance = own ? 0 : Math.abs(row - this.cursorRow);
        const value = relative ? distance : row + 1;
        const digits = String(value);
        // The cursor's own number stands at the left where the others are relative.
        const left = own && look.relative && look.number;
        const at = left ? x : x + gutter.number - 1 - digits.length;
        grid.put(screen, at, digits, style, limit);
      }
    }
    return limit;
  }

  private paintSign(grid: Grid, screen: number, x: number, row: number, limit: number): void {
    const line = this.text.line(row + 1);
    let priority = -1;
    let text = "";
    let group = "";
    const note = (at: number, _to: number, sign: Sign): void => {
      if (at < line.from || sign.priority <= priority) return;
      priority = sign.priority;
      text = sign.text;
      group = sign.group;
    };
    this.win.doc.slots.between("signs", line.from, line.to, note, this.win.id);
    if (text === "") return;
    const { table, theme, signColumn } = this.palette;
    grid.put(screen, x, text, table.over(signColumn, theme.id(group)), Math.min(limit, x + 2));
  }

  private paintFold(grid: Grid, y: number, fold: RowRange): void {
    const { win, palette, text } = this;
    const shown = win.doc.foldText?.(fold) ?? foldText(text, fold, win.folds.levelAt(fold.start));
    const own = this.cursorRow >= fold.start && this.cursorRow <= fold.end;
    const cursorLine = this.look.cursorLine && own;
    const picked = this.selection;
    const selected =
      picked !== null && picked.first.row <= fold.end && picked.last.row >= fold.start;
    let base = palette.folded;
    if (cursorLine) base = palette.table.over(base, palette.cursorLine);
    if (selected) base = palette.table.over(base, palette.visual);
    const x = this.paintGutter(grid, win.row + y, fold.start, 0, cursorLine, own);
    const right = win.col + win.width;
    let at = grid.put(win.row + y, x, shown, base, right);
    while (at < right) at = grid.put(win.row + y, at, this.look.fill.fold, base, right);
    this.painted++;
    this.kinds[y] = KIND_FOLD;
    this.rows[y] = fold.start;
    this.parts[y] = 0;
    this.signatures[y] = 0;
    this.lines[y] = "";
  }

  private paintVirtual(grid: Grid, y: number, row: number, segments: readonly Segment[]): void {
    const { win, palette } = this;
    const screen = win.row + y;
    const x = win.col + this.gutterCells;
    const right = win.col + win.width;
    grid.fill(screen, win.col, 1, win.width, palette.text);
    let at = x;
    for (const segment of segments) {
      at = grid.put(
        screen,
        at,
        segment.text.replace(/\t/g, "    "),
        palette.on(segment.group),
        right,
      );
    }
    this.painted++;
    this.kinds[y] = KIND_VIRTUAL;
    this.rows[y] = row;
    this.parts[y] = 0;
    this.lines[y] = "";
  }

  private paintEnd(grid: Grid, y: number): void {
    if (this.kinds[y] === KIND_END) return;
    const { win, palette, look } = this;
    grid.fill(win.row + y, win.col, 1, win.width, palette.text);
    const bare = look.fill.eob === " " || win.doc.kind === "terminal";
    if (!bare) grid.put(win.row + y, win.col, look.fill.eob, palette.endOfBuffer);
    this.painted++;
    this.kinds[y] = KIND_END;
    this.rows[y] = -1;
    this.lines[y] = "";
  }

  /** Everything but the text that a row's look hangs on, as a number. */
  private signatureOf(row: number, base: StyleId): number {
    const { look, gutter, cursorRow } = this;
    let hash = this.marks.hash();
    hash = (Math.imul(hash, 31) + base) | 0;
    if (gutter.number > 0) {
      const own = row === cursorRow ? 1 : 0;
      hash = (Math.imul(hash, 31) + (look.relative ? row - cursorRow : 0)) | 0;
      hash = (Math.imul(hash, 31) + (look.cursorLine || look.relative ? own : 0)) | 0;
    }
    if (gutter.fold > 0) hash = (Math.imul(hash, 31) + this.win.folds.version) | 0;
    if (this.hasSigns) hash = (Math.imul(hash, 31) + this.win.doc.slots.version) | 0;
    const { selection } = this;
    if (selection !== null && row >= selection.first.row && row <= selection.last.row) {
      hash = (Math.imul(hash, 31) + selection.hash) | 0;
    }
    return hash;
  }

  private collectMarks(row: number, from: number, line: string): void {
    const { marks, palette } = this;
    marks.clear();
    const coloured = this.win.doc.slots.rows?.highlights.at(row) ?? NO_COLOURS;
    if (this.hasHighlights) this.collectHighlights(from, line.length, coloured);
    else {
      const { theme } = palette;
      for (const span of coloured) marks.add(span.from, span.to, theme.id(span.value.group));
    }
    const { preview } = this.editor.search;
    if (this.search.active) {
      const found = this.search.at(row);
      if (found) {
        for (let i = 0; i < found.length; i += 2) {
          marks.add(found[i]!, Math.max(found[i + 1]!, found[i]! + 1), palette.search);
        }
      }
    }
    if (preview?.match && this.current) {
      const a = preview.match.from - from;
      const b = preview.match.to - from;
      if (b >= 0 && a <= line.length)
        marks.add(Math.max(0, a), Math.max(b, a + 1), palette.incSearch);
    }
    const { bracket } = this;
    if (bracket !== null) {
      for (const at of [bracket.first, bracket.second]) {
        if (at >= from && at < from + line.length) {
          marks.add(at - from, at - from + 1, palette.matchParen);
        }
      }
    }
    const { selection } = this;
    if (selection === null || selection.kind === "block") return;
    if (row < selection.first.row || row > selection.last.row) return;
    const whole = selection.kind === "line";
    const start = whole || row > selection.first.row ? 0 : selection.first.col;
    const end = whole || row < selection.last.row ? line.length : selection.last.col;
    marks.add(start, Math.max(end, start), palette.visual);
  }

  private collectHighlights(from: number, length: number, coloured: readonly RowHighlight[]): void {
    const { collected, marks, palette } = this;
    collected.length = 0;
    for (const span of coloured) {
      collected.push({ from: span.from, to: span.to, value: span.value });
    }
    const note = (a: number, b: number, value: Highlight): void => {
      if (b > from || a < from + length) collected.push({ from: a - from, to: b - from, value });
    };
    this.win.doc.slots.betweenSets("highlights", from, from + length, note, this.win.id);
    if (collected.length > 1) collected.sort((a, b) => a.value.priority - b.value.priority);
    for (const { from: a, to: b, value } of collected) {
      marks.add(Math.max(0, a), Math.min(length, b), palette.theme.id(value.group));
    }
  }
}

function rowAt(text: Text, pos: number): number {
  return text.lineAt(Math.min(pos, text.length)).number - 1;
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
