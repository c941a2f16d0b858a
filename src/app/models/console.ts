/** What `hunch models` prints and asks. */
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { Cancelled, UserError } from "../../base/errors.ts";
import { textWidth } from "../../base/width.ts";

export interface Console {
  /** A line; longer ones are broken at blanks, with the indent that they begin with and two more. */
  say(line: string): void;
  /** A text as it is. */
  print(text: string): void;
  readonly columns: number;
  /** Shows how far something is, in place of the last; "" ends it. Nothing where nobody sees it. */
  progress(text: string): void;
  /** Somebody is there to answer. */
  readonly asks: boolean;
  /** `otherwise`: the answer to an empty line. */
  ask(question: string, otherwise?: string): Promise<string>;
  /** What is typed is not shown. */
  secret(question: string): Promise<string>;
  /** The index of one of them, which is answered by its number (from 1) or how it begins. */
  choose(question: string, choices: readonly string[], otherwise: number): Promise<number>;
  confirm(question: string, otherwise: boolean): Promise<boolean>;
}

const LEAST_COLUMNS = 20;

/** Breaks a line at blanks; one word may be longer. */
export function broken(line: string, columns: number): string[] {
  const width = Math.max(LEAST_COLUMNS, columns);
  if (textWidth(line) <= width) return [line];
  const first = /^\s*/.exec(line)![0];
  const lines: string[] = [];
  let now = first;
  let words = 0;
  for (const word of line.slice(first.length).split(" ")) {
    if (words > 0 && textWidth(`${now} ${word}`) > width) {
      lines.push(now);
      now = `${first}  ${word}`;
    } else now = words === 0 ? `${first}${word}` : `${now} ${word}`;
    words++;
  }
  return [...lines, now];
}

function beginsAs(choice: string, answer: string): boolean {
  return answer !== "" && choice.toLowerCase().startsWith(answer.toLowerCase());
}

export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

const DEFAULT_COLUMNS = 80;

/** On the process's own terminal. Questions reject with Cancelled after CTRL-C and at the end of input. */
export function systemConsole({ stdin, stdout }: Streams): Console {
  let hidden = false;
  let shown = false;
  const asks = stdin.isTTY === true && stdout.isTTY === true;
  // What readline would echo passes here.
  const output = new Writable({
    write(text: Buffer, _encoding, done) {
      if (!hidden) stdout.write(text);
      done();
    },
  });
  // It redraws an answer of several rows only where it knows how wide they are.
  Object.defineProperty(output, "columns", { get: () => stdout.columns });
  const question = async (text: string): Promise<string> => {
    if (!asks) throw new UserError("Nobody is there to answer: see hunch models add --help");
    // One for each question: between them the terminal is as it was, and CTRL-C is a signal.
    const lines = createInterface({ input: stdin, output, terminal: true, historySize: 0 });
    const ended = new AbortController();
    const end = (): void => ended.abort();
    lines.on("SIGINT", end);
    lines.on("close", end);
    // CTRL-Z pauses it.
    lines.on("SIGCONT", () => lines.resume());
    try {
      return (await lines.question(text, { signal: ended.signal })).trim();
    } catch (error) {
      if (!ended.signal.aborted) throw error;
      stdout.write("\n");
      throw new Cancelled();
    } finally {
      lines.off("close", end);
      lines.close();
    }
  };
  const console: Console = {
    asks,
    columns: stdout.columns ?? DEFAULT_COLUMNS,
    print: (text) => void stdout.write(text),
    say(line) {
      this.progress("");
      for (const each of broken(line, stdout.columns ?? DEFAULT_COLUMNS)) stdout.write(`${each}\n`);
    },
    progress(text) {
      if (!stdout.isTTY || (text === "" && !shown)) return;
      stdout.write(`\r\x1b[K${text.slice(0, (stdout.columns ?? DEFAULT_COLUMNS) - 1)}`);
      shown = text !== "";
    },
    async ask(text, otherwise) {
      const answer = await question(`${text}${otherwise ? ` [${otherwise}]` : ""}: `);
      return answer === "" ? (otherwise ?? "") : answer;
    },
    async secret(text) {
      if (!asks) return question(text);
      // Before anybody knows that it is asked for: the terminal must not show what comes at once.
      stdin.setRawMode(true);
      stdout.write(`${text}: `);
      hidden = true;
      try {
        return await question("");
      } finally {
        hidden = false;
        stdout.write("\n");
      }
    },
    async choose(text, choices, otherwise) {
      for (const [i, choice] of choices.entries()) console.say(`  ${i + 1} ${choice}`);
      for (;;) {
        const answer = await console.ask(text, String(otherwise + 1));
        const number = Number(answer);
        if (Number.isInteger(number) && number >= 1 && number <= choices.length) return number - 1;
        const like = choices.flatMap((choice, i) => (beginsAs(choice, answer) ? [i] : []));
        const at = like.length === 1 ? like[0]! : choices.indexOf(answer);
        if (at >= 0) return at;
        console.say(`  a number from 1 to ${choices.length}`);
      }
    },
    async confirm(text, otherwise) {
      const answer = await console.ask(`${text} (${otherwise ? "Y/n" : "y/N"})`);
      return answer === "" ? otherwise : /^y/i.test(answer);
    },
  };
  return console;
}
