/**
 * Lines of a terminal (logical ones, counted from its start), rows of its screen, and rows of its
 * document's text.
 */
import type { Picture } from "./picture.ts";

/** The line that a row of the screen (0-based) is a part of. */
export function lineOfScreenRow(picture: Picture, row: number): number {
  let line = picture.screenLine;
  for (let y = 1; y <= row && y < picture.rows.length; y++) if (!picture.rows[y]!.wrapped) line++;
  return line;
}

/** The row of the screen in which a line begins; -1: it begins above, or is not on the screen. */
export function screenRowOfLine(picture: Picture, line: number): number {
  let at = picture.screenLine;
  const { rows } = picture;
  if (line < at) return -1;
  for (let y = 0; y < rows.length; y++) {
    if (y > 0 && !rows[y]!.wrapped) at++;
    if (at === line) return y === 0 && rows[0]!.wrapped ? -1 : y;
    if (at > line) return -1;
  }
  return -1;
}
