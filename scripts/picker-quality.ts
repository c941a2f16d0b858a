/**
 * How good the pickers' matcher is, on queries as people type them: letters of the parts of a path.
 * Queries are made from real trees with a seed; `fzf --filter` is the measure.
 *
 *     sh bin/node scripts/picker-quality.ts [--seed N] [--queries N] [--verbose] [FOLDER ...]
 *
 * Prints in how many cases the first hit is the one of fzf, and in how many the wanted file is among
 * the first five. Without fzf only the latter.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { FuzzyFilter } from "../src/base/fuzzy-filter.ts";

const MOST_FILES = 30_000;

const args = process.argv.slice(2);
const numberOf = (name: string, fallback: number): number => {
  const at = args.indexOf(name);
  return at < 0 ? fallback : Number(args.splice(at, 2)[1]);
};
const seed = numberOf("--seed", 1);
const wanted = numberOf("--queries", 200);
const verbose = args.includes("--verbose");
const folders = args.filter((arg) => !arg.startsWith("--"));
const trees = folders.length > 0 ? folders : [".", "node_modules", "/usr/lib", "/usr/share"];

let state = seed >>> 0;
/** A number below 1, the same for the same seed (mulberry32). */
function random(): number {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

function filesOf(root: string): string[] {
  const files: string[] = [];
  const folders = [root];
  while (folders.length > 0 && files.length < MOST_FILES) {
    const folder = folders.shift()!;
    let entries: import("node:fs").Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch {
      // What can't be read is not in the tree.
      continue;
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith(".") || (root === "." && entry.name === "node_modules")) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile() && !/[\n\s]/.test(path)) files.push(relative(root, path));
    }
  }
  return files;
}

/** The start of a word. */
function beginning(word: string, least: number, most: number): string {
  return word.slice(0, least + Math.floor(random() * (most - least + 1))).toLowerCase();
}

interface Query {
  readonly typed: string;
  /** Whether a path has what was typed in the obvious way, whatever a fuzzy matcher makes of it. */
  readonly fits: (path: string) => boolean;
}

const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);
const foldersOf = (path: string) => path.toLowerCase().split("/").slice(0, -1);
const stemOf = (path: string) => nameOf(path).replace(/(.)\.[^.]*$/, "$1");
const wordsOf = (name: string) => name.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/).filter(Boolean);

function nameHas(text: string): (path: string) => boolean {
  return (path) => nameOf(path).toLowerCase().includes(text);
}

function folderHas(text: string): (path: string) => boolean {
  return (path) => foldersOf(path).some((folder) => folder.startsWith(text));
}

function wordsBegin(pieces: readonly string[]): (path: string) => boolean {
  return (path) => {
    let at = 0;
    for (const word of wordsOf(nameOf(path))) {
      if (at < pieces.length && word.toLowerCase().startsWith(pieces[at]!)) at++;
    }
    return at === pieces.length;
  };
}

/** What someone types who knows the name of a file, or parts of it. */
function firstQuery(path: string): Query {
  const stem = stemOf(path).toLowerCase();
  const folder = pick(foldersOf(path).slice(-3).concat("").slice(0, 3));
  switch (Math.floor(random() * 6)) {
    case 0:
      return { typed: stem, fits: nameHas(stem) };
    case 1: {
      const name = nameOf(path).toLowerCase();
      return { typed: name, fits: nameHas(name) };
    }
    case 2: {
      const pieces = wordsOf(stemOf(path)).map((word) => beginning(word, 2, 5));
      return { typed: pieces.join(""), fits: wordsBegin(pieces) };
    }
    case 3: {
      const part = beginning(folder, 2, 5);
      const fits = (other: string) => folderHas(part)(other) && nameHas(stem)(other);
      return { typed: part === "" ? stem : `${part}/${stem}`, fits };
    }
    case 4: {
      const [part, piece] = [beginning(folder, 3, 6), beginning(stem, 4, 8)];
      const fits = (other: string) => folderHas(part)(other) && nameHas(piece)(other);
      return { typed: `${piece} ${part}`.trim(), fits };
    }
    default: {
      const parts = foldersOf(path)
        .slice(-2)
        .map((each) => beginning(each, 1, 2));
      const fits = (other: string) =>
        parts.every((part) => folderHas(part)(other)) && nameHas(stem)(other);
      return { typed: `${parts.join("")}${stem}`, fits };
    }
  }
}

/**
 * The same, with beginnings of folders added until at most five files have everything that was typed:
 * nobody stops typing `index.js` where there are hundreds. Null where that does not help.
 */
function queryFor(path: string, files: readonly string[]): string | null {
  let { typed, fits } = firstQuery(path);
  const folders = [...new Set(foldersOf(path))];
  for (;;) {
    const now = fits;
    if (files.filter(now).length <= 5) return typed;
    if (folders.length === 0) return null;
    const [folder] = folders.splice(Math.floor(random() * folders.length), 1);
    const part = beginning(folder!, 3, 8);
    typed = `${typed} ${part}`;
    fits = (other) => now(other) && folderHas(part)(other);
  }
}

interface Case {
  readonly files: readonly string[];
  readonly query: string;
  readonly path: string;
}

/** The best places by our own matcher. */
function ours({ files, query }: Case, most: number): string[] {
  const filter = new FuzzyFilter(
    (index) => files[index]!,
    () => 0,
  );
  filter.resize(files.length);
  filter.setQuery(query);
  filter.work(1);
  return filter.best(0, most).map((index) => files[index]!);
}

function fzf({ files, query }: Case): string[] | null {
  const result = spawnSync("fzf", ["--filter", query], {
    input: files.join("\n"),
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { PATH: process.env.PATH },
  });
  return result.error ? null : result.stdout.split("\n").slice(0, 5);
}

const all = trees.filter((tree) => statSync(tree, { throwIfNoEntry: false })?.isDirectory());
const listed = all.map(filesOf).filter((files) => files.length > 20);
console.log(`${listed.map((files) => files.length).join(" + ")} files of ${all.join(", ")}`);

const cases: Case[] = [];
while (cases.length < wanted) {
  const files = listed[cases.length % listed.length]!;
  const path = pick(files);
  const query = queryFor(path, files);
  if (query !== null && query.length >= 4) cases.push({ files, path, query });
}

let same = 0;
let inFive = 0;
let theirsInFive = 0;
let hasFzf = true;
for (const one of cases) {
  const best = ours(one, 5);
  const theirs: string[] | null = hasFzf ? fzf(one) : null;
  hasFzf = theirs !== null;
  if (best[0] === theirs?.[0]) same++;
  else if (verbose && theirs) console.log(`${one.query}\n  ours ${best[0]}\n  fzf  ${theirs[0]}`);
  if (best.includes(one.path)) inFive++;
  else if (verbose) console.log(`${one.query}\n  wanted ${one.path}\n  ours   ${best.join("  ")}`);
  if (theirs?.includes(one.path)) theirsInFive++;
}
const share = (count: number) => `${((100 * count) / cases.length).toFixed(1)} %`;
if (hasFzf) console.log(`same first hit as fzf: ${share(same)}`);
console.log(
  `wanted file in the first five: ${share(inFive)}${hasFzf ? ` (fzf: ${share(theirsInFive)})` : ""}`,
);
