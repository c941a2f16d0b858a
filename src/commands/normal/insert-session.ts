/** Insert and replace mode: what each key does to the text (edit.c). */
import { Cancelled } from "../../base/errors.ts";
import { type Key, keysOfText, literalOfKey, textOfKey } from "../../base/key.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import type { Window } from "../../editor/window.ts";
import { cellsOf } from "../../text/display/columns.ts";
import { charClass } from "../../text/keyword.ts";
import { nextColumn, previousColumn } from "../../text/motion/walker.ts";
import { type Point, pointOf, rowOf, slice } from "../../text/text.ts";
import { indentString } from "../../text/transform/indent.ts";
import { backspaceEdit, indentEdit, shiftEdit, tabEdit } from "../../text/transform/insert-keys.ts";
import { autoWrap } from "../../text/transform/line-break.ts";
import { openLine } from "../../text/transform/open-line.ts";
import type { LineEdit } from "../../text/transform/options.ts";
import { nextCharacter, previousCharacter, virtualEdit } from "../cursor.ts";
import { noteUnchanged, replace } from "../edit.ts";
import { formatOptions, indentOptions } from "../options-of.ts";
import { appendRedo, recordRedo } from "./redo.ts";

export type InsertKind = "insert" | "replace" | "vreplace";

interface Base {
  readonly radix: number;
  /** The most digits. */
  readonly most: number;
  readonly digit: RegExp;
  /** May be above 255. */
  readonly wide: boolean;
}

const HEX = /^[0-9a-fA-F]$/;

const HEX_BYTE: Base = { radix: 16, most: 2, digit: HEX, wide: false };
const OCTAL: Base = { radix: 8, most: 3, digit: /^[0-7]$/, wide: false };

/** The letters that name a base after CTRL-V. */
const BASES: Readonly<Record<Key, Base>> = {
  x: HEX_BYTE,
  X: HEX_BYTE,
  o: OCTAL,
  O: OCTAL,
  u: { radix: 16, most: 4, digit: HEX, wide: true },
  U: { radix: 16, most: 8, digit: HEX, wide: true },
};

/** A character that replace mode overwrote, for Backspace. */
interface Replaced {
  /** Offset where the typed text starts and how long it is. */
  readonly from: number;
  readonly length: number;
  readonly old: string;
}

export class InsertSession {
  readonly editor: Editor;
  readonly win: Window;
  readonly doc: Document;
  kind: InsertKind;
  /** What was typed since the start or the last cursor key: repeated by a count and by `.`. */
  keys: Key[] = [];
  /** The same as text, for the `.` register. */
  typed = "";
  /** The row's white space was put in by autoindent and goes away when nothing follows. */
  autoIndented: boolean;
  /** A cursor key ended the repeatable part; the next text starts a new one. */
  moved = false;
  /** Where the insertion began: Backspace over words and lines stops there once. */
  start: Point;
  recording = true;
  /** A cursor key was used: a count no longer repeats what is typed. */
  broken = false;
  /** The key before the one that is being handled; null at the start. */
  previousKey: Key | null = null;
  private currentKey: Key | null = null;
  /** Another insertion took over and ended: there is nothing left to finish. */
  ended = false;
  /** CTRL-G U was typed: the next cursor key does not break the insertion. */
  keepUndo = false;
  /** Text up to here was put in as it is: no abbreviation begins in it. */
  asIs: Point | null = null;
  private replaced: Replaced[] = [];
  private readonly wasLong: boolean;

  constructor(editor: Editor, kind: InsertKind, autoIndented: boolean) {
    this.editor = editor;
    this.win = editor.win;
    this.doc = editor.doc;
    this.kind = kind;
    this.autoIndented = autoIndented;
    this.start = pointOf(this.doc.text, this.win.cursor.pos);
    this.wasLong = this.line.length > Math.max(1, this.doc.options.get("textwidth"));
  }

  get pos(): number {
    return this.win.cursor.pos;
  }

  get line() {
    return this.doc.text.lineAt(this.pos);
  }

  get col(): number {
    return this.pos - this.line.from;
  }

  moveTo(pos: number, want: number | null = null): void {
    this.editor.setCursor(this.win, pos, want);
  }

