/**
 * The text under a match as one string of numbered positions, lines joined by a line break each, of
 * which only one line is held. Position 0 is the start of the row where the match begins; rows
 * before it have negative positions. After the last row comes one empty row, as a match of `\n`
 * there ends in it.
 */
import type { Point, Text } from "../text.ts";
import { lineCount, lineText } from "../text.ts";
import { afterCharacter, beforeCharacter } from "./char-class.ts";

export class Subject {
  line = "";
  /** Position of the line's first character. */
  base = 0;
  row = 0;
  rows = 0;
  private text: Text | undefined;

  /** Starts at a row whose text the caller has. */
  reset(text: Text, row: number, line: string): void {
    this.text = text;
    this.rows = lineCount(text);
    this.row = row;
    this.line = line;
    this.base = 0;
  }

  /** The text of a row; empty after the last. */
  lineOf(row: number): string {
    return row < this.rows ? lineText(this.text!, row) : "";
  }

  /** Makes the line of `position` the held one. */
  seek(position: number): void {
    while (position < this.base) {
      this.row--;
      this.line = this.lineOf(this.row);
      this.base -= this.line.length + 1;
    }
    while (position > this.base + this.line.length) {
      this.base += this.line.length + 1;
      this.row++;
      this.line = this.lineOf(this.row);
    }
  }

  /** May a line break be matched at the end of the held row? */
  get breaks(): boolean {
    return this.row < this.rows;
  }

  pointAt(position: number): Point {
    this.seek(position);
    return { row: this.row, col: position - this.base };
  }

  /** The position after the character at `position`, line breaks included. */
  after(position: number): number {
    const col = position - this.base;
    if (col >= this.line.length) return position + 1;
    return this.base + afterCharacter(this.line, col);
  }

  /** The position of the character before `position`; moves to its line. */
  before(position: number): number {
    if (position > this.base) return this.base + beforeCharacter(this.line, position - this.base);
    this.seek(position - 1);
    return position - 1;
  }

  /** The text between two positions, lines joined by `\n`. */
  between(from: number, to: number): string {
    this.seek(from);
    if (to <= this.base + this.line.length)
      return this.line.slice(from - this.base, to - this.base);
    let string = this.line.slice(from - this.base);
    while (to > this.base + this.line.length) {
      this.seek(this.base + this.line.length + 1);
      const end = to - this.base;
      string += `\n${end < this.line.length ? this.line.slice(0, end) : this.line}`;
    }
    return string;
  }
}
