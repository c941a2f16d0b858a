/** One request to a model: scene, prompt, stream, and what of the answer is certain by now. */

import type { SceneSource } from "../../context/scene-source.ts";
import type {
  Format,
  FormatUse,
  Layout,
  ModelHunk,
  Reading,
  Rendered,
} from "../../models/format.ts";
import { isUnfit } from "../../models/format.ts";
import type { ModelConfig, ProviderConfig } from "../../models/model.ts";
import type { ModelCall, ModelPort } from "../../models/port.ts";
import type { Finish } from "../../models/prompt.ts";
import type { Scene } from "../../models/scene.ts";
import { changeOf, type DocumentSnapshot, type PredictionSnapshot } from "../../text/prediction.ts";
import { ChangeSet, type Text } from "../../text/text.ts";
import { type Known, keyOf, type Wanted } from "./known.ts";
import type { Ledger } from "./ledger.ts";
import { type ClosedTexts, type Place, placeOf } from "./place.ts";

/** Who is asked, and how. */
export interface Setup {
  readonly model: ModelConfig;
  readonly provider: ProviderConfig;
  readonly format: Format;
}

export interface FlightPorts {
  readonly models: () => ModelPort;
  readonly scenes: () => Pick<SceneSource, "scene" | "refusalOf">;
  readonly files: ClosedTexts;
  readonly ledger: Ledger;
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  /** What the last prompt of a use was laid out by. */
  readonly layouts: Layouts;
  isRefused(wanted: Wanted): boolean;
}

export class Layouts {
  private readonly last = new Map<string, Layout>();

  get(use: FormatUse): Layout | undefined {
    return this.last.get(use);
  }

  set(use: FormatUse, layout: Layout): void {
    this.last.set(use, layout);
  }

  clear(): void {
    this.last.clear();
  }
}

/** Tokens of prompts at most: more takes longer to read than a typist waits. */
const MOST_TOKENS: Readonly<Record<FormatUse, number>> = { complete: 3072, edit: 6144 };
const ANSWER_TOKENS: Readonly<Record<FormatUse, number>> = { complete: 192, edit: 1024 };
/** Milliseconds until a request is given up; models on this machine read slowly. */
const LIMITS = { remote: [6_000, 20_000], near: [15_000, 45_000] } as const;
const NEAR: ReadonlySet<string> = new Set(["llama.cpp", "ollama", "gguf"]);

/** Who says how likely an answer is before the gate has learned anything of its model. */
const CHANCES = { text: 0.55, edit: 0.5, elsewhere: 0.42, longer: 0.05 } as const;
/** Hunks of an answer that are kept for what follows. */
const MOST_CHAIN = 12;

/** What is asked, rendered as the model takes it; null: nothing, and `ledger.why` says why. */
export async function promptOf(
  use: FormatUse,
  { model, provider, format }: Setup,
  snapshot: PredictionSnapshot,
  signal: AbortSignal,
  { scenes, layouts, ledger }: Pick<FlightPorts, "scenes" | "layouts" | "ledger">,
): Promise<{ readonly scene: Scene; readonly rendered: Rendered } | null> {
  const answerTokens = Math.min(ANSWER_TOKENS[use], Math.floor(model.context / 3));
  const tokens = Math.min(MOST_TOKENS[use], model.context - answerTokens);
  const want = { use, tokens, allow: provider.allow };
  const scene = await scenes().scene(snapshot, want, signal);
  if (signal.aborted) return null;
  if (scene === null) {
    ledger.why = scenes().refusalOf(snapshot.doc.id) ?? "nothing may be sent";
    return null;
  }
  const layout = layouts.get(use);
  const same = layout?.path === scene.path ? { layout } : {};
  const rendered = format.render(scene, { tokens, answerTokens, ...same });
  if (isUnfit(rendered)) {
    ledger.why = rendered.unfit;
    return null;
  }
  return { scene, rendered };
}

export function callOf(
  use: ModelCall["purpose"],
  { model, provider }: Setup,
  { prompt, maxTokens, stop }: Rendered,
): ModelCall {
  const [firstMs, totalMs] = LIMITS[NEAR.has(provider.kind) ? "near" : "remote"];
  return {
    model: model.name,
    prompt,
    maxTokens,
    stop,
    temperature: 0,
    purpose: use,
    firstMs,
    totalMs,
  };
}

export class Flight {
  readonly snapshot: PredictionSnapshot;
  readonly started: number;
  /** What is certain of its first change. */
  wanted: Wanted | null = null;
  /** The answer is complete. */
  over = false;
  /** Milliseconds to the first text; null: none has come. */
  firstMs: number | null = null;
  /** It is about a text that nobody has come to yet. */
  isAhead: boolean;
  /** It has left. */
  isSent = false;
  /** States that the answer is known for, once it is complete. */
  chain: readonly Known[] = [];
  private readonly use: FormatUse;
  private readonly setup: Setup;
  private readonly ports: FlightPorts;
  private readonly controller = new AbortController();

