/** What predictions get from outside of the editor: ripgrep, the disk, git. */
import { access, constants, readFile, stat } from "node:fs/promises";
import { basename, dirname, extname, join, relative, sep } from "node:path";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import { decode } from "../editor/files/encoding.ts";
import { isPrivatePath } from "../editor/files/private-path.ts";
import type { FeatureHost } from "../editor/host.ts";
import { projectOf } from "../editor/project.ts";
import type { Git } from "../git/git.ts";
import { MOST_CHARACTERS, type ProjectFilesPorts } from "../tab/project-files.ts";
import { compileIsKeyword } from "../text/keyword.ts";
import { ByteSplitter, runRipgrep } from "./pickers/ripgrep.ts";

/** A search that takes longer (ms) is called off: the next edit will come first. */
const PATIENCE_MS = 2000;
const MOST_OUTPUT = 64 * 1024;
/** UTF-8 may take three bytes for a character. */
const MOST_BYTES = 3 * MOST_CHARACTERS;
/** Without a project only the folder itself is searched. */
const MOST_DEPTH = 2;

export function projectFilePorts(
  editor: Editor,
  host: Pick<FeatureHost, "env">,
  git: Git,
): Omit<ProjectFilesPorts, "changed"> {
  const { env } = host;
  return {
    isSecret: (path) => isPrivatePath(path, env),
    isOpen: (path) => editor.docs.some((doc) => doc.loaded && doc.path === path),
    filetypeOf: (path, firstLine) => editor.filetypeOf(path, firstLine),
    isKeyword(filetype) {
      const like = editor.docs.find((doc) => doc.options.get("filetype") === filetype);
      return like?.isKeyword ?? compileIsKeyword(editor.options.get("iskeyword"));
    },
    partners: (path) => partnersOf(git, path),
    search: (around, words, signal) => search(around, words, signal, env),
    read: readText,
  };
}

/** Which files have the words, and in how many lines, by ripgrep: what it ignores is ignored. */
async function search(
  around: string,
  words: readonly string[],
  signal: AbortSignal,
  env: FeatureHost["env"],
): Promise<readonly string[]> {
  const project = projectOf(around);
  const root = project ?? dirname(around);
  const splitter = new ByteSplitter(10, MOST_OUTPUT);
  const counts = new Map<string, number>();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  await runRipgrep({
    args: [
      "--count",
      "--null",
      "--fixed-strings",
      "--ignore-case",
      "--max-filesize",
      String(MOST_BYTES),
      ...(project === null ? ["--max-depth", String(MOST_DEPTH)] : []),
      ...words.flatMap((word) => ["--regexp", word]),
      "--",
      ".",
    ],
    cwd: root,
    env,
    signal: limit,
    onOutput(chunk) {
      const whole = splitter.push(chunk);
      for (const line of whole?.toString("utf8").split("\n") ?? []) {
        const [name = "", count = ""] = line.split("\0");
        if (count !== "") counts.set(`${root}${sep}${name.replace(/^\.[/\\]/, "")}`, Number(count));
      }
    },
  });
  const score = (path: string) => Math.log1p(counts.get(path)!) + nearness(around, path);
  return [...counts.keys()].sort((a, b) => score(b) - score(a) || (a < b ? -1 : 1));
}

/** By the history of the repository, as far as it has been read. */
function partnersOf(git: Git, path: string): readonly string[] {
  const repository = git.repositoryOf(path);
  if (repository === null) return [];
  const partners = git.coChange(repository).partners(repository.name(path));
  return partners.map(({ name }) => join(repository.root, name));
}

/** Files of the same kind and near in the tree come first. */
function nearness(around: string, path: string): number {
  const steps = relative(dirname(around), dirname(path)).split(sep).filter(Boolean).length;
  const stem = (name: string) => basename(name).split(".")[0];
  return (
    (extname(path) === extname(around) ? 2 : 0) +
    (stem(path) === stem(around) ? 2 : 0) -
    Math.min(4, steps) / 2
  );
}

async function readText(path: string, stamp: string | null) {
  try {
    const { mtimeMs, size, ino, mode } = await stat(path);
    // What can't be written is nowhere to go on, even for root.
    if ((mode & 0o222) === 0) return null;
    await access(path, constants.W_OK);
    const now = `${mtimeMs}:${size}:${ino}`;
    if (now === stamp) return "same";
    if (size > MOST_BYTES) return null;
    const bytes = await readFile(path);
    if (bytes.includes(0)) return null;
    const { text } = decode(bytes);
    return text.length > MOST_CHARACTERS ? null : { text, stamp: now };
  } catch (error) {
    // It went, or may not be read: then it is no file to go on in.
    if (typeof (error as NodeJS.ErrnoException).code === "string") return null;
    throw error;
  }
}

/** Whether git ignores the file of a document; false until git has said so. */
export function ignoredByGit(git: Git): (doc: Document) => boolean {
  const known = new Map<string, boolean>();
  return ({ path }) => {
    if (path === null) return false;
    const answer = known.get(path);
    if (answer !== undefined) return answer;
    known.set(path, false);
    const repository = git.repositoryOf(path);
    repository
      ?.ignores(path)
      .then((ignored) => known.set(path, ignored))
      // Git fails for a path that is not its own, which it does not ignore either.
      .catch(() => known.set(path, false));
    return false;
  };
}
