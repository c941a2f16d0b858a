/** `hunch eval complete`: how much of what commits put in is completed instead of typed. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { UserError } from "../base/errors.ts";
import { learnedWeights } from "../patterns/ngram/weights.ts";
import { type CompleteCase, printReport, reportOn } from "../tab/eval/complete-report.ts";
import type { Distraction, Episode } from "../tab/eval/episode.ts";
import { gitEpisodes } from "../tab/eval/git-episodes.ts";

export const COMPLETE_USAGE = `Usage: hunch eval complete [DIR] [--commits N] [--json]
       hunch eval complete --episodes FILE [--every N] [--json]

Types what small commits put in, from left to right, and counts the characters that are completed.

  DIR                a git repository (default: the one here)
  --commits N        so many of its newest small commits (200)
  --episodes FILE    episodes, a JSON object a line (.gz too), FILE.distractors beside it
  --every N          only every Nth of them
  --json             figures as JSON
`;

export interface EvalComplete {
  readonly folder: string;
  readonly commits: number;
  readonly episodes: string | null;
  readonly every: number;
  readonly json: boolean;
}

/** The exit status. Throws UserError for what can't be read. */
export function runEvalComplete(args: readonly string[]): number {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(COMPLETE_USAGE);
    return 0;
  }
  const options = completeOptions(args);
  const cases = options.episodes === null ? casesOf(options) : readCases(options.episodes);
  const chosen = cases.filter((_, at) => at % options.every === 0);
  if (chosen.length === 0) throw new UserError("hunch eval complete: no small commit is there");
  const report = reportOn(chosen, learnedWeights());
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : printReport(report));
  return 0;
}

export function completeOptions(args: readonly string[]): EvalComplete {
  const options = {
    folder: ".",
    commits: 200,
    episodes: null as string | null,
    every: 1,
    json: false,
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const [name, inline] = /^(--[\w-]+)=(.*)$/s.exec(arg)?.slice(1) ?? [arg];
    const value = (): string => {
      const given = inline ?? args[++i];
      if (given === undefined) throw new UserError(`hunch eval: ${name} needs a value`);
      return given;
    };
    const count = (): number => {
      const number = Number(value());
      if (!Number.isInteger(number) || number < 1) {
        throw new UserError(`hunch eval: ${name} needs a number from 1 on`);
      }
      return number;
    };
    if (name === "--commits") options.commits = count();
    else if (name === "--every") options.every = count();
    else if (name === "--episodes") options.episodes = value();
    else if (name === "--json") options.json = true;
    else if (arg.startsWith("-")) throw new UserError(`hunch eval: unknown option ${arg}`);
    else options.folder = arg;
  }
  return options;
}

function casesOf({ folder, commits }: EvalComplete): CompleteCase[] {
  const search = { most: commits, distractors: true, env: process.env };
  return [...gitEpisodes(folder, search)].map(({ episode, distraction }) => ({
    episode,
    others: distraction.files,
  }));
}

function readCases(file: string): CompleteCase[] {
  const others = new Map<string, Distraction["files"]>();
  const beside = file.replace(/\.jsonl/, ".distractors.jsonl");
  if (beside !== file) {
    for (const { id, files } of readLines<Distraction>(beside, true)) others.set(id, files);
  }
  return readLines<Episode>(file, false).map((episode) => ({
    episode,
    others: others.get(episode.id) ?? [],
  }));
}

function readLines<T>(file: string, optional: boolean): T[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if (optional) return [];
    throw new UserError(`hunch eval: ${(error as Error).message}`);
  }
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}
