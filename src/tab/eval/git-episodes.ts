/** Episodes from the history of a git repository: its small commits, cut into edits. */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { cutHunk } from "./cut.ts";
import {
  classify,
  type Distraction,
  type Episode,
  type EpisodeEdit,
  type EpisodeFile,
  isImport,
  KINDS,
} from "./episode.ts";
import { type CommitFile, GitLog, type SmallCommit } from "./git-log.ts";
import { shuffled } from "./random.ts";

const MOST_CHARACTERS = 200_000;
const MOST_NEW_LINES = 60;
const MOST_HUNKS = 40;
const DISTRACTIONS = 3;
/** Files looked into for a distraction. */
const CANDIDATES = 24;

export interface GitEpisode {
  readonly episode: Episode;
  readonly distraction: Distraction;
}

export interface EpisodeSearch {
  /** How many episodes at most. */
  readonly most: number;
  /** Absent: the newest commits; else commits drawn with this seed. */
  readonly seed?: number;
  readonly distractors: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The episodes of the repository at `folder` (bare ones, too), one after the other as they are found.
 * Throws UserError when git can't read it.
 */
export function* gitEpisodes(folder: string, search: EpisodeSearch): Generator<GitEpisode> {
  const log = new GitLog(folder, search.env);
  const all = log.commits();
  const commits = search.seed === undefined ? all : shuffled(all, search.seed);
  const name = repositoryName(folder);
  const seen = new Set<string>();
  let found = 0;
  for (const commit of log.small(commits)) {
    if (found >= search.most) return;
    const episode = episodeOf(log, commit, name);
    if (!episode) continue;
    const content = JSON.stringify(episode.edits.map((e) => [e.removed, e.inserted]));
    if (seen.has(content)) continue;
    seen.add(content);
    found++;
    const files = search.distractors ? distractions(log, commit, episode) : [];
    yield { episode, distraction: { id: episode.id, files } };
  }
}

function repositoryName(folder: string): string {
  const parts = folder.replace(/\/+$/, "").split("/");
  const last = basename(folder);
  return last === "repo" || last === ".git" ? (parts[parts.length - 2] ?? last) : last;
}

function episodeOf(log: GitLog, commit: SmallCommit, repo: string): Episode | null {
  const ordered = inOrder(commit.files);
  let hunks = 0;
  let codeHunks = 0;
  for (const file of ordered) {
    if (file.before === null) continue;
    hunks += file.hunks.length;
    if (classify(file.path)!.code) codeHunks += file.hunks.length;
  }
  if (hunks < 2 || hunks > MOST_HUNKS || codeHunks < 2) return null;
  const texts = log.blobs(ordered.flatMap(({ before }) => (before === null ? [] : [before])));
  const files: EpisodeFile[] = [];
  const edits: EpisodeEdit[] = [];
  let hunk = 0;
  for (const file of ordered) {
    const before = file.before === null ? "" : texts.shift()?.toString("utf8");
    if (before === undefined || !isPlain(before)) return null;
    const cut = cutFile(file, before, files.length, hunk);
    if (!cut || !makes(before, cut, file.after)) return null;
    hunk += file.hunks.length;
    const { kind, lang } = classify(file.path)!;
    const created = file.before === null;
    files.push({ path: file.path, kind, lang, before, ...(created ? { created } : {}) });
    edits.push(...cut);
  }
  const asked = edits.filter(({ type }) => type !== "newfile");
  if (asked.length < 2) return null;
  const blank = asked.filter(
    (e) => e.removed.replace(/\s/g, "") === e.inserted.replace(/\s/g, ""),
  ).length;
  if (2 * blank > asked.length) return null;
  return {
    id: `${repo}-${commit.sha.slice(0, 10)}`,
    repo,
    sha: commit.sha,
    parent: commit.parent,
    time: commit.time,
    subject: commit.subject,
    lang: mostCommon(asked.map((edit) => files[edit.file]!.lang)),
    files,
    edits,
    pathsAdd: [],
    pathsDel: [],
  };
}

/** Files by kind, new ones first; else as git orders them. */
function inOrder(files: readonly CommitFile[]): CommitFile[] {
  const rank = (file: CommitFile) =>
    KINDS.indexOf(classify(file.path)!.kind) * 2 + (file.before === null ? 0 : 1);
  return [...files].sort((a, b) => rank(a) - rank(b));
}

function isPlain(text: string): boolean {
  if (text.length > MOST_CHARACTERS || text.includes("\r") || text.includes("\0")) return false;
  return !text.includes("PRIVATE KEY-----") && !text.includes("\ufffd");
}

function cutFile(
  file: CommitFile,
  before: string,
  index: number,
  firstHunk: number,
): EpisodeEdit[] | null {
  if (file.before === null) {
    const lines = file.hunks[0]?.inserted ?? [];
    if (lines.length === 0 || lines.length > MOST_NEW_LINES) return null;
    const inserted = lines.map((line) => `${line}\n`).join("");
    const place = { file: index, line: 0, col: 0, removed: "", inserted, hunk: firstHunk };
    return [{ ...place, type: "newfile" }];
  }
  if (before !== "" && !before.endsWith("\n")) return null;
  const old = before.split("\n");
  const edits: EpisodeEdit[] = [];
  for (const [i, hunk] of file.hunks.entries()) {
    for (const cut of cutHunk(hunk.removed, hunk.inserted)) {
      const line = hunk.line + cut.line;
      const context = cut.removed === "" && cut.col === 0 ? cut.inserted : (old[line] ?? "");
      edits.push({
        file: index,
        line,
        col: cut.col,
        removed: cut.removed,
        inserted: cut.inserted,
        hunk: firstHunk + i,
        ...(cut.reindent ? { type: "reindent" } : {}),
        ...(isImport(context) ? { import: true } : {}),
      });
    }
  }
  return edits;
}

/** Whether the edits lead to the text with this object name, byte for byte. */
function makes(before: string, edits: readonly EpisodeEdit[], name: string): boolean {
  const starts = [0];
  for (let i = before.indexOf("\n"); i >= 0; i = before.indexOf("\n", i + 1)) starts.push(i + 1);
  let after = "";
  let at = 0;
  for (const edit of edits) {
    const from = (starts[edit.line] ?? before.length) + edit.col;
    if (from < at || before.slice(from, from + edit.removed.length) !== edit.removed) return false;
    after += before.slice(at, from) + edit.inserted;
    at = from + edit.removed.length;
  }
  const content = Buffer.from(after + before.slice(at), "utf8");
  const hash = createHash(name.length === 64 ? "sha256" : "sha1");
  return hash.update(`blob ${content.length}\0`).update(content).digest("hex") === name;
}

function mostCommon(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

/** Files that the commit left alone though they use names that it changed. */
function distractions(
  log: GitLog,
  commit: SmallCommit,
  episode: Episode,
): { path: string; before: string }[] {
  const words = wordsOf(episode.edits.map((e) => `${e.removed} ${e.inserted}`).join(" "));
  const changed = new Set(commit.files.map(({ path }) => path));
  const langs = new Set(episode.files.map(({ lang }) => lang));
  const near = new Set(episode.files.map(({ path }) => path.slice(0, path.lastIndexOf("/") + 1)));
  const open = log.tree(commit.parent).filter(({ path, size }) => {
    const type = classify(path);
    return type?.code && langs.has(type.lang) && size <= MOST_CHARACTERS && !changed.has(path);
  });
  const isNear = (path: string) => near.has(path.slice(0, path.lastIndexOf("/") + 1));
  const drawn = shuffled(open, Number.parseInt(commit.sha.slice(0, 8), 16));
  drawn.sort((a, b) => Number(isNear(b.path)) - Number(isNear(a.path)));
  const some = drawn.slice(0, CANDIDATES);
  const texts = log.blobs(some.map(({ name }) => name));
  const scored = some.flatMap(({ path }, i) => {
    const before = texts[i]?.toString("utf8") ?? "";
    if (before === "" || !isPlain(before)) return [];
    let shared = 0;
    for (const word of wordsOf(before)) if (words.has(word)) shared++;
    return shared === 0 ? [] : [{ path, before, shared }];
  });
  scored.sort((a, b) => b.shared - a.shared);
  return scored.slice(0, DISTRACTIONS).map(({ path, before }) => ({ path, before }));
}

function wordsOf(text: string): Set<string> {
  return new Set(text.match(/[\p{L}_$][\p{L}\p{N}_$]{3,}/gu) ?? []);
}
