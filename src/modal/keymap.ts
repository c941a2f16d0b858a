/** Keymaps: tries from key sequences to what they do, one per mapping mode. */
import type { Key } from "../base/key.ts";

/** normal, visual, select, operator-pending, insert, command line, terminal */
export type MapMode = "n" | "x" | "s" | "o" | "i" | "c" | "t";

export type MapAction =
  | { readonly type: "keys"; readonly keys: readonly Key[]; readonly remap: boolean }
  | { readonly type: "command"; readonly name: string };

export interface Mapping {
  readonly keys: readonly Key[];
  readonly action: MapAction;
  /** A `when` expression (see when.ts); an empty one always holds. */
  readonly when: string;
  readonly silent: boolean;
  readonly doc: string;
}

interface TrieNode {
  mappings: Mapping[];
  readonly children: Map<Key, TrieNode>;
}

function node(): TrieNode {
  return { mappings: [], children: new Map() };
}

export type Lookup =
  /** `mapping` ends here; with `longer`, more keys could make another one. */
  { readonly mapping: Mapping | null; readonly longer: boolean };

export class Keymap {
  private root = node();
  private count = 0;
  private source: (() => Iterable<Mapping>) | null;

  /** `source` gives the first mappings, when the keymap is used for the first time. */
  constructor(source: (() => Iterable<Mapping>) | null = null) {
    this.source = source;
  }

  get size(): number {
    this.fill();
    return this.count;
  }

  private fill(): void {
    const { source } = this;
    if (source === null) return;
    this.source = null;
    for (const mapping of source()) this.set(mapping);
  }

  /** Adds or replaces the mapping of these keys under the same `when`. */
  set(mapping: Mapping): void {
    this.fill();
    let at = this.root;
    for (const key of mapping.keys) {
      let next = at.children.get(key);
      if (!next) at.children.set(key, (next = node()));
      at = next;
    }
    const before = at.mappings.length;
    at.mappings = [mapping, ...at.mappings.filter((m) => m.when !== mapping.when)];
    this.count += at.mappings.length - before;
  }

  /** Removes the mappings of these keys; false when there are none. */
  delete(keys: readonly Key[]): boolean {
    this.fill();
    let at: TrieNode | undefined = this.root;
    for (const key of keys) at = at?.children.get(key);
    if (!at || at.mappings.length === 0) return false;
    this.count -= at.mappings.length;
    at.mappings = [];
    return true;
  }

  clear(): void {
    this.root = node();
    this.count = 0;
    this.source = null;
  }

  /** What exactly these keys do, of the mappings whose condition `holds`. */
  lookup(keys: readonly Key[], holds: (when: string) => boolean): Lookup {
    this.fill();
    let at: TrieNode | undefined = this.root;
    for (const key of keys) {
      at = at.children.get(key);
      if (!at) return { mapping: null, longer: false };
    }
    const mapping = at.mappings.find((m) => m.when === "" || holds(m.when)) ?? null;
    return { mapping, longer: at.children.size > 0 && hasMapping(at, holds) };
  }

  /** Every mapping whose keys start with `prefix`, in key order. */
  *entries(prefix: readonly Key[] = []): Generator<Mapping> {
    this.fill();
    let at: TrieNode | undefined = this.root;
    for (const key of prefix) at = at?.children.get(key);
    if (at) yield* walk(at);
  }
}

function hasMapping(from: TrieNode, holds: (when: string) => boolean): boolean {
  for (const child of from.children.values()) {
    if (child.mappings.some((m) => m.when === "" || holds(m.when)) || hasMapping(child, holds)) {
      return true;
    }
  }
  return false;
}

function* walk(from: TrieNode): Generator<Mapping> {
  yield* from.mappings;
  for (const key of [...from.children.keys()].sort()) yield* walk(from.children.get(key)!);
}
