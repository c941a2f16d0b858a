/**
 * The recovery logs of one editor process, where they are written: each message becomes records that
 * are handed to the system at once. What can't be written is kept and tried again.
 */
import { join } from "node:path";
import { messageOf } from "../../base/errors.ts";
import { codeOf, type FilePort, reasonOf, writeFully } from "../files/port.ts";
import type { JournalMessage } from "./message.ts";
import { basePathOf, logName } from "./names.ts";
import {
  encodeRecord,
  type LoggedEdit,
  type LogHeader,
  type LogRecord,
  MAGIC,
  readRecords,
} from "./record.ts";

/** Waits for the disk in another thread. `done` is called later, never from within. */
export interface Background {
  sync(fd: number, folder: string | null, done: (error: string | null) => void): void;
  copy(
    from: string,
    to: string,
    identity: NonNullable<LogHeader["identity"]>,
    done: (hash: string | null, error: string | null) => void,
  ): void;
}

export interface KeeperOptions {
  readonly folder: string;
  readonly port: FilePort;
  readonly background: Background;
  /** Told once when writing fails and once (null) when all is written again. */
  readonly onTrouble: (message: string | null) => void;
  /** Told when the file that a log's changes were made to is gone already, and no copy was made. */
  readonly onBaseLost?: (doc: number) => void;
}

/** Base files up to this size (bytes) are copied, in case something else replaces them. */
const MAX_BASE_COPY = 32 * 2 ** 20;

interface Log {
  readonly doc: number;
  header: LogHeader;
  /** "" until the log has a file. */
  path: string;
  /** -1 until the log has a file. */
  fd: number;
  /** Bytes of the file that are whole records. */
  size: number;
  /** Records that are not in the file yet; the first of a log without a file are its head. */
  pending: { readonly seq: number; readonly bytes: Uint8Array }[];
  /** Part of a record may stand after `size`. */
  ragged: boolean;
  dirty: boolean;
  /** The name is not known to be on the disk. */
  newName: boolean;
  syncing: boolean;
  baseCopy: "none" | "wanted" | "under way" | "done";
  closed: boolean;
}

export class LogKeeper {
  private readonly options: KeeperOptions;
  private readonly logs = new Map<number, Log>();
  /** Descriptors that are being synced; those given up meanwhile are closed after it. */
  private readonly inSync = new Set<number>();
  private readonly closeLater = new Set<number>();
  private lastSeq = 0;
  private troubled = false;

  constructor(options: KeeperOptions) {
    this.options = options;
  }

  /** Works a message off; never throws what a file system can throw. */
  handle(message: JournalMessage): void {
    this.lastSeq = Math.max(this.lastSeq, message.seq);
    const { seq, doc } = message;
    if (message.type === "open") {
      this.open(seq, doc, message.header, message.base);
      return;
    }
    const log = this.logs.get(doc);
    if (message.type === "sync") this.syncNow();
    else if (log === undefined) return;
    else if (message.type === "close") this.close(log);
    else if (message.type === "rebase") this.rebase(log, seq, message.header, message.base);
    else if (message.type === "saving") {
      const { revision, hash, backup } = message;
      this.write(log, seq, encodeRecord({ kind: "saving", revision, hash, backup }));
      this.syncLogNow(log);
    } else {
      const { revision, when } = message;
      const record: LogRecord =
        message.type === "many"
          ? { kind: "many", seq, revision, when, edits: message.edits }
          : { kind: "changes", seq, revision, when, edits: editsOf(message.edits) };
      this.write(log, seq, encodeRecord(record));
      if (log.baseCopy === "none") log.baseCopy = "wanted";
    }
  }

  get handledSeq(): number {
    return this.lastSeq;
  }

  /** The last message before which everything has reached the system. */
  get writtenSeq(): number {
    let seq = this.lastSeq;
    for (const log of this.logs.values()) {
      const first = log.pending[0];
      if (first !== undefined) seq = Math.min(seq, first.seq - 1);
    }
    return seq;
  }

  /** Whether `tick` has something to do. */
  get restless(): boolean {
    for (const log of this.logs.values()) {
      if (log.pending.length > 0 || log.dirty || log.baseCopy === "wanted") return true;
    }
    return false;
  }

  /** To be called about once a second while `restless`: retries, syncs, copies bases. */
  tick(): void {
    for (const log of this.logs.values()) {
      if (log.pending.length > 0) this.flush(log);
      this.syncInBackground(log);
      if (log.baseCopy === "wanted") this.copyBase(log);
    }
  }

