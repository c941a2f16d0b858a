/** Changes of several files as one value. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { changeOf, type Hunk, type Prediction } from "../../src/text/prediction.ts";
import {
  carried,
  chosenChange,
  countOf,
  type Proposal,
  proposalLines,
  proposalOf,
  toggled,
} from "../../src/text/proposal.ts";
import { slice, textOf } from "../../src/text/text.ts";

const TEXTS: Readonly<Record<number, string>> = {
  1: "let total = 0;\nadd(total);\nend\n",
  [-2]: "print(total);\nsave(total, total);",
};

let ids = 0;
function predicted(
  doc: number,
  ...hunks: readonly (readonly [number, number, string])[]
): Prediction {
  const list: Hunk[] = hunks.map(([from, to, insert]) => ({ from, to, insert }));
  const changes = changeOf(list, TEXTS[doc]!.length);
  const rest = { source: "test", probability: 1, reason: "", cursor: 0 };
  return { id: ++ids, doc, revision: 0, changes, ...rest };
}

const fileOf = (doc: number) =>
  doc in TEXTS ? { doc, path: `/p/${doc}`, name: `${doc}.ts`, text: textOf(TEXTS[doc]!) } : null;

function made(): Proposal {
  return proposalOf(
    "total → sum",
    [
      predicted(1, [19, 24, "sum"]),
      predicted(-2, [19, 24, "sum"], [26, 31, "sum"]),
      predicted(-2, [6, 11, "sum"]),
      // Overlaps one that comes before it in the text, has no text, or is of no file.
      predicted(-2, [20, 28, "x"]),
      predicted(1),
      { ...predicted(1, [0, 1, "x"]), doc: 7 },
    ],
    fileOf,
  );
}

test("the lines of a proposal say what goes, what comes, and where", () => {
  assert.deepEqual(
    proposalLines(made(), "help").map(({ text }) => text),
    [
      "total → sum: 3 places in 2 files",
      "help",
      "",
      "1.ts",
      "[x] line 2",
      "-add(total);",
      "+add(sum);",
      "",
      "-2.ts",
      "[x] line 1",
      "-print(total);",
      "+print(sum);",
      "[x] line 2",
      "-save(total, total);",
      "+save(sum, sum);",
    ],
  );
});

test("each line knows its part and its row", () => {
  const lines = proposalLines(made(), "help").map(({ file, part, row }) => [file, part, row]);
  assert.deepEqual(lines.slice(3, 7), [
    [0, -1, 0],
    [0, 0, 1],
    [0, 0, 1],
    [0, 0, 1],
  ]);
  assert.deepEqual(lines[14], [1, 1, 1]);
});

test("parts are left out one by one, or all of a file", () => {
  const one = toggled(made(), { file: 1, part: 0 });
  assert.deepEqual(countOf(one), { parts: 3, chosen: 2, files: 2 });
  assert.equal(proposalLines(one, "")[0]!.text, "total → sum: 2 of 3 places in 2 files");
  assert.equal(proposalLines(one, "")[9]!.text, "[ ] line 1");
  const { text } = one.files[1]!;
  const change = chosenChange(one.files[1]!);
  assert.equal(slice(change.apply(text), 0, change.newLength), "print(total);\nsave(sum, sum);");
  const none = toggled(one, { file: 1, part: -1 });
  assert.deepEqual(countOf(none), { parts: 3, chosen: 1, files: 1 });
  assert.deepEqual(countOf(toggled(none, { file: 1, part: -1 })), {
    parts: 3,
    chosen: 3,
    files: 2,
  });
});

test("inserted and deleted lines show without the lines that stay", () => {
  const lines = (hunks: readonly [number, number, string]) =>
    proposalLines(proposalOf("t", [predicted(1, hunks)], fileOf), "")
      .slice(4)
      .map(({ text }) => text);
  assert.deepEqual(lines([14, 14, "\nnew();"]), ["[x] line 2", "+new();"]);
  assert.deepEqual(lines([15, 27, ""]), ["[x] line 2", "-add(total);"]);
});

test("a change elsewhere moves the parts; one that makes or contradicts a part takes it out", () => {
  const before = textOf(TEXTS[1]!);
  const above = changeOf([{ from: 0, to: 0, insert: "// x\n" }], before.length);
  const moved = carried(made(), 1, above, before, above.apply(before));
  assert.equal(proposalLines(moved, "")[4]!.text, "[x] line 3");
  const same = changeOf([{ from: 19, to: 24, insert: "sum" }], before.length);
  assert.equal(countOf(carried(made(), 1, same, before, same.apply(before))).parts, 2);
  const other = changeOf([{ from: 19, to: 24, insert: "all" }], before.length);
  assert.equal(countOf(carried(made(), 1, other, before, other.apply(before))).parts, 2);
  assert.equal(countOf(carried(made(), 9, other, before, other.apply(before))).parts, 3);
});

test("of changes of which one is a part of the other the whole one is proposed", () => {
  const part = predicted(-2, [19, 24, "sum"]);
  const whole = predicted(-2, [19, 24, "sum"], [26, 31, "sum"]);
  for (const list of [
    [part, whole],
    [whole, part],
  ]) {
    const { files } = proposalOf("total → sum", list, fileOf);
    assert.deepEqual(
      files[0]!.parts.map(({ prediction }) => prediction.id),
      [whole.id],
    );
  }
});
