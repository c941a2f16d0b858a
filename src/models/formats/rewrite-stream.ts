/**
 * Reads a region that a model writes anew, line by line: what it leaves alone is skipped, and a change is
 * certain once the lines behind it are those of the region again.
 */
import type { Finish } from "../prompt.ts";
import type { Scene } from "../scene.ts";
import {
  isBlankChange,
  type LastEdit,
  lastEditOf,
  preciseHunks,
  reverts,
  rowsSpan,
  type SpanHunk,
  touchesMasked,
} from "./hunks.ts";
import { diffLines, likeness } from "./line-diff.ts";
import { isBlank, isRepeatable, isSignificant, type Rows } from "./lines.ts";
import type { Span } from "./view.ts";

/** Lines that agree again before a change is certain: of those that say something, and of any. */
const SIGNIFICANT = 2;
const ANY = 3;
/** A jump over more lines than this needs twice as many. */
const FAR = 12;
/** Regions of more rows than this must begin near their beginning, and how near: a share of the rows. */
const ANCHORED = 10;
const ANCHOR_SHARE = 0.25;
const ANCHOR_LIKENESS = 0.7;
/** Identical lines in a row that end an answer. */
const REPEATED = 3;

export interface RewriteOptions {
  readonly scene: Scene;
  readonly rows: Rows;
  /** Rows that are rewritten. */
  readonly region: Span;
  /** The row that the answer begins at, where the prompt already has the lines before it. */
  readonly start?: number;
  /** Stands in the answer where the cursor belongs; null: the format has none. */
  readonly cursorMarker: string | null;
}

export class RewriteStream {
  private readonly options: RewriteOptions;
  private readonly lastEdit: LastEdit | null;
  /** The first row that nothing was said about yet. */
  private at: number;
  private last: number;
  private readonly pending: string[] = [];
  private seen = 0;
  private repeated = 0;
  private previous: string | null = null;
  private marked: Marked | null = null;
  /** Where the marker stands in `pending`: line and column. */
  private markedPending: readonly [number, number] | null = null;
  readonly hunks: SpanHunk[] = [];
  refused: string | null = null;
  /** It says the same again and again: the rest is not wanted. */
  stuck = false;

  constructor(options: RewriteOptions) {
    this.options = options;
    this.at = options.start ?? options.region.first;
    this.last = options.region.last;
    this.lastEdit = lastEditOf(options.scene, options.rows);
  }

  /** A line has come. */
  get begun(): boolean {
    return this.seen > 0;
  }

  /** Takes a complete line of the answer. */
  line(written: string): void {
    if (this.refused !== null || this.stuck) return;
    const line = this.withoutMarker(written);
    this.checkAnchor(line);
    if (this.refused !== null) return;
    this.checkRepetition(line);
    if (this.stuck) return;
    const { rows } = this.options;
    if (this.pending.length === 0 && this.at <= this.last && same(rows.lines[this.at]!, line)) {
      if (this.markedPending) this.markRow(this.at, this.markedPending[1]);
      this.at++;
      return;
    }
    this.pending.push(line);
    this.converge();
  }

  /** The region turns out to end with this row. False: what was certain lies behind it. */
  narrow(last: number): boolean {
    if (this.at > last + 1) return false;
    this.last = last;
    return true;
  }

  /** The answer is over: what is left of the region is what is left of the answer, or stays if it was cut. */
  end(finish: Finish): void {
    if (this.refused !== null) return;
    const whole = finish === "stop" && !this.stuck;
    if (whole) this.settleRest();
    else this.anchor();
  }

  /** Blank rows at the end that an answer left out, and others it added, stay as they are. */
  private settleRest(): void {
    const { rows } = this.options;
    let to = this.last + 1;
    while (to > this.at && isBlank(rows.lines[to - 1]!)) to--;
    let count = this.pending.length;
    while (count > 0 && isBlank(this.pending[count - 1]!)) count--;
    const alike = count === 0 ? to === this.at : count === to - this.at;
    if (alike) {
      this.settle(to, count);
      const row = to + (this.markedPending?.[0] ?? 0) - count;
      if (this.markedPending && row >= to && row <= this.last)
        this.markRow(row, this.markedPending[1]);
    } else this.settle(this.last + 1, this.pending.length);
  }

