/**
 * The colours of a text row by row. There are thousands of them, and most changes are within one row:
 * only rows that a change touches are mapped, the others at most counted on.
 */
import type { ChangeSet } from "@codemirror/state";
import type { Highlight } from "./slots.ts";
import type { Text } from "./text.ts";

/** UTF-16 columns of a row, in order and without overlaps. */
export interface RowHighlight {
  readonly from: number;
  readonly to: number;
  readonly value: Highlight;
}

type Spans = readonly RowHighlight[];

const NONE: Spans = [];
/** So many rows between two known ones are kept as unknown; with more, they are parts of their own. */
const GAP = 200;
/** A change that inserts more rows parts what is around it. */
const MOST_NEW = 1000;

/** Rows that follow each other. */
interface Part {
  first: number;
  rows: Spans[];
}

/** What changed within some rows, as they were and as they are; inclusive. */
interface Block {
  oldFirst: number;
  oldLast: number;
  newFirst: number;
  newLast: number;
}

export class RowHighlights {
  private text: Text;
  private parts: Part[] = [];

  constructor(text: Text) {
    this.text = text;
  }

  /** Rows that are kept. */
  get size(): number {
    return this.parts.reduce((sum, { rows }) => sum + rows.length, 0);
  }

  /** What a row (0-based) shows. */
  at(row: number): Spans {
    for (const { first, rows } of this.parts) {
      if (row >= first && row < first + rows.length) return rows[row - first]!;
    }
    return NONE;
  }

  /** Replaces what a row shows. */
  put(row: number, spans: Spans): void {
    const { parts } = this;
    let index = 0;
    for (; index < parts.length; index++) {
      const part = parts[index]!;
      if (row < part.first) break;
      const at = row - part.first;
      if (at >= part.rows.length + GAP) continue;
      while (part.rows.length < at) part.rows.push(NONE);
      part.rows[at] = spans;
      this.join(index);
      return;
    }
    parts.splice(index, 0, { first: row, rows: [spans] });
    this.join(index);
  }

  /** Forgets all rows but `[from, to)`. */
  keep(from: number, to: number): void {
    this.parts = this.parts.flatMap(({ first, rows }) => {
      const kept = rows.slice(Math.max(0, from - first), Math.max(0, to - first));
      return kept.length === 0 ? [] : [{ first: Math.max(first, from), rows: kept }];
    });
  }

  /** Calls back for what touches `[from, to]`, UTF-16 offsets of the text. */
  between(from: number, to: number, callback: (a: number, b: number, value: Highlight) => void) {
    const { text } = this;
    const low = text.lineAt(from);
    const high = to <= low.to ? low : text.lineAt(to);
    for (const { first, rows } of this.parts) {
      const end = Math.min(high.number, first + rows.length);
      for (let row = Math.max(low.number - 1, first); row < end; row++) {
        const spans = rows[row - first]!;
        if (spans.length === 0) continue;
        const line = row === low.number - 1 ? low.from : text.line(row + 1).from;
        for (const span of spans) {
          const a = line + span.from;
          const b = line + span.to;
          if (b >= from && a <= to) callback(a, b, span.value);
        }
      }
    }
  }

  /** Carries all through a change to `after`. */
  map(change: ChangeSet, after: Text): void {
    const before = this.text;
    this.text = after;
    if (this.parts.length === 0 || this.mapRow(change, before, after)) return;
    const mapped: Part[] = [];
    for (const part of this.parts) mapPart(part, change, before, after, mapped);
    // Parts that came together may both have the row in which they meet.
    this.parts = [];
    let end = 0;
    for (const { first, rows } of mapped) {
      const low = Math.max(first, end);
      const kept = first < low ? rows.slice(low - first) : rows;
      if (kept.length === 0) continue;
      this.parts.push({ first: low, rows: kept });
      end = low + kept.length;
    }
  }

  /** The common case: one place within one row. */
  private mapRow(change: ChangeSet, before: Text, after: Text): boolean {
    if (before.lines !== after.lines) return false;
    let count = 0;
    let from = 0;
    let to = 0;
    change.iterChangedRanges((fromA, toA) => {
      if (count++ === 0) from = fromA;
      to = toA;
    });
    if (count !== 1) return false;
    const line = before.lineAt(from);
    if (to > line.to) return false;
    const row = line.number - 1;
    for (const { first, rows } of this.parts) {
      const at = row - first;
      if (at < 0 || at >= rows.length) continue;
      const spans = rows[at]!;
      if (spans.length > 0) rows[at] = mapSpans(spans, change, line.from, line.from);
      return true;
    }
    return true;
  }

