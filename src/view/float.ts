/** Draws the float at the cursor: a box of text with colours, over the windows. */
import type { InputEvent } from "../base/key.ts";
import { forEachCluster } from "../base/width.ts";
import type { Editor } from "../editor/editor.ts";
import { floatsOf, type OpenFloat } from "../editor/float.ts";
import type { Grid } from "../screen/grid.ts";
import type { Cursor, Layer, Rect, Size } from "../screen/layer.ts";
import { type FloatPlace, type FloatRow, placeFloat } from "./float-rows.ts";
import type { Palette } from "./palette.ts";
import { tabLineRows } from "./tab-line.ts";

const NOWHERE: Rect = { row: 0, col: 0, rows: 0, cols: 0 };
const WHEEL_ROWS = 3;

export interface FloatLook {
  palette(): Palette;
  /** Where the cursor was drawn; null: it was not. */
  cursor(): Cursor | null;
}

interface Border {
  readonly corners: readonly [string, string, string, string];
  readonly across: string;
  readonly down: string;
}

const LINES: Border = { corners: ["┌", "┐", "└", "┘"], across: "─", down: "│" };
const ASCII: Border = { corners: ["+", "+", "+", "+"], across: "-", down: "|" };

export class FloatLayer implements Layer {
  readonly id = "float";
  private readonly editor: Editor;
  private readonly look: FloatLook;
  private place: FloatPlace | null = null;
  private float: OpenFloat | null = null;

  constructor(editor: Editor, look: FloatLook) {
    this.editor = editor;
    this.look = look;
  }

  handle(event: InputEvent): "ignored" | "consumed" {
    const { place, float } = this;
    const floats = floatsOf(this.editor);
    if (event.type !== "mouse" || float === null || floats.current !== float) return "ignored";
    if (place === null) return "ignored";
    const { row, col, rows, cols } = place.box;
    const inside =
      event.row >= row && event.row < row + rows && event.col >= col && event.col < col + cols;
    if (inside && event.action === "wheel-up") floats.scroll(-WHEEL_ROWS);
    else if (inside && event.action === "wheel-down") floats.scroll(WHEEL_ROWS);
    else if (event.action === "press") floats.close();
    return inside ? "consumed" : "ignored";
  }

  cursor(): Cursor | null {
    return null;
  }

  size(screen: Size): Rect {
    const { editor } = this;
    this.float = floatsOf(editor).current;
    this.place = null;
    const cursor = this.float && this.look.cursor();
    if (this.float === null || !cursor || editor.cmdline !== null) return NOWHERE;
    const { lines, side, back = 0 } = this.float.request;
    // The menu of insert mode is below the cursor.
    const isMenu = editor.completion !== null || editor.menu !== null;
    const bottom = isMenu ? cursor.row + 1 : screen.rows - 1;
    const space = { cols: screen.cols, top: tabLineRows(editor), bottom, ...cursor };
    this.place = placeFloat(lines, side, back, space, editor.options.get("ambiwidth") as never);
    return this.place?.box ?? NOWHERE;
  }

  render(grid: Grid, area: Rect): void {
    const { float, place, editor } = this;
    if (float === null || place === null) return;
    const palette = this.look.palette();
    const border = editor.options.get("ascii") ? ASCII : LINES;
    const edge = palette.on("ui.menu.detail");
    const plain = palette.on("ui.menu");
    const shown = area.rows - (place.framed ? 2 : 0);
    float.shown = shown;
    float.total = place.rows.length;
    float.top = Math.max(0, Math.min(float.top, float.total - shown));
    const end = area.col + area.cols;
    grid.fill(area.row, area.col, area.rows, area.cols, plain);
    const across = border.across.repeat(area.cols - 2);
    const [a, b, c, d] = border.corners;
    if (place.framed) {
      grid.put(area.row, area.col, `${a}${across}${b}`, edge, end);
      grid.put(area.row + area.rows - 1, area.col, `${c}${across}${d}`, edge, end);
    }
    for (let i = 0; i < shown; i++) {
      const y = area.row + i + (place.framed ? 1 : 0);
      grid.put(y, area.col, border.down, edge, end);
      grid.put(y, end - 1, border.down, edge, end);
      const row = place.rows[float.top + i];
      if (row === undefined) continue;
      if (row.line.rule) grid.put(y, area.col + 1, across, edge, end - 1);
      else this.row(grid, y, area.col + 2, end - 2, row, palette);
    }
    if (float.total <= shown) return;
    // More than is seen: where in it, at the lower right; without a frame only that there is more.
    if (!place.framed) {
      grid.put(area.row + area.rows - 1, end - 1, "+", palette.on("ui.menu"), end);
      return;
    }
    const count = ` ${float.top + 1}-${Math.min(float.top + shown, float.total)}/${float.total} `;
    const from = Math.max(area.col + 1, end - 1 - count.length);
    grid.put(area.row + area.rows - 1, from, count, edge, end - 1);
  }

  private row(
    grid: Grid,
    y: number,
    col: number,
    end: number,
    { line, from, to, indent }: FloatRow,
    palette: Palette,
  ): void {
    const plain = palette.on("ui.menu");
    const { text, spans } = line;
    let at = col + indent;
    let next = 0;
    forEachCluster(text, from, to, grid.ambiwidth, (start, _stop, measure) => {
      while (next < spans.length && spans[next]!.to <= start) next++;
      const span = spans[next];
      const inSpan = span !== undefined && span.from <= start;
      const style = inSpan ? groupStyle(span.group, plain, palette) : plain;
      at = grid.putCluster(y, at, text, start, measure, style, end);
      return at >= end;
    });
  }
}

/** Names, separated by a blank, one over the other; two of them are told by more than colour. */
function groupStyle(groups: string, plain: number, palette: Palette): number {
  const { table, theme } = palette;
  let style = plain;
  for (const group of groups.split(" ")) {
    if (group === "float.active") {
      style = table.over(style, table.intern({ bold: true, underline: "line" }));
    } else style = table.over(style, theme.id(group));
  }
  return style;
}
