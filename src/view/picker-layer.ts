/**
 * A picker on the screen: the prompt with the cursor, how many there are, the list with the letters
 * that match, a preview. What is shown comes from a model; keys do not pass through here.
 */
import type { InputEvent } from "../base/key.ts";
import { type AmbiWidth, cutToWidth, forEachCluster, printable, textWidth } from "../base/width.ts";
import type { Grid } from "../screen/grid.ts";
import type { Cursor, Layer, Rect, Size } from "../screen/layer.ts";
import type { StyleId } from "../screen/style.ts";
import type { Palette } from "./palette.ts";
import { type PickerLayout, pickerLayout } from "./picker-layout.ts";

export interface PickerRow {
  readonly text: string;
  readonly detail: string;
  readonly mark: { readonly text: string; readonly group: string } | null;
  /** Offsets of the letters that match, ascending. */
  readonly positions: readonly number[];
  readonly marked: boolean;
  /**
   * What is left out where the text is too long: its `start` (what matters is at the end, as in a path),
   * its `end` (behind the first match), or whatever is far from the letters that match.
   */
  readonly cut: "start" | "end" | "far";
}

export interface PickerSpan {
  readonly from: number;
  readonly to: number;
  readonly group: string;
}

export interface PickerPreviewPicture {
  readonly title: string;
  readonly lines: readonly string[];
  /** Colours by line; may be shorter than `lines`. */
  readonly spans: readonly (readonly PickerSpan[])[];
  /** The line shown first, and the one to mark (-1: none). */
  readonly top: number;
  readonly row: number;
}

export interface PickerPicture {
  readonly title: string;
  readonly query: string;
  /** UTF-16 offset in `query`. */
  readonly cursor: number;
  /** As in `12/3400`. */
  readonly count: string;
  /** What is worth knowing now: the dialect, an error. */
  readonly note: string;
  readonly failed: boolean;
  readonly rows: readonly PickerRow[];
  /** Index in `rows`; -1: none. */
  readonly selected: number;
  readonly preview: PickerPreviewPicture | null;
}

export interface PickerModel {
  /** Whether there is anything to preview. */
  readonly previews: boolean;
  /** Windows stay visible above (a theme is tried). */
  readonly low: boolean;
  picture(layout: PickerLayout): PickerPicture;
  /** The mouse chose a row of those shown, or turned its wheel over the list or the preview. */
  click(row: number): void;
  wheel(steps: number, preview: boolean): void;
}

export interface PickerLook {
  palette(): Palette;
  ascii(): boolean;
}

/** Rows of a picker that leaves the windows visible. */
const LOW_ROWS = 12;
const TAB = 4;

export class PickerLayer implements Layer {
  readonly id = "picker";
  private readonly model: PickerModel;
  private readonly look: PickerLook;
  private spot: Cursor = { row: 0, col: 0, shape: "bar" };
  private layout: PickerLayout | null = null;

  constructor(model: PickerModel, look: PickerLook) {
    this.model = model;
    this.look = look;
  }

  handle(event: InputEvent): "ignored" | "consumed" {
    if (event.type !== "mouse") return "ignored";
    const { layout, model } = this;
    if (layout === null) return "consumed";
    const { list, preview } = layout;
    const over = preview !== null && inside(preview, event.row, event.col);
    if (event.action === "wheel-up") model.wheel(-3, over);
    else if (event.action === "wheel-down") model.wheel(3, over);
    else if (event.action === "press" && inside(list, event.row, event.col)) {
      model.click(event.row - list.row);
    }
    return "consumed";
  }

  /** All of the screen but the row of messages. */
  size(screen: Size): Rect {
    const most = Math.max(1, screen.rows - 1);
    const rows = this.model.low ? Math.min(LOW_ROWS, most) : most;
    return { row: most - rows, col: 0, rows, cols: screen.cols };
  }

  cursor(): Cursor {
    return this.spot;
  }

