/**
 * The few file system calls that documents are loaded, saved and journalled with. All of them are
 * synchronous and throw Node's error (with `code`). Tests pass a port that fails on purpose or that
 * forgets what was not synced; everything else uses `DISK`.
 */
import fs from "node:fs";

export interface FileStat {
  readonly kind: "file" | "directory" | "symlink" | "fifo" | "socket" | "device";
  readonly dev: string;
  readonly ino: string;
  readonly links: number;
  /** Bytes. */
  readonly size: number;
  /** Nanoseconds since 1970, in decimal. */
  readonly mtime: string;
  readonly ctime: string;
  /** Permission bits with setuid, setgid and sticky: 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface FilePort {
  /** Follows links. Null where nothing is there (ENOENT, ENOTDIR); throws on anything else. */
  stat(path: string): FileStat | null;
  /** Like `stat` for the link itself. */
  lstat(path: string): FileStat | null;
  fstat(fd: number): FileStat;
  /** The path without links; throws (ENOENT, ELOOP, ...). */
  realpath(path: string): string;
  /** Whether this process may write there. */
  writable(path: string): boolean;
  /**
   * `read` never waits for a writer; `create` fails when the name is taken; `write` opens what is
   * there for writing from its start and leaves the bytes; `append` makes the file when it is
   * missing. What is created or appended to is always written at its end.
   */
  open(path: string, how: "read" | "create" | "write" | "append", mode: number): number;
  /** Bytes read into `buffer`, from the current place; 0 at the end. */
  read(fd: number, buffer: Uint8Array): number;
  /** Bytes written, which may be fewer than given. */
  write(fd: number, bytes: Uint8Array): number;
  truncate(fd: number, size: number): void;
  sync(fd: number): void;
  close(fd: number): void;
  chmod(fd: number, mode: number): void;
  chown(fd: number, uid: number, gid: number): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
  /** Makes the names in a folder durable. */
  syncFolder(path: string): void;
  /** Makes a folder and its parents; nothing when it is there. */
  makeFolder(path: string, mode: number): void;
  /** Names in a folder, without "." and ".."; empty where it is missing. */
  list(path: string): string[];
  /** The effective user of this process. */
  readonly uid: number;
}

const FLAGS = {
  read: fs.constants.O_RDONLY | fs.constants.O_NONBLOCK | fs.constants.O_NOCTTY,
  create: fs.constants.O_RDWR | fs.constants.O_CREAT | fs.constants.O_EXCL | fs.constants.O_APPEND,
  write: fs.constants.O_RDWR | fs.constants.O_NOCTTY | fs.constants.O_NONBLOCK,
  append: fs.constants.O_RDWR | fs.constants.O_CREAT | fs.constants.O_APPEND,
} as const;

export const DISK: FilePort = {
  stat: (path) => statOrNull(() => fs.statSync(path, { bigint: true })),
  lstat: (path) => statOrNull(() => fs.lstatSync(path, { bigint: true })),
  fstat: (fd) => fileStat(fs.fstatSync(fd, { bigint: true })),
  realpath: (path) => fs.realpathSync.native(path),
  writable(path) {
    try {
      fs.accessSync(path, fs.constants.W_OK);
      return true;
    } catch (error) {
      if (codeOf(error) === "") throw error;
      return false;
    }
  },
  open: (path, how, mode) => fs.openSync(path, FLAGS[how], mode),
  read: (fd, buffer) => fs.readSync(fd, buffer, 0, buffer.length, null),
  write: (fd, bytes) => fs.writeSync(fd, bytes, 0, bytes.length, null),
  truncate: (fd, size) => fs.ftruncateSync(fd, size),
  sync: (fd) => fs.fsyncSync(fd),
  close: (fd) => fs.closeSync(fd),
  chmod: (fd, mode) => fs.fchmodSync(fd, mode),
  chown: (fd, uid, gid) => fs.fchownSync(fd, uid, gid),
  rename: (from, to) => fs.renameSync(from, to),
  remove: (path) => fs.unlinkSync(path),
  syncFolder(path) {
    const fd = fs.openSync(path, fs.constants.O_RDONLY);
    try {
      fs.fsyncSync(fd);
    } catch (error) {
      // Some file systems (network, FUSE) have no fsync of folders; the rename itself is done.
      if (!["EINVAL", "ENOTSUP", "EBADF", "EPERM", "EACCES"].includes(codeOf(error))) throw error;
    } finally {
      fs.closeSync(fd);
    }
  },
  makeFolder: (path, mode) => {
    fs.mkdirSync(path, { recursive: true, mode });
  },
  list(path) {
    try {
      return fs.readdirSync(path);
    } catch (error) {
      if (codeOf(error) === "ENOENT") return [];
      throw error;
    }
  },
  get uid() {
    return process.geteuid?.() ?? 0;
  },
};

function statOrNull(read: () => fs.BigIntStats): FileStat | null {
  try {
    return fileStat(read());
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw error;
  }
}

function fileStat(stat: fs.BigIntStats): FileStat {
  return {
    kind: stat.isFile()
      ? "file"
      : stat.isDirectory()
        ? "directory"
        : stat.isSymbolicLink()
          ? "symlink"
          : stat.isFIFO()
            ? "fifo"
            : stat.isSocket()
              ? "socket"
              : "device",
    dev: String(stat.dev),
    ino: String(stat.ino),
    links: Number(stat.nlink),
    size: Number(stat.size),
    mtime: String(stat.mtimeNs),
    ctime: String(stat.ctimeNs),
    mode: Number(stat.mode) & 0o7777,
    uid: Number(stat.uid),
    gid: Number(stat.gid),
  };
}

/** Vim's idea of read-only: no one may write it (even for root), or this process may not. */
export function isReadonly(path: string, stat: FileStat, port: FilePort): boolean {
  return (stat.mode & 0o222) === 0 || !port.writable(path);
}

/** Node's error code (`ENOSPC`), or "" for an error that is not from the system. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code) ? code : "";
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EBUSY: "resource busy",
  EDQUOT: "disk quota exceeded",
  EFBIG: "file too large",
  EIO: "input/output error",
  EISDIR: "is a directory",
  ELOOP: "too many levels of symbolic links",
  EMFILE: "too many open files",
  ENAMETOOLONG: "file name too long",
  ENFILE: "too many open files in system",
  ENODEV: "no such device",
  ENOENT: "no such file or directory",
  ENOSPC: "no space left on device",
  ENOTDIR: "not a directory",
  ENXIO: "no such device or address",
  EPERM: "operation not permitted",
  EROFS: "read-only file system",
  ESTALE: "stale file handle",
  ETXTBSY: "text file is busy",
  EXDEV: "cross-device link",
};

/** "permission denied" for EACCES and so on; the code itself where there are no words for it. */
export function reasonOf(code: string): string {
  return REASONS[code] ?? code;
}

/** Writes all of `bytes`; throws ENOSPC where the system accepts nothing more. */
export function writeFully(port: FilePort, fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    const count = port.write(fd, at === 0 ? bytes : bytes.subarray(at));
    if (count <= 0) throw Object.assign(new Error("write made no progress"), { code: "ENOSPC" });
    at += count;
  }
}
