/**
 * `hunch eval tab --model`: the replay with a model of `models.toml`, asked as the editor asks it. Files
 * are taken to be in an empty folder, so that the present state of the repository tells nothing of what
 * is to come, and the same history asks the same everywhere; what may be sent is judged where they are.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../base/errors.ts";
import { faultText } from "../base/toml-source.ts";
import { configFolder } from "../config/load.ts";
import { type Context, installContext } from "../context/install.ts";
import { Editor } from "../editor/editor.ts";
import { isRemote } from "../models/config/address.ts";
import { noModel } from "../models/config/change.ts";
import { readModels } from "../models/config/file.ts";
import { formatFor } from "../models/formats/all.ts";
import type { ModelsConfig } from "../models/model.ts";
import type { ModelError } from "../models/port.ts";
import {
  type RecordedTransport,
  recordedTransport,
  type Served,
} from "../models/recording/recorded-transport.ts";
import { Recording, readRecording } from "../models/recording/recording.ts";
import { directModels } from "../models/wire/direct.ts";
import { ModelPredictor } from "../tab/eval/model-predictor.ts";
import { modelText } from "../tab/eval/model-report.ts";
import { Enough, modelFigures, runModel } from "../tab/eval/model-run.ts";
import type { Replayed } from "../tab/eval/replay.ts";
import type { Setup } from "../tab/model/flight.ts";
import type { Predictor } from "../text/prediction.ts";
import { type EvalArguments, NO_EPISODES } from "./eval-arguments.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface EvalModelRequest {
  readonly options: EvalArguments;
  /** The name of the model. */
  readonly name: string;
  readonly env: Env;
  episodes(): Iterable<Replayed>;
  embedded(): readonly Predictor[];
  print(text: string): void;
  /** A line for who waits. */
  tell(line: string): void;
}

/** A provider that asks for a longer wait is not waited for. */
const MOST_WAIT_MS = 60_000;
const MOST_TRIES = 3;
/** More questions than these in a row without an answer, and it is given up. */
const MOST_FAILURES = 5;

export async function evalModel(request: EvalModelRequest): Promise<void> {
  const { options, name, env } = request;
  const { config, faults } = readModels(configFolder(env), env);
  for (const fault of faults) request.tell(faultText(fault));
  const setup = setupOf(config, name);
  const isOffline = options.replay !== null;
  const recording = recordingOf(options);
  const { provider } = setup;
  if (!isOffline) {
    const where = isRemote(provider.url) ? `${provider.name} (${provider.url})` : provider.name;
    request.tell(
      `sends edits and the code around them to ${where}, ${options.requests} times at most`,
    );
  }

  // Back-off is waited for here, and not refused.
  let skipped = 0;
  let sent = 0;
  let served: Served[] = [];
  let transport: RecordedTransport | null = null;
  const models = directModels(withoutKey(config, isOffline), {
    env,
    now: () => Date.now() + skipped,
    transport(network) {
      transport = recordedTransport({
        recording,
        network: isOffline ? null : network,
        asking() {
          if (sent++ >= options.requests) throw new Enough();
        },
        served(one) {
          failures = 0;
          served.push(one);
        },
      });
      return transport;
    },
  });
  let failures = 0;
  const failed = async (error: ModelError, times: number): Promise<boolean> => {
    const { fault, message, retryMs } = error;
    if (fault === "key" || fault === "denied") throw new UserError(`hunch eval: ${message}`);
    const passes = fault === "refused" || fault === "garbage";
    if (!isOffline && !passes && times < MOST_TRIES) {
      if (retryMs > MOST_WAIT_MS) {
        throw new UserError(`hunch eval: ${message}: again in ${Math.ceil(retryMs / 1000)} s`);
      }
      await sleep(retryMs);
      return true;
    }
    if (!isOffline && ++failures > MOST_FAILURES) {
      throw new UserError(`hunch eval: ${message}: given up`);
    }
    skipped += retryMs;
    return false;
  };

  const top = mkdtempSync(join(tmpdir(), "hunch-eval-"));
  const root = join(top, "project");
  mkdirSync(join(root, ".git"), { recursive: true });
  const real = contextOf(env);
  const mayTell = async (path: string): Promise<boolean> => {
    if (options.folder === null) return provider.allow === null;
    return (await real.whyNot(join(resolve(options.folder), path), provider.allow)) === null;
  };
  try {
    const run = await runModel(request.episodes(), {
      embedded: () => request.embedded(),
      model() {
        const scenes = contextOf(env);
        const predictor = new ModelPredictor({
          // Where the files are was looked at above.
          setup: { ...setup, provider: { ...provider, allow: null } },
          use: setup.format.use,
          models,
          scenes,
          root,
          mayTell,
          failed,
        });
        return { predictor, close: () => scenes.close() };
      },
      async served() {
        await transport?.settled();
        const list = served;
        served = [];
        return list;
      },
      session: { eagerness: options.eagerness, fixed: options.fixed },
      progress(done, asked) {
        if (done > 0 && done % 10 === 0) request.tell(`${done} episodes, ${asked} requests`);
      },
    });
    const { model } = setup;
    if (run.counts.embedded.episodes === 0) {
      throw new UserError(run.stopped ? TOO_FEW : NO_EPISODES);
    }
    request.print(
      options.json
        ? `${JSON.stringify(modelFigures(run, model), null, 1)}\n`
        : modelText(run, model),
    );
  } finally {
    real.close();
    await models.close();
    rmSync(top, { recursive: true, force: true });
  }
}

const TOO_FEW = "hunch eval: --requests is too low for one episode";

function setupOf(config: ModelsConfig, name: string): Setup {
  const model = config.models.find((each) => each.name === name);
  if (model === undefined) throw noModel(config, name);
  const provider = config.providers.find((each) => each.name === model.provider)!;
  // What is edited next is what is measured; who can only complete is asked for that.
  const format = formatFor(model, provider, "edit") ?? formatFor(model, provider, "complete");
  if (format === null) throw new UserError(`hunch eval: ${name} has no format for edits`);
  return { model, provider, format };
}

function recordingOf({ record, replay }: EvalArguments): Recording {
  if (replay !== null) return readRecording(replay, { grows: false });
  return record === null ? new Recording(null) : readRecording(record, { grows: true });
}

/** Offline nobody is shown a key. */
function withoutKey(config: ModelsConfig, isOffline: boolean): ModelsConfig {
  if (!isOffline) return config;
  return { ...config, providers: config.providers.map((one) => ({ ...one, key: null })) };
}

function contextOf(env: Env): Context {
  const editor = new Editor({ now: () => Date.now(), poll: () => {} });
  return installContext(editor, { env, git: null, definitions: null, terminals: null });
}
