/**
 * Workers and typed requests to them.
 *
 * Where a worker's code is: in the source tree beside its room (`src/<room>/.../<name>/worker.ts`);
 * in the bundle it is an entry point of its own, `<name>-worker.js`, in the same folder as every
 * other output (chunks that are split off too). Which of the two this is, the name of this very
 * file tells: `.ts` or `.js`. The workers that are started through here, and a process whose code is
 * found in the same way:
 *
 *   journal  src/editor/journal/worker.ts  ->  journal-worker.js
 *   store    src/store/worker.ts           ->  store-worker.js
 *   complete src/tab/complete/worker.ts    ->  complete-worker.js
 *   history  src/shell/history/worker.ts   ->  history-worker.js
 *   models   src/models/worker.ts          ->  models-worker.js
 *   (process) src/shell/emulator/child.ts  ->  emulator-child.js
 */
import type { Transferable, Worker, WorkerOptions } from "node:worker_threads";
import { messageOf } from "./errors.ts";

/** `name` is that in the bundle; `source` is `new URL("./worker.ts", import.meta.url)` at the caller. */
export function codeUrl(name: string, source: URL): URL {
  if (import.meta.url.endsWith(".ts")) return source;
  return new URL(`./${name}.js`, import.meta.url);
}

/** Starts a worker that does not keep the process alive (1 to 3 ms on the calling thread). */
export function startWorker(
  name: string,
  source: URL,
  workerData?: unknown,
  transferList: Transferable[] = [],
  options: Pick<WorkerOptions, "resourceLimits"> = {},
): Worker {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const worker = new Worker(codeUrl(`${name}-worker`, source), {
    workerData,
    transferList,
    ...options,
    name: `hunch-${name}`,
    // What node:sqlite says about itself at every start.
    execArgv: ["--disable-warning=ExperimentalWarning"],
    // Standard output belongs to the screen.
    stdout: true,
    stderr: true,
  });
  worker.unref();
  return worker;
}

/** The part of a MessagePort or Worker that requests need. */
export interface MessageChannelEnd {
  postMessage(message: unknown): void;
  on(event: "message", listener: (message: unknown) => void): unknown;
}

/** What a worker can be asked: names and functions of one argument that can be cloned. */
export type Requests = Record<string, (argument: never) => unknown>;
export type ArgumentOf<R extends Requests, K extends keyof R> = Parameters<R[K]>[0];
export type AnswerOf<R extends Requests, K extends keyof R> = Awaited<ReturnType<R[K]>>;

interface RequestMessage {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

type AnswerMessage =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: string };

/** The asking end. After `close` every request, waiting or new, is rejected. */
export class RequestPort<R extends Requests> {
  private readonly end: MessageChannelEnd;
  private readonly waiting = new Map<
    number,
    { resolve: (answer: never) => void; reject: (error: Error) => void }
  >();
  private lastId = 0;
  private closedBecause: string | null = null;

  constructor(end: MessageChannelEnd) {
    this.end = end;
    end.on("message", (message) => this.receive(message as AnswerMessage));
  }

  request<K extends keyof R & string>(
    name: K,
    argument: ArgumentOf<R, K>,
  ): Promise<AnswerOf<R, K>> {
    if (this.closedBecause !== null) return Promise.reject(new Error(this.closedBecause));
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.end.postMessage({ id, name, argument } satisfies RequestMessage);
    });
  }

  /** Number of requests without an answer yet. */
  get pending(): number {
    return this.waiting.size;
  }

  close(reason = "The worker is closed"): void {
    if (this.closedBecause !== null) return;
    this.closedBecause = reason;
    for (const { reject } of this.waiting.values()) reject(new Error(reason));
    this.waiting.clear();
  }

  private receive(message: AnswerMessage): void {
    const waiting = this.waiting.get(message.id);
    if (waiting === undefined) return;
    this.waiting.delete(message.id);
    if ("error" in message) waiting.reject(new Error(message.error));
    else waiting.resolve(message.answer as never);
  }
}

/** The answering end: requests are answered in the order in which they come. */
export function serveRequests<R extends Requests>(end: MessageChannelEnd, handlers: R): void {
  let last: Promise<void> = Promise.resolve();
  const answer = async ({ id, name, argument }: RequestMessage) => {
    try {
      const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
      if (handler === undefined) throw new Error(`No such request: ${name}`);
      end.postMessage({ id, answer: await handler(argument as never) } satisfies AnswerMessage);
    } catch (error) {
      end.postMessage({ id, error: messageOf(error) } satisfies AnswerMessage);
    }
  };
  end.on("message", (message) => {
    last = last.then(() => answer(message as RequestMessage));
  });
}
