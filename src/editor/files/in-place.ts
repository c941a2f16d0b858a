/** Saving without a new inode: the old bytes are copied aside, then the file is overwritten. */
import { dirname } from "node:path";
import { messageOf, UserError } from "../../base/errors.ts";
import { identityOf, measure } from "./identity.ts";
import { codeOf, type FilePort, type FileStat } from "./port.ts";
import type { Saved, SaveRequest } from "./save-request.ts";
import {
  copyBytes,
  createBeside,
  discard,
  type Temporary,
  type Written,
  writeText,
} from "./temporary.ts";

/**
 * Overwrites the file that `request.path` leads to. If that fails half-way the old bytes are put
 * back from the copy; if even that fails, the copy is kept and the error names it.
 */
export function saveInPlace(request: SaveRequest, stat: FileStat | null, port: FilePort): Saved {
  const { path, text, format } = request;
  const next = measure(text, format);
  const fd = port.open(path, stat === null ? "append" : "write", 0o666);
  try {
    const backup = stat === null ? null : copyAside(request, port);
    let written: Written;
    try {
      request.beforeReplace?.({ ...next, backup });
      written = writeText(text, format, fd, port);
      if (stat !== null && stat.size > next.size) port.truncate(fd, next.size);
      port.sync(fd);
    } catch (error) {
      if (backup !== null) restore(backup, path, error, port);
      throw error;
    }
    const identity = identityOf(port.fstat(fd));
    if (backup !== null) port.remove(backup);
    return { kind: "saved", how: "in-place", identity, ...written, created: stat === null };
  } finally {
    port.close(fd);
  }
}

/** A synced copy of the bytes now on disk; its path. */
function copyAside(request: SaveRequest, port: FilePort): string {
  let copy: Temporary | null = null;
  let from = -1;
  try {
    copy = createInOneOf([dirname(request.path), request.backupFolder], port);
    from = port.open(request.path, "read", 0);
    copyBytes(from, copy.fd, port);
    port.sync(copy.fd);
    port.syncFolder(dirname(copy.path));
    port.close(copy.fd);
    return copy.path;
  } catch (error) {
    discard(copy, port);
    if (codeOf(error) === "") throw error;
    throw new UserError(`E509: Cannot create backup file: ${messageOf(error)}`);
  } finally {
    if (from >= 0) port.close(from);
  }
}

function createInOneOf(folders: readonly (string | undefined)[], port: FilePort): Temporary {
  let failure: unknown = null;
  for (const folder of folders) {
    if (folder === undefined) continue;
    try {
      return createBeside(folder, "backup", 0o600, port);
    } catch (error) {
      if (codeOf(error) === "") throw error;
      failure = error;
    }
  }
  throw failure;
}

/** Puts the copied bytes back; throws a UserError that names the copy if that fails too. */
function restore(backup: string, path: string, cause: unknown, port: FilePort): void {
  let from = -1;
  let to = -1;
  try {
    from = port.open(backup, "read", 0);
    to = port.open(path, "write", 0);
    port.truncate(to, 0);
    copyBytes(from, to, port);
    port.sync(to);
    port.remove(backup);
  } catch (error) {
    if (codeOf(error) === "") throw error;
    throw new UserError(
      `E514: Write error (${messageOf(cause)}); the old text of "${path}" is in "${backup}"`,
    );
  } finally {
    if (from >= 0) port.close(from);
    if (to >= 0) port.close(to);
  }
}
