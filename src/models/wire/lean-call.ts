/** A call in a provider's dialect: sent, read piece by piece, tried again where a field was not known. */

import { Cancelled } from "../../base/errors.ts";
import type { ModelConfig } from "../model.ts";
import { type CallResult, type ModelCall, ModelError } from "../port.ts";
import type { Finish, Usage } from "../prompt.ts";
import type { AnswerStream } from "./answer-stream.ts";
import { Deadline } from "./deadline.ts";
import type { Dialect, DialectRequest, Target } from "./dialects/dialect.ts";
import { type EventDecoder, NdjsonDecoder, SseDecoder, WholeDecoder } from "./events.ts";
import { exchanged, failed } from "./exchange.ts";
import { type Exchange, keyOf, type Opened, type ProviderLine, quirksOf } from "./provider-line.ts";
import { detail } from "./refusal.ts";
import { StopCutter } from "./stop-cutter.ts";
import { WireError } from "./transport.ts";

/** When the answer has ended, its usage and the end of the stream may take so many milliseconds more. */
const USAGE_MS = 300;

/** Answers into `stream`; rejects as the stream is to be failed. `model` is of `line`. */
export async function leanCall(
  line: ProviderLine & { readonly dialect: Dialect },
  model: ModelConfig,
  call: ModelCall,
  purpose: Target["purpose"],
  stream: AnswerStream,
  signal: AbortSignal,
): Promise<void> {
  const started = performance.now();
  const target: Target = { provider: line.config, model, memory: line.memory, purpose };
  const wanted = line.dialect.request(call, target);
  if (typeof wanted === "string") {
    throw new ModelError("refused", line.config.name, `${line.config.name}: ${wanted}`);
  }
  if (wanted === null) {
    stream.end({ finish: "closed", usage: null, firstMs: 0, totalMs: 0 });
    return;
  }
  // Not in the time that the provider has: the user may be asked for it.
  await keyOf(line, signal);
  const deadline = new Deadline(signal, call.firstMs, call.totalMs);
  try {
    const { exchange, answer } = await exchanged({ line, model, call, deadline }, wanted);
    try {
      await readAnswer(exchange, answer, wanted, stream, started);
    } catch (error) {
      throw failed(exchange, error);
    }
  } finally {
    deadline.over();
  }
}

async function readAnswer(
  exchange: Exchange,
  answer: Opened,
  wanted: DialectRequest,
  stream: AnswerStream,
  started: number,
): Promise<void> {
  const { line, entry, deadline } = exchange;
  const reading = new AnswerReading(exchange, wanted, stream, started);
  const pieces = answer.body[Symbol.asyncIterator]();
  let usageTimer: NodeJS.Timeout | null = null;
  try {
    const decoder = decoderOf(answer.headers["content-type"] ?? "", wanted.framing);
    while (!reading.isOver) {
      let next: IteratorResult<Uint8Array>;
      try {
        next = await pieces.next();
      } catch (error) {
        // Everything but the end of the stream was there.
        if (reading.finish !== null && !stream.isOver) break;
        throw error;
      }
      if (next.done === true) {
        reading.take(decoder.end());
        break;
      }
      reading.take(decoder.add(next.value));
      if (reading.finish !== null) usageTimer ??= setTimeout(() => answer.close(), USAGE_MS);
    }
    const result = reading.result(decoder instanceof WholeDecoder);
    line.failures.good();
    entry.ended("ok", result.usage);
    stream.end(result);
  } catch (error) {
    // Who has read enough leaves: it works.
    const isLeft = error instanceof Cancelled && deadline.expired === null;
    if (isLeft && reading.isKnown) line.failures.good();
    throw error;
  } finally {
    if (usageTimer !== null) clearTimeout(usageTimer);
    deadline.over();
    // A stop text: the server shall not go on. Else the rest is an end, and the connection is kept.
    if (reading.isCut || !reading.isOver) answer.close();
    else void drain(pieces, answer);
  }
}

