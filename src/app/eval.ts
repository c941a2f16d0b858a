/** `hunch eval`: what the predictions are worth, on edit histories. */
import { closeSync, openSync, writeSync } from "node:fs";
import { UserError } from "../base/errors.ts";
import { answerQuestions } from "../tab/eval/protocol.ts";
import { ReplaySession } from "../tab/eval/session.ts";
import { textPredictors } from "../tab/predictors/all.ts";
import { EAGERNESS, type Eagerness } from "../tab/ranking/thresholds.ts";
import type { Predictor } from "../text/prediction.ts";

const USAGE = `Usage: hunch eval tab --protocol [options]

Answers the replay protocol on standard input and output, a JSON object a line.

  --only NAMES       ask only these predictors (separated by commas)
  --without NAMES    ask all but these
  --eagerness LEVEL  quiet, normal, eager, or a probability from 0 to 1
  --fixed            learn nothing from what is taken and what is not
  --dump FILE        write each question's candidates with their features
`;

interface EvalArguments {
  protocol: boolean;
  only: readonly string[] | null;
  without: readonly string[];
  eagerness: Eagerness;
  fixed: boolean;
  dump: string | null;
  rest: string[];
}

/** The exit status. */
export async function runEval(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(USAGE);
    return 0;
  }
  try {
    if (args[0] === "tab") return await evalTab(readArguments(args.slice(1)));
    throw new UserError("hunch eval: tab is what can be measured");
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${error.message}\n${USAGE}`);
    return 2;
  }
}

async function evalTab(options: EvalArguments): Promise<number> {
  if (!options.protocol || options.rest.length > 0) throw new UserError("hunch eval tab: what?");
  const session = new ReplaySession({
    predictors: chosen(options),
    eagerness: options.eagerness,
    fixed: options.fixed,
  });
  const dump = options.dump === null ? null : openSync(options.dump, "w");
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
  return 0;
}

function chosen({ only, without }: EvalArguments): Predictor[] {
  const all = textPredictors(async () => {});
  const known = new Set(all.map(({ name }) => name));
  const strange = [...(only ?? []), ...without].find((name) => !known.has(name));
  if (strange !== undefined) {
    throw new UserError(`No predictor is called ${strange}; there are ${[...known].join(", ")}`);
  }
  return all.filter(({ name }) => (only?.includes(name) ?? true) && !without.includes(name));
}

function readArguments(args: readonly string[]): EvalArguments {
  const options: EvalArguments = {
    protocol: false,
    only: null,
    without: [],
    eagerness: "normal",
    fixed: false,
    dump: null,
    rest: [],
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const [name, inline] = /^(--[\w-]+)=(.*)$/s.exec(arg)?.slice(1) ?? [arg];
    const value = (): string => {
      const given = inline ?? args[++i];
      if (given === undefined) throw new UserError(`hunch eval: ${name} needs a value`);
      return given;
    };
    if (name === "--protocol") options.protocol = true;
    else if (name === "--fixed") options.fixed = true;
    else if (name === "--only") options.only = names(value());
    else if (name === "--without") options.without = names(value());
    else if (name === "--eagerness") options.eagerness = eagernessOf(value());
    else if (name === "--dump") options.dump = value();
    else if (arg.startsWith("-")) throw new UserError(`hunch eval: unknown option ${arg}`);
    else options.rest.push(arg);
  }
  return options;
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