  /** A key is about to be handled. */
  begin(key: Key): void {
    this.previousKey = this.currentKey;
    this.currentKey = key;
  }

  /**
   * White space of autoindent at the end of a row goes when nothing was typed after it. `pos` is where
   * the cursor was when the row was left.
   */
  dropAutoIndent(pos: number): void {
    if (!this.autoIndented) return;
    const { text, to } = this.doc.text.lineAt(pos);
    const blanks = /[ \t]+$/.exec(text)?.[0].length ?? 0;
    if (pos === to && blanks > 0) {
      replace(this.editor, this.doc, to - blanks, to, "", "input.type");
    }
  }

  /** Reads one more key as a part of this insertion. */
  *read(): Fiber<Key> {
    const key: Key = yield { mode: null };
    this.note(key);
    return key;
  }

  /** Takes back the keys noted last and notes what they put in instead: `.` repeats the text. */
  noteText(taken: number, text: string): void {
    this.noteKeys(
      taken,
      keysOfText(text).map((key) => (key === "<NL>" ? "<CR>" : key)),
    );
  }

  /** Takes back the keys noted last and notes others instead. */
  noteKeys(taken: number, keys: readonly Key[]): void {
    if (!this.recording) return;
    this.keys.splice(this.keys.length - taken, taken);
    const redo = this.editor.modal.redo;
    if (redo && !this.editor.modal.redoing) redo.keys.splice(redo.keys.length - taken, taken);
    for (const key of keys) this.note(key);
  }

  /** The text right before the cursor went: its keys go too, or are taken back by Backspace. */
  forget(text: string): void {
    if (text === "") return;
    const keys = keysOfText(text);
    const last = this.keys.slice(-keys.length);
    if (last.length === keys.length && last.every((key, i) => key === keys[i])) {
      this.noteKeys(keys.length, []);
    } else for (const _ of keys) this.note("<BS>");
    this.typed = this.typed.endsWith(text) ? this.typed.slice(0, -text.length) : this.typed;
  }

  note(key: Key): void {
    if (!this.recording) return;
    this.keys.push(key);
    appendRedo(this.editor, key);
  }

  /** A cursor key: what is typed from here on is a new insertion for undo and `.`. */
  breakInsertion(): void {
    if (!this.moved) this.editor.modal.insertion?.beforeEnd?.();
    this.broken = true;
    if (!this.moved && this.recording) appendRedo(this.editor, "<Esc>");
    this.moved = true;
    this.autoIndented = false;
    this.doc.undo.sync();
  }

  /** Called before text changes: starts the new insertion after a cursor key. */
  resume(key: Key | null): void {
    if (!this.moved) return;
    this.moved = false;
    this.start = pointOf(this.doc.text, this.pos);
    this.replaced = [];
    this.keys = key === null ? [] : [key];
    this.typed = "";
    if (this.recording) {
      recordRedo(this.editor, { register: "", count: 0, keys: ["i", ...this.keys], visual: null });
    }
  }

  /** Types text; line breaks are typed as Enter. */
  typeText(text: string): void {
    for (const part of text.split(/(\n)/)) {
      if (part === "\n") this.newLine();
      else if (part !== "") this.typePart(part);
    }
  }

  private typePart(text: string): void {
    const wraps = this.doc.options.get("textwidth") > 0;
    if (this.kind === "insert" && !wraps) {
      this.insert(text);
      return;
    }
    for (let at = 0; at < text.length; ) {
      const next = nextColumn(text, at);
      this.typeCharacter(text.slice(at, next));
      at = next;
    }
  }

  /** One character (with its combining ones), wrapping at `textwidth`. */
  typeCharacter(char: string): void {
    if (this.doc.options.get("textwidth") > 0) this.wrap(char);
    if (this.kind === "insert") this.insert(char);
    else if (this.kind === "replace") this.overwrite(char);
    else this.overwriteCells(char);
  }

  /** Puts text at the cursor and the cursor after it. */
  insert(text: string): void {
    this.fillVirtual();
    const at = this.pos;
    replace(this.editor, this.doc, at, at, text, "input.type");
    this.autoIndented = false;
    this.moveTo(at + text.length);
    if (text.length > 1) this.changedAt(previousCharacter(this.doc.text, this.pos));
  }

