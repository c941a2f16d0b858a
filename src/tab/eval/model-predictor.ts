/** A model as a predictor of the replay: it is asked as in the editor, and every answer is waited for. */
import { join } from "node:path";
import type { SceneSource } from "../../context/scene-source.ts";
import type { FormatUse } from "../../models/format.ts";
import { ModelError, type ModelPort } from "../../models/port.ts";
import type {
  DocumentSnapshot,
  PredictionAnswer,
  PredictionSnapshot,
  Predictor,
} from "../../text/prediction.ts";
import { Flight, Layouts, type Setup } from "../model/flight.ts";
import { answerOf, KnownAnswers, keyOf, type Wanted } from "../model/known.ts";
import { Ledger } from "../model/ledger.ts";

export interface EvalModel {
  readonly setup: Setup;
  readonly use: FormatUse;
  readonly models: ModelPort;
  readonly scenes: Pick<SceneSource, "scene" | "refusalOf">;
  /** An absolute folder: where the episode's files are taken to be. Nothing needs to be there. */
  readonly root: string;
  /** Whether a file (as the episode names it) may be told of. */
  mayTell(path: string): Promise<boolean>;
  /** A request failed, so many times by now. True: it is sent once more. May throw to end it all. */
  failed(error: ModelError, times: number): Promise<boolean>;
}

const NO_FILES = { closed: () => null, bring: async () => {} } as const;
const NEVER = new AbortController().signal;

/** For one episode: nothing is known of any other. */
export class ModelPredictor implements Predictor {
  readonly name: string;
  readonly ledger = new Ledger();
  private readonly model: EvalModel;
  private readonly layouts = new Layouts();
  private readonly known: KnownAnswers;
  private readonly may = new Map<string, Promise<boolean>>();

  constructor(model: EvalModel) {
    this.model = model;
    this.name = model.use === "complete" ? "model" : "model-edit";
    this.known = new KnownAnswers(model.use, () => null);
  }

  async predict(given: PredictionSnapshot): Promise<readonly PredictionAnswer[]> {
    const snapshot = await this.told(given);
    if (snapshot === null) return [];
    const found = this.known.find(snapshot);
    if (found !== null) {
      this.ledger.hits++;
      return found.answer === null ? [] : [found.answer];
    }
    for (let times = 1; ; times++) {
      const flight = this.flight(snapshot);
      try {
        let wanted: Wanted | null = null;
        for await (const more of flight.run()) wanted = more;
        for (const known of flight.chain) this.known.add(known);
        return wanted === null ? [] : this.answers(wanted, snapshot);
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
        this.ledger.failed++;
        if (!(await this.model.failed(error, times))) return [];
      }
    }
  }

  private flight(snapshot: PredictionSnapshot): Flight {
    const { use, setup, models, scenes } = this.model;
    this.ledger.requests++;
    return new Flight(use, setup, snapshot, NEVER, {
      models: () => models,
      scenes: () => scenes,
      files: NO_FILES,
      ledger: this.ledger,
      now: () => performance.now(),
      layouts: this.layouts,
      isRefused: () => false,
    });
  }

  private answers(wanted: Wanted, { doc, others }: PredictionSnapshot): PredictionAnswer[] {
    const target = [doc, ...others].find((one) => keyOf(one) === wanted.key);
    return target === undefined ? [] : [answerOf(wanted, target)];
  }

  /** The snapshot with absolute paths and without what may not be told; null: nothing may be. */
  private async told(snapshot: PredictionSnapshot): Promise<PredictionSnapshot | null> {
    const { doc, others, edits } = snapshot;
    if (!(await this.mayTell(doc.path))) return null;
    const tellable: DocumentSnapshot[] = [];
    for (const other of others) if (await this.mayTell(other.path)) tellable.push(other);
    const ids = new Set([doc, ...tellable].map(({ id }) => id));
    const placed = <T extends { readonly path: string | null }>(one: T): T => ({
      ...one,
      path: one.path === null ? null : join(this.model.root, one.path),
    });
    return {
      ...snapshot,
      doc: placed(doc),
      others: tellable.map(placed),
      edits: edits.filter((edit) => ids.has(edit.doc)).map(placed),
    };
  }

  private mayTell(path: string | null): Promise<boolean> {
    if (path === null) return Promise.resolve(false);
    let may = this.may.get(path);
    if (may === undefined) this.may.set(path, (may = this.model.mayTell(path)));
    return may;
  }
}
