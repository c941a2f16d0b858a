/** What the wire holds of one provider: its dialect, its failures, what was learned of it. */
import { Cancelled, UserError } from "../../base/errors.ts";
import { redact } from "../../base/secrets.ts";
import type { KeyRing } from "../config/keys.ts";
import type { ModelConfig, ProviderConfig } from "../model.ts";
import { type ModelCall, ModelError } from "../port.ts";
import type { Prompt } from "../prompt.ts";
import type { Deadline } from "./deadline.ts";
import type { Dialect, DialectMemory, Json } from "./dialects/dialect.ts";
import { errorText } from "./dialects/openai-answer.ts";
import { faultOf, type ProviderFailures, retryAfter } from "./failure.ts";
import { quirkOf } from "./quirks.ts";
import type { SentEntry, SentLog } from "./sent-log.ts";
import { type Transport, type WireAnswer, WireError, type WireRequest } from "./transport.ts";

/** Bytes of a refusal that are read. */
const MOST_REFUSAL = 64 * 1024;
/** UTF-16 units of a provider's own words in a message. */
const MOST_DETAIL = 160;

export interface ProviderLine {
  readonly config: ProviderConfig;
  /** Null: it is not reached over HTTP. */
  readonly dialect: Dialect | null;
  readonly failures: ProviderFailures;
  readonly memory: DialectMemory;
  /** What requests of a model go without, by its name. */
  readonly quirks: Map<string, Set<string>>;
  readonly keys: KeyRing;
  readonly transport: Transport;
  readonly log: SentLog;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** The key; "" where there is none. Throws a ModelError (`key`). */
export async function keyOf(line: ProviderLine): Promise<string> {
  const { config, failures } = line;
  if (config.key === null) return "";
  const sentAt = line.now();
  try {
    return await line.keys.get(config.key);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw failures.bad("key", `${config.name}: ${error.message}`, sentAt, null);
  }
}

/** Headers of every request: the user's own, then the key's. */
export function headersOf(line: ProviderLine, key: string): Record<string, string> {
  const headers: Record<string, string> = {
    "user-agent": "hunch",
    accept: "text/event-stream, application/x-ndjson, application/json",
    // A compressed stream comes in lumps.
    "accept-encoding": "identity",
    "content-type": "application/json",
  };
  for (const [name, value] of Object.entries(line.config.headers)) {
    headers[name.toLowerCase()] = value;
  }
  if (key !== "" && line.dialect !== null) Object.assign(headers, line.dialect.keyHeaders(key));
  return headers;
}

/** Further fields of the configuration; `prediction = true` is a wish of ours and not a field. */
export function bodyOf(body: Json, { extra }: ModelConfig): Json {
  const { prediction, ...rest } = extra;
  const fields: Record<string, unknown> = { ...body };
  const all = typeof prediction === "boolean" ? rest : extra;
  for (const [name, value] of Object.entries(all)) {
    const own = fields[name];
    const bothTables = isTable(own) && isTable(value);
    fields[name] = bothTables ? { ...own, ...value } : value;
  }
  return fields;
}

function isTable(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A request that is under way. */
export interface Exchange {
  readonly line: ProviderLine;
  readonly model: ModelConfig;
  readonly call: ModelCall;
  readonly request: WireRequest;
  readonly key: string;
  readonly deadline: Deadline;
  readonly entry: SentEntry;
  readonly sentAt: number;
}

export interface Opened extends WireAnswer {
  /** Written down as it is read. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Sends; rejects as the transport does. */
export async function open(exchange: Exchange): Promise<Opened> {
  const { line, request, deadline, entry } = exchange;
  const answer = await line.transport.send(request, deadline.signal);
  entry.answered(answer.status);
  return { ...answer, body: noted(answer.body, exchange) };
}

async function* noted(
  body: AsyncIterable<Uint8Array>,
  { deadline, entry }: Exchange,
): AsyncGenerator<Uint8Array> {
  for await (const bytes of body) {
    deadline.began();
    entry.received(bytes);
    yield bytes;
  }
}

/**
 * What went wrong, for the log, for the provider's failures and for the caller: a ModelError; Cancelled
 * when nobody wants the answer any more; a bug as it is.
 */
export function failed(exchange: Exchange, error: unknown): Error {
  const { line, deadline, entry, sentAt } = exchange;
  const { name } = line.config;
  let found: Error;
  if (error instanceof ModelError) found = error;
  else if (error instanceof Cancelled && deadline.expired !== null) {
    found = line.failures.bad("slow", `${name}: ${deadline.expired}`, sentAt, null);
  } else if (error instanceof WireError) {
    found = line.failures.bad(error.fault, `${name}: ${error.message}`, sentAt, null);
  } else found = error instanceof Error ? error : new Error(`${typeof error} was thrown`);
  if (found instanceof Cancelled) entry.ended("closed", null);
  else if (found instanceof ModelError) entry.ended(`${found.fault}: ${found.message}`, null);
  else entry.ended("a bug", null);
  return found;
}

/** What a status that is no success means. With a `quirk` it is to be sent again without that. */
export async function refusal(
  exchange: Exchange,
  answer: Opened,
  body: Json | null,
): Promise<{ readonly error: ModelError } | { readonly quirk: string }> {
  const { line, entry, sentAt } = exchange;
  const said = await textOf(answer);
  const words = errorText(parsed(said)) ?? (/^\s*[{[<]/.test(said) ? "" : said);
  if (body !== null && (answer.status === 400 || answer.status === 422)) {
    const quirk = quirkOf(words, body);
    if (quirk !== null) {
      entry.ended(`refused: sent again without ${quirk}`, null);
      return { quirk };
    }
  }
  const fault = faultOf(answer.status);
  if (fault === "key" && line.config.key !== null) line.keys.forget(line.config.key);
  const message = statusMessage(exchange, answer.status, words);
  const asked = retryAfter(answer.headers, line.now());
  return { error: line.failures.bad(fault, message, sentAt, asked) };
}

async function textOf(answer: Opened): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of answer.body) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > MOST_REFUSAL) break;
  }
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's page, or plain words.
    return null;
  }
}

