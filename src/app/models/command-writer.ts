/** A model as a writer of commands (CTRL-\ k): one command and one line about it; nothing is run. */
import { platform } from "node:os";
import { basename } from "node:path";
import { Cancelled } from "../../base/errors.ts";
import { redact } from "../../base/secrets.ts";
import type { ModelPort } from "../../models/port.ts";
import type { CommandCandidate, CommandWriter, WriterQuestion } from "../../shell/writer/writer.ts";

/** The description is typed: so long (ms) it must have stayed the same. */
const PAUSE_MS = 500;
const LEAST_LETTERS = 4;
const MOST_LETTERS = 2000;
const MOST_TOKENS = 300;
const FIRST_MS = 15_000;
const TOTAL_MS = 30_000;
/** What it writes stands above what is found by words, and below a command that fits well. */
const SCORE = 0.75;

const SYSTEM = `You write one shell command for what the user describes. Answer with exactly two lines and nothing else:
the command on the first line, as it is typed at a prompt (no prompt sign, no quotes around it, no Markdown);
on the second line one short sentence that says what it does.
Where the description leaves something open, put a word in braces: {file}. Prefer commands that delete and overwrite nothing. If no command does it, answer with the one line NONE.`;

export interface CommandWriterPorts {
  readonly models: Pick<ModelPort, "call">;
  /** The model of the role `command`; null: none. */
  model(): string | null;
  /** Resolves after so many milliseconds, and rejects with Cancelled when it is aborted. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

export function modelWriter({ models, model, pause }: CommandWriterPorts): CommandWriter {
  return {
    name: "model",
    async *write(question, signal) {
      const name = model();
      const words = question.words.trim();
      if (name === null || words.length < LEAST_LETTERS) return;
      try {
        await pause(PAUSE_MS, signal);
      } catch (error) {
        if (error instanceof Cancelled) return;
        throw error;
      }
      const stream = models.call(
        {
          model: name,
          prompt: {
            kind: "chat",
            system: SYSTEM,
            messages: [{ role: "user", content: questionText({ ...question, words }) }],
          },
          maxTokens: MOST_TOKENS,
          stop: [],
          temperature: 0,
          purpose: "command",
          firstMs: FIRST_MS,
          totalMs: TOTAL_MS,
        },
        signal,
      );
      let answer = "";
      for await (const text of stream) answer += text;
      if (signal.aborted) return;
      const candidate = readAnswer(answer);
      if (candidate !== null) yield [candidate];
    },
  };
}

function questionText({ words, shell, cwd }: WriterQuestion): string {
  const system = platform() === "darwin" ? "macOS" : platform();
  const where = cwd === null ? "" : `\nFolder: ${basename(cwd)}`;
  const kind = shell === "other" ? "a POSIX shell" : shell;
  return redact(`System: ${system}\nShell: ${kind}${where}\n\n${words.slice(0, MOST_LETTERS)}`);
}

/** A command of an answer: two lines, a fence with prose around it, or JSON; null: there is none in it. */
export function readAnswer(answer: string): CommandCandidate | null {
  const text = answer.replace(/<think>[\s\S]*?(?:<\/think>|$)/g, "").trim();
  const json = fromJson(text) ?? fromJson(fenced(text)?.inside ?? "");
  const { command, explanation } = json ?? fromLines(text);
  const line = clean(command);
  if (line === "" || line === "NONE" || PROSE.test(line)) return null;
  const words = explanation
    .replace(/^#+\s*/, "")
    .replace(/[^\P{C}]+/gu, " ")
    .trim()
    .replace(/[.:]$/, "");
  return {
    command: line,
    explanation: words === "" ? "What the model suggests" : words,
    source: "model",
    score: SCORE,
  };
}

interface Written {
  readonly command: string;
  readonly explanation: string;
}

/** How prose begins, and what only prose ends with. */
const PROSE =
  /^(?:sorry|sure|certainly|i|i'm|here|here's|to|you|the|this|unfortunately)\b(?![./=-])|^[A-Z][a-z']+,?(?:\s+\S+){3,}[.!?:]$/i;

function fromLines(text: string): Written {
  const fence = fenced(text);
  // A line that is continued is one.
  const lines = (fence?.inside ?? text)
    .replace(/\s*\\\n\s*/g, " ")
    .split("\n")
    .filter((line) => line.trim() !== "");
  let at = 0;
  // What is said before it: `Here is one:`, `# with find`.
  while (at < lines.length - 1 && /^\s*#\s|^[A-Z].*:\s*$/.test(lines[at]!)) at++;
  const about = fence?.behind || lines[at + 1] || "";
  return { command: lines[at] ?? "", explanation: about };
}

/** What is in the first fence, and the first line behind it; null: there is none. */
function fenced(text: string): { readonly inside: string; readonly behind: string } | null {
  const found = /^```[\w+-]*[^\S\n]*\n([\s\S]*?)(?:^```[^\S\n]*$|$(?![\s\S]))/m.exec(text);
  if (found === null) return null;
  const rest = text.slice(found.index + found[0].length).trim();
  return { inside: found[1]!.trim(), behind: rest.split("\n", 1)[0]! };
}

/** One line, without a prompt sign or quotes around it; "" for one that could not be typed. */
function clean(command: string): string {
  const line = command
    .trim()
    .replace(/^\$\s+/, "")
    .replace(/^`([^`]+)`$/, "$1");
  return /[^\P{C}]/u.test(line) ? "" : line;
}

function fromJson(text: string): Written | null {
  if (!text.startsWith("{")) return null;
  try {
    const { command, explanation } = JSON.parse(text) as Record<string, unknown>;
    if (typeof command !== "string") return null;
    return { command, explanation: typeof explanation === "string" ? explanation : "" };
  } catch (error) {
    // A group of commands begins with a brace, too.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