  render(grid: Grid, area: Rect): void {
    const layout = pickerLayout(area, this.model.previews);
    this.layout = layout;
    const picture = this.model.picture(layout);
    const palette = this.look.palette();
    const ascii = this.look.ascii();
    grid.fill(area.row, area.col, area.rows, area.cols, palette.text);
    this.prompt(grid, layout.prompt, picture, palette);
    if (layout.rule !== null) rule(grid, layout.rule, picture, palette, ascii);
    list(grid, layout.list, picture, palette, ascii);
    if (layout.rule === null && picture.note !== "" && picture.failed) {
      const { row, col, rows, cols } = layout.list;
      const at = row + Math.max(0, rows - 1);
      const end = grid.put(at, col, picture.note, palette.on("message.error"), col + cols);
      grid.fill(at, end, 1, col + cols - end, palette.text);
    }
    const { preview } = layout;
    if (preview === null) return;
    if (layout.beside) {
      for (let row = 0; row < preview.rows; row++) {
        grid.put(preview.row + row, preview.col - 1, ascii ? "|" : "│", palette.separator);
      }
    }
    if (picture.preview !== null) paintPreview(grid, preview, picture.preview, palette);
  }

  private prompt(grid: Grid, area: Rect, picture: PickerPicture, palette: Palette): void {
    const { row, col, cols } = area;
    const end = col + cols;
    const wide = textWidth(printable(picture.title)) + 24 <= cols;
    const title = wide ? `${picture.title}> ` : "> ";
    const from = grid.put(row, col, title, palette.mode, end);
    const count = cutToWidth(picture.count, Math.max(0, cols - (from - col) - 8));
    const room = Math.max(1, end - from - textWidth(count) - 2);
    // The part around the cursor is shown.
    const { query, cursor } = picture;
    let first = 0;
    while (textWidth(query, grid.ambiwidth, first, cursor) >= room) {
      forEachCluster(query, first, cursor, grid.ambiwidth, (_from, to) => {
        first = to;
        return true;
      });
    }
    const shown = cutToWidth(query.slice(first), room, grid.ambiwidth);
    grid.put(row, from, shown, palette.text, end);
    const column = from + textWidth(query, grid.ambiwidth, first, cursor);
    this.spot = { row, col: Math.min(column, end - 1), shape: "bar" };
    grid.put(row, end - textWidth(count) - 1, count, palette.nonText, end);
  }
}

function inside(area: Rect, row: number, col: number): boolean {
  const down = row - area.row;
  const right = col - area.col;
  return down >= 0 && down < area.rows && right >= 0 && right < area.cols;
}

function rule(
  grid: Grid,
  area: Rect,
  picture: PickerPicture,
  palette: Palette,
  ascii: boolean,
): void {
  const { row, col, cols } = area;
  const end = col + cols;
  const line = (ascii ? "-" : "─").repeat(cols);
  grid.put(row, col, line, palette.separator, end);
  const note = printable(picture.note);
  if (note === "") return;
  const style = picture.failed ? palette.on("message.error") : palette.nonText;
  grid.put(row, col + 2, ` ${cutToWidth(note, Math.max(0, cols - 6))} `, style, end);
}

function list(
  grid: Grid,
  area: Rect,
  picture: PickerPicture,
  palette: Palette,
  ascii: boolean,
): void {
  const end = area.col + area.cols;
  for (let i = 0; i < Math.min(area.rows, picture.rows.length); i++) {
    const item = picture.rows[i]!;
    const on = i === picture.selected;
    const base = on ? palette.on("ui.menu.selected") : palette.text;
    const row = area.row + i;
    grid.fill(row, area.col, 1, area.cols, base);
    // Selected and marked are told by more than colour.
    let at = grid.put(row, area.col, `${on ? ">" : " "}${item.marked ? "+" : " "}`, base, end);
    if (item.mark !== null) {
      const style = palette.table.over(base, palette.theme.id(item.mark.group));
      const start = at;
      grid.put(row, at, item.mark.text, style, Math.min(end, at + 2));
      at = start + 3;
    }
    const room = end - at;
    if (room <= 0) continue;
    at = entry(grid, row, at, end, item, base, palette, ascii);
    if (item.detail === "" || at + 4 >= end) continue;
    // Details lie on the picker's own background, not on a menu's.
    grid.put(row, at + 2, item.detail, on ? base : palette.nonText, end);
  }
}

