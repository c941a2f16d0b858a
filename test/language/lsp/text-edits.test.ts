/** Edits of servers as changes of our texts, which have no last line break. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChangeHistory } from "../../../src/language/lsp/change-history.ts";
import type { PositionEncoding } from "../../../src/language/lsp/position.ts";
import { toPosition } from "../../../src/language/lsp/position.ts";
import { changeOfEdits } from "../../../src/language/lsp/text-edits.ts";
import { ChangeSet, type Text, textOf } from "../../../src/text/text.ts";
import { below, randomPiece, randomText, seeded } from "./random-edits.ts";

type Edit = readonly [line: number, from: number, endLine: number, to: number, text: string];

function edits(list: readonly Edit[]) {
  return list.map(([line, from, endLine, to, newText]) => ({
    range: { start: { line, character: from }, end: { line: endLine, character: to } },
    newText,
  }));
}

function whole(text: Text): string {
  return text.sliceString(0, text.length, "\n");
}

/** Our text, edits of the text with a last line break, our text afterwards. */
const CASES: readonly [string, readonly Edit[], string][] = [
  ["a\nb", [[0, 0, 0, 1, "x"]], "x\nb"],
  ["a\nb", [[0, 0, 2, 0, "x\ny\nz\n"]], "x\ny\nz"],
  ["a\nb", [[0, 0, 9, 9, "x\n"]], "x"],
  ["a\nb", [[2, 0, 2, 0, "c\n"]], "a\nb\nc"],
  ["a\nb", [[2, 0, 2, 0, "c"]], "a\nb\nc"],
  ["a\nb", [[1, 0, 2, 0, ""]], "a"],
  ["a\nb\n", [[2, 0, 3, 0, ""]], "a\nb"],
  ["a\nb", [[1, 1, 2, 0, "\n\n"]], "a\nb\n"],
  ["a", [[0, 0, 1, 0, ""]], ""],
  ["a\nbcd", [[1, 2, 2, 0, ""]], "a\nbc"],
  ["😀😀", [[0, 2, 9, 0, ""]], "😀"],
  ["a\nb", [[0, 1, 1, 0, " "]], "a b"],
  [
    "a\nb",
    [
      [0, 0, 0, 0, "1"],
      [0, 0, 0, 0, "2"],
      [0, 0, 0, 1, "x"],
    ],
    "12x\nb",
  ],
  [
    "a\nb",
    [
      [1, 0, 1, 1, "y"],
      [0, 0, 0, 1, "x"],
    ],
    "x\ny",
  ],
  ["a\nb", [[0, 0, 0, 1, "x\r\ny"]], "x\ny\nb"],
  ["a\nb", [], "a\nb"],
  [
    "a\nb",
    [
      [2, 0, 2, 0, "c\n"],
      [2, 0, 2, 0, "d\n"],
    ],
    "a\nb\nc\nd",
  ],
];

for (const [before, list, after] of CASES) {
  test(`${JSON.stringify(before)} with ${JSON.stringify(list)}`, () => {
    const text = textOf(before);
    const change = changeOfEdits(text, edits(list), "utf-16", true);
    assert.equal(whole(change!.apply(text)), after);
  });
}

test("edits that overlap, and what is no edit, are refused", () => {
  const text = textOf("abcdef");
  const overlap = edits([
    [0, 0, 0, 3, "x"],
    [0, 2, 0, 4, "y"],
  ]);
  assert.equal(changeOfEdits(text, overlap, "utf-16", true), null);
  for (const wrong of [null, {}, { range: {} }, { range: {}, newText: 3 }, "x"]) {
    assert.equal(changeOfEdits(text, [wrong] as never, "utf-16", true), null);
  }
});

test("an edit that replaces everything changes only what is another", () => {
  const text = textOf("one\ntwo\nthree\nfour");
  const change = changeOfEdits(
    text,
    edits([[0, 0, 4, 0, "one\ntwo!\nthree\nfour\n"]]),
    "utf-16",
    true,
  );
  const touched: number[] = [];
  change!.iterChanges((from, to) => touched.push(from, to));
  assert.deepEqual(touched, [7, 7]);
});

test("random edits do what they do to a plain string, in every encoding", () => {
  const seed = Number(process.env.HUNCH_SEED ?? 1);
  const random = seeded(seed);
  for (let round = 0; round < 300; round++) {
    const encoding = (["utf-8", "utf-16", "utf-32"] as PositionEncoding[])[below(random, 3)]!;
    const text = textOf(randomText(random).slice(0, 200).toWellFormed());
    const plain = whole(text);
    const cuts: number[] = [];
    for (let i = below(random, 4) * 2; i > 0; i--) cuts.push(below(random, plain.length + 1));
    cuts.sort((a, b) => a - b);
    const clean = cuts.map((at) => (/[\udc00-\udfff]/.test(plain[at] ?? "") ? at - 1 : at));
    const list = [];
    let wanted = plain;
    for (let i = clean.length - 2; i >= 0; i -= 2) {
      const [from, to] = [clean[i]!, clean[i + 1]!];
      const newText = randomPiece(random);
      wanted = wanted.slice(0, from) + newText + wanted.slice(to);
      const range = {
        start: toPosition(text, from, encoding),
        end: toPosition(text, to, encoding),
      };
      list.unshift({ range, newText });
    }
    const change = changeOfEdits(text, list, encoding, random() < 0.5);
    assert.ok(change !== null, `round ${round}, seed ${seed}`);
    assert.equal(whole(change.apply(text)), wanted, `round ${round}, seed ${seed}`);
  }
});

test("an answer for an older text is carried to the present one, or is too old", () => {
  let text = textOf("one two three");
  const history = new ChangeHistory(5);
  const edit = (revision: number, from: number, to: number, insert: string): void => {
    const change = ChangeSet.of([{ from, to, insert: textOf(insert) }], text.length);
    history.note(revision, text, change);
    text = change.apply(text);
  };
  edit(6, 0, 0, ">> ");
  edit(9, 8, 9, "w!");
  const way = history.rebase(5, 9, text)!;
  assert.equal(whole(way.text), "one two three");
  assert.equal(whole(text), ">> one tw!o three");
  assert.deepEqual(way.span(0, 3), { from: 3, to: 6 });
  assert.deepEqual(way.span(4, 7), null);
  assert.deepEqual(way.loose(4, 7), { from: 7, to: 11 });
  assert.deepEqual(way.span(8, 13), { from: 12, to: 17 });
  assert.equal(history.rebase(9, 9, text)!.changed, false);
  assert.equal(history.rebase(7, 9, text), null);
  assert.equal(history.rebase(4, 9, text), null);
  edit(10, 0, text.length, "");
  assert.equal(history.rebase(5, 10, text)!.loose(0, 3), null);
});
