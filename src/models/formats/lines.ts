/** A text as rows, for windows, regions and hunks. Offsets are UTF-16, rows count from 0. */

export interface Rows {
  readonly text: string;
  /** The lines of `text`, split at "\n". */
  readonly lines: readonly string[];
  /** The offset that each line starts at. */
  readonly starts: readonly number[];
}

export function rowsOf(text: string): Rows {
  const lines = text.split("\n");
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  return { text, lines, starts };
}

/** The row that an offset lies in. */
export function rowAt({ starts }: Rows, offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The offset behind the last character of a row, before its "\n". */
export function endOf({ starts, lines }: Rows, row: number): number {
  return starts[row]! + lines[row]!.length;
}

/** UTF-16 units of the rows `first` to `last` with their "\n"s. */
export function sizeOf(rows: Rows, first: number, last: number): number {
  return last < first ? 0 : endOf(rows, last) + 1 - rows.starts[first]!;
}

/** Blanks at the start of a line; a tab counts as four. */
export function indentOf(line: string): number {
  let width = 0;
  for (const unit of line) {
    if (unit === " ") width++;
    else if (unit === "\t") width += 4;
    else break;
  }
  return width;
}

export function isBlank(text: string): boolean {
  return text.trim() === "";
}

/** Whether a line says something: more than brackets and punctuation. */
export function isSignificant(line: string): boolean {
  return /[\p{L}\p{N}]{2}/u.test(line);
}

/** Whether a line that comes thrice in a row shows that a model cannot stop: ends of blocks may. */
export function isRepeatable(line: string): boolean {
  return line.trim().length < 5 || !isSignificant(line);
}

/** The text ends with "\n", or is empty. */
export function withNewline(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

/** Complete lines as they come out of a stream that is cut anywhere. */
export class LineFeed {
  private open = "";

  /** The lines that this text completes. */
  add(text: string): string[] {
    const lines = (this.open + text).split("\n");
    this.open = lines.pop()!;
    return lines;
  }

  /** What stands behind the last "\n". */
  get rest(): string {
    return this.open;
  }
}