  /** Puts a part and the one behind it together where they meet. */
  private join(index: number): void {
    const part = this.parts[index]!;
    const next = this.parts[index + 1];
    if (next === undefined || part.first + part.rows.length < next.first) return;
    part.rows.length = next.first - part.first;
    part.rows.push(...next.rows);
    this.parts.splice(index + 1, 1);
  }
}

/** The spans of a row that starts at `start` in the text before, and at `line` in the one after. */
function mapSpans(spans: Spans, change: ChangeSet, start: number, line: number): RowHighlight[] {
  const mapped: RowHighlight[] = [];
  for (const span of spans) {
    const { value } = span;
    const from = change.mapPos(start + span.from, value.startSide) - line;
    const to = change.mapPos(start + span.to, value.endSide) - line;
    if (from < to) mapped.push(from === span.from && to === span.to ? span : { from, to, value });
  }
  return mapped;
}

function mapPart(part: Part, change: ChangeSet, before: Text, after: Text, mapped: Part[]): void {
  const last = part.first + part.rows.length - 1;
  const start = before.line(part.first + 1).from;
  const end = before.line(last + 1).to;
  const blocks: Block[] = [];
  change.iterChangedRanges((fromA, toA, fromB, toB) => {
    if (fromA > end || toA < start) return;
    const oldFirst = before.lineAt(fromA).number - 1;
    const oldLast = before.lineAt(toA).number - 1;
    const newLast = after.lineAt(toB).number - 1;
    const previous = blocks[blocks.length - 1];
    if (previous && previous.oldLast >= oldFirst) {
      previous.oldLast = oldLast;
      previous.newLast = newLast;
    } else {
      blocks.push({ oldFirst, oldLast, newFirst: after.lineAt(fromB).number - 1, newLast });
    }
  });
  let row = part.first;
  let shift =
    blocks.length === 0 ? after.lineAt(change.mapPos(start, 1)).number - 1 - part.first : 0;
  if (blocks.length > 0) shift = blocks[0]!.newFirst - blocks[0]!.oldFirst;
  let current: Part | null = null;
  const push = (at: number, spans: Spans): void => {
    if (current === null || current.first + current.rows.length !== at) {
      current = { first: at, rows: [] };
      mapped.push(current);
    }
    current.rows.push(spans);
  };
  const copy = (to: number): void => {
    for (; row < to; row++) push(row + shift, part.rows[row - part.first]!);
  };
  for (const block of blocks) {
    copy(Math.min(block.oldFirst, last + 1));
    const rows = rowsOf(part, block, change, before, after);
    rows.forEach((spans, i) => {
      push(block.newFirst + i, spans);
    });
    row = Math.max(row, block.oldLast + 1);
    shift = block.newLast - block.oldLast;
  }
  copy(last + 1);
}

/** What the rows of a block show after the change; none where they are too many. */
function rowsOf(
  part: Part,
  block: Block,
  change: ChangeSet,
  before: Text,
  after: Text,
): RowHighlight[][] {
  if (block.newLast - block.newFirst > MOST_NEW) return [];
  const rows: RowHighlight[][] = [];
  const starts: number[] = [];
  for (let row = block.newFirst; row <= block.newLast; row++) {
    rows.push([]);
    starts.push(after.line(row + 1).from);
  }
  const low = Math.max(block.oldFirst, part.first);
  const high = Math.min(block.oldLast, part.first + part.rows.length - 1);
  let at = 0;
  for (let row = low; row <= high; row++) {
    const spans = part.rows[row - part.first]!;
    if (spans.length === 0) continue;
    for (const { from, to, value } of mapSpans(spans, change, before.line(row + 1).from, 0)) {
      while (at + 1 < starts.length && starts[at + 1]! <= from) at++;
      // A line break that was typed in it parts a span.
      for (let i = at, low = from; i < rows.length && low < to; i++) {
        const next = starts[i + 1] ?? Number.POSITIVE_INFINITY;
        const stop = Math.min(to, next - 1);
        if (stop > low) rows[i]!.push({ from: low - starts[i]!, to: stop - starts[i]!, value });
        low = next;
      }
    }
  }
  return rows;
}
