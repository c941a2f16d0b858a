/**
 * Asks one model for one use: what is known needs no request, what an answer under way will say is waited
 * for, and of the rest the newest question is sent when the pace allows. At most two requests are under
 * way; a third takes the place of the second.
 */
import type { FormatUse } from "../../models/format.ts";
import { ModelError } from "../../models/port.ts";
import {
  hunksOf,
  interpolate,
  type PredictionAnswer,
  type PredictionSnapshot,
  type PredictorAnswers,
  type TypedState,
} from "../../text/prediction.ts";
import { rowOf } from "../../text/text.ts";
import { typedBetween, typing } from "./between.ts";
import { Flight, type FlightPorts, type Setup } from "./flight.ts";
import { answerOf, type Found, KnownAnswers, keyOf, type Wanted } from "./known.ts";
import { Ledger } from "./ledger.ts";
import { Pace } from "./pace.ts";
import { Refusals, type Refused } from "./refusals.ts";
import { type Asked, restBefore } from "./when.ts";

export interface EnginePorts extends Omit<FlightPorts, "ledger" | "isRefused"> {
  /** Who is asked; null: nobody, or not now. */
  setup(): Setup | null;
  /** Calls back after so many milliseconds. */
  later(ms: number, callback: () => void): void;
  /** Milliseconds that the user wants between two requests at least. */
  floor(): number;
  /** When a text was last changed, by the same clock. */
  changed(): number;
  /** When something was last typed that what was shown did not say. */
  typedOver(): number;
  /** Whether another model completes what is typed. */
  isCompleted(): boolean;
}

/** A question that waits to be sent. */
interface Waiting {
  readonly snapshot: PredictionSnapshot;
  readonly signal: AbortSignal;
  /** Not before this time. */
  readonly due: number;
  resolve(send: boolean): void;
}

const MOST_IN_FLIGHT = 2;
/** Milliseconds of rest after which one is sent that is not earned; where little is wanted of what comes. */
const RESTED_MS = 1500;
const RESTED_REFUSED_MS = 3000;
/** A provider that refuses the key is not asked before the configuration changes. */
const NEVER = Number.POSITIVE_INFINITY;
const MOST_SLEEP_MS = 60_000;
/** The share of answers that have begun in the time that others wait for one, and the most of it, ms. */
const EXPECTED = 0.9;
const MOST_EXPECTED_MS = 400;
/** Milliseconds from a text that has come to the screen, and what one is slower than those before. */
const GRACE_MS = 50;
/** What an answer that nobody gets to see says of the next ones; see `Pace`. */
const WASTED = -0.4;

export class Engine {
  readonly use: FormatUse;
  readonly ledger = new Ledger();
  readonly pace: Pace;
  private readonly ports: EnginePorts;
  private readonly known: KnownAnswers;
  private readonly refusals = new Refusals();
  /** Oldest first. */
  private flights: Flight[] = [];
  private waiting: Waiting | null = null;
  private next: Waiting | null = null;
  private lastSent = Number.NEGATIVE_INFINITY;
  private refused = Number.NEGATIVE_INFINITY;
  private asked: Asked | null = null;
  /** Nothing is sent before this time: the provider said so. */
  private paused = Number.NEGATIVE_INFINITY;
  /** Questions that were told to begin. */
  private starting: readonly Waiting[] = [];
  /** When it is looked again. */
  private alarm = NEVER;

  constructor(use: FormatUse, ports: EnginePorts) {
    this.use = use;
    this.ports = ports;
    this.pace = new Pace(use);
    this.known = new KnownAnswers(use, (path) => ports.files.closed(path));
  }

  get name(): string {
    return this.use === "complete" ? "model" : "model-edit";
  }

  get inFlight(): number {
    return this.flights.length;
  }

  /** When a prompt was last sent. */
  get sentAt(): number {
    return this.lastSent;
  }

