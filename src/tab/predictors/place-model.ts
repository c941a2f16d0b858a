/** A small network over the features of a row, and a choice among its columns. */
import { sigmoid } from "../../patterns/logistic.ts";
import { COLUMN_FEATURES, type ColumnCandidate } from "./place-columns.ts";
import { FEATURES } from "./place-features.ts";
import { ANY_BIAS, ANY_UNITS, COLUMN_WEIGHTS, NEXT_BIAS, NEXT_UNITS } from "./place-weights.ts";

/** A hidden unit: the weights of the features as they come, its bias, its weight in the sum. */
export interface Unit {
  readonly weights: ArrayLike<number>;
  readonly bias: number;
  readonly out: number;
}

let columnWeights: readonly number[] | null = null;

function numbers(line: string): number[] {
  return line.trim().split(/\s+/).map(Number);
}

export interface Network {
  readonly units: readonly Unit[];
  readonly bias: number;
}

function networkOf(lines: string, bias: number): Network {
  const units = lines
    .trim()
    .split("\n")
    .map((line) => {
      const list = numbers(line);
      if (list.length !== FEATURES.length + 2) {
        throw new Error(`A unit has ${list.length} numbers for ${FEATURES.length} features`);
      }
      const weights = Float64Array.from(list.slice(0, FEATURES.length));
      return { weights, bias: list[FEATURES.length]!, out: list[FEATURES.length + 1]! };
    });
  return { units, bias };
}

let networks: { readonly any: Network; readonly next: Network } | null = null;

/** How likely it is that an edit belongs within two rows of one with these features. */
export function rowChances(values: Float64Array): { any: number; next: number } {
  networks ??= {
    any: networkOf(ANY_UNITS, ANY_BIAS),
    next: networkOf(NEXT_UNITS, NEXT_BIAS),
  };
  return { any: networkChance(networks.any, values), next: networkChance(networks.next, values) };
}

/** What a network makes of the features of a row, 0 to 1. */
export function networkChance({ units, bias }: Network, values: Float64Array): number {
  let sum = bias;
  for (const unit of units) {
    let inner = unit.bias;
    for (let i = 0; i < values.length; i++) inner += unit.weights[i]! * values[i]!;
    sum += unit.out * Math.tanh(inner);
  }
  return sigmoid(sum);
}

/** The likeliest column, and how likely it is if the edit is on this row. */
export function bestColumn(columns: readonly ColumnCandidate[]): { col: number; chance: number } {
  columnWeights ??= numbers(COLUMN_WEIGHTS);
  if (columnWeights.length !== COLUMN_FEATURES.length) {
    throw new Error(`${columnWeights.length} weights for ${COLUMN_FEATURES.length} features`);
  }
  const scores = columns.map(({ values }) => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += columnWeights![i]! * values[i]!;
    return sum;
  });
  const most = Math.max(...scores);
  const at = scores.indexOf(most);
  const total = scores.reduce((all, score) => all + Math.exp(score - most), 0);
  return { col: columns[at]?.col ?? 0, chance: 1 / total };
}
