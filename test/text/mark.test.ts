import assert from "node:assert/strict";
import { test } from "node:test";
import { mapMark, markMapper } from "../../src/text/mark.ts";
import { ChangeSet, type Text, textOf } from "../../src/text/text.ts";

/** A small generator of numbers below `n`, the same in each run. */
function numbers(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % n;
  };
}

const INSERTS = ["", "", "x", "\n", "a\nb", "\n\n", "yy\n"];

function randomText(below: (n: number) => number): Text {
  let text = "";
  for (let i = below(60); i > 0; i--) text += below(4) === 0 ? "\n" : "a";
  return textOf(text);
}

function randomChange(text: Text, most: number, below: (n: number) => number): ChangeSet {
  const specs: { from: number; to: number; insert: Text }[] = [];
  let at = 0;
  for (let i = below(most); i >= 0 && at <= text.length; i--) {
    const from = at + below(text.length - at + 1);
    const to = from + below(Math.min(12, text.length - from) + 1);
    specs.push({ from, to, insert: textOf(INSERTS[below(INSERTS.length)]!) });
    at = to + 1;
  }
  return ChangeSet.of(specs, text.length);
}

test("marks that are carried together go where each goes alone", () => {
  const below = numbers(7);
  for (let round = 0; round < 3000; round++) {
    const before = randomText(below);
    const change = randomChange(before, round % 10 === 0 ? 20 : 3, below);
    const after = change.apply(before);
    const carry = markMapper(change, before, after);
    for (let row = -1; row <= before.lines; row++) {
      const mark = { row, col: below(5) };
      const place = `${before.sliceString(0)} ${JSON.stringify(change)} ${JSON.stringify(mark)}`;
      assert.deepEqual(carry(mark), mapMark(mark, change, before, after), place);
    }
  }
});
