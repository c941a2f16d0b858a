/** Puts the next action into an editor, behind the terminals: its commands, and what it looks at. */
import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname } from "node:path";
import { Cancelled, messageOf, UserError } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import { factsOf } from "../../editor/facts.ts";
import { counterparts } from "../../editor/files/counterpart.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { projectOf } from "../../editor/project.ts";
import { diagnosticsOf } from "../../language/diagnostics.ts";
import { Pause } from "../../language/features/pause.ts";
import { diskPort } from "../../shell/project/disk-port.ts";
import { type ProjectPort, projectReader } from "../../shell/project/project.ts";
import { onRerun, pendingRerun } from "../../shell/run/rerun.ts";
import type { Terminals } from "../../shell/terminals.ts";
import type { Arbiter } from "../arbiter.ts";
import { tabCoreOf } from "../install.ts";
import { TabGuard } from "../keys/guard.ts";
import { EAGERNESS, type Eagerness, eagernessOf } from "../ranking/thresholds.ts";
import type { Likely, RunnableCommand } from "./action.ts";
import type { Rerun, Scene } from "./due.ts";
import { Habits } from "./habits.ts";
import { Offers } from "./offer.ts";
import { Watch } from "./watch.ts";

/** Nobody has typed for so long (ms): what was done has come to rest. */
const REST_MS = 700;
/** Errors that were there for so long (ms) are no half of an edit. */
const STAYING_MS = 4000;

/** Predictors whose places in other files are no guesses. */
const FACTS: ReadonlySet<string> = new Set(["diagnostic", "failure"]);

/** The least chance by 'tabshow': an action is asked for less often than a change. */
const LEAST: Readonly<Record<keyof typeof EAGERNESS, number>> = {
  quiet: 0.7,
  normal: 0.5,
  eager: 0.3,
};

export interface NextActionParts {
  readonly terminals: Terminals;
  /** The project's files; absent: the disk. */
  readonly files?: ProjectPort;
  /** Whether there is such a file. Absent: the disk says so. */
  exists?(path: string): Promise<boolean>;
}

export interface NextActions {
  /** What is due, the likeliest first. */
  readonly coming: readonly Likely[];
  /** As if the user had never answered. */
  forget(): Promise<void>;
  /** Called before each frame. */
  frame(): void;
  /** Looks what is due now, and offers it. */
  look(): Promise<void>;
  close(): Promise<void>;
}

const INSTALLED = new WeakMap<Editor, NextActions>();

/** Null where it is not installed. */
export function nextActionsOf(editor: Editor): NextActions | null {
  return INSTALLED.get(editor) ?? null;
}

/** `installTabFeatures` must have run. */
export function installNextActions(
  editor: Editor,
  host: Pick<FeatureHost, "afterFrame" | "quietMs" | "store" | "env" | "redraw">,
  arbiter: Arbiter,
  parts: NextActionParts,
): NextActions {
  const { terminals } = parts;
  const now = tabCoreOf(editor).ports.now ?? (() => performance.now());
  const habits = new Habits({ store: host.store, now: () => editor.services.now() });
  const watch = new Watch(editor, now);
  const scenes = new Scenes(editor, host, watch, parts);
  const offers = new Offers(editor, {
    watch,
    habits,
    env: host.env,
    now,
    redraw: () => host.redraw(),
    isPredicting: () => arbiter.shown !== null,
    least: () => leastOf(eagernessOf(editor.options.get("tabshow"))),
    scene: () => scenes.now(),
    run: (command) => run(editor, terminals, command),
  });
  const look = async (): Promise<void> => {
    watch.errors(diagnosticsOf(editor).counts().error, STAYING_MS);
    // In the middle of something, or while a change is predicted: behind the next key.
    if (!(await offers.look())) note();
  };
  const pause = new Pause(host, REST_MS, () => {
    void habits.flush();
    look().catch((error: unknown) => editor.reportBug("the next action", error));
  });
  let dirty = false;
  const want = (): void => {
    dirty = false;
    pause.want();
  };
  const note = (): void => {
    dirty = true;
  };
  editor.events.on("change", note);
  editor.events.on("document-saved", note);
  editor.events.on("window-enter", note);
  editor.events.on("command-done", () => {
    if (dirty && editor.options.get("tabactions")) want();
  });
  const quiet = diagnosticsOf(editor).onChange(want);
  terminals.events.on("block-start", ({ block: { command, cwd } }) => {
    watch.ran({ command, cwd: cwd ?? editor.cwd, detail: "" });
    offers.ran(command);
  });
  terminals.events.on("block-end", want);
  let pending = rerunOf(editor);
  const calm = onRerun(editor, () => {
    pending = rerunOf(editor);
    want();
    if (arbiter.draw()) host.redraw();
  });
  // Whether it is mended now is to be seen before one looks elsewhere, but for what is known to be wrong.
  arbiter.display.waits = ({ changes, doc, source }) => {
    if (pending === null || !changes.empty || doc === editor.doc.id) return false;
    if (FACTS.has(source) || terminals.unavailable !== null) return false;
    return offers.isAwaited(pending, rootOf(editor.doc));
  };
  addCommands(editor, offers, now);
  const actions: NextActions = {
    get coming() {
      return offers.coming;
    },
    forget: () => habits.forget(),
    frame: () => offers.frame(),
    look,
    async close() {
      quiet();
      calm();
      pause.close();
      await habits.flush();
    },
  };
  INSTALLED.set(editor, actions);
  return actions;
}

