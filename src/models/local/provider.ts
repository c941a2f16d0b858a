/**
 * The door to the process that has models of this machine. It is started with the first call, ended when
 * nobody has asked for a while (its memory is worth more than a quick start), and started again when it
 * crashed, later each time.
 */
import { availableParallelism } from "node:os";
import { ModelError, type ModelFault, type ModelProcess } from "../port.ts";
import { type Child, startChild } from "./process.ts";
import type { AskBody, FromChild } from "./protocol.ts";
import { RUNTIME, runtimeHasGpu, runtimeModule } from "./runtime.ts";
import type { Environment, LocalCall, LocalHealth, LocalModels, LocalPiece } from "./types.ts";

export interface LocalPorts {
  readonly env: Environment;
  /** The name of the provider in the configuration, for errors. */
  readonly provider: string;
  /** The process was started, has ended, or crashed. */
  readonly changed?: (process: ModelProcess) => void;
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: () => number;
  /** Milliseconds without a call after which the process is ended. */
  readonly idleMs?: number;
  /** What is started instead of ours, and with what; for tests. */
  readonly code?: URL;
  readonly module?: string;
}

const IDLE_MS = 10 * 60_000;
/** After a crash it is started again so much later, ms, twice as much each time. */
const FIRST_WAIT_MS = 1000;
const MOST_WAIT_MS = 60_000;
/** A process that ran for so long, ms, may crash as if it were the first time. */
const CALM_MS = 5 * 60_000;
const HEALTH_MS = 500;

/** A call that is under way. */
interface Open {
  push(piece: LocalPiece): void;
  fail(error: ModelError): void;
}

export function localModels(ports: LocalPorts): LocalModels {
  return new LocalProvider(ports);
}

class LocalProvider implements LocalModels {
  private readonly ports: LocalPorts;
  private readonly now: () => number;
  private readonly threads: number;
  private readonly open = new Map<number, Open>();
  private readonly healthWaits: ((message: Extract<FromChild, { kind: "health" }>) => void)[] = [];
  private child: Child | null = null;
  private idle: NodeJS.Timeout | null = null;
  private ids = 0;
  private promptTokens = 0;
  private cachedTokens = 0;
  private crashes = 0;
  private lastCrash = "";
  /** Crashes of processes that did not last. */
  private inRow = 0;
  /** When the process was started, by `now`. */
  private startedAt = 0;
  isLoading = false;
  private notBefore = Number.NEGATIVE_INFINITY;

  constructor(ports: LocalPorts) {
    this.ports = ports;
    this.now = ports.now ?? (() => performance.now());
    this.threads = threadsFor(availableParallelism());
  }

