/** Puts predictions into an editor. */
import { performance } from "node:perf_hooks";
import type { Editor } from "../editor/editor.ts";
import { factsOf } from "../editor/facts.ts";
import type { Predictor } from "../text/prediction.ts";
import { Arbiter } from "./arbiter.ts";
import { tabCommands } from "./commands.ts";
import { type Environment, isReplaying } from "./gate.ts";
import { EditHistory, recordHistory } from "./history.ts";
import { repeatEdit } from "./predictors/repeat-edit.ts";
import { repeatText } from "./predictors/repeat-text.ts";

export interface TabPorts {
  /**
   * Calls back once, after the frame of the keys that are being worked off was written (with
   * `setImmediate`, say): nothing of this runs between a key and its frame.
   */
  afterFrame(callback: () => void): void;
  /** Asks for a frame. Absent: nothing is drawn. */
  redraw?(): void;
  /** The environment, for the rules about secret files. */
  readonly env?: Environment;
  /** More predictors, behind the built-in ones. */
  readonly predictors?: readonly Predictor[];
}

export interface Tab {
  readonly arbiter: Arbiter;
  readonly history: EditHistory;
}

const INSTALLED = new WeakMap<Editor, Tab>();

/** What `installTab` gave this editor; throws when it has not run. */
export function tabOf(editor: Editor): Tab {
  const tab = INSTALLED.get(editor);
  if (!tab) throw new Error("The editor has no predictions");
  return tab;
}

export function installTab(editor: Editor, ports: TabPorts): Tab {
  const env = ports.env ?? process.env;
  const history = new EditHistory();
  // The history hears of a change before the arbiter does.
  recordHistory(editor, history, env);
  const nextSlice = () => new Promise<void>((resolve) => ports.afterFrame(resolve));
  const predictors = [repeatEdit(nextSlice), repeatText(nextSlice), ...(ports.predictors ?? [])];
  const arbiter = new Arbiter(editor, history, predictors, {
    afterFrame: ports.afterFrame,
    redraw: ports.redraw ?? (() => {}),
    now: () => performance.now(),
    env,
  });
  editor.commands.add(...tabCommands(editor, arbiter));
  const facts = factsOf(editor);
  // Replayed keys mean what they meant when they were recorded.
  const kind = () => (isReplaying(editor) ? null : (arbiter.shown?.kind ?? null));
  facts.provide("prediction", () => kind() !== null);
  facts.provide("ghost", () => kind() === "ghost");
  facts.provide("jump", () => kind() === "jump");
  const tab = { arbiter, history };
  INSTALLED.set(editor, tab);
  return tab;
}
