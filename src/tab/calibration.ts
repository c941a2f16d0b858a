/** How often this user wanted what a predictor offered: the odds that the gate goes by. */

export interface SourceCounts {
  /** Accepts and rejects; parts count as fractions. */
  readonly accepted: number;
  readonly rejected: number;
}

/** A predictor's own estimate counts as this many answers of the user. */
const PRIOR_WEIGHT = 12;
/** Older answers fade: the counts are scaled down when there are more. */
const MOST = 60;

export class Calibration {
  private readonly counts = new Map<string, SourceCounts>();

  /** The probability that a prediction is accepted, from the predictor's estimate. */
  probability(source: string, estimate: number): number {
    const { accepted, rejected } = this.counts.get(source) ?? { accepted: 0, rejected: 0 };
    return (PRIOR_WEIGHT * estimate + accepted) / (PRIOR_WEIGHT + accepted + rejected);
  }

  accept(source: string, weight = 1): void {
    this.add(source, weight, 0);
  }

  reject(source: string, weight = 1): void {
    this.add(source, 0, weight);
  }

  /** The counts by source, to be stored. */
  save(): Record<string, SourceCounts> {
    return Object.fromEntries(this.counts);
  }

  load(counts: Readonly<Record<string, SourceCounts>>): void {
    for (const [source, count] of Object.entries(counts)) this.counts.set(source, count);
  }

  private add(source: string, accepted: number, rejected: number): void {
    const before = this.counts.get(source) ?? { accepted: 0, rejected: 0 };
    const sum = before.accepted + before.rejected + accepted + rejected;
    const scale = Math.min(1, MOST / sum);
    this.counts.set(source, {
      accepted: (before.accepted + accepted) * scale,
      rejected: (before.rejected + rejected) * scale,
    });
  }
}
