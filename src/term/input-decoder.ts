/**
 * The bytes of the keyboard as events: a pure state machine that may be fed in pieces of any size.
 *
 * `push` returns what is complete. A lone ESC may be a key or the start of a sequence; the caller
 * waits as `pending` says ('ttimeoutlen' for "escape", much longer for "paste") and then calls
 * `timeout`. Whatever looks like an answer of the terminal comes out as a reply, never as keys.
 *
 * Keys have the one spelling of base/key.ts. Bytes that are not UTF-8 become lone surrogates
 * (U+DC00 + byte). A key with ESC before it has `M-`.
 */
import { type InputEvent, type Key, keyOfChar } from "../base/key.ts";
import { parseCsi } from "./csi.ts";
import { ALT, CTRL, KEYPAD, keyOf, keyOfTyped, LETTER_KEYS, RXVT_ARROWS } from "./key-codes.ts";
import { mouseEvent } from "./mouse.ts";
import type { TerminalReply } from "./replies.ts";
import { parseDcs, parseOsc } from "./reply-strings.ts";
import { decodeUtf8, expectedLength, isSecondByte } from "./utf8.ts";

export interface ReplyEvent {
  readonly type: "reply";
  readonly reply: TerminalReply;
}

export type TerminalEvent = InputEvent | ReplyEvent;

type State =
  | "ground"
  | "escape"
  | "csi"
  | "linux"
  | "ss3"
  | "osc"
  | "dcs"
  | "apc"
  | "x10"
  | "paste";

const ESC = 0x1b;
const BEL = 0x07;
const PASTE_END = [0x1b, 0x5b, 0x32, 0x30, 0x31, 0x7e];
/** A longer sequence is noise. */
const MAX_CSI = 256;
const MAX_STRING = 1 << 20;

export class InputDecoder {
  #state: State = "ground";
  /** Whether an ESC stood before the ESC of the sequence: Alt with a function key. */
  #alt = false;
  #sequence = "";
  #utf8: number[] = [];
  /** The last byte in an OSC, DCS or APC was an ESC. */
  #stringEscape = false;
  #paste: Uint8Array[] = [];
  #pasteMatched = 0;
  #positionReports = 0;
  #events: TerminalEvent[] = [];
  readonly #extraKeys: ReadonlyMap<string, Key>;

  /** `extraKeys` are sequences from terminfo (whole, starting with ESC) of unusual terminals. */
  constructor(extraKeys: ReadonlyMap<string, Key> = new Map()) {
    this.#extraKeys = extraKeys;
  }

  /** What is unfinished: "escape" may be a key, "sequence" is surely more, "paste" is in progress. */
  get pending(): "none" | "escape" | "sequence" | "paste" {
    if (this.#state === "paste") return "paste";
    if (this.#state === "ground") return this.#utf8.length > 0 ? "sequence" : "none";
    return this.#couldBeKeys() ? "escape" : "sequence";
  }

  /** Says that a cursor position was asked for: `CSI 1 ; 5 R` is then no CTRL-F3. */
  expectPosition(): void {
    this.#positionReports++;
  }

  /** The events that these bytes complete. */
  push(bytes: Uint8Array): TerminalEvent[] {
    for (let i = 0; i < bytes.length; ) {
      if (this.#state === "paste") i = this.#pasteBytes(bytes, i);
      else this.#byte(bytes[i++]!);
    }
    return this.#take();
  }

  /** Ends the waiting: a lone ESC is a key, `ESC [` is Alt with `[`, a paste is what came of it. */
  timeout(): TerminalEvent[] {
    if (this.#state === "paste") this.#endPaste();
    else if (this.#couldBeKeys()) {
      const { introducer, alt } = { introducer: this.#introducer(), alt: this.#alt };
      this.#reset();
      if (alt) this.#key("<Esc>");
      this.#key(introducer === "" ? "<Esc>" : keyOfTyped(introducer, true));
    }
    return this.#take();
  }

  #take(): TerminalEvent[] {
    const events = this.#events;
    if (events.length > 0) this.#events = [];
    return events;
  }

  /** Whether what came so far is at most an ESC and one character. */
  #couldBeKeys(): boolean {
    return this.#state !== "ground" && this.#sequence === "" && this.#state !== "x10";
  }

  #introducer(): string {
    const introducers = { csi: "[", ss3: "O", osc: "]", dcs: "P", apc: "_" } as const;
    return introducers[this.#state as keyof typeof introducers] ?? "";
  }

  #reset(): void {
    this.#state = "ground";
    this.#alt = false;
    this.#sequence = "";
    this.#stringEscape = false;
  }

  #key(key: Key): void {
    this.#events.push({ type: "key", key });
  }

  #reply(reply: TerminalReply): void {
    this.#events.push({ type: "reply", reply });
  }

