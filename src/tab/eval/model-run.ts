/** The same episodes with the embedded predictors, with a model, and with both: for a table. */
import type { ModelConfig } from "../../models/model.ts";
import type { Served } from "../../models/recording/recorded-transport.ts";
import type { Predictor } from "../../text/prediction.ts";
import type { Ledger } from "../model/ledger.ts";
import { addCounts, type Counts, figuresOf, noCounts, quantile } from "./counts.ts";
import type { ModelPredictor } from "./model-predictor.ts";
import { type Replayed, replayEpisode } from "./replay.ts";
import { ReplaySession, type SessionOptions } from "./session.ts";

export const VARIANTS = ["embedded", "model", "both"] as const;
export type Variant = (typeof VARIANTS)[number];

/** What a model took. Tokens and money as far as the provider tells the usage. */
export interface ModelUse {
  requests: number;
  /** Questions that an earlier answer had an answer for. */
  hits: number;
  none: number;
  refused: number;
  failed: number;
  promptTokens: number;
  cachedTokens: number;
  answerTokens: number;
  cost: number;
  /** Milliseconds. */
  readonly first: number[];
  readonly total: number[];
}

export interface ModelRun {
  readonly counts: Readonly<Record<Variant, Counts>>;
  readonly use: Readonly<Record<"model" | "both", ModelUse>>;
  /** Requests that went over the network, and answers that were known. */
  asked: number;
  known: number;
  /** Not all episodes were replayed: the model was asked as often as was allowed. */
  stopped: boolean;
}

/** No request more: the episode under way counts for nothing. */
export class Enough extends Error {
  override readonly name = "Enough";
}

export interface ModelRunPorts {
  embedded(): readonly Predictor[];
  /** The model for one episode. */
  model(): { readonly predictor: ModelPredictor; close(): void };
  /** Answers since the last call, when they are all over. */
  served(): Promise<readonly Served[]>;
  readonly session: Pick<SessionOptions, "eagerness" | "fixed">;
  /** Called before each episode, with the number of those that are done. */
  progress?(done: number, asked: number): void;
}

export async function runModel(
  episodes: Iterable<Replayed>,
  ports: ModelRunPorts,
): Promise<ModelRun> {
  const run: ModelRun = {
    counts: { embedded: noCounts(), model: noCounts(), both: noCounts() },
    use: { model: noUse(), both: noUse() },
    asked: 0,
    known: 0,
    stopped: false,
  };
  // Gates learn from one episode to the next, each from its own.
  const sessions = new Map<Variant, Slot>();
  for (const variant of VARIANTS) sessions.set(variant, slotOf(ports));
  for (const replayed of episodes) {
    ports.progress?.(run.counts.embedded.episodes, run.asked);
    const done = await replayThrice(replayed, sessions, ports, run);
    if (!done) {
      run.stopped = true;
      break;
    }
  }
  return run;
}

/** A session whose predictors are others for each episode. */
interface Slot {
  readonly session: ReplaySession;
  readonly predictors: Predictor[];
}

function slotOf({ session: options }: ModelRunPorts): Slot {
  const predictors: Predictor[] = [];
  return { predictors, session: new ReplaySession({ ...options, predictors }) };
}

const PASSES = { passes: ["forced", "replay"] } as const;

/** False: not to the end. */
async function replayThrice(
  { episode, distraction }: Replayed,
  sessions: ReadonlyMap<Variant, Slot>,
  ports: ModelRunPorts,
  run: ModelRun,
): Promise<boolean> {
  const counts = new Map<Variant, Counts>();
  const uses = new Map<"model" | "both", ModelUse>();
  for (const variant of VARIANTS) {
    const slot = sessions.get(variant)!;
    const embedded = variant === "model" ? [] : ports.embedded();
    const model = variant === "embedded" ? null : ports.model();
    slot.predictors.splice(0, slot.predictors.length, ...embedded);
    if (model !== null) slot.predictors.push(model.predictor);
    try {
      const replayed = replayEpisode(episode, distraction, slot.session, PASSES);
      counts.set(variant, await replayed);
    } catch (error) {
      if (!(error instanceof Enough)) throw error;
      note(run, await ports.served());
      return false;
    } finally {
      model?.close();
    }
    const served = await ports.served();
    note(run, served);
    if (model !== null && variant !== "embedded") {
      uses.set(variant, takenBy(model.predictor.ledger, served));
    }
  }
  for (const [variant, own] of counts) addCounts(run.counts[variant], own);
  for (const [variant, own] of uses) addUse(run.use[variant], own);
  return true;
}

function note(run: ModelRun, served: readonly Served[]): void {
  for (const { known } of served) {
    if (known) run.known++;
    else run.asked++;
  }
}

function noUse(): ModelUse {
  return {
    requests: 0,
    hits: 0,
    none: 0,
    refused: 0,
    failed: 0,
    promptTokens: 0,
    cachedTokens: 0,
    answerTokens: 0,
    cost: 0,
    first: [],
    total: [],
  };
}

function takenBy(ledger: Ledger, served: readonly Served[]): ModelUse {
  const { hits, none, refused, failed, promptTokens, cachedTokens, answerTokens, cost } = ledger;
  return {
    requests: served.length,
    hits,
    none,
    refused,
    failed,
    promptTokens,
    cachedTokens,
    answerTokens,
    cost,
    first: served.map(({ firstMs }) => firstMs),
    total: served.map(({ totalMs }) => totalMs),
  };
}

function addUse(to: ModelUse, from: ModelUse): void {
  for (const name of Object.keys(from) as (keyof ModelUse)[]) {
    if (name === "first" || name === "total") to[name].push(...from[name]);
    else to[name] += from[name];
  }
}

/** The figures as JSON. */
export function modelFigures(run: ModelRun, { price }: Pick<ModelConfig, "price">): object {
  const use = ({ first, total, cost, ...counted }: ModelUse) => ({
    ...counted,
    cost: price === null ? null : cost,
    firstP50: quantile(first, 0.5),
    firstP95: quantile(first, 0.95),
    totalP50: quantile(total, 0.5),
    totalP95: quantile(total, 0.95),
  });
  return {
    ...Object.fromEntries(VARIANTS.map((name) => [name, figuresOf(run.counts[name])])),
    use: { model: use(run.use.model), both: use(run.use.both) },
    asked: run.asked,
    known: run.known,
    stopped: run.stopped,
  };
}
