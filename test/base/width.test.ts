import assert from "node:assert/strict";
import { test } from "node:test";
import {
  cellWidth,
  clusterEnd,
  cutToWidth,
  forEachCluster,
  isAmbiguous,
  isDisputed,
  measureCluster,
  printable,
  textWidth,
} from "../../src/base/width.ts";

/** Cluster, cells, and whether terminals disagree. */
const CLUSTERS: readonly [string, number, boolean][] = [
  ["a", 1, false],
  ["e\u0301", 1, false],
  ["漢", 2, false],
  ["ｱ", 1, false],
  ["Ａ", 2, false],
  ["한", 2, false],
  ["\u1112\u1161\u11ab", 2, true],
  ["😀", 2, false],
  ["❤", 1, false],
  ["❤\ufe0f", 2, true],
  ["1\ufe0f\u20e3", 2, true],
  ["👨‍👩‍👧", 2, true],
  ["👍🏽", 2, true],
  ["🇩🇪", 2, true],
  ["🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}", 2, true],
  ["\u0301", 1, true],
  ["\u0378", 1, true],
  ["𠀀", 2, false],
  ["\x1b", 2, false],
  ["\t", 2, false],
  ["\x7f", 2, false],
  ["\x9b", 4, false],
  ["\udc80", 4, false],
  ["\ud800", 6, false],
  ["\u200b", 6, false],
  ["\u{e0001}", 7, false],
];

for (const [cluster, cells, disputed] of CLUSTERS) {
  test(`${printable(cluster)} is one cluster of ${cells} cells`, () => {
    assert.equal(clusterEnd(cluster, 0), cluster.length);
    assert.equal(cellWidth(cluster), cells);
    assert.equal(isDisputed(measureCluster(cluster, 0)), disputed);
  });
}

// What `strdisplaywidth()` of Neovim 0.7 says for single characters.
const NEOVIM: readonly [string, number][] = [
  ["éßñöΩж─│█▀■□▲●★☆♠♥", 18],
  ["「」、。ー～！？", 16],
  ["ひらがなカタカナ", 16],
  ["ภาษาไทย", 7],
  ["สำ", 2],
  ["नमस्ते", 4],
  ["क्ष", 2],
  ["தமிழ்", 3],
  ["עברית", 5],
  ["العربية", 7],
  ["€£¥", 3],
  ["🎉🚀✅⚡", 8],
  ["\u2060\ufeff\u200e", 18],
];

for (const [text, cells] of NEOVIM) {
  test(`${printable(text)} takes ${cells} cells as in Neovim`, () => {
    assert.equal(textWidth(text), cells);
  });
}

test("ambiguous characters follow 'ambiwidth'", () => {
  assert.equal(cellWidth("─"), 1);
  assert.equal(cellWidth("─", { ambiwidth: "double" }), 2);
  assert.equal(cellWidth("é", { ambiwidth: "double" }), 2);
  assert.equal(cellWidth("e", { ambiwidth: "double" }), 1);
  assert.ok(isAmbiguous(measureCluster("─", 0)));
});

test("hidden text becomes visible", () => {
  assert.equal(printable("a\u{e0041}\u{e0042}"), "a<e0041><e0042>");
  assert.equal(printable("x\u202ey"), "x<202e>y");
  assert.equal(printable("\x1b[31m"), "^[[31m");
});

test("a cluster without end is cut", () => {
  const zalgo = `a${"\u0301".repeat(1000)}`;
  let clusters = 0;
  forEachCluster(zalgo, 0, zalgo.length, "single", () => {
    clusters++;
  });
  assert.ok(clusters > 20 && clusters < 30, String(clusters));
});

test("clusters tile any text", () => {
  const pieces = [
    "a",
    "é",
    "e\u0301",
    "漢",
    "👨‍👩‍👧",
    "🇩🇪",
    "\x07",
    "\udc80",
    "\u200d",
    "\ud800",
    "ᄀ",
    "ᅡ",
    "क्ष",
  ];
  let seed = 7;
  const next = (n: number): number => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return (seed >> 8) % n;
  };
  for (let round = 0; round < 500; round++) {
    let text = "";
    for (let i = next(20); i >= 0; i--) text += pieces[next(pieces.length)]!;
    let expected = 0;
    let cells = 0;
    const end = forEachCluster(text, 0, text.length, "single", (from, after, measure) => {
      assert.equal(from, expected);
      assert.ok(after > from);
      cells += measure & 15;
      expected = after;
    });
    assert.equal(end, text.length);
    assert.equal(cells, textWidth(text));
  }
});

test("clusters are those of Unicode, but for what is cut on purpose", () => {
  const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
  const pieces = [
    ..."aé\u0300\ufe0f👨👩🏽🇩🇪🇺\u1100\u1161\u11a8\uac01\u0e33❤\u20e31©中\u3099",
    "👨\u200d",
    "क\u093f",
  ];
  let seed = 3;
  for (let round = 0; round < 5000; round++) {
    let text = "";
    for (let i = 0; i < 6; i++) {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      text += pieces[(seed >>> 8) % pieces.length]!;
    }
    const clusters: string[] = [];
    forEachCluster(text, 0, text.length, "single", (from, end) => {
      clusters.push(text.slice(from, end));
    });
    assert.deepEqual(
      clusters,
      Array.from(segmenter.segment(text), ({ segment }) => segment),
    );
  }
});

test("a walk stops where the visitor says", () => {
  assert.equal(
    forEachCluster("abcd", 0, 4, "single", (from) => from === 1),
    2,
  );
});

test("text is cut at whole clusters", () => {
  assert.equal(cutToWidth("ab漢c", 3), "ab");
  assert.equal(cutToWidth("ab漢c", 4), "ab漢");
  assert.equal(cutToWidth("abc", 10), "abc");
});
