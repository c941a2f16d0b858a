/** Draws what is suggested over the windows: nothing that stands there moves, but right of a ghost. */
import type { InputEvent } from "../../base/key.ts";
import type { Editor } from "../../editor/editor.ts";
import {
  type SuggestionBlock,
  type SuggestionPicture,
  suggestionsOf,
} from "../../editor/suggestion.ts";
import type { Grid } from "../../screen/grid.ts";
import type { Cursor, Layer, Rect, Size } from "../../screen/layer.ts";
import type { Palette } from "../palette.ts";
import type { WindowPainter } from "../window-painter.ts";
import { note, paintTag, type Tag } from "./box.ts";
import { type ChangeOptions, paintChange, sign, strike } from "./change.ts";
import { paintCard, paintPill } from "./edge.ts";
import { type GhostOptions, paintGhost } from "./ghost.ts";
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
    const picture = suggestionsOf(editor).current;
    if (picture === null || editor.cmdline !== null) return NOWHERE;
    const { doc } = picture;
    if (doc !== null && doc.revision !== picture.revision) return NOWHERE;
    if (editor.win.height < 1 || editor.win.width < 2) return NOWHERE;
    return { row: 0, col: 0, rows: screen.rows, cols: screen.cols };
  }

  render(grid: Grid): void {
    const { editor } = this;
    const picture = suggestionsOf(editor).current;
    const cursor = this.ports.cursor();
    if (picture === null || cursor === null) return;
    const look = this.lookNow();
    const sight = new Sight(editor, this.ports.painter(), grid, { y: cursor.row, x: cursor.col });
    if (picture.level === "hint") paintHint(sight, look, picture);
    else if (picture.doc !== editor.doc) {
      paintCard(sight, look, picture, picture.level === "line");
    } else if (picture.place !== null) paintPlace(sight, look, picture);
    else this.paintBlocks(sight, look, picture);
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

  private paintBlocks(sight: Sight, look: SuggestionLook, picture: SuggestionPicture): void {
    const brief = picture.level === "line";
    const seen = picture.blocks.filter((block) => isSeen(sight, block));
    const { cursorRow } = sight;
    const near = (a: SuggestionBlock, b: SuggestionBlock) =>
      distance(a, cursorRow) - distance(b, cursorRow);
    const [first] = [...(seen.length > 0 ? seen : picture.blocks)].sort(near);
    if (!first) return;
    if (seen.length === 0) {
      const fold = sight.foldStart(first.first);
      if (fold >= 0) paintFold(sight, look, picture, first, fold);
      else paintPill(sight, look, picture, first.first, brief);
      return;
    }
    const shown = brief ? [first] : seen;
    const taken = new Set<number>();
    for (const { first: from, last } of seen) {
      for (let row = from; row <= last; row++) taken.add(row);
    }
    const insert = this.editor.mode === "insert";
    const isTaken = (row: number) => taken.has(row);
    const options: ChangeOptions = { count: picture.count, first, brief, isTaken };
    const rest: SuggestionBlock[] = [];
    for (const block of shown) {
      if (this.paintInline(sight, look, block, insert, options)) continue;
      strike(sight, look, block);
      rest.push(block);
    }
    // What is nearest has the choice of the cells.
    const runs = runsOf(rest).sort((a, b) => near(a[0]!, b[0]!));
    for (const run of runs) paintChange(sight, look, run, options);
    this.paintMore(sight, look, picture, seen);
  }

  /** Text that is put in where nothing else has to move; false: it is told in another way. */
  private paintInline(
    sight: Sight,
    look: SuggestionLook,
    block: SuggestionBlock,
    insert: boolean,
    { brief, count, first }: ChangeOptions,
  ): boolean {
    if (block.kind !== "insert") return false;
    const { doc } = this.editor;
    const line = doc.text.lineAt(Math.min(block.pos, doc.text.length));
    const row = line.number - 1;
    const atCursor = insert && block.pos === sight.cursorPos;
    const several = block.lines.length > 1;
    const atEnd = block.pos === line.to;
    // The character under a block cursor stays under it.
    const behind = block.pos - sight.cursorPos + (insert || atEnd ? 1 : 0);
    const right = row === sight.cursorRow && behind > 0;
    if (!(right || atEnd || several) || block.above) {
      if (!several && !block.above) return false;
    }
    const col = block.pos - line.from;
    const y = sight.rowEnd(row);
    const cell = sight.cellOf(row, col);
    const options: GhostOptions = { brief, marks: !atCursor, beside: !atCursor };
    if (block.above) {
      const above = { ...block, lines: [{ text: "", colours: [], marked: [] }, ...block.lines] };
      const start = sight.rowStart(row);
      paintGhost(
        sight,
        look,
        above,
        { y: start - 1, x: sight.right },
        { ...options, beside: true },
      );
      return true;
    }
    if (cell === null || cell.x >= sight.right) {
      if (y < 0) return true;
      if (!several && !atCursor) return false;
      paintGhost(sight, look, block, { y, x: sight.right }, options);
      return true;
    }
    // What is put in at the end of another row needs the cells behind it.
    if (!right && !several && cell.x + (block.lines[0]?.text.length ?? 0) > sight.right)
      return false;
    if (!right && atEnd && several && block.lines[0]!.text === "") {
      paintGhost(sight, look, block, { y, x: sight.lineEnd(y) }, options);
    } else paintGhost(sight, look, block, cell, options);
    if (!atCursor && block.lines[0]!.text !== "") sign(sight, look, row, "+");
    if (count !== "" && block === first) paintTag(sight, look, cell.y, tag("", count));
    return true;
  }

  /** Says at the edge that there is more, out of sight. */
  private paintMore(
    sight: Sight,
    look: SuggestionLook,
    picture: SuggestionPicture,
    seen: readonly SuggestionBlock[],
  ): void {
    const hidden = picture.blocks.length - seen.length;
    if (hidden === 0 || picture.level !== "full") return;
    const { grid, right, bottom, top, win } = sight;
    const last = seen[seen.length - 1]!;
    const below = picture.blocks.filter((block) => block.first > last.last).length;
    const up = below === 0;
    const arrow = up ? look.signs.up : look.signs.down;
    const text = ` ${arrow} ${hidden} more `;
    const y = up ? top : bottom - 1;
    const col = right - [...text].length - 1;
    const rect = { row: y, col, rows: 1, cols: text.length };
    if (col < win.col || y === sight.cursorY || sight.isUsed(rect) || sight.lineEnd(y) > col)
      return;
    grid.put(y, col, text, look.pill, right);
    sight.use(rect);
  }
}