/** A text with its matching letters; returns the column after it. */
function entry(
  grid: Grid,
  row: number,
  col: number,
  end: number,
  item: PickerRow,
  base: StyleId,
  palette: Palette,
  ascii: boolean,
): number {
  const { text, positions } = item;
  const matched = matchStyle(base, palette);
  let at = col;
  let from = firstShown(item, end - col, grid.ambiwidth);
  if (from > 0)
    at = grid.put(row, at, ascii ? "<" : "…", palette.table.over(base, palette.special));
  let next = 0;
  forEachCluster(text, from, text.length, grid.ambiwidth, (start, stop, measure) => {
    while (next < positions.length && positions[next]! < start) next++;
    const hit = next < positions.length && positions[next]! < stop;
    at = grid.putCluster(row, at, text, start, measure, hit ? matched : base, end);
    from = stop;
    return at >= end;
  });
  if (from < text.length) {
    const style = palette.table.over(base, palette.special);
    grid.put(row, end - 1, ascii ? ">" : "…", style, end);
  }
  return at;
}

/** Bold and underlined, so that it is seen without colours; a theme may add to it. */
function matchStyle(base: StyleId, palette: Palette): StyleId {
  const { table, theme } = palette;
  const plain = table.over(base, theme.id("ui.picker.match"));
  return table.over(plain, table.intern({ bold: true, underline: "line" }));
}

/** Where a text that is too long is begun, so that what matters is seen. */
function firstShown(item: PickerRow, room: number, ambiwidth: AmbiWidth): number {
  const { text, positions, cut } = item;
  const width = textWidth(text, ambiwidth);
  if (width <= room) return 0;
  const before = textWidth(text, ambiwidth, 0, positions[0] ?? 0);
  let run = 0;
  while (run + 1 < positions.length && positions[run + 1] === positions[run]! + 1) run++;
  const first = textWidth(text, ambiwidth, 0, (positions[run] ?? 0) + 1);
  const through = textWidth(text, ambiwidth, 0, (positions.at(-1) ?? 0) + 1);
  let skip = 0;
  if (cut === "start") skip = width - room + 1;
  // At least the first match is seen, behind as much of its file's name as there is room for.
  else if (cut === "end") skip = Math.min(before, first + 3 - room);
  else if (through >= room) skip = before - 8;
  if (skip <= 0) return 0;
  let cells = 0;
  let from = 0;
  forEachCluster(text, 0, text.length, ambiwidth, (_start, stop, measure) => {
    cells += measure & 15;
    from = stop;
    return cells >= skip;
  });
  return from;
}

function paintPreview(
  grid: Grid,
  area: Rect,
  preview: PickerPreviewPicture,
  palette: Palette,
): void {
  const end = area.col + area.cols;
  const head = palette.statusInactive;
  grid.fill(area.row, area.col, 1, area.cols, head);
  const title = printable(preview.title);
  const over = textWidth(title) - (area.cols - 2);
  const shown = over > 0 ? title.slice(Math.min(title.length, over)) : title;
  grid.put(area.row, area.col + 1, shown, head, end);
  for (let i = 1; i < area.rows; i++) {
    const index = preview.top + i - 1;
    const line = preview.lines[index];
    if (line === undefined) break;
    const row = area.row + i;
    previewLine(grid, row, area.col + 1, end, line, preview.spans[index] ?? [], palette);
    if (index !== preview.row) continue;
    grid.put(row, area.col, ">", palette.on("ui.linenr.current"), end);
    grid.overlay(row, area.col + 1, area.cols - 1, palette.cursorLine, palette.table);
    grid.overlay(row, area.col + 1, area.cols - 1, matchLine(palette), palette.table);
  }
}

function matchLine(palette: Palette): StyleId {
  return palette.table.intern({ bold: true });
}

function previewLine(
  grid: Grid,
  row: number,
  col: number,
  end: number,
  line: string,
  spans: readonly PickerSpan[],
  palette: Palette,
): void {
  let at = col;
  let next = 0;
  forEachCluster(line, 0, line.length, grid.ambiwidth, (start, _stop, measure) => {
    while (next < spans.length && spans[next]!.to <= start) next++;
    const span = spans[next];
    const style = span !== undefined && span.from <= start ? palette.on(span.group) : palette.text;
    if (line.charCodeAt(start) === 9) {
      at += TAB - ((at - col) % TAB);
    } else at = grid.putCluster(row, at, line, start, measure, style, end);
    return at >= end;
  });
}
