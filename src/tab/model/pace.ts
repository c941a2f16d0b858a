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
const FIRST_CREDIT = 2;
/** Milliseconds in which one is earned back by waiting. */
const EARN_MS: Readonly<Record<FormatUse, number>> = { complete: 6000, edit: 2000 };
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
  private earned = 0;
  private readonly use: FormatUse;

  constructor(use: FormatUse) {
    this.use = use;
  }

  /** A request is sent. */
  spend(now: number): void {
    this.earn(now);
    this.credit = Math.max(0, this.credit - 1);
  }

  /** So many characters were typed as they were shown. */
  typed(characters: number): void {
    this.credit = Math.min(MOST_CREDIT, this.credit + characters / EARN_TYPED);
  }

  /** Milliseconds until the next request is earned; 0: it is. */
  wait(now: number): number {
    this.earn(now);
    // A little less than one is one: it is earned in parts.
    return this.credit > 0.999 ? 0 : Math.ceil((1 - this.credit) * EARN_MS[this.use]);
  }

  private earn(now: number): void {
    const more = Math.max(0, now - this.earned) / EARN_MS[this.use];
    this.credit = Math.min(MOST_CREDIT, this.credit + more);
    this.earned = now;
  }

  /** The user takes what this model says: what follows is wanted soon. */
  get isTaken(): boolean {
    return this.verdicts.slice(-4).some(({ value }) => value >= 1);
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