  #byte(byte: number): void {
    switch (this.#state) {
      case "ground":
        this.#ground(byte);
        return;
      case "escape":
        this.#escape(byte);
        return;
      case "csi":
        this.#csi(byte);
        return;
      case "linux":
        this.#linux(byte);
        return;
      case "ss3":
        this.#ss3(byte);
        return;
      case "x10":
        this.#x10(byte);
        return;
      default:
        this.#string(byte);
    }
  }

  #ground(byte: number): void {
    if (this.#utf8.length === 0 && byte < 0x80) {
      if (byte === ESC) this.#state = "escape";
      else this.#typed(String.fromCharCode(byte));
      return;
    }
    this.#utf8Byte(byte);
  }

  #utf8Byte(byte: number): void {
    const partial = this.#utf8;
    if (partial.length > 0) {
      const lead = partial[0]!;
      const fits = partial.length === 1 ? isSecondByte(lead, byte) : byte >= 0x80 && byte < 0xc0;
      if (!fits) {
        this.#utf8 = [];
        for (const stray of partial) this.#typed(String.fromCharCode(0xdc00 + stray));
        this.#byte(byte);
        return;
      }
      partial.push(byte);
      if (partial.length === expectedLength(lead)) {
        this.#utf8 = [];
        this.#typed(decodeUtf8(Uint8Array.from(partial)));
      }
      return;
    }
    if (expectedLength(byte) < 2) this.#typed(String.fromCharCode(0xdc00 + byte));
    else partial.push(byte);
  }

  #typed(char: string): void {
    const alt = this.#alt;
    this.#alt = false;
    this.#key(keyOfTyped(char, alt));
  }

  #escape(byte: number): void {
    switch (byte) {
      case ESC:
        // Twice ESC: Alt with a function key, or the key typed twice.
        if (this.#alt) this.#key("<Esc>");
        this.#alt = true;
        return;
      case 0x5b:
        this.#state = "csi";
        return;
      case 0x4f:
        this.#state = "ss3";
        return;
      case 0x5d:
        this.#state = "osc";
        return;
      case 0x50:
        this.#state = "dcs";
        return;
      case 0x5f:
        this.#state = "apc";
        return;
    }
    if (this.#alt) this.#key("<Esc>");
    const extra = this.#extraKeys.get(`\x1b${String.fromCharCode(byte)}`);
    this.#reset();
    if (extra !== undefined) {
      this.#key(extra);
      return;
    }
    this.#alt = true;
    this.#ground(byte);
  }

  /** The sequence turns out to be none: its introducer was Alt with a key, `byte` comes next. */
  #notASequence(byte: number): void {
    const introducer = this.#introducer();
    const text = this.#sequence;
    if (this.#alt) this.#key("<Esc>");
    this.#reset();
    this.#key(keyOfTyped(introducer, true));
    for (const char of text) this.#key(keyOfChar(char));
    this.#byte(byte);
  }

  #csi(byte: number): void {
    if (byte === ESC) {
      // A new sequence begins; what was cut off is dropped unless it was a key.
      if (this.#sequence === "") this.#key(keyOfTyped("[", true));
      this.#reset();
      this.#state = "escape";
      return;
    }
    if (byte < 0x20 || byte > 0x7e) {
      if (this.#sequence === "") this.#notASequence(byte);
      else {
        this.#reset();
        this.#byte(byte);
      }
      return;
    }
    if (this.#sequence === "" && byte === 0x5b) {
      this.#state = "linux";
      return;
    }
    if (this.#sequence === "" && byte === 0x4d && !this.#alt) {
      this.#state = "x10";
      return;
    }
    this.#sequence += String.fromCharCode(byte);
    const final = byte >= 0x40 || (byte === 0x24 && /^\d+\$$/.test(this.#sequence));
    if (!final) {
      if (this.#sequence.length > MAX_CSI) this.#reset();
      return;
    }
    const sequence = this.#sequence;
    const alt = this.#alt;
    this.#reset();
    this.#dispatchCsi(sequence, alt);
  }

  #dispatchCsi(sequence: string, alt: boolean): void {
    const extra = this.#extraKeys.get(`\x1b[${sequence}`);
    if (extra !== undefined) {
      this.#key(extra);
      return;
    }
    if (sequence === "200~") {
      this.#state = "paste";
      this.#pasteMatched = 0;
      return;
    }
    const event = parseCsi(sequence, alt, this.#positionReports > 0);
    if (event === null) return;
    if (event.type === "reply" && event.reply.kind === "cursor-position") {
      this.#positionReports = Math.max(0, this.#positionReports - 1);
    }
    this.#events.push(event);
  }

  /** The Linux console's `CSI [ A` .. `CSI [ E` are F1 to F5. */
  #linux(byte: number): void {
    const alt = this.#alt;
    this.#reset();
    if (byte >= 0x41 && byte <= 0x45) this.#key(keyOf(`F${byte - 0x40}`, alt ? ALT : 0));
    else {
      this.#key(keyOfTyped("[", true));
      this.#key("[");
      this.#byte(byte);
    }
  }

  #ss3(byte: number): void {
    if (byte < 0x20 || byte > 0x7e) {
      this.#notASequence(byte);
      return;
    }
    const char = String.fromCharCode(byte);
    // Some terminals put the modifiers here: SS3 5 A.
    if (byte >= 0x30 && byte <= 0x39 && this.#sequence.length < 2) {
      this.#sequence += char;
      return;
    }
    const modifiers = this.#sequence === "" ? 0 : Math.max(0, Number(this.#sequence) - 1);
    const bits = modifiers | (this.#alt ? ALT : 0);
    const extra = this.#extraKeys.get(`\x1bO${this.#sequence}${char}`);
    const arrow = RXVT_ARROWS[char];
    const named = LETTER_KEYS[char] ?? KEYPAD[char];
    if (extra === undefined && arrow === undefined && named === undefined) {
      this.#notASequence(byte);
      return;
    }
    this.#reset();
    if (extra !== undefined) this.#key(extra);
    else if (arrow !== undefined) this.#key(keyOf(arrow, bits | CTRL));
    else this.#key(keyOf(named!, bits));
  }

  /** `CSI M` and three bytes: button, column and row, each with 32 added. */
  #x10(byte: number): void {
    this.#sequence += String.fromCharCode(byte);
    if (this.#sequence.length < 3) return;
    const at = (index: number): number => this.#sequence.charCodeAt(index) - 32;
    const event = mouseEvent(at(0), at(1) - 1, at(2) - 1, (at(0) & 3) === 3 && at(0) < 32);
    this.#reset();
    if (event !== null) this.#events.push(event);
  }

  /** OSC, DCS and APC: text up to ST (or BEL for OSC). */
  #string(byte: number): void {
    const kind = this.#state;
    if (this.#stringEscape) {
      if (byte === 0x5c) {
        this.#endString();
        return;
      }
      // An ESC that ends nothing: the string was cut off and a new sequence begins.
      this.#reset();
      this.#state = "escape";
      this.#escape(byte);
      return;
    }
    if (byte === ESC) {
      if (this.#sequence === "") {
        this.#key(keyOfTyped(this.#introducer(), true));
        this.#reset();
        this.#state = "escape";
      } else this.#stringEscape = true;
      return;
    }
    if (this.#sequence === "" && !startsString(kind, byte)) {
      this.#notASequence(byte);
      return;
    }
    if (byte === BEL && kind === "osc") {
      this.#endString();
      return;
    }
    // CAN and SUB cancel a string; CTRL-C must get through whatever a terminal left open.
    if (byte === 0x18 || byte === 0x1a || byte === 0x03) {
      this.#reset();
      if (byte === 0x03) this.#ground(byte);
      return;
    }
    if (this.#sequence.length < MAX_STRING) this.#sequence += String.fromCharCode(byte);
    else this.#reset();
  }

  #endString(): void {
    const kind = this.#state;
    const text = this.#sequence;
    this.#reset();
    if (kind === "osc") this.#reply(parseOsc(text));
    else if (kind === "dcs") this.#reply(parseDcs(text));
    else this.#reply({ kind: "unknown", text: `APC ${text.slice(0, 40)}` });
  }

  /** Takes bytes of a paste in bulk; returns the index after those it took. */
  #pasteBytes(bytes: Uint8Array, from: number): number {
    let start = from;
    let i = from;
    while (i < bytes.length) {
      if (this.#pasteMatched === 0) {
        const found = bytes.indexOf(ESC, i);
        if (found < 0) {
          this.#paste.push(bytes.slice(start));
          return bytes.length;
        }
        this.#paste.push(bytes.slice(start, found));
        start = found;
        i = found + 1;
        this.#pasteMatched = 1;
        continue;
      }
      if (bytes[i] === PASTE_END[this.#pasteMatched]) {
        i++;
        if (++this.#pasteMatched === PASTE_END.length) {
          this.#pasteMatched = 0;
          this.#endPaste();
          return i;
        }
        continue;
      }
      // Not the end: the part of the mark that matched is text, some of it from earlier pieces.
      this.#paste.push(Uint8Array.from(PASTE_END.slice(0, this.#pasteMatched)));
      this.#pasteMatched = 0;
      start = i;
    }
    return bytes.length;
  }

  #endPaste(): void {
    let length = 0;
    for (const piece of this.#paste) length += piece.length;
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const piece of this.#paste) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.#paste = [];
    this.#pasteMatched = 0;
    this.#reset();
    // Terminals send line ends as CR.
    this.#events.push({ type: "paste", text: decodeUtf8(bytes).replace(/\r\n?/g, "\n") });
  }
}

/** Whether a string of this kind can begin so; if not, Alt and two keys were typed. */
function startsString(kind: State, byte: number): boolean {
  const char = String.fromCharCode(byte);
  if (kind === "osc") return /[0-9lL]/.test(char);
  return kind === "dcs" ? /[0-9>!$+|=]/.test(char) : char === "G";
}
