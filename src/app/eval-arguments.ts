/** The arguments of `hunch eval`: what both kinds share, and those of `hunch eval tab`. */
import { UserError } from "../base/errors.ts";
import { EAGERNESS, type Eagerness } from "../tab/ranking/thresholds.ts";

export const USAGE = `Usage: hunch eval tab FOLDER [--commits N] [options]   replay a repository's history
       hunch eval tab --episodes FILE [options]         replay episodes in a file
       hunch eval tab --protocol [options]              answer questions on standard input

Says what the predictions of Tab are worth: small commits are cut into ordered edits, and after each
edit the predictors are asked what comes next. Nothing of the repository is run or changed.

  --commits N        how many commits at most (200), the newest first
  --sample SEED      draw the commits by chance instead; the same seed draws the same ones
  --no-distractors   open no other files than those that a commit changes
  --every N          replay only every Nth episode
  --only NAMES       ask only these predictors (separated by commas)
  --without NAMES    ask all but these
  --eagerness LEVEL  quiet, normal, eager, or a probability from 0 to 1
  --ablate           replay once more without each predictor
  --fixed            learn nothing from what is taken and what is not
  --rename           with other names in another case style, the same throughout an episode
  --json             print the figures as JSON
  --out FILE         only write the episodes, to FILE and FILE's .distractors.jsonl
  --dump FILE        write each question's candidates with their features
  --protocol         a JSON object a line each way; see docs/eval.md
  --model NAME       beside them with a model of models.toml, and with both together
  --requests N       ask it so many times at most (300); what is recorded does not count
  --record FILE      keep its answers in FILE, and ask nothing that is in it
  --replay FILE      take all answers from FILE; nothing is sent
`;

export interface EvalArguments {
  folder: string | null;
  episodes: string | null;
  protocol: boolean;
  commits: number;
  sample: number | null;
  distractors: boolean;
  every: number;
  only: readonly string[] | null;
  without: readonly string[];
  eagerness: Eagerness;
  ablate: boolean;
  fixed: boolean;
  rename: boolean;
  json: boolean;
  out: string | null;
  dump: string | null;
  model: string | null;
  requests: number;
  record: string | null;
  replay: string | null;
}

export type Flags<O> = Readonly<Record<string, (options: O) => void>>;
export type Values<O> = Readonly<Record<string, (options: O, value: string) => void>>;

export const NO_EPISODES = "hunch eval: no commit there is small enough to be replayed";

const FLAGS: Flags<EvalArguments> = {
  "--protocol": (o) => (o.protocol = true),
  "--no-distractors": (o) => (o.distractors = false),
  "--ablate": (o) => (o.ablate = true),
  "--fixed": (o) => (o.fixed = true),
  "--rename": (o) => (o.rename = true),
  "--json": (o) => (o.json = true),
};

const VALUES: Values<EvalArguments> = {
  "--episodes": (o, value) => (o.episodes = value),
  "--commits": (o, value) => (o.commits = count(value, 1)),
  "--sample": (o, value) => (o.sample = count(value, 0)),
  "--every": (o, value) => (o.every = count(value, 1)),
  "--only": (o, value) => (o.only = names(value)),
  "--without": (o, value) => (o.without = names(value)),
  "--eagerness": (o, value) => (o.eagerness = eagernessOf(value)),
  "--out": (o, value) => (o.out = value),
  "--dump": (o, value) => (o.dump = value),
  "--model": (o, value) => (o.model = value),
  "--requests": (o, value) => (o.requests = count(value, 1)),
  "--record": (o, value) => (o.record = value),
  "--replay": (o, value) => (o.replay = value),
};

/**
 * Sets what the arguments say: `--flag`, `--name value`, `--name=value`, and at most one folder. Throws
 * UserError for what is in neither table.
 */
export function readOptions<O extends { folder: string | null }>(
  args: readonly string[],
  options: O,
  flags: Flags<O>,
  values: Values<O>,
): O {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const [name, inline] = /^(--[\w-]+)=(.*)$/s.exec(arg)?.slice(1) ?? [arg];
    const flag = flags[name!];
    const set = values[name!];
    if (flag && inline === undefined) flag(options);
    else if (set) {
      const value = inline ?? args[++i];
      if (value === undefined) throw new UserError(`hunch eval: ${name} needs a value`);
      set(options, value);
    } else if (arg.startsWith("-")) throw new UserError(`hunch eval: unknown option ${arg}`);
    else if (options.folder !== null) throw new UserError("hunch eval: one folder at a time");
    else options.folder = arg;
  }
  return options;
}

/** Throws UserError for what it does not know. */
export function readArguments(args: readonly string[]): EvalArguments {
  const options: EvalArguments = {
    folder: null,
    episodes: null,
    protocol: false,
    commits: 200,
    sample: null,
    distractors: true,
    every: 1,
    only: null,
    without: [],
    eagerness: "normal",
    ablate: false,
    fixed: false,
    rename: false,
    json: false,
    out: null,
    dump: null,
    model: null,
    requests: 300,
    record: null,
    replay: null,
  };
  readOptions(args, options, FLAGS, VALUES);
  const sources = [options.folder, options.episodes, options.protocol || null];
  if (sources.filter((source) => source !== null).length !== 1) {
    throw new UserError("hunch eval tab: name a folder, --episodes FILE or --protocol");
  }
  checkModel(options);
  return options;
}

function checkModel({ model, record, replay, protocol, out, dump, ablate }: EvalArguments): void {
  if (model === null && (record ?? replay) !== null) {
    throw new UserError("hunch eval tab: --record and --replay are of a --model NAME");
  }
  if (record !== null && replay !== null) {
    throw new UserError("hunch eval tab: --record asks, --replay does not: one of them");
  }
  if (model !== null && (protocol || out !== null || dump !== null || ablate)) {
    throw new UserError("hunch eval tab: --model replays; no --protocol, --out, --dump, --ablate");
  }
}

export function count(value: string, least: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < least || value.trim() === "") {
    throw new UserError(`hunch eval: ${value} is no number from ${least} on`);
  }
  return number;
}

function names(list: string): string[] {
  return list.split(",").filter((name) => name !== "");
}

function eagernessOf(value: string): Eagerness {
  if (value in EAGERNESS) return value as Eagerness;
  const number = Number(value);
  if (value.trim() === "" || !(number >= 0 && number <= 1)) {
    throw new UserError(`hunch eval: ${value} is neither quiet, normal, eager nor from 0 to 1`);
  }
  return number;
}
