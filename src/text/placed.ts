/** Values at ranges of a text, carried through its changes; cheap also when there are thousands. */
import { type ChangeDesc, RangeSet, RangeValue } from "@codemirror/state";

export interface Placed<T> {
  /** UTF-16 offsets, `from <= to`. */
  readonly from: number;
  readonly to: number;
  readonly value: T;
}

/** A range that is deleted whole is gone; text typed at its borders stays outside of it. */
class Item<T> extends RangeValue {
  readonly value: T;
  constructor(value: T, empty: boolean) {
    super();
    this.value = value;
    this.startSide = 1;
    this.endSide = empty ? 1 : -1;
  }
}

export class PlacedSet<T> {
  private set: RangeSet<Item<T>>;

  constructor(items: readonly Placed<T>[]) {
    const ranges = items.map(({ from, to, value }) => new Item(value, from === to).range(from, to));
    this.set = RangeSet.of(ranges, true);
  }

  get size(): number {
    return this.set.size;
  }

  map(change: ChangeDesc): void {
    this.set = this.set.map(change);
  }

  /** All of them, by their starts. */
  list(): Placed<T>[] {
    const items: Placed<T>[] = [];
    for (const at = this.set.iter(); at.value !== null; at.next()) {
      items.push({ from: at.from, to: at.to, value: at.value.value });
    }
    return items;
  }
}
