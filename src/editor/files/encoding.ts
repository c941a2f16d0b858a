/**
 * Bytes ⇄ document text. `decode` and `encode` are exact inverses for every sequence of bytes:
 *
 * - UTF-8 (with or without BOM): each byte that is not part of valid UTF-8 becomes the lone
 *   surrogate U+DC00 + byte (U+DC80..U+DCFF), as Python's surrogateescape does.
 * - UTF-16 is recognised by its BOM; code units are kept as they are, so lone surrogates survive.
 *   A file with a UTF-16 BOM and an odd number of bytes is taken as UTF-8 with escapes instead.
 * - `latin1` only when asked for (`:e ++enc=latin1`).
 * - dos only when every line break is `\r\n`; otherwise unix, and each `\r` stays a character.
 * - The text has no final line break; `endofline` says whether the file had one.
 *
 * Not every text is the image of some bytes. In a UTF-8 file a lone surrogate outside
 * U+DC80..U+DCFF is written as its three-byte generalised UTF-8 form (it reads back as three
 * escapes), and escapes that come to stand side by side may form a valid character when read back:
 * the bytes are right in both cases. In a dos document a line that ends in `\r` is written with
 * `\r\r\n` and reads back as it was.
 */
import { constants, isUtf8 } from "node:buffer";
import { assert, UserError } from "../../base/errors.ts";
import { isHalf, isHigh, isLow } from "../../base/surrogates.ts";
import { Text } from "../../text/text.ts";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "latin1";

export interface FileFormat {
  readonly encoding: Encoding;
  readonly bom: boolean;
  readonly fileformat: "unix" | "dos";
  /** Whether the last line ends in a line break (true for a new or empty file). */
  readonly endofline: boolean;
  /**
   * What an empty text stands for: one empty line (true; the file was a single line break) or no
   * line at all (false; nothing is written).
   */
  readonly blankLine: boolean;
}

export const NEW_FILE_FORMAT: FileFormat = {
  encoding: "utf-8",
  bom: false,
  fileformat: "unix",
  endofline: true,
  blankLine: false,
};

export interface Decoded {
  readonly text: Text;
  readonly format: FileFormat;
}

/** What the user forces with `++enc` and `++ff`; a forced dos strips the `\r` that are there. */
export interface DecodeOptions {
  readonly encoding?: Encoding;
  readonly fileformat?: "unix" | "dos";
}

/** Bytes of a piece: big enough to be cheap, below the size where V8 stores strings externally. */
const PIECE = 1 << 19;
/** UTF-16 units of a piece on the way out: small, so that what is thrown away is collected soon. */
const OUT_PIECE = 1 << 16;
const LF = 10;
const CR = 13;

/** Fills `into` from its start and returns the number of bytes, 0 at the end. */
export type ReadBytes = (into: Uint8Array) => number;

/** Throws UserError where a line is longer than a JavaScript string can be. */
export function decode(bytes: Uint8Array, options: DecodeOptions = {}): Decoded {
  let at = 0;
  return decodeStream((into) => {
    const part = bytes.subarray(at, at + into.length);
    into.set(part);
    at += part.length;
    return part.length;
  }, options);
}

