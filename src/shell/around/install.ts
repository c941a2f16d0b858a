/** The surroundings of an editor's prompts. */
import { homedir } from "node:os";
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { findRepository, Repository } from "../../git/repository.ts";
import { diskPort } from "../project/disk-port.ts";
import { projectReader } from "../project/project.ts";
import { Around, type RepositorySituation } from "./around.ts";
import { answers, readFolder, readPrograms } from "./disk.ts";
import { readSituation } from "./git-situation.ts";

const REGISTRIES = new WeakMap<Editor, Around>();

/** What is known around the prompts of an editor; null where it has no shells. */
export function aroundOf(editor: Editor): Around | null {
  return REGISTRIES.get(editor) ?? null;
}

/** `changed` is called when more is known than before. Reads nothing before it is asked. */
export function installAround(editor: Editor, host: FeatureHost, changed: () => void): Around {
  const { env } = host;
  const home = env.HOME ?? homedir();
  const around = new Around({
    home,
    projects: projectReader(diskPort, home),
    answers,
    readFolder,
    readPrograms: () => readPrograms(env.PATH ?? ""),
    readGit: repositories(host),
    now: () => Date.now(),
    changed,
    failed: (what, error) => editor.reportBug(`what is around a prompt (${what})`, error),
  });
  REGISTRIES.set(editor, around);
  for (const { kind, path, modified } of editor.docs) {
    if (kind === "file" && path !== null && modified) around.edited(path);
  }
  editor.events.on("change", ({ doc }) => {
    if (doc.kind === "file" && doc.path !== null) around.edited(doc.path);
  });
  return around;
}

/**
 * Reads what git says around a folder. The repositories are no ones of the editor's own: those are
 * watched, and a shell comes by many.
 */
function repositories(host: FeatureHost): (folder: string) => Promise<RepositorySituation | null> {
  let last: Repository | null = null;
  return async (folder) => {
    const place = findRepository(folder);
    if (place === null) return null;
    if (last?.gitFolder !== place.gitFolder) last = new Repository(place, host.trust, host.env);
    const { root } = place;
    try {
      return { root, git: await readSituation(last) };
    } catch {
      // a lock, a broken repository, no git: where it is is still of use
      return { root, git: null };
    }
  };
}
