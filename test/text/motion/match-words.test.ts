import assert from "node:assert/strict";
import { test } from "node:test";
import { compileIsKeyword } from "../../../src/text/keyword.ts";
import { matchWordsOf } from "../../../src/text/motion/match-word-table.ts";
import { matchingWord } from "../../../src/text/motion/match-words.ts";
import { textOf } from "../../../src/text/text.ts";

const isKeyword = compileIsKeyword("@,48-57,_,192-255");

/** `[file type, text with | at the cursor, the text from the place reached; null for none]`. */
const CASES: readonly [string, string, string | null][] = [
  ["vim", "|if x\n  if y\n  endif\nelse\nendif", "else\nendif"],
  ["vim", "if x\n  if y\n  endif\n|else\nendif", "endif"],
  ["vim", "if x\n  if y\n  endif\nelse\n|endif", "if x\n  if y\n  endif\nelse\nendif"],
  ["lua", "|while x do\n  print('end')\nend", "end"],
  ["lua", "while x do -- end\nen|d", "while x do -- end\nend"],
  ["lua", "|repeat\nuntil x", "until x"],
  ["ruby", "|def f\n  x if y\nend", "end"],
  ["sh", "|if x; then\n  y\nfi", "fi"],
  ["html", "<|p>a <b>c</b></p>", "/p>"],
  ["html", "<p>a <b>c</b></|p>", "p>a <b>c</b></p>"],
  ["lua", "|if x then", null],
  ["lua", "|x = 1", null],
];

for (const [fileType, marked, expected] of CASES) {
  test(`% in ${fileType}: ${JSON.stringify(marked)}`, () => {
    const pos = marked.indexOf("|");
    const text = textOf(marked.replace("|", ""));
    const found = matchingWord(text, pos, matchWordsOf(fileType)!, isKeyword);
    assert.equal(found === null ? null : text.sliceString(found), expected);
  });
}
