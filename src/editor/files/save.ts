/**
 * Writing a document. By default a temporary file in the same folder is written, synced and renamed
 * over the old one, so that at any moment the name holds either the old bytes or the new ones. In
 * place (with a backup copy until it is done) as Vim's `backupcopy=auto`: for symbolic and hard
 * links, a foreign owner that a new file could not have, access lists and extended attributes (as
 * far as `attributes` tells), where the name can't be replaced (a bind mount), or where no file can
 * be made in the folder although this one may be written.
 */
import { dirname } from "node:path";
import { UserError } from "../../base/errors.ts";
import { identityOf, sameContent } from "./identity.ts";
import { saveInPlace } from "./in-place.ts";
import { codeOf, DISK, type FilePort, type FileStat, isReadonly } from "./port.ts";
import { saveError } from "./save-error.ts";
import type { Saved, SaveRefused, SaveRequest } from "./save-request.ts";
import { createBeside, discard, hashOfFile, type Temporary, writeText } from "./temporary.ts";

export type { PendingSave, Saved, SaveRefused, SaveRequest } from "./save-request.ts";

/**
 * Saves, or says what the user must be asked. Throws UserError (Vim's message) where the system
 * refuses: then the old file is as it was and no temporary file is left.
 */
export function saveFile(request: SaveRequest, port: FilePort = DISK): Saved | SaveRefused {
  const { path } = request;
  try {
    const stat = port.stat(path);
    const link = port.lstat(path);
    if (stat !== null && stat.kind !== "file") throw notAFile(path, stat);
    const refused = request.force ? null : refusal(request, stat, port);
    if (refused !== null) return refused;
    const inPlace =
      link?.kind === "symlink" || (stat !== null && mustKeepInode(request, stat, port));
    if (inPlace) return saveInPlace(request, stat, port);
    return saveByRename(request, stat, port);
  } catch (error) {
    throw saveError(path, error);
  }
}

function refusal(request: SaveRequest, stat: FileStat | null, port: FilePort): SaveRefused | null {
  const { known, path } = request;
  if (known === null) {
    if (stat !== null) return { kind: "exists" };
  } else if (stat === null) {
    // A missing folder is an error of its own, not a question.
    if (port.stat(dirname(path)) !== null) return { kind: "vanished" };
  } else if (!sameContent(identityOf(stat), known)) {
    const hash = stat.size === known.size ? (request.knownHash?.() ?? null) : null;
    if (hash === null || hash !== hashOfFile(path, port)) return { kind: "changed" };
  }
  if (stat !== null && isReadonly(path, stat, port)) return { kind: "readonly" };
  return null;
}

function mustKeepInode(request: SaveRequest, stat: FileStat, port: FilePort): boolean {
  const choice = request.backupcopy ?? "auto";
  if (choice !== "auto") return choice === "yes";
  return (
    stat.links > 1 || request.attributes === "some" || (stat.uid !== port.uid && port.uid !== 0)
  );
}

/** Thrown inside to say that a rename can't do it and an in-place save may. */
class TryInPlace extends Error {}

function saveByRename(
  request: SaveRequest,
  stat: FileStat | null,
  port: FilePort,
): Saved | SaveRefused {
  const { path } = request;
  const mayWriteInPlace = stat !== null && port.writable(path);
  let temporary: Temporary | null = null;
  try {
    temporary = openTemporary(path, stat, mayWriteInPlace, port);
    const written = writeText(request.text, request.format, temporary.fd, port);
    port.sync(temporary.fd);
    const { hash, size } = written;
    request.beforeReplace?.({ hash, size, backup: null });
    if (!request.force && !unchangedSince(path, stat, port)) {
      return { kind: stat === null ? "exists" : "changed" };
    }
    renameOver(temporary.path, path, mayWriteInPlace, port);
    const { fd } = temporary;
    temporary = null;
    try {
      // The name is ours now: an error from here on must not remove it.
      port.syncFolder(dirname(path));
      const identity = identityOf(port.fstat(fd));
      return { kind: "saved", how: "rename", identity, ...written, created: stat === null };
    } finally {
      port.close(fd);
    }
  } catch (error) {
    if (error instanceof TryInPlace) {
      discard(temporary, port);
      temporary = null;
      return saveInPlace(request, stat, port);
    }
    throw error;
  } finally {
    discard(temporary, port);
  }
}

function unchangedSince(path: string, stat: FileStat | null, port: FilePort): boolean {
  const now = port.stat(path);
  if (now === null || stat === null) return now === stat;
  return sameContent(identityOf(now), identityOf(stat));
}

/** A new file beside `path` with the mode and owner of `stat`. */
function openTemporary(
  path: string,
  stat: FileStat | null,
  mayWriteInPlace: boolean,
  port: FilePort,
): Temporary {
  let temporary: Temporary;
  try {
    temporary = createBeside(dirname(path), "tmp", stat === null ? 0o666 : 0o600, port);
  } catch (error) {
    // ENOSPC here means that the disk is full; in place would fare no better.
    if (mayWriteInPlace && !["ENOSPC", "EDQUOT", ""].includes(codeOf(error))) {
      throw new TryInPlace();
    }
    throw error;
  }
  if (stat === null) return temporary;
  try {
    const made = port.fstat(temporary.fd);
    if (made.uid !== stat.uid || made.gid !== stat.gid) {
      port.chown(temporary.fd, stat.uid, stat.gid);
    }
    port.chmod(temporary.fd, stat.mode);
  } catch (error) {
    discard(temporary, port);
    if (mayWriteInPlace && codeOf(error) !== "") throw new TryInPlace();
    throw error;
  }
  return temporary;
}

function renameOver(from: string, to: string, mayWriteInPlace: boolean, port: FilePort): void {
  try {
    port.rename(from, to);
  } catch (error) {
    const code = codeOf(error);
    // A file that is a mount point (EBUSY, EXDEV), a sticky folder (EPERM, EACCES).
    const hopeful = ["EBUSY", "EXDEV", "EPERM", "EACCES", "ETXTBSY"].includes(code);
    if (hopeful && mayWriteInPlace) throw new TryInPlace();
    throw error;
  }
}

function notAFile(path: string, stat: FileStat): UserError {
  if (stat.kind === "directory") return new UserError(`E502: "${path}" is a directory`);
  return new UserError(`E503: "${path}" is not a file or writable device`);
}
