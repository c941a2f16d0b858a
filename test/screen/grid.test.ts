import assert from "node:assert/strict";
import { test } from "node:test";
import { ClusterPool } from "../../src/screen/cluster-pool.ts";
import { CONTINUATION, Grid } from "../../src/screen/grid.ts";
import { PLAIN, rgb, type Style, StyleTable } from "../../src/screen/style.ts";
import { GroupTheme } from "../../src/screen/theme.ts";

function grid(rows = 2, cols = 10): Grid {
  return new Grid(rows, cols, new ClusterPool());
}

test("text is put cell by cell and the column after it comes back", () => {
  const g = grid();
  assert.equal(g.put(0, 1, "ab漢", 3), 5);
  assert.equal(g.rowText(0), " ab漢");
  assert.equal(g.glyphs[4], CONTINUATION);
  assert.equal(g.styleAt(0, 4), 3);
});

test("a wide character that does not fit leaves blanks", () => {
  const g = grid(1, 4);
  assert.equal(g.put(0, 0, "abc漢", 1), 4);
  assert.equal(g.rowText(0), "abc");
  assert.equal(g.styleAt(0, 3), 1);
  assert.equal(g.put(0, -1, "漢x", 1), 2);
  assert.equal(g.rowText(0), " xc");
});

test("half of a wide character never stays", () => {
  const g = grid(1, 6);
  g.put(0, 0, "漢字", 0);
  g.put(0, 1, "x", 0);
  assert.equal(g.rowText(0), " x字");
  g.put(0, 2, "y", 0);
  assert.equal(g.rowText(0), " xy");
  g.put(0, 0, "漢字", 0);
  g.put(0, 1, "語", 0);
  assert.equal(g.rowText(0), " 語");
  assert.equal(g.glyphs[3], 32);
  g.put(0, 0, "漢字", 0);
  g.fill(0, 1, 1, 2, 0);
  assert.equal(g.rowText(0), "");
});

test("a copied rectangle cuts wide characters at its edges", () => {
  const pool = new ClusterPool();
  const source = new Grid(1, 6, pool);
  source.put(0, 0, "漢字語", 0);
  const target = new Grid(1, 6, pool);
  target.put(0, 0, "abcdef", 0);
  target.blit(source, { row: 0, col: 1, rows: 1, cols: 4 }, 0, 1);
  assert.equal(target.rowText(0), "a 字 f");
});

const HOSTILE = [
  ["\x1b[2J", "^[[2J"],
  ["\x9b2J", "<9b>2J"],
  ["a\x07\x7f", "a^G^?"],
  ["\u202eabc", "<202e>abc"],
  ["\udc9b\udc80", "<9b><80>"],
  ["a\u200bb", "a<200b>b"],
  ["a\u{e0041}b", "a<e0041>b"],
  ["e\u0301\x1b", "e\u0301^["],
] as const;

for (const [text, shown] of HOSTILE) {
  test(`hostile text ${JSON.stringify(text)} is shown as ${shown}`, () => {
    const g = grid(1, 20);
    g.put(0, 0, text, 0);
    assert.equal(g.rowText(0), shown);
  });
}

test("no text whatever brings a control character into a cell", () => {
  const g = grid(1, 40);
  for (let code = 0; code < 0x3000; code++) {
    const ch = String.fromCharCode(code);
    for (const text of [ch, `e${ch}`, `\u0600${ch}`, `\u{1f468}\u200d${ch}`, `${ch}\u0301`]) {
      g.put(0, 0, text, 0);
      const row = g.rowText(0);
      assert.doesNotMatch(
        row,
        /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
        visible(text),
      );
      g.clear();
    }
  }
});

function visible(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
}

test("styles are interned and laid over each other", () => {
  const table = new StyleTable();
  const base = table.intern({ fg: 1, bg: rgb(0x102030) });
  assert.equal(table.intern({ bg: rgb(0x102030), fg: 1 }), base);
  const top = table.intern({ bold: true, bg: 4 });
  assert.deepEqual(JSON.parse(JSON.stringify(table.get(table.over(base, top)))), {
    fg: 1,
    bg: 4,
    bold: true,
  });
  assert.equal(table.over(base, PLAIN), base);
  assert.equal(table.over(base, top), table.over(base, top));
});

test("a full style table gives the plain style", () => {
  const table = new StyleTable(3);
  table.intern({ fg: 1 });
  table.intern({ fg: 2 });
  assert.equal(table.intern({ fg: 3 }), PLAIN);
});

test("a theme falls back along the dots and follows links", () => {
  const table = new StyleTable();
  const theme = new GroupTheme(
    new Map<string, Style | string>([
      ["comment", { fg: 8 }],
      ["Comment", "comment.line"],
      ["loop", "loop"],
    ]),
    table,
  );
  assert.deepEqual(theme.style("comment.line.doc"), { fg: 8 });
  assert.equal(theme.id("Comment"), theme.id("comment"));
  assert.equal(theme.id("nothing.here"), PLAIN);
  assert.equal(theme.id("loop"), PLAIN);
});
