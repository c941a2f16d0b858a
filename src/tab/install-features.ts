/** Puts predictions into an editor, behind its first frame: the arbiter, its commands, predictors. */
import { performance } from "node:perf_hooks";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import { statusItemsOf } from "../editor/status-items.ts";
import type { Store } from "../store/store.ts";
import type { DocumentSnapshot, Predictor } from "../text/prediction.ts";
import { NO_FILES } from "./arbiter/shown.ts";
import { Arbiter } from "./arbiter.ts";
import { tabCommands } from "./commands.ts";
import { localCompleter } from "./complete/local.ts";
import { type CompletionPort, completeText } from "./complete/predictor.ts";
import { tabExCommand } from "./ex.ts";
import { type Tab, tabCoreOf } from "./install.ts";
import { Learning } from "./learning.ts";
import type { TabModels } from "./model/install.ts";
import { textPredictors } from "./predictors/all.ts";
import { ProjectFiles, type ProjectFilesPorts } from "./project-files.ts";

/** For an editor that does not know when its last key was: long enough ago. */
const REST_MS = 1000;

export interface TabFeatures extends Tab {
  /** Called before each frame. */
  frame(): void;
  /** `updatetime` has passed without a key. */
  idle(): void;
  /** The models that predict; null: none is configured. */
  models: TabModels | null;
  /** A file of the project that is not open and was read, by its absolute path. */
  closed(path: string): DocumentSnapshot | null;
  /** Reads such files. */
  bring(paths: readonly string[], signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** What the editor around lends. Absent: not there. */
export interface TabParts {
  /** Asked behind the built-in ones. */
  readonly predictors?: readonly Predictor[];
  /** Who completes; absent: this thread. */
  readonly completer?: CompletionPort;
  /** Names that are known to fit at the cursor (of servers), the likeliest first. */
  offered?(): readonly string[];
  /** Milliseconds since the last key. */
  quietMs?(): number;
  /** Where answers are remembered. */
  readonly store?: Pick<Store, "ask"> | null;
  /** Files of the project that are not open. */
  readonly files?: Omit<ProjectFilesPorts, "changed"> | null;
  /** Whether a document's file is ignored: nothing is predicted in it. */
  isIgnored?(doc: Document): boolean;
}

/** `installTab` must have run. */
export function installTabFeatures(editor: Editor, parts: TabParts = {}): TabFeatures {
  const core = tabCoreOf(editor);
  const { ports, history, env } = core;
  const nextTurn = ports.nextTurn ?? ports.afterFrame;
  const nextSlice = () => new Promise<void>((resolve) => nextTurn(resolve));
  const now = ports.now ?? (() => performance.now());
  const learning = new Learning({
    store: parts.store ?? null,
    now: () => editor.services.now(),
    later: (ms, callback) => void setTimeout(callback, ms).unref(),
    remembered: (recent) => arbiter.fates.remember(recent),
  });
  const files = parts.files
    ? new ProjectFiles({ ...parts.files, changed: () => arbiter.asks.filesChanged() })
    : null;
  const status = statusItemsOf(editor);
  const arbiter: Arbiter = new Arbiter(editor, history, {
    afterFrame: ports.afterFrame,
    nextTurn,
    later: (ms, callback) => (ports.later ?? ((_ms, call) => ports.afterFrame(call)))(ms, callback),
    redraw: ports.redraw ?? (() => {}),
    now,
    quietMs: parts.quietMs ?? (() => REST_MS),
    env,
    learner: {
      gate: learning.gate,
      learn: (lesson) => learning.learn(lesson),
      load: () => void learning.load(),
    },
    files: files ?? NO_FILES,
    waitingChanged: () => status.changed(),
    isIgnored: parts.isIgnored ?? (() => false),
  });
  status.provide("waiting", () => {
    const count = arbiter.waitingGroup?.predictions.length ?? 0;
    return count > 1 && editor.options.get("predict") ? `${count} waiting` : "";
  });
  arbiter.addPredictors(
    ...textPredictors(nextSlice),
    completeText({
      port: parts.completer ?? localCompleter(),
      least: () => arbiter.leastChance,
      ...(parts.offered ? { offered: parts.offered } : {}),
    }),
    ...(parts.predictors ?? []),
  );
  editor.commands.add(
    ...tabCommands(editor, arbiter, {
      now,
      tellsTab: () => ports.tellsTab?.() ?? false,
    }),
  );
  const ex = tabExCommand(editor, arbiter, {
    learning,
    closedFiles: () => files?.snapshots().length ?? 0,
    models: () => tab.models,
  });
  editor.exCommands = [...editor.exCommands, ex];
  const tab: TabFeatures = {
    arbiter,
    history,
    addPredictors: (...more) => arbiter.addPredictors(...more),
    frame: () => arbiter.display.frame(),
    idle: () => arbiter.asks.idle(),
    models: null,
    closed: (path) => files?.byPath(path) ?? null,
    async bring(paths, signal) {
      await files?.bring(paths, signal);
    },
    async close() {
      files?.close();
      await learning.flush();
    },
  };
  core.tab = tab;
  return tab;
}
