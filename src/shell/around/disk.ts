/** Folders and programs as they are on the disk, bounded in number and time. */
import type { Dirent } from "node:fs";
import { opendir, readdir, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { BUILT_IN } from "../built-in.ts";
import type { FolderEntry } from "../command.ts";
import { patience } from "../project/patience.ts";

/** A listing with some of the entries would say of the others that they are not there. */
const MOST_ENTRIES = 2_000;
/** Of so many entries it is asked whether they can be run, or where they lead. */
const MOST_LOOKED_AT = 400;
const MOST_PROGRAMS = 20_000;

/** Whether a folder is there and answers in time. */
export async function answers(folder: string): Promise<boolean> {
  const found = await patience.wait(folder, () => stat(folder).catch(() => null));
  return found !== null;
}

/** The entries of a folder in the order of their names; null: too many, or it can't be read in time. */
export async function readFolder(folder: string): Promise<readonly FolderEntry[] | null> {
  return patience.wait(folder, () => entriesOf(folder));
}

async function entriesOf(folder: string): Promise<readonly FolderEntry[] | null> {
  const found: Dirent[] = [];
  try {
    for await (const entry of await opendir(folder, { bufferSize: 128 })) {
      if (found.length >= MOST_ENTRIES) return null;
      found.push(entry);
    }
  } catch {
    // gone, or not for us: nothing is known of it
    return null;
  }
  found.sort((a, b) => (a.name < b.name ? -1 : 1));
  let looks = MOST_LOOKED_AT;
  const entries: Promise<FolderEntry>[] = found.map(async (entry) => {
    const { name } = entry;
    const plain = { name, folder: entry.isDirectory(), executable: false };
    if (plain.folder || (!entry.isFile() && !entry.isSymbolicLink()) || looks-- <= 0) return plain;
    try {
      const { mode, isDirectory } = await stats(join(folder, name));
      return { name, folder: isDirectory, executable: !isDirectory && (mode & 0o111) !== 0 };
    } catch {
      // a link to nowhere
      return plain;
    }
  });
  return Promise.all(entries);
}

async function stats(path: string): Promise<{ mode: number; isDirectory: boolean }> {
  const found = await stat(path);
  return { mode: found.mode, isDirectory: found.isDirectory() };
}

/** The names in the folders of a PATH and of the shells' own commands; null: not all can be known. */
export async function readPrograms(path: string): Promise<ReadonlySet<string> | null> {
  const programs = new Set(BUILT_IN);
  const folders = new Set(path.split(delimiter).filter(isAbsolute));
  for (const folder of folders) {
    const names = await patience.wait(folder, () => namesOf(folder));
    if (names === null || programs.size + names.length > MOST_PROGRAMS) return null;
    for (const name of names) programs.add(name);
  }
  return programs;
}

async function namesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    // a PATH often names folders that are not there
    return [];
  }
}
