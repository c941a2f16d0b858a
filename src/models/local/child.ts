/**
 * The process that has models of this machine: `child.ts OPTIONS` (`ChildOptions` as JSON). It is asked
 * over the channel to its parent, one call after the other, and ends when that channel does. Native code
 * runs here, and is allowed to crash.
 */
import { constants, setPriority } from "node:os";
import { pathToFileURL } from "node:url";
import { messageOf } from "../../base/errors.ts";
import { Engine, Unanswerable } from "./engine.ts";
import { readGguf } from "./gguf.ts";
import type { Llama, LlamaLibrary } from "./library.ts";
import { whyTooLarge } from "./memory.ts";
import type { AskBody, ChildOptions, FromChild, ToChild } from "./protocol.ts";

/** So many models stay loaded: one for completions, one for edits. */
const MOST_LOADED = 2;

function main({ module, threads, gpu }: ChildOptions): void {
  try {
    // Typing comes first.
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Where that is not allowed the limit of threads has to do.
  }
  const controllers = new Map<number, AbortController>();
  /** By path and context, the last used one at the end. */
  const engines = new Map<string, { readonly path: string; readonly engine: Engine }>();
  let library: Promise<{ readonly library: LlamaLibrary; readonly llama: Llama }> | null = null;
  let line: Promise<void> = Promise.resolve();

  const send = (message: FromChild): void => {
    if (process.connected) process.send!(message, undefined, undefined, () => {});
  };

  const start = async () => {
    const found = (await import(pathToFileURL(module).href)) as LlamaLibrary;
    const llama = await found.getLlama({
      gpu: gpu ? "auto" : false,
      build: "never",
      skipDownload: true,
      progressLogs: false,
      maxThreads: threads,
      logger: (level, message) => {
        if (level === "error" || level === "fatal") process.stderr.write(`${message.trim()}\n`);
      },
    });
    return { library: found, llama };
  };

  const engineOf = async (path: string, context: number): Promise<Engine> => {
    const key = `${context}:${path}`;
    const known = engines.get(key);
    if (known !== undefined) {
      engines.delete(key);
      engines.set(key, known);
      return known.engine;
    }
    while (engines.size >= MOST_LOADED) {
      const [oldest, { engine }] = engines.entries().next().value!;
      engines.delete(oldest);
      await engine.dispose();
    }
    send({ kind: "loading", on: true });
    try {
      const { bytes } = await readGguf(path);
      const tooLarge = gpu ? null : whyTooLarge(bytes);
      if (tooLarge !== null) throw new Unanswerable(tooLarge);
      library ??= start();
      library.catch(() => {
        // It may be installed anew before the next call.
        library = null;
      });
      const found = await library;
      const request = { path, context, threads, gpu };
      const engine = await Engine.load(found.library, found.llama, request);
      engines.set(key, { path, engine });
      return engine;
    } finally {
      send({ kind: "loading", on: false });
    }
  };

  const answer = async (id: number, body: string, signal: AbortSignal): Promise<void> => {
    try {
      if (signal.aborted) return;
      const ask = JSON.parse(body) as AskBody;
      const engine = await engineOf(ask.model, ask.context);
      if (signal.aborted) return;
      const pieces = engine.answer(ask, signal);
      for (;;) {
        const { value, done } = await pieces.next();
        if (signal.aborted) {
          if (!done) await pieces.return(undefined as never);
          return;
        }
        if (done) {
          send({ kind: "end", id, ...value });
          return;
        }
        send({ kind: "text", id, text: value });
      }
    } catch (error) {
      const message = messageOf(error).split("\n", 1)[0]!.slice(0, 300);
      const fault = error instanceof Unanswerable ? "refused" : "server";
      send({ kind: "fault", id, fault, message });
    } finally {
      controllers.delete(id);
    }
  };

  process.on("message", (message: ToChild) => {
    if (message.kind === "ask") {
      const controller = new AbortController();
      controllers.set(message.id, controller);
      line = line.then(() => answer(message.id, message.body, controller.signal));
    } else if (message.kind === "stop") controllers.get(message.id)?.abort();
    else {
      const last = [...engines.values()].at(-1);
      const memory = process.memoryUsage.rss();
      send({ kind: "health", memory, model: last?.path ?? null, threads });
    }
  });
  // Whoever asked is no more. What native code still computes is of no use.
  process.on("disconnect", () => process.exit(0));
}

const options = process.argv[2];
if (process.send !== undefined && options !== undefined) main(JSON.parse(options) as ChildOptions);