/** Like `decode`, reading piece by piece so that the bytes are never held as a whole. */
export function decodeStream(read: ReadBytes, options: DecodeOptions = {}): Decoded {
  let buffer = Buffer.allocUnsafeSlow(PIECE);
  let filled = fill(buffer, 0, read);
  const encoding = options.encoding ?? encodingOfStart(buffer.subarray(0, filled));
  const bom = startsWithBom(buffer.subarray(0, filled), encoding);
  const builder = new TextBuilder(options.fileformat);
  let from = bom ? (encoding === "utf-8" ? 3 : 2) : 0;

  if (encoding === "utf-16le" || encoding === "utf-16be") {
    const all = readAll(buffer, filled, read);
    if (all.length % 2 === 1) {
      if (options.encoding) throw new UserError("Not UTF-16: an odd number of bytes");
      return decode(all, { ...options, encoding: "utf-8" });
    }
    addUtf16(builder, all.subarray(from), encoding);
    return builder.finish(encoding, bom);
  }

  const stringOf = encoding === "utf-8" ? stringOfUtf8 : stringOfLatin1;
  for (;;) {
    const atEnd = filled < buffer.length;
    const to = atEnd ? filled : buffer.lastIndexOf(LF) + 1;
    if (to > from) builder.add(stringOf(buffer, from, to));
    if (atEnd) return builder.finish(encoding, bom);
    const keepFrom = Math.max(from, to);
    const rest = filled - keepFrom;
    let next = buffer;
    if (rest > buffer.length / 2) {
      if (rest > constants.MAX_STRING_LENGTH / 2) throw tooLong();
      next = Buffer.allocUnsafeSlow(buffer.length * 2);
    } else if (rest === 0 && buffer.length > PIECE) {
      next = Buffer.allocUnsafeSlow(PIECE);
    }
    buffer.copy(next, 0, keepFrom, filled);
    buffer = next;
    filled = rest + fill(buffer, rest, read);
    from = 0;
  }
}

function tooLong(): UserError {
  return new UserError("E340: Line is too long");
}

function fill(buffer: Buffer, from: number, read: ReadBytes): number {
  let at = from;
  while (at < buffer.length) {
    const count = read(buffer.subarray(at));
    if (count === 0) break;
    at += count;
  }
  return at - from;
}

function readAll(first: Buffer, filled: number, read: ReadBytes): Buffer {
  const parts = [first.subarray(0, filled)];
  for (let last = first, count = filled; count === last.length; ) {
    last = Buffer.allocUnsafeSlow(PIECE);
    count = fill(last, 0, read);
    parts.push(last.subarray(0, count));
  }
  return Buffer.concat(parts);
}

function encodingOfStart(start: Uint8Array): Encoding {
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
  return "utf-8";
}

function startsWithBom(start: Uint8Array, encoding: Encoding): boolean {
  if (encoding === "latin1") return false;
  if (encoding === "utf-8") return start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf;
  return encodingOfStart(start) === encoding;
}

function addUtf16(builder: TextBuilder, bytes: Buffer, encoding: "utf-16le" | "utf-16be"): void {
  // A fresh copy: aligned for the 16-bit view, and ours to swap.
  const copy = Buffer.from(new Uint8Array(bytes).buffer);
  if (encoding === "utf-16be") copy.swap16();
  const units = new Uint16Array(copy.buffer, 0, copy.length / 2);
  for (let from = 0; from < units.length; ) {
    const lineBreak = units.indexOf(LF, Math.min(from + PIECE / 2, units.length));
    const to = lineBreak < 0 ? units.length : lineBreak + 1;
    if (to - from > constants.MAX_STRING_LENGTH) throw tooLong();
    builder.add(copy.toString("utf16le", from * 2, to * 2));
    from = to;
  }
}

function stringOfLatin1(buffer: Buffer, from: number, to: number): string {
  return buffer.toString("latin1", from, to);
}

function stringOfUtf8(buffer: Buffer, from: number, to: number): string {
  if (isUtf8(buffer.subarray(from, to))) return buffer.toString("utf8", from, to);
  const units = new Uint16Array(to - from);
  const count = escapeDecode(buffer, from, to, units);
  return Buffer.from(units.buffer, 0, count * 2).toString("utf16le");
}

/** Decodes UTF-8 with escapes into `units` (one unit a byte is enough); returns their number. */
function escapeDecode(bytes: Uint8Array, from: number, to: number, units: Uint16Array): number {
  let count = 0;
  for (let i = from; i < to; ) {
    const lead = bytes[i]!;
    if (lead < 0x80) {
      units[count++] = lead;
      i++;
      continue;
    }
    const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    const code = length > 0 && i + length <= to ? codePointAt(bytes, i, lead, length) : -1;
    if (code < 0) {
      units[count++] = 0xdc00 + lead;
      i++;
    } else {
      if (code < 0x10000) units[count++] = code;
      else {
        units[count++] = 0xd7c0 + (code >> 10);
        units[count++] = 0xdc00 + (code & 0x3ff);
      }
      i += length;
    }
  }
  return count;
}

