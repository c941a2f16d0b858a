import assert from "node:assert/strict";
import { test } from "node:test";
import type { SuggestionBlock } from "../../../src/editor/suggestion.ts";
import { blocksOf } from "../../../src/tab/draw/blocks.ts";
import { wordHunks } from "../../../src/tab/draw/words.ts";
import { changeOf, type Hunk } from "../../../src/text/prediction.ts";
import { slice, type Text, textOf } from "../../../src/text/text.ts";

/** `kind first-last -what goes +what comes`, new words in brackets. */
function told(block: SuggestionBlock, text: Text): string {
  const { kind, first, last, deleted, lines, short } = block;
  const gone = deleted.map(({ from, to }) => slice(text, from, to)).join("|");
  const come = (short ? [short] : lines).map(({ text: line, marked }) => {
    let out = "";
    let at = 0;
    for (const { from, to } of marked) {
      out += `${line.slice(at, from)}[${line.slice(from, to)}]`;
      at = to;
    }
    return out + line.slice(at);
  });
  const rows = first === last ? `${first}` : `${first}-${last}`;
  return `${kind}${block.above ? " above" : ""} ${rows} -${gone} +${come.join("|")}`;
}

/** An old text, what becomes of parts of it (old, new), and the blocks. */
const CASES: Readonly<Record<string, [string, [string, string][], string[]]>> = {
  "a word, from a few of its letters": [
    "let user = 1;",
    [["us", "own"]],
    ["line 0 -user +[owner]"],
  ],
  "the same word twice is one word": [
    "userId(userId)",
    [
      ["user", "account"],
      ["user", "account"],
    ],
    ["line 0 -userId|userId +[accountId]"],
  ],
  "different words show the whole line": [
    "a + b",
    [
      ["a", "x"],
      ["b", "y"],
    ],
    ["line 0 -a|b +[x] + [y]"],
  ],
  "text put into a line": ["f(a, c)", [["c", "b, c"]], ["insert 0 - +[b, ]"]],
  "a whole row that goes": ["a\nb\nc", [["b\n", ""]], ["delete 1 -b +"]],
  "the last rows that go": ["a\nb\nc", [["\nb\nc", ""]], ["delete 1-2 -b|c +"]],
  "whole rows put in before another one": ["a\nc", [["c", "b\nb\nc"]], ["insert 0 - +|[b]|[b]"]],
  "whole rows put in before the first one": [
    "a",
    [["a", "x\ny\na"]],
    ["insert above 0 - +[x]|[y]"],
  ],
  "rows that go on from a line": ["if x {\nend", [["{", "{\n  y\n}"]], ["insert 0 - +|[  y]|[}]"]],
  "rows that each change a little": [
    "f(a, 1)\nf(b, 2)\nend",
    [["a, 1)\nf(b, 2", "a, 1, x)\nf(b, 2, x"]],
    ["line 0 - +f(a, 1[, x])", "line 1 - +f(b, 2[, x])"],
  ],
  "rows that become others": [
    "if a {\n  b\n}",
    [["if a {\n  b\n}", "when(a).then(c);"]],
    ["lines 0-2 -if a {|b|} +[when(a).then(c);]"],
  ],
  "a line that is torn": ["one two", [[" ", "\n"]], ["lines 0 -  +one|two"]],
  "places far from each other": [
    "a\nb\nc",
    [
      ["a", "x"],
      ["c", "y"],
    ],
    ["line 0 -a +[x]", "line 2 -c +[y]"],
  ],
};

for (const [name, [old, edits, expected]] of Object.entries(CASES)) {
  test(`blocks: ${name}`, () => {
    const text = textOf(old);
    let at = 0;
    const hunks = edits.map(([from, insert]): Hunk => {
      let start = old.indexOf(from, at);
      let end = start + from.length;
      at = end;
      let now = insert;
      // As predictors say it: without what both have at their ends.
      while (start < end && now !== "" && old[end - 1] === now.at(-1)) {
        end--;
        now = now.slice(0, -1);
      }
      while (start < end && now !== "" && old[start] === now[0]) {
        start++;
        now = now.slice(1);
      }
      return { from: start, to: end, insert: now };
    });
    const blocks = blocksOf(changeOf(hunks, text.length), text);
    assert.deepEqual(
      blocks.map((block) => told(block, text)),
      expected,
    );
  });
}

test("words are never halved, and what stands between two of them stays", () => {
  const pairs: [string, string, [string, string][]][] = [
    ["fooBar", "fooBaz", [["fooBar", "fooBaz"]]],
    ["a.b", "a.c", [["b", "c"]]],
    ["x", "x1", [["x", "x1"]]],
    [
      "f(a)",
      "g(b)",
      [
        ["f", "g"],
        ["a", "b"],
      ],
    ],
    [
      "get a thing b",
      "put a thing c",
      [
        ["get", "put"],
        ["b", "c"],
      ],
    ],
  ];
  for (const [old, now, expected] of pairs) {
    const found = wordHunks(old, now).map(({ fromA, toA, fromB, toB }) => [
      old.slice(fromA, toA),
      now.slice(fromB, toB),
    ]);
    assert.deepEqual(found, expected, `${old} ${now}`);
  }
});