  /** The offset where the cursor belongs in the changed text; null: the answer does not say. */
  get cursor(): number | null {
    if (!this.marked) return null;
    const { base, local, group } = this.marked;
    let offset = base + local;
    for (const [index, { from, to, insert }] of this.hunks.entries()) {
      // In a line that stays an insertion before it may have moved into it.
      const before = group === null ? to <= base + local : index < group;
      if (before) offset += insert.length - (to - from);
    }
    return offset;
  }

  private withoutMarker(written: string): string {
    const marker = this.options.cursorMarker;
    this.markedPending = this.pending.length === 0 ? null : this.markedPending;
    const col = marker === null ? -1 : written.indexOf(marker);
    if (marker === null || col < 0) return written;
    this.markedPending = [this.pending.length, col];
    return written.slice(0, col) + written.slice(col + marker.length).replaceAll(marker, "");
  }

  /** An answer that begins far inside of the region has lost its place. */
  private checkAnchor(line: string): void {
    if (this.seen++ > 0 || !isSignificant(line)) return;
    const { rows, region, start } = this.options;
    const first = start ?? region.first;
    const count = this.last + 1 - first;
    if (count <= ANCHORED) return;
    let best = -1;
    let most = ANCHOR_LIKENESS;
    for (let row = first; row <= this.last; row++) {
      const alike = likeness(line, rows.lines[row]!);
      if (alike > most) {
        most = alike;
        best = row;
      }
    }
    if (best - first > count * ANCHOR_SHARE) {
      this.refused = `the answer begins with line ${best - first + 1} of ${count}`;
    }
  }

  /** A line that is there thrice in a row, and not in the region, is a model that cannot stop. */
  private checkRepetition(line: string): void {
    this.repeated = line === this.previous && !isRepeatable(line) ? this.repeated + 1 : 1;
    this.previous = line;
    if (this.repeated < REPEATED) return;
    const { lines } = this.options.rows;
    const { first, last } = this.options.region;
    for (let row = first; row + REPEATED - 1 <= last; row++) {
      if (lines[row] === line && lines[row + 1] === line && lines[row + 2] === line) return;
    }
    this.pending.length = Math.max(0, this.pending.length - (REPEATED - 1));
    this.stuck = true;
  }

  /** Looks for the lines that the answer comes back to the region with. */
  private converge(): void {
    const { rows } = this.options;
    const count = this.pending.length;
    for (let row = this.at; row <= this.last; row++) {
      if (!same(rows.lines[row]!, this.pending[count - 1]!)) continue;
      let agree = 0;
      let significant = 0;
      while (
        agree < count &&
        row - agree >= this.at &&
        same(rows.lines[row - agree]!, this.pending[count - 1 - agree]!)
      ) {
        if (isSignificant(this.pending[count - 1 - agree]!)) significant++;
        agree++;
      }
      const skipped = row - agree + 1 - this.at - (count - agree);
      const factor = skipped > FAR ? 2 : 1;
      if (significant < SIGNIFICANT * factor && agree < ANY * factor) continue;
      this.settle(row + 1 - agree, count - agree);
      this.markAgreed(row + 1 - agree, count - agree);
      this.at = row + 1;
      this.pending.length = 0;
      return;
    }
  }

  /** Of an answer that was cut: up to the last of its lines that the region has, too. */
  private anchor(): void {
    const { rows } = this.options;
    for (let index = this.pending.length - 1; index > 0; index--) {
      const line = this.pending[index]!;
      if (!isSignificant(line)) continue;
      const limit = Math.min(this.last, this.at + index + FAR);
      for (let row = this.at; row <= limit; row++) {
        if (!same(rows.lines[row]!, line)) continue;
        this.settle(row, index);
        return;
      }
    }
  }

