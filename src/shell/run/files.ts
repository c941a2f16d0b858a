/** The disk, as findings and test commands look at it. */
import { readFile, stat } from "node:fs/promises";

const AT_ONCE = 32;
const MOST_BYTES = 256 * 1024;
const MOST_KEPT = 64;

/** Which of these absolute paths are files. What can't be looked at is none. */
export async function existing(paths: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    await Promise.all(
      paths.slice(at, at + AT_ONCE).map(async (path) => {
        const info = await stat(path).catch(() => null);
        if (info?.isFile() === true) found.add(path);
      }),
    );
  }
  return found;
}

export interface SmallFiles {
  /** The text of a small file; null: there is none, or it is large. */
  text(path: string): Promise<string | null>;
}

/** Reads files and remembers them until they change. */
export function smallFiles(): SmallFiles {
  const kept = new Map<string, { readonly stamp: string; readonly text: string }>();
  return {
    async text(path) {
      const info = await stat(path).catch(() => null);
      if (info === null || !info.isFile() || info.size > MOST_BYTES) return null;
      const stamp = `${info.mtimeMs}:${info.size}`;
      const known = kept.get(path);
      if (known?.stamp === stamp) return known.text;
      const text = await readFile(path, "utf8").catch(() => null);
      if (text === null) return null;
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(path, { stamp, text });
      return text;
    },
  };
}