  /** What is known of a state, for those who measure. */
  look(snapshot: PredictionSnapshot): Found {
    return this.known.find(snapshot);
  }

  predict(snapshot: PredictionSnapshot, signal: AbortSignal): PredictorAnswers {
    const setup = this.ports.setup();
    if (setup === null || snapshot.trigger === "idle" || this.paused === NEVER) return [];
    const { ahead, trigger } = snapshot;
    // Whoever asks about a text that is there has let go of those that are not.
    if (ahead === undefined) for (const flight of this.flights) flight.isAhead = false;
    const known = this.known.find(snapshot);
    if (known?.answer && this.isRefused(known.answer, snapshot)) return [];
    if (known && (known.answer !== null || trigger !== "ask")) {
      if (ahead === undefined) this.supersede();
      if (ahead !== "") this.ledger.hits++;
      return known.answer ? [known.answer] : [];
    }
    const rest = restBefore(this.use, snapshot, {
      now: this.ports.now(),
      changed: this.ports.changed(),
      typedOver: this.ports.typedOver(),
      refused: this.refused,
      asked: this.asked,
      completed: this.ports.isCompleted(),
      taken: this.pace.isTaken,
      typed: this.pace.isTyped,
    });
    if (rest === null) {
      if (ahead === undefined) this.supersede();
      return [];
    }
    return this.answers(setup, snapshot, signal, rest);
  }

  private async *answers(
    setup: Setup,
    snapshot: PredictionSnapshot,
    signal: AbortSignal,
    rest: number,
  ): AsyncGenerator<readonly PredictionAnswer[]> {
    if (!(await this.turn(snapshot, signal, rest))) return;
    this.starting = this.starting.filter((waiting) => waiting.snapshot !== snapshot);
    const { ledger, ports } = this;
    const flight = new Flight(this.use, setup, snapshot, signal, {
      ...ports,
      ledger,
      isRefused: (wanted) => this.refusals.has(wanted),
    });
    const { doc } = snapshot;
    const { now } = ports;
    this.pace.spend(now(), savedBy(snapshot));
    if (snapshot.ahead === undefined) {
      this.lastSent = now();
      const { id, revision, text, pos } = doc;
      this.asked = { doc: id, revision, row: rowOf(text, pos), at: now() };
    }
    this.flights.push(flight);
    this.pump();
    try {
      for await (const wanted of flight.run()) {
        if (signal.aborted) return;
        this.pump();
        const target = [doc, ...snapshot.others].find((one) => keyOf(one) === wanted.key);
        const other = target ?? ports.files.closed(wanted.key);
        if (!other) continue;
        const answer = answerOf(wanted, other);
        yield [flight.over ? answer : { ...answer, growing: true }];
      }
      for (const known of flight.chain) this.known.add(known);
      if (flight.firstMs !== null) this.pace.answered(flight.firstMs);
    } catch (error) {
      if (signal.aborted || flight.signal.aborted) return;
      if (!(error instanceof ModelError)) throw error;
      ledger.failed++;
      ledger.why = error.message;
      // A provider that says nothing of it is not hammered, either.
      this.paused = now() + Math.max(error.retryMs, this.pace.spacing(now(), ports.floor()));
      if (flight.wanted !== null && !flight.over) {
        flight.over = true;
        const target = [doc, ...snapshot.others].find((one) => keyOf(one) === flight.wanted!.key);
        if (target) yield [answerOf(flight.wanted, target)];
      }
    } finally {
      this.flights = this.flights.filter((other) => other !== flight);
      if (flight.signal.aborted) ledger.closed++;
      if (!flight.over) flight.close();
      // What came to nothing was not worth its request.
      if (flight.isSent && (flight.wanted === null || !flight.over)) this.judged(WASTED);
      this.pump();
    }
  }

