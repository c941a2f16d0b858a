/** A set of rows (0-based), as sorted ranges: the rows whose colours are right. */
import type { ChangeSet, Text } from "../../text/text.ts";

/** After a change in more places than this nothing is known. */
const MOST_CHANGES = 500;

export class RowSet {
  /** from, to (not included), from, to ... */
  private bounds: number[] = [];

  clear(): void {
    this.bounds = [];
  }

  add(from: number, to: number): void {
    if (from >= to) return;
    const { bounds } = this;
    const next: number[] = [];
    let [low, high] = [from, to];
    let placed = false;
    for (let i = 0; i < bounds.length; i += 2) {
      const a = bounds[i]!;
      const b = bounds[i + 1]!;
      if (b < low) next.push(a, b);
      else if (a > high) {
        if (!placed) next.push(low, high);
        placed = true;
        next.push(a, b);
      } else {
        low = Math.min(low, a);
        high = Math.max(high, b);
      }
    }
    if (!placed) next.push(low, high);
    this.bounds = next;
  }

  remove(from: number, to: number): void {
    if (from >= to) return;
    const { bounds } = this;
    const next: number[] = [];
    for (let i = 0; i < bounds.length; i += 2) {
      const a = bounds[i]!;
      const b = bounds[i + 1]!;
      if (a < from) next.push(a, Math.min(b, from));
      if (b > to) next.push(Math.max(a, to), b);
    }
    this.bounds = next;
  }

  /** Forgets all rows but those of a range. */
  keep(from: number, to: number): void {
    this.remove(0, from);
    this.remove(to, Number.POSITIVE_INFINITY);
  }

  /** The parts of a range that are not in the set, as pairs `[from, to)`. */
  missing(from: number, to: number): [number, number][] {
    const gaps: [number, number][] = [];
    let at = from;
    const { bounds } = this;
    for (let i = 0; i < bounds.length && at < to; i += 2) {
      const a = bounds[i]!;
      const b = bounds[i + 1]!;
      if (b <= at) continue;
      if (a > at) gaps.push([at, Math.min(a, to)]);
      at = Math.max(at, b);
    }
    if (at < to) gaps.push([at, to]);
    return gaps;
  }

  /** Carries the set through a change; the rows that it touches leave the set. */
  map(change: ChangeSet, before: Text): void {
    if (this.bounds.length === 0) return;
    const edits: number[] = [];
    change.iterChanges((fromA, toA, _fromB, _toB, inserted) => {
      edits.push(before.lineAt(fromA).number - 1, before.lineAt(toA).number - 1, inserted.lines);
    });
    if (edits.length > MOST_CHANGES * 3) {
      this.clear();
      return;
    }
    for (let i = edits.length - 3; i >= 0; i -= 3) {
      const first = edits[i]!;
      const last = edits[i + 1]!;
      this.remove(first, last + 1);
      const shift = edits[i + 2]! - (last - first + 1);
      if (shift === 0) continue;
      const { bounds } = this;
      for (let j = 0; j < bounds.length; j++) if (bounds[j]! > first) bounds[j]! += shift;
    }
  }

  /** The set as pairs, for tests. */
  pairs(): [number, number][] {
    const pairs: [number, number][] = [];
    for (let i = 0; i < this.bounds.length; i += 2)
      pairs.push([this.bounds[i]!, this.bounds[i + 1]!]);
    return pairs;
  }
}
