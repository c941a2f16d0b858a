/** `hunch eval complete`: how much of what commits put in is completed instead of typed. */
import { UserError } from "../base/errors.ts";
import { learnedWeights } from "../patterns/ngram/weights.ts";
import { type CompleteCase, printReport, reportOn } from "../tab/eval/complete-report.ts";
import { episodesIn } from "../tab/eval/episode-file.ts";
import { gitEpisodes } from "../tab/eval/git-episodes.ts";
import { count, type Flags, NO_EPISODES, readOptions, type Values } from "./eval-arguments.ts";

export const COMPLETE_USAGE = `Usage: hunch eval complete [DIR] [--commits N] [--every N] [--json]
       hunch eval complete --episodes FILE [--every N] [--json]

Types what small commits put in, from left to right, and counts the characters that are completed.

  DIR                a git repository (default: the one here)
  --commits N        so many of its newest small commits (200)
  --episodes FILE    episodes, a JSON object a line (.gz too), FILE.distractors beside it
  --every N          only every Nth of them
  --json             figures as JSON
`;

export interface EvalComplete {
  folder: string | null;
  commits: number;
  episodes: string | null;
  every: number;
  json: boolean;
}

const FLAGS: Flags<EvalComplete> = { "--json": (o) => (o.json = true) };

const VALUES: Values<EvalComplete> = {
  "--commits": (o, value) => (o.commits = count(value, 1)),
  "--every": (o, value) => (o.every = count(value, 1)),
  "--episodes": (o, value) => (o.episodes = value),
};

/** The exit status. Throws UserError for what can't be read. */
export function runEvalComplete(args: readonly string[]): number {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(COMPLETE_USAGE);
    return 0;
  }
  const options = completeOptions(args);
  const chosen = [...casesOf(options)].filter((_, at) => at % options.every === 0);
  if (chosen.length === 0) throw new UserError(NO_EPISODES);
  const report = reportOn(chosen, learnedWeights());
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : printReport(report));
  return 0;
}

export function completeOptions(args: readonly string[]): EvalComplete {
  const options = { folder: null, commits: 200, episodes: null, every: 1, json: false };
  return readOptions<EvalComplete>(args, options, FLAGS, VALUES);
}

function* casesOf({ folder, commits, episodes }: EvalComplete): Generator<CompleteCase> {
  const search = { most: commits, distractors: true, env: process.env };
  const found = episodes === null ? gitEpisodes(folder ?? ".", search) : episodesIn(episodes, true);
  for (const { episode, distraction } of found) {
    yield { episode, others: distraction?.files ?? [] };
  }
}
