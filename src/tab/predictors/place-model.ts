/** A small network over the features of a row, and a choice among its columns. */
import { COLUMN_FEATURES, type ColumnCandidate } from "./place-columns.ts";
import { FEATURES } from "./place-features.ts";
import { COLUMN_WEIGHTS, ROW_BIAS, ROW_UNITS } from "./place-weights.ts";

interface Unit {
  readonly weights: Float64Array;
  readonly bias: number;
  readonly out: number;
}

let rowUnits: readonly Unit[] | null = null;
let columnWeights: readonly number[] | null = null;

function numbers(line: string): number[] {
  return line.trim().split(/\s+/).map(Number);
}

function units(): readonly Unit[] {
  rowUnits ??= ROW_UNITS.trim()
    .split("\n")
    .map((line) => {
      const list = numbers(line);
      if (list.length !== FEATURES.length + 2) {
        throw new Error(`A unit has ${list.length} numbers for ${FEATURES.length} features`);
      }
      const weights = Float64Array.from(list.slice(0, FEATURES.length));
      return { weights, bias: list[FEATURES.length]!, out: list[FEATURES.length + 1]! };
    });
  return rowUnits;
}

/** The probability that an edit belongs within two rows of one with these features. */
export function rowChance(values: Float64Array): number {
  let sum = ROW_BIAS;
  for (const { weights, bias, out } of units()) {
    let inner = bias;
    for (let i = 0; i < weights.length; i++) inner += weights[i]! * values[i]!;
    sum += out * Math.tanh(inner);
  }
  return 1 / (1 + Math.exp(-sum));
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
