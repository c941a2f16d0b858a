/**
 * The lines of the code around that have scrolled off, at the top of the current window: drawn over the
 * window's first rows, never over the cursor's. Nothing scrolls for them.
 */
import type { InputEvent } from "../base/key.ts";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import { gutterParts, gutterWidth } from "../editor/gutter.ts";
import { cursorScreenPosition, screenRows } from "../editor/viewport.ts";
import type { Window } from "../editor/window.ts";
import type { Grid } from "../screen/grid.ts";
import type { Layer, Rect, Size } from "../screen/layer.ts";
import { nextTabStop } from "../text/transform/indent.ts";
import type { Palette } from "./palette.ts";

/** The rows around a row of a document, outermost first (0-based); null: not known at the moment. */
export type ContextRows = (doc: Document, row: number) => readonly number[] | null;

const EMPTY: Rect = { row: 0, col: 0, rows: 0, cols: 0 };

export class StickyContext implements Layer {
  readonly id = "sticky-context";
  private readonly editor: Editor;
  private readonly palette: () => Palette;
  private readonly contextOf: ContextRows;
  private rows: readonly number[] = [];
  private key: unknown[] = [];

  constructor(editor: Editor, palette: () => Palette, contextOf: ContextRows) {
    this.editor = editor;
    this.palette = palette;
    this.contextOf = contextOf;
  }

  handle(_event: InputEvent): "ignored" {
    return "ignored";
  }

  cursor(): null {
    return null;
  }

  size(_screen: Size): Rect {
    const { editor } = this;
    const { win } = editor;
    const most = win.options.get("stickycontext");
    if (most <= 0 || win.doc.kind !== "file" || editor.completion !== null) return EMPTY;
    const at = cursorScreenPosition(editor, win)?.row ?? 0;
    const room = Math.min(most, at, win.height >> 1);
    if (room <= 0) return EMPTY;
    this.find(win, room);
    return { row: win.row, col: win.col, rows: this.rows.length, cols: win.width };
  }

  private find(win: Window, room: number): void {
    const { doc } = win;
    const key = [win, doc, doc.revision, win.top, win.skip, win.folds.version, win.height, room];
    if (key.every((part, i) => part === this.key[i])) return;
    const shown = screenRows(this.editor, win);
    // Each line that is covered may have more around it than the one above.
    let rows: readonly number[] = [];
    for (let covered = 0; covered < room; ) {
      const first = shown[covered];
      if (!first || first.kind === "empty") break;
      const around = this.contextOf(doc, first.row);
      // The tree is not there yet: what was shown stays.
      if (around === null) return;
      rows = around.filter((row) => row < first.row && !isShown(shown, row, covered)).slice(-room);
      if (rows.length <= covered) break;
      covered = rows.length;
    }
    this.rows = rows;
    this.key = key;
  }

  render(grid: Grid, area: Rect): void {
    const { win } = this.editor;
    const palette = this.palette();
    const base = palette.on("ui.folded");
    const gutter = gutterWidth(win);
    const { number } = gutterParts(win);
    const end = area.col + area.cols;
    this.rows.slice(0, area.rows).forEach((row, i) => {
      const y = area.row + i;
      if (row >= win.doc.text.lines) return;
      grid.fill(y, area.col, 1, area.cols, base);
      if (number > 0) {
        const label = String(row + 1).padStart(number - 1);
        grid.put(y, area.col + gutter - number, label, palette.lineNumber, area.col + gutter);
      }
      this.putLine(grid, win, row, y, area.col + gutter, end);
    });
  }

  /** A line in its colours, cut where the window ends. */
  private putLine(grid: Grid, win: Window, row: number, y: number, col: number, end: number): void {
    const { doc, left } = win;
    const palette = this.palette();
    const base = palette.on("ui.folded");
    const line = doc.text.line(row + 1);
    const text = line.text.slice(0, left + end - col + 1000);
    const groups = new Array<string | undefined>(text.length);
    doc.slots.between("highlights", line.from, line.from + text.length, (from, to, { group }) => {
      groups.fill(group, Math.max(0, from - line.from), Math.min(text.length, to - line.from));
    });
    const tabstop = doc.options.get("tabstop");
    let at = col - left;
    for (let i = 0; i < text.length && at < end; ) {
      const char = String.fromCodePoint(text.codePointAt(i)!);
      const group = groups[i];
      const style = group ? palette.table.over(base, palette.theme.id(group)) : base;
      if (char === "\t") at = col - left + nextTabStop(at - col + left, { tabstop });
      else if (at >= col) at = grid.put(y, at, char, style, end);
      else at++;
      i += char.length;
    }
  }
}

/** Whether a row is on the screen below the lines that are covered. */
function isShown(shown: ReturnType<typeof screenRows>, row: number, covered: number): boolean {
  return shown.some((each, i) => i >= covered && each.kind !== "empty" && each.row === row);
}
