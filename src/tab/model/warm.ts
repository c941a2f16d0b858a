/**
 * Fills a provider's cache before it is needed: when the cursor rests where no prompt was made for yet.
 * Only for providers that it costs nothing to.
 */
import { ModelError } from "../../models/port.ts";
import type { PredictionSnapshot } from "../../text/prediction.ts";
import { rowOf } from "../../text/text.ts";
import type { Engine, EnginePorts } from "./engine.ts";
import { callOf, type FlightPorts, promptOf } from "./flight.ts";
import { keyOf } from "./known.ts";

export interface WarmPorts extends Omit<EnginePorts, "ledger"> {
  /** The editor as predictors see it; null: nothing may be asked now. */
  snapshot(): PredictionSnapshot | null;
  /** Milliseconds since the last key. */
  quietMs(): number;
}

/** Nobody has typed or moved for so long, ms. */
const REST_MS = 700;
const SPACE_MS = 5000;
/** Rows that one prompt is about. */
const ROWS = 32;
const COSTS_NOTHING: ReadonlySet<string> = new Set(["llama.cpp", "ollama", "gguf"]);

export class Warmer {
  private readonly engine: Engine;
  private readonly ports: WarmPorts;
  private scheduled = false;
  private place = "";
  private last = Number.NEGATIVE_INFINITY;
  private controller = new AbortController();

  constructor(engine: Engine, ports: WarmPorts) {
    this.engine = engine;
    this.ports = ports;
  }

  /** A command is done: when nothing follows, it is looked where the cursor is. */
  note(): void {
    if (this.scheduled || !this.able()) return;
    this.scheduled = true;
    this.ports.later(REST_MS, () => {
      this.scheduled = false;
      if (this.ports.quietMs() < REST_MS) this.note();
      else void this.look();
    });
  }

  private able(): boolean {
    const setup = this.ports.setup();
    return setup !== null && COSTS_NOTHING.has(setup.provider.kind);
  }

  private async look(): Promise<void> {
    const { engine, ports } = this;
    const setup = ports.setup();
    const now = ports.now();
    if (!setup || !this.able() || now - Math.max(this.last, engine.sentAt) < SPACE_MS) return;
    if (engine.inFlight > 0) return;
    const snapshot = ports.snapshot();
    if (snapshot === null) return;
    const { doc } = snapshot;
    const place = `${setup.model.name} ${keyOf(doc)} ${Math.floor(rowOf(doc.text, doc.pos) / ROWS)}`;
    if (place === this.place) return;
    this.place = place;
    this.last = now;
    this.controller = new AbortController();
    const { signal } = this.controller;
    const { ledger } = engine;
    const parts: Pick<FlightPorts, "scenes" | "layouts" | "ledger"> = { ...ports, ledger };
    try {
      const asked = await promptOf(engine.use, setup, snapshot, signal, parts);
      if (asked === null) return;
      ports.layouts.set(engine.use, asked.rendered.layout);
      ledger.sent(asked.rendered.prompt, "warm");
      const stream = ports.models().call(callOf("warm", setup, asked.rendered), signal);
      await stream.result;
    } catch (error) {
      // A cache that stays cold costs time, and nothing else.
      if (!(error instanceof ModelError) && !signal.aborted) ledger.why = String(error);
    }
  }

  close(): void {
    this.controller.abort();
  }
}
