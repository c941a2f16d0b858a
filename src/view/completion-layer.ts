/** Draws the completion menu that opens by itself, with the documentation of what is selected. */
import type { InputEvent } from "../base/key.ts";
import { cutToWidth, forEachCluster, printable, textWidth } from "../base/width.ts";
import type { CompletionPicture, CompletionRow } from "../editor/completion.ts";
import type { Editor } from "../editor/editor.ts";
import type { Grid } from "../screen/grid.ts";
import type { Cursor, Layer, Rect, Size } from "../screen/layer.ts";
import type { StyleId } from "../screen/style.ts";
import { slice } from "../text/text.ts";
import { type CompletionPlace, placeCompletion } from "./completion-layout.ts";
import { type FloatRow, rowsOf, widestLine } from "./float-rows.ts";
import type { Palette } from "./palette.ts";
import { tabLineRows } from "./tab-line.ts";

const NOWHERE: Rect = { row: 0, col: 0, rows: 0, cols: 0 };
const MOST_LABEL = 48;
const MOST_DETAIL = 28;
/** A narrower screen has room for the names only. */
const WIDE = 60;
const MARK = ">";

export interface CompletionLook {
  palette(): Palette;
  /** Where the cursor was drawn in the windows; null: it was not. */
  cursor(): Cursor | null;
}

export class CompletionLayer implements Layer {
  readonly id = "completion";
  private readonly editor: Editor;
  private readonly look: CompletionLook;
  private place: CompletionPlace | null = null;
  private texts: readonly FloatRow[] = [];
  private wide = true;

  constructor(editor: Editor, look: CompletionLook) {
    this.editor = editor;
    this.look = look;
  }

  handle(_event: InputEvent): "ignored" | "consumed" {
    return "ignored";
  }

  cursor(): Cursor | null {
    return null;
  }

  size(screen: Size): Rect {
    this.place = null;
    const { menu, doc, win } = this.editor;
    const cursor = menu && this.look.cursor();
    if (menu === null || !cursor) return NOWHERE;
    const ambi = this.ambi;
    this.wide = screen.cols >= WIDE;
    const back = textWidth(
      slice(doc.text, Math.min(menu.from, win.cursor.pos), win.cursor.pos),
      ambi,
    );
    const lines = menu.documentation;
    const place = placeCompletion(
      {
        rows: menu.rows.length,
        cols: this.columns(menu),
        textCols: lines.length === 0 ? 0 : Math.max(1, widestLine(lines, screen.cols, ambi)),
        textRows: (cols) => (this.texts = rowsOf(lines, cols, ambi)).length,
      },
      // The label stands below the word, behind the mark.
      { row: cursor.row, col: Math.max(0, cursor.col - back - 1) },
      { cols: screen.cols, top: tabLineRows(this.editor), bottom: screen.rows - 1 },
    );
    this.place = place;
    if (place === null) return NOWHERE;
    return place.text === null ? place.menu : around(place.menu, place.text);
  }

  render(grid: Grid): void {
    const { menu } = this.editor;
    const { place } = this;
    if (menu === null || place === null) return;
    this.items(grid, place.menu, menu);
    if (place.text !== null) this.documentation(grid, place.text);
  }

  private get ambi(): "single" | "double" {
    return this.editor.options.get("ambiwidth") === "double" ? "double" : "single";
  }

  /** Cells that the rows want. */
  private columns(menu: CompletionPicture): number {
    let label = 0;
    let right = 0;
    for (const row of menu.rows) {
      const detail = this.detailOf(row);
      const width = Math.min(MOST_LABEL, this.width(row.label));
      label = Math.max(label, width + Math.min(MOST_DETAIL, this.width(detail)));
      right = Math.max(right, this.width(this.rightOf(row)));
    }
    return Math.max(12, 2 + label + (right > 0 ? right + 1 : 0) + 1);
  }

  private width(text: string): number {
    return textWidth(printable(text), this.ambi);
  }

  private detailOf(row: CompletionRow): string {
    return this.wide ? row.labelDetail : "";
  }

  private rightOf({ kind, source }: CompletionRow): string {
    if (!this.wide) return kind.slice(0, 8);
    return kind === "" || source === "" ? kind + source : `${kind} ${source}`;
  }