function addCommands(editor: Editor, offers: Offers, now: () => number): void {
  const guard = new TabGuard(editor, { shown: () => offers.shown, now });
  const facts = factsOf(editor);
  facts.provide("action", () => offers.shown?.asked === false && guard.armed);
  facts.provide("actionAsked", () => offers.shown?.asked === true);
  editor.commands.add(
    {
      name: "action.accept",
      doc: "Go on with the next action: open the file, close the window; ask before it runs or writes",
      run: () => offers.accept(),
    },
    {
      name: "action.confirm",
      doc: "Do what the box asks about: run the command, write the file",
      run(context) {
        if (context.count > 0) return editor.commands.require("operator.filter").run(context);
        // Typed ahead of the box it answers nothing.
        return guard.armed ? offers.confirm() : offers.dismiss();
      },
    },
    {
      name: "action.dismiss",
      doc: "Put the next action away until there is another occasion for it",
      run: () => offers.dismiss(),
    },
  );
}

function leastOf(eagerness: Eagerness): number {
  if (typeof eagerness !== "number") return LEAST[eagerness];
  return Math.min(1, eagerness + LEAST.normal - EAGERNESS.normal.edit);
}

function run(editor: Editor, terminals: Terminals, { command, cwd }: RunnableCommand): void {
  terminals.run(command, { cwd, background: true }).catch((error: unknown) => {
    // Its terminal was closed: the user knows.
    if (error instanceof Cancelled) return;
    if (error instanceof UserError) editor.showMessage(messageOf(error), "error");
    else editor.reportBug("running a command", error);
  });
}

/** What is there, read in a pause. */
class Scenes {
  private readonly editor: Editor;
  private readonly watch: Watch;
  private readonly parts: NextActionParts;
  private readonly reader;
  /** The counterpart of a file, and how often the file had been written when it was looked for. */
  private readonly known = new Map<
    string,
    { readonly saves: number; readonly path: string | null }
  >();

  constructor(
    editor: Editor,
    host: Pick<FeatureHost, "env">,
    watch: Watch,
    parts: NextActionParts,
  ) {
    this.editor = editor;
    this.watch = watch;
    this.parts = parts;
    this.reader = projectReader(parts.files ?? diskPort, host.env.HOME ?? homedir());
  }

  async now(): Promise<Scene | null> {
    const { editor, watch, parts } = this;
    const { doc } = editor;
    if (doc.path === null || doc.kind !== "file") return null;
    const root = rootOf(doc);
    const modified = editor.docs.filter(
      (each) => each.kind === "file" && each.path !== null && each.modified,
    );
    const shell = parts.terminals.unavailable === null;
    const reads = shell && watch.edited.size > 0 && root !== "";
    const project = reads ? (await this.reader.read(dirname(doc.path))).commands : [];
    const isEdited = watch.edited.has(doc.path) && !modified.includes(doc);
    return {
      doc,
      root,
      modified,
      project,
      rerun: rerunOf(editor),
      counterpart: isEdited && root !== "" ? await this.counterpart(doc, root) : null,
      shown: new Set(editor.tab.windows.flatMap((win) => win.doc.path ?? [])),
      closable: this.isClosable(),
      shell,
    };
  }

  private async counterpart(doc: Document, root: string): Promise<string | null> {
    const path = doc.path!;
    const saves = this.watch.savesOf(doc);
    const known = this.known.get(path);
    if (known?.saves === saves) return known.path;
    const exists = this.parts.exists ?? isFile;
    let found: string | null = null;
    for (const each of counterparts(path, root)) {
      if (await exists(each)) {
        found = each;
        break;
      }
    }
    this.known.set(path, { saves, path: found });
    return found;
  }

  private isClosable(): boolean {
    const { editor, watch, parts } = this;
    const win = watch.left?.win;
    if (win === undefined || win === editor.win || !editor.tab.windows.includes(win)) return false;
    const terminal = parts.terminals.of(win.doc);
    if (terminal === null) return true;
    // What failed is still to be read.
    const last = terminal.blocks.at(-1);
    return !terminal.running || (terminal.prompt !== null && last?.status === 0);
  }
}

/** The root of its project; empty: it is in none. */
function rootOf({ path }: Document): string {
  return path === null ? "" : (projectOf(path) ?? "");
}

/** A failed command of whose places none is left to be looked at; null: none. */
function rerunOf(editor: Editor): Rerun | null {
  const pending = pendingRerun(editor);
  if (pending === null) return null;
  const { command, cwd, isEdited } = pending;
  const reason = isEdited
    ? "everything that it complained about was edited"
    : "it may be mended by what was edited since";
  return { command, cwd: cwd ?? editor.cwd, detail: "", reason };
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    // Not there, or not ours to read: then it is nothing to open.
    return false;
  }
}
