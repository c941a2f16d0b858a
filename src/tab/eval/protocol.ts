/** The replay protocol over a pair of streams: a question a line, an answer a line. */
import type { Readable, Writable } from "node:stream";
import { messageOf } from "../../base/errors.ts";
import { type Question, readQuestion } from "./question.ts";
import type { ReplaySession } from "./session.ts";

/**
 * Answers until the input ends; a line that can't be answered gets its error and no suggestion. `told`
 * hears of each question that was answered.
 */
export async function answerQuestions(
  session: ReplaySession,
  input: Readable,
  output: Writable,
  told: (question: Question) => void = () => {},
): Promise<void> {
  for await (const line of linesOf(input)) {
    if (line.trim() === "") continue;
    try {
      const question = readQuestion(line);
      output.write(`${JSON.stringify(await session.answer(question))}\n`);
      told(question);
    } catch (error) {
      output.write(`${JSON.stringify({ suggestions: [], error: messageOf(error) })}\n`);
    }
  }
}

/** Not by node:readline, to which U+2028, which JSON leaves as it is, ends a line. */
async function* linesOf(input: Readable): AsyncGenerator<string> {
  input.setEncoding("utf8");
  let begun: string[] = [];
  for await (const chunk of input as AsyncIterable<string>) {
    const [first, ...others] = chunk.split("\n");
    begun.push(first!);
    for (const other of others) {
      yield begun.join("");
      begun = [other];
    }
  }
  yield begun.join("");
}
