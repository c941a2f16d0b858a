import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRange } from "../../../src/modal/ex/address.ts";
import { type CommandShape, commandWord, parseCommand } from "../../../src/modal/ex/parse.ts";
import { patternEnd } from "../../../src/modal/ex/skip.ts";

const SHAPES: CommandShape[] = [
  { name: "delete", register: true, count: true, flags: true, bar: true },
  { name: "global", bang: true, args: true },
  { name: "substitute", args: true },
  { name: "write", bang: true, args: true, bar: true },
  { name: ">", count: true, flags: true, bar: true },
  { name: "normal", bang: true, args: "required" },
];
const shapeOf = (word: string) => SHAPES.find((shape) => shape.name.startsWith(word)) ?? null;
const parse = (line: string) => parseCommand(line, 0, shapeOf);

const WORDS: ReadonlyArray<readonly [string, string]> = [
  ["s/a/b/", "s"],
  ["sg", "s"],
  ["sil", "sil"],
  ["sort", "sort"],
  ["dl", "d"],
  ["delp", "delp"],
  ["ka", "k"],
  ["keepj", "keepj"],
  ["&&", "&"],
  ["Foo1 x", "Foo1"],
  ["norm!", "norm"],
];
for (const [line, word] of WORDS) {
  test(`the command word of ${line} is ${word}`, () => assert.equal(commandWord(line, 0), word));
}

test("a range has its addresses, offsets and separators", () => {
  const { items, end } = parseRange("'a,/x\\/y/+2;$-1d", 0);
  assert.deepEqual(
    items.map((item) => [item.address.map((step) => step.base.kind).join(), item.separator]),
    [
      ["mark", ","],
      ["search", ";"],
      ["last", null],
    ],
  );
  assert.deepEqual(items[2]!.address[0]!.offsets, [-1]);
  assert.equal(end, 15);
});

test("a delimiter inside brackets does not end a pattern", () => {
  assert.equal(patternEnd("/[/]a/x", 1, "/"), 5);
  assert.equal(patternEnd("/a\\/b/x", 1, "/"), 5);
  assert.equal(patternEnd("/[a/x", 1, "/"), 3);
});

test("register, count and flags come before the argument", () => {
  const command = parse("2d x 3 #|w");
  assert.equal(command.register, "x");
  assert.equal(command.count, 3);
  assert.equal(command.flags, "#");
  assert.equal(command.next, 9);
});

test("a bar belongs to the argument of :normal and :g", () => {
  assert.equal(parse("g/x/d|w").args, "/x/d|w");
  assert.equal(parse("normal a|b").args, "a|b");
  assert.equal(parse("w a\\|b|d").args, "a|b");
});

test("modifiers stand before the range", () => {
  const { modifiers, range } = parse("silent! keepj vert 2,3d");
  assert.equal(modifiers.silent, 2);
  assert.equal(modifiers.keepjumps, true);
  assert.equal(modifiers.vertical, true);
  assert.equal(range.length, 2);
});

test("repeated shifts are counted", () => assert.equal(parse(">>> 2").repeat, 3));

const REFUSED: ReadonlyArray<readonly [string, RegExp]> = [
  ["normal", /^E471/],
  ["d!", /^E477/],
  ["d a b", /^E488/],
  ["\\x d", /^E10/],
];
for (const [line, message] of REFUSED) {
  test(`:${line} is refused with ${message.source}`, () => {
    assert.throws(() => parse(line), { name: "UserError", message });
  });
}

test("an unknown command is left to the caller, with its line", () => {
  const command = parse("3 nosuch");
  assert.equal(command.shape, null);
  assert.equal(command.args, "3 nosuch");
});
