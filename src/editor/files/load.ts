/** Reading a file into a document text. */
import { basename, dirname, join } from "node:path";
import { UserError } from "../../base/errors.ts";
import { Text } from "../../text/text.ts";
import { type DecodeOptions, decodeStream, type FileFormat, NEW_FILE_FORMAT } from "./encoding.ts";
import { type FileIdentity, fingerprint, identityOf } from "./identity.ts";
import { codeOf, DISK, type FilePort, type FileStat, isReadonly, reasonOf } from "./port.ts";

export interface LoadedFile {
  /** As given. */
  readonly path: string;
  /** Without symbolic links: what journals and undo files are kept under. */
  readonly realPath: string;
  readonly text: Text;
  readonly format: FileFormat;
  /** Null for a file that does not exist yet. */
  readonly identity: FileIdentity | null;
  /** Whether the file is there and this process may not write it. */
  readonly readonly: boolean;
  /** SHA-256 of the bytes read, in hexadecimal; worked out when first called, null for a new file. */
  hash(): string | null;
}

/** Files above this size (bytes) are refused. */
const MAX_FILE_SIZE = 2 ** 31;

const KINDS: Readonly<Record<FileStat["kind"], string | null>> = {
  file: null,
  symlink: null,
  directory: "is a directory",
  fifo: "is a FIFO (named pipe); read it with :r !cat or hunch -",
  socket: "is a socket",
  device: "is a device",
};

/**
 * Reads a file, or gives the empty text of a new one when nothing is there. Never waits: FIFOs,
 * devices and sockets are refused. Throws UserError with Vim's words for everything that a file
 * system can refuse.
 */
export function loadFile(
  path: string,
  options: DecodeOptions = {},
  port: FilePort = DISK,
): LoadedFile {
  let fd = -1;
  try {
    const before = port.stat(path);
    if (before === null) return newFile(path, port);
    refuseKind(path, before);
    fd = port.open(path, "read", 0);
    const opened = port.fstat(fd);
    refuseKind(path, opened);
    const { text, format } = decodeStream((into) => port.read(fd, into), options);
    // A writer may have been at work while we read: then the identity of before the read makes the
    // next check see a change. (In /proc sizes are 0 and never agree: nothing to compare there.)
    const identity = identityOf(opened);
    let hash: string | null = null;
    return {
      path,
      realPath: port.realpath(path),
      text,
      format,
      identity,
      readonly: isReadonly(path, opened, port),
      hash: () => {
        hash ??= fingerprint(text, format);
        return hash;
      },
    };
  } catch (error) {
    throw loadError(path, error);
  } finally {
    if (fd >= 0) port.close(fd);
  }
}

function newFile(path: string, port: FilePort): LoadedFile {
  const link = port.lstat(path);
  return {
    path,
    realPath: link === null ? realPathOfNew(path, port) : path,
    text: Text.empty,
    format: NEW_FILE_FORMAT,
    identity: null,
    readonly: false,
    hash: () => null,
  };
}

/** A path without links; the path itself where the system can't tell. */
export function realPathOf(path: string, port: FilePort = DISK): string {
  try {
    return port.realpath(path);
  } catch (error) {
    if (codeOf(error) === "") throw error;
    return path;
  }
}

/** The folder's real path with the name; the path itself where the folder is missing too. */
function realPathOfNew(path: string, port: FilePort): string {
  const folder = dirname(path);
  return port.stat(folder) === null ? path : join(port.realpath(folder), basename(path));
}

function refuseKind(path: string, stat: FileStat): void {
  const kind = KINDS[stat.kind];
  if (kind !== null) throw new UserError(`"${path}" ${kind}`);
  if (stat.size > MAX_FILE_SIZE) {
    const size = (stat.size / 2 ** 30).toFixed(1);
    throw new UserError(`"${path}" is too large: ${size} GiB (at most ${MAX_FILE_SIZE / 2 ** 30})`);
  }
}

function loadError(path: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === "") return error;
  if (code === "EACCES" || code === "EPERM") return new UserError(`"${path}" [Permission Denied]`);
  if (code === "ENOENT") return new UserError(`E484: Can't open file ${path}`);
  return new UserError(`E484: Can't open file ${path}: ${reasonOf(code)}`);
}
