/** Random edits, keys and places: nothing throws, and what is in a tree's words stays in the text. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { contextRows } from "../../../src/language/structure/context.ts";
import { foldRanges } from "../../../src/language/structure/folds.ts";
import { Indenter } from "../../../src/language/structure/indent/indenter.ts";
import { newLineIndent } from "../../../src/language/structure/indent/new-line.ts";
import { documentSymbols } from "../../../src/language/structure/symbols.ts";
import { textOf } from "../../../src/text/text.ts";
import { KEY_CASES } from "./object-cases.ts";
import { structureStage } from "./stage.ts";

const OPTIONS = {
  tabstop: 8,
  shiftwidth: 2,
  softtabstop: 0,
  expandtab: true,
  shiftround: false,
  smarttab: false,
};
const PIECES = [
  "{",
  "}",
  "(",
  ")",
  "\n",
  '"',
  "`",
  "/*",
  "if ",
  "def a:\n",
  "<a>",
  "end",
  " ",
  "x",
  "😀",
  ": ",
  ",",
];
const KEYS = [
  ..."afifaaiaakikalilaoioauiuanin".match(/../g)!.flatMap((o) => [`v${o}<Esc>`, `v${o}${o}<Esc>`]),
  "]m",
  "[m",
  "]M",
  "[M",
  "]k",
  "[k",
  "%",
  "==",
  "o<Esc>",
  "O<Esc>",
  "A}<Esc>",
  "i<CR><Esc>",
  "gcc",
  "zj",
];

/** Numbers from 0 on, always the same ones. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state % below;
  };
}

const texts = new Map<string, string>();
for (const { filetype, text } of KEY_CASES) {
  texts.set(filetype, `${texts.get(filetype) ?? ""}${text.replace("‸", "")}\n`);
}

for (const [filetype, text] of texts) {
  test(`random edits of ${filetype}`, async () => {
    const stage = await structureStage(text, filetype);
    const { editor, doc, service } = stage;
    const random = numbers(filetype.length * 7919);
    stage.keys(":set fdm=syntax<CR>");
    for (let round = 0; round < 60; round++) {
      const from = random(doc.text.length + 1);
      const to = Math.min(doc.text.length, from + random(4));
      const insert = textOf(PIECES[random(PIECES.length)]!);
      editor.dispatch(doc, { changes: { from, to, insert }, origin: "input.type" });
      editor.setCursor(editor.win, random(doc.text.length + 1));
      stage.keys(KEYS[random(KEYS.length)]!);
      stage.frame();
      editor.win.folds.refresh();
      const tree = service.ensure(doc, 10_000);
      if (tree === null) continue;
      const { lines } = doc.text;
      for (const { start, end } of foldRanges(tree)) assert.ok(start < end && end < lines);
      for (const { point } of documentSymbols(tree)) assert.ok(point.row < lines);
      const row = random(lines);
      assert.ok(contextRows(tree, doc.text, row).every((each) => each < row));
      const indenter = new Indenter(tree, doc.text, OPTIONS);
      const cells = indenter.line(row);
      assert.ok(cells === null || cells >= 0);
      const below = newLineIndent(indenter, doc.text.line(row + 1).to, "");
      assert.ok(below === null || below >= 0);
    }
    assert.deepEqual(editor.bugs, []);
    stage.close();
  });
}
