/** What following a shell needs of the emulator, on its logical lines. */
import type { LinePlace, TrackerPort } from "../integration/port.ts";
import type { LineCount } from "./line-count.ts";
import { BACKGROUND, COLOUR, CONTENT, FOREGROUND, type Xterm, type XtermLine } from "./xterm.ts";

const LONGEST_TEXT = 65_536;

export interface TrackerSources {
  foreground(): string | null;
  sent(): number;
  now(): number;
}

export function trackerPort(xterm: Xterm, lines: LineCount, sources: TrackerSources): TrackerPort {
  return {
    get cols() {
      return xterm.terminal.cols;
    },
    cursor: () => lines.cursor,
    keep: () => lines.keep(),
    end: () => lines.end,
    text: (from, to) => textBetween(lines, from, to),
    faintFrom: (from) => isFaint(lines.rowsOf(from.line), from.cell),
    get alternate() {
      return xterm.terminal.buffer.active.type === "alternate";
    },
    foreground: () => sources.foreground(),
    get sent() {
      return sources.sent();
    },
    now: () => sources.now(),
  };
}

function textBetween(lines: LineCount, from: LinePlace, to: LinePlace): string {
  const first = Math.max(from.line, lines.first);
  let text = "";
  for (let line = first; line <= to.line && text.length < LONGEST_TEXT; line++) {
    const rows = lines.rowsOf(line);
    if (rows.length === 0) break;
    const start = line === from.line ? from.cell : 0;
    if (line > first) text += "\n";
    text += cellText(rows, start, line === to.line ? to.cell : Number.POSITIVE_INFINITY);
  }
  return text.slice(0, LONGEST_TEXT);
}

/** The text of the cells of a line from one to another; blanks that nobody wrote at its end left out. */
function cellText(rows: readonly XtermLine[], from: number, to: number): string {
  let text = "";
  let cell = 0;
  for (const { line, at, width } of cellsOf(rows)) {
    if (cell >= to || text.length > LONGEST_TEXT) break;
    if (cell >= from) text += line.charsAt(at);
    cell += width;
  }
  // A cell that was never written to holds nothing; it stands for a blank where something follows.
  return text.replace(/\0+$/, "").replaceAll("\0", " ");
}

interface CellPlace {
  readonly line: { charsAt(at: number): string; readonly row: XtermLine };
  readonly at: number;
  readonly width: number;
}

function* cellsOf(rows: readonly XtermLine[]): Generator<CellPlace> {
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    const wideNext = next !== undefined && next._data[0]! >>> CONTENT.widthShift === 2;
    const line = { row, charsAt: (at: number) => charsAt(row, at) };
    for (let at = 0; at < row.length; ) {
      const content = row._data[at * 3]!;
      const last = at === row.length - 1;
      if (last && wideNext && (content & CONTENT.any) === 0) break;
      const width = content >>> CONTENT.widthShift === 2 && !last ? 2 : 1;
      yield { line, at, width };
      at += width;
    }
  }
}

function charsAt(row: XtermLine, at: number): string {
  const content = row._data[at * 3]!;
  if ((content & CONTENT.combined) !== 0) return (row._combined[at] ?? "").slice(0, 64);
  const code = content & CONTENT.codePoint;
  return code === 0 ? "\0" : String.fromCodePoint(code);
}

/** Whether what stands from a cell on is dim or in one colour that is not the usual one. */
function isFaint(rows: readonly XtermLine[], from: number): boolean {
  let cell = 0;
  let look = -1;
  for (const { line, at, width } of cellsOf(rows)) {
    const here = cell;
    cell += width;
    if (here < from) continue;
    const content = line.row._data[at * 3]! & CONTENT.any;
    if (content === 0 || content === 32) continue;
    const fg = line.row._data[at * 3 + 1]!;
    const dim = (line.row._data[at * 3 + 2]! & BACKGROUND.dim) !== 0;
    if (!dim && (fg & COLOUR.mode) === 0) return false;
    const now = (fg & (COLOUR.mode | COLOUR.value | FOREGROUND.bold)) | 0;
    // Several colours are the colours of a language, not a ghost.
    if (look !== -1 && look !== now && !dim) return false;
    look = now;
  }
  return look !== -1;
}
