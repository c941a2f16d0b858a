/**
 * A place in a text that is moved one Vim character at a time. A Vim character is a code point
 * together with the combining characters after it. Every row also has a place after its last
 * character (Vim's NUL), which is its end offset. One row is held at a time, so a step costs the
 * same on a row of any length.
 */
import { isHigh, isLow } from "../../base/surrogates.ts";
import type { Text } from "../text.ts";

const LAM = 0x644;

/** Alef forms that Vim joins with a Lam before them. */
function isAlef(code: number): boolean {
  return code === 0x622 || code === 0x623 || code === 0x625 || code === 0x627;
}

const MARK = /^\p{M}$/u;

function isMark(code: number): boolean {
  return code >= 0x300 && MARK.test(String.fromCodePoint(code));
}

/** The start of the code point before `col` (`col > 0`). */
function previousCodePoint(line: string, col: number): number {
  const at = col - 1;
  return at > 0 && isLow(line.charCodeAt(at)) && isHigh(line.charCodeAt(at - 1)) ? at - 1 : at;
}

/** Does the code point at `col` belong to the character before it? */
function continues(line: string, col: number): boolean {
  const unit = line.charCodeAt(col);
  if (unit < 0x300) return false;
  const code = line.codePointAt(col)!;
  if (isMark(code)) return true;
  return isAlef(code) && line.charCodeAt(col - 1) === LAM;
}

/** The column after the character that starts at `col` (UTF-16, `col < line.length`). */
export function nextColumn(line: string, col: number): number {
  let at = col;
  do {
    at += line.codePointAt(at)! > 0xffff ? 2 : 1;
  } while (at < line.length && continues(line, at));
  return at;
}

/** The start of the character before `col` (UTF-16, `col > 0`). */
export function previousColumn(line: string, col: number): number {
  let at = previousCodePoint(line, col);
  while (at > 0 && continues(line, at)) at = previousCodePoint(line, at);
  return at;
}

/** The start of the character that `col` is in; the row's end stays. */
function headColumn(line: string, col: number): number {
  if (col <= 0) return 0;
  if (col >= line.length) return line.length;
  let at = col;
  if (isLow(line.charCodeAt(at)) && isHigh(line.charCodeAt(at - 1))) at--;
  return at > 0 && continues(line, at) ? previousColumn(line, at + 1) : at;
}

/** What a step did. */
export const STUCK = -1;
export const SAME_ROW = 0;
export const OTHER_ROW = 1;
/** Only forward: stepped to the place after the row's last character. */
const AT_ROW_END = 2;

export class Walker {
  readonly text: Text;
  pos: number;
  line: string;
  /** Offset of the row's first character. */
  from: number;
  /** Offset after the row's last character. */
  to: number;
  /** 0-based. */
  row: number;

  constructor(text: Text, pos: number) {
    this.text = text;
    const line = text.lineAt(Math.max(0, Math.min(pos, text.length)));
    this.line = line.text;
    this.from = line.from;
    this.to = line.to;
    this.row = line.number - 1;
    this.pos = line.from + headColumn(line.text, Math.min(pos, text.length) - line.from);
  }

  copy(): Walker {
    return new Walker(this.text, this.pos);
  }

  /** UTF-16, 0 at the row's start. */
  get col(): number {
    return this.pos - this.from;
  }

  get atRowEnd(): boolean {
    return this.pos === this.to;
  }

  get rowIsEmpty(): boolean {
    return this.from === this.to;
  }

  get onLastRow(): boolean {
    return this.row === this.text.lines - 1;
  }

  /** The code point here, 0 at the row's end. A NUL character of the text counts as U+2400. */
  get code(): number {
    if (this.pos === this.to) return 0;
    return this.line.codePointAt(this.pos - this.from) || 0x2400;
  }

  /** Like `code`, as a string; "" at the row's end. */
  get char(): string {
    if (this.pos === this.to) return "";
    return String.fromCodePoint(this.line.codePointAt(this.pos - this.from)!);
  }

  goTo(pos: number): void {
    if (pos < this.from || pos > this.to) this.enter(this.text.lineAt(pos));
    this.pos = this.from + headColumn(this.line, pos - this.from);
  }

  /** To a column of a row, both 0-based; the column is clipped. */
  goToRow(row: number, col = 0): void {
    this.enter(this.text.line(row + 1));
    this.pos = this.from + headColumn(this.line, col);
  }

  private enter(line: { text: string; from: number; to: number; number: number }): void {
    this.line = line.text;
    this.from = line.from;
    this.to = line.to;
    this.row = line.number - 1;
  }

  /** One step forward; the row's end is a place of its own. */
  forward(): number {
    if (this.pos < this.to) {
      this.pos = this.from + nextColumn(this.line, this.pos - this.from);
      return this.pos === this.to ? AT_ROW_END : SAME_ROW;
    }
    if (this.onLastRow) return STUCK;
    this.enter(this.text.line(this.row + 2));
    this.pos = this.from;
    return OTHER_ROW;
  }

  /** One step backward; from a row's start to the end of the row above. */
  back(): number {
    if (this.pos > this.from) {
      this.pos = this.from + previousColumn(this.line, this.pos - this.from);
      return SAME_ROW;
    }
    if (this.row === 0) return STUCK;
    this.enter(this.text.line(this.row));
    this.pos = this.to;
    return OTHER_ROW;
  }

  /** Forward over characters and empty rows, never resting on the end of a row with text. */
  forwardOverEnd(): number {
    const step = this.forward();
    return step >= OTHER_ROW && this.pos > this.from ? this.forward() : step;
  }

  /** Backward over characters and empty rows, never resting on the end of a row with text. */
  backOverEnd(): number {
    const step = this.back();
    return step === OTHER_ROW && this.pos > this.from ? this.back() : step;
  }
}

/** Clips an offset to a character: off the end of a row with text, onto a character's start. */
export function clipToCharacter(text: Text, pos: number): number {
  const walker = new Walker(text, pos);
  if (walker.atRowEnd && !walker.rowIsEmpty) walker.back();
  return walker.pos;
}

/** The offset after the character at `pos`; a row's end stays where it is. */
export function afterCharacter(text: Text, pos: number): number {
  const walker = new Walker(text, pos);
  if (!walker.atRowEnd) walker.forward();
  return walker.pos;
}
