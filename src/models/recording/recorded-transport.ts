/** A transport that knows answers from before: what it does not know it asks the network, and keeps. */
import { Cancelled } from "../../base/errors.ts";
import { type Transport, type WireAnswer, WireError, type WireRequest } from "../wire/transport.ts";
import { type RecordedAnswer, type Recording, requestHash } from "./recording.ts";

/** An answer that somebody got. Times are those of when it was asked for first. */
export interface Served {
  readonly hash: string;
  /** It came from the recording. */
  readonly known: boolean;
  /** Milliseconds to the first byte of the answer's content, and to its end. */
  readonly firstMs: number;
  readonly totalMs: number;
}

export interface RecordedPorts {
  readonly recording: Recording;
  /** Null: offline; what is not recorded fails. */
  readonly network: Transport | null;
  /** Called before a request goes to the network; throws when it must not. */
  asking?(): void;
  served?(served: Served): void;
  /** Waits between recorded pieces as long as it took then; absent: they come at once. */
  wait?(ms: number, signal: AbortSignal): Promise<void>;
}

export interface RecordedTransport extends Transport {
  /** Resolves when every answer is over, also one of which nobody reads the rest. */
  settled(): Promise<void>;
}

export function recordedTransport(ports: RecordedPorts): RecordedTransport {
  const { recording, network } = ports;
  /** What is asked just now: it is not asked a second time. */
  const underWay = new Map<string, Promise<void>>();
  return {
    async send(request, signal) {
      const hash = requestHash(request);
      await underWay.get(hash);
      if (signal.aborted) throw new Cancelled();
      const known = recording.get(hash);
      if (known !== null) return replayed(known, ports, signal);
      if (network === null) throw new WireError("offline", "this is not in the recording");
      // Only answers are worth keeping, and what is asked beside them costs nothing.
      if (request.method !== "POST") return network.send(request, signal);
      ports.asking?.();
      const { promise, resolve } = Promise.withResolvers<void>();
      underWay.set(hash, promise);
      const over = (): void => {
        underWay.delete(hash);
        resolve();
      };
      try {
        return await recorded(request, hash, network, ports, signal, over);
      } catch (error) {
        over();
        throw error;
      }
    },
    close: () => network?.close(),
    async settled() {
      await Promise.all(underWay.values());
    },
  };
}

function replayed(
  { hash, status, type, chunks, ms: totalMs, end }: RecordedAnswer,
  { served, wait }: RecordedPorts,
  signal: AbortSignal,
): WireAnswer {
  served?.({ hash, known: true, firstMs: chunks[0]?.[0] ?? totalMs, totalMs });
  async function* body(): AsyncGenerator<Uint8Array> {
    let at = 0;
    for (const [ms, text] of [...chunks, [totalMs, ""] as const]) {
      if (wait !== undefined && ms > at) await wait(ms - at, signal);
      at = ms;
      if (signal.aborted) throw new Cancelled();
      if (text !== "") yield Buffer.from(text, "utf8");
    }
    if (end === "left") throw new WireError("offline", "the recording ends here");
  }
  const headers: Record<string, string> = type === "" ? {} : { "content-type": type };
  return { status, headers, body: body(), close() {} };
}

async function recorded(
  request: WireRequest,
  hash: string,
  network: Transport,
  { recording, served }: RecordedPorts,
  signal: AbortSignal,
  over: () => void,
): Promise<WireAnswer> {
  const started = performance.now();
  const since = (): number => Math.round((performance.now() - started) * 10) / 10;
  const answer = await network.send(request, signal);
  // Refusals and failures are of their hour.
  if (answer.status !== 200) {
    over();
    return answer;
  }
  const chunks: [number, string][] = [];
  const decoder = new TextDecoder();
  let ended = false;
  const end = (how: RecordedAnswer["end"] | "failed"): void => {
    if (ended) return;
    ended = true;
    const ms = since();
    const type = answer.headers["content-type"] ?? "";
    if (how === "end" || (how === "left" && chunks.length > 0)) {
      recording.add({ hash, status: answer.status, type, chunks, ms, end: how });
    }
    if (how !== "failed") {
      served?.({ hash, known: false, firstMs: chunks[0]?.[0] ?? ms, totalMs: ms });
    }
    over();
  };
  async function* body(): AsyncGenerator<Uint8Array> {
    try {
      for await (const bytes of answer.body) {
        const text = decoder.decode(bytes, { stream: true });
        if (text !== "") chunks.push([since(), text]);
        yield bytes;
      }
      end("end");
    } catch (error) {
      // It broke, and may not the next time; whoever left it had what was wanted.
      end(error instanceof Cancelled ? "left" : "failed");
      throw error;
    } finally {
      end("left");
    }
  }
  return {
    status: answer.status,
    headers: answer.headers,
    body: body(),
    close() {
      end("left");
      answer.close();
    },
  };
}
