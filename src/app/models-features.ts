/**
 * Models in the editor: what `models.toml` says, the port, what is sent, who predicts. In the bundle a
 * file of its own, `dist/models.cjs`, loaded when there is a `models.toml` (src/app/late-models.ts).
 */
import { setTimeout as wait } from "node:timers/promises";
import { Cancelled, messageOf, UserError } from "../base/errors.ts";
import type { HealthItem } from "../base/health.ts";
import { type ConfigFault, faultText } from "../base/toml-source.ts";
import type { Editor } from "../editor/editor.ts";
import { type Fiber, until } from "../editor/fiber.ts";
import type { FeatureHost } from "../editor/host.ts";
import { roleOf, withRole } from "../models/config/change.ts";
import { readModels } from "../models/config/file.ts";
import { modelsFile, shortenHome, stampOf } from "../models/config/paths.ts";
import { changeModels } from "../models/config/write.ts";
import { type ModelsConfig, NO_MODELS, type ProviderConfig } from "../models/model.ts";
import { writersOf } from "../shell/writer/writers.ts";
import { Copilots } from "./models/copilots.ts";
import type { GatePorts } from "./models/gated-port.ts";
import { type ModelActions, modelWords, runModelCommand } from "./models/model-command.ts";
import { Notices, Told } from "./models/notice.ts";
import { type ModelMakers, type ModelParts, modelMakers } from "./models/parts.ts";
import { ModelSession, providersInUse, type SessionMakers } from "./models/session.ts";
import { modelHealth, statusLines, WITHOUT } from "./models/status.ts";
import { testLines, testModel } from "./models/try-model.ts";

export type { ModelParts } from "./models/parts.ts";

export interface ModelFeatures {
  /** Called before each frame. */
  frame(): void;
  /** `updatetime` has passed without a key: looks whether models.toml has changed. */
  idle(): void;
  health(): HealthItem[];
  /** `:Model` with its arguments. */
  command(args: string): Fiber | void;
  /** What can follow what is typed behind `:Model`. */
  words(typed: string): readonly string[];
  close(): Promise<void>;
}

