/** `hunch eval`: what the predictions are worth, on edit histories. Loaded by that command alone. */
import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { messageOf, UserError } from "../base/errors.ts";
import { type Counts, figuresOf } from "../tab/eval/counts.ts";
import { distractorsFile, episodesIn } from "../tab/eval/episode-file.ts";
import { gitEpisodes } from "../tab/eval/git-episodes.ts";
import { answerQuestions } from "../tab/eval/protocol.ts";
import { renamedEpisode } from "../tab/eval/rename.ts";
import { type Replayed, replayAll } from "../tab/eval/replay.ts";
import { figuresText } from "../tab/eval/report.ts";
import { ReplaySession } from "../tab/eval/session.ts";
import { textPredictors } from "../tab/predictors/all.ts";
import type { Predictor } from "../text/prediction.ts";
import { type EvalArguments, NO_EPISODES, readArguments, USAGE } from "./eval-arguments.ts";
import { COMPLETE_USAGE, runEvalComplete } from "./eval-complete.ts";
import { runEvalShell, SHELL_USAGE } from "./eval-shell.ts";

/** The exit status. */
export async function runEval(args: readonly string[]): Promise<number> {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // Whoever read this (`| head`) has enough.
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  try {
    if (args[0] === "complete") return runEvalComplete(args.slice(1));
    if (args[0] === "shell") return await runEvalShell(args.slice(1));
    if (args[0] !== "tab" && !asksForHelp(args)) {
      throw new UserError("hunch eval: say what is to be measured: tab, complete or shell");
    }
    if (asksForHelp(args)) {
      process.stdout.write(`${USAGE}\n${COMPLETE_USAGE}\n${SHELL_USAGE}`);
    } else await evalTab(readArguments(args.slice(1)));
    return 0;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

function asksForHelp(args: readonly string[]): boolean {
  return args.length === 0 || args.includes("--help") || args.includes("-h");
}

async function evalTab(options: EvalArguments): Promise<void> {
  if (options.protocol) return protocol(options);
  if (options.out !== null) return writeEpisodes(options, options.out);
  const { model } = options;
  if (model !== null) {
    // Most who measure ask no model.
    const { evalModel } = await import("./eval-model.ts");
    return evalModel({
      options,
      name: model,
      env: process.env,
      episodes: () => episodes(options),
      embedded: () => predictors(options),
      print: (text) => void process.stdout.write(text),
      tell: (line) => void process.stderr.write(`${line}\n`),
    });
  }
  const all = predictors(options);
  const counts = await replay(options, all, options.dump);
  const figures = figuresOf(counts);
  const without: Record<string, ReturnType<typeof figuresOf>> = {};
  if (options.ablate) {
    for (const { name } of all) {
      const others = predictors(options).filter((other) => other.name !== name);
      without[name] = figuresOf(await replay(options, others, null));
    }
  }
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ...figures, without }, null, 1)}\n`);
  } else process.stdout.write(figuresText(figures, without));
}

async function replay(
  options: EvalArguments,
  all: readonly Predictor[],
  dumpTo: string | null,
): Promise<Counts> {
  const session = sessionOf(options, all);
  const dump = dumpTo === null ? null : opened(dumpTo);
  const counts = await replayAll(episodes(options), session, {
    passes: ["forced", "replay"],
    ...(dump === null
      ? {}
      : {
          judged: (candidates, outlook) =>
            writeSync(dump, `${JSON.stringify({ ...outlook, candidates })}\n`),
        }),
  });
  if (dump !== null) closeSync(dump);
  if (counts.episodes === 0) throw new UserError(NO_EPISODES);
  return counts;
}

function sessionOf(options: EvalArguments, all: readonly Predictor[]): ReplaySession {
  const { eagerness, fixed } = options;
  return new ReplaySession({ predictors: all, eagerness, fixed });
}

function* episodes(options: EvalArguments): Generator<Replayed> {
  let number = 0;
  for (const found of everyEpisode(options)) {
    if (number++ % options.every !== 0) continue;
    yield options.rename ? renamedEpisode(found) : found;
  }
}

function everyEpisode(options: EvalArguments): Iterable<Replayed> {
  const { commits, sample, distractors } = options;
  if (options.episodes !== null) return episodesIn(options.episodes, distractors);
  const found = gitEpisodes(options.folder!, {
    most: commits,
    ...(sample === null ? {} : { seed: sample }),
    distractors,
    env: process.env,
  });
  return found;
}

function writeEpisodes(options: EvalArguments, path: string): void {
  const lines: string[] = [];
  const others: string[] = [];
  for (const { episode, distraction } of episodes(options)) {
    lines.push(`${JSON.stringify(episode)}\n`);
    if (distraction) others.push(`${JSON.stringify(distraction)}\n`);
  }
  writeOut(path, lines);
  writeOut(distractorsFile(path), others);
  process.stdout.write(`${lines.length} episodes\n`);
}

function writeOut(path: string, lines: readonly string[]): void {
  const file = opened(path);
  writeFileSync(file, lines.join(""));
  closeSync(file);
}

/** A file to be written. Throws UserError when it can't be. */
function opened(path: string): number {
  try {
    return openSync(path, "w");
  } catch (error) {
    throw new UserError(`hunch eval: ${messageOf(error)}`);
  }
}

async function protocol(options: EvalArguments): Promise<void> {
  const session = sessionOf(options, predictors(options));
  const dump = options.dump === null ? null : opened(options.dump);
  await answerQuestions(session, process.stdin, process.stdout, ({ id, pass }) => {
    if (dump === null) return;
    const { ranked, shown } = session.considered;
    const candidates = ranked.map((r) => ({
      source: r.prediction.source,
      chance: r.chance,
      reason: r.prediction.reason,
      features: r.features,
      shown: r === shown,
    }));
    writeSync(dump, `${JSON.stringify({ id, pass, candidates })}\n`);
  });
  if (dump !== null) closeSync(dump);
}

function predictors({ only, without }: EvalArguments): Predictor[] {
  const all = textPredictors(async () => {});
  const known = new Set(all.map(({ name }) => name));
  const strange = [...(only ?? []), ...without].find((name) => !known.has(name));
  if (strange !== undefined) {
    throw new UserError(`No predictor is called ${strange}; there are ${[...known].join(", ")}`);
  }
  return all.filter(({ name }) => (only?.includes(name) ?? true) && !without.includes(name));
}
