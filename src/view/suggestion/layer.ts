/** Draws what is suggested over the windows: nothing that stands there moves, but right of a ghost. */
import type { InputEvent } from "../../base/key.ts";
import type { Editor } from "../../editor/editor.ts";
import { type SuggestionPicture, suggestionsOf } from "../../editor/suggestion.ts";
import type { Grid } from "../../screen/grid.ts";
import type { Cursor, Layer, Rect, Size } from "../../screen/layer.ts";
import type { Palette } from "../palette.ts";
import type { WindowPainter } from "../window-painter.ts";
import { paintBlocks } from "./blocks.ts";
import { note, paintTag } from "./box.ts";
import { sign } from "./change.ts";
import { paintAction, paintCard, paintFold, paintPill } from "./edge.ts";
import { SuggestionLook } from "./look.ts";
import { Sight } from "./sight.ts";

export interface SuggestionPorts {
  palette(): Palette;
  /** Where the cursor was drawn; null: it was not. */
  cursor(): Cursor | null;
  /** The painter of the current window, after it has drawn. */
  painter(): WindowPainter;
  /** The terminal has no colours. */
  isPlain(): boolean;
}

const NOWHERE: Rect = { row: 0, col: 0, rows: 0, cols: 0 };

export class SuggestionLayer implements Layer {
  readonly id = "suggestion";
  private readonly editor: Editor;
  private readonly ports: SuggestionPorts;
  private look: SuggestionLook | null = null;
  /** The cells that the last frame had for suggestions, beside the gutter and what stays and is struck. */
  covered: readonly Rect[] = [];

  constructor(editor: Editor, ports: SuggestionPorts) {
    this.editor = editor;
    this.ports = ports;
  }

  handle(_event: InputEvent): "ignored" {
    return "ignored";
  }

  cursor(): null {
    return null;
  }

  size(screen: Size): Rect {
    const { editor } = this;
    const { current: picture, offer } = suggestionsOf(editor);
    if (editor.cmdline !== null) return NOWHERE;
    if (picture === null && offer?.win !== editor.win) return NOWHERE;
    const doc = picture?.doc ?? null;
    if (doc !== null && doc.revision !== picture!.revision) return NOWHERE;
    if (editor.win.height < 1 || editor.win.width < 2) return NOWHERE;
    return { row: 0, col: 0, rows: screen.rows, cols: screen.cols };
  }

  render(grid: Grid): void {
    const { editor } = this;
    const { current: picture, offer } = suggestionsOf(editor);
    const cursor = this.ports.cursor();
    if (cursor === null) return;
    const look = this.lookNow();
    const sight = new Sight(editor, this.ports.painter(), grid, { y: cursor.row, x: cursor.col });
    if (picture === null) {
      if (offer !== null) paintAction(sight, look, offer.text);
    } else if (picture.level === "hint") paintHint(sight, look, picture);
    else if (picture.doc !== editor.doc) {
      paintCard(sight, look, picture, picture.level === "line");
    } else if (picture.place !== null) paintPlace(sight, look, picture);
    else paintBlocks(sight, look, picture, editor.mode === "insert");
    this.covered = sight.covered;
  }

  private lookNow(): SuggestionLook {
    const palette = this.ports.palette();
    const { options } = this.editor;
    // Signs of two cells would stand where one is meant.
    const ascii = options.get("ascii") || options.get("ambiwidth") === "double";
    const plain = this.ports.isPlain();
    const known = this.look;
    if (known?.palette === palette && known.ascii === ascii && known.plain === plain) return known;
    this.look = new SuggestionLook(palette, ascii, plain);
    return this.look;
  }
}

/** A place whose text nobody knows. */
function paintPlace(sight: Sight, look: SuggestionLook, picture: SuggestionPicture): void {
  const { row, pos, line } = picture.place!;
  const y = sight.rowEnd(row);
  if (y < 0) {
    if (paintFold(sight, look, row, line, picture.count)) return;
    paintPill(sight, look, row, picture.level === "line" ? null : line, picture.count);
    return;
  }
  const cell = sight.cellOf(row, pos - sight.win.doc.text.line(row + 1).from);
  if (cell !== null && cell.x < sight.right) {
    const { grid } = sight;
    grid.overlay(cell.y, cell.x, 1, look.place, look.palette.table);
  }
  sign(sight, look, row, look.ascii ? ">" : look.signs.tab);
  paintTag(sight, look, y, { row: note(""), before: look.signs.tab, after: picture.count });
}

/** Only that there is something. */
function paintHint(sight: Sight, look: SuggestionLook, picture: SuggestionPicture): void {
  const { grid, right, cursorRow, cursorY: y } = sight;
  const mark = look.signs.tab;
  const x = sight.lineEnd(y) + 1;
  const { palette } = look;
  const text = picture.count === "" ? mark : `${mark} ${picture.count}`;
  if (x + [...text].length > right) {
    sign(sight, look, cursorRow, look.ascii ? ">" : mark);
    return;
  }
  const end = grid.put(y, x, text, palette.table.over(grid.styleAt(y, x), look.hint), right);
  sight.use({ row: y, col: x, rows: 1, cols: end - x });
}
