/**
 * Models in a thread of their own, which starts with the first call: nothing that they do is between a
 * key and its frame.
 */
import type { Worker } from "node:worker_threads";
import { startWorker } from "../../base/worker-port.ts";
import type { ModelsConfig } from "../model.ts";
import {
  type ModelCall,
  ModelError,
  type ModelPort,
  type ModelStream,
  type ProviderState,
  type SentRequest,
} from "../port.ts";
import { AnswerStream } from "../wire/answer-stream.ts";
import type { FromThread, ThreadData, ToThread } from "./messages.ts";

export interface ModelsPorts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Told once for each time that the thread ended although nobody wanted it: one line for the user. */
  readonly report?: (line: string) => void;
  /** Starts the thread; absent: `worker.ts`. */
  readonly start?: (data: ThreadData) => ThreadHandle;
}

/** The part of a Worker that is needed. */
export interface ThreadHandle {
  postMessage(message: ToThread): void;
  on(event: "message", listener: (message: FromThread) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "exit", listener: (code: number) => void): unknown;
  terminate(): Promise<unknown>;
}

/** A thread that dies is started again so many times within so many milliseconds. */
const MOST_STARTS = 3;
const STARTS_MS = 5 * 60_000;
/** What is under way may end by itself for so long when all is closed. */
const CLOSE_MS = 500;
/** So long (ms) after it was said that a process ended it is not said again. */
const CRASH_SAID_MS = 10 * 60_000;
/** MB: the AI SDK takes 30, and answers are bounded. */
const HEAP = 256;

/** Nothing is started and nothing is read before the first call. */
export function openModels(config: ModelsConfig, ports: ModelsPorts): ModelPort {
  return new ThreadModels(config, ports);
}

interface OpenCall {
  readonly stream: AnswerStream;
  readonly provider: string;
  over(): void;
}

class ThreadModels implements ModelPort {
  private readonly config: ModelsConfig;
  private readonly ports: ModelsPorts;
  private thread: ThreadHandle | null = null;
  private readonly calls = new Map<number, OpenCall>();
  private readonly questions = new Map<number, (requests: readonly SentRequest[]) => void>();
  private readonly listeners = new Set<(state: ProviderState) => void>();
  /** When it died of late. */
  private deaths: number[] = [];
  /** Providers that fail, as the thread that runs now says. */
  private readonly failing = new Set<string>();
  /** Of processes that run models here: how often they crashed, and when that was said last. */
  private readonly crashes = new Map<string, number>();
  private crashSaid = Number.NEGATIVE_INFINITY;
  private lastId = 0;
  private closed = false;
  private whenClosed: (() => void) | null = null;

  constructor(config: ModelsConfig, ports: ModelsPorts) {
    this.config = config;
    this.ports = ports;
  }

  call(call: ModelCall, signal: AbortSignal): ModelStream {
    const id = ++this.lastId;
    const started = performance.now();
    const stream = new AnswerStream(() => stop());
    const stop = (): void => {
      if (stream.isOver) return;
      const totalMs = performance.now() - started;
      stream.end({ finish: "closed", usage: null, firstMs: totalMs, totalMs });
      this.drop(id);
      this.thread?.postMessage({ do: "abort", id });
    };
    if (signal.aborted || this.closed) {
      stop();
      return stream;
    }
    const provider = this.config.models.find(({ name }) => name === call.model)?.provider ?? "";
    const wait = this.waitMs();
    if (wait > 0) {
      const message = "the models' thread ended too often";
      stream.fail(new ModelError("waiting", provider, message, wait));
      return stream;
    }
    signal.addEventListener("abort", stop, { once: true });
    const over = (): void => signal.removeEventListener("abort", stop);
    this.calls.set(id, { stream, provider, over });
    this.started().postMessage({ do: "call", id, call });
    return stream;
  }

  sent(): Promise<readonly SentRequest[]> {
    const { thread } = this;
    if (thread === null || this.closed) return Promise.resolve([]);
    const id = ++this.lastId;
    return new Promise((resolve) => {
      this.questions.set(id, resolve);
      thread.postMessage({ do: "sent", id });
    });
  }

