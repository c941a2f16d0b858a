/**
 * Slots: what features publish for the view to draw, as mapped ranges. A feature owns a namespace
 * and replaces its whole set at a time; the view reads every namespace and knows none of them.
 */
import { type ChangeDesc, type Range, RangeSet, RangeValue } from "@codemirror/state";

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

export class Slots {
  private readonly sets: { [K in SlotKind]: Map<string, RangeSet<SlotKinds[K]>> } = {
    highlights: new Map(),
    inlays: new Map(),
    lines: new Map(),
    signs: new Map(),
  };
  /** Counts publications and mappings, so that drawing can be cached. */
  version = 0;
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
    const sets = this.sets[kind] as Map<string, RangeSet<RangeValue>>;
    sets.set(namespace, RangeSet.of(ranges as unknown as Range<RangeValue>[], true));
    if (kind === "signs") this.signed = true;
    this.version++;
  }

  clear(kind: SlotKind, namespace: string): void {
    if (this.sets[kind].delete(namespace)) this.version++;
  }

  /** Calls back for each item that touches `[from, to]`, namespace by namespace, sorted in each. */
  between<K extends SlotKind>(
    kind: K,
    from: number,
    to: number,
    callback: (from: number, to: number, value: SlotKinds[K], namespace: string) => void,
  ): void {
    for (const [namespace, set] of this.sets[kind]) {
      set.between(from, to, (a, b, value) => callback(a, b, value, namespace));
    }
  }

  isEmpty(kind: SlotKind): boolean {
    return this.sets[kind].size === 0;
  }

  /** Carries every range through a change of the text. */
  map(change: ChangeDesc): void {
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
    this.version++;
  }
}