  /** The rows up to `to` became the first `count` pending lines. */
  private settle(to: number, count: number): void {
    const { rows } = this.options;
    const from = this.at;
    const next = this.pending.slice(0, count);
    const old = rows.lines.slice(from, to);
    const parts = diffLines(old, next, same);
    // Blanks that change beside something else are a part of that.
    const blank = parts.every((part) =>
      isBlankChange(
        old.slice(part.fromA, part.toA).join("\n"),
        next.slice(part.fromB, part.toB).join("\n"),
      ),
    );
    for (const part of blank ? [] : parts) {
      const lines = next.slice(part.fromB, part.toB);
      this.change(from + part.fromA, from + part.toA, this.last, lines, part.fromB);
    }
    if (this.markedPending && this.markedPending[0] < count && !this.marked) {
      this.markKept(from, parts, this.markedPending);
    }
  }

  /** One changed run of rows, unless nobody wants it. */
  private change(
    from: number,
    to: number,
    last: number,
    lines: readonly string[],
    index: number,
  ): void {
    const { rows, scene } = this.options;
    const whole = rowsSpan(rows, from, to, last, lines);
    const hunks = preciseHunks(rows, from, to, last, lines, scene.cursor);
    const one = oneOf(rows.text, hunks);
    if (one && reverts(rows.text, one, this.lastEdit)) return;
    // Lines that change each for itself can be left out each for itself.
    const fine = hunks.filter(
      (hunk) => !touchesMasked(scene, hunk) && !reverts(rows.text, hunk, this.lastEdit),
    );
    const group = this.hunks.length;
    this.hunks.push(...fine);
    if (fine.length < hunks.length) return;
    const marker = this.markedPending;
    if (!marker || marker[0] < index || marker[0] >= index + lines.length) return;
    const behind = from > last || whole.from < rows.starts[from]!;
    let local = behind && whole.insert.startsWith("\n") ? 1 : 0;
    for (const line of lines.slice(0, marker[0] - index)) local += line.length + 1;
    this.marked = { base: whole.from, local: local + marker[1], group };
  }

  /** The marker is in a pending line that the region has, too. */
  private markKept(
    from: number,
    parts: readonly { fromA: number; toA: number; fromB: number; toB: number }[],
    [line, col]: readonly [number, number],
  ): void {
    let shift = 0;
    for (const part of parts) {
      if (line >= part.fromB && line < part.toB) return;
      if (part.toB <= line) shift = part.toA - part.toB;
    }
    this.markRow(from + line + shift, col);
  }

  private markAgreed(row: number, index: number): void {
    const marker = this.markedPending;
    if (marker && marker[0] >= index) this.markRow(row + marker[0] - index, marker[1]);
    this.markedPending = null;
  }

  private markRow(row: number, col: number): void {
    const { starts, lines } = this.options.rows;
    const local = Math.min(col, lines[row]!.length);
    this.marked = { base: starts[row]!, local, group: null };
    this.markedPending = null;
  }
}

interface Marked {
  /** An offset of the text before. */
  readonly base: number;
  /** Behind it in the text after. */
  readonly local: number;
  /** `base` is where a change starts, whose new text is counted by `local`: the index of its first hunk. */
  readonly group: number | null;
}

/** Blanks at the ends of lines do not count. */
function same(a: string, b: string): boolean {
  return a === b || a.trimEnd() === b.trimEnd();
}

/** Several changes as one replaced range; null: none. */
function oneOf(text: string, hunks: readonly SpanHunk[]): SpanHunk | null {
  const first = hunks[0];
  if (!first) return null;
  let insert = "";
  let at = first.from;
  for (const hunk of hunks) {
    insert += text.slice(at, hunk.from) + hunk.insert;
    at = hunk.to;
  }
  return { kind: "span", from: first.from, to: at, insert };
}
