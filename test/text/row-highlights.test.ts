import assert from "node:assert/strict";
import { test } from "node:test";
import type { Range } from "@codemirror/state";
import { RowHighlights } from "../../src/text/row-highlights.ts";
import { Highlight, RangeSet } from "../../src/text/slots.ts";
import { ChangeSet, Text } from "../../src/text/text.ts";

/** Numbers from 0 to 1, the same for a seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) / 0x800000;
  };
}

class Colour extends Highlight {
  override startSide = 1;
  override endSide = 1;
}

const VALUE = new Colour("x");

/** What each row shows, of spans that may go over line ends. */
function byRow(text: Text, spans: readonly [number, number][]): string[] {
  const found: string[] = [];
  for (let row = 0; row < text.lines; row++) {
    const line = text.line(row + 1);
    for (const [from, to] of spans) {
      const a = Math.max(from, line.from);
      const b = Math.min(to, line.to);
      if (a < b) found.push(`${row}:${a - line.from}-${b - line.from}`);
    }
  }
  return found;
}

function shown(rows: RowHighlights, text: Text): string[] {
  const spans: [number, number][] = [];
  rows.between(0, text.length, (from, to) => spans.push([from, to]));
  return byRow(text, spans);
}

test("rows are carried through changes as ranges of the whole text are", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const next = random(seed);
    const below = (n: number) => Math.floor(next() * n);
    let text = Text.of(Array.from({ length: 60 }, () => "abcdefgh".slice(0, below(9))));
    const rows = new RowHighlights(text);
    const ranges = [];
    // Some rows are known, in two parts.
    for (let row = 0; row < text.lines; row++) {
      if (row > 15 && row < 30) continue;
      const line = text.line(row + 1);
      const spans = [];
      for (let at = 0; at + 2 <= line.length; at += 3) {
        spans.push({ from: at, to: at + 2, value: VALUE });
        ranges.push(VALUE.range(line.from + at, line.from + at + 2));
      }
      rows.put(row, spans);
    }
    let set = RangeSet.of(ranges);
    for (let step = 0; step < 6; step++) {
      const edits = [];
      let at = below(40);
      for (let n = 1 + below(3); n > 0 && at < text.length; n--) {
        const to = Math.min(text.length, at + below(next() < 0.2 ? 60 : 4));
        const insert = Text.of(Array.from({ length: 1 + below(3) }, () => "yz".slice(0, below(3))));
        edits.push({ from: at, to, insert });
        at = to + 1 + below(150);
      }
      const change = ChangeSet.of(edits, text.length);
      text = change.apply(text);
      rows.map(change, text);
      set = set.map(change);
      const spans: [number, number][] = [];
      set.between(0, text.length, (from, to) => void spans.push([from, to]));
      assert.deepEqual(shown(rows, text), byRow(text, spans), `seed ${seed}, step ${step}`);
      // What a line break has parted stays so.
      const parted: Range<Colour>[] = [];
      rows.between(0, text.length, (from, to) => void parted.push(VALUE.range(from, to)));
      set = RangeSet.of(parted);
      for (let row = 0; row < text.lines; row++) {
        const { from } = text.line(row + 1);
        const own = byRow(
          text,
          rows.at(row).map((span) => [from + span.from, from + span.to]),
        );
        assert.deepEqual(
          own,
          byRow(text, spans).filter((one) => one.startsWith(`${row}:`)),
        );
      }
    }
  }
});

test("rows far from each other are kept apart; others are forgotten on demand", () => {
  const text = Text.of(Array.from({ length: 100_000 }, () => "let a"));
  const rows = new RowHighlights(text);
  for (const row of [5, 90_000, 4, 90_001, 40_000])
    rows.put(row, [{ from: 0, to: 3, value: VALUE }]);
  assert.equal(rows.size, 5);
  rows.keep(80_000, 100_000);
  assert.equal(rows.size, 2);
  assert.equal(rows.at(90_001).length, 1);
  assert.equal(rows.at(5).length, 0);
  const many = Text.of(Array.from({ length: 5000 }, () => ""));
  const change = ChangeSet.of({ from: 0, insert: many }, text.length);
  rows.map(change, change.apply(text));
  assert.equal(rows.at(94_999).length, 1);
  assert.equal(rows.size, 2);
});
