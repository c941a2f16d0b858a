/**
 * What the last frame of a window showed, as far as it tells which rows the next one has to look at:
 * a typed letter changes one row, and to look at fifty takes longer than to draw it.
 */
import type { Document } from "../editor/document.ts";
import type { DocumentChange } from "../editor/editor.ts";
import type { Text } from "../text/text.ts";
import type { BracketPair } from "./bracket-match.ts";

/** A change of more rows is drawn by looking at every row of the window. */
const FEW_ROWS = 8;

export class LastFrame {
  private text: Text | null = null;
  /** The text that the changes since led to; null when there were none. */
  private noted: Text | null = null;
  private slots = 0;
  private hadLines = false;
  private cursorRow = -1;
  private readonly bracketRows = [-1, -1];
  /** First and last row that were changed since, where no line came or went. */
  private first = 0;
  private last = -1;

  /** A change of the window's document, before it is drawn. */
  changed({ change, before, after }: DocumentChange): void {
    if (before !== (this.noted ?? this.text) || before.lines !== after.lines) {
      // The next frame looks at every row.
      this.text = null;
      this.noted = null;
      return;
    }
    this.noted = after;
    change.iterChangedRanges((_fromA, _toA, from, to) => {
      const line = after.lineAt(from);
      const first = line.number - 1;
      const last = to <= line.to ? first : after.lineAt(to).number - 1;
      const none = this.last < this.first;
      this.first = none ? first : Math.min(this.first, first);
      this.last = none ? last : Math.max(this.last, last);
    });
  }

  /**
   * The rows that may look different now when the text changed within its lines or only the cursor
   * moved; null when every row has to be looked at. `cursorRow` is -1 where it is not drawn.
   */
  rows(
    doc: Document,
    hasLines: boolean,
    cursorRow: number,
    bracket: BracketPair | null,
  ): number[] | null {
    if (this.text === null || (this.noted ?? this.text) !== doc.text) return null;
    // Each change of the text carries the slots along once; else something was published.
    if (this.slots !== doc.slots.version - doc.revision) return null;
    if (this.hadLines || hasLines || this.last - this.first >= FEW_ROWS) return null;
    const rows: number[] = [];
    for (let row = this.first; row <= this.last; row++) rows.push(row);
    if (cursorRow !== this.cursorRow) rows.push(this.cursorRow, cursorRow);
    if (this.bracketRows[0]! >= 0) rows.push(this.bracketRows[0]!, this.bracketRows[1]!);
    if (bracket !== null)
      rows.push(rowAt(doc.text, bracket.first), rowAt(doc.text, bracket.second));
    return rows;
  }

  /** This is what is shown now. */
  note(doc: Document, hasLines: boolean, cursorRow: number, bracket: BracketPair | null): void {
    this.text = doc.text;
    this.noted = null;
    this.first = 0;
    this.last = -1;
    this.slots = doc.slots.version - doc.revision;
    this.hadLines = hasLines;
    this.cursorRow = cursorRow;
    this.bracketRows[0] = bracket === null ? -1 : rowAt(doc.text, bracket.first);
    this.bracketRows[1] = bracket === null ? -1 : rowAt(doc.text, bracket.second);
  }
}

function rowAt(text: Text, pos: number): number {
  return text.lineAt(Math.min(pos, text.length)).number - 1;
}
