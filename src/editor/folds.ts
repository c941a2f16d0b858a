/** The folds of a window: nested ranges of rows, each open or closed. */
import type { ChangeSet, Text } from "../text/text.ts";

export interface Fold {
  /** First and last 0-based row. */
  start: number;
  end: number;
  closed: boolean;
  children: Fold[];
}

export class FoldSet {
  folds: Fold[] = [];
  /** Counts changes, so that drawing can be cached. */
  version = 0;

  /** The outermost closed fold that holds a row, or null. */
  closedAt(row: number): Fold | null {
    let folds = this.folds;
    for (;;) {
      const fold = folds.find((f) => f.start <= row && row <= f.end);
      if (!fold) return null;
      if (fold.closed) return fold;
      folds = fold.children;
    }
  }

  /** Carries the folds through a change; a fold whose rows are gone goes too. */
  map(change: ChangeSet, before: Text, after: Text): void {
    if (this.folds.length === 0) return;
    const row = (old: number, end: boolean) => {
      const line = before.line(Math.min(old, before.lines - 1) + 1);
      return after.lineAt(change.mapPos(end ? line.to : line.from, end ? -1 : 1)).number - 1;
    };
    const carry = (folds: Fold[]): Fold[] =>
      folds
        .map((f) => ({
          ...f,
          start: row(f.start, false),
          end: row(f.end, true),
          children: carry(f.children),
        }))
        .filter((f) => f.end >= f.start);
    this.folds = carry(this.folds);
    this.version++;
  }
}
