/** The text of a command line and its cursor (UTF-16 offsets). */
import { nextColumn, previousColumn } from "../../text/motion/walker.ts";

export class CommandLine {
  text: string;
  cursor: number;
  /** Typed characters replace what is there (Insert key). */
  overstrike = false;

  constructor(text: string) {
    this.text = text;
    this.cursor = text.length;
  }

  set(text: string, cursor = text.length): void {
    this.text = text;
    this.cursor = Math.min(cursor, text.length);
  }

  insert(string: string): void {
    const after = this.overstrike ? nextColumn(this.text, this.cursor) : this.cursor;
    this.text =
      this.text.slice(0, this.cursor) + string + this.text.slice(Math.max(this.cursor, after));
    this.cursor += string.length;
  }

  /** Replaces `[from, cursor)`. */
  replaceBefore(from: number, string: string): void {
    this.text = this.text.slice(0, from) + string + this.text.slice(this.cursor);
    this.cursor = from + string.length;
  }

  left(): void {
    if (this.cursor > 0) this.cursor = previousColumn(this.text, this.cursor);
  }

  right(): void {
    if (this.cursor < this.text.length) this.cursor = nextColumn(this.text, this.cursor);
  }

  /** To the start of the WORD before. */
  wordLeft(): void {
    while (this.cursor > 0 && /\s/.test(this.text[this.cursor - 1]!)) this.cursor--;
    while (this.cursor > 0 && !/\s/.test(this.text[this.cursor - 1]!)) this.left();
  }

  wordRight(): void {
    while (this.cursor < this.text.length && !/\s/.test(this.text[this.cursor]!)) this.right();
    while (this.cursor < this.text.length && /\s/.test(this.text[this.cursor]!)) this.cursor++;
  }

  deleteBefore(): void {
    if (this.cursor > 0) this.replaceBefore(previousColumn(this.text, this.cursor), "");
  }

  /** At the end it deletes the character before, as in Vim. */
  deleteAfter(): void {
    if (this.cursor < this.text.length) {
      const end = nextColumn(this.text, this.cursor);
      this.text = this.text.slice(0, this.cursor) + this.text.slice(end);
    } else this.deleteBefore();
  }

  deleteWordBefore(isKeyword: (code: number) => boolean): void {
    let at = this.cursor;
    while (at > 0 && /\s/.test(this.text[at - 1]!)) at--;
    if (at > 0) {
      const kind = (i: number) => isKeyword(this.text.codePointAt(previousColumn(this.text, i))!);
      const first = kind(at);
      while (at > 0 && !/\s/.test(this.text[at - 1]!) && kind(at) === first) {
        at = previousColumn(this.text, at);
      }
    }
    this.replaceBefore(at, "");
  }
}
