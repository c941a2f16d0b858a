/** Numbers as probabilities, and as shares of what is a lot. */

/** The probability (0 to 1) of log-odds. */
export function sigmoid(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}

/** 0 to 1 on a logarithmic scale that reaches 1 at `most`. */
export function logScale(count: number, most: number): number {
  return Math.min(1, Math.log1p(Math.max(0, count)) / Math.log1p(most));
}
