/** Finding the logs of a file and making its text again. */
import { join } from "node:path";
import { messageOf, UserError } from "../../base/errors.ts";
import { applyMany, joinEdits, type ManyEdits } from "../../text/many-edits.ts";
import { ChangeSet, Text, textOf } from "../../text/text.ts";
import { decode, type FileFormat } from "../files/encoding.ts";
import { fingerprintOfBytes, identityOf, sameContent } from "../files/identity.ts";
import { codeOf, DISK, type FilePort } from "../files/port.ts";
import { readAll } from "./keeper.ts";
import { basePathOf, isLogName } from "./names.ts";
import { ownerState } from "./owner.ts";
import { type LogHeader, type LogRecord, readRecords } from "./record.ts";

export interface RecoveryLog {
  readonly logPath: string;
  readonly header: LogHeader;
  readonly owner: {
    readonly pid: number;
    readonly host: string;
    readonly user: string;
    readonly state: "alive" | "dead" | "unknown";
  };
  /** Whether changes were recorded after the last save. */
  readonly unsaved: boolean;
  /** Milliseconds since 1970 of the last change, or of the log's beginning. */
  readonly when: number;
  /** Number of changes recorded after the last save. */
  readonly changes: number;
}

export interface Recovered {
  readonly text: Text;
  readonly format: FileFormat;
  /** The document's revision at the last change that was read. */
  readonly revision: number;
  readonly changes: number;
  /** Where the text came from that the changes were made to. */
  readonly base: "file" | "copy" | "backup" | "log" | "empty";
}

/**
 * The logs for a path (absolute, without links), newest first; for null those of buffers without a
 * file. Cheap where there are none. Logs that belong to this very session are left out, files that
 * are no logs too. Never throws what a file system throws: a folder that can't be read has no logs.
 */
export function findRecovery(
  folder: string,
  path: string | null,
  port: FilePort = DISK,
  ownSession: string | null = null,
): RecoveryLog[] {
  const found: RecoveryLog[] = [];
  for (const name of namesIn(folder, port)) {
    if (!isLogName(name, path)) continue;
    const log = readLog(join(folder, name), port);
    if (log === null || log.header.path !== path || log.header.session === ownSession) continue;
    found.push(log);
  }
  return found.sort((a, b) => b.when - a.when);
}

function namesIn(folder: string, port: FilePort): string[] {
  try {
    return port.list(folder);
  } catch (error) {
    // Recovery is not worth refusing to open a file for.
    if (codeOf(error) === "") throw error;
    return [];
  }
}

function readLog(logPath: string, port: FilePort): RecoveryLog | null {
  const records = recordsOf(logPath, port);
  const [first] = records;
  if (first?.kind !== "header") return null;
  const { header } = first;
  const onDisk = header.path === null ? null : bytesOf(header.path, port);
  const saved = lastSaving(records, onDisk);
  const later = changesOf(records.slice(saved + 1));
  const unsaved = header.unsaved === true && saved === 0;
  return {
    logPath,
    header,
    owner: {
      pid: header.pid,
      host: header.host,
      user: header.user,
      state: ownerState(header),
    },
    unsaved: unsaved || later.length > 0,
    when: later.at(-1)?.when ?? header.when,
    changes: later.length + (unsaved ? 1 : 0),
  };
}

/** Empty where the file is gone or can't be read. */
function recordsOf(logPath: string, port: FilePort): readonly LogRecord[] {
  try {
    return readRecords(readAll(logPath, port)).records;
  } catch (error) {
    if (codeOf(error) === "") throw error;
    return [];
  }
}

/** Index of the last `saving` record whose bytes are in the file, 0 (the header) if there is none. */
function lastSaving(records: readonly LogRecord[], onDisk: Buffer | null): number {
  if (onDisk === null || !records.some(({ kind }) => kind === "saving")) return 0;
  const hash = fingerprintOfBytes(onDisk);
  return Math.max(
    0,
    records.findLastIndex((record) => record.kind === "saving" && record.hash === hash),
  );
}

type Changes = LogRecord & { kind: "changes" | "many" };

/** The changes in order; one that a restarted thread wrote twice counts once. */
function changesOf(records: readonly LogRecord[]): Changes[] {
  const changes: Changes[] = [];
  for (const record of records) {
    if (record.kind !== "changes" && record.kind !== "many") continue;
    if (record.seq > (changes.at(-1)?.seq ?? -1)) changes.push(record);
  }
  return changes;
}

/**
 * The text as it was at the last recorded change. Throws UserError when the log can't be read or
 * nothing holds the text that its changes were made to.
 */
