/** Requests that are sent, again where they can be mended, and what is made of their failures. */
import { Cancelled } from "../../base/errors.ts";
import type { ModelConfig } from "../model.ts";
import { type ModelCall, ModelError } from "../port.ts";
import type { Deadline } from "./deadline.ts";
import type { Json } from "./dialects/dialect.ts";
import {
  bodyOf,
  type Exchange,
  headersOf,
  keyOf,
  type Opened,
  type ProviderLine,
  quirksOf,
} from "./provider-line.ts";
import { withoutQuirks } from "./quirks.ts";
import { refusal } from "./refusal.ts";
import { WireError } from "./transport.ts";

/** A body is sent again without what the provider does not know, so many times at most. */
const MOST_ATTEMPTS = 4;

export interface Sending {
  readonly line: ProviderLine;
  readonly model: ModelConfig;
  readonly call: ModelCall;
  readonly deadline: Deadline;
}

/** What a dialect wants to be sent. */
export interface Wanted {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Json;
}

/** An answer that has begun well, and what it is to. */
export interface Exchanged {
  readonly exchange: Exchange;
  readonly answer: Opened;
}

/**
 * Sends until it is not refused for what can be mended: a field that is not known, a key that has changed.
 * Rejects as `failed` says.
 */
export async function exchanged(
  { line, model, call, deadline }: Sending,
  wanted: Wanted,
): Promise<Exchanged> {
  const full = bodyOf(wanted.body, model);
  for (let attempt = 1; ; attempt++) {
    const key = await keyOf(line, deadline.signal);
    const body = withoutQuirks(full, quirksOf(line, model));
    const request = {
      method: "POST" as const,
      url: wanted.url,
      headers: { ...wanted.headers, ...headersOf(line, key) },
      body: JSON.stringify(body),
    };
    const meta = { provider: line.config.name, model: model.name, purpose: call.purpose };
    const entry = line.log.begin(meta, request, key);
    const sentAt = line.now();
    const exchange = { line, model, call, request, key, deadline, entry, sentAt };
    try {
      const answer = await open(exchange);
      if (answer.status >= 200 && answer.status <= 299) return { exchange, answer };
      const error = await refusal(exchange, answer, attempt < MOST_ATTEMPTS ? body : null);
      if (error !== null) throw error;
    } catch (error) {
      throw failed(exchange, error);
    }
  }
}

async function open(exchange: Exchange): Promise<Opened> {
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
