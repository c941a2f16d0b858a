/**
 * The bytes of a recovery log: a line that names the format, then records. A record is its length
 * (u32, little endian), the CRC-32 of its payload (u32) and the payload, whose first byte is the
 * kind. What follows a record that is cut short or does not add up is not read.
 */
import { crc32 } from "node:zlib";
import type { ManyEdits } from "../../text/many-edits.ts";
import type { FileFormat } from "../files/encoding.ts";
import type { FileIdentity } from "../files/identity.ts";

export const MAGIC = Buffer.from("hunch journal 1\n");

/** The first record, JSON. */
export interface LogHeader {
  /** Absolute, without links; null for a buffer without a file. */
  readonly path: string | null;
  /** The file that the changes start from; null when the base is in the log, or empty. */
  readonly identity: FileIdentity | null;
  /** SHA-256 of the base file in hexadecimal, where it was known. */
  readonly hash: string | null;
  readonly format: FileFormat;
  /** The document's revision at the base. */
  readonly revision: number;
  /** Of this editor process; a random word. */
  readonly session: string;
  readonly pid: number;
  readonly host: string;
  readonly user: string;
  /** When the process started, as the system counts it, with the boot; null where it can't tell. */
  readonly processStart: string | null;
  /** Milliseconds since 1970. */
  readonly when: number;
  /** The text in the log has not been saved, whether or not changes follow. */
  readonly unsaved?: boolean;
}

/** One change of the text: UTF-16 offsets in the text before the whole ChangeSet. */
export interface LoggedEdit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

export type LogRecord =
  | { readonly kind: "header"; readonly header: LogHeader }
  /** A piece of the base text; pieces are concatenated. */
  | { readonly kind: "base"; readonly text: string }
  | {
      readonly kind: "changes";
      readonly seq: number;
      readonly revision: number;
      readonly when: number;
      readonly edits: readonly LoggedEdit[];
    }
  | {
      readonly kind: "many";
      readonly seq: number;
      readonly revision: number;
      readonly when: number;
      readonly edits: ManyEdits;
    }
  /** A save is about to replace the file by bytes with this hash, which hold `revision`. */
  | {
      readonly kind: "saving";
      readonly revision: number;
      readonly hash: string;
      readonly backup: string | null;
    }
  /** The hash of the header's base file, found out later. */
  | { readonly kind: "base-hash"; readonly hash: string };

const KINDS = { header: 72, base: 66, changes: 67, many: 77, saving: 83, "base-hash": 73 } as const;
const NAMES = new Map<number, keyof typeof KINDS>(
  Object.entries(KINDS).map(([name, byte]) => [byte, name as keyof typeof KINDS]),
);

export function encodeRecord(record: LogRecord): Uint8Array {
  if (record.kind === "base")
    return frame("base", JSON.stringify([wide(record.text)]), [record.text]);
  if (record.kind === "many") {
    const { seq, revision, when, edits } = record;
    const { spans, insert, repeated } = edits;
    const head = [seq, revision, when, spans.length, wide(insert), repeated ? 1 : 0];
    return frame("many", JSON.stringify(head), [insert], bytesOf(spans));
  }
  if (record.kind !== "changes") return frame(record.kind, JSON.stringify(record), []);
  const { seq, revision, when, edits } = record;
  const head: number[] = [seq, revision, when];
  for (const { from, to, insert } of edits) head.push(from, to, insert.length, wide(insert));
  return frame(
    "changes",
    JSON.stringify(head),
    edits.map((edit) => edit.insert),
  );
}

/** 1 for a string that needs two bytes a unit. */
function wide(string: string): 0 | 1 {
  return /[^\x00-\xff]/.test(string) ? 1 : 0;
}

/** The numbers as they lie in memory, little endian as on every machine that Node runs on. */
function bytesOf(numbers: Int32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

const NO_BYTES = new Uint8Array(0);

function frame(
  kind: keyof typeof KINDS,
  head: string,
  strings: readonly string[],
  columns: Uint8Array = NO_BYTES,
): Uint8Array {
  let length = 2 + Buffer.byteLength(head) + columns.length;
  const wides = strings.map(wide);
  for (const [i, string] of strings.entries()) length += string.length << wides[i]!;
  const bytes = Buffer.allocUnsafe(8 + length);
  bytes[8] = KINDS[kind];
  let at = 9 + bytes.write(head, 9);
  bytes[at++] = 10;
  bytes.set(columns, at);
  at += columns.length;
  for (const [i, string] of strings.entries()) {
    at += bytes.write(string, at, wides[i] === 1 ? "utf16le" : "latin1");
  }
  bytes.writeUInt32LE(length, 0);
  bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4);
  return bytes;
}

export interface ReadLog {
  readonly records: readonly LogRecord[];
  /** Bytes up to the end of the last good record; 0 when this is no log at all. */
  readonly size: number;
}

/** Reads as far as the bytes are sound; never throws. */
export function readRecords(bytes: Buffer): ReadLog {
  const records: LogRecord[] = [];
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return { records, size: 0 };
  let at = MAGIC.length;
  while (at + 8 <= bytes.length) {
    const length = bytes.readUInt32LE(at);
    const end = at + 8 + length;
    if (length < 2 || end > bytes.length) break;
    const payload = bytes.subarray(at + 8, end);
    if (crc32(payload) !== bytes.readUInt32LE(at + 4)) break;
    const record = decodePayload(payload);
    if (record !== null) records.push(record);
    at = end;
  }
  return { records, size: at };
}

/** Null for a kind that this version does not know. */
function decodePayload(payload: Buffer): LogRecord | null {
  const kind = NAMES.get(payload[0]!);
  if (kind === undefined) return null;
  const headEnd = payload.indexOf(10, 1);
  const head: unknown = JSON.parse(payload.toString("utf8", 1, headEnd));
  const body = payload.subarray(headEnd + 1);
  if (kind === "base") {
    const [isWide] = head as [number];
    return { kind, text: body.toString(isWide === 1 ? "utf16le" : "latin1") };
  }
  if (kind === "many") return manyOf(head as ManyHead, body);
  if (kind !== "changes") return head as LogRecord;
  const [seq, revision, when, ...rest] = head as [number, number, number, ...number[]];
  const edits: LoggedEdit[] = [];
  for (let i = 0, at = 0; i + 3 < rest.length; i += 4) {
    const size = rest[i + 2]! << rest[i + 3]!;
    const insert = body.toString(rest[i + 3] === 1 ? "utf16le" : "latin1", at, at + size);
    edits.push({ from: rest[i]!, to: rest[i + 1]!, insert });
    at += size;
  }
  return { kind, seq, revision, when, edits };
}

type ManyHead = [number, number, number, number, number, number];

function manyOf(head: ManyHead, body: Buffer): LogRecord {
  const [seq, revision, when, numbers, isWide, isRepeated] = head;
  const spans = new Int32Array(numbers);
  bytesOf(spans).set(body.subarray(0, numbers * 4));
  const insert = body.toString(isWide === 1 ? "utf16le" : "latin1", numbers * 4);
  const edits = { spans, insert, repeated: isRepeated === 1 };
  return { kind: "many", seq, revision, when, edits };
}
