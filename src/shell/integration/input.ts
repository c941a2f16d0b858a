/** What stands at a prompt: the input alone, without the prompts that the shell draws in and beside it. */
import { cellWidth } from "../../base/width.ts";
import type { KeptPlace, LinePlace, TrackerPort } from "./port.ts";

/** Where things lie at a prompt that waits. */
export interface InputPlaces {
  /** The prompt's end. */
  readonly start: KeptPlace;
  /** Prompts of further lines: begin and end. */
  readonly more: { readonly from: LinePlace; to: LinePlace | null }[];
  /** A prompt at the right edge and what it says; null: there is none. */
  right: { readonly from: LinePlace; text: string } | null;
}

export function isBefore(a: LinePlace, b: LinePlace): boolean {
  return a.line < b.line || (a.line === b.line && a.cell < b.cell);
}

/**
 * The input up to a place. Where the shell moves further lines under the first one (fish), as many
 * blanks as the prompt is wide are taken from their starts: `indented`.
 */
export function inputText(
  port: TrackerPort,
  places: InputPlaces,
  to: LinePlace,
  indented = false,
): string {
  let from: LinePlace = places.start;
  let text = "";
  for (const more of places.more) {
    if (more.to === null || !isBefore(from, more.from) || isBefore(to, more.to)) continue;
    text += withoutRight(port, places, from, more.from);
    from = more.to;
  }
  if (isBefore(from, to)) text += withoutRight(port, places, from, to);
  if (text.includes("\n")) text = joinRows(text, places.start.cell, port.cols);
  if (!indented || !text.includes("\n")) return text;
  return text.replace(/\n +/g, (blanks) => `\n${blanks.slice(1 + places.start.cell)}`);
}

/**
 * Shells that wrap their input themselves (zsh, fish) end rows as if they were lines. A row that is full
 * to the last cell goes on in the next one.
 */
function joinRows(text: string, firstCell: number, cols: number): string {
  const lines = text.split("\n");
  let joined = "";
  let cell = firstCell;
  lines.forEach((line, index) => {
    joined += line;
    cell += cellWidth(line);
    const next = lines[index + 1];
    if (next === undefined) return;
    const left = (cols - (cell % cols)) % cols;
    // A wide character that had no room in the last cell.
    const full = cell > 0 && (left === 0 || (left === 1 && cellWidth(next.slice(0, 2)) > 1));
    if (!full || line === "") joined += "\n";
    cell = 0;
  });
  return joined;
}

/** The rest of the cursor's line. */
export function restOfLine(port: TrackerPort, places: InputPlaces, cursor: LinePlace): string {
  const text = withoutRight(port, places, cursor, { line: cursor.line + 1, cell: 0 });
  return text.replace(/\n[\s\S]*$/, "").trimEnd();
}

function withoutRight(
  port: TrackerPort,
  { right }: InputPlaces,
  from: LinePlace,
  to: LinePlace,
): string {
  if (
    right === null ||
    right.text === "" ||
    !isBefore(from, right.from) ||
    !isBefore(right.from, to)
  ) {
    return padded(port, from, to);
  }
  const left = padded(port, from, right.from);
  const rest = port.text(right.from, to);
  // Input that needs the room has driven it out.
  if (!rest.startsWith(right.text) || !(left === "" || /\s$/.test(left))) return left + rest;
  const behind = rest.slice(right.text.length);
  return behind.startsWith("\n") || behind === "" ? left.trimEnd() + behind : left + behind;
}

/** With the blanks before `to` that nobody wrote: the cursor was moved over them. */
function padded(port: TrackerPort, from: LinePlace, to: LinePlace): string {
  const text = port.text(from, to);
  if (from.line !== to.line) return text;
  return text + " ".repeat(Math.max(0, Math.min(1000, to.cell - from.cell - cellWidth(text))));
}
