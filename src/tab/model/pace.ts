/**
 * How often a model is asked: the first time at once, then with a space between that follows how long
 * it takes to answer and what the user made of its last answers.
 */

/** Milliseconds. */
const LEAST_MS = 150;
const MOST_MS = 3000;
/** Before anything is known of the provider. */
const UNKNOWN_MS = 300;
/** What an answer that was not wanted, or was, does to the space. */
const REFUSED = 1.5;
const TAKEN = 0.8;
const REMEMBERED = 10;
/** After so long (ms) an answer of the user's counts half. */
const HALF_MS = 120_000;
const MOST_LATENCIES = 64;

interface Verdict {
  /** 1: taken; -1: refused. */
  readonly value: number;
  readonly at: number;
}

export class Pace {
  private verdicts: Verdict[] = [];
  private latencies: number[] = [];

  /** Milliseconds from a request to its first text. */
  answered(ms: number): void {
    this.latencies = [...this.latencies.slice(1 - MOST_LATENCIES), ms];
  }

  /** `value`: from -1 (the user did not want it) to 1 (took it). */
  judged(value: number, now: number): void {
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