  /** Text that goes in at once has been typed one by one: the last change is at its last character. */
  private changedAt(pos: number): void {
    this.doc.marks.set(".", pointOf(this.doc.text, pos));
  }

  /** Spaces up to a cursor that stands beyond the text. */
  private fillVirtual(): void {
    const { coladd } = this.win.cursor;
    if (coladd === 0) return;
    const at = this.pos;
    replace(this.editor, this.doc, at, at, " ".repeat(coladd), "input.type");
    this.moveTo(at + coladd);
  }

  private overwrite(char: string): void {
    const at = this.pos;
    const end = nextCharacter(this.doc.text, at);
    this.replaced.push({ from: at, length: char.length, old: slice(this.doc.text, at, end) });
    replace(this.editor, this.doc, at, end, char, "input.replace");
    this.autoIndented = false;
    this.moveTo(at + char.length);
  }

  /** `gR`: as many cells as the new character takes; a Tab goes when it is used up. */
  private overwriteCells(char: string): void {
    const tabstop = this.doc.options.get("tabstop");
    const { text: line, from } = this.line;
    const col = this.col;
    const start = cellsOf(line, col, tabstop).start;
    const target = cellsOf(line.slice(0, col) + char, col, tabstop).end + 1;
    let cell = start;
    let end = col;
    let padding = 0;
    while (end < line.length && cell < target) {
      cell = cellsOf(line, end, tabstop).end + 1;
      if (cell > target && line[end] === "\t") break;
      end = nextColumn(line, end);
      if (cell > target) padding += cell - target;
    }
    this.replaced.push({
      from: from + col,
      length: char.length + padding,
      old: line.slice(col, end),
    });
    replace(
      this.editor,
      this.doc,
      from + col,
      from + end,
      char + " ".repeat(padding),
      "input.replace",
    );
    this.autoIndented = false;
    this.moveTo(from + col + char.length);
  }

  private wrap(char: string): void {
    const options = formatOptions(this.editor, this.doc);
    if (!/[tc]/.test(options.formatoptions)) return;
    const { text, from, to } = this.line;
    const row = rowOf(this.doc.text, from);
    const broken = autoWrap(text, this.col, options, char, {
      wasLong: this.wasLong,
      ...(this.start.row === row ? { insertStart: this.start.col } : {}),
    });
    if (!broken) return;
    replace(this.editor, this.doc, from, to, broken.lines.join("\n"), "input.type");
    this.editor.setCursorPoint(this.win, { row: row + broken.row, col: broken.col });
  }

  /** Enter. */
  newLine(): void {
    const { editor, doc } = this;
    const { text, from } = this.line;
    const options = formatOptions(editor, doc);
    let col = this.col;
    const opened = openLine(text, options, {
      direction: "below",
      split: col,
      leaders: options.formatoptions.includes("r"),
    });
    let prefix = opened.prefix;
    if (doc.options.get("smartindent") || doc.options.get("autoindent")) {
      prefix = editor.smartIndent(doc, rowOf(doc.text, from), prefix, text.slice(0, col));
    }
    if (options.autoindent && opened.leader === "" && editor.syntaxIndent) {
      const cells = editor.syntaxIndent.newRow(doc, from + col, text.slice(col));
      if (cells !== null) prefix = indentString(cells, options);
    }
    let cutTo = col;
    if (this.kind === "insert") {
      // White space at the break goes, as autoindent puts its own there.
      if (options.autoindent) while (text[cutTo] === " " || text[cutTo] === "\t") cutTo++;
      if (this.autoIndented && /^[ \t]*$/.test(text.slice(0, col))) {
        replace(editor, doc, from, from + col, "", "input.type");
        cutTo -= col;
        col = 0;
      }
      const at = from + col;
      replace(editor, doc, at, from + cutTo, `\n${prefix}`, "input.type");
      this.autoIndented = options.autoindent;
      this.moveTo(at + 1 + prefix.length);
    } else {
      // Replace mode leaves the rest of the line where it is, below.
      const at = from + col;
      // Autoindent puts its own white space where the line is broken.
      if (options.autoindent) while (text[cutTo] === " " || text[cutTo] === "\t") cutTo++;
      const old = this.kind === "vreplace" ? this.toNextRow(col) : text.slice(col, cutTo);
      this.replaced.push({ from: at, length: 1 + prefix.length, old });
      replace(editor, doc, at, at + old.length, `\n${prefix}`, "input.type");
      this.autoIndented = options.autoindent;
      this.moveTo(at + 1 + prefix.length);
    }
  }

