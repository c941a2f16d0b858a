/** The command line while it is typed: prefix, text, cursor, over as many rows as it needs. */
import { cutToWidth, isSpecial, measureCluster, textWidth } from "../base/width.ts";
import type { Editor } from "../editor/editor.ts";
import type { Grid } from "../screen/grid.ts";
import type { Palette } from "./palette.ts";

export interface CommandLine {
  /** `:`, `/`, `?`, `=`, or a question that is answered by typing. */
  readonly prefix: string;
  readonly text: string;
  /** UTF-16 offset in `text`. */
  readonly cursor: number;
  /** Shown at the cursor without being in the text (`"` after CTRL-R, `^` after CTRL-V). */
  readonly hint?: string;
  /** What is suggested behind the text, drawn in what is left of its row; `cut` where it has no room. */
  readonly ghost?: { readonly text: string; readonly cut: string };
}

/** Screen rows that it takes. */
export function commandLineRows(line: CommandLine, cols: number): number {
  let row = 0;
  let col = 0;
  walk(line.prefix + line.text, cols, (r, c) => {
    row = r;
    col = c;
  });
  // The cursor after the last character needs a cell, too.
  return row + (col >= cols ? 2 : 1);
}

/** Draws it from a row on; returns the cell of the cursor. */
export function paintCommandLine(
  grid: Grid,
  line: CommandLine,
  palette: Palette,
  top: number,
): { row: number; col: number } {
  const { cols } = grid;
  grid.fill(top, 0, grid.rows - top, cols, palette.text);
  const whole = line.prefix + line.text;
  const at = line.prefix.length + line.cursor;
  let spot = { row: top, col: 0 };
  walk(whole, cols, (row, col, from, measure) => {
    if (from === at) spot = col >= cols ? { row: top + row + 1, col: 0 } : { row: top + row, col };
    if (from >= whole.length) return;
    const style = isSpecial(measure) ? palette.special : palette.text;
    grid.putCluster(top + row, col, whole, from, measure, style);
  });
  spot.row = Math.min(spot.row, grid.rows - 1);
  if (line.ghost !== undefined && line.cursor === line.text.length) {
    const { text, cut } = line.ghost;
    const room = cols - spot.col;
    const fits = textWidth(text) <= room;
    const shown = fits ? text : cutToWidth(text, Math.max(0, room - 1)) + cut;
    grid.put(spot.row, spot.col, shown, palette.ghost);
  }
  if (line.hint) grid.put(spot.row, spot.col, line.hint, palette.special);
  return spot;
}

/** Calls back for each cluster with its place, and once with that of the end. */
function walk(
  text: string,
  cols: number,
  visit: (row: number, col: number, from: number, measure: number) => void,
): void {
  let row = 0;
  let col = 0;
  for (let i = 0; i < text.length; ) {
    const measure = measureCluster(text, i);
    const cells = measure & 15;
    if (col + cells > cols) {
      row++;
      col = 0;
    }
    visit(row, col, i, measure);
    col += cells;
    i += measure >>> 8;
  }
  visit(row, col, text.length, 0);
}

/** The command line that is being typed, or null. */
export function commandLineOf(editor: Editor): CommandLine | null {
  const line = editor.cmdline;
  if (line === null) return null;
  const prefix = line.prompt === "" ? line.kind : line.prompt;
  const { text, cursor, pending, ghost = "" } = line;
  if (pending !== "") return { prefix, text, cursor, hint: pending };
  if (ghost === "") return { prefix, text, cursor };
  const cut = editor.options.get("ascii") ? ">" : "…";
  return { prefix, text, cursor, ghost: { text: ghost, cut } };
}
