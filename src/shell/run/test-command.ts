/** The command line that runs the tests of a file, or one of them. */
import { basename, dirname, join, relative } from "node:path";
import type { SmallFiles } from "./files.ts";
import type { FoundTest } from "./test-finder.ts";
import type { TestFramework, TestLanguage, TestTable } from "./test-table.ts";

export interface TestPlace {
  /** Absolute. */
  readonly path: string;
  /** The text of the file, or its beginning. */
  readonly source: string;
  readonly language: TestLanguage;
  /** The folder above which nothing is looked for; absolute. */
  readonly root: string;
}

export interface TestRunner {
  readonly framework: TestFramework;
  /** Where it has to be run, absolute. */
  readonly cwd: string;
}

const MOST_FOLDERS = 30;

/** Who runs the tests of a file; null: nobody is known for its language. */
export async function runnerOf(
  table: TestTable,
  place: TestPlace,
  files: SmallFiles,
): Promise<TestRunner | null> {
  const { path, source, language, root } = place;
  const folders = foldersOf(path, root);
  for (const framework of table.frameworks) {
    if (framework.language !== language.name) continue;
    if (framework.source?.test(source) === false || framework.path?.test(path) === false) continue;
    if (framework.files.length === 0) return { framework, cwd: root };
    for (const folder of folders) {
      const folderText = await wordsIn(framework, folder, files);
      if (folderText) return { framework, cwd: folder };
    }
  }
  return null;
}

async function wordsIn(
  { files: names, words }: TestFramework,
  folder: string,
  files: SmallFiles,
): Promise<boolean> {
  for (const name of names) {
    const text = await files.text(join(folder, name));
    if (text !== null && (words === null || words.test(text))) return true;
  }
  return false;
}

/** From the file's folder up to the root. */
function foldersOf(path: string, root: string): string[] {
  const folders: string[] = [];
  for (let at = dirname(path); folders.length < MOST_FOLDERS; at = dirname(at)) {
    folders.push(at);
    if (at === root || dirname(at) === at) break;
  }
  return folders;
}

/** The command for one test, a file, or all; `test` is needed for `nearest` only. */
export function testCommand(
  { framework, cwd }: TestRunner,
  what: "nearest" | "whole" | "all",
  path: string,
  test: FoundTest | null,
): string {
  const file = (relative(cwd, path) || basename(path)).replace(/^-/, "./-");
  const folder = dirname(file);
  const name = test?.name ?? "";
  const base = basename(path);
  const values: Readonly<Record<string, string>> = {
    file,
    folder: folder === "." ? "." : `./${folder}`,
    base,
    stem: base.replace(/\.[^.]*$/, ""),
    name,
    pattern: escaped(name),
    exact: `^${escaped(name)}$`,
    id: [...(test?.inside ?? []), name].join("::"),
    suite: test?.inside.at(-1) ?? base.replace(/\.[^.]*$/, ""),
    row: String((test?.row ?? 0) + 1),
  };
  const words = framework[what].split(" ");
  return words.map((word) => filled(word, values)).join(" ");
}

/** A word of a command with its values, quoted as a whole where that is needed. */
function filled(word: string, values: Readonly<Record<string, string>>): string {
  if (!word.includes("{")) return word;
  const option = /^(--?[\w-]+=|-D\w+=)?(.*)$/s.exec(word)!;
  const [, before = "", rest = ""] = option;
  return before + quoted(rest.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ""));
}

/** For sh, bash, zsh and fish alike. */
export function quoted(word: string): string {
  if (/^(?!=)[\w@%+=:,./-]+$/.test(word)) return word;
  // fish takes a backslash before another one, or before a quote, for an escape also within quotes.
  const inside = word.replace(/'|\\{2,}|\\(?='|$)/g, (part) =>
    part === "'" ? "'\\''" : `'${"\\\\".repeat(part.length)}'`,
  );
  return `'${inside}'`;
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
