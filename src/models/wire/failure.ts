/**
 * What is done about a provider that fails: it is left alone for a while, longer each time, and until
 * the configuration changes when it refuses the key. One good answer, and all is forgotten.
 */
import { ModelError, type ModelFault, type ProviderState } from "../port.ts";

const FIRST_MS = 1000;
const LONGEST_MS = 5 * 60_000;
/** What a provider may ask for at most: a day off because of a wrong header helps nobody. */
const LONGEST_ASKED_MS = 60 * 60_000;

export interface FailurePorts {
  /** Milliseconds since the epoch. */
  now(): number;
  /** [0, 1). */
  random(): number;
  changed(state: ProviderState): void;
}

export class ProviderFailures {
  private readonly provider: string;
  private readonly ports: FailurePorts;
  private count = 0;
  private until = 0;
  private failedAt = Number.NEGATIVE_INFINITY;
  private last: { readonly fault: ModelFault; readonly message: string } | null = null;

  constructor(provider: string, ports: FailurePorts) {
    this.provider = provider;
    this.ports = ports;
  }

  get state(): ProviderState {
    return {
      provider: this.provider,
      fault: this.last?.fault ?? null,
      message: this.last?.message ?? "",
      retryAt: this.last === null ? 0 : this.until,
    };
  }

  /** Why nothing is sent now; null: it may be. */
  refusal(): ModelError | null {
    const left = this.left();
    if (left === 0 || this.last === null) return null;
    // A key that is refused stays refused: saying "again in" would be a lie.
    const fault = this.last.fault === "key" ? "key" : "waiting";
    return new ModelError(fault, this.provider, this.last.message, left);
  }

  good(): void {
    const hadFailed = this.last !== null;
    this.count = 0;
    this.until = 0;
    this.last = null;
    if (hadFailed) this.ports.changed(this.state);
  }

  /**
   * Takes note of a failure of a request that was sent at `sentAt`; answers the error to be passed on.
   * `askedMs` is what the provider asks for; null: nothing.
   */
  bad(fault: ModelFault, message: string, sentAt: number, askedMs: number | null): ModelError {
    const { last: before, until: untilBefore } = this;
    const now = this.ports.now();
    const isFresh = sentAt >= this.failedAt;
    // It says more than what fails in the middle of requests that were under way with it.
    const keeps = before?.fault === "key" && fault !== "key" && !isFresh;
    if (keeps) return new ModelError(fault, this.provider, message, this.left());
    // Of requests that were under way together, one counts.
    if (isFresh) this.count++;
    // One that was sent although its key was refused; and a clock that was set back.
    if (isFresh ? untilBefore === Number.POSITIVE_INFINITY : now < this.failedAt) this.until = 0;
    this.failedAt = now;
    this.until = Math.max(this.until, now + this.pause(fault, askedMs));
    this.last = { fault, message };
    const isNews = before?.fault !== fault || before.message !== message;
    if (isNews || this.until !== untilBefore) this.ports.changed(this.state);
    return new ModelError(fault, this.provider, message, this.left());
  }

  private pause(fault: ModelFault, askedMs: number | null): number {
    if (fault === "key") return Number.POSITIVE_INFINITY;
    if (askedMs !== null) return Math.min(Math.max(askedMs, FIRST_MS), LONGEST_ASKED_MS);
    // A request that is wrong says little of the next one, unless they all are.
    const count = fault === "refused" ? this.count - 2 : this.count - 1;
    if (count < 0) return 0;
    const longest = Math.min(FIRST_MS * 2 ** Math.min(count, 20), LONGEST_MS);
    return Math.round(longest * (0.75 + 0.25 * this.ports.random()));
  }

  /** Milliseconds. */
  private left(): number {
    const now = this.ports.now();
    // A clock that was set back would make hours of seconds.
    if (now < this.failedAt && Number.isFinite(this.until)) return 0;
    return Math.max(0, this.until - now);
  }
}

/** `Retry-After` in seconds or as a date, and OpenAI's `retry-after-ms`; milliseconds, null: none. */
export function retryAfter(headers: Readonly<Record<string, string>>, now: number): number | null {
  const exact = headers["retry-after-ms"]?.trim() ?? "";
  if (/^\d+(?:\.\d+)?$/.test(exact)) return Number(exact);
  const text = headers["retry-after"]?.trim() ?? "";
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** The fault of a status that is no success. */
export function faultOf(status: number): ModelFault {
  // 402: the key has no money left.
  if (status === 401 || status === 402 || status === 403) return "key";
  if (status === 429 || status === 529) return "busy";
  if (status === 408) return "slow";
  if (status >= 500) return "server";
  return status >= 400 ? "refused" : "garbage";
}
