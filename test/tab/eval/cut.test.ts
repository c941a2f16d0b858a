/** How line hunks become edits. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Cut, cutHunk } from "../../../src/tab/eval/cut.ts";
import { randomSource } from "../../../src/tab/eval/random.ts";

interface Case {
  readonly name: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** `line:col removed→inserted`. */
  readonly cuts: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: "a changed word",
    before: ["  const total = sum(list);"],
    after: ["  const count = sum(list);"],
    cuts: ["0:8 total→count"],
  },
  {
    name: "blanks and two marks between them make one edit of two",
    before: ["call(first, second);"],
    after: ["call(one, two);"],
    cuts: ["0:5 first, second→one, two"],
  },
  {
    name: "words between them leave two edits two",
    before: ["call(first, middle, second);"],
    after: ["call(one, middle, two);"],
    cuts: ["0:5 first→one", "0:20 second→two"],
  },
  { name: "new lines", before: [], after: ["one", "two"], cuts: ["0:0 →one\ntwo\n"] },
  { name: "lines that go", before: ["one", "two"], after: [], cuts: ["0:0 one\ntwo\n→"] },
  {
    name: "a line that has no partner stands before the one that has",
    before: ["  return total;"],
    after: ["  log.write(about);", "  return sum;"],
    cuts: ["0:0 →  log.write(about);\n", "0:9 total→sum"],
  },
  {
    name: "lines of another kind are replaced as a whole",
    before: ["alpha beta gamma"],
    after: ["if (x) { y(); }"],
    cuts: ["0:0 alpha beta gamma\n→if (x) { y(); }\n"],
  },
  {
    name: "lines that move sideways together are one edit",
    before: ["a(1);", "b(2);"],
    after: ["  a(1);", "  b(2);"],
    cuts: ["0:0 a(1);\nb(2);\n→  a(1);\n  b(2);\n moved"],
  },
];

function told({ line, col, removed, inserted, reindent }: Cut): string {
  return `${line}:${col} ${removed}→${inserted}${reindent ? " moved" : ""}`;
}

for (const { name, before, after, cuts } of CASES) {
  test(`cutting: ${name}`, () => assert.deepEqual(cutHunk(before, after).map(told), cuts));
}

test("the edits of a hunk lead from its lines to its lines", () => {
  const seed = 11;
  const random = randomSource(seed);
  const words = ["let", "x", "=", "(", ")", "value", ";", "  ", "+", "other"];
  const line = () =>
    Array.from({ length: Math.floor(random() * 7) }, () => words[Math.floor(random() * 10)]).join(
      random() < 0.5 ? " " : "",
    );
  for (let round = 0; round < 500; round++) {
    const before = Array.from({ length: Math.floor(random() * 6) }, line);
    const after = before.flatMap((old) => {
      const kind = random();
      return kind < 0.2 ? [] : kind < 0.4 ? [line()] : kind < 0.6 ? [old, line()] : [old];
    });
    const text = before.map((l) => `${l}\n`).join("");
    const starts = [0];
    for (const l of before) starts.push(starts[starts.length - 1]! + l.length + 1);
    let made = "";
    let at = 0;
    for (const cut of cutHunk(before, after)) {
      const from = starts[cut.line]! + cut.col;
      assert.ok(from >= at, `seed ${seed}, round ${round}`);
      assert.equal(text.slice(from, from + cut.removed.length), cut.removed);
      made += text.slice(at, from) + cut.inserted;
      at = from + cut.removed.length;
    }
    const wanted = after.map((l) => `${l}\n`).join("");
    assert.equal(made + text.slice(at), wanted, `seed ${seed}, round ${round}`);
  }
});
