/** Files beside the one that is saved, and the bytes in them. */
import { join } from "node:path";
import type { Text } from "../../text/text.ts";
import { decode, encode, encodeAll, type FileFormat } from "./encoding.ts";
import { createHasher } from "./identity.ts";
import { codeOf, type FilePort, writeFully } from "./port.ts";

export interface Temporary {
  readonly path: string;
  readonly fd: number;
}

/** Makes a file with a name of its own in `folder`, open for reading and writing. */
export function createBeside(
  folder: string,
  suffix: string,
  mode: number,
  port: FilePort,
): Temporary {
  for (let attempt = 0; ; attempt++) {
    const name = `.hunch-${process.pid}-${Math.random().toString(36).slice(2, 8)}.${suffix}`;
    const path = join(folder, name);
    try {
      return { path, fd: port.open(path, "create", mode) };
    } catch (error) {
      if (codeOf(error) !== "EEXIST" || attempt >= 10) throw error;
    }
  }
}

/** Closes and removes; used on the way out of a failure, so a second failure is not reported. */
export function discard(temporary: Temporary | null, port: FilePort): void {
  if (temporary === null) return;
  try {
    try {
      port.close(temporary.fd);
    } finally {
      port.remove(temporary.path);
    }
  } catch (error) {
    // The error that led here matters more than a left-over file; a bug is still a bug.
    if (codeOf(error) === "") throw error;
  }
}

export interface Written {
  readonly hash: string;
  readonly size: number;
  /**
   * Whether the bytes read again give the same text. (Escaped bytes that were brought side by side
   * may read back as one character.)
   */
  readonly exact: boolean;
}

/** Writes the encoded text at the current place of `fd`. */
export function writeText(text: Text, format: FileFormat, fd: number, port: FilePort): Written {
  const hasher = createHasher();
  let size = 0;
  let wellFormed = true;
  const noteIllFormed = () => {
    wellFormed = false;
  };
  for (const bytes of encode(text, format, noteIllFormed)) {
    hasher.update(bytes);
    writeFully(port, fd, bytes);
    size += bytes.length;
  }
  const exact = wellFormed || decode(encodeAll(text, format), format).text.eq(text);
  return { hash: hasher.digest(), size, exact };
}

/** Copies all that is left to read in one file into another. */
export function copyBytes(from: number, to: number, port: FilePort): void {
  const buffer = new Uint8Array(1 << 20);
  for (;;) {
    const count = port.read(from, buffer);
    if (count === 0) return;
    writeFully(port, to, buffer.subarray(0, count));
  }
}

/** SHA-256 of a file's bytes, in hexadecimal; throws what the port throws. */
export function hashOfFile(path: string, port: FilePort): string {
  const hasher = createHasher();
  const buffer = new Uint8Array(1 << 20);
  const fd = port.open(path, "read", 0);
  try {
    for (;;) {
      const count = port.read(fd, buffer);
      if (count === 0) return hasher.digest();
      hasher.update(buffer.subarray(0, count));
    }
  } finally {
    port.close(fd);
  }
}
