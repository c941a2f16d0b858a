/**
 * The keys that wait to be read: typed ones, and stuffed ones in front of them (macros, mappings,
 * `.`). Mappings are resolved when a key is read, because the mode decides which apply.
 */
import { UserError } from "../base/errors.ts";
import { foldControl, type Key, textOfKey } from "../base/key.ts";
import type { Keymap, Mapping } from "./keymap.ts";

interface Run {
  readonly keys: readonly Key[];
  next: number;
  readonly typed: boolean;
  readonly remap: boolean;
  /** Keys from here on may be mapped even where `remap` holds: the lhs at the start of its rhs. */
  readonly remapFrom: number;
}

export interface TakenKey {
  readonly key: Key;
  /** Whether a person pressed it just now (not a macro, a mapping or `.`). */
  readonly typed: boolean;
}

/** `wait`: what is queued could become a longer mapping; ask again after timeoutlen with `force`. */
export type Take = TakenKey | "wait" | null;

export interface MapSource {
  /** The keymaps that apply, the strongest first. */
  readonly maps: readonly Keymap[];
  holds(when: string): boolean;
  /** The key means something of its own here, apart from what it acts as (`<C-i>` and Tab). */
  keeps?(key: Key): boolean;
}

interface Match {
  readonly mapping: Mapping;
  /** Queued keys it stands for. */
  readonly count: number;
}

const MAX_MAP_DEPTH = 1000;

export class KeyQueue {
  /** The last run is read first. */
  private runs: Run[] = [];
  private depth = 0;
  /** Hears each typed key as it is used up, before mapping: what `q` records. */
  onTyped: (key: Key) => void = () => {};

  get isEmpty(): boolean {
    return this.runs.length === 0;
  }

  /** Whether a macro, a mapping or a repeat is still being read. */
  get isStuffed(): boolean {
    return this.runs.some((run) => !run.typed);
  }

  /** Adds keys behind all others, as typed by a person. */
  type(keys: readonly Key[]): void {
    if (keys.length > 0)
      this.runs.unshift({ keys, next: 0, typed: true, remap: true, remapFrom: 0 });
  }

  /** Puts keys in front of all others. */
  stuff(keys: readonly Key[], remap: boolean, remapFrom = 0): void {
    if (keys.length > 0) this.runs.push({ keys, next: 0, typed: false, remap, remapFrom });
  }

  /** Puts back a key that was taken. */
  untake(taken: TakenKey): void {
    this.runs.push({ keys: [taken.key], next: 0, typed: taken.typed, remap: false, remapFrom: 0 });
  }

  /** Drops what was stuffed: an error ends a macro, not what was typed after it. */
  flushStuffed(): void {
    this.runs = this.runs.filter((run) => run.typed);
    this.depth = 0;
  }

  clear(): void {
    this.runs = [];
    this.depth = 0;
  }

  /**
   * The next key, after mapping when `source` is given. Throws UserError when a mapping goes round
   * in circles.
   */
  take(source: MapSource | null, force = false): Take {
    for (;;) {
      const run = this.front();
      if (!run) return null;
      if (source && run.remap && run.next >= run.remapFrom) {
        const match = this.match(source, force);
        if (match === "wait") return "wait";
        if (match) {
          if (++this.depth > MAX_MAP_DEPTH) {
            this.flushStuffed();
            throw new UserError("E223: Recursive mapping");
          }
          this.drop(match.count);
          const { action } = match.mapping;
          if (action.type === "command") return { key: `<Command:${action.name}>`, typed: true };
          const startsWithLhs = match.mapping.keys.every((key, i) => action.keys[i] === key);
          this.stuff(action.keys, action.remap, startsWithLhs ? match.count : 0);
          continue;
        }
      }
      this.depth = 0;
      const key = this.shift();
      return { key: source?.keeps?.(key) ? key : foldControl(key), typed: run.typed };
    }
  }

  /** The key that comes next, before mapping; null when none waits. */
  peekKey(): Key | null {
    const run = this.front();
    return run ? run.keys[run.next]! : null;
  }

  /** Takes the plain characters at the front of the run that is read now. */
  takeText(): Key[] {
    const run = this.front();
    const keys: Key[] = [];
    while (run && run.next < run.keys.length) {
      const key = run.keys[run.next]!;
      if (textOfKey(key) === null || key === "<Tab>") break;
      keys.push(this.shift());
    }
    return keys;
  }

  private front(): Run | null {
    while (this.runs.length > 0) {
      const run = this.runs[this.runs.length - 1]!;
      if (run.next < run.keys.length) return run;
      this.runs.pop();
    }
    return null;
  }

  private shift(): Key {
    const run = this.front()!;
    const key = run.keys[run.next++]!;
    if (run.typed) this.onTyped(key);
    if (run.next >= run.keys.length) this.runs.pop();
    return key;
  }

  private drop(count: number): void {
    for (let i = 0; i < count; i++) this.shift();
  }

  /** The longest mapping that the queued keys start with. */
  private match(source: MapSource, force: boolean): Match | "wait" | null {
    const ahead: Key[] = [];
    let best = null as Match | null;
    for (const key of this.peek()) {
      ahead.push(key);
      let longer = false;
      for (const map of source.maps) {
        if (map.size === 0) continue;
        let found = map.lookup(ahead, source.holds);
        if (!found.mapping && !found.longer) {
          const folded = ahead.map(foldControl);
          if (folded.some((k, i) => k !== ahead[i])) found = map.lookup(folded, source.holds);
        }
        if (found.mapping && best?.count !== ahead.length) {
          best = { mapping: found.mapping, count: ahead.length };
        }
        longer ||= found.longer;
      }
      if (!longer) return best;
    }
    return force || ahead.length === 0 ? best : "wait";
  }

  private *peek(): Generator<Key> {
    for (let r = this.runs.length - 1; r >= 0; r--) {
      const run = this.runs[r]!;
      if (!run.remap) return;
      for (let i = run.next; i < run.keys.length; i++) yield run.keys[i]!;
    }
  }
}
