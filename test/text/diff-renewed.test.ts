/** Differences that follow changes of one text stand for the same texts as those compared anew. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { inverted, renewedHunks } from "../../src/text/diff/renewed.ts";
import { type Hunk, hunks } from "../../src/text/diff.ts";
import { ChangeSet, type Text, textOf } from "../../src/text/text.ts";
import { Dice } from "../vim/dice.ts";

/** `b` as the hunks make it of `a`; what is between them has to be equal. */
function applied(a: Text, b: Text, list: readonly Hunk[]): string[] {
  const [from, to] = [a.toJSON(), b.toJSON()];
  const lines: string[] = [];
  let next = 0;
  for (const hunk of list) {
    assert.ok(hunk.fromA >= next && (hunk.fromA < hunk.toA || hunk.fromB < hunk.toB));
    lines.push(...from.slice(next, hunk.fromA));
    assert.equal(lines.length, hunk.fromB);
    lines.push(...to.slice(hunk.fromB, hunk.toB));
    next = hunk.toA;
  }
  return [...lines, ...from.slice(next)];
}

test("random changes", () => {
  for (let seed = 0; seed < 300; seed++) {
    const dice = new Dice(seed);
    const rows = (count: number) =>
      Array.from({ length: count }, () => dice.pick(["a", "b", "c", "d", ""]));
    const a = textOf(rows(dice.below(400) + 1).join("\n"));
    let b = a;
    let list: readonly Hunk[] = [];
    for (let step = 0; step < 12; step++) {
      const from = dice.below(b.length + 1);
      const to = Math.min(b.length, from + dice.below(dice.pick([1, 3, 60])));
      const insert = textOf(rows(dice.below(4)).join("\n"));
      const old = b;
      b = ChangeSet.of({ from, to, insert }, b.length).apply(b);
      list = renewedHunks(list, a, old, b);
      assert.deepEqual(applied(a, b, list), b.toJSON(), `seed ${seed}, step ${step}`);
      assert.deepEqual(applied(b, a, list.map(inverted)), a.toJSON(), `seed ${seed}, step ${step}`);
    }
  }
});

test("a change that is taken back leaves no difference", () => {
  const a = textOf(Array.from({ length: 5000 }, (_, i) => `row ${i}`).join("\n"));
  const b = ChangeSet.of({ from: 20_000, to: 20_100, insert: "x\ny" }, a.length).apply(a);
  const list = renewedHunks([], a, a, b);
  assert.deepEqual(list, hunks(a, b));
  assert.deepEqual(renewedHunks(list, a, b, a), []);
});