  private items(grid: Grid, area: Rect, menu: CompletionPicture): void {
    const palette = this.look.palette();
    const ascii = this.editor.options.get("ascii");
    const first = firstShown(menu.rows.length, menu.selected, area.rows);
    const bar = menu.rows.length > area.rows;
    const end = area.col + area.cols;
    const last = end - Number(bar);
    for (let r = 0; r < area.rows; r++) {
      const item = menu.rows[first + r];
      if (item === undefined) break;
      const on = first + r === menu.selected;
      const base = palette.on(on ? "ui.menu.selected" : "ui.menu");
      const dim = on ? base : palette.on("ui.menu.detail");
      const row = area.row + r;
      grid.fill(row, area.col, 1, area.cols, base);
      const right = this.rightOf(item);
      const from = Math.max(area.col + 6, last - 1 - this.width(right));
      const room = right === "" ? last : from - 1;
      let at = grid.put(row, area.col, on ? MARK : " ", base, last);
      at = this.label(grid, row, at, room, item, base, palette, ascii);
      const detail = cutToWidth(printable(this.detailOf(item)), Math.max(0, room - at), this.ambi);
      grid.put(row, at, detail, dim, room);
      grid.put(row, from, right, dim, last);
      if (!bar) continue;
      const thumb = Math.max(1, Math.floor((area.rows * area.rows) / menu.rows.length));
      const rest = Math.max(1, menu.rows.length - area.rows);
      const start = Math.floor(((area.rows - thumb) * first) / rest);
      const inThumb = r >= start && r < start + thumb;
      grid.put(row, last, inThumb ? "#" : "|", palette.on("ui.menu.scrollbar"), end);
    }
  }

  /** The label with the letters that match; the column behind it. */
  private label(
    grid: Grid,
    row: number,
    col: number,
    end: number,
    item: CompletionRow,
    base: StyleId,
    palette: Palette,
    ascii: boolean,
  ): number {
    const { table, theme } = palette;
    const { label, positions, deprecated } = item;
    const style = deprecated ? table.over(base, table.intern({ strikethrough: true })) : base;
    const plain = table.over(style, theme.id("ui.picker.match"));
    const matched = table.over(plain, table.intern({ bold: true, underline: "line" }));
    let at = col;
    let next = 0;
    let cut = false;
    forEachCluster(label, 0, label.length, grid.ambiwidth, (start, stop, measure) => {
      while (next < positions.length && positions[next]! < start) next++;
      const hit = next < positions.length && positions[next]! < stop;
      const before = at;
      at = grid.putCluster(row, at, label, start, measure, hit ? matched : style, end);
      cut = at >= end && (stop < label.length || at === before);
      return at >= end;
    });
    if (cut) grid.put(row, end - 1, ascii ? ">" : "…", palette.table.over(base, palette.special));
    return at;
  }

  private documentation(grid: Grid, area: Rect): void {
    const palette = this.look.palette();
    const plain = palette.on("ui.menu");
    const edge = palette.on("ui.menu.detail");
    const ascii = this.editor.options.get("ascii");
    grid.fill(area.row, area.col, area.rows, area.cols, plain);
    for (let i = 0; i < area.rows; i++) {
      const row = area.row + i;
      const text = this.texts[i];
      grid.put(row, area.col, ascii ? "|" : "│", edge);
      if (text === undefined) continue;
      if (text.line.rule) {
        const across = (ascii ? "-" : "─").repeat(area.cols - 2);
        grid.put(row, area.col + 1, across, edge, area.col + area.cols);
      } else paintText(grid, row, area.col + 1, area.col + area.cols - 1, text, plain, palette);
    }
    if (this.texts.length <= area.rows) return;
    const more = ascii ? "..." : "…";
    grid.put(area.row + area.rows - 1, area.col + area.cols - more.length - 1, more, edge);
  }
}

function paintText(
  grid: Grid,
  y: number,
  col: number,
  end: number,
  { line, from, to, indent }: FloatRow,
  plain: StyleId,
  { table, theme }: Palette,
): void {
  const { text, spans } = line;
  let at = col + indent;
  let next = 0;
  forEachCluster(text, from, to, grid.ambiwidth, (start, _stop, measure) => {
    while (next < spans.length && spans[next]!.to <= start) next++;
    const span = spans[next];
    const inSpan = span !== undefined && span.from <= start;
    const style = inSpan ? table.over(plain, theme.id(span.group)) : plain;
    at = grid.putCluster(y, at, text, start, measure, style, end);
    return at >= end;
  });
}

function around(a: Rect, b: Rect): Rect {
  const row = Math.min(a.row, b.row);
  const col = Math.min(a.col, b.col);
  return {
    row,
    col,
    rows: Math.max(a.row + a.rows, b.row + b.rows) - row,
    cols: Math.max(a.col + a.cols, b.col + b.cols) - col,
  };
}

/** The first row that is shown, so that the selected one is seen with some context. */
function firstShown(count: number, selected: number, rows: number): number {
  if (selected < rows - 1) return 0;
  return Math.max(0, Math.min(count - rows, selected - Math.floor(rows / 2)));
}
