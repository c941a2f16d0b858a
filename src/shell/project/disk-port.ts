/** A project's files on the disk, with patience for slow file systems. */
import { opendir, readFile, stat } from "node:fs/promises";
import { patience } from "./patience.ts";
import type { ProjectPort } from "./project.ts";

const MOST_NAMES = 4_000;

export const diskPort: ProjectPort = {
  names: (folder) => patience.wait(folder, () => namesOf(folder)),
  stamp: (path) => patience.wait(path, () => stampOf(path)),
  text: async (path) => {
    const text = await patience.wait(path, () => readFile(path, "utf8"));
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
