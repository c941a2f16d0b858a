/** The replay protocol over a pair of streams: a question a line, an answer a line. */
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Question } from "./question.ts";
import type { ReplaySession } from "./session.ts";

/**
 * Answers until the input ends. Throws SyntaxError for a line that is no JSON. `told` hears of each
 * question that was answered.
 */
export async function answerQuestions(
  session: ReplaySession,
  input: Readable,
  output: Writable,
  told: (question: Question) => void = () => {},
): Promise<void> {
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === "") continue;
    const question = JSON.parse(line) as Question;
    const answer = await session.answer(question);
    output.write(`${JSON.stringify(answer)}\n`);
    told(question);
  }
}
