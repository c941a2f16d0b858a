/**
 * Slots: what features publish for the view to draw, as mapped ranges. A feature owns a namespace
 * and replaces its whole set at a time; the view reads every namespace and knows none of them.
 */
import { type ChangeSet, type Range, RangeSet, RangeValue } from "@codemirror/state";
import type { RowHighlights } from "./row-highlights.ts";
import type { Text } from "./text.ts";

export { RangeSet };

/** Text with the highlight group it is drawn in. */
export interface Segment {
  readonly text: string;
  readonly group: string;
}

/** Draws a range in a highlight group; the highest priority wins where they overlap. */
export class Highlight extends RangeValue {
  readonly group: string;
  readonly priority: number;
  constructor(group: string, priority = 100) {
    super();
    this.group = group;
    this.priority = priority;
  }
  override eq(other: Highlight): boolean {
    return this.group === other.group && this.priority === other.priority;
  }
}

/** Text that is not in the buffer: at a place (`inline`), after the line (`eol`), or over it. */
export class Inlay extends RangeValue {
  readonly segments: readonly Segment[];
  readonly placement: "inline" | "eol" | "overlay";
  constructor(
    segments: readonly Segment[],
    placement: "inline" | "eol" | "overlay",
    side: -1 | 1 = 1,
  ) {
    super();
    this.segments = segments;
    this.placement = placement;
    this.startSide = side;
    this.endSide = side;
  }
}

/** Whole lines that are not in the buffer, below (or above) the line that holds the position. */
export class VirtualLines extends RangeValue {
  readonly lines: readonly (readonly Segment[])[];
  readonly above: boolean;
  constructor(lines: readonly (readonly Segment[])[], above = false) {
    super();
    this.lines = lines;
    this.above = above;
  }
}

/** At most two cells in the sign column of the line that holds the position. */
export class Sign extends RangeValue {
  readonly text: string;
  readonly group: string;
  readonly priority: number;
  constructor(text: string, group: string, priority = 10) {
    super();
    this.text = text;
    this.group = group;
    this.priority = priority;
  }
}

export interface SlotKinds {
  highlights: Highlight;
  inlays: Inlay;
  lines: VirtualLines;
  signs: Sign;
}
export type SlotKind = keyof SlotKinds;

/** The namespace of what only one window (by its id) shows of a document, such as blanks of a diff. */
export function windowNamespace(name: string, window: number): string {
  return `${name}@${window}`;
}

function isFor(namespace: string, window: number): boolean {
  const at = namespace.indexOf("@");
  return at < 0 || Number(namespace.slice(at + 1)) === window;
}

export class Slots {
  /** Publications for single windows so far; none: nobody need look for them. */
  private owned = 0;
  private readonly sets: { [K in SlotKind]: Map<string, RangeSet<SlotKinds[K]>> } = {
    highlights: new Map(),
    inlays: new Map(),
    lines: new Map(),
    signs: new Map(),
  };
  /** Counts publications and mappings, so that drawing can be cached. */
  version = 0;
  /** Counts what may move cells or rows: everything but highlights. */
  shape = 0;
  /** Highlights that are kept by rows, for what colours everything; its name and what it shows. */
  rows: { readonly namespace: string; readonly highlights: RowHighlights } | null = null;
  /** There has been a sign: its column stays, so that text does not jump when the last one goes. */
  signed = false;

  /** Replaces what `namespace` shows; `ranges` need not be sorted. */
  publish<K extends SlotKind>(
    kind: K,
    namespace: string,
    ranges: readonly Range<SlotKinds[K]>[],
  ): void {
    if (ranges.length === 0) {
      this.clear(kind, namespace);
      return;
    }
    if (namespace.includes("@")) this.owned++;
    const sets = this.sets[kind] as Map<string, RangeSet<RangeValue>>;
    sets.set(namespace, RangeSet.of(ranges as unknown as Range<RangeValue>[], true));
    if (kind === "signs") this.signed = true;
    this.count(kind);
  }

  clear(kind: SlotKind, namespace: string): void {
    if (this.sets[kind].delete(namespace)) this.count(kind);
  }

  /** What a namespace shows now, or null; a feature makes its next set from it. */
  get<K extends SlotKind>(kind: K, namespace: string): RangeSet<SlotKinds[K]> | null {
    const sets = this.sets[kind] as ReadonlyMap<string, RangeSet<SlotKinds[K]>>;
    return sets.get(namespace) ?? null;
  }

  /** Replaces what a namespace shows by a set that is made already. */
  put<K extends SlotKind>(kind: K, namespace: string, set: RangeSet<SlotKinds[K]>): void {
    const sets = this.sets[kind] as Map<string, RangeSet<SlotKinds[K]>>;
    if (set.size === 0) sets.delete(namespace);
    else sets.set(namespace, set);
    this.count(kind);
  }

  /** Rows in `rows` look different than before. */
  recoloured(): void {
    this.version++;
  }

  private count(kind: SlotKind): void {
    this.version++;
    if (kind !== "highlights") this.shape++;
  }

  /**
   * Calls back for each item that touches `[from, to]`, namespace by namespace, sorted in each. What a
   * `windowNamespace` holds is given to its window only.
   */
  between<K extends SlotKind>(
    kind: K,
    from: number,
    to: number,
    callback: (from: number, to: number, value: SlotKinds[K], namespace: string) => void,
    window = 0,
  ): void {
    this.betweenSets(kind, from, to, callback, window);
    const { rows } = this;
    if (kind !== "highlights" || rows === null) return;
    const note = callback as (a: number, b: number, value: Highlight, namespace: string) => void;
    rows.highlights.between(from, to, (a, b, value) => note(a, b, value, rows.namespace));
  }

  /** The same without what is in `rows`. */
  betweenSets<K extends SlotKind>(
    kind: K,
    from: number,
    to: number,
    callback: (from: number, to: number, value: SlotKinds[K], namespace: string) => void,
    window = 0,
  ): void {
    for (const [namespace, set] of this.sets[kind]) {
      if (this.owned > 0 && !isFor(namespace, window)) continue;
      set.between(from, to, (a, b, value) => callback(a, b, value, namespace));
    }
  }

  /** Whether no set has such an item; `rows` are not looked at. */
  isEmpty(kind: SlotKind): boolean {
    return this.sets[kind].size === 0;
  }

  /** Carries every range through a change of the text to `after`. */
  map(change: ChangeSet, after: Text): void {
    this.rows?.highlights.map(change, after);
    this.version++;
    const { highlights, inlays, lines, signs } = this.sets;
    const shaped = inlays.size + lines.size + signs.size > 0;
    if (!shaped && highlights.size === 0) return;
    const carry = (kind: SlotKind) => {
      const sets = this.sets[kind] as Map<string, RangeSet<RangeValue>>;
      for (const [namespace, set] of sets) {
        const mapped = set.map(change);
        if (mapped.size === 0) sets.delete(namespace);
        else sets.set(namespace, mapped);
      }
    };
    carry("highlights");
    carry("inlays");
    carry("lines");
    carry("signs");
    if (shaped) this.shape++;
  }
}
