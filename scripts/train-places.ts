/**
 * Trains where the next edit goes and writes src/tab/predictors/place-weights.ts.
 *
 *   sh bin/node scripts/train-places.ts [--per N] [--dry] SOURCE...
 *
 * A SOURCE is a folder with a git repository, or a file of episodes of one repository; N episodes are
 * taken of each (90), drawn with a fixed seed. Prints what a model is worth that has not seen every
 * fourth source. `--dry` writes nothing.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Network, networkChance } from "../src/tab/predictors/place-model.ts";
import { episodesOf } from "./gate/sources.ts";
import { dot, groupsOf, type Sample, trainChoice, trainNetwork } from "./places/network.ts";
import { type Samples, samplesOf } from "./places/samples.ts";

const SEED = 4;
const HIDDEN = 16;
const EPOCHS = 10;
const ROUNDS = 300;

const args = process.argv.slice(2);
const dry = args.includes("--dry");
const perAt = args.indexOf("--per");
const per = perAt < 0 ? 90 : Number(args[perAt + 1]);
const sources = args.filter((arg, at) => !arg.startsWith("--") && (perAt < 0 || at !== perAt + 1));
if (sources.length === 0 || !(per > 0)) {
  throw new Error("Usage: scripts/train-places.ts [--per N] [--dry] SOURCE...");
}

const bySource: Samples[] = [];
let group = 0;
for (const source of sources) {
  const read: Samples = { rows: [], next: [], columns: [] };
  for (const episode of episodesOf(source, per, SEED)) {
    const samples = samplesOf(episode, group);
    group += 1000;
    for (const row of samples.rows) read.rows.push(row);
    for (const row of samples.next) read.next.push(row);
    for (const column of samples.columns) read.columns.push(column);
  }
  bySource.push(read);
  console.log(`${source}: ${read.rows.length} rows, ${read.columns.length} columns`);
}

/** The share of groups whose likeliest member is right. */
function hits(samples: readonly Sample[], score: (values: Float64Array) => number): string {
  const groups = groupsOf(samples);
  const right = groups.filter((members) => {
    const scores = members.map(({ values }) => score(values));
    return members[scores.indexOf(Math.max(...scores))]!.right;
  });
  return `${((100 * right.length) / groups.length).toFixed(1)} % of ${groups.length}`;
}

interface Models {
  readonly any: Network;
  readonly next: Network;
  readonly columns: readonly number[];
}

function train(reads: readonly Samples[]): Models {
  const rows = reads.flatMap((read) => read.rows);
  const next = reads.flatMap((read) => read.next);
  const columns = reads.flatMap((read) => read.columns);
  return {
    any: trainNetwork(rows, HIDDEN, EPOCHS, SEED),
    next: trainNetwork(next, HIDDEN, EPOCHS, SEED),
    columns: trainChoice(columns, ROUNDS),
  };
}

const seen = bySource.filter((_, at) => at % 4 !== 3);
const unseen = bySource.filter((_, at) => at % 4 === 3);
if (unseen.length > 0) {
  const models = train(seen);
  const all = (which: keyof Samples) => unseen.flatMap((read) => read[which]);
  const { any, next, columns } = models;
  console.log(`not seen: any edit ${hits(all("rows"), (values) => networkChance(any, values))}`);
  console.log(`not seen: the next ${hits(all("next"), (values) => networkChance(next, values))}`);
  console.log(`not seen: columns ${hits(all("columns"), (values) => dot(columns, values))}`);
}

function written(numbers: readonly number[]): string {
  return numbers.map((number) => String(Number(number.toPrecision(3)))).join(" ");
}

if (!dry) {
  const { any, next, columns } = train(bySource);
  const unitsOf = (network: Network) =>
    network.units
      .map((unit) => written([...Array.from(unit.weights), unit.bias, unit.out]))
      .join("\n");
  const data = `/** What training made of the features of places; written by scripts/train-places.ts. */

/** A line for each hidden unit: the weight of each feature, its bias, its weight in the sum. */
export const ANY_UNITS = \`
${unitsOf(any)}
\`;
export const ANY_BIAS = ${written([any.bias])};

export const NEXT_UNITS = \`
${unitsOf(next)}
\`;
export const NEXT_BIAS = ${written([next.bias])};

/** The weight of each feature of a column. */
export const COLUMN_WEIGHTS =
  "${written(columns)}";
`;
  writeFileSync(join(import.meta.dirname, "../src/tab/predictors/place-weights.ts"), data);
}
