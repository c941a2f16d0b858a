/**
 * Lines of a terminal (logical ones, counted from its start), rows of its screen, and rows of its
 * document's text.
 */
import type { CellRow } from "../../screen/cell-row.ts";
import type { StyledLine } from "../emulator/protocol.ts";
import type { Picture } from "./picture.ts";

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

/** The screen as lines with colours: what a full-screen program shows is in no scrollback. */
export function linesOfScreen(picture: Picture): StyledLine[] {
  const { rows, cols } = picture;
  let count = rows.length;
  while (count > 0 && rows[count - 1]!.text === "") count--;
  const lines: { text: string; runs: number[] }[] = [];
  for (let y = 0; y < count; y++) {
    const row = rows[y]!;
    let line = lines[lines.length - 1];
    if (line === undefined || !row.wrapped) {
      line = { text: "", runs: [] };
      lines.push(line);
    }
    const start = line.text.length;
    const ends = row.clusters === null ? null : columnsOfCells(row.text, row.clusters);
    const text = rows[y + 1]?.wrapped
      ? row.text.padEnd(row.text.length + cols - cells(row))
      : row.text;
    line.text += text;
    for (let i = 0; i + 1 < row.runs.length; i += 2) {
      const end = row.runs[i]!;
      line.runs.push(
        start + (ends === null ? end : (ends[end] ?? row.text.length)),
        row.runs[i + 1]!,
      );
    }
    // What follows the last run is plain.
    if (rows[y + 1]?.wrapped && row.runs.length > 0) line.runs.push(line.text.length, 0);
  }
  return lines.map(({ text, runs }) => {
    const used = text.trimEnd();
    return {
      text: used,
      runs: Uint32Array.from(runs, (n, i) => (i % 2 ? n : Math.min(n, used.length))),
    };
  });
}

function cells({ text, clusters }: CellRow): number {
  if (clusters === null) return text.length;
  let sum = 0;
  for (let i = 1; i < clusters.length; i += 2) sum += clusters[i]!;
  return sum;
}

/** By cell, the UTF-16 column at which it begins. */
function columnsOfCells(text: string, clusters: Uint8Array): number[] {
  const columns: number[] = [];
  let at = 0;
  for (let i = 0; i < clusters.length; i += 2) {
    for (let k = 0; k < clusters[i + 1]!; k++) columns.push(at);
    at += clusters[i]!;
  }
  columns.push(text.length);
  return columns;
}