  onState(listener: (state: ProviderState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.listeners.clear();
    const { thread } = this;
    this.endAll((call) => {
      call.stream.end({ finish: "closed", usage: null, firstMs: 0, totalMs: 0 });
    });
    if (thread === null) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, CLOSE_MS);
      this.whenClosed = () => {
        clearTimeout(timer);
        resolve();
      };
      thread.postMessage({ do: "close" });
    });
    this.thread = null;
    await thread.terminate();
  }

  /** Milliseconds before the thread is started again; 0: now. */
  private waitMs(): number {
    if (this.thread !== null) return 0;
    const now = this.now();
    this.deaths = this.deaths.filter((time) => now - time < STARTS_MS);
    return this.deaths.length > MOST_STARTS ? STARTS_MS - (now - this.deaths[0]!) : 0;
  }

  private started(): ThreadHandle {
    if (this.thread !== null) return this.thread;
    const data: ThreadData = { config: this.config, env: { ...this.ports.env } };
    const thread = (this.ports.start ?? startThread)(data);
    this.thread = thread;
    let why = "";
    thread.on("message", (message) => this.receive(message));
    thread.on("error", (error) => {
      why = error.message.split("\n", 1)[0] ?? "";
    });
    thread.on("exit", (code) =>
      this.ended(thread, why === "" ? `with status ${code}` : `: ${why}`),
    );
    return thread;
  }

  /** A process that ends again and again is said once in a while. */
  private sayCrash({ provider, process }: ProviderState): void {
    const { crashes = 0, lastCrash = "" } = process ?? {};
    if (crashes === 0 || crashes <= (this.crashes.get(provider) ?? 0)) return;
    this.crashes.set(provider, crashes);
    const now = this.now();
    if (now - this.crashSaid < CRASH_SAID_MS) return;
    this.crashSaid = now;
    this.ports.report?.(
      `${provider}: its process ended (${lastCrash}); it starts again when it is needed`,
    );
  }

  private receive(message: FromThread): void {
    if (message.is === "state") {
      this.sayCrash(message.state);
      this.tell(message.state);
      return;
    }
    if (message.is === "closed") {
      this.whenClosed?.();
      return;
    }
    const { id } = message;
    if (message.is === "sent") {
      this.questions.get(id)?.(message.requests);
      this.questions.delete(id);
      return;
    }
    const call = this.calls.get(id);
    // It was closed here while this was on its way.
    if (call === undefined) return;
    if (message.is === "text") {
      call.stream.push(message.text);
      return;
    }
    this.drop(id);
    if (message.is === "end") call.stream.end(message.result);
    else if (message.is === "bug") call.stream.fail(new Error(message.message));
    else {
      const { fault, provider, message: text, retryMs } = message.error;
      call.stream.fail(new ModelError(fault, provider, text, retryMs));
    }
  }

  private tell(state: ProviderState): void {
    if (state.fault === null) this.failing.delete(state.provider);
    else this.failing.add(state.provider);
    for (const listener of this.listeners) listener(state);
  }

  private drop(id: number): void {
    this.calls.get(id)?.over();
    this.calls.delete(id);
  }

  private ended(thread: ThreadHandle, how: string): void {
    if (this.thread !== thread) return;
    this.thread = null;
    this.whenClosed?.();
    if (this.closed) return;
    this.deaths.push(this.now());
    // The next thread knows nothing of what failed, and counts from the start.
    this.crashes.clear();
    for (const provider of [...this.failing]) {
      this.tell({ provider, fault: null, message: "", retryAt: 0 });
    }
    const message = `the models' thread ended ${how}`.replace(" :", ":");
    this.endAll(({ stream, provider }) => {
      stream.fail(new ModelError("server", provider, message));
    });
    const more = this.deaths.length > MOST_STARTS ? "" : "; it starts again when it is needed";
    this.ports.report?.(`models: ${message}${more}`);
  }

  private endAll(end: (call: OpenCall) => void): void {
    for (const call of this.calls.values()) {
      call.over();
      end(call);
    }
    this.calls.clear();
    for (const resolve of this.questions.values()) resolve([]);
    this.questions.clear();
  }

  private now(): number {
    return this.ports.now?.() ?? Date.now();
  }
}

function startThread(data: ThreadData): Worker {
  return startWorker("models", new URL("../worker.ts", import.meta.url), data, [], {
    resourceLimits: { maxOldGenerationSizeMb: HEAP },
  });
}
