/**
 * How often a model is asked: the first time at once, then with a space between that follows how long
 * it takes to answer and what the user made of its last answers. In the long run what it says has to be
 * worth asking: requests use up a credit that time, accepts and text that is typed as it was shown give
 * back.
 */
import type { FormatUse } from "../../models/format.ts";

/** Milliseconds. */
const LEAST_MS = 150;
const MOST_MS = 3000;
/** Before anything is known of the provider. */
const UNKNOWN_MS = 300;
/** What an answer that was not wanted, or was, does to the space. */
const REFUSED = 1.8;
const TAKEN = 0.8;
const REMEMBERED = 10;
/** After so long (ms) an answer of the user's counts half. */
const HALF_MS = 120_000;
const MOST_LATENCIES = 64;
/** Requests that may follow each other before the first is earned back. */
const MOST_CREDIT = 4;
const FIRST_CREDIT = 3;
/** What would follow a long suggestion may be asked for beyond the credit: so often in a row, and again after (ms). */
const MOST_LONG = 2;
const EARN_LONG_MS = 15_000;
/** Characters from which on a suggestion is a long one: who reads it rests. */
const LONG = 48;
/** Milliseconds in which one is earned back by waiting. */
const EARN_MS: Readonly<Record<FormatUse, number>> = { complete: 6500, edit: 2000 };
/** So many must be left where what follows is seldom wanted. */
const LEFT = 3;
/** How much slower it is earned where more is refused than taken. */
const EARN_REFUSED = 0.6;
/** A little less than one is one: it is earned in parts. */
const ENOUGH = 0.999;
/** Characters typed as they were shown that earn one, and what an accept earns. */
const EARN_TYPED = 24;
const EARN_TAKEN = 2;

interface Verdict {
  /** 1: taken; -1: refused. */
  readonly value: number;
  readonly at: number;
}

export class Pace {
  private verdicts: Verdict[] = [];
  private latencies: number[] = [];
  private credit = FIRST_CREDIT;
  private long = MOST_LONG;
  private earned = 0;
  private readonly use: FormatUse;

  constructor(use: FormatUse) {
    this.use = use;
  }

  /** A request is sent; `saved`: characters of the suggestion that it follows. */
  spend(now: number, saved = 0): void {
    this.earn(now);
    if (saved >= LONG && this.long > ENOUGH) this.long -= 1;
    else this.credit = Math.max(0, this.credit - 1);
  }

  /** So many characters were typed as they were shown. */
  typed(characters: number): void {
    this.credit = Math.min(MOST_CREDIT, this.credit + characters / EARN_TYPED);
  }

  /** Milliseconds until the next request is earned; 0: it is. `saved`: as for `spend`. */
  wait(now: number, saved = 0): number {
    this.earn(now);
    // What follows is asked for with what is left, where the user rather types what is shown.
    const least = saved > 0 && this.isTyped ? LEFT : 1;
    if (this.credit > least * ENOUGH || (saved >= LONG && this.long > ENOUGH)) return 0;
    const wait = (least - this.credit) * EARN_MS[this.use];
    return Math.ceil(saved < LONG ? wait : Math.min(wait, (1 - this.long) * EARN_LONG_MS));
  }

  private earn(now: number): void {
    const ms = Math.max(0, now - this.earned) * (this.isRefused ? EARN_REFUSED : 1);
    this.credit = Math.min(MOST_CREDIT, this.credit + ms / EARN_MS[this.use]);
    this.long = Math.min(MOST_LONG, this.long + ms / EARN_LONG_MS);
    this.earned = now;
  }

  /** The user takes what this model says: what follows is wanted soon. */
  get isTaken(): boolean {
    return this.verdicts.slice(-4).some(({ value }) => value >= 1);
  }

  /** The user wants little of what this model says. */
  get isRefused(): boolean {
    const { verdicts } = this;
    return verdicts.length >= 5 && verdicts.reduce((sum, { value }) => sum + value, 0) < 0;
  }

  /** The user rather types. */
  get isTyped(): boolean {
    return this.verdicts.length >= 5 && this.verdicts.every(({ value }) => value < 1);
  }

  /** Milliseconds from a request to its first text. */
  answered(ms: number): void {
    this.latencies = [...this.latencies.slice(1 - MOST_LATENCIES), ms];
  }

  /** `value`: from -1 (the user did not want it) to 1 (took it). */
  judged(value: number, now: number): void {
    if (value >= 1) this.credit = Math.min(MOST_CREDIT, this.credit + EARN_TAKEN);
    this.verdicts = [...this.verdicts.slice(1 - REMEMBERED), { value, at: now }];
  }

  /** The least milliseconds between two requests; `floor`: what the user has set. */
  spacing(now: number, floor: number): number {
    let factor = 1;
    for (const { value, at } of this.verdicts) {
      const weight = Math.abs(value) * 0.5 ** ((now - at) / HALF_MS);
      factor *= (value < 0 ? REFUSED : TAKEN) ** weight;
    }
    const usual = this.quantile(0.5) ?? UNKNOWN_MS;
    return Math.max(floor, Math.min(MOST_MS, Math.max(LEAST_MS, usual * factor)));
  }

  /** After so long (ms) nobody waits for an answer any more before asking anew. */
  get patience(): number {
    return Math.max(1000, 2 * (this.quantile(0.9) ?? 0));
  }

  /** Of the times to the first text, in ms; null: none is known. */
  quantile(share: number): number | null {
    const sorted = this.latencies.toSorted((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
  }
}
