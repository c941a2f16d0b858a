/**
 * Draws a live terminal into its window: rows of cells as its program left them, the marks of its
 * commands, a ghost behind the cursor. Only rows that differ from the last frame are drawn.
 */
import type { FaceMark, FacePicture, TerminalFace } from "../editor/terminal-face.ts";
import type { Window } from "../editor/window.ts";
import type { CellRow } from "../screen/cell-row.ts";
import type { Grid } from "../screen/grid.ts";
import type { Cursor } from "../screen/layer.ts";
import type { StyleId } from "../screen/style.ts";
import type { Palette } from "./palette.ts";
import { terminalStyle } from "./terminal-style.ts";

const NO_ROW: CellRow = { text: "", clusters: null, runs: new Uint32Array(0), wrapped: false };

/** What a screen row shows. */
interface Shown {
  readonly row: CellRow;
  readonly mark: FaceMark | null;
  /** Of the ghost or the note; empty: none. */
  readonly added: string;
  readonly at: number;
}

export class TerminalPainter {
  readonly win: Window;
  /** Screen rows painted so far: for tests and figures. */
  painted = 0;
  private shown: (Shown | null)[] = [];
  private key: unknown[] = [];
  private styleIds: StyleId[] = [];
  private offset = 0;

  constructor(win: Window) {
    this.win = win;
  }

  invalidate(): void {
    this.key = [];
  }

  paint(grid: Grid, face: TerminalFace, palette: Palette): void {
    const { win } = this;
    const { picture } = face;
    const margin = Math.min(face.margin(win), Math.max(0, win.width - 1));
    const key = [
      grid,
      palette,
      face,
      picture.styles,
      win.row,
      win.col,
      win.width,
      win.height,
      margin,
    ];
    if (!same(key, this.key)) {
      if (palette !== this.key[1] || picture.styles !== this.key[3]) this.styleIds = [];
      this.key = key;
      this.shown = new Array(win.height).fill(null);
    }
    const height = picture.note === "" ? filledRows(picture) : noteRow(picture) + 1;
    this.offset = offsetOf(picture, height, win.height);
    face.drawn(win, win.height, win.width - margin, this.offset);
    for (let y = 0; y < win.height; y++) {
      const at = y + this.offset;
      let added = picture.ghost[at - picture.cursor.row] ?? "";
      let from = at === picture.cursor.row ? picture.cursor.col : 0;
      if (picture.note !== "" && at === noteRow(picture)) {
        added = picture.note;
        from = 0;
      }
      this.paintRow(grid, palette, picture, y, {
        row: picture.rows[at] ?? NO_ROW,
        mark: picture.marks.get(at) ?? null,
        added,
        at: from,
      });
    }
  }

  /** Where the program's cursor is on the screen; null: it is hidden or out of sight. */
  cursor(face: TerminalFace): Cursor | null {
    const { win, offset } = this;
    const { cursor } = face.picture;
    const margin = Math.min(face.margin(win), Math.max(0, win.width - 1));
    const y = cursor.row - offset;
    if (!cursor.visible || y < 0 || y >= win.height) return null;
    const col = Math.min(win.width - 1, margin + cursor.col);
    return { row: win.row + y, col: win.col + col, shape: cursor.shape, blink: cursor.blink };
  }

  private paintRow(
    grid: Grid,
    palette: Palette,
    picture: FacePicture,
    y: number,
    next: Shown,
  ): void {
    const old = this.shown[y];
    if (
      old &&
      old.row === next.row &&
      old.mark?.text === next.mark?.text &&
      old.mark?.group === next.mark?.group &&
      old.added === next.added &&
      (next.added === "" || old.at === next.at)
    ) {
      return;
    }
    this.shown[y] = next;
    this.painted++;
    const { win } = this;
    const margin = this.key[8] as number;
    const screen = win.row + y;
    const right = win.col + win.width;
    if (margin > 0) {
      grid.fill(screen, win.col, 1, margin, palette.text);
      const { mark } = next;
      if (mark !== null) {
        const style = palette.table.over(palette.text, palette.theme.id(mark.group));
        grid.put(screen, win.col, mark.text, style, win.col + margin);
      }
    }
    const x = win.col + margin;
    grid.fill(screen, x, 1, right - x, palette.text);
    this.paintCells(grid, palette, picture, screen, x, right, next.row);
    if (next.added !== "") {
      const style = picture.note === next.added ? palette.nonText : palette.ghost;
      grid.put(screen, x + next.at, next.added, style, right);
    }
  }

  private paintCells(
    grid: Grid,
    palette: Palette,
    picture: FacePicture,
    y: number,
    x: number,
    right: number,
    { text, clusters, runs }: CellRow,
  ): void {
    const { glyphs, styles } = grid;
    const base = y * grid.cols;
    // Styles first, also of blanks that a program has coloured.
    let cell = x;
    for (let i = 0; i < runs.length && cell < right; i += 2) {
      const end = Math.min(right, x + runs[i]!);
      const style = this.style(palette, picture, runs[i + 1]!);
      if (end > cell) styles.fill(style, base + cell, base + end);
      cell = Math.max(cell, end);
    }
    if (clusters === null) {
      const end = Math.min(right - x, text.length);
      for (let i = 0; i < end; i++) {
        const code = text.charCodeAt(i);
        if (code >= 0x20 && code < 0x7f) glyphs[base + x + i] = code;
        else grid.put(y, x + i, text[i]!, styles[base + x + i]!, Math.min(right, x + i + 1));
      }
      return;
    }
    cell = x;
    for (let i = 0, at = 0; i < clusters.length && cell < right; i += 2) {
      const units = clusters[i]!;
      const cells = clusters[i + 1]!;
      const code = text.charCodeAt(at);
      if (units === 1 && code >= 0x20 && code < 0x7f) glyphs[base + cell] = code;
      else {
        const limit = Math.min(right, cell + cells);
        grid.put(y, cell, text.slice(at, at + units), styles[base + cell]!, limit);
      }
      at += units;
      cell += cells;
    }
  }

  private style(palette: Palette, picture: FacePicture, number: number): StyleId {
    const known = this.styleIds[number];
    if (known !== undefined) return known;
    const style = picture.styles[number];
    if (style === undefined) return palette.text;
    const id = palette.table.over(palette.text, terminalStyle(palette.table, style));
    this.styleIds[number] = id;
    return id;
  }
}

/** Rows down to the last one that shows something. */
function filledRows(picture: FacePicture): number {
  let count = picture.rows.length;
  while (count > 0 && isBlank(picture.rows[count - 1]!)) count--;
  return Math.max(count, picture.cursor.row + 1);
}

function isBlank({ text, runs }: CellRow): boolean {
  return text === "" && runs.length === 0;
}

/** The row below the last one that shows something. */
function noteRow(picture: FacePicture): number {
  let count = picture.rows.length;
  while (count > 0 && isBlank(picture.rows[count - 1]!)) count--;
  return count;
}

/** The first row of the picture that is drawn, where the window is lower than the picture. */
function offsetOf(picture: FacePicture, used: number, height: number): number {
  if (picture.note === "" && picture.rows.length <= height) return 0;
  return Math.max(0, used - height);
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
