/** Names of files behind `./`, `../`, `/`, `~/`, and in strings behind a folder. */
import { readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type CompletionItem, plainItem } from "./item.ts";

const MOST_ENTRIES = 2000;

export interface PathPlace {
  /** What is typed of the folder, with the last slash. */
  readonly folder: string;
  /** What is typed of the name. */
  readonly name: string;
}

const WORD = "[^\\s\"'`()<>\\[\\]{}|;,:*?]";
/** `./src/na`, `~/na`, `/usr/na`: behind a blank, a bracket or a quote. */
const ROOTED = new RegExp(
  `(?:^|[\\s"'\`(=<\\[{,:])((?:~|\\.{1,2}|/${WORD.replace("\\s", "\\s/")}+)/(?:${WORD}*/)?)([^\\s/"'\`()<>]*)$`,
);
/** `"src/na`, `"/na`: in a string. */
const QUOTED = /["'`]((?:[^"'`\s:*?]*\/)+)([^"'`/]*)$/;

/** The path that the text before the cursor ends with; null when there is none. */
export function pathBefore(line: string): PathPlace | null {
  const found = QUOTED.exec(line) ?? ROOTED.exec(line);
  if (found === null) return null;
  const folder = found[1]!;
  return folder.includes("//") ? null : { folder, name: found[2]! };
}

/** The entries of a folder, relative to one of `bases` (absolute), the first that has it. */
export async function pathItems(
  place: PathPlace,
  bases: readonly string[],
): Promise<CompletionItem[]> {
  const { folder, name } = place;
  const places = folder.startsWith("~/")
    ? [join(homedir(), folder.slice(2))]
    : bases.map((base) => resolve(base, folder));
  for (const path of places) {
    try {
      const entries = await readdir(path, { withFileTypes: true });
      const shown = entries
        .filter((entry) => name.startsWith(".") || !entry.name.startsWith("."))
        .filter((entry) => !/[\n\r]/.test(entry.name))
        .slice(0, MOST_ENTRIES);
      return await Promise.all(
        shown.map(async (entry) => {
          const isFolder =
            entry.isDirectory() ||
            (entry.isSymbolicLink() && (await leadsToFolder(join(path, entry.name))));
          return plainItem("path", entry.name, {
            kind: isFolder ? "folder" : "file",
            insert: isFolder ? `${entry.name}/` : entry.name,
            sort: `${isFolder ? 0 : 1}${entry.name}`,
          });
        }),
      );
    } catch {
      // There is no such folder, or it can't be read: another base may have it.
    }
  }
  return [];
}

async function leadsToFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // A link to nothing is a name all the same.
    return false;
  }
}

/** Where the paths in a file are looked for. */
export function basesOf(path: string | null, cwd: string): string[] {
  return path === null ? [cwd] : [dirname(path), cwd];
}
