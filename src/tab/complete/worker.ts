/** The completer's thread. */
import { readFile, stat } from "node:fs/promises";
import { isMainThread, parentPort } from "node:worker_threads";
import { type MessageChannelEnd, serveRequests } from "../../base/worker-port.ts";
import { CompletionEngine } from "./engine.ts";
import type { CompleteRequests } from "./requests.ts";

const MOST_FILES = 2000;
const MOST_BYTES = 300_000;
/** Tokens of all files together: about 21 bytes of memory each. */
const MOST_TOKENS = 500_000;
/** Characters of text for a token, about. */
const TOKEN_LENGTH = 2.9;
/** Longer lines on average: made by a program, for programs. */
const LONG_LINES = 160;
const HEAD_BITS = 17;

/** What a file says, if a person wrote it; null: it is too large, no text, or not there any more. */
async function readSource(path: string): Promise<string | null> {
  try {
    const { size } = await stat(path);
    if (size === 0 || size > MOST_BYTES) return null;
    const text = await readFile(path, "utf8");
    if (text.includes("\0")) return null;
    let lines = 1;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
    return text.length / lines > LONG_LINES ? null : text;
  } catch {
    // Gone, or not to be read: nothing is learned from it.
    return null;
  }
}

function serve(end: MessageChannelEnd): void {
  const engine = new CompletionEngine(HEAD_BITS);
  let reading = 0;
  let files = 0;

  /** The nearest are read last, so that they are found first. */
  const learn = async (paths: readonly string[]): Promise<void> => {
    const turn = ++reading;
    engine.forgetProject();
    const chosen: string[] = [];
    let characters = 0;
    for (const path of paths.slice(0, MOST_FILES)) {
      const text = await readSource(path);
      if (turn !== reading) return;
      if (text === null) continue;
      characters += text.length;
      if (characters / TOKEN_LENGTH > MOST_TOKENS) break;
      chosen.push(path);
    }
    files = 0;
    for (const path of chosen.reverse()) {
      const text = await readSource(path);
      if (turn !== reading) return;
      if (text === null) continue;
      engine.learn(path, text);
      files++;
    }
    reading = 0;
  };

  const requests: CompleteRequests = {
    ask: (question) => engine.ask(question),
    learn: (paths) => {
      learn(paths).catch((error: unknown) => {
        // What it was to learn is lost; what it knows is not.
        process.emitWarning(error instanceof Error ? error : String(error));
      });
    },
    health: () => ({
      files,
      tokens: engine.corpus.count,
      bytes: engine.corpus.bytes,
      reading: reading > 0,
    }),
  };
  serveRequests(end, requests);
}

if (!isMainThread && parentPort !== null) serve(parentPort);