export function recover(logPath: string, port: FilePort = DISK): Recovered {
  const records = recordsOf(logPath, port);
  const [first] = records;
  if (first?.kind !== "header") {
    throw new UserError(`E305: No recovery log found in ${logPath}`);
  }
  const { header } = first;
  const start = startOf(logPath, records, header, port);
  if (start === null) {
    throw new UserError(
      `E309: ${header.path ?? "The text"} has changed since the log began, and no copy is left`,
    );
  }
  const changes = changesOf(records.slice(start.index + 1));
  let { text } = start;
  for (let i = 0; i < changes.length; ) {
    const { seq } = changes[i]!;
    // A batch of many edits costs the length of the text: those of one change are made at once.
    const many = manyFrom(changes, i);
    try {
      text = many.length > 0 ? applyMany(text, joinEdits(many)) : withChange(text, changes[i]!);
    } catch (error) {
      throw new UserError(`E310: Change ${seq} of ${logPath} does not fit: ${messageOf(error)}`);
    }
    i += Math.max(1, many.length);
  }
  // Killed right after a save: the file holds the text of the record that announced it.
  const from = records[start.index];
  const saved = from?.kind === "saving" ? from.revision : header.revision;
  const revision = changes.at(-1)?.revision ?? saved;
  return { text, format: header.format, revision, changes: changes.length, base: start.base };
}

/** The batches from `at` on that go from the end of one text to its start; the first in it first. */
function manyFrom(changes: readonly Changes[], at: number): ManyEdits[] {
  const batches: ManyEdits[] = [];
  let before = Number.POSITIVE_INFINITY;
  for (let i = at; i < changes.length; i++) {
    const record = changes[i]!;
    if (record.kind !== "many" || record.edits.spans.length === 0) break;
    const { spans } = record.edits;
    if (spans[spans.length - 2]! > before) break;
    before = spans[0]!;
    batches.push(record.edits);
  }
  return batches.reverse();
}

function withChange(text: Text, record: Changes): Text {
  if (record.kind === "many") return applyMany(text, record.edits);
  const specs = record.edits.map(({ from, to, insert }) => ({ from, to, insert: textOf(insert) }));
  return ChangeSet.of(specs, text.length).apply(text);
}

interface Start {
  readonly text: Text;
  readonly base: Recovered["base"];
  /** Changes after this record are still to be made. */
  readonly index: number;
}

function startOf(
  logPath: string,
  records: readonly LogRecord[],
  header: LogHeader,
  port: FilePort,
): Start | null {
  const { path, format } = header;
  const onDisk = path === null ? null : bytesOf(path, port);
  const saved = lastSaving(records, onDisk);
  if (onDisk !== null && saved > 0) {
    return { text: textOfBytes(onDisk, format), base: "file", index: saved };
  }
  const pieces = records.filter((record) => record.kind === "base").map(({ text }) => text);
  if (header.identity === null || pieces.length > 0) {
    const text = textOf(pieces.join(""));
    return { text, base: pieces.length > 0 ? "log" : "empty", index: 0 };
  }
  const later = records.find((record) => record.kind === "base-hash");
  const baseHash = header.hash ?? later?.hash ?? null;
  if (onDisk !== null && path !== null) {
    const isBase =
      baseHash === null
        ? sameContent(identityOf(port.stat(path)!), header.identity)
        : fingerprintOfBytes(onDisk) === baseHash;
    if (isBase) return { text: textOfBytes(onDisk, format), base: "file", index: 0 };
  }
  const copies: readonly (readonly [Recovered["base"], string])[] = [
    ["copy", basePathOf(logPath)],
    ...records.flatMap((record): (readonly ["backup", string])[] =>
      record.kind === "saving" && record.backup !== null ? [["backup", record.backup]] : [],
    ),
  ];
  for (const [base, copy] of copies) {
    const bytes = bytesOf(copy, port);
    if (bytes === null) continue;
    // A backup was made of the very file that the document was read from.
    const isBase = baseHash === null ? base === "backup" : fingerprintOfBytes(bytes) === baseHash;
    if (isBase) return { text: textOfBytes(bytes, format), base, index: 0 };
  }
  return null;
}

/** Reads as the document had it: a last empty line without a line break of its own is kept. */
function textOfBytes(bytes: Buffer, format: FileFormat): Text {
  const read = decode(bytes, format);
  const lastIsEmpty = read.format.endofline && !format.endofline && read.text.length > 0;
  return lastIsEmpty ? read.text.append(Text.of(["", ""])) : read.text;
}

/** Null where there is no such file or it can't be read. */
function bytesOf(path: string, port: FilePort): Buffer | null {
  try {
    return port.stat(path)?.kind === "file" ? readAll(path, port) : null;
  } catch (error) {
    if (codeOf(error) === "") throw error;
    return null;
  }
}

/** Throws a log away, with the copy that goes with it; UserError where the system refuses. */
export function discardRecovery(logPath: string, port: FilePort = DISK): void {
  for (const path of [basePathOf(logPath), logPath]) {
    try {
      if (port.lstat(path) !== null) port.remove(path);
    } catch (error) {
      if (codeOf(error) === "") throw error;
      throw new UserError(`Can't remove ${path}: ${messageOf(error)}`);
    }
  }
}