function statusMessage(exchange: Exchange, status: number, words: string): string {
  const { line, request } = exchange;
  const { name, key, url, kind } = line.config;
  const what = ((): string => {
    if (status === 402) return "no credit is left";
    if (status === 401 || status === 403) return key === null ? "wants a key" : "refuses the key";
    if (status === 429) return "too many requests";
    if (status === 529 || status === 503) return "overloaded, or not ready";
    if (status === 408) return "took too long";
    if (status === 404) return `nothing at ${URL.parse(request.url)?.pathname ?? url}`;
    if (status === 413) return "the prompt is too long";
    return status >= 500 ? "fails" : "refuses the request";
  })();
  const hint =
    status === 404 && kind === "openai" && !/\/v\d/.test(url)
      ? "; does its url end with /v1?"
      : detail(exchange, words);
  return `${name}: ${what} (${status})${hint}`;
}

/** The provider's own words, unless they repeat what was sent, or the key. */
export function detail({ call, key }: Exchange, words: string): string {
  const line = words.trim().split("\n", 1)[0]!.slice(0, MOST_DETAIL).trim();
  if (line === "" || /[\u0000-\u001f\u007f-\u009f]/.test(line)) return "";
  if (key !== "" && words.includes(key)) return "";
  if (repeats(line, textsOf(call.prompt))) return "";
  return `: ${redact(line)}`;
}

const SHORTEST_REPEAT = 24;

function repeats(line: string, texts: readonly string[]): boolean {
  const step = SHORTEST_REPEAT / 3;
  for (let at = 0; at === 0 || at + SHORTEST_REPEAT <= line.length; at += step) {
    const part = line.slice(at, at + SHORTEST_REPEAT);
    if (part.length >= step && texts.some((text) => text.includes(part))) return true;
  }
  return false;
}

function textsOf(prompt: Prompt): readonly string[] {
  if (prompt.kind === "text") return [prompt.text];
  if (prompt.kind === "infill") {
    return [prompt.prefix, prompt.suffix, ...prompt.files.map(({ text }) => text)];
  }
  return [prompt.system, ...prompt.messages.map(({ content }) => content)];
}
