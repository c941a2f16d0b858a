/** Paints one screen row of a line into the grid. */
import type { Grid } from "../screen/grid.ts";
import type { StyleId } from "../screen/style.ts";
import type { DisplayLine, PieceKind } from "../text/display/display-line.ts";
import type { LineMarks } from "./line-marks.ts";
import type { Palette } from "./palette.ts";

export class RowPainter {
  grid!: Grid;
  palette!: Palette;
  marks!: LineMarks;
  /** The style under everything. */
  base: StyleId = 0;
  /** Screen row, first cell and cell after the last one. */
  private y = 0;
  private x = 0;
  private limit = 0;
  /** The cell after the last thing drawn. */
  private end = 0;

  /** Printable ASCII of one cell a unit: columns `from` .. `to` of the line. */
  plain(y: number, x: number, width: number, line: string, from: number, to: number): number {
    const { grid, marks, base } = this;
    const { glyphs, styles } = grid;
    const count = Math.max(0, Math.min(width, to - from));
    const start = y * grid.cols + x;
    // A wide cluster of an earlier frame may straddle the edges of this run.
    grid.fill(y, x, 1, width, base);
    if (marks.count === 0) {
      for (let i = 0; i < count; i++) glyphs[start + i] = line.charCodeAt(from + i);
    } else {
      const { table } = this.palette;
      marks.resolve(base, from, from + count, table);
      for (let i = 0; i < count; i++) {
        glyphs[start + i] = line.charCodeAt(from + i);
        styles[start + i] = marks.at(from + i, table);
      }
    }
    return count;
  }

  /** Any line: screen row `row` of `line`. Returns the cell after what was drawn. */
  pieces(y: number, x: number, width: number, line: DisplayLine, row: number): number {
    const { grid, marks, base } = this;
    grid.fill(y, x, 1, width, base);
    this.y = y;
    this.x = x;
    this.limit = x + width;
    this.end = 0;
    if (marks.count > 0) {
      const from = line.colAtScreen(row, 0);
      marks.resolve(base, from, Math.min(line.line.length, from + width * 2), this.palette.table);
    }
    line.forEachPiece(row, this.visit);
    return this.end;
  }

  private readonly visit = (
    kind: PieceKind,
    source: string,
    from: number,
    to: number,
    cell: number,
    cells: number,
    col: number,
    group: string | null,
  ): void => {
    const { grid, palette, marks, y, x, limit } = this;
    const at = x + cell;
    if (cell + cells > this.end) this.end = cell + cells;
    const { table } = palette;
    const own = marks.count === 0 ? this.base : marks.at(col, table);
    if (kind === "text") {
      const code = source.charCodeAt(from);
      if (to - from === 1 && code >= 0x20 && code < 0x7f) grid.setCode(y, at, code, own, limit);
      else
        grid.put(y, at, to - from === source.length ? source : source.slice(from, to), own, limit);
      return;
    }
    let style = own;
    if (group !== null) style = table.over(this.base, palette.theme.id(group));
    else if (kind === "special") style = table.over(own, palette.theme.id("ui.special"));
    else if (kind === "list" || (kind === "tab" && source.charCodeAt(from) !== 32)) {
      style = table.over(own, palette.theme.id("ui.whitespace"));
    } else if (kind === "prefix" || kind === "edge" || kind === "eol") {
      style = table.over(this.base, palette.theme.id("ui.nontext"));
    }
    grid.put(y, at, source.slice(from, to), style, limit);
  };
}