  /** Resolves when a question may be sent (true), or has become idle (false). */
  private turn(snapshot: PredictionSnapshot, signal: AbortSignal, rest: number): Promise<boolean> {
    const due = this.ports.now() + rest;
    return new Promise((resolve) => {
      const waiting: Waiting = { snapshot, signal, due, resolve };
      if (snapshot.ahead === undefined) {
        this.supersede();
        this.waiting = waiting;
      } else {
        this.settle("next", false);
        this.next = waiting;
      }
      signal.addEventListener("abort", () => this.pump(), { once: true });
      this.pump();
    });
  }

  private settle(which: "waiting" | "next", send: boolean): void {
    const waiting = this[which];
    this[which] = null;
    if (waiting && send) this.starting = [...this.starting, waiting];
    waiting?.resolve(send);
  }

  /** A newer question is there. */
  private supersede(): void {
    if (this.waiting === null) return;
    this.ledger.superseded++;
    this.settle("waiting", false);
  }

  /** Looks what may be sent now. */
  private pump(): void {
    const { next, waiting } = this;
    // Whoever may begin has not begun yet; then it is looked again.
    if (this.starting.length > 0) return;
    const open = this.flights.filter((flight) => !flight.signal.aborted);
    if (next?.signal.aborted) this.settle("next", false);
    else if (next) {
      const free = open.length < MOST_IN_FLIGHT;
      if (free && this.isDue(this.dueOf(next))) {
        this.settle("next", true);
        return;
      }
    }
    if (waiting?.signal.aborted) this.settle("waiting", false);
    else if (waiting) {
      this.dropContradicted(waiting.snapshot);
      const under = this.flights.find((flight) => this.isAnswered(flight, waiting.snapshot));
      if (under?.wanted) {
        this.ledger.joined++;
        this.settle("waiting", false);
      } else if (under) this.again(under.started + this.pace.patience);
      else {
        if (!this.isDue(this.dueOf(waiting))) return;
        if (open.length >= MOST_IN_FLIGHT) open.at(-1)!.close();
        this.settle("waiting", true);
      }
    }
  }

  /** When a question may be sent, as far as its own rest and the pace say. */
  private dueOf({ snapshot, due }: Waiting): number {
    const { pace, ports } = this;
    const now = ports.now();
    if (snapshot.ahead !== undefined) {
      // Who takes what is shown goes on at once.
      return pace.isTaken ? due : Math.max(due, now + pace.wait(now, savedBy(snapshot)));
    }
    // Who asks is answered.
    if (snapshot.trigger === "ask") return due;
    // Who rests is answered, whatever was earned.
    const rested = due + (pace.isRefused ? RESTED_REFUSED_MS : RESTED_MS);
    const earned = Math.min(rested, now + pace.wait(now));
    return Math.max(due, this.lastSent + pace.spacing(now, ports.floor()), earned);
  }

  /**
   * When the answer to what is asked about a state is there, as a rule, by the clock of `now`; null:
   * nothing is asked about it, there is something of the answer already, or it takes too long to wait for.
   */
  expected(state: TypedState): number | null {
    const now = this.ports.now();
    const usual = this.pace.quantile(EXPECTED);
    if (usual === null || this.pace.quantile(0.5)! > MOST_EXPECTED_MS) return null;
    const ms = Math.min(usual + GRACE_MS, MOST_EXPECTED_MS);
    for (const flight of this.flights) {
      if (flight.wanted !== null || flight.over || flight.signal.aborted) continue;
      if (flight.started + ms > now && isGoneOn(flight, state)) return flight.started + ms;
    }
    const { starting } = this;
    for (const waiting of [...starting, this.waiting, this.next]) {
      if (!waiting || waiting.signal.aborted || !isGoneOn(waiting, state)) continue;
      const due = starting.includes(waiting) ? now : Math.max(this.paused, this.dueOf(waiting));
      const by = Math.max(now, due) + ms;
      if (by <= now + MOST_EXPECTED_MS) return by;
    }
    return null;
  }

