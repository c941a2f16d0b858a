import assert from "node:assert/strict";
import { test } from "node:test";
import { charClass, compileIsKeyword } from "../../../src/text/keyword.ts";
import { findCharacter, repeatFind } from "../../../src/text/motion/find.ts";
import { wordCommand } from "../../../src/text/motion/word-command.ts";
import { wordForward } from "../../../src/text/motion/words.ts";
import { textOf } from "../../../src/text/text.ts";

const isKeyword = compileIsKeyword("@,48-57,_,192-255");
const words = { isKeyword, big: false };

test("iskeyword knows ranges, exclusions and commas", () => {
  const keyword = compileIsKeyword("@,48-57,^a-c,,,#,200");
  const accepted = [..."abcd09,#È_"].filter((char) => keyword(char.codePointAt(0)!)).join("");
  assert.equal(accepted, "d09,#È");
  assert.equal(compileIsKeyword("@-@")(0x40), true);
  assert.equal(keyword(0x65e5), true);
});

test("scripts have classes of their own", () => {
  const classes = [..." a;日かカ한é😀"].map((char) => charClass(char.codePointAt(0)!, isKeyword));
  assert.deepEqual(classes, [0, 2, 1, 0x4e00, 0x3040, 0x30a0, 0xac00, 2, 1]);
});

test("a word motion runs to the end of the text and only fails from its last character", () => {
  const text = textOf("a bc");
  const options = { ...words, stopAtLineEnd: false };
  assert.deepEqual(wordForward(text, 0, 100, options), { pos: 4, failed: false });
  assert.deepEqual(wordForward(text, 3, 1, options), { pos: 4, failed: true });
});

test("cw leaves the blanks after a word, but takes them on a blank", () => {
  const text = textOf("ab  cd");
  const command = { ...words, end: false, operator: "change", visual: false } as const;
  const cpoptions = "aABceFs_";
  const onWord = wordCommand(text, 0, 1, { ...command, cpoptions });
  assert.deepEqual(onWord, { pos: 1, inclusive: true, failed: false });
  const onBlank = wordCommand(text, 2, 1, { ...command, cpoptions });
  assert.deepEqual(onBlank, { pos: 4, inclusive: false, failed: false });
});

test("repeating t passes over the character beside the cursor", () => {
  const text = textOf("axbxc");
  const search = { char: "x", forward: true, until: true };
  assert.equal(findCharacter(text, 0, 1, search), 0);
  assert.deepEqual(repeatFind(text, 0, 1, search, false, ""), { pos: 2, inclusive: true });
  assert.deepEqual(repeatFind(text, 0, 1, search, false, ";"), { pos: 0, inclusive: true });
  assert.deepEqual(repeatFind(text, 4, 1, search, true, ""), { pos: 2, inclusive: false });
});
