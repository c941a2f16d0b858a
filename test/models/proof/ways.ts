/** Every way in which a kind of provider is asked, and what comes of one call: for the tables of faults. */

import type { ModelsConfig } from "../../../src/models/model.ts";
import {
  type CallResult,
  type ModelCall,
  ModelError,
  type ModelPort,
  type SentRequest,
} from "../../../src/models/port.ts";
import type { Prompt } from "../../../src/models/prompt.ts";
import { directModels } from "../../../src/models/wire/direct.ts";
import type { Received, ServedKind } from "../server/provider.ts";

export interface Way {
  readonly name: string;
  readonly kind: ServedKind;
  /** Below the server's address. */
  readonly base: string;
  readonly prompt: Prompt;
  /** The whole answer is one value. */
  readonly whole?: true;
}

const TEXT: Prompt = { kind: "text", text: "<PRE>größe = <SUF>;\n<MID>" };
const INFILL: Prompt = {
  kind: "infill",
  prefix: "// 日本\nconst größe = ",
  suffix: ";\n😀\n",
  files: [{ path: "src/b.ts", text: "export const b = 1;\n" }],
};
const CHAT: Prompt = {
  kind: "chat",
  system: "You edit code.",
  messages: [{ role: "user", content: "const größe = |;\n" }],
};
const EDIT: Prompt = { ...CHAT, system: "" };

export const WAYS: readonly Way[] = [
  { name: "openai: completion", kind: "openai", base: "/v1", prompt: TEXT },
  { name: "openai: completion with suffix", kind: "openai", base: "/v1", prompt: INFILL },
  { name: "openai: chat", kind: "openai", base: "/v1", prompt: CHAT },
  { name: "anthropic: messages", kind: "anthropic", base: "/v1", prompt: CHAT },
  { name: "llama.cpp: /completion", kind: "llama.cpp", base: "", prompt: TEXT },
  { name: "llama.cpp: /infill", kind: "llama.cpp", base: "", prompt: INFILL },
  { name: "llama.cpp: chat", kind: "llama.cpp", base: "", prompt: CHAT },
  { name: "ollama: raw", kind: "ollama", base: "", prompt: TEXT },
  { name: "ollama: suffix", kind: "ollama", base: "", prompt: INFILL },
  { name: "ollama: chat", kind: "ollama", base: "", prompt: CHAT },
  { name: "mistral: fim", kind: "mistral", base: "/v1", prompt: INFILL },
  { name: "mistral: chat", kind: "mistral", base: "/v1", prompt: CHAT },
  { name: "deepseek: fim", kind: "deepseek", base: "/beta", prompt: INFILL },
  { name: "deepseek: chat", kind: "deepseek", base: "/beta", prompt: CHAT },
  { name: "inception: fim", kind: "inception", base: "/v1", prompt: INFILL },
  { name: "inception: edit", kind: "inception", base: "/v1", prompt: EDIT, whole: true },
];

/** In the pieces of a model: characters of one to four bytes. */
export const PIECES: readonly string[] = ["const ", "größe = ", '"日本', '😀";', "\n// ende\n"];
export const ANSWER = PIECES.join("");
export const KEY = "sk-proof-0123456789abcdef";

export function configFor({ kind, base }: Way, url: string): ModelsConfig {
  const provider = {
    name: "box",
    kind,
    url: url + base,
    key: { env: "PROOF_KEY" },
    headers: {},
    allow: null,
    command: null,
  };
  const model = {
    name: "m",
    provider: "box",
    id: kind === "inception" ? "mercury-edit" : "model-id",
    format: null,
    context: 4096,
    price: null,
    extra: {},
  };
  return { providers: [provider], models: [model], roles: { complete: "m", edit: "m" } };
}

export interface Clock {
  now: number;
}

/** A port whose back-off takes its full time, at the hour of `clock`. */
export function portFor(
  way: Way,
  url: string,
  clock: Clock = { now: 1_800_000_000_000 },
): ModelPort {
  const ports = { env: { PROOF_KEY: KEY }, random: () => 1, now: () => clock.now };
  return directModels(configFor(way, url), ports);
}

export function callFor(way: Way, more: Partial<ModelCall> = {}): ModelCall {
  return {
    model: "m",
    prompt: way.prompt,
    maxTokens: 64,
    stop: [],
    temperature: 0,
    purpose: way.whole ? "edit" : "complete",
    firstMs: 60_000,
    totalMs: 60_000,
    ...more,
  };
}

export interface Outcome {
  readonly text: string;
  /** Null: it failed. */
  readonly result: CallResult | null;
  /** Null: it went well. */
  readonly error: ModelError | null;
}

/** Anything but a ModelError is passed on: a bug. */
export async function outcomeOf(
  port: ModelPort,
  call: ModelCall,
  signal: AbortSignal = new AbortController().signal,
): Promise<Outcome> {
  const stream = port.call(call, signal);
  let text = "";
  try {
    for await (const piece of stream) text += piece;
    return { text, result: await stream.result, error: null };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    // The other way to hear of it says the same.
    const other = await stream.result.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (other !== error) throw new Error("iterating and the result do not fail alike");
    return { text, result: null, error };
  }
}

/** Requests for answers in the log, as the server is to have seen them. */
export function asked(sent: readonly SentRequest[]): readonly SentRequest[] {
  return sent.filter(({ method }) => method === "POST");
}

/** What differs between the log and what the server received; empty: nothing, byte for byte. */
export function differences(
  sent: readonly SentRequest[],
  received: readonly Received[],
  url: string,
): string[] {
  const log = asked(sent);
  if (log.length !== received.length) return [`${log.length} sent, ${received.length} received`];
  return log.flatMap((one, i) => {
    const other = received[i]!;
    const found: string[] = [];
    if (!Buffer.from(one.body, "utf8").equals(Buffer.from(other.body, "utf8"))) found.push("body");
    if (one.url !== url + other.url) found.push(`${one.url} is not ${other.url}`);
    for (const [name, value] of Object.entries(one.headers)) {
      const there = other.headers[name];
      const hidden = value === "…" && (there ?? "").includes(KEY);
      if (!hidden && there !== value) found.push(`${name}: ${value} is not ${there}`);
    }
    if (JSON.stringify(one).includes(KEY)) found.push("the key is in the log");
    return found;
  });
}
