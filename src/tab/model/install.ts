/** Puts the models of a configuration into Tab: `model` completes, `model-edit` says what is edited next. */
import { performance } from "node:perf_hooks";
import type { SceneSource } from "../../context/scene-source.ts";
import type { Editor } from "../../editor/editor.ts";
import { statusItemsOf } from "../../editor/status-items.ts";
import type { FormatUse } from "../../models/format.ts";
import { formatFor as findFormat } from "../../models/formats/all.ts";
import type { ModelsConfig } from "../../models/model.ts";
import type { ModelPort, ProviderState } from "../../models/port.ts";
import { hunksOf, type Prediction, type Predictor } from "../../text/prediction.ts";
import type { FateName } from "../arbiter/fates.ts";
import { tabCoreOf } from "../install.ts";
import type { TabFeatures } from "../install-features.ts";
import { Engine, type EnginePorts } from "./engine.ts";
import { Layouts, type Setup } from "./flight.ts";
import { keyOf } from "./known.ts";
import type { Refused } from "./refusals.ts";
import { sentText, statusLines } from "./report.ts";
import { Warmer } from "./warm.ts";

export interface TabModelsPorts {
  readonly models: ModelPort;
  readonly config: ModelsConfig;
  readonly scenes: Pick<SceneSource, "scene" | "refusalOf">;
  /** Absent: every format there is. */
  readonly formatFor?: typeof findFormat;
  /** Milliseconds since the last key. Absent: nobody has typed for long. */
  quietMs?(): number;
}

export interface TabModels {
  /** Other models from now on, or others behind the same names. */
  configure(ports: Pick<TabModelsPorts, "models" | "config">): void;
  /** Lines for `:Tab status`; empty: no model has a role. */
  status(): readonly string[];
  /** What was sent, the last `count` requests. */
  log(count: number): Promise<string>;
  /** For those who measure. */
  readonly engines: Readonly<Record<FormatUse, Engine>>;
  close(): void;
}

/** What each end of a suggestion says of the model, from -1 to 1. */
const VERDICTS: Readonly<Record<FateName, number>> = {
  accepted: 1,
  excellent: 1,
  "accepted in part": 0.5,
  typed: 0.7,
  dismissed: -1,
  undone: -1,
  "typed over": -0.35,
  "passed by": -0.2,
};
/** Requests of a role that are open at a time are counted by its engine. */
const MANY = 16;
const REST_MS = 1000;