  /** What Enter of `gR` replaces: the rest of the row, its break and the indent of the next row. */
  private toNextRow(col: number): string {
    const { text, number, to } = this.line;
    const rest = text.slice(col);
    if (number === this.doc.text.lines) return rest;
    const next = this.doc.text.line(number + 1).text;
    const indent = this.doc.options.get("autoindent") ? /^[ \t]*/.exec(next)![0].length : 0;
    return rest + slice(this.doc.text, to, to + 1 + indent);
  }

  applyLineEdit(edit: LineEdit): void {
    const { from } = this.line;
    const row = rowOf(this.doc.text, from);
    replace(this.editor, this.doc, from + edit.from, from + edit.to, edit.insert, "input.type");
    const delta = edit.insert.length - (edit.to - edit.from);
    if (this.start.row === row && edit.from < this.start.col) {
      this.start = { row, col: Math.max(0, this.start.col + delta) };
    }
    this.moveTo(from + edit.cursorCol);
  }

  tab(): void {
    this.fillVirtual();
    const options = indentOptions(this.editor, this.doc);
    if (this.kind === "insert") {
      this.applyLineEdit(tabEdit(this.line.text, this.col, options));
      this.autoIndented = false;
      return;
    }
    const edit = tabEdit(this.line.text, this.col, options);
    const [first = "", ...rest] = edit.insert.slice(Math.max(0, this.col - edit.from));
    this.typeCharacter(first);
    // Only the first takes a character's place, but for gR, which goes by cells.
    for (const char of rest) {
      if (this.kind === "vreplace") this.typeCharacter(char);
      else {
        this.replaced.push({ from: this.pos, length: char.length, old: "" });
        this.insert(char);
      }
    }
  }

  /** CTRL-T and CTRL-D. */
  shift(to: "right" | "left"): void {
    const options = indentOptions(this.editor, this.doc);
    if (to === "left" && !/^[ \t]/.test(this.line.text)) {
      noteUnchanged(this.editor, this.win, rowOf(this.doc.text, this.pos));
      return;
    }
    this.applyLineEdit(shiftEdit(this.line.text, this.col, options, to));
    if (!/^[ \t]*$/.test(this.line.text)) this.autoIndented = false;
  }

  /** `0 CTRL-D` and `^ CTRL-D`: no indent at all. */
  clearIndent(): void {
    const at = this.pos - 1;
    replace(this.editor, this.doc, at, at + 1, "", "input.type");
    this.moveTo(at);
    this.applyLineEdit(
      indentEdit(this.line.text, this.col, 0, indentOptions(this.editor, this.doc)),
    );
  }

  /** Backspace, CTRL-W (`word`) and CTRL-U (`line`). False when there is nothing to delete. */
  backspace(what: "character" | "word" | "line"): boolean {
    if (this.win.cursor.coladd > 0) {
      this.editor.setCursor(this.win, this.pos, null, this.win.cursor.coladd - 1);
      return true;
    }
    if (this.kind !== "insert") return this.restoreBack(what);
    const { text, from, number } = this.line;
    const col = this.col;
    if (col === 0) {
      if (number === 1) return false;
      const end = from - 1;
      replace(this.editor, this.doc, end, from, "", "input.delete");
      this.moveTo(end);
      return true;
    }
    if (what === "character") {
      const { start } = this;
      this.applyLineEdit(backspaceEdit(text, col, indentOptions(this.editor, this.doc)));
      this.start = start;
      this.pullStart();
      return true;
    }
    const to = what === "word" ? this.wordStart(text, col) : this.lineStart(text, col);
    replace(this.editor, this.doc, from + to, from + col, "", "input.delete");
    this.moveTo(from + to);
    this.pullStart();
    return true;
  }

