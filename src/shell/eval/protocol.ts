/** Answers the questions of the protocol of ../shared/shell: a JSON object a line each way. */
import { createInterface } from "node:readline";
import { UserError } from "../../base/errors.ts";
import { type CommandRun, NOTHING_KNOWN, type Suggester } from "../command.ts";
import { type ReplayRow, runOf } from "./row.ts";

interface Question {
  readonly op?: unknown;
  readonly id?: unknown;
  readonly session?: unknown;
  readonly prefix?: unknown;
  readonly cmd?: unknown;
  readonly cwd?: unknown;
  readonly t?: unknown;
  readonly exit?: unknown;
}

/** Ends with the input. Throws UserError for a line that is no question. */
export async function answerShellQuestions(
  create: () => Suggester,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<void> {
  let suggester = create();
  let session: CommandRun[] = [];
  for await (const line of createInterface({ input })) {
    const question = parsed(line);
    const cwd = typeof question.cwd === "string" ? question.cwd : null;
    if (question.op === "reset") {
      suggester = create();
      session = [];
    } else if (question.op === "session") session = [];
    else if (question.op === "ran") {
      const run = runOf(rowOf(question, cwd), session.at(-1)?.command ?? null);
      suggester.learn(run);
      session.push(run);
    } else if (question.op === "suggest" && typeof question.prefix === "string") {
      const around = { ...NOTHING_KNOWN, cwd };
      const now = runOf(rowOf(question, cwd), null).time;
      const found = suggester.suggest({ prefix: question.prefix, session, around, now });
      const suggestions = found.map(({ command }) => command);
      output.write(`${JSON.stringify({ id: question.id, suggestions })}\n`);
    } else throw new UserError(`hunch eval: no question: ${line}`);
  }
}

function parsed(line: string): Question {
  try {
    return JSON.parse(line) as Question;
  } catch {
    throw new UserError(`hunch eval: not JSON: ${line}`);
  }
}

function rowOf({ session, cmd, t, exit }: Question, cwd: string | null): ReplayRow {
  return {
    session: typeof session === "string" ? session : "",
    user: "",
    t: typeof t === "number" ? t : 0,
    cwd,
    command: typeof cmd === "string" ? cmd : "",
    status: typeof exit === "number" ? exit : null,
  };
}
