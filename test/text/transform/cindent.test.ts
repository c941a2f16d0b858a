import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { textOf } from "../../../src/text/text.ts";
import { cindent, reindentRows } from "../../../src/text/transform/cindent.ts";

const OPTS = {
  tabstop: 8,
  softtabstop: 0,
  expandtab: true,
  shiftround: false,
  smarttab: true,
};

test("whole files are indented as Neovim does", () => {
  const file = new URL("recorded/cindent.jsonl", import.meta.url);
  for (const line of readFileSync(file, "utf8").trim().split("\n")) {
    const { lines, sw, out } = JSON.parse(line) as { lines: string[]; sw: number; out: string[] };
    const text = textOf(lines.join("\n"));
    const result = reindentRows(text, 0, lines.length, { ...OPTS, shiftwidth: sw });
    assert.deepEqual(result, out);
  }
});

const SAMPLES: [string, number][] = [
  ["if (a)\nx", 4],
  ["while (a) {\nx", 4],
  ["foo(a,\nb", 8],
  ["/*\n* x", 1],
  ["{\nswitch (a) {\ncase 1:", 4],
  ["    #if\n  #endif", 0],
  ["int a,\nb;", 4],
  ['char *s = "a\\\nb', 11],
];

for (const [source, cells] of SAMPLES) {
  test(`the last line of ${JSON.stringify(source)} is indented by ${cells}`, () => {
    const text = textOf(source);
    assert.equal(cindent(text, text.lines - 1, { ...OPTS, shiftwidth: 4 }), cells);
  });
}
