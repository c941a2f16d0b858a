/**
 * Trains the prior of the gate from edit histories and writes src/tab/ranking/prior-data.ts.
 *
 *   sh bin/node scripts/train-gate.ts [--per N] [--dry] SOURCE...
 *
 * A SOURCE is a folder with a git repository, or a file of episodes of one repository. Of each one N
 * episodes are replayed (30), drawn with a fixed seed. Prints the figures of models that have not seen
 * the repository that they are measured on. `--dry` writes nothing.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sigmoid } from "../src/patterns/logistic.ts";
import { shuffled } from "../src/tab/eval/random.ts";
import type { Replayed } from "../src/tab/eval/replay.ts";
import { Forest, type ForestData } from "../src/tab/ranking/forest.ts";
import { MOST_WORTH, WRONG } from "../src/tab/ranking/prior.ts";
import { type BoostOptions, boost, type Group, type Sample } from "./gate/boost.ts";
import { logistic } from "./gate/logistic.ts";
import {
  bestOfQuestions,
  logLoss,
  platt,
  type Scored,
  showing,
  thresholdFor,
} from "./gate/measure.ts";
import { type Candidate, candidatesOf } from "./gate/samples.ts";
import { episodesOf } from "./gate/sources.ts";

const SEED = 4;
const FOLDS = 7;
/** What a moment of the replay can't tell: it is the same in each. */
const UNKNOWN = new Set(["bias", "insert", "pause", "burst"]);
interface Recipe extends BoostOptions {
  /** Candidates of a question compete: the right one is to come first. */
  readonly choice: boolean;
}

const EDITS: Recipe = {
  choice: true,
  trees: 80,
  depth: 4,
  rate: 0.1,
  leaf: 20,
  lambda: 4,
  rows: 0.7,
  columns: 0.3,
  seed: SEED,
};
const PLACES: Recipe = { ...EDITS, choice: false, trees: 40, leaf: 25, lambda: 8 };

interface Options {
  per: number;
  dry: boolean;
  sources: string[];
}

function readOptions(args: readonly string[]): Options {
  const options: Options = { per: 30, dry: false, sources: [] };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === "--per") options.per = Number(args[++i]);
    else if (args[i] === "--dry") options.dry = true;
    else options.sources.push(args[i]!);
  }
  if (options.sources.length < 2 || !(options.per > 0)) {
    throw new Error("Usage: scripts/train-gate.ts [--per N] [--dry] SOURCE SOURCE...");
  }
  return options;
}

function* episodes({ sources, per }: Options): Generator<Replayed> {
  for (const source of sources) yield* episodesOf(source, per, SEED);
}

