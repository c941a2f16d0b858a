/** What stands at a prompt: the input alone, without the prompts that the shell draws in and beside it. */
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

/** The input up to a place. */
export function inputText(port: TrackerPort, places: InputPlaces, to: LinePlace): string {
  let from: LinePlace = places.start;
  let text = "";
  for (const more of places.more) {
    if (more.to === null || !isBefore(from, more.from) || isBefore(to, more.to)) continue;
    text += withoutRight(port, places, from, more.from);
    from = more.to;
  }
  return text + (isBefore(from, to) ? withoutRight(port, places, from, to) : "");
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
    return port.text(from, to);
  }
  const left = port.text(from, right.from);
  const rest = port.text(right.from, to);
  // Input that needs the room has driven it out.
  if (!rest.startsWith(right.text) || !(left === "" || /\s$/.test(left))) return left + rest;
  const behind = rest.slice(right.text.length);
  return behind.startsWith("\n") || behind === "" ? left.trimEnd() + behind : left + behind;
}
