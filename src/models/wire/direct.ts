/** Models without a thread of their own: in the models' thread, in the command line, in tests. */
import { Cancelled } from "../../base/errors.ts";
import { KeyRing } from "../config/keys.ts";
import type { LocalModels } from "../local/types.ts";
import type { ModelConfig, ModelsConfig, ProviderConfig } from "../model.ts";
import {
  type ModelCall,
  ModelError,
  type ModelPort,
  type ModelProcess,
  type ModelStream,
  type ProviderState,
} from "../port.ts";
import { wellFormed } from "../prompt.ts";
import { AnswerStream } from "./answer-stream.ts";
import { chatCall, isConversation } from "./chat-call.ts";
import { Deadline } from "./deadline.ts";
import { DIALECTS } from "./dialects/all.ts";
import type { Dialect, Target } from "./dialects/dialect.ts";
import { ProviderFailures } from "./failure.ts";
import { httpTransport } from "./http-transport.ts";
import { leanCall } from "./lean-call.ts";
import { localCall } from "./local-call.ts";
import { headersOf, keyOf, type ProviderLine } from "./provider-line.ts";
import { SentLog } from "./sent-log.ts";
import type { Transport } from "./transport.ts";

export interface DirectPorts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** [0, 1). */
  readonly random?: () => number;
  /** Another lowest layer, over the network's or in its place: a recording, a replay. */
  readonly transport?: (network: Transport) => Transport;
  /** Models of this machine; absent: those of `local/`. */
  readonly local?: (provider: string) => LocalModels;
}

export function directModels(config: ModelsConfig, ports: DirectPorts): ModelPort {
  return new DirectModels(config, ports);
}

class DirectModels implements ModelPort {
  private readonly config: ModelsConfig;
  private readonly ports: DirectPorts;
  private readonly lines = new Map<string, ProviderLine>();
  private readonly log: SentLog;
  private readonly transport: Transport;
  private readonly keys: KeyRing;
  private readonly listeners = new Set<(state: ProviderState) => void>();
  private readonly open = new Set<AbortController>();
  private readonly locals = new Map<string, Promise<LocalModels>>();
  private readonly probed = new Set<string>();
  /** What each model was asked for last. */
  private readonly purposes = new Map<string, Target["purpose"]>();
  private closed = false;

  constructor(config: ModelsConfig, ports: DirectPorts) {
    this.config = config;
    this.ports = ports;
    this.log = new SentLog(this.now);
    this.keys = new KeyRing(ports.env);
    const network = httpTransport(ports.env);
    this.transport = ports.transport?.(network) ?? network;
  }

  call(call: ModelCall, signal: AbortSignal): ModelStream {
    const controller = new AbortController();
    const started = performance.now();
    const stream = new AnswerStream(() => stop());
    const stop = (): void => {
      if (stream.isOver) return;
      const totalMs = performance.now() - started;
      stream.end({ finish: "closed", usage: null, firstMs: totalMs, totalMs });
      controller.abort();
    };
    if (signal.aborted || this.closed) {
      stop();
      return stream;
    }
    signal.addEventListener("abort", stop, { once: true });
    controller.signal.addEventListener("abort", stop, { once: true });
    this.open.add(controller);
    this.run(call, stream, controller.signal)
      .catch((error: unknown) => {
        if (error instanceof Cancelled) stop();
        else stream.fail(error instanceof Error ? error : new Error(`${typeof error} was thrown`));
      })
      .finally(() => {
        this.open.delete(controller);
        signal.removeEventListener("abort", stop);
      });
    return stream;
  }

  async sent(): ReturnType<ModelPort["sent"]> {
    return this.log.list();
  }

  onState(listener: (state: ProviderState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const controller of this.open) controller.abort();
    this.transport.close();
    this.listeners.clear();
    this.keys.close();
    const locals = [...this.locals.values()];
    this.locals.clear();
    await Promise.all(locals.map(async (local) => (await local).close()));
  }

  private async run(asked: ModelCall, stream: AnswerStream, signal: AbortSignal): Promise<void> {
    const { model, provider } = this.find(asked.model);
    const call = { ...asked, prompt: wellFormed(asked.prompt) };
    const line = this.line(provider);
    // Whoever tests wants to know how it is now.
    const refusal = call.purpose === "test" ? null : line.failures.refusal();
    if (refusal !== null) throw refusal;
    if (provider.kind === "gguf") return this.askLocal(line, model, call, stream, signal);
    if (line.dialect === null) {
      const { name, kind } = provider;
      throw new ModelError("denied", name, `${name} (${kind}): it is asked for suggestions only`);
    }
    const known = line as ProviderLine & { readonly dialect: Dialect };
    const purpose = this.purpose(call);
    if (isConversation(call)) await chatCall(known, model, call, stream, signal);
    else await leanCall(known, model, call, purpose, stream, signal);
    this.probe(known);
  }