export function installTabModels(
  editor: Editor,
  tab: TabFeatures,
  given: TabModelsPorts,
): TabModels {
  const core = tabCoreOf(editor).ports;
  const { arbiter } = tab;
  const now = core.now ?? (() => performance.now());
  const later = core.later ?? ((_ms: number, callback: () => void) => core.afterFrame(callback));
  const findFor = given.formatFor ?? findFormat;
  let { models, config } = given;
  let closed = false;
  let changed = Number.NEGATIVE_INFINITY;
  let typedOver = Number.NEGATIVE_INFINITY;
  let setups: Readonly<Record<FormatUse, Setup | null>> = setupsOf(config, findFor);
  const states = new Map<string, ProviderState>();
  const layouts = new Layouts();
  const status = statusItemsOf(editor);

  const portsOf = (use: FormatUse): Omit<EnginePorts, "ledger"> => ({
    models: () => models,
    scenes: () => given.scenes,
    files: { closed: tab.closed, bring: tab.bring },
    layouts,
    now,
    later,
    setup: () => (closed || !editor.options.get("model") ? null : setups[use]),
    floor: () => editor.options.get("modeldelay"),
    changed: () => changed,
    typedOver: () => typedOver,
    isCompleted: () => setups.complete !== null,
  });
  const engines = {
    complete: new Engine("complete", portsOf("complete")),
    edit: new Engine("edit", portsOf("edit")),
  };
  const { complete, edit } = engines;
  const engineOf = (source: string) => [complete, edit].find(({ name }) => name === source);
  const predictorOf = (engine: Engine): Predictor => ({
    name: engine.name,
    inFlight: MANY,
    grows: true,
    isAble: () => !closed && editor.options.get("model") && setups[engine.use] !== null,
    predict: (snapshot, signal) => engine.predict(snapshot, signal),
    expected: (state) => (engine.use === "complete" ? engine.expected(state) : null),
  });
  const predictors = [predictorOf(complete), predictorOf(edit)];
  tab.addPredictors(...predictors);

  const warmers = [complete, edit].map(
    (engine) =>
      new Warmer(engine, {
        ...portsOf(engine.use),
        snapshot: () => (arbiter.asks.mayAsk ? arbiter.snapshot("move") : null),
        quietMs: given.quietMs ?? (() => REST_MS),
      }),
  );

  const offs = [
    editor.events.on("change", () => {
      changed = now();
    }),
    editor.events.on("command-done", () => {
      if (editor.nesting > 0) return;
      noteTyped();
      for (const warmer of warmers) warmer.note();
    }),
    editor.events.on("mode", ({ from }) => {
      if (from === "insert" && editor.mode !== "insert") complete.stop();
    }),
    editor.events.on("option", ({ name }) => {
      if (name !== "model" || editor.options.get("model")) return;
      for (const engine of [complete, edit]) {
        engine.stop();
        arbiter.withdraw(engine.name);
      }
    }),
  ];
  /** What of a model's suggestion was left to be typed. */
  let rest = { id: -1, characters: 0 };
  function noteTyped(): void {
    const prediction = arbiter.shown?.prediction;
    const engine = prediction && engineOf(prediction.source);
    const characters = prediction ? prediction.changes.newLength - prediction.changes.length : 0;
    if (engine && prediction.id === rest.id && characters < rest.characters) {
      engine.pace.typed(rest.characters - characters);
    }
    rest = { id: engine ? prediction.id : -1, characters };
  }

  const heard = (fate: FateName, prediction: Prediction) => {
    if (fate === "typed over") typedOver = now();
    const engine = engineOf(prediction.source);
    if (!engine) return;
    engine.judged(VERDICTS[fate]);
    if (fate !== "dismissed" && fate !== "undone") return;
    const refused = refusedOf(prediction);
    if (refused) engine.refuse(refused);
  };
  arbiter.fates.heard.push(heard);

  /** Null: its text is another one by now. */
  function refusedOf(prediction: Prediction): Refused | null {
    const doc = editor.docs.find(({ id }) => id === prediction.doc);
    const text = textOf(prediction);
    const [hunk] = hunksOf(prediction.changes);
    return doc && text && hunk ? { key: keyOf(doc), text, hunk } : null;
  }

  /** The text that a prediction applies to, if it is the present one. */
  function textOf({ doc, revision, changes }: Prediction) {
    const own = editor.docs.find(({ id }) => id === doc);
    return own?.revision === revision && own.text.length === changes.length ? own.text : null;
  }

  let stopStates = models.onState(noteState);
  function noteState(state: ProviderState): void {
    if (state.fault === null) {
      states.delete(state.provider);
      for (const use of ["complete", "edit"] as const) {
        if (setups[use]?.provider.name === state.provider) engines[use].resume();
      }
    } else states.set(state.provider, state);
    status.changed();
    core.redraw?.();
  }
  status.provide("models", () => {
    if (closed || !editor.options.get("model")) return "";
    return [...states.values()].map(({ provider, fault }) => `${provider}: ${fault}`).join(", ");
  });

  const face: TabModels = {
    engines,
    configure(next) {
      stopStates();
      ({ models, config } = next);
      setups = setupsOf(config, findFor);
      states.clear();
      status.changed();
      stopStates = models.onState(noteState);
      layouts.clear();
      for (const engine of [complete, edit]) {
        engine.forget();
        arbiter.withdraw(engine.name);
      }
      // One that a bug has turned off may do better with another model.
      tab.addPredictors(...predictors);
    },
    status() {
      const failing = [...states.values()].map(({ provider, message, retryAt }) => {
        const ms = retryAt - editor.services.now();
        const isSoon = ms > 0 && Number.isFinite(ms);
        const again = isSoon ? `, again in ${Math.ceil(ms / 1000)} s` : "";
        return `models: ${provider}: ${message.replace(`${provider}: `, "")}${again}`;
      });
      return [
        ...(editor.options.get("model") ? [] : ["models: off (option model)"]),
        ...failing,
        ...statusLines(complete, setups.complete, now()),
        ...statusLines(edit, setups.edit, now()),
      ];
    },
    async log(count) {
      return sentText((await models.sent()).slice(-count));
    },
    close() {
      closed = true;
      for (const off of offs) off();
      stopStates();
      complete.stop();
      edit.stop();
      for (const warmer of warmers) warmer.close();
      const at = arbiter.fates.heard.indexOf(heard);
      if (at >= 0) arbiter.fates.heard.splice(at, 1);
      status.changed();
      if (tab.models === face) tab.models = null;
    },
  };
  tab.models = face;
  return face;
}

function setupsOf(
  { roles, models, providers }: ModelsConfig,
  formatFor: typeof findFormat,
): Readonly<Record<FormatUse, Setup | null>> {
  const setupOf = (use: FormatUse): Setup | null => {
    const model = models.find(({ name }) => name === roles[use]);
    const provider = providers.find(({ name }) => name === model?.provider);
    const format = model && provider ? formatFor(model, provider, use) : null;
    return model && provider && format ? { model, provider, format } : null;
  };
  return { complete: setupOf("complete"), edit: setupOf("edit") };
}
