/** Blocks of texts side by side: every row has its height, and equal rows have the same. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { alignBlocks, rowAcross } from "../../src/text/diff/align.ts";
import { diffRows } from "../../src/text/diff/rows.ts";

/** The heights (rows of the screen) of every row of each text, with the blanks of the blocks. */
function heights(texts: readonly (readonly string[])[]): number[][] {
  const [first, ...others] = texts;
  const blocks = alignBlocks(others.map((other) => diffRows(first!, other)));
  return texts.map((lines, which) => {
    const result: number[] = [];
    let at = 0;
    let row = 0;
    for (const { spans, height } of blocks) {
      const { from, to } = spans[which]!;
      while (row < from) result[row++] = at++;
      const block = at;
      while (row < to) result[row++] = at++;
      at = block + height;
    }
    while (row < lines.length) result[row++] = at++;
    return result;
  });
}

const CASES: readonly [string, readonly string[], readonly number[][]][] = [
  [
    "equal",
    ["abc", "abc"],
    [
      [0, 1, 2],
      [0, 1, 2],
    ],
  ],
  [
    "added rows leave blanks",
    ["abc", "axybc"],
    [
      [0, 3, 4],
      [0, 1, 2, 3, 4],
    ],
  ],
  [
    "deleted rows",
    ["axybc", "abc"],
    [
      [0, 1, 2, 3, 4],
      [0, 3, 4],
    ],
  ],
  [
    "changed rows of other length",
    ["abc", "axxc"],
    [
      [0, 1, 3],
      [0, 1, 2, 3],
    ],
  ],
  [
    "three texts",
    ["abc", "axbc", "abyc"],
    [
      [0, 2, 4],
      [0, 1, 2, 4],
      [0, 2, 3, 4],
    ],
  ],
  [
    "hunks that overlap are one block",
    ["abcd", "axyd", "abzd"],
    [
      [0, 1, 2, 3],
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ],
  ],
];

for (const [name, texts, expected] of CASES) {
  test(`alignment: ${name}`, () => {
    assert.deepEqual(heights(texts.map((text) => [...text])), expected);
  });
}

test("equal rows outside of blocks stand at one height in random texts", () => {
  let seed = 7;
  const random = (n: number) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return seed % n;
  };
  for (let run = 0; run < 300; run++) {
    const first = Array.from({ length: random(20) }, () => "abcdef"[random(6)]!);
    const others = [0, 1].map(() => {
      const copy = [...first];
      for (let i = random(5); i > 0; i--) {
        copy.splice(random(copy.length + 1), random(3), ...["x", "y", "a"].slice(random(3)));
      }
      return copy;
    });
    const blocks = alignBlocks(others.map((other) => diffRows(first, other)));
    const [own, ...theirs] = heights([first, ...others]);
    others.forEach((other, i) => {
      first.forEach((line, row) => {
        if (blocks.some(({ spans }) => row >= spans[0]!.from && row < spans[0]!.to)) return;
        const across = rowAcross(blocks, 0, i + 1, row);
        assert.equal(other[across], line, `run ${run}`);
        assert.equal(theirs[i]![across], own![row], `run ${run}`);
        assert.equal(rowAcross(blocks, i + 1, 0, across), row, `run ${run}`);
      });
    });
  }
});