  /** Whether everything has reached the system, and nothing is under way in the background. */
  get settled(): boolean {
    for (const log of this.logs.values()) {
      if (log.pending.length > 0 || log.syncing || log.baseCopy === "under way") return false;
    }
    return this.inSync.size === 0;
  }

  /** Closes the logs without removing them: another keeper takes them up. */
  abandon(): void {
    for (const log of this.logs.values()) {
      log.closed = true;
      if (log.fd >= 0) this.release(log, log.fd);
    }
    this.logs.clear();
  }

  private open(seq: number, doc: number, header: LogHeader, base: readonly string[]): void {
    const old = this.logs.get(doc);
    if (old !== undefined) this.close(old);
    const log: Log = {
      doc,
      header,
      path: "",
      fd: -1,
      size: 0,
      pending: [{ seq, bytes: headOf(header, base) }],
      ragged: false,
      dirty: false,
      newName: true,
      syncing: false,
      baseCopy: wantsCopy(header) ? "none" : "done",
      closed: false,
    };
    this.logs.set(doc, log);
    this.flush(log);
  }

  private write(log: Log, seq: number, bytes: Uint8Array): void {
    log.pending.push({ seq, bytes });
    this.flush(log);
  }

  /** Writes what is pending; after a failure the file is cut back to whole records first. */
  private flush(log: Log): void {
    const { port } = this.options;
    try {
      if (log.fd < 0) this.create(log);
      if (log.ragged) port.truncate(log.fd, log.size);
      log.ragged = false;
      for (let next = log.pending[0]; next !== undefined; next = log.pending[0]) {
        log.ragged = true;
        writeFully(port, log.fd, next.bytes);
        log.ragged = false;
        log.size += next.bytes.length;
        log.dirty = true;
        log.pending.shift();
      }
      this.settle();
    } catch (error) {
      this.trouble(error);
    }
  }

  /** Makes the log's file, or goes on with the one that an earlier worker of this session made. */
  private create(log: Log): void {
    const { folder, port } = this.options;
    const { header, doc } = log;
    port.makeFolder(folder, 0o700);
    for (let attempt = 0; ; attempt++) {
      const path = join(folder, logName(header.path, doc, header.pid, attempt));
      try {
        log.fd = port.open(path, "create", 0o600);
        log.path = path;
        log.size = 0;
        return;
      } catch (error) {
        if (codeOf(error) !== "EEXIST" || attempt > 50) throw error;
        if (this.resume(log, path)) return;
      }
    }
  }

  private resume(log: Log, path: string): boolean {
    const { port } = this.options;
    const { records, size } = readRecords(readAll(path, port));
    const [first] = records;
    if (first?.kind !== "header" || first.header.session !== log.header.session) return false;
    log.fd = port.open(path, "append", 0o600);
    log.path = path;
    log.size = size;
    port.truncate(log.fd, size);
    // Whether that one synced what it wrote, nobody knows.
    log.dirty = true;
    // The head is there already.
    log.pending.shift();
    return true;
  }

  /** A new file with the new head takes the log's name; records before it are not needed any more. */
  private rebase(log: Log, seq: number, header: LogHeader, base: readonly string[]): void {
    const moved = log.header.path !== header.path;
    const head = headOf(header, base);
    const { fd, path, pending } = log;
    log.header = header;
    log.baseCopy = wantsCopy(header) ? "none" : "done";
    if (fd >= 0 && !moved) {
      // If this fails the old log goes on: its `saving` record knows the file that is there now.
      if (!this.replace(log, head)) log.pending = pending;
      return;
    }
    log.pending = [{ seq, bytes: head }];
    log.fd = -1;
    log.newName = true;
    this.flush(log);
    if (fd < 0) return;
    this.release(log, fd);
    if (log.fd >= 0) this.removeFiles(path);
  }

  /** Gives the log a new file with `head` alone; whether that worked. */
  private replace(log: Log, head: Uint8Array): boolean {
    const { port } = this.options;
    const { path, fd } = log;
    const temporary = `${path}.new`;
    let next = -1;
    try {
      this.removeIfThere(temporary);
      next = port.open(temporary, "create", 0o600);
      writeFully(port, next, head);
      port.rename(temporary, path);
    } catch (error) {
      if (next >= 0) port.close(next);
      this.trouble(error);
      return false;
    }
    this.release(log, fd);
    Object.assign(log, { fd: next, size: head.length, pending: [], dirty: true, newName: true });
    log.ragged = false;
    this.removeQuietly(basePathOf(path));
    this.syncInBackground(log);
    this.settle();
    return true;
  }