  async *ask({ model, call, sent }: LocalCall, signal: AbortSignal): AsyncGenerator<LocalPiece> {
    if (signal.aborted) return;
    const child = this.child ?? this.start();
    this.stopIdling();
    child.hold(true);
    const id = ++this.ids;
    const body = JSON.stringify({
      model: model.id,
      context: model.context,
      prompt: call.prompt,
      maxTokens: call.purpose === "warm" ? 0 : call.maxTokens,
      stop: call.stop,
      temperature: call.temperature,
    } satisfies AskBody);
    const pieces: LocalPiece[] = [];
    let error: ModelError | null = null;
    let wake = (): void => {};
    const stop = (): void => {
      child.send({ kind: "stop", id });
      wake();
    };
    this.open.set(id, {
      push(piece) {
        pieces.push(piece);
        wake();
      },
      fail(failure) {
        error = failure;
        wake();
      },
    });
    signal.addEventListener("abort", stop, { once: true });
    let over = false;
    try {
      sent?.(body);
      child.send({ kind: "ask", id, body });
      while (!signal.aborted) {
        const piece = pieces.shift();
        if (piece !== undefined) {
          over = piece.kind === "end";
          yield piece;
          if (over) return;
        } else if (error !== null) throw error;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      signal.removeEventListener("abort", stop);
      // Whoever leaves early wants no more of it.
      if (!over && !signal.aborted && error === null) child.send({ kind: "stop", id });
      this.open.delete(id);
      if (this.open.size === 0) this.startIdling();
    }
  }

  private start(): Child {
    const { env, provider, code } = this.ports;
    const wait = this.notBefore - this.now();
    if (wait > 0) {
      throw new ModelError(
        "waiting",
        provider,
        `${provider}: its process ended (${this.lastCrash}), again in ${Math.ceil(wait / 1000)} s`,
        wait,
      );
    }
    const module = this.ports.module ?? runtimeModule(env);
    if (module === null) {
      const message = `${provider}: ${RUNTIME} is not installed (hunch model add)`;
      throw new ModelError("denied", provider, message);
    }
    const options = { module, threads: this.threads, gpu: runtimeHasGpu(env) };
    const child: Child = startChild(
      options,
      env,
      {
        message: (message) => this.heard(child, message),
        gone: (why) => this.gone(child, why),
      },
      code,
    );
    this.child = child;
    this.startedAt = this.now();
    this.tell();
    return child;
  }

  private heard(child: Child, message: FromChild): void {
    if (child !== this.child) return;
    if (message.kind === "health") {
      for (const wait of this.healthWaits.splice(0)) wait(message);
      return;
    }
    if (message.kind === "loading") {
      this.isLoading = message.on;
      return;
    }
    const open = this.open.get(message.id);
    if (message.kind === "end") {
      const { finish, usage } = message;
      this.promptTokens += usage.promptTokens;
      this.cachedTokens += usage.cachedTokens ?? 0;
      open?.push({ kind: "end", finish, usage });
    } else if (message.kind === "text") open?.push({ kind: "text", text: message.text });
    else open?.fail(this.error(message.fault, message.message));
  }

  private error(fault: ModelFault, message: string, retryMs = 0): ModelError {
    const { provider } = this.ports;
    return new ModelError(fault, provider, `${provider}: ${message}`, retryMs);
  }

  /** It ended although nobody wanted it. */
  private gone(child: Child, why: string): void {
    if (child !== this.child) return;
    this.child = null;
    this.isLoading = false;
    this.stopIdling();
    if (this.now() - this.startedAt >= CALM_MS) this.inRow = 0;
    const wait = Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.inRow++);
    // Once it is killed or out of memory: the next call may start it at once.
    this.notBefore = this.inRow === 1 ? Number.NEGATIVE_INFINITY : this.now() + wait;
    this.crashes++;
    this.lastCrash = why;
    this.tell();
    const error = this.error("offline", `its process ended (${why})`);
    for (const open of [...this.open.values()]) open.fail(error);
  }

  private startIdling(): void {
    this.stopIdling();
    if (this.child === null) return;
    this.child.hold(false);
    this.idle = setTimeout(() => this.end(), this.ports.idleMs ?? IDLE_MS);
    this.idle.unref();
  }

  private stopIdling(): void {
    if (this.idle !== null) clearTimeout(this.idle);
    this.idle = null;
  }

  private end(): void {
    const { child } = this;
    this.child = null;
    this.isLoading = false;
    child?.kill();
    if (child !== null) this.tell();
  }

  private tell(): void {
    const { child, crashes, lastCrash } = this;
    this.ports.changed?.({ pid: child?.pid ?? null, crashes, lastCrash });
  }

  async health(): Promise<LocalHealth> {
    const { child, promptTokens, cachedTokens, crashes, lastCrash } = this;
    const counts = { promptTokens, cachedTokens, crashes, lastCrash };
    const none = { model: null, memory: null, threads: null };
    if (child === null) return { running: false, pid: null, ...none, ...counts };
    const told = await new Promise<Extract<FromChild, { kind: "health" }> | null>((resolve) => {
      const timer = setTimeout(() => resolve(null), HEALTH_MS);
      this.healthWaits.push((message) => {
        clearTimeout(timer);
        resolve(message);
      });
      child.send({ kind: "health" });
    });
    const { model, memory, threads } = told ?? none;
    return { running: true, pid: child.pid, model, memory, threads, ...counts };
  }

  async close(): Promise<void> {
    this.stopIdling();
    this.end();
    const error = this.error("offline", "closed");
    for (const open of [...this.open.values()]) open.fail(error);
  }
}

/** Half of the processors: the other half is for the editor and its servers. */
export function threadsFor(cores: number): number {
  return Math.max(1, Math.floor(cores / 2));
}
