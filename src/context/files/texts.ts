/** Texts of files that are not open, as far as they may be read. */
import { readFile, stat } from "node:fs/promises";
import { decode } from "../../editor/files/encoding.ts";
import { lineText, type Text } from "../../text/text.ts";

const MOST_BYTES = 600_000;
const MOST_FILES = 40;
/** A file is looked at again after so long, milliseconds. */
const FRESH_MS = 3000;
/** A line as long as this was not written by a person, UTF-16 units. */
export const MOST_LINE = 4000;
/** The same for the mean of all lines. */
export const MOST_MEAN = 500;
/** Lines whose lengths are looked at. */
const LINES = 200;

interface Known {
  readonly text: Text | null;
  readonly stamp: string;
  checkedAt: number;
}

export class FileTexts {
  private readonly now: () => number;
  private readonly mayRead: (path: string) => Promise<boolean>;
  private readonly known = new Map<string, Known>();
  private readonly reading = new Map<string, Promise<void>>();

  /** `now` in milliseconds; `mayRead` is asked with absolute paths before anything is read. */
  constructor(now: () => number, mayRead: (path: string) => Promise<boolean>) {
    this.now = now;
    this.mayRead = mayRead;
  }

  /** What is known of a file now; null: nothing yet, or it is no text, or may not be read. */
  get(path: string): Text | null {
    const known = this.known.get(path);
    if (known === undefined) return null;
    this.known.delete(path);
    this.known.set(path, known);
    return known.text;
  }

  /** Reads a file unless it is known. Never rejects. */
  bring(path: string): Promise<void> {
    const known = this.known.get(path);
    if (known !== undefined && this.now() - known.checkedAt < FRESH_MS) return Promise.resolve();
    let reading = this.reading.get(path);
    if (reading === undefined) {
      reading = this.read(path, known).finally(() => this.reading.delete(path));
      this.reading.set(path, reading);
    }
    return reading;
  }

  private async read(path: string, known: Known | undefined): Promise<void> {
    const checkedAt = this.now();
    let text: Text | null = null;
    let stamp = "";
    if (await this.mayRead(path)) {
      try {
        const found = await stat(path);
        stamp = `${found.mtimeMs}:${found.size}:${found.ino}`;
        if (known !== undefined && stamp === known.stamp && known.text !== null) {
          known.checkedAt = checkedAt;
          return;
        }
        if (found.isFile() && found.size <= MOST_BYTES) {
          const bytes = await readFile(path);
          if (!bytes.includes(0)) text = decode(bytes).text;
        }
      } catch {
        // Gone, or not to be read: nothing is known of it.
      }
    }
    if (text !== null && isMade(text)) text = null;
    this.known.delete(path);
    this.known.set(path, { text, stamp, checkedAt });
    if (this.known.size > MOST_FILES) this.known.delete(this.known.keys().next().value!);
  }
}

/** Whether a text was made by a program: minified, or data in one line. */
export function isMade(text: Text): boolean {
  const rows = Math.min(text.lines, LINES);
  for (let row = 0; row < rows; row++) if (lineText(text, row).length > MOST_LINE) return true;
  return text.lines > 0 && text.length / text.lines > MOST_MEAN;
}