function namesOf(candidates: readonly Candidate[]): string[] {
  const counts = new Map<string, number>();
  for (const { features } of candidates) {
    for (const name in features) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const common = [...counts].filter(([name, count]) => count >= 100 && !UNKNOWN.has(name));
  return common.map(([name]) => name).sort();
}

function sampleOf(names: ReadonlyMap<string, number>, candidate: Candidate): Sample {
  const at: number[] = [];
  const value: number[] = [];
  for (const [name, number] of Object.entries(candidate.features)) {
    const index = names.get(name);
    if (index === undefined) continue;
    at.push(index);
    value.push(number);
  }
  const weight = Math.min(8, candidate.weight);
  return { at, value, label: candidate.label ?? (candidate.right ? 1 : 0), weight };
}

/** Half the trees' say, half the weighted sum's: together they know more than either. */
function train(candidates: readonly Candidate[], options: Recipe): ForestData {
  const names = namesOf(candidates);
  const index = new Map(names.map((name, i) => [name, i]));
  const samples = candidates.map((candidate) => sampleOf(index, candidate));
  const groups = options.choice ? questionsOf(candidates) : null;
  const trees = boost(names, samples, options, groups);
  const line = logistic(names.length, samples, groups, SEED);
  return scaledBy({ ...trees, start: trees.start + line.start, linear: line.weights }, 0.5, 0);
}

/** Where the candidates of each question stand: they follow each other. */
function questionsOf(candidates: readonly Candidate[]): Group[] {
  const groups: Group[] = [];
  for (let from = 0; from < candidates.length; ) {
    let to = from;
    while (candidates[to]?.question === candidates[from]!.question) to++;
    groups.push([from, to]);
    from = to;
  }
  return groups;
}

function scaledBy(data: ForestData, scale: number, shift: number): ForestData {
  return {
    names: data.names,
    start: round(data.start * scale + shift),
    linear: (data.linear ?? []).map((weight) => round(weight * scale)),
    trees: data.trees.map((tree) => scaledTree(tree, scale)),
  };
}

function scored(forest: Forest, candidates: readonly Candidate[]): Scored[] {
  return candidates.map((candidate) => ({
    candidate,
    chance: sigmoid(forest.score(candidate.features)),
  }));
}

/** Each repository's candidates as a model sees them that has not learned from it. */
function unseen(candidates: readonly Candidate[], options: Recipe): Scored[] {
  const repos = shuffled([...new Set(candidates.map(({ repo }) => repo))].sort(), SEED);
  const folds = Math.min(FOLDS, repos.length);
  const all: Scored[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const held = new Set(repos.filter((_, i) => i % folds === fold));
    const forest = new Forest(
      train(
        candidates.filter(({ repo }) => !held.has(repo)),
        options,
      ),
    );
    all.push(
      ...scored(
        forest,
        candidates.filter(({ repo }) => held.has(repo)),
      ),
    );
  }
  return all;
}

function report(title: string, own: readonly Scored[], precisions: readonly number[]): void {
  const best = bestOfQuestions(own);
  process.stdout.write(`${title}: log-loss ${logLoss(own).toFixed(4)}, ${own.length} candidates\n`);
  for (const precision of precisions) {
    const { threshold, shown, gain, precision: got } = showing(best, thresholdFor(best, precision));
    process.stdout.write(
      `  at ${threshold.toFixed(2)}: ${shown} of ${best.length} shown, ` +
        `${(100 * got).toFixed(1)} % right, ${gain.toFixed(0)} keys\n`,
    );
  }
}

/** The model of one kind of candidates, calibrated on what it had not seen. */
function learn(title: string, candidates: readonly Candidate[], options: Recipe): ForestData {
  const before = candidates.map((candidate) => ({ candidate, chance: candidate.chance }));
  report(`${title}, as shipped`, before, [0.5, 0.6, 0.68, 0.8]);
  const held = unseen(candidates, options);
  // Of many candidates the best looks better than it is: it is the best that must be calibrated.
  const { scale, shift } = platt(bestOfQuestions(held));
  const fitted = held.map(({ candidate, chance }) => {
    const odds = Math.log(chance / (1 - chance));
    return { candidate, chance: sigmoid(scale * odds + shift) };
  });
  report(
    `${title}, unseen (x${scale.toFixed(2)} ${shift.toFixed(2)})`,
    fitted,
    [0.5, 0.6, 0.68, 0.8],
  );
  return scaledBy(train(candidates, options), scale, shift);
}

/** What places save: the keys are learned as if they were probabilities. */
function learnWorth(candidates: readonly Candidate[]): ForestData {
  const asWorth = (own: readonly Candidate[]) =>
    own.map((c) => ({ ...c, label: Math.max(0, (c.gain + WRONG) / (MOST_WORTH + WRONG)) }));
  const held = unseen(asWorth(candidates), PLACES);
  const keys = (chance: number) => chance * (MOST_WORTH + WRONG) - WRONG;
  const best = bestOfQuestions(held).map((one) => ({ ...one, chance: keys(one.chance) }));
  for (const least of [-0.2, 0, 0.1, 0.2, 0.5, 1]) {
    const { shown, gain, precision } = showing(best, least);
    process.stdout.write(
      `  worth ${least}: ${shown} shown, ${(100 * precision).toFixed(1)} % near, ${gain} keys\n`,
    );
  }
  return train(asWorth(candidates), PLACES);
}

function scaledTree(tree: readonly number[], scale: number): number[] {
  const scaled = [...tree];
  for (let at = 0; at < scaled.length; ) {
    if (scaled[at]! >= 0) at += 3;
    else {
      scaled[at + 1] = round(scaled[at + 1]! * scale);
      at += 2;
    }
  }
  return scaled;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

const options = readOptions(process.argv.slice(2));
const begun = performance.now();
const seconds = () => `${((performance.now() - begun) / 1000).toFixed(0)} s`;
const candidates = await candidatesOf(episodes(options), SEED);
process.stdout.write(`${candidates.length} candidates, ${seconds()}\n`);
const edit = learn(
  "edits",
  candidates.filter(({ place }) => !place),
  EDITS,
);
const places = candidates.filter(({ place }) => place);
const place = learn("places", places, PLACES);
const worth = learnWorth(places);
const sources = [...new Set(candidates.flatMap(({ features }) => Object.keys(features)))]
  .flatMap((name) => (name.startsWith("is.") ? [name.slice(3)] : []))
  .sort();
const data = JSON.stringify({ sources, edit, place, worth });
process.stdout.write(`${(data.length / 1000).toFixed(0)} kB, ${seconds()}\n`);
if (!options.dry) {
  const file = join(import.meta.dirname, "../src/tab/ranking/prior-data.ts");
  writeFileSync(
    file,
    "/** Made by scripts/train-gate.ts from edit histories: see docs/eval.md. */\n" +
      `export const PRIOR_DATA =\n  '${data.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}';\n`,
  );
}
