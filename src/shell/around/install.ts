/** The surroundings of an editor's prompts. */
import { homedir } from "node:os";
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import type { Git } from "../../git/git.ts";
import { diskPort } from "../project/disk-port.ts";
import { projectReader } from "../project/project.ts";
import { Around, type RepositorySituation } from "./around.ts";
import { readFolder, readPrograms } from "./disk.ts";
import { readSituation } from "./git-situation.ts";

const REGISTRIES = new WeakMap<Editor, Around>();

/** What is known around the prompts of an editor; null where it has no shells. */
export function aroundOf(editor: Editor): Around | null {
  return REGISTRIES.get(editor) ?? null;
}

/** `changed` is called when more is known than before. Reads nothing before it is asked. */
export function installAround(
  editor: Editor,
  host: FeatureHost,
  git: Git,
  changed: () => void,
): Around {
  const { env } = host;
  const home = env.HOME ?? homedir();
  const around = new Around({
    home,
    projects: projectReader(diskPort, home),
    readFolder,
    readPrograms: () => readPrograms(env.PATH ?? ""),
    readGit: (folder) => readGit(git, folder),
    now: () => Date.now(),
    changed,
    failed: (what, error) => editor.reportBug(`what is around a prompt (${what})`, error),
  });
  REGISTRIES.set(editor, around);
  editor.events.on("change", ({ doc }) => {
    if (doc.kind === "file" && doc.path !== null) around.edited(doc.path);
  });
  return around;
}

async function readGit(git: Git, folder: string): Promise<RepositorySituation | null> {
  const repository = git.repositoryOf(folder);
  if (repository === null) return null;
  try {
    return { root: repository.root, git: await readSituation(repository) };
  } catch {
    // a lock, a broken repository, no git: where it is is still of use
    return { root: repository.root, git: null };
  }
}