async function drain(pieces: AsyncIterator<Uint8Array>, answer: Opened): Promise<void> {
  const timer = setTimeout(() => answer.close(), USAGE_MS);
  timer.unref();
  try {
    while ((await pieces.next()).done !== true);
  } catch {
    // The answer is complete: how its connection ends is nobody's concern.
    answer.close();
  } finally {
    clearTimeout(timer);
  }
}

/** The state of one answer. */
class AnswerReading {
  finish: Finish | null = null;
  /** Nothing more is to be read. */
  isOver = false;
  /** It was ended at a stop text. */
  isCut = false;
  /** Something of it was of the protocol. */
  isKnown = false;
  private usage: Usage | null = null;
  private firstMs: number | null = null;
  private readonly exchange: Exchange;
  private readonly stream: AnswerStream;
  private readonly started: number;
  private readonly cutter: StopCutter;
  private readonly read: ReturnType<Dialect["reader"]>;
  private begun: string;

  constructor(exchange: Exchange, wanted: DialectRequest, stream: AnswerStream, started: number) {
    this.exchange = exchange;
    this.stream = stream;
    this.started = started;
    this.cutter = new StopCutter(exchange.call.stop);
    this.read = exchange.line.dialect!.reader();
    // A provider that takes no such thing begins by itself.
    const { line, model } = exchange;
    this.begun = quirksOf(line, model).has("begun") ? "" : (wanted.begun ?? "");
  }

  take(events: ReturnType<EventDecoder["add"]>): void {
    for (const { event, data } of events) {
      if (this.isOver) return;
      if (data.trim() === "[DONE]") {
        this.isOver = true;
        return;
      }
      this.value(parsed(data), event);
    }
  }

  /** Throws a WireError where there was no answer. `isWhole`: it was one value, which has an end. */
  result(isWhole: boolean): CallResult {
    if (!this.isKnown)
      throw new WireError("garbage", "it answers in another protocol, or with nothing");
    this.push(this.cutter.end());
    const totalMs = performance.now() - this.started;
    return {
      // A stream that just ends may have lost its rest: what is missing must not count as deleted.
      finish: this.finish ?? (this.isOver || isWhole ? "stop" : "length"),
      usage: this.usage,
      firstMs: this.firstMs ?? totalMs,
      totalMs,
    };
  }

  private value(value: unknown, event: string): void {
    const piece = this.read(value, event);
    if (piece === null) return;
    if (piece.fault !== undefined) {
      const { line, sentAt } = this.exchange;
      const { name, key } = line.config;
      if (piece.fault === "key" && key !== null) line.keys.forget(key);
      const message = `${name}: stops with an error${detail(this.exchange, piece.message ?? "")}`;
      throw line.failures.bad(piece.fault, message, sentAt, null);
    }
    this.isKnown = true;
    if (piece.usage !== undefined) this.usage = piece.usage;
    if (piece.text) {
      const text = this.begun + piece.text;
      this.begun = "";
      this.push(this.cutter.add(text));
    }
    if (piece.finish !== undefined) this.finish = piece.finish;
    if (piece.done === true) this.isOver = true;
    if (this.cutter.stopped) {
      this.isCut = !this.isOver;
      this.isOver = true;
      this.finish = "stop";
    }
  }

  private push(text: string): void {
    if (text === "" || this.exchange.call.purpose === "warm") return;
    this.firstMs ??= performance.now() - this.started;
    this.stream.push(text);
  }
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw new WireError("garbage", "what it answers is no JSON");
  }
}

function decoderOf(contentType: string, framing: DialectRequest["framing"]): EventDecoder {
  const type = contentType.split(";", 1)[0]!.trim().toLowerCase();
  if (type === "text/html") throw new WireError("garbage", "it answers with a web page");
  if (type === "text/event-stream") return new SseDecoder();
  if (/ndjson|jsonl|json-seq/.test(type)) return new NdjsonDecoder();
  if (type === "application/json") {
    return framing === "ndjson" ? new NdjsonDecoder() : new WholeDecoder();
  }
  if (framing === "sse") return new SseDecoder();
  return framing === "ndjson" ? new NdjsonDecoder() : new WholeDecoder();
}