  private find(name: string): { model: ModelConfig; provider: ProviderConfig } {
    const model = this.config.models.find((found) => found.name === name);
    const provider = this.config.providers.find((found) => found.name === model?.provider);
    if (model !== undefined && provider !== undefined) return { model, provider };
    throw new ModelError("denied", model?.provider ?? "", `no model ${name} in models.toml`);
  }

  private line(provider: ProviderConfig): ProviderLine {
    let line = this.lines.get(provider.name);
    if (line === undefined) {
      const changed = (state: ProviderState): void => {
        for (const listener of this.listeners) listener(state);
      };
      const random = this.ports.random ?? Math.random;
      line = {
        config: { ...provider, url: provider.url.replace(/\/+$/, "") },
        dialect: DIALECTS[provider.kind] ?? null,
        failures: new ProviderFailures(provider.name, { now: this.now, random, changed }),
        memory: { slots: null, cuts: new Map() },
        quirks: new Map(),
        keys: this.keys,
        transport: this.transport,
        log: this.log,
        now: this.now,
      };
      this.lines.set(provider.name, line);
    }
    return line;
  }

  /** Warming is for what the model does. */
  private purpose({ model, purpose }: ModelCall): Target["purpose"] {
    if (purpose !== "warm") {
      if (purpose !== "test") this.purposes.set(model, purpose);
      return purpose;
    }
    const { complete, edit } = this.config.roles;
    const usual = edit === model && complete !== model ? "edit" : "complete";
    return this.purposes.get(model) ?? usual;
  }

  /** Once, when the provider has answered: nobody waits for it, and it may well be refused. */
  private probe(line: ProviderLine & { readonly dialect: Dialect }): void {
    const { probe } = line.dialect;
    if (probe === undefined || this.probed.has(line.config.name) || this.closed) return;
    this.probed.add(line.config.name);
    const controller = new AbortController();
    this.open.add(controller);
    this.ask(line, probe.url(line.config), controller.signal)
      .then((value) => probe.read(value, line.memory))
      // Only what makes the next requests a little better is not known then.
      .catch(() => undefined)
      .finally(() => this.open.delete(controller));
  }

  private async ask(line: ProviderLine, url: string, signal: AbortSignal): Promise<unknown> {
    const { config } = line;
    const key = await keyOf(line, signal);
    const { "content-type": _, ...headers } = headersOf(line, key);
    const request = { method: "GET" as const, url, headers, body: "" };
    const meta = { provider: config.name, model: "", purpose: "test" as const };
    const entry = this.log.begin(meta, request, key);
    const deadline = new Deadline(signal, PROBE_MS, PROBE_MS);
    let outcome = "closed";
    try {
      const answer = await this.transport.send(request, deadline.signal);
      entry.answered(answer.status);
      const bytes: Uint8Array[] = [];
      for await (const piece of answer.body) {
        entry.received(piece);
        bytes.push(piece);
      }
      outcome = "ok";
      return JSON.parse(Buffer.concat(bytes).toString("utf8"));
    } finally {
      entry.ended(outcome, null);
      deadline.over();
    }
  }

  private async askLocal(
    line: ProviderLine,
    model: ModelConfig,
    call: ModelCall,
    stream: AnswerStream,
    signal: AbortSignal,
  ): Promise<void> {
    const local = await this.local(line.config.name);
    return localCall(line, local, model, call, stream, signal);
  }

  private local(provider: string): Promise<LocalModels> {
    let local = this.locals.get(provider);
    if (local === undefined) {
      const { env, local: given } = this.ports;
      local =
        given === undefined
          ? import("../local/provider.ts").then(({ localModels }) =>
              localModels({ env, provider, changed: (process) => this.told(provider, process) }),
            )
          : Promise.resolve(given(provider));
      this.locals.set(provider, local);
      // The next call tries again: the program may just be installed anew.
      local.catch(() => this.locals.delete(provider));
    }
    return local;
  }

  /** The process of a provider that runs here was started, or has ended. */
  private told(provider: string, process: ModelProcess): void {
    const state = this.lines.get(provider)?.failures.state;
    if (state === undefined) return;
    for (const listener of this.listeners) listener({ ...state, process });
  }

  private readonly now = (): number => this.ports.now?.() ?? Date.now();
}

/** Milliseconds for what is asked beside. */
const PROBE_MS = 5000;