function tag(before: string, after: string): Tag {
  return { row: note(""), before, after };
}

/** Blocks of one row that follow each other, together; any other one alone. */
function runsOf(blocks: readonly SuggestionBlock[]): SuggestionBlock[][] {
  const runs: SuggestionBlock[][] = [];
  for (const block of blocks) {
    const run = runs[runs.length - 1];
    const last = run?.[run.length - 1];
    const isRow = ({ kind, lines }: SuggestionBlock) =>
      kind === "line" || (kind === "insert" && lines.length === 1);
    if (run && last && isRow(last) && isRow(block) && last.last + 1 === block.first) {
      run.push(block);
    } else runs.push([block]);
  }
  return runs;
}

function distance({ first, last }: SuggestionBlock, row: number): number {
  return row < first ? first - row : Math.max(0, row - last);
}

/** Whether any of its rows is on the screen. */
function isSeen(sight: Sight, { first, last }: SuggestionBlock): boolean {
  const { win } = sight;
  const from = Math.max(first, win.top);
  const to = Math.min(last, win.top + sight.bottom - sight.top);
  for (let row = from; row <= to; row++) if (sight.rowEnd(row) >= 0) return true;
  // Folds bring later rows up.
  return first > to && sight.rowEnd(first) >= 0;
}

/** A change inside a closed fold: its row says so. */
function paintFold(
  sight: Sight,
  look: SuggestionLook,
  picture: SuggestionPicture,
  block: SuggestionBlock,
  y: number,
): void {
  const line = block.short ?? block.whole ?? block.lines[0] ?? block.old[0];
  if (!line) return;
  const { grid, right } = sight;
  const text = ` ${look.signs.tab} ${block.first + 1}: ${line.text.trim()} ${picture.count}`;
  const from = y === sight.cursorY ? sight.cursorX + 1 : sight.left;
  const col = Math.max(from, right - Math.min(40, [...text].length + 1));
  grid.put(y, col, text, look.pill, right - 1);
  sight.use({ row: y, col, rows: 1, cols: right - 1 - col });
}

/** A place whose text nobody knows. */
function paintPlace(sight: Sight, look: SuggestionLook, picture: SuggestionPicture): void {
  const { row, pos } = picture.place!;
  const y = sight.rowEnd(row);
  if (y < 0) {
    paintPill(sight, look, picture, row, picture.level === "line");
    return;
  }
  const line = sight.win.doc.text.line(row + 1);
  const cell = sight.cellOf(row, pos - line.from);
  if (cell !== null && cell.x < sight.right) {
    const { grid } = sight;
    grid.overlay(cell.y, cell.x, 1, look.place, look.palette.table);
  }
  sign(sight, look, row, look.ascii ? ">" : look.signs.tab);
  paintTag(sight, look, y, tag(look.signs.tab, picture.count));
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
