/**
 * A disk in memory that forgets at a power cut: bytes count as safe after `sync` of their file,
 * names after `syncFolder` of their folder. What was not synced may be there or not after the cut,
 * each name change and the end of each file for itself, in any order.
 */
import { dirname } from "node:path";
import type { FilePort, FileStat } from "../../../src/editor/files/port.ts";
import { failing } from "./faulty-port.ts";

interface Inode {
  readonly id: number;
  bytes: Buffer;
  safe: Buffer;
  time: number;
}

interface NameChange {
  readonly folder: string;
  readonly apply: (names: Map<string, Inode>) => void;
}

/** Thrown by every call that changes something once the current is off. */
export class CurrentOff extends Error {}

export class FakeDisk implements FilePort {
  readonly uid = 0;
  /** How many more calls may change something before the current goes off. */
  callsLeft = Number.POSITIVE_INFINITY;
  private names = new Map<string, Inode>();
  private safeNames = new Map<string, Inode>();
  private changes: NameChange[] = [];
  private readonly open_ = new Map<number, { inode: Inode; at: number; append: boolean }>();
  private readonly inodes = new Set<Inode>();
  private clock = 1;
  private lastFd = 0;

  /** A safe file from before the test. */
  put(path: string, content: string): void {
    const bytes = Buffer.from(content);
    const inode = this.newInode(bytes, Buffer.from(bytes));
    this.names.set(path, inode);
    this.safeNames.set(path, inode);
  }

  content(path: string): string | null {
    return this.names.get(path)?.bytes.toString() ?? null;
  }

  /** `below(n)`: a random whole number from 0 to n - 1. */
  powerCut(below: (n: number) => number): void {
    this.callsLeft = Number.POSITIVE_INFINITY;
    const names = new Map(this.safeNames);
    const left = [...this.changes];
    while (left.length > 0) {
      const [change] = left.splice(below(left.length), 1);
      if (below(2) === 0) change!.apply(names);
    }
    for (const inode of this.inodes) {
      const kept =
        inode.safe.length + below(Math.max(1, inode.bytes.length - inode.safe.length + 1));
      const grown = inode.bytes.subarray(0, inode.safe.length).equals(inode.safe);
      if (!grown) inode.bytes = below(2) === 0 ? inode.safe : scramble(inode.bytes, below);
      else {
        const bytes = Buffer.from(inode.bytes.subarray(0, kept));
        // Blocks whose size is on the disk and whose bytes are not read as zeros.
        if (below(3) === 0) bytes.fill(0, inode.safe.length + below(kept - inode.safe.length + 1));
        inode.bytes = bytes;
      }
      inode.safe = Buffer.from(inode.bytes);
    }
    this.names = names;
    this.safeNames = new Map(names);
    this.changes = [];
    this.open_.clear();
  }

  stat(path: string): FileStat | null {
    const inode = this.names.get(path);
    if (inode !== undefined) return statOf(inode);
    const isFolder = [...this.names.keys()].some((name) => name.startsWith(`${path}/`));
    return isFolder || path === "/" ? { ...statOf(this.newInode()), kind: "directory" } : null;
  }

  lstat(path: string): FileStat | null {
    return this.stat(path);
  }

  fstat(fd: number): FileStat {
    return statOf(this.handle(fd).inode);
  }

  realpath(path: string): string {
    return path;
  }

  writable(): boolean {
    return true;
  }

  open(path: string, how: "read" | "create" | "write" | "append"): number {
    let inode = this.names.get(path);
    if (inode === undefined && (how === "read" || how === "write")) throw failing("ENOENT", "open");
    if (inode !== undefined && how === "create") throw failing("EEXIST", "open");
    if (inode === undefined) {
      this.spend();
      const made = this.newInode();
      inode = made;
      this.change(path, (names) => names.set(path, made));
    }
    const append = how === "create" || how === "append";
    this.open_.set(++this.lastFd, { inode, at: 0, append });
    return this.lastFd;
  }

  read(fd: number, buffer: Uint8Array): number {
    const handle = this.handle(fd);
    const part = handle.inode.bytes.subarray(handle.at, handle.at + buffer.length);
    buffer.set(part);
    handle.at += part.length;
    return part.length;
  }

  write(fd: number, bytes: Uint8Array): number {
    this.spend();
    const handle = this.handle(fd);
    const { inode } = handle;
    if (handle.append) handle.at = inode.bytes.length;
    const end = handle.at + bytes.length;
    const next = Buffer.alloc(Math.max(end, inode.bytes.length));
    inode.bytes.copy(next);
    next.set(bytes, handle.at);
    handle.at = end;
    inode.bytes = next;
    inode.time = ++this.clock;
    return bytes.length;
  }

  truncate(fd: number, size: number): void {
    this.spend();
    const { inode } = this.handle(fd);
    inode.bytes = Buffer.from(inode.bytes.subarray(0, size));
    inode.time = ++this.clock;
  }

  sync(fd: number): void {
    this.spend();
    const { inode } = this.handle(fd);
    inode.safe = Buffer.from(inode.bytes);
  }

  close(fd: number): void {
    this.handle(fd);
    this.open_.delete(fd);
  }

  chmod(): void {}

  chown(): void {}

  rename(from: string, to: string): void {
    this.spend();
    const inode = this.names.get(from);
    if (inode === undefined) throw failing("ENOENT", "rename");
    this.change(to, (names) => {
      names.set(to, inode);
      if (names.get(from) === inode) names.delete(from);
    });
  }

  remove(path: string): void {
    this.spend();
    const inode = this.names.get(path);
    if (inode === undefined) throw failing("ENOENT", "unlink");
    this.change(path, (names) => {
      if (names.get(path) === inode) names.delete(path);
    });
  }

  syncFolder(path: string): void {
    this.spend();
    for (const change of this.changes) if (change.folder === path) change.apply(this.safeNames);
    this.changes = this.changes.filter((change) => change.folder !== path);
  }

  makeFolder(): void {}

  list(path: string): string[] {
    return [...this.names.keys()]
      .filter((name) => dirname(name) === path)
      .map((name) => name.slice(path.length + 1));
  }

  private spend(): void {
    if (this.callsLeft-- <= 0) throw new CurrentOff();
  }

  private change(path: string, apply: NameChange["apply"]): void {
    apply(this.names);
    this.changes.push({ folder: dirname(path), apply });
  }

  private newInode(bytes = Buffer.alloc(0), safe = Buffer.alloc(0)): Inode {
    const inode = { id: this.inodes.size + 1, bytes, safe, time: ++this.clock };
    this.inodes.add(inode);
    return inode;
  }

  private handle(fd: number): { inode: Inode; at: number; append: boolean } {
    const handle = this.open_.get(fd);
    if (handle === undefined) throw failing("EBADF", "fd");
    return handle;
  }
}

/** A file that was half overwritten. */
function scramble(bytes: Buffer, below: (n: number) => number): Buffer {
  const half = Buffer.from(bytes);
  half.fill(0, below(bytes.length + 1));
  return half;
}

function statOf(inode: Inode): FileStat {
  return {
    kind: "file",
    dev: "1",
    ino: String(inode.id),
    links: 1,
    size: inode.bytes.length,
    mtime: String(inode.time),
    ctime: String(inode.time),
    mode: 0o644,
    uid: 0,
    gid: 0,
  };
}
