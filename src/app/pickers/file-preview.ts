/** The part of a file around a row, for previews: read in bounded pieces, never from a pipe or a device. */
import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

export interface FilePart {
  readonly lines: readonly string[];
  /** The 0-based row of the first line in the file. */
  readonly first: number;
  /** What stands for the text where it can't be shown; else empty. */
  readonly refusal: string;
}

/** Bytes that are shown. */
const SHOWN = 64 * 1024;
/** Bytes that are looked through for the row. */
const MOST_SCANNED = 64 * 1024 * 1024;
const CHUNK = 256 * 1024;
const BINARY_HEAD = 8192;
const BEFORE = 200;

/** Rejects with the system's error where the file can't be read, and when the signal is aborted. */
export async function readPart(path: string, row: number, signal: AbortSignal): Promise<FilePart> {
  // A pipe without a writer would wait.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) return refused(kindOf(stat));
    const head = await bytes(file, 0, Math.min(BINARY_HEAD, SHOWN));
    if (head.includes(0)) return refused(`binary, ${sizeText(stat.size)}`);
    const want = Math.max(0, row - BEFORE);
    const at = want === 0 ? { offset: 0, row: 0 } : await offsetOf(file, want, signal);
    signal.throwIfAborted();
    const part = await bytes(file, at.offset, SHOWN);
    const text = part.toString("utf8").replace(/^\ufeff/, "");
    const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
    // The last line is cut, or is what follows the last line break.
    if (lines.length > 1) lines.pop();
    return { lines, first: at.row, refusal: "" };
  } finally {
    await file.close();
  }
}

function refused(refusal: string): FilePart {
  return { lines: [], first: 0, refusal };
}

function kindOf(stat: Stats): string {
  return stat.isDirectory() ? "a directory" : "not a file";
}

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let size = bytes / 1024;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size.toFixed(1)} ${units[unit]}`;
}

async function bytes(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(buffer, 0, length, from);
  return buffer.subarray(0, bytesRead);
}

/** Where a row starts, or the last row that was found. */
async function offsetOf(
  file: FileHandle,
  row: number,
  signal: AbortSignal,
): Promise<{ offset: number; row: number }> {
  const found = { offset: 0, row: 0 };
  for (let from = 0; from < MOST_SCANNED; ) {
    signal.throwIfAborted();
    const chunk = await bytes(file, from, CHUNK);
    if (chunk.length === 0) return found;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) {
      found.row++;
      found.offset = from + at + 1;
      if (found.row === row) return found;
    }
    from += chunk.length;
  }
  return found;
}
