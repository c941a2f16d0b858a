/** Puts predictions into an editor, behind its first frame: the arbiter, its commands, predictors. */
import { performance } from "node:perf_hooks";
import type { Editor } from "../editor/editor.ts";
import type { Predictor } from "../text/prediction.ts";
import { Arbiter } from "./arbiter.ts";
import { tabCommands } from "./commands.ts";
import { type Tab, tabCoreOf } from "./install.ts";
import { repeat } from "./predictors/repeat.ts";
import { repeatText } from "./predictors/repeat-text.ts";

export interface TabFeatures extends Tab {
  /** Called before each frame. */
  frame(): void;
  /** `updatetime` has passed without a key. */
  idle(): void;
  close(): Promise<void>;
}

/** `installTab` must have run. `predictors` are asked behind the built-in ones. */
export function installTabFeatures(
  editor: Editor,
  predictors: readonly Predictor[] = [],
): TabFeatures {
  const core = tabCoreOf(editor);
  const { ports, history, env } = core;
  const nextTurn = ports.nextTurn ?? ports.afterFrame;
  const nextSlice = () => new Promise<void>((resolve) => nextTurn(resolve));
  const arbiter = new Arbiter(editor, history, {
    afterFrame: ports.afterFrame,
    redraw: ports.redraw ?? (() => {}),
    now: ports.now ?? (() => performance.now()),
    env,
  });
  arbiter.addPredictors(repeat(nextSlice), repeatText(nextSlice), ...predictors);
  editor.commands.add(...tabCommands(editor, arbiter));
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