  /** Looks again when it is. */
  private isDue(due: number): boolean {
    const time = Math.max(due, this.paused);
    if (this.ports.now() >= time) return true;
    if (time < NEVER) this.again(time);
    return false;
  }

  private again(time: number): void {
    if (this.alarm <= time) return;
    this.alarm = time;
    const { now, later } = this.ports;
    later(Math.max(1, Math.min(MOST_SLEEP_MS, time - now())), () => {
      if (this.alarm === time) this.alarm = NEVER;
      this.pump();
    });
  }

  /** Whether what is under way will say, or says, what is asked for. */
  private isAnswered(flight: Flight, { doc }: PredictionSnapshot): boolean {
    const { wanted, started, snapshot } = flight;
    if (keyOf(snapshot.doc) !== keyOf(doc) || flight.signal.aborted) return false;
    const typed = typedBetween(snapshot.doc, doc);
    if (typed === null) return false;
    if (wanted === null) return this.ports.now() - started < this.pace.patience;
    return typed === "" || agrees(wanted, flight, typed);
  }

  /** Completions that what was typed makes useless are really closed. */
  private dropContradicted({ doc }: PredictionSnapshot): void {
    if (this.use !== "complete") return;
    for (const flight of [...this.flights]) {
      const { wanted, snapshot } = flight;
      if (flight.isAhead) continue;
      const typed = keyOf(snapshot.doc) === keyOf(doc) ? typedBetween(snapshot.doc, doc) : null;
      if (typed === null || (wanted && typed !== "" && !agrees(wanted, flight, typed))) {
        flight.close();
      }
    }
  }

  /** Insert mode was left: there is nothing to complete any more. */
  stop(): void {
    this.supersede();
    this.settle("next", false);
    for (const flight of [...this.flights]) flight.close();
  }

  /** What became of an answer of this model; `value` from -1 to 1. */
  judged(value: number): void {
    this.pace.judged(value, this.ports.now());
    if (value >= 1) this.pump();
  }

  private isRefused({ doc, changes }: PredictionAnswer, snapshot: PredictionSnapshot): boolean {
    const [hunk] = hunksOf(changes);
    const own = snapshot.doc;
    if (!hunk || doc !== own.id) return false;
    return this.refusals.has({ key: keyOf(own), text: own.text, hunk });
  }

  /** The user does not want this. */
  refuse(wanted: Refused): void {
    this.refused = this.ports.now();
    this.refusals.add(wanted);
  }

  /** The provider works again. */
  resume(): void {
    this.paused = Number.NEGATIVE_INFINITY;
  }

  /** Another model, or another format: what was said before is nobody's. */
  forget(): void {
    this.stop();
    this.known.clear();
    this.paused = Number.NEGATIVE_INFINITY;
  }
}

/** Characters that the suggestion puts in of which it is asked what follows; 0: it is asked about what is there. */
function savedBy({ ahead, edits }: PredictionSnapshot): number {
  const taken = ahead === undefined ? undefined : edits.at(-1);
  return taken?.accepted ? taken.changes.newLength - taken.changes.length : 0;
}

/** Whether nothing but typing lies between a question and a state. */
function isGoneOn(
  { snapshot: { doc } }: { readonly snapshot: PredictionSnapshot },
  state: TypedState,
) {
  return keyOf(doc) === keyOf(state) && typedBetween(doc, state) !== null;
}

/** Whether what was typed is what an answer says, as far as both go. */
function agrees(wanted: Wanted, { snapshot }: Flight, typed: string): boolean {
  const { doc } = snapshot;
  const { hunk } = wanted;
  if (wanted.key !== keyOf(doc)) return true;
  if (hunk.from === doc.pos && typed.startsWith(hunk.insert)) return true;
  const whole = { ...answerOf(wanted, doc), id: 0, source: "" };
  return interpolate(whole, typing(doc, typed), doc.text) !== null;
}
