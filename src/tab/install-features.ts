/** Puts predictions into an editor, behind its first frame: the arbiter, its commands, predictors. */
import { performance } from "node:perf_hooks";
import type { Editor } from "../editor/editor.ts";
import type { Predictor } from "../text/prediction.ts";
import { NO_FILES } from "./arbiter/shown.ts";
import { Arbiter } from "./arbiter.ts";
import { tabCommands } from "./commands.ts";
import { type Tab, tabCoreOf } from "./install.ts";
import { textPredictors } from "./predictors/all.ts";
import { repeatText } from "./predictors/repeat-text.ts";
import { userGate } from "./ranking/gate.ts";

/** For an editor that does not know when its last key was: long enough ago. */
const REST_MS = 1000;

export interface TabFeatures extends Tab {
  /** Called before each frame. */
  frame(): void;
  /** `updatetime` has passed without a key. */
  idle(): void;
  close(): Promise<void>;
}

/** What the editor around lends. Absent: not there. */
export interface TabParts {
  /** Asked behind the built-in ones. */
  readonly predictors?: readonly Predictor[];
  /** Milliseconds since the last key. */
  quietMs?(): number;
}

/** `installTab` must have run. */
export function installTabFeatures(editor: Editor, parts: TabParts = {}): TabFeatures {
  const core = tabCoreOf(editor);
  const { ports, history, env } = core;
  const nextTurn = ports.nextTurn ?? ports.afterFrame;
  const nextSlice = () => new Promise<void>((resolve) => nextTurn(resolve));
  const now = ports.now ?? (() => performance.now());
  const gate = userGate();
  const arbiter = new Arbiter(editor, history, {
    afterFrame: ports.afterFrame,
    nextTurn,
    redraw: ports.redraw ?? (() => {}),
    now,
    quietMs: parts.quietMs ?? (() => REST_MS),
    env,
    learner: {
      gate,
      learn: ({ features, accepted, weight }) => gate.learn(features, accepted, weight),
    },
    files: NO_FILES,
    isIgnored: () => false,
  });
  arbiter.addPredictors(
    ...textPredictors(nextSlice),
    repeatText(nextSlice),
    ...(parts.predictors ?? []),
  );
  editor.commands.add(
    ...tabCommands(editor, arbiter, {
      now,
      tellsTab: () => ports.tellsTab?.() ?? false,
    }),
  );
  const tab: TabFeatures = {
    arbiter,
    history,
    addPredictors: (...more) => arbiter.addPredictors(...more),
    frame: () => arbiter.frame(),
    idle() {},
    async close() {},
  };
  core.tab = tab;
  return tab;
}
