/**
 * What predictions need from the first change on: the edit history. Everything else is put in behind
 * the first frame (install-features.ts).
 */
import type { Editor } from "../editor/editor.ts";
import { factsOf } from "../editor/facts.ts";
import { isReplaying } from "../editor/key-loop.ts";
import type { Predictor } from "../text/prediction.ts";
import type { Arbiter } from "./arbiter.ts";
import type { Environment } from "./gate.ts";
import { EditHistory, recordHistory } from "./history.ts";
import { REMOTE_GUARD_MS } from "./keys/guard-time.ts";

export interface TabPorts {
  /**
   * Calls back once, a little behind the frame of the keys that are being worked off: nothing of this
   * runs between a key and its frame, nor right behind it, when the terminal wants to read.
   */
  afterFrame(callback: () => void): void;
  /** Calls back in a later turn, when what came meanwhile was worked off. Absent: `afterFrame`. */
  nextTurn?(callback: () => void): void;
  /** Calls back after so many milliseconds. Absent: `afterFrame`, as soon as it can be. */
  later?(ms: number, callback: () => void): void;
  /** Asks for a frame. Absent: nothing is drawn. */
  redraw?(): void;
  /** Milliseconds of a clock that only goes forward. Absent: `performance.now`. */
  now?(): number;
  /** Whether the terminal is known to send another key for CTRL-I than for Tab. Absent: it is not. */
  tellsTab?(): boolean;
  /** The environment, for the rules about secret files. */
  readonly env?: Environment;
}

export interface Tab {
  readonly arbiter: Arbiter;
  readonly history: EditHistory;
  /** Asks these, too, from the next question on. */
  addPredictors(...predictors: readonly Predictor[]): void;
}

/** What there is before the features are loaded. */
export interface TabCore {
  readonly ports: TabPorts;
  readonly env: Environment;
  readonly history: EditHistory;
  tab: Tab | null;
}

const INSTALLED = new WeakMap<Editor, TabCore>();

/** What predicts in this editor; throws when its features are not loaded. */
export function tabOf(editor: Editor): Tab {
  const { tab } = tabCoreOf(editor);
  if (!tab) throw new Error("The editor has no predictions yet");
  return tab;
}

/** What `installTab` gave this editor; throws when it has not run. */
export function tabCoreOf(editor: Editor): TabCore {
  const core = INSTALLED.get(editor);
  if (!core) throw new Error("The editor has no predictions");
  return core;
}

function isRemote(env: Environment): boolean {
  return Boolean(env.SSH_CONNECTION ?? env.SSH_TTY);
}

export function installTab(editor: Editor, ports: TabPorts): TabCore {
  const env = ports.env ?? process.env;
  const history = new EditHistory();
  recordHistory(editor, history, env);
  if (isRemote(env)) editor.options.set("tabguard", REMOTE_GUARD_MS);
  const core: TabCore = { ports, env, history, tab: null };
  INSTALLED.set(editor, core);
  const facts = factsOf(editor);
  // Replayed keys mean what they meant when they were recorded.
  const kind = () => (isReplaying(editor) ? null : (core.tab?.arbiter.shown?.kind ?? null));
  facts.provide("prediction", () => kind() !== null);
  facts.provide("ghost", () => kind() === "ghost");
  facts.provide("jump", () => kind() === "jump");
  return core;
}
