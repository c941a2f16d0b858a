/**
 * Reads what is new in a shell's own history file. Where it was left off is kept as a place in the file
 * with the bytes before it; where a shell has written its file anew, as the last entries that were read.
 */
import { createHash } from "node:crypto";
import type { StoredCommand, StoreRequests } from "../../store/request.ts";
import { type HistoryEntry, historyKind, parseHistory } from "./files.ts";
import { isKept } from "./kept.ts";

/** A file that is read in pieces; offsets in bytes. */
export interface HistoryFile {
  readonly path: string;
  readonly size: number;
  /** May answer fewer bytes at the end of the file. */
  read(from: number, length: number): Uint8Array;
}

/** Where the commands go. */
export type ImportTarget = Pick<StoreRequests, "commandImport" | "importCommands">;

interface ImportState {
  /** Up to where it was read, and a hash of the bytes before that. */
  readonly offset: number;
  readonly tail: string;
  /** A hash of the last entries. */
  readonly last: string;
}

const PIECE = 2 ** 20;
/** Of a larger file only the end is read. */
const MOST_BYTES = 48 * PIECE;
const TAIL = 512;
/** So many entries tell where a file that was written anew goes on. */
const LAST = 4;
const BATCH = 2000;
/** Seconds without a command begin another stay in a shell; these files do not say where one does. */
const SESSION_GAP = 3600;

/** Adds what is new in it to the target; the number of commands. */
export function importHistory(file: HistoryFile, target: ImportTarget, now: number): number {
  const before = target.commandImport(file.path);
  const state = before === null ? null : stateOf(before);
  const goesOn =
    state !== null && state.offset <= file.size && tailOf(file, state.offset) === state.tail;
  if (goesOn && state.offset === file.size) return 0;
  const read = readEntries(file, goesOn ? state.offset : Math.max(0, file.size - MOST_BYTES));
  let entries = read.entries;
  let whole = false;
  if (state !== null && !goesOn) {
    const at = endOf(entries, state.last);
    whole = at < 0;
    if (at >= 0) entries = entries.slice(at);
  }
  const next: ImportState = {
    offset: read.end,
    tail: tailOf(file, read.end),
    last: read.entries.length >= LAST || state === null ? lastOf(read.entries) : state.last,
  };
  return store(file.path, target, commandsOf(entries, file.path, read.kind), {
    before,
    after: JSON.stringify(next),
    whole,
    now,
  });
}

function readEntries(file: HistoryFile, start: number) {
  const kind = historyKind(file.path, file.read(0, 4096));
  const entries: HistoryEntry[] = [];
  let from = start;
  let rest: Uint8Array = new Uint8Array();
  while (from < file.size) {
    const piece = file.read(from, PIECE);
    if (piece.length === 0) break;
    from += piece.length;
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    // An entry as large as a piece is none that anyone has typed.
    const parsed = parseHistory(kind, bytes, from >= file.size || rest.length > PIECE);
    for (const entry of parsed.entries) if (isKept(entry.command)) entries.push(entry);
    rest = bytes.subarray(parsed.used);
  }
  return { kind, entries, end: from - rest.length };
}

interface StoreHow {
  readonly before: string | null;
  readonly after: string;
  readonly whole: boolean;
  readonly now: number;
}

function store(
  file: string,
  target: ImportTarget,
  commands: readonly StoredCommand[],
  { before, after, whole, now }: StoreHow,
): number {
  let added = 0;
  let state = before;
  // Others write between two batches; only behind the last one the file counts as read.
  for (let from = 0; from < Math.max(1, commands.length); from += BATCH) {
    const isLast = from + BATCH >= commands.length;
    const next = isLast ? after : `{"batch":${from},"at":${now}}`;
    const batch = commands.slice(from, from + BATCH);
    const count = target.importCommands({
      file,
      commands: batch,
      before: state,
      after: next,
      whole,
      when: now,
    });
    if (count === null) return added;
    added += count;
    state = next;
  }
  return added;
}

function commandsOf(entries: readonly HistoryEntry[], path: string, kind: string): StoredCommand[] {
  const commands: StoredCommand[] = [];
  let session = 0;
  let last: HistoryEntry | null = null;
  for (const entry of entries) {
    // The same again and again is one, as shells are often told to keep it.
    if (last !== null && entry.time === 0 && entry.command === last.command) continue;
    const begins = last === null || Math.abs(entry.time - last.time) > SESSION_GAP * 1000;
    if (begins) session = entry.time;
    commands.push({
      line: entry.command,
      cwd: null,
      repository: null,
      status: null,
      duration: entry.duration,
      time: entry.time,
      previous: begins || last === null ? null : last.command,
      session: `${path}:${session}`,
      shell: kind,
      origin: path,
    });
    last = entry;
  }
  return commands;
}

/** Null where it is not one (a batch that was the last one of an editor that was killed). */
function stateOf(text: string): ImportState | null {
  const value = JSON.parse(text) as Partial<ImportState>;
  return value.offset === undefined ? { offset: -1, tail: "", last: "" } : (value as ImportState);
}

function tailOf(file: HistoryFile, offset: number): string {
  if (offset < 0) return "none";
  const from = Math.max(0, offset - TAIL);
  return hashOf(file.read(from, offset - from));
}

function lastOf(entries: readonly HistoryEntry[]): string {
  return entries.length < LAST ? "" : hashOf(JSON.stringify(entries.slice(-LAST)));
}

/** Behind the entries with this hash, the last ones if there are several; -1: they are not there. */
function endOf(entries: readonly HistoryEntry[], last: string): number {
  if (last === "") return -1;
  for (let at = entries.length; at >= LAST; at--) {
    if (lastOf(entries.slice(at - LAST, at)) === last) return at;
  }
  return -1;
}

function hashOf(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("base64url").slice(0, 22);
}
