/**
 * Trains where the next edit goes and writes src/tab/predictors/place-weights.ts.
 *
 *   sh bin/node scripts/train-places.ts [--per N] [--dry] SOURCE...
 *
 * A SOURCE is a folder with a git repository, or a file of episodes of one repository; N episodes are
 * taken of each (90), drawn with a fixed seed. Prints what a model is worth that has not seen every
 * fourth source. `--dry` writes nothing.
 */
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { episodesIn } from "../src/tab/eval/episode-file.ts";
import { gitEpisodes } from "../src/tab/eval/git-episodes.ts";
import { shuffled } from "../src/tab/eval/random.ts";
import type { Replayed } from "../src/tab/eval/replay.ts";
import {
  dot,
  groupsOf,
  type Network,
  networkChance,
  type Sample,
  trainChoice,
  trainNetwork,
} from "./places/network.ts";
import { samplesOf } from "./places/samples.ts";

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

function* episodesOf(source: string): Generator<Replayed> {
  if (statSync(source).isDirectory()) {
    yield* gitEpisodes(source, { most: per, seed: SEED, distractors: true, env: process.env });
  } else yield* shuffled([...episodesIn(source, true)], SEED).slice(0, per);
}

interface Read {
  readonly rows: Sample[];
  readonly columns: Sample[];
}

const bySource: Read[] = [];
let group = 0;
for (const source of sources) {
  const read: Read = { rows: [], columns: [] };
  for (const episode of episodesOf(source)) {
    const { rows, columns } = samplesOf(episode, group);
    group += 1000;
    for (const row of rows) read.rows.push(row);
    for (const column of columns) read.columns.push(column);
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

function train(reads: readonly Read[]): { network: Network; weights: number[] } {
  const network = trainNetwork(
    reads.flatMap(({ rows }) => rows),
    HIDDEN,
    EPOCHS,
    SEED,
  );
  const columns = reads.flatMap((read) => read.columns);
  return { network, weights: trainChoice(columns, ROUNDS) };
}

const seen = bySource.filter((_, at) => at % 4 !== 3);
const unseen = bySource.filter((_, at) => at % 4 === 3);
if (unseen.length > 0) {
  const { network, weights } = train(seen);
  const rows = unseen.flatMap((read) => read.rows);
  const columns = unseen.flatMap((read) => read.columns);
  console.log(`not seen: rows ${hits(rows, (values) => networkChance(network, values))}`);
  console.log(`not seen: columns ${hits(columns, (values) => dot(weights, values))}`);
}

function written(numbers: readonly number[]): string {
  return numbers.map((number) => String(Number(number.toPrecision(3)))).join(" ");
}

if (!dry) {
  const { network, weights } = train(bySource);
  const units = network.units.map((unit) => written([...unit.weights, unit.bias, unit.out]));
  const data = `/** What training made of the features of places; written by scripts/train-places.ts. */

/** A line for each hidden unit: the weight of each feature, its bias, its weight in the sum. */
export const ROW_UNITS = \`
${units.join("\n")}
\`;
export const ROW_BIAS = ${written([network.bias])};

/** The weight of each feature of a column. */
export const COLUMN_WEIGHTS =
  "${written(weights)}";
`;
  writeFileSync(join(import.meta.dirname, "../src/tab/predictors/place-weights.ts"), data);
}
