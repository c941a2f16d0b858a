/** Folds computed from the text: by indent and by markers. */
import type { Text } from "../text/text.ts";

export interface Fold {
  /** First and last 0-based row. */
  start: number;
  end: number;
  closed: boolean;
  children: Fold[];
}

/** Rows from `start` to `end`, both included. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** Vim's limit on nested markers. */
const DEEPEST = 20;

export interface LevelOptions {
  /** Cells of one indent level. */
  readonly shift: number;
  readonly tabstop: number;
  /** 'foldnestmax'. */
  readonly most: number;
  /** 'foldmarker': start and end, joined by a comma. */
  readonly marker: string;
}

/** The folds of a text, all open. */
export function levelFolds(text: Text, method: string, options: LevelOptions): Fold[] {
  return method === "indent" ? indentFolds(text, options) : markerFolds(text, options);
}

/** The folds of ranges that are sorted by their start, the outer ones first; all open. */
export function rangeFolds(ranges: readonly RowRange[], most: number): Fold[] {
  const roots: Fold[] = [];
  const open: Fold[] = [];
  for (const { start, end } of ranges) {
    while (open.length > 0 && open[open.length - 1]!.end < start) open.pop();
    const siblingsOf = () => open[open.length - 1]?.children ?? roots;
    // Where one starts on the last row of another (`} else {`), the other ends before it.
    while (open.length > 0 && open[open.length - 1]!.end === start && end > start) {
      const before = open.pop()!;
      before.end = start - 1;
      const siblings = siblingsOf();
      if (before.end <= before.start) siblings.splice(siblings.indexOf(before), 1);
      else before.children = before.children.filter((child) => clip(child, before.end));
    }
    const around = open[open.length - 1];
    const last = around ? Math.min(end, around.end) : end;
    if (last <= start || (around && around.start === start && around.end === last)) continue;
    if (open.length >= most) continue;
    const fold: Fold = { start, end: last, closed: false, children: [] };
    siblingsOf().push(fold);
    open.push(fold);
  }
  return roots;
}

/** Ends a fold at a row; false when nothing of it is left. */
function clip(fold: Fold, end: number): boolean {
  fold.end = Math.min(fold.end, end);
  fold.children = fold.children.filter((child) => clip(child, end));
  return fold.end > fold.start;
}

function* linesOf(text: Text): Generator<string> {
  for (const line of text.iterLines()) yield line;
}

function indentFolds(text: Text, options: LevelOptions): Fold[] {
  const builder = new FoldBuilder();
  let row = 0;
  let level = 0;
  let blanks = 0;
  for (const line of linesOf(text)) {
    const own = indentLevel(line, options);
    if (own < 0) blanks++;
    else {
      // Blank lines take the lower of the levels around them.
      builder.setLevel(row - blanks, Math.min(level, own));
      builder.setLevel(row, own);
      level = own;
      blanks = 0;
    }
    row++;
  }
  if (blanks > 0) builder.setLevel(row - blanks, 0);
  return builder.finish(row);
}

/** -1 for a line without text (or an ignored `#` line), whose level is that of its neighbours. */
function indentLevel(line: string, options: LevelOptions): number {
  let cells = 0;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (code === 32) cells++;
    else if (code === 9) cells += options.tabstop - (cells % options.tabstop);
    else return code === 35 ? -1 : Math.min(options.most, Math.floor(cells / options.shift));
  }
  return -1;
}

function markerFolds(text: Text, options: LevelOptions): Fold[] {
  const comma = options.marker.indexOf(",");
  const open = options.marker.slice(0, comma);
  const close = options.marker.slice(comma + 1);
  const builder = new FoldBuilder();
  let row = 0;
  let level = 0;
  if (open === "" || close === "") return [];
  for (const line of linesOf(text)) {
    let next = level;
    if (line.includes(open) || line.includes(close)) {
      // The level of this line, that of the next one, and how many folds start here.
      let own = level;
      let started = 0;
      for (let at = 0; at < line.length; ) {
        const isOpen = line.startsWith(open, at);
        if (!isOpen && !line.startsWith(close, at)) {
          at++;
          continue;
        }
        at += isOpen ? open.length : close.length;
        const number = Number(/^\d*/.exec(line.slice(at, at + 3))![0]);
        if (isOpen && number > 0) {
          own = number;
          next = number;
          started = Math.max(number - level, 1);
        } else if (isOpen) {
          own++;
          next++;
          started++;
        } else if (number > 0) {
          own = number;
          // An end never starts a fold.
          next = Math.min(number - 1, level);
        } else next--;
      }
      next = Math.max(0, next);
      if (started > 0) builder.endTo(row, Math.max(0, own - started));
      builder.setLevel(row, Math.min(own, DEEPEST));
      builder.setLevel(row + 1, Math.min(next, DEEPEST));
    }
    level = next;
    row++;
  }
  return builder.finish(row);
}

/** Makes nested folds of the level of each row. */
class FoldBuilder {
  private readonly roots: Fold[] = [];
  private readonly open: Fold[] = [];

  /** From `row` on the level is `level`. */
  setLevel(row: number, level: number): void {
    this.endTo(row, level);
    while (this.open.length < level) {
      const fold: Fold = { start: row, end: row, closed: false, children: [] };
      const siblings = this.open[this.open.length - 1]?.children ?? this.roots;
      siblings.push(fold);
      this.open.push(fold);
    }
  }

  /** Ends the folds above `level` before `row`. */
  endTo(row: number, level: number): void {
    while (this.open.length > level) {
      const fold = this.open.pop()!;
      fold.end = row - 1;
      if (fold.end < fold.start) {
        const siblings = this.open[this.open.length - 1]?.children ?? this.roots;
        siblings.splice(siblings.indexOf(fold), 1);
      }
    }
  }

  finish(rows: number): Fold[] {
    this.endTo(rows, 0);
    return this.roots;
  }
}
