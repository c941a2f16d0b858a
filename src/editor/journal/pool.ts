/**
 * What waits for a disk is done by the system's thread pool: no thread of ours, and above all not the
 * one that writes the logs. A sync may take as long as it likes; the next record does not wait for it.
 */
import fs from "node:fs";
import { messageOf } from "../../base/errors.ts";
import { createHasher, type FileIdentity, identityOf, sameContent } from "../files/identity.ts";
import { codeOf, DISK } from "../files/port.ts";
import type { Background } from "./keeper.ts";

/** Bytes of a base file that are copied and hashed at one go. */
const CHUNK = 1 << 18;

/** `afterEach` is called when something has been done, and told. */
export function poolBackground(afterEach: () => void): Background {
  return {
    sync(fd, folder, done) {
      void syncFile(fd, folder).then((error) => {
        done(error);
        afterEach();
      });
    },
    copy(from, to, identity, done) {
      const copied = copyBase(from, to, identity);
      const ended = (hash: string | null, error: string | null): void => {
        done(hash, error);
        afterEach();
      };
      void copied.then(
        (hash) => ended(hash, null),
        (error) => ended(null, messageOf(error)),
      );
    },
  };
}

type Callback<T> = (error: NodeJS.ErrnoException | null, value?: T) => void;

function asked<T = void>(call: (callback: Callback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, value) =>
      error === null || error === undefined ? resolve(value as T) : reject(error),
    );
  });
}

/** What went wrong, or null. */
async function syncFile(fd: number, folder: string | null): Promise<string | null> {
  try {
    await asked((done) => fs.fsync(fd, done));
    if (folder !== null) await syncFolder(folder);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

async function syncFolder(path: string): Promise<void> {
  const fd = await asked<number>((done) => fs.open(path, fs.constants.O_RDONLY, done));
  try {
    await asked((done) => fs.fsync(fd, done));
  } catch (error) {
    // See DISK.syncFolder.
    if (!["EINVAL", "ENOTSUP", "EBADF", "EPERM", "EACCES"].includes(codeOf(error))) throw error;
  } finally {
    await asked((done) => fs.close(fd, done));
  }
}

/** Copies a file if it is still the base, before and after; the hash of the copy or null. */
async function copyBase(
  path: string,
  copy: string,
  identity: FileIdentity,
): Promise<string | null> {
  const isBase = (): boolean => {
    const stat = DISK.stat(path);
    return stat?.kind === "file" && sameContent(identityOf(stat), identity);
  };
  if (!isBase()) return null;
  const { O_RDONLY, O_NONBLOCK, O_NOCTTY } = fs.constants;
  const from = await asked<number>((done) => fs.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY, done));
  let to = -1;
  try {
    await asked((done) => fs.rm(copy, { force: true }, done));
    to = await asked<number>((done) => fs.open(copy, "wx", 0o600, done));
    const hasher = createHasher();
    const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK, identity.size + 1));
    for (;;) {
      const count = await asked<number>((done) =>
        fs.read(from, buffer, 0, buffer.length, null, done),
      );
      if (count === 0) break;
      for (let at = 0; at < count; ) {
        const rest = count - at;
        at += await asked<number>((done) => fs.write(to, buffer, at, rest, null, done));
      }
      hasher.update(buffer.subarray(0, count));
    }
    await asked((done) => fs.fsync(to, done));
    return isBase() ? hasher.digest() : null;
  } finally {
    await asked((done) => fs.close(from, done));
    if (to >= 0) await asked((done) => fs.close(to, done));
  }
}
