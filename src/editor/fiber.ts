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
}

export type Fiber<T = void> = Generator<KeyRequest, T, Key>;

/** Asks for one key, without mappings. */
export function* rawKey(pending?: string): Fiber<Key> {
  return yield pending === undefined ? { mode: null } : { mode: null, pending };
}
