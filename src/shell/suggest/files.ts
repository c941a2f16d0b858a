/** Which files and folders may stand at a place of a line, and whether what stands there exists. */
import type { FolderEntry, Surroundings } from "../command.ts";
import { type ArgumentKind, specOf } from "../specs/specs.ts";
import { subcommandIn, WRAPPERS } from "./options.ts";

/** What is at hand where a path is being typed. */
export interface PathPlace {
  readonly entries: readonly FolderEntry[];
  /** The folder of the entries, absolute, with a "/" at its end. */
  readonly folder: string;
  readonly foldersOnly: boolean;
  /** Whether only what exists makes sense. */
  readonly strict: boolean;
}

/** Commands whose arguments come to be by running them. */
const MAKES = new Set(["mkdir", "touch", "echo", "export", "alias", "printf"]);
const RUNS_FILES = /^(?:python\d?|node|bash|sh|zsh|source|\.|ruby|perl|deno|bun|php|java)$/;
const READS = new Set(
  "bat batcat ll la l code hunch emacs vim vi nvim nano gcc g++ clang rg".split(" "),
);

/** The place behind `left`, which ends with a space or a "/"; null: none, or nothing is known. */
export function pathPlace(left: string, around: Surroundings): PathPlace | null {
  const [, word = ""] = /(?:^|\s)(\S*)$/.exec(left) ?? [];
  if (/[$`*?"'\\(<>|&;=]/.test(word) || word.startsWith("-")) return null;
  const folder = folderOf(word, around);
  if (folder === null) return null;
  const before = left.slice(0, left.length - word.length);
  const kind = kindAt(before);
  const isPath = word.includes("/");
  if (kind === null && !isPath) return null;
  const all = around.list(folder === "/" ? folder : folder.slice(0, -1));
  if (all === null) return null;
  // A path in the place of a command has to be a program.
  const runs = before.trim() === "";
  const entries = runs ? all.filter((each) => each.folder || each.executable) : all;
  const foldersOnly = kind === "folder";
  return { entries, folder, foldersOnly, strict: kind === "file" || kind === "folder" };
}

const CONTENTS = new Set(
  "cat bat less more head tail wc vim vi nvim nano sort uniq diff".split(" "),
);

/** Whether the command of a line does something with a folder as a whole. */
export function takesFolders(left: string): boolean {
  const words = left.trim().split(/\s+/);
  const name = words.find((word) => !WRAPPERS.has(word)) ?? "";
  return !CONTENTS.has(name) && !RUNS_FILES.test(name) && !name.includes("/");
}

/** The entry that a word of the line names; null: there is none, or nothing is known. */
export function entryNamed(left: string, around: Surroundings): FolderEntry | null {
  const [, word = ""] = /(?:^|\s)(\S+)$/.exec(left) ?? [];
  const name = word.slice(word.lastIndexOf("/") + 1);
  if (name === "" || /[$`*?"'\\]/.test(word)) return null;
  const place = pathPlace(left.slice(0, left.length - name.length), around);
  return place?.entries.find((entry) => entry.name === name) ?? null;
}

function folderOf(word: string, { cwd, home }: Surroundings): string | null {
  const path = word.slice(0, word.lastIndexOf("/") + 1);
  if (path.startsWith("/")) return resolved(path);
  if (path.startsWith("~/")) return home === null ? null : resolved(`${home}/${path.slice(2)}`);
  if (path.startsWith("~")) return null;
  return cwd === null ? null : resolved(`${cwd}/${path}`);
}

/** An absolute folder without "." and "..", with a "/" at its end. */
function resolved(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.length === 0 ? "/" : `/${parts.join("/")}/`;
}

/** What the next argument of a line is: null for none that could be a path. */
function kindAt(before: string): ArgumentKind | null {
  const words = (before.split(/[|;&]+/).at(-1) ?? "").trim().split(/\s+/).filter(Boolean);
  while (words.length > 1 && WRAPPERS.has(words[0]!)) words.shift();
  const name = words[0];
  if (name === undefined || MAKES.has(name)) return null;
  if (READS.has(name) || RUNS_FILES.test(name)) return "file";
  const top = specOf(name);
  if (top === null) return "text";
  const sub = subcommandIn(top, words);
  const last = words.at(-1)!;
  const spec = sub ?? top;
  const option = spec.options.find(({ names }) => names.includes(last));
  if (option?.argument && words.length > 1) return pathKind(option.argument);
  const given = words.slice(1).filter((word) => !word.startsWith("-")).length - (sub ? 1 : 0);
  const kind = spec.arguments[Math.min(given, spec.arguments.length - 1)];
  return kind === undefined ? null : pathKind(kind);
}

function pathKind(kind: ArgumentKind): ArgumentKind | null {
  return kind === "file" || kind === "folder" || kind === "text" ? kind : null;
}
