/**
 * The folds of a window: nested ranges of rows, each open or closed. Siblings are sorted and do not
 * overlap; a child lies within its parent. With 'foldmethod' indent or marker the tree is computed
 * from the text when it is asked for after a change.
 */
import type { ChangeSet, Text } from "../text/text.ts";
import type { Document } from "./document.ts";
import { type Fold, levelFolds, type RowRange, rangeFolds } from "./fold-levels.ts";
import type { OptionStore } from "./options.ts";

export type { Fold, RowRange };

/** What the folds are a view of: a window. */
export interface FoldOwner {
  readonly doc: Document;
  readonly options: OptionStore;
}

export class FoldSet {
  folds: Fold[] = [];
  /** Counts changes, so that drawing can be cached. */
  version = 0;
  /** The window; set by it. */
  owner: FoldOwner | null = null;
  /** What the computed folds were made of; null for manual folds. */
  private source: { text: Text; method: string; marker: string; key: string } | null = null;
  /** The document that `folds` are of, and the folds of others that the window showed. */
  private doc: Document | null = null;
  private readonly others = new WeakMap<Document, Fold[]>();
  /** 'foldlevel' when folds were last closed by level. */
  private level: number | null = null;

  /** The outermost closed fold that holds a row, or null; null also where it is not shown closed. */
  closedAt(row: number): Fold | null {
    this.refresh();
    const options = this.owner?.options;
    if (options && !options.get("foldenable")) return null;
    const least = options ? options.get("foldminlines") : 0;
    let folds = this.folds;
    for (;;) {
      const fold = foldAt(folds, row);
      if (!fold) return null;
      // A fold that is too small is shown open, and so is all inside it.
      if (fold.closed) return fold.end - fold.start >= least ? fold : null;
      folds = fold.children;
    }
  }

  /** The folds that hold a row, outermost first. */
  path(row: number): Fold[] {
    const path: Fold[] = [];
    let folds = this.folds;
    for (;;) {
      const fold = foldAt(folds, row);
      if (!fold) return path;
      path.push(fold);
      folds = fold.children;
    }
  }

  /** How many folds hold a row. */
  levelAt(row: number): number {
    return this.path(row).length;
  }

  /** The deepest nesting. */
  depth(folds: readonly Fold[] = this.folds): number {
    let depth = 0;
    for (const fold of folds) depth = Math.max(depth, 1 + this.depth(fold.children));
    return depth;
  }

  /** Brings the folds up to date: another document, 'foldmethod', 'foldlevel', a changed text. */
  refresh(): void {
    if (!this.owner) return;
    const { doc, options } = this.owner;
    if (doc !== this.doc) this.enter(doc, options);
    const method = options.get("foldmethod");
    if (method === "manual") this.source = null;
    else if (method === "syntax") this.takeRanges(doc, options);
    else this.compute(doc, options, method);
    const level = options.get("foldlevel");
    if (this.level !== level) this.applyLevel(level);
  }

  private enter(doc: Document, options: OptionStore): void {
    if (this.doc) this.others.set(this.doc, this.folds);
    const known = this.others.get(doc);
    this.folds = known ?? (this.doc ? [] : this.folds);
    this.doc = doc;
    this.source = null;
    this.version++;
    const start = options.get("foldlevelstart");
    if (!known && start >= 0) options.set("foldlevel", start);
  }

  private compute(doc: Document, options: OptionStore, method: string): void {
    const marker = options.get("foldmarker");
    const tabstop = doc.options.get("tabstop");
    const shift = doc.options.get("shiftwidth") || tabstop;
    const most = options.get("foldnestmax");
    const key = `${shift} ${tabstop} ${most}`;
    const source = this.source;
    const same =
      source !== null && source.method === method && source.marker === marker && source.key === key;
    if (same && source.text === doc.text) return;
    const fresh = levelFolds(doc.text, method, { shift, tabstop, most, marker });
    this.folds = same
      ? keepStates(fresh, this.folds)
      : closeBelow(fresh, options.get("foldlevel"), 0);
    this.source = { text: doc.text, method, marker, key };
    this.version++;
  }

