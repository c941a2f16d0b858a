/** `hunch eval shell`: what the suggested commands are worth, on histories of shells. */
import { readFileSync } from "node:fs";
import { messageOf, UserError } from "../base/errors.ts";
import type { Suggester } from "../shell/command.ts";
import { figuresOf, type ShellFigures } from "../shell/eval/counts.ts";
import { historyRows, ownHistories } from "../shell/eval/history-files.ts";
import { answerShellQuestions } from "../shell/eval/protocol.ts";
import { recentSuggester } from "../shell/eval/recent.ts";
import { replay } from "../shell/eval/replay.ts";
import { type ReplayRow, rowsOf } from "../shell/eval/row.ts";
import { scriptedRows } from "../shell/eval/scripted.ts";
import { createSuggester } from "../shell/suggest/suggester.ts";
import { type Flags, readOptions, type Values } from "./eval-arguments.ts";

export const SHELL_USAGE = `Usage: hunch eval shell [--history FILE]... [--json]
       hunch eval shell --data FILE.jsonl [--half even|odd] [--json]
       hunch eval shell --scripted [--json]
       hunch eval shell --protocol

Types the commands of a history again and counts what the suggestions would have saved. Nothing is run.

  --history FILE     a history of bash, zsh or fish (default: those of your own that are there)
  --data FILE        recorded sessions, a JSON object a line: session, user, t, cwd, cmd
  --scripted         made-up sessions on projects with scripts and git, drawn by chance
  --half even|odd    only the people with such a number at the end of their name
  --protocol         answer questions on standard input; see docs/eval-shell.md
  --json             figures as JSON
`;

const SCRIPTED_PEOPLE = 6;
const SCRIPTED_SEED = 1;

interface EvalShell {
  folder: string | null;
  history: string[];
  data: string[];
  scripted: boolean;
  half: number | null;
  protocol: boolean;
  json: boolean;
}

const FLAGS: Flags<EvalShell> = {
  "--protocol": (o) => (o.protocol = true),
  "--scripted": (o) => (o.scripted = true),
  "--json": (o) => (o.json = true),
};

const VALUES: Values<EvalShell> = {
  "--history": (o, value) => o.history.push(value),
  "--data": (o, value) => o.data.push(value),
  "--half": (o, value) => (o.half = halfOf(value)),
};

/** The exit status. Throws UserError for what can't be read. */
export async function runEvalShell(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(SHELL_USAGE);
    return 0;
  }
  const options = shellOptions(args);
  if (options.protocol) {
    await answerShellQuestions(createSuggester, process.stdin, process.stdout);
    return 0;
  }
  const rows = rowsFor(options);
  if (rows.length === 0) throw new UserError("hunch eval: there is no command in it");
  const beside = measured(rows, recentSuggester);
  const ours = measured(rows, createSuggester);
  const text = options.json
    ? `${JSON.stringify({ hunch: ours, recent: beside }, null, 1)}\n`
    : table(ours, beside);
  process.stdout.write(text);
  return 0;
}

export function shellOptions(args: readonly string[]): EvalShell {
  const options: EvalShell = {
    folder: null,
    history: [],
    data: [],
    scripted: false,
    half: null,
    protocol: false,
    json: false,
  };
  readOptions<EvalShell>(args, options, FLAGS, VALUES);
  if (options.folder !== null) throw new UserError("hunch eval shell: name files by --history");
  return options;
}

function halfOf(value: string): number {
  if (value === "even") return 0;
  if (value === "odd") return 1;
  throw new UserError(`hunch eval: ${value} is neither even nor odd`);
}

function rowsFor({ history, data, half, scripted }: EvalShell): ReplayRow[] {
  if (scripted) return scriptedRows(SCRIPTED_PEOPLE, SCRIPTED_SEED);
  const files = data.length + history.length === 0 ? ownHistories(process.env) : history;
  const rows = [
    ...data.flatMap((file) => rowsOf(bytesOf(file).toString("utf8"), file)),
    ...files.flatMap((file) => historyRows(bytesOf(file), file)),
  ];
  return half === null ? rows : rows.filter(({ user }) => Number(user.at(-1)) % 2 === half);
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UserError(`hunch eval: ${messageOf(error)}`);
  }
}

interface Measured extends ShellFigures {
  /** Milliseconds for an answer. */
  p50: number;
  p95: number;
}

function measured(rows: readonly ReplayRow[], create: () => Suggester): Measured {
  const { counts, times } = replay(rows, create);
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { ...figuresOf(counts), p50: at(0.5), p95: at(0.95) };
}

const ROWS: readonly (readonly [keyof Measured, string])[] = [
  ["savedWord", "characters saved, by word, %"],
  ["savedWhole", "characters saved, whole lines, %"],
  ["savedWordEmpty", "… by word, with the empty line's ghost, %"],
  ["top1", "the next command first, %"],
  ["top5", "among the first five, %"],
  ["name1", "its first word first, %"],
  ["ghostShown", "a ghost is shown, %"],
  ["ghostPrecision", "… that is the whole command, %"],
  ["ghostWordPrecision", "… whose next word is right, %"],
  ["emptyShown", "a ghost on the empty line, %"],
  ["emptyPrecision", "… that is the whole command, %"],
  ["p50", "an answer, p50, ms"],
  ["p95", "an answer, p95, ms"],
];

function table(ours: Measured, beside: Measured): string {
  const lines = [["", "hunch", "recent"]];
  for (const [key, name] of ROWS) lines.push([name, figure(ours[key]), figure(beside[key])]);
  const width = Math.max(...lines.map(([name]) => name!.length));
  const text = lines.map(
    ([name, a, b]) => `${name!.padEnd(width)}${a!.padStart(9)}${b!.padStart(9)}`,
  );
  const before = `${ours.commands} commands, ${figure(ours.seenBefore)} % of them typed before`;
  return `${before}\n\n${text.join("\n")}\n`;
}

function figure(value: number | null): string {
  return value === null ? "-" : value < 1 && value > 0 ? value.toFixed(2) : value.toFixed(1);
}