  private close(log: Log): void {
    this.logs.delete(log.doc);
    log.closed = true;
    if (log.fd < 0) return;
    this.release(log, log.fd);
    this.removeFiles(log.path);
    this.settle();
  }

  private removeFiles(path: string): void {
    this.removeQuietly(basePathOf(path));
    this.removeQuietly(path);
  }

  private removeQuietly(path: string): void {
    try {
      this.removeIfThere(path);
    } catch (error) {
      this.trouble(error);
    }
  }

  private removeIfThere(path: string): void {
    const { port } = this.options;
    if (port.lstat(path) !== null) port.remove(path);
  }

  private release(log: Log, fd: number): void {
    log.syncing = false;
    if (this.inSync.has(fd)) this.closeLater.add(fd);
    else this.options.port.close(fd);
  }

  private syncInBackground(log: Log): void {
    if (!log.dirty || log.syncing || log.fd < 0) return;
    const { fd } = log;
    const folder = log.newName ? this.options.folder : null;
    log.dirty = false;
    log.syncing = true;
    this.inSync.add(fd);
    this.options.background.sync(fd, folder, (error) => {
      this.inSync.delete(fd);
      if (this.closeLater.delete(fd)) {
        this.options.port.close(fd);
        return;
      }
      log.syncing = false;
      if (error === null) log.newName &&= folder === null;
      else {
        log.dirty = true;
        this.trouble(new Error(error));
      }
    });
  }

  private syncNow(): void {
    for (const log of this.logs.values()) this.syncLogNow(log);
  }

  private syncLogNow(log: Log): void {
    const { port, folder } = this.options;
    if (log.pending.length > 0) this.flush(log);
    if (log.fd < 0) return;
    try {
      port.sync(log.fd);
      if (log.newName) port.syncFolder(folder);
      log.newName = false;
      log.dirty = false;
    } catch (error) {
      this.trouble(error);
    }
  }

  private copyBase(log: Log): void {
    const { identity, path } = log.header;
    if (identity === null || path === null || log.fd < 0) return;
    log.baseCopy = "under way";
    const { header } = log;
    const fresh = `${basePathOf(log.path)}.new`;
    this.options.background.copy(path, fresh, identity, (hash, error) => {
      // Meanwhile saved or closed: the copy is of no use.
      const stale = log.closed || log.header !== header;
      try {
        if (error !== null || hash === null || stale) {
          this.removeIfThere(fresh);
          if (stale) return;
          log.baseCopy = "done";
          if (error === null) this.options.onBaseLost?.(log.doc);
          return;
        }
        log.baseCopy = "done";
        this.write(log, this.lastSeq, encodeRecord({ kind: "base-hash", hash }));
        this.options.port.rename(fresh, basePathOf(log.path));
      } catch (problem) {
        this.trouble(problem);
      }
    });
  }

  private trouble(error: unknown): void {
    if (this.troubled) return;
    this.troubled = true;
    const code = codeOf(error);
    const reason = code === "" ? messageOf(error) : reasonOf(code);
    this.options.onTrouble(`Changes are not recorded for recovery: ${reason}`);
  }

  private settle(): void {
    if (!this.troubled) return;
    for (const log of this.logs.values()) if (log.pending.length > 0) return;
    this.troubled = false;
    this.options.onTrouble(null);
  }
}

function wantsCopy(header: LogHeader): boolean {
  return header.identity !== null && header.identity.size <= MAX_BASE_COPY;
}

function headOf(header: LogHeader, base: readonly string[]): Uint8Array {
  return Buffer.concat([
    MAGIC,
    encodeRecord({ kind: "header", header }),
    ...base.map((text) => encodeRecord({ kind: "base", text })),
  ]);
}

function editsOf(flat: (JournalMessage & { type: "changes" })["edits"]): LoggedEdit[] {
  const edits: LoggedEdit[] = [];
  for (let i = 0; i + 2 < flat.length; i += 3) {
    const insert = flat[i + 2] as string | readonly string[];
    edits.push({
      from: flat[i] as number,
      to: flat[i + 1] as number,
      insert: typeof insert === "string" ? insert : insert.join(""),
    });
  }
  return edits;
}

/** The whole of a file; throws what the port throws. */
export function readAll(path: string, port: FilePort): Buffer {
  const fd = port.open(path, "read", 0);
  try {
    const parts: Uint8Array[] = [];
    for (;;) {
      const buffer = Buffer.allocUnsafeSlow(1 << 18);
      const count = port.read(fd, buffer);
      if (count === 0) return Buffer.concat(parts);
      parts.push(buffer.subarray(0, count));
    }
  } finally {
    port.close(fd);
  }
}
