/** A call of a model that runs on this machine, in its own process: the same deadlines, failures and log. */
import { Cancelled } from "../../base/errors.ts";
import type { LocalModels } from "../local/types.ts";
import type { ModelConfig } from "../model.ts";
import { type ModelCall, ModelError } from "../port.ts";
import type { Finish, Usage } from "../prompt.ts";
import type { AnswerStream } from "./answer-stream.ts";
import { Deadline } from "./deadline.ts";
import type { ProviderLine } from "./provider-line.ts";
import type { SentEntry } from "./sent-log.ts";

/** As `leanCall`. */
export async function localCall(
  line: ProviderLine,
  local: LocalModels,
  model: ModelConfig,
  call: ModelCall,
  stream: AnswerStream,
  signal: AbortSignal,
): Promise<void> {
  const { name } = line.config;
  const started = performance.now();
  const sentAt = line.now();
  const deadline = new Deadline(signal, call.firstMs, call.totalMs);
  let entry: SentEntry | null = null;
  let end: { readonly finish: Finish; readonly usage: Usage } | null = null;
  let firstMs: number | null = null;
  const sent = (body: string): void => {
    const meta = { provider: name, model: model.name, purpose: call.purpose };
    const request = { method: "POST" as const, url: `file://${model.id}`, headers: {}, body };
    entry = line.log.begin(meta, request, "");
  };
  try {
    for await (const piece of local.ask({ model, call, sent }, deadline.signal)) {
      deadline.began();
      if (piece.kind === "end") end = piece;
      else {
        firstMs ??= performance.now() - started;
        written(entry)?.received(Buffer.from(piece.text, "utf8"));
        stream.push(piece.text);
      }
    }
    // It just ends when it is aborted.
    if (deadline.signal.aborted) throw new Cancelled();
    if (end === null) throw new ModelError("garbage", name, `${name}: the answer has no end`);
    const totalMs = performance.now() - started;
    line.failures.good();
    written(entry)?.ended("ok", end.usage);
    stream.end({ finish: end.finish, usage: end.usage, firstMs: firstMs ?? totalMs, totalMs });
  } catch (error) {
    const found = faultOf(error, line, deadline, sentAt, local.isLoading);
    if (found instanceof Cancelled) {
      // Who has read enough leaves: it works.
      if (firstMs !== null) line.failures.good();
      written(entry)?.ended("closed", null);
    } else written(entry)?.ended(found.message, null);
    throw found;
  } finally {
    deadline.over();
  }
}

/** The compiler takes what a function sets for unset. */
function written(entry: SentEntry | null): SentEntry | null {
  return entry;
}

function faultOf(
  error: unknown,
  line: ProviderLine,
  deadline: Deadline,
  sentAt: number,
  isLoading: boolean,
): Error {
  const { name } = line.config;
  if (error instanceof ModelError) {
    return line.failures.bad(error.fault, error.message, sentAt, error.retryMs || null);
  }
  if (error instanceof Cancelled) {
    if (deadline.expired === null) return error;
    // The next call may find it loaded: it is not made to wait.
    if (isLoading) return new ModelError("waiting", name, `${name}: the model is being loaded`);
    return line.failures.bad("slow", `${name}: ${deadline.expired}`, sentAt, null);
  }
  return error instanceof Error ? error : new Error(`${typeof error} was thrown`);
}