  constructor(
    use: FormatUse,
    setup: Setup,
    snapshot: PredictionSnapshot,
    signal: AbortSignal,
    ports: FlightPorts,
  ) {
    this.use = use;
    this.setup = setup;
    this.snapshot = snapshot;
    this.ports = ports;
    this.started = ports.now();
    this.isAhead = snapshot.ahead !== undefined;
    if (signal.aborted) this.close();
    else signal.addEventListener("abort", () => this.close(), { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Ends the request. */
  close(): void {
    this.controller.abort();
  }

  /** The first change, each time more of it is certain; the last time with `over`. */
  async *run(): AsyncGenerator<Wanted> {
    const { ports, setup, signal, use, snapshot } = this;
    const { ledger } = ports;
    const asked = await promptOf(use, setup, snapshot, signal, ports);
    if (asked === null) {
      this.over = !signal.aborted;
      return;
    }
    const { scene, rendered } = asked;
    ports.layouts.set(use, rendered.layout);
    ledger.sent(rendered.prompt, snapshot.ahead === undefined ? "requests" : "ahead");
    this.isSent = true;
    const sent = ports.now();
    const stream = ports.models().call(callOf(use, setup, rendered), signal);
    // Who iterates hears of its failure there.
    stream.result.catch(() => {});
    const reader = rendered.reader();
    let reading: Reading | null = null;
    for await (const text of stream) {
      if (signal.aborted) return;
      this.firstMs ??= ports.now() - sent;
      reading = reader.add(text);
      if (reading.refused !== null || reading.done) break;
      const wanted = await this.firstOf(reading.hunks, scene, false);
      if (signal.aborted) return;
      if (!wanted || isSame(wanted, this.wanted)) continue;
      this.wanted = wanted;
      yield wanted;
    }
    if (signal.aborted) return;
    const closed = reading?.done === true || (reading !== null && reading.refused !== null);
    let finish: Finish = "closed";
    if (!closed) {
      const result = await stream.result;
      if (signal.aborted) return;
      finish = result.finish;
      if (result.usage) ledger.used(result.usage, setup.model.price);
      this.firstMs ??= result.firstMs;
      reading = reader.end(finish);
    }
    ledger.took(this.firstMs ?? 0, ports.now() - sent);
    this.over = true;
    if (reading === null) return;
    if (reading.refused !== null) {
      ledger.refused++;
      ledger.why = reading.refused;
      return;
    }
    const wanted = await this.firstOf(reading.hunks, scene, true);
    if (signal.aborted) return;
    if (wanted === null) ledger.none++;
    this.chain = await this.chainOf(reading, scene, wanted);
    if (signal.aborted || wanted === null) return;
    this.wanted = wanted;
    yield wanted;
  }

  /** The first change that can be made and was not refused. */
  private async firstOf(
    hunks: readonly ModelHunk[],
    scene: Scene,
    whole: boolean,
  ): Promise<Wanted | null> {
    for (const hunk of hunks) {
      const place = await this.placed(hunk, scene);
      if (this.signal.aborted) return null;
      if (!place) continue;
      const wanted = this.wantedAt(place, place.target.text, hunks.length > 1 || !whole);
      if (!this.ports.isRefused(wanted)) return wanted;
    }
    return null;
  }

  private placed(hunk: ModelHunk, scene: Scene): Promise<Place | null> {
    return placeOf(hunk, scene, this.snapshot, this.ports.files, this.signal);
  }

  private wantedAt({ target, hunk }: Place, text: Text, more: boolean): Wanted {
    const { use, snapshot, setup } = this;
    const { name } = setup.model;
    const { doc } = snapshot;
    const elsewhere = keyOf(target) !== keyOf(doc);
    const lines = hunk.insert.split("\n").length - 1;
    const here = hunk.from === doc.pos && hunk.from === hunk.to;
    const chance = elsewhere ? CHANCES.elsewhere : here ? CHANCES.text : CHANCES.edit;
    return {
      key: keyOf(target),
      text,
      hunk,
      cursor: hunk.from + hunk.insert.length,
      probability: chance - (lines > 3 ? CHANCES.longer : 0),
      reason: use === "complete" ? `${name} goes on here` : `${name} would change this next`,
      traits: { lines: Math.min(1, lines / 8), more: more ? 1 : 0 },
      model: name,
    };
  }

  /** The answer's changes one after the other, each known by the state that those before it lead to. */
  private async chainOf(
    { hunks }: Reading,
    scene: Scene,
    first: Wanted | null,
  ): Promise<readonly Known[]> {
    const { doc } = this.snapshot;
    const start = { key: keyOf(doc), text: doc.text, pos: doc.pos };
    if (first === null) return [{ ...start, wanted: null }];
    const chain: Known[] = [{ ...start, wanted: first }];
    const texts = new Map<string, { readonly text: Text; readonly change: ChangeSet }>();
    const open = ({ text }: DocumentSnapshot) => ({ text, change: ChangeSet.empty(text.length) });
    let last = first;
    for (const hunk of hunks.slice(0, MOST_CHAIN)) {
      const place = await this.placed(hunk, scene);
      if (this.signal.aborted) return [];
      if (!place || this.ports.isRefused(this.wantedAt(place, place.target.text, true))) continue;
      const key = keyOf(place.target);
      const now = texts.get(key) ?? open(place.target);
      const from = now.change.mapPos(place.hunk.from, 1);
      const to = Math.max(from, now.change.mapPos(place.hunk.to, -1));
      const wanted = this.wantedAt({ ...place, hunk: { ...place.hunk, from, to } }, now.text, true);
      if (isSame(wanted, first)) {
        last = first;
      } else {
        const before = texts.get(last.key);
        if (before) chain.push({ key: last.key, text: before.text, pos: last.cursor, wanted });
        last = wanted;
      }
      const change = changeOf([wanted.hunk], now.text.length);
      texts.set(key, { text: change.apply(now.text), change: now.change.compose(change) });
    }
    return chain;
  }
}

function isSame(a: Wanted, b: Wanted | null): boolean {
  return (
    b !== null &&
    a.key === b.key &&
    a.hunk.from === b.hunk.from &&
    a.hunk.to === b.hunk.to &&
    a.hunk.insert === b.hunk.insert
  );
}