/** The code point of a sequence of 2 to 4 bytes, or -1 where it is not valid UTF-8. */
function codePointAt(bytes: Uint8Array, at: number, lead: number, length: number): number {
  let code = lead & (0xff >> (length + 1));
  for (let k = 1; k < length; k++) {
    const byte = bytes[at + k]!;
    if ((byte & 0xc0) !== 0x80) return -1;
    code = (code << 6) | (byte & 0x3f);
  }
  if (length === 3 && (code < 0x800 || isHalf(code))) return -1;
  if (length === 4 && (code < 0x10000 || code > 0x10ffff)) return -1;
  return code;
}

/** Collects strings that each end in a line break (but the last), split into lines. */
class TextBuilder {
  private text: Text | null = null;
  private readonly forced: "unix" | "dos" | undefined;
  private dos: boolean | null;

  constructor(forced: "unix" | "dos" | undefined) {
    this.forced = forced;
    this.dos = forced === undefined ? null : forced === "dos";
  }

  add(string: string): void {
    const lines = string.split("\n");
    if (this.dos === null && lines.length > 1) this.dos = endsInCr(lines[0]!);
    if (this.dos) this.stripReturns(lines);
    // The last of `lines` is "" and joins the first of the next piece.
    const part = Text.of(lines);
    this.text = this.text === null ? part : this.text.append(part);
  }

  private stripReturns(lines: string[]): void {
    const last = lines.length - 1;
    for (let i = 0; i < last; i++) {
      const line = lines[i]!;
      if (endsInCr(line)) lines[i] = line.slice(0, -1);
      else if (this.forced === undefined) {
        this.dos = false;
        for (let k = 0; k < i; k++) lines[k] += "\r";
        this.restoreReturns();
        return;
      }
    }
  }

  /** A line without `\r` came after lines that had one: the file is unix after all. */
  private restoreReturns(): void {
    if (this.text === null) return;
    const lines = this.text.toJSON();
    for (let i = 0; i < lines.length - 1; i++) lines[i] += "\r";
    this.text = Text.of(lines);
  }

  finish(encoding: Encoding, bom: boolean): Decoded {
    const text = this.text ?? Text.empty;
    const hasBreak = text.lines > 1 && text.line(text.lines).length === 0;
    return {
      text: hasBreak ? text.slice(0, text.length - 1) : text,
      format: {
        encoding,
        bom,
        fileformat: this.dos ? "dos" : "unix",
        endofline: hasBreak || text.length === 0,
        blankLine: hasBreak && text.length === 1,
      },
    };
  }
}

function endsInCr(line: string): boolean {
  return line.length > 0 && line.charCodeAt(line.length - 1) === CR;
}

/**
 * The bytes of a text, in pieces of at most 200 kB. Each piece is only valid until the next one
 * is asked for. `onIllFormed` is told of pieces with lone surrogates. Throws UserError where a character does not exist in the encoding (latin1).
 */
export function* encode(
  text: Text,
  format: FileFormat,
  onIllFormed?: () => void,
): Generator<Uint8Array, void, undefined> {
  if (format.bom && format.encoding !== "latin1") yield bomOf(format.encoding);
  const buffer = Buffer.allocUnsafeSlow(OUT_PIECE * 3 + 3);
  for (const string of stringPieces(text, format.fileformat === "dos" ? "\r\n" : "\n")) {
    if (onIllFormed !== undefined && !string.isWellFormed()) onIllFormed();
    yield encodePiece(string, format.encoding, buffer);
  }
  if (text.length === 0 ? format.blankLine : format.endofline) {
    yield encodePiece(format.fileformat === "dos" ? "\r\n" : "\n", format.encoding, buffer);
  }
}

