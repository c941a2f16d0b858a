/**
 * Fibers: what reads keys is a generator that yields a request and is resumed with a key. So a
 * command that needs more keys (`f`, a search, a question) is written straight down, and the whole
 * key path stays synchronous.
 */
import type { Key } from "../base/key.ts";
import type { MapMode } from "../modal/keymap.ts";

export interface KeyRequest {
  /** Which mappings apply; null: the key is wanted as typed. */
  readonly mode: MapMode | null;
  /** Shown as a question or as the pending command. */
  readonly pending?: string;
  /** A count is being typed: a 0 belongs to it and is not mapped. */
  readonly counting?: boolean;
  /** The fiber is between two commands. */
  readonly idle?: boolean;
  /** Not a key is wanted but the end of this, which never rejects. See `until`. */
  readonly wait?: Promise<void>;
  /** What a wait is for, as the beginning of a message: `rust-analyzer`. */
  readonly waitsFor?: string;
}

export type Fiber<T = void> = Generator<KeyRequest, T, Key>;

/**
 * Waits for an answer from outside (a server, a process). Keys typed meanwhile wait behind it for a
 * second, so that `gdzz` works; then they run and the wait is over: it throws UserError, and Cancelled
 * on CTRL-C. Where nothing can be waited for (`:normal`, a filter) it throws UserError at once. What is
 * asked should be called off in a `finally` of the caller.
 */
export function* until<T>(answer: Promise<T>, waitsFor: string): Fiber<T> {
  let settled: { readonly value: T } | { readonly error: unknown } | null = null;
  const wait = answer.then(
    (value) => {
      settled = { value };
    },
    (error: unknown) => {
      settled = { error };
    },
  );
  yield { mode: null, wait, waitsFor };
  const end = settled as { readonly value: T } | { readonly error: unknown } | null;
  if (end === null) throw new Error(`A wait for ${waitsFor} was resumed before its end`);
  if ("error" in end) throw end.error;
  return end.value;
}

/** Asks for one key, without mappings. */
export function* rawKey(pending?: string): Fiber<Key> {
  return yield pending === undefined ? { mode: null } : { mode: null, pending };
}
