/** The files of a project that the completer reads: those that git would not ignore, nearest first. */
import { homedir } from "node:os";
import { extname, join, sep } from "node:path";
import type { Editor } from "../editor/editor.ts";
import { secretReason } from "../editor/files/secret.ts";
import type { ThreadPorts } from "../tab/complete/thread.ts";
import { runRipgrep } from "./pickers/ripgrep.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** So many names are looked at. */
const MOST_NAMES = 20_000;
const MOST_FILES = 2000;
/** What is written by programs, or is no text. */
const NOT_READ =
  /(?:\.(?:lock|map|min\.(?:js|css)|snap|svg|csv|tsv|log|png|jpe?g|gif|webp|ico|pdf|zip|gz|tgz|xz|zst|jar|wasm|woff2?|ttf|otf|eot|mp[34]|mov|so|o|a|dylib|dll|exe|bin|db|sqlite|parquet|pyc|class)|(?:package-lock|npm-shrinkwrap)\.json|pnpm-lock\.yaml|go\.sum)$/i;

export function completeFiles(editor: Editor, env: Env): ThreadPorts {
  return {
    projectOf(path) {
      const root = editor.cwd;
      // Everything below one's home, or the whole disk, is no project.
      if (root === sep || root === homedir() || !path.startsWith(root + sep)) return null;
      return root;
    },
    async projectFiles(path) {
      const root = editor.cwd;
      const names = await listFiles(root, env);
      return nearest(names, path.slice(root.length + 1))
        .map((name) => join(root, name))
        .filter((file) => secretReason(file, env) === null);
    },
  };
}

async function listFiles(root: string, env: Env): Promise<string[]> {
  const names: string[] = [];
  const enough = new AbortController();
  let left = "";
  const run = runRipgrep({
    args: ["--files", "--null", `--max-filesize=300K`],
    cwd: root,
    env,
    signal: enough.signal,
    onOutput(chunk) {
      const parts = (left + chunk.toString("utf8")).split("\0");
      left = parts.pop()!;
      for (const name of parts) if (!NOT_READ.test(name)) names.push(name);
      if (names.length >= MOST_NAMES) enough.abort();
    },
  });
  try {
    await run;
  } catch (error) {
    // It was told to stop.
    if (!enough.signal.aborted) throw error;
  }
  return names;
}

/** Files of the same language first, then those in near folders. */
export function nearest(names: readonly string[], own: string): string[] {
  const extension = extname(own);
  const folders = own.split(sep).slice(0, -1);
  const far = new Map<string, number>();
  const byRate: string[][] = [];
  for (const name of names) {
    if (name === own) continue;
    const folder = name.slice(0, Math.max(0, name.lastIndexOf(sep)));
    let steps = far.get(folder);
    if (steps === undefined)
      far.set(folder, (steps = stepsBetween(folders, folder === "" ? [] : folder.split(sep))));
    (byRate[steps + (name.endsWith(extension) ? 0 : 8)] ??= []).push(name);
  }
  return byRate.flat().slice(0, MOST_FILES);
}

function stepsBetween(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared++;
  return a.length - shared + (b.length - shared);
}