  /** Takes the ranges of the document's syntax; until they are those of the text, folds are mapped. */
  private takeRanges(doc: Document, options: OptionStore): void {
    const most = options.get("foldnestmax");
    const key = String(most);
    const { foldRanges } = doc;
    const { source } = this;
    const same = source?.method === "syntax" && source.key === key;
    if (foldRanges === null || foldRanges.text !== doc.text) {
      if (same || source?.method === "syntax") return;
      // No other method's folds stay, and the ranges are looked at when they come.
      this.folds = [];
      this.source = null;
      this.version++;
      return;
    }
    if (same && source.text === doc.text) return;
    const fresh = rangeFolds(foldRanges.ranges, most);
    this.folds = same
      ? keepByStart(fresh, this.folds)
      : closeBelow(fresh, options.get("foldlevel"), 0);
    this.source = { text: doc.text, method: "syntax", marker: "", key };
    this.version++;
  }

  /** Closes what is not at a row, down to 'foldlevel' ('foldclose'). */
  closeOutside(row: number): void {
    const level = this.owner?.options.get("foldlevel") ?? 0;
    if (closeAway(this.folds, row, level, 0)) this.version++;
  }

  /** Opens every fold up to a level and closes the others, as setting 'foldlevel' does. */
  applyLevel(level: number): void {
    this.level = level;
    closeBelow(this.folds, level, 0);
    this.version++;
  }

  /** Makes a closed fold of some rows, around the folds they hold and within the one around them. */
  create(start: number, end: number, closed = true): void {
    let siblings = this.folds;
    for (;;) {
      const around: Fold | null = foldAt(siblings, start);
      if (!around || around.end < end) break;
      if (around.start === start && around.end === end) break;
      siblings = around.children;
    }
    const fold: Fold = { start, end, closed, children: [] };
    const inside = siblings.filter((f) => f.start >= start && f.end <= end);
    // A fold that only overlaps grows the new one, as Vim does by nesting it.
    const crossing = siblings.filter(
      (f) => !inside.includes(f) && f.start <= end && f.end >= start,
    );
    for (const other of crossing) {
      fold.start = Math.min(fold.start, other.start);
      fold.end = Math.max(fold.end, other.end);
    }
    fold.children = siblings.filter((f) => inside.includes(f) || crossing.includes(f));
    const rest = siblings.filter((f) => !fold.children.includes(f));
    rest.push(fold);
    rest.sort((a, b) => a.start - b.start);
    siblings.splice(0, siblings.length, ...rest);
    this.version++;
  }

  /**
   * Deletes the innermost fold at a row, or the closed one around it; what is nested in it moves up,
   * or goes too. Returns its rows; null: there is no fold.
   */
  deleteAt(row: number, nested: boolean): Fold | null {
    let siblings = this.folds;
    let fold = foldAt(siblings, row);
    if (!fold) return null;
    while (!fold.closed) {
      const inner = foldAt(fold.children, row);
      if (!inner) break;
      siblings = fold.children;
      fold = inner;
    }
    siblings.splice(siblings.indexOf(fold), 1, ...(nested ? [] : fold.children));
    this.version++;
    return fold;
  }

  deleteAll(): void {
    this.folds = [];
    this.version++;
  }

  /** A copy for another window on the same document. */
  clone(): FoldSet {
    const copy = new FoldSet();
    copy.folds = structuredClone(this.folds);
    copy.source = this.source;
    copy.level = this.level;
    copy.doc = this.doc;
    return copy;
  }

  /** Carries the folds through a change; a fold whose rows are gone goes too. */
  map(change: ChangeSet, before: Text, after: Text): void {
    if (this.folds.length === 0) return;
    if (this.owner && this.doc !== this.owner.doc) this.refresh();
    const spans = changedRows(change, before, after);
    // As many lines as before: no fold moves.
    if (spans.every((s) => s.oldEnd - s.oldStart === s.newEnd - s.newStart)) return;
    const carry = (folds: Fold[]): Fold[] => {
      const kept: Fold[] = [];
      for (const fold of folds) {
        const start = mapRow(fold.start, spans, true);
        const end = mapRow(fold.end, spans, false);
        if (end < start) continue;
        kept.push({ ...fold, start, end, children: carry(fold.children) });
      }
      return kept;
    };
    this.folds = carry(this.folds);
    this.version++;
  }
}