/** `folder`: the user's configuration; null: nothing of it counts. */
export function installModelFeatures(
  editor: Editor,
  host: FeatureHost,
  folder: string | null,
  parts: ModelParts,
  makers: ModelMakers = modelMakers(editor, host, parts),
): ModelFeatures {
  const { env } = host;
  const notices = new Notices({
    told: new Told(host.stateFolder),
    // It would stand where the command line is.
    quietMs: () => (editor.mode === "cmdline" ? 0 : host.quietMs()),
    isTyping: () => editor.mode !== "normal",
    show: (text) => editor.showMessage(text, "warning"),
    redraw: () => host.redraw(),
    after: (ms, callback) => void setTimeout(callback, ms).unref(),
  });
  const gate: GatePorts = {
    isOn: () => editor.options.get("model"),
    told: (provider: ProviderConfig) => notices.before(provider),
  };
  const sessionMakers: SessionMakers = {
    ...makers,
    gate,
    writers: writersOf(editor),
    pause: (ms, signal) =>
      wait(ms, undefined, { signal, ref: false }).catch((error: unknown) => {
        if (signal.aborted) throw new Cancelled();
        throw error;
      }),
  };
  const copilots = new Copilots(makers.copilot, gate.told);
  let faults: readonly ConfigFault[] = [];
  let session = new ModelSession(NO_MODELS, sessionMakers);
  let ending: Promise<void> = Promise.resolve();
  /** Null: whatever it is, it is another one. */
  let seen: string | null = null;

  const replace = (config: ModelsConfig): void => {
    const old = session;
    ending = Promise.all([ending, old.close()]).then(() => {});
    ending.catch((error) => editor.reportBug("models", error));
    session = new ModelSession(config, sessionMakers);
    const changed = copilots.configure(config);
    changed.catch((error) => editor.reportBug("Copilot", error));
    if (gate.isOn()) session.announce(gate);
  };

  /** Reads models.toml when it is another one than before. */
  const look = (): boolean => {
    const stamp = folder === null ? "" : stampOf(modelsFile(folder));
    if (stamp === seen || folder === null) return false;
    seen = stamp;
    const read = readModels(folder, env);
    const before = new Set(faults.map(faultText));
    faults = read.faults;
    for (const fault of faults) {
      if (!before.has(faultText(fault))) editor.showMessage(faultText(fault), "error");
    }
    host.redraw();
    if (JSON.stringify(read.config) !== JSON.stringify(session.config)) replace(read.config);
    return true;
  };

  editor.events.on("option", ({ name }) => {
    if (name !== "model") return;
    if (gate.isOn()) session.announce(gate);
    else session.port?.stop();
  });

  /** Who is told nothing of the current file, and why. */
  const withheldHere = async (): Promise<string[]> => {
    const { path, kind } = editor.doc;
    if (kind !== "file") return [];
    const lines: string[] = [];
    for (const { name, allow } of providersInUse(session.config)) {
      const why = await makers.whyNot(path, allow);
      if (why !== null) lines.push(`${name} gets nothing of this file: ${why}`);
    }
    return lines;
  };

  const actions: ModelActions = {
    config: () => session.config,
    *status() {
      look();
      const sent = session.port === null ? [] : yield* until(session.port.sent(), "The models");
      const withheld = yield* until(withheldHere(), "The file");
      const lines = statusLines({
        on: gate.isOn(),
        file: folder === null ? null : shortenHome(modelsFile(folder), env),
        config: session.config,
        faults,
        failing: session.failing,
        processes: session.processes,
        sent,
        more: [...withheld, ...session.status(), ...copilots.status()],
        env,
      });
      editor.showMessage(lines.join("\n"));
    },
    use(role, name) {
      const wanted = roleOf(role);
      if (folder === null) throw new UserError(`No models: ${WITHOUT}`);
      look();
      changeModels(folder, (text) => withRole(text, session.config, wanted, name));
      look();
      editor.showMessage(name === "" ? `No model for ${role}` : `${role}: ${name}`);
    },
    *test(names) {
      const { port, config } = session;
      const inUse = [...new Set(Object.values(config.roles))];
      const wanted = names.length > 0 ? names : inUse;
      if (port === null || wanted.length === 0) {
        editor.showMessage("No model has a role: hunch models add", "warning");
        return;
      }
      const stop = new AbortController();
      const lines: string[] = [];
      try {
        for (const name of wanted) {
          const tests = yield* until(testModel(port, config, name, stop.signal), "The model");
          lines.push(...tests.flatMap(testLines));
        }
      } finally {
        stop.abort();
      }
      editor.showMessage(lines.join("\n"));
    },
    reload() {
      seen = null;
      const { config } = folder === null ? { config: NO_MODELS } : readModels(folder, env);
      // Keys may be others, too.
      if (JSON.stringify(config) === JSON.stringify(session.config)) replace(config);
      look();
      const { providers, models } = session.config;
      editor.showMessage(
        faults.length > 0
          ? faultText(faults[0]!)
          : `models.toml: ${count(providers.length, "provider")}, ${count(models.length, "model")}`,
        faults.length > 0 ? "error" : "info",
      );
    },
  };
  look();
  return {
    frame: () => notices.frame(),
    idle() {
      try {
        look();
      } catch (error) {
        editor.showMessage(messageOf(error), "error");
      }
    },
    health: () => modelHealth(session.config, faults, env, session.failing, session.processes),
    command: (args) => runModelCommand(editor, args, actions),
    words: (typed) => modelWords(session.config, typed),
    async close() {
      await Promise.all([ending, session.close(), copilots.configure(NO_MODELS)]);
      makers.close();
    },
  };
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