/** `encode` in one buffer: for small texts and tests. */
export function encodeAll(text: Text, format: FileFormat): Buffer {
  const parts: Buffer[] = [];
  for (const part of encode(text, format)) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/**
 * The text in strings of at most 64 Ki UTF-16 units and one, lines joined by `lineBreak`;
 * a surrogate pair is never cut.
 */
export function* stringPieces(text: Text, lineBreak: string): Generator<string, void, undefined> {
  let lines: string[] = [];
  let size = 0;
  for (const leaf of leavesOf(text)) {
    // Between two leaves stands a line break, which `join` adds; a piece that is cut off there
    // gets it by an empty first line of the next.
    lines.push(...leaf.toJSON());
    size += leaf.length + 1;
    if (size < OUT_PIECE) continue;
    yield* cut(lines.join(lineBreak));
    lines = [""];
    size = 0;
  }
  // What is left after a cut is [""], which must not add a line break of its own.
  if (lines.length > 1 || size > 0) yield* cut(lines.join(lineBreak));
}

/** Without recursion: nested generators would cost a third of a save. */
function* leavesOf(text: Text): Generator<Text, void, undefined> {
  const stack: Text[] = [text];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { children } = next;
    if (children === null) yield next;
    else for (let i = children.length - 1; i >= 0; i--) stack.push(children[i]!);
  }
}

function* cut(string: string): Generator<string, void, undefined> {
  for (let from = 0; from < string.length; ) {
    let to = Math.min(string.length, from + OUT_PIECE);
    // A line end may be cut between \r and \n: both are written all the same.
    if (to < string.length && isHigh(string.charCodeAt(to - 1))) to++;
    yield from === 0 && to === string.length ? string : string.slice(from, to);
    from = to;
  }
}

function bomOf(encoding: Encoding): Uint8Array {
  if (encoding === "utf-8") return Uint8Array.of(0xef, 0xbb, 0xbf);
  return encoding === "utf-16le" ? Uint8Array.of(0xff, 0xfe) : Uint8Array.of(0xfe, 0xff);
}

/** `buffer` holds three bytes for each unit of the longest piece. */
function encodePiece(string: string, encoding: Encoding, buffer: Buffer): Uint8Array {
  if (encoding === "utf-8") {
    const length = string.isWellFormed()
      ? buffer.write(string, "utf8")
      : escapeEncode(string, buffer);
    return buffer.subarray(0, length);
  }
  if (encoding === "latin1") {
    const bad = /[^\0-\xff]/u.exec(string);
    if (bad) throw new UserError(`E513: Write error, conversion failed (character "${bad[0]}")`);
    return buffer.subarray(0, buffer.write(string, "latin1"));
  }
  const bytes = buffer.subarray(0, buffer.write(string, "utf16le"));
  return encoding === "utf-16be" ? (bytes as Buffer).swap16() : bytes;
}

function escapeEncode(string: string, into: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < string.length; i++) {
    const unit = string.charCodeAt(i);
    if (unit < 0x80) into[count++] = unit;
    else if (unit < 0x800) {
      into[count++] = 0xc0 | (unit >> 6);
      into[count++] = 0x80 | (unit & 0x3f);
    } else if (unit >= 0xdc80 && unit <= 0xdcff) {
      into[count++] = unit & 0xff;
    } else if (isHigh(unit) && isLow(string.charCodeAt(i + 1))) {
      const code = ((unit - 0xd7c0) << 10) | (string.charCodeAt(++i) & 0x3ff);
      into[count++] = 0xf0 | (code >> 18);
      into[count++] = 0x80 | ((code >> 12) & 0x3f);
      into[count++] = 0x80 | ((code >> 6) & 0x3f);
      into[count++] = 0x80 | (code & 0x3f);
    } else {
      into[count++] = 0xe0 | (unit >> 12);
      into[count++] = 0x80 | ((unit >> 6) & 0x3f);
      into[count++] = 0x80 | (unit & 0x3f);
    }
  }
  assert(count <= into.length, `${count} bytes in a buffer of ${into.length}`);
  return count;
}