  /** Deleting before the insertion's start moves the start. */
  private pullStart(): void {
    const row = rowOf(this.doc.text, this.pos);
    if (this.start.row === row && this.col < this.start.col) this.start = { row, col: this.col };
  }

  private stopsAt(row: number, col: number): boolean {
    return this.start.row === row && this.start.col === col;
  }

  private wordStart(text: string, from: number): number {
    const row = rowOf(this.doc.text, this.pos);
    const classAt = (col: number) =>
      col >= text.length ? 0 : charClass(text.codePointAt(col)!, this.doc.isKeyword);
    let col = from;
    let inWord = false;
    let word = -1;
    for (;;) {
      const before = previousColumn(text, col);
      const kind = classAt(before);
      if (!inWord && kind !== 0) {
        inWord = true;
        word = kind;
      } else if (inWord && (kind === 0 || kind !== word)) break;
      col = before;
      if (col === 0 || this.stopsAt(row, col)) break;
    }
    return col;
  }

  private lineStart(text: string, from: number): number {
    const row = rowOf(this.doc.text, this.pos);
    let least = 0;
    if (this.doc.options.get("autoindent")) {
      const indent = text.search(/[^ \t]|$/);
      if (indent < from) least = indent;
    }
    let col = from;
    do col = previousColumn(text, col);
    while (col > least && !this.stopsAt(row, col));
    return col;
  }

  /** CTRL-W and CTRL-U in replace mode bring back one character after the other. */
  private restoreBack(what: "character" | "word" | "line"): boolean {
    const { text } = this.line;
    const { col } = this;
    const from =
      what === "character" || col === 0
        ? col
        : what === "word"
          ? this.wordStart(text, col)
          : this.lineStart(text, col);
    if (what === "character" && this.restoreIndent()) return true;
    if (!this.restore()) return false;
    while (this.col > from && col > 0) if (!this.restore()) break;
    return true;
  }

  /** In the indent Backspace goes back to a multiple of `shiftwidth`, with `smarttab`. */
  private restoreIndent(): boolean {
    const { text } = this.line;
    const { col } = this;
    if (col === 0 || !this.editor.options.get("smarttab")) return false;
    if (!/^[ \t]*$/.test(text.slice(0, col))) return false;
    const { shiftwidth, tabstop } = indentOptions(this.editor, this.doc);
    const cell = cellsOf(text, col, tabstop).start;
    const step = shiftwidth || tabstop;
    const wanted = Math.floor((cell - 1) / step) * step;
    while (this.col > 0 && cellsOf(this.line.text, this.col, tabstop).start > wanted) {
      if (!this.restore()) break;
    }
    return true;
  }

  /** Backspace in replace mode brings the old character back. */
  private restore(): boolean {
    const last = this.replaced[this.replaced.length - 1];
    if (last && last.from + last.length >= this.pos && last.from < this.pos) {
      this.replaced.pop();
      replace(this.editor, this.doc, last.from, last.from + last.length, last.old, "input.delete");
      this.moveTo(last.from);
      return true;
    }
    const { from, number } = this.line;
    if (this.pos > from) this.moveTo(previousCharacter(this.doc.text, this.pos));
    else if (number > 1) this.moveTo(from - 1);
    else return false;
    this.start = pointOf(this.doc.text, this.pos);
    return true;
  }

  /** `<Del>`. */
  deleteForward(): boolean {
    const { to } = this.line;
    const at = this.pos;
    if (at >= this.doc.text.length) return false;
    const end = at >= to ? at + 1 : nextCharacter(this.doc.text, at);
    replace(this.editor, this.doc, at, end, "", "input.delete");
    this.moveTo(at);
    return true;
  }

  /** The character in the same cell of the row above (`-1`) or below. */
  neighbour(delta: -1 | 1): string | null {
    const { text } = this.doc;
    const row = rowOf(text, this.pos) + delta;
    if (row < 0 || row >= text.lines) return null;
    const tabstop = this.doc.options.get("tabstop");
    const cell = cellsOf(this.line.text, this.col, tabstop).start;
    const other = text.line(row + 1).text;
    for (let col = 0; col < other.length; col = nextColumn(other, col)) {
      const span = cellsOf(other, col, tabstop);
      if (span.end >= cell)
        return span.start <= cell ? other.slice(col, nextColumn(other, col)) : null;
    }
    return null;
  }

