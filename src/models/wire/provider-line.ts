/** What the wire holds of one provider: its dialect, its failures, what was learned of it. */
import { Cancelled, UserError } from "../../base/errors.ts";
import type { KeyRing } from "../config/keys.ts";
import type { ModelConfig, ProviderConfig } from "../model.ts";
import type { ModelCall } from "../port.ts";
import type { Deadline } from "./deadline.ts";
import type { Dialect, DialectMemory, Json } from "./dialects/dialect.ts";
import type { ProviderFailures } from "./failure.ts";
import type { SentEntry, SentLog } from "./sent-log.ts";
import type { Transport, WireAnswer, WireRequest } from "./transport.ts";

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

/**
 * The key; "" where there is none. Throws a ModelError (`key`), and Cancelled when nobody waits for it any
 * more: it may have been asked of the user.
 */
export async function keyOf(line: ProviderLine, signal: AbortSignal): Promise<string> {
  const { config, failures } = line;
  if (config.key === null) return "";
  const sentAt = line.now();
  try {
    const key = await line.keys.get(config.key);
    if (signal.aborted) throw new Cancelled();
    return key;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw failures.bad("key", `${config.name}: ${error.message}`, sentAt, null);
  }
}

/** What requests of a model go without; may be added to. */
export function quirksOf({ quirks }: ProviderLine, { name }: ModelConfig): Set<string> {
  const known = quirks.get(name) ?? new Set<string>();
  quirks.set(name, known);
  return known;
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
