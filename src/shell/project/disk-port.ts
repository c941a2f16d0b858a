/** A project's files on the disk, with patience for slow file systems. */
import { opendir, readFile, stat } from "node:fs/promises";
import type { ProjectPort } from "./project.ts";

const MOST_NAMES = 4_000;
/** Milliseconds. */
const PATIENCE = 2_000;

export const diskPort: ProjectPort = {
  names: (folder) => within(namesOf(folder), null),
  stamp: (path) => within(stampOf(path), null),
  text: async (path) => {
    const text = await within(readFile(path, "utf8"), null);
    if (text === null) throw new Error("the file system does not answer");
    return text;
  },
};

async function namesOf(folder: string): Promise<ReadonlySet<string> | null> {
  const names = new Set<string>();
  try {
    for await (const entry of await opendir(folder, { bufferSize: 256 })) {
      names.add(entry.name);
      if (names.size >= MOST_NAMES) break;
    }
  } catch {
    // gone, or not ours to read: there is no project in it
    return null;
  }
  return names;
}

async function stampOf(path: string): Promise<{ mtime: number; size: number } | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? { mtime: found.mtimeMs, size: found.size } : null;
  } catch {
    // gone meanwhile
    return null;
  }
}

/** The result, or `otherwise` when it takes too long (a network that is away). */
export async function within<T, U>(
  result: Promise<T>,
  otherwise: U,
  patience: number = PATIENCE,
): Promise<T | U> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<U>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), patience);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