  /** Puts a register's text in as if it were typed. */
  *insertRegister(literally: "typed" | "literal"): Fiber {
    const name = yield* this.read();
    let how = literally;
    let register = name;
    if (name === "<C-r>" || name === "<C-o>" || name === "<C-p>") {
      how = "literal";
      register = yield* this.read();
    }
    if (register === "<Esc>" || register === "<C-c>") return;
    const char = textOfKey(register) ?? "";
    if (char === "=") {
      const value = yield* this.editor.evaluate();
      if (value !== null) this.typeText(value);
      return;
    }
    const value = char === "." ? null : this.editor.registers.get(char);
    const text =
      char === "."
        ? this.editor.modal.lastInsert
        : value
          ? slice(value.text, 0, value.text.length)
          : "";
    const all = value?.kind === "V" ? `${text}\n` : text;
    if (how === "literal") {
      this.insert(all);
      return;
    }
    for (const key of keysOfText(all)) {
      if (key === "<NL>" || key === "<CR>") this.newLine();
      else if (key === "<Tab>") this.tab();
      else this.typeText(literalOfKey(key) ?? key);
    }
  }

  /** CTRL-V: the next key, or the character with a number, as it is. */
  *literalKey(): Fiber<string | null> {
    const key = yield* this.read();
    if (key === "<C-c>") throw new Cancelled();
    let base = BASES[key] ?? null;
    if (base === null && !/^[0-9]$/.test(key)) return literalOfKey(key) ?? key;
    let code = base === null ? Number(key) : 0;
    let digits = base === null ? 1 : 0;
    while (digits < (base?.most ?? 3)) {
      const next: Key = yield { mode: null };
      // A letter of a base between the digits counts for those that follow (edit.c, get_literal).
      if (BASES[next]) base = BASES[next];
      else if ((base?.digit ?? /^[0-9]$/).test(next)) {
        code = code * (base?.radix ?? 10) + Number.parseInt(next, base?.radix ?? 10);
        if (code > 255 && !base?.wide) code = 255;
        digits++;
      } else {
        this.editor.loop!.queue.untake({ key: next, typed: this.editor.loop!.typed });
        break;
      }
      this.note(next);
    }
    if (digits === 0) return textOfKey(key);
    return code === 10 ? "\0" : String.fromCodePoint(Math.min(code, 0x10ffff));
  }

  /** A character from CTRL-V: a line break is data, not Enter. */
  insertLiteral(text: string): void {
    if (this.kind === "insert") this.insert(text);
    else this.typeCharacter(text);
  }

  /** The keyword characters right before the cursor. */
  wordBefore(): string {
    const { text } = this.line;
    let col = this.col;
    while (col > 0) {
      const before = previousColumn(text, col);
      if (!this.doc.isKeyword(text.codePointAt(before)!)) break;
      col = before;
    }
    return text.slice(col, this.col);
  }

  /** Completion put `text` where `typed` stood: that is what `.` repeats. */
  completed(text: string, typed: string): void {
    if (!this.recording) return;
    const common = this.completedText ?? typed;
    const back = Array<Key>(Array.from(common).length).fill("<BS>");
    const keys = [...back, ...keysOfText(text)];
    this.keys.push(...keys);
    appendRedo(this.editor, ...keys);
    this.typed = this.typed.slice(0, this.typed.length - common.length) + text;
    this.completedText = text;
  }

  /** What completion put in last, or null. */
  completedText: string | null = null;

  /** Typed-ahead text may be put in at once: nothing looks at its characters one by one. */
  get takesAhead(): boolean {
    const { options } = this.doc;
    return (
      this.kind === "insert" &&
      this.recording &&
      !this.editor.replaying &&
      this.editor.abbreviations.size === 0 &&
      options.get("textwidth") === 0 &&
      !options.get("smartindent")
    );
  }

  get allowsVirtual(): boolean {
    return virtualEdit(this.editor);
  }
}