interface RowSpan {
  readonly oldStart: number;
  /** The row after the span. */
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/**
 * The changed rows, whole rows only: a deletion of lines deletes those rows, a line break inserted
 * at a row's end or start inserts rows.
 */
function changedRows(change: ChangeSet, before: Text, after: Text): RowSpan[] {
  const spans: RowSpan[] = [];
  change.iterChanges((fromA, toA, fromB, toB) => {
    const a1 = before.lineAt(fromA);
    const a2 = toA <= a1.to ? a1 : before.lineAt(toA);
    const b1 = after.lineAt(fromB);
    const b2 = toB <= b1.to ? b1 : after.lineAt(toB);
    const removed = a2.number - a1.number;
    const added = b2.number - b1.number;
    // From a row's start: the rows before the last one are gone. From its end: those after it.
    const shift =
      fromA === a1.from && (toA < a2.to || a1.from === a1.to || toA === a2.from) ? 0 : 1;
    const oldStart = a1.number - 1 + shift;
    const newStart = b1.number - 1 + shift;
    spans.push({ oldStart, oldEnd: oldStart + removed, newStart, newEnd: newStart + added });
  });
  return spans;
}

function mapRow(row: number, spans: readonly RowSpan[], isStart: boolean): number {
  let delta = 0;
  for (const span of spans) {
    if (row < span.oldStart) break;
    if (row < span.oldEnd) {
      // A changed row: rows that are left at its place keep the fold's edge.
      const at = span.newStart + (row - span.oldStart);
      if (at < span.newEnd) return at;
      return isStart ? span.newEnd : span.newEnd - 1;
    }
    delta = span.newEnd - span.oldEnd;
  }
  return row + delta;
}

/** The fold among sorted siblings that holds a row. */
function foldAt(folds: readonly Fold[], row: number): Fold | null {
  let low = 0;
  let high = folds.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const fold = folds[middle]!;
    if (row < fold.start) high = middle - 1;
    else if (row > fold.end) low = middle + 1;
    else return fold;
  }
  return null;
}

/** Whether any was closed. */
function closeAway(folds: readonly Fold[], row: number, level: number, depth: number): boolean {
  let closed = false;
  for (const fold of folds) {
    if (row >= fold.start && row <= fold.end) {
      if (closeAway(fold.children, row, level, depth + 1)) closed = true;
    } else if (!fold.closed && depth >= level) {
      fold.closed = true;
      closed = true;
    }
  }
  return closed;
}

function closeBelow(folds: Fold[], level: number, depth: number): Fold[] {
  for (const fold of folds) {
    fold.closed = depth >= level;
    closeBelow(fold.children, level, depth + 1);
  }
  return folds;
}

/** Gives folds the states of the old ones that start on the same rows, the outer ones first. */
function keepByStart(fresh: Fold[], old: readonly Fold[]): Fold[] {
  const states = new Map<number, boolean[]>();
  const collect = (folds: readonly Fold[]): void => {
    for (const fold of folds) {
      const known = states.get(fold.start);
      if (known) known.push(fold.closed);
      else states.set(fold.start, [fold.closed]);
      collect(fold.children);
    }
  };
  collect(old);
  const give = (folds: readonly Fold[]): void => {
    for (const fold of folds) {
      // A new fold is open: text that was just typed does not vanish.
      fold.closed = states.get(fold.start)?.shift() ?? false;
      give(fold.children);
    }
  };
  give(fresh);
  return fresh;
}

/** Gives computed folds the states of the old ones at the same rows. */
function keepStates(fresh: Fold[], old: readonly Fold[]): Fold[] {
  const states = new Map(old.map((f) => [f.start, f]));
  for (const fold of fresh) {
    const before = states.get(fold.start) ?? foldAt(old, fold.start);
    // A new fold is open: text that was just typed does not vanish.
    fold.closed = before ? before.closed : false;
    keepStates(fold.children, before?.children ?? []);
  }
  return fresh;
}
