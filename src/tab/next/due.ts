/** Which actions are due, from what happened and from what there is; pure. */
import { basename, dirname, sep } from "node:path";
import type { Document } from "../../editor/document.ts";
import { isTestFile } from "../../editor/files/counterpart.ts";
import type { ProjectCommand } from "../../shell/command.ts";
import { riskOf } from "../../shell/risk/risk.ts";
import type { NextAction, RunnableCommand } from "./action.ts";
import { listsDependencies } from "./dependencies.ts";
import { type EditedFile, neededBy, type Watch } from "./watch.ts";

/** What is there, at hand. */
export interface Scene {
  /** The current document, and the root of its project (absolute; empty: it is in none). */
  readonly doc: Document;
  readonly root: string;
  /** Documents with unsaved changes that have a file. */
  readonly modified: readonly Document[];
  /** What the project offers to run, the nearest first. */
  readonly project: readonly ProjectCommand[];
  /** A failed command of whose places none is left to be looked at; null: none. */
  readonly rerun: Rerun | null;
  /** The test of the current file, or what it tests; null: there is none. */
  readonly counterpart: string | null;
  /** Paths that are in a window now. */
  readonly shown: ReadonlySet<string>;
  /** What a window aside may be closed for: its program has ended, or it is none. */
  readonly closable: boolean;
  /** Commands can be run. */
  readonly shell: boolean;
}

export interface Rerun extends RunnableCommand {
  /** One line: what was done about it. */
  readonly reason: string;
}

/** In no order; none of them deletes anything. */
export function dueActions(watch: Watch, scene: Scene): NextAction[] {
  const found: (NextAction | null)[] = [
    ...(scene.shell ? [rerun(watch, scene), install(watch, scene), tests(watch, scene)] : []),
    save(watch, scene),
    open(watch, scene),
    close(watch, scene),
  ];
  return found.filter((action) => action !== null);
}

function rerun(watch: Watch, scene: Scene): NextAction | null {
  const { rerun: run, root } = scene;
  if (run === null) return null;
  return command(run, scene, {
    occasion: rerunOccasion(run, watch),
    habit: "rerun",
    project: root,
    reason: run.reason,
  });
}

export function rerunOccasion({ command }: RunnableCommand, { runs }: Watch): string {
  return `rerun:${command}:${runs}`;
}

function install(watch: Watch, scene: Scene): NextAction | null {
  for (const { doc, path, needed } of watch.edited.values()) {
    if (!listsDependencies(path) || needed === null) continue;
    const now = neededBy(doc);
    if (now === null || now === needed) continue;
    const run =
      scene.project.find(({ kind, source }) => kind === "install" && source === path) ??
      scene.project.find(({ kind, cwd }) => kind === "install" && cwd === dirname(path));
    if (run === undefined) continue;
    const action = command(run, scene, {
      occasion: `install:${path}:${now}`,
      habit: "install",
      project: scene.root,
      reason: `${basename(path)} needs something else than before`,
    });
    if (action !== null) return action;
  }
  return null;
}

function tests(watch: Watch, scene: Scene): NextAction | null {
  const { root, project } = scene;
  const run = watch.lastTest ?? project.find(({ kind }) => kind === "test");
  if (run === undefined || root === "") return null;
  const since = [...watch.edited.values()].filter(
    ({ at, path }) => at > watch.tested && path.startsWith(root + sep),
  );
  const last = since.at(-1);
  if (last === undefined) return null;
  const common = { project: root };
  const test = since.findLast(({ path }) => isTestFile(path, root));
  if (watch.fixed) {
    return command(run, scene, {
      ...common,
      occasion: `fixed:${watch.fixes}`,
      habit: "test.fixed",
      reason: "the last error is gone",
    });
  }
  if (test !== undefined) {
    return command(run, scene, {
      ...common,
      occasion: `test:${watch.tested}:${test.path}`,
      habit: "test.edited",
      reason: `you edited ${basename(test.path)}`,
    });
  }
  // Who tests by hand now and then may do so again.
  if (watch.lastTest === null || !isCode(last)) return null;
  return command(run, scene, {
    ...common,
    occasion: `again:${watch.tested}`,
    habit: "test.again",
    reason: `you edited ${basename(last.path)} since`,
  });
}

function isCode({ doc }: EditedFile): boolean {
  return !["", "text", "markdown", "help"].includes(doc.options.get("filetype"));
}

type Occasion = Pick<NextAction, "occasion" | "habit" | "project" | "reason">;

/** What deletes anything is never offered. */
export function deletes({ command, detail }: Omit<RunnableCommand, "cwd">): boolean {
  return riskOf(command).deletes || riskOf(detail).deletes;
}

/** Null for what deletes anything. */
function command(
  { command: line, cwd, detail }: RunnableCommand,
  { modified, root }: Scene,
  occasion: Occasion,
): NextAction | null {
  if (deletes({ command: line, detail })) return null;
  const within = root === "" ? cwd : root;
  const write = modified.filter(({ path }) => path!.startsWith(within + sep));
  return { ...occasion, kind: "command", command: { command: line, cwd, detail }, write };
}

function save(watch: Watch, { doc, root, modified }: Scene): NextAction | null {
  if (!modified.includes(doc)) return null;
  return {
    kind: "save",
    write: [doc],
    occasion: `save:${doc.id}:${watch.savesOf(doc)}`,
    habit: "save",
    project: root,
    reason: "it was changed, and nothing more is predicted",
  };
}

function open(watch: Watch, scene: Scene): NextAction | null {
  const { doc, root, counterpart, shown, modified } = scene;
  if (counterpart === null || root === "" || shown.has(counterpart)) return null;
  const edited = doc.path === null ? undefined : watch.edited.get(doc.path);
  if (edited === undefined || modified.includes(doc)) return null;
  // Who was there since knows the way.
  if ((watch.visited.get(counterpart) ?? -1) >= edited.at) return null;
  const test = !isTestFile(doc.path!, root);
  return {
    kind: "open",
    path: counterpart,
    occasion: `open:${counterpart}:${watch.savesOf(doc)}`,
    habit: test ? "open.test" : "open.source",
    project: root,
    reason: test ? `it tests ${basename(doc.path!)}` : `${basename(doc.path!)} tests it`,
  };
}

function close(watch: Watch, { root, closable }: Scene): NextAction | null {
  const { left } = watch;
  // A look at it, and then work went on elsewhere.
  if (left === null || !closable || left.at === watch.changes) return null;
  return {
    kind: "close",
    win: left.win,
    occasion: `close:${left.win.id}:${left.at}`,
    habit: "close",
    project: root,
    reason: "you left it and went on",
  };
}
