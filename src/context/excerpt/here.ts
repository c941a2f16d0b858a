/** The lines at the cursor of an excerpt. */
import { MOST_LINE, MOST_MEAN } from "../files/texts.ts";

const HERE_ROWS = 60;

/** Whether a program has made the lines, all of them or the one at the cursor. */
export function isMadeAt(text: string, cursor: number): boolean {
  const from = text.lastIndexOf("\n", cursor - 1) + 1;
  const end = text.indexOf("\n", cursor);
  if ((end < 0 ? text.length : end) - from > MOST_LINE) return true;
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return text.length / lines > MOST_MEAN;
}

/** The lines around the cursor, which an excerpt must not repeat. */
export function linesAround(text: string, cursor: number): string {
  let from = cursor;
  let to = cursor;
  for (let i = 0; i < HERE_ROWS && from > 0; i++) from = text.lastIndexOf("\n", from - 1);
  for (let i = 0; i < HERE_ROWS && to >= 0; i++) to = text.indexOf("\n", to + 1);
  return text.slice(Math.max(0, from), to < 0 ? text.length : to);
}
