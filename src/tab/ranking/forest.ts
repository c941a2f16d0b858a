/**
 * Boosted trees and a weighted sum over named features. Each tree adds a number to the score. A node looks whether one
 * feature is at most a limit and goes left, else right; a feature that is missing is 0.
 */
import type { Features } from "./features.ts";

/** As stored: compact, since it is shipped. */
export interface ForestData {
  readonly names: readonly string[];
  readonly start: number;
  /** What each feature adds for itself; absent: nothing. */
  readonly linear?: readonly number[];
  /**
   * A tree is a list of nodes in preorder: an inner node is the index of its feature, its limit and
   * how many numbers its left side takes; a leaf is -1 and its value.
   */
  readonly trees: readonly (readonly number[])[];
}

export class Forest {
  private readonly index: ReadonlyMap<string, number>;
  private readonly values: Float64Array;
  private readonly data: ForestData;

  constructor(data: ForestData) {
    this.data = data;
    this.index = new Map(data.names.map((name, i) => [name, i]));
    this.values = new Float64Array(data.names.length);
  }

  /** Log-odds. */
  score(features: Features): number {
    const { values, index } = this;
    values.fill(0);
    for (const name in features) {
      const at = index.get(name);
      if (at !== undefined) values[at] = features[name]!;
    }
    const { start, linear } = this.data;
    let sum = start;
    if (linear) for (let i = 0; i < linear.length; i++) sum += linear[i]! * values[i]!;
    for (const tree of this.data.trees) {
      let at = 0;
      while (tree[at]! >= 0) {
        at = values[tree[at]!]! <= tree[at + 1]! ? at + 3 : at + 3 + tree[at + 2]!;
      }
      sum += tree[at + 1]!;
    }
    return sum;
  }
}
