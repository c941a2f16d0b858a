/** What is computed from the values of servers: text for floats, groups of tokens. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { contentLines, markdownLines } from "../../../src/language/features/markdown.ts";
import { tokensOf, withDelta } from "../../../src/language/features/semantic-tokens.ts";
import { signatureLines } from "../../../src/language/features/signature.ts";
import { TokenLegend, tokenGroup } from "../../../src/language/features/token-groups.ts";
import { textOf } from "../../../src/text/text.ts";

const INLINE: readonly (readonly [string, string])[] = [
  ["plain snake_case_name and 2*3*4", "plain snake_case_name and 2*3*4"],
  ["**bold** *it* _it_ __bold__ ~~gone~~", "bold it it bold gone"],
  ["`a*b*c` ``x`y``", "a*b*c x`y"],
  ["[text](http://x/(y)) ![img](z) [](http://u)", "text img http://u"],
  ["<https://x.y> &lt;T&gt; &nbsp; &unknown;", "https://x.y <T>   &unknown;"],
  ["\\*not\\* \\_so\\_ \\\\", "*not* _so_ \\"],
  ["unclosed **bold and `code", "unclosed **bold and `code"],
  ["## Heading ##", "Heading"],
  ["1. one", "1. one"],
  ["* star", "- star"],
];

for (const [source, text] of INLINE) {
  test(`markdown: ${source}`, () => {
    const [line] = markdownLines(source);
    assert.equal(line!.text, text);
    let last = 0;
    for (const { from, to } of line!.spans) {
      assert.ok(from >= last && to > from && to <= text.length, JSON.stringify(line));
      last = to;
    }
  });
}

test("groups of emphasis and code", () => {
  const [line] = markdownLines("# see `f` **b**");
  assert.deepEqual(line!.spans, [
    { from: 0, to: 4, group: "markup.heading" },
    { from: 4, to: 5, group: "markup.raw" },
    { from: 5, to: 6, group: "markup.heading" },
    { from: 6, to: 7, group: "markup.bold" },
  ]);
  const fence = markdownLines("~~~py\nx = 1\n```\n~~~\nafter");
  assert.deepEqual(
    fence.map(({ text, language }) => [text, language]),
    [
      ["x = 1", "py"],
      ["```", "py"],
      ["after", undefined],
    ],
  );
  assert.deepEqual(contentLines({ kind: "plaintext", value: "" }), []);
  assert.equal(contentLines([{ language: "ts", value: "a" }, "b"]).length, 3);
});

test("markdown that is made to be slow is not", () => {
  for (const evil of ["*", "_", "`", "[", "[a](", "**a", "![", "<http:", "&", "(", "a*b "]) {
    markdownLines(evil.repeat(Math.floor(4000 / evil.length)));
  }
});

test("types and modifiers of tokens become groups", () => {
  assert.equal(tokenGroup("variable", ["declaration", "readonly"]), "variable.readonly");
  assert.equal(
    tokenGroup("method", ["async", "static", "deprecated"]),
    "function.method.deprecated.static.async",
  );
  assert.equal(
    tokenGroup("function", ["zeta", "defaultLibrary", "alpha"]),
    "function.defaultLibrary.alpha.zeta",
  );
  assert.equal(tokenGroup("own-type", []), "own-type");
  assert.equal(tokenGroup("no type!", []), null);
  assert.equal(tokenGroup("toString", []), "toString");
});

test("tokens in three encodings; what is outside of the text ends them", () => {
  const text = textOf("漢 x\n  yy");
  const legend = new TokenLegend({
    tokenTypes: ["function", "variable"],
    tokenModifiers: ["readonly"],
  });
  const list = (data: number[], encoding: "utf-8" | "utf-16") =>
    [...tokensOf(text, data, { encoding }, legend)].map(
      ({ from, to, group }) => `${text.sliceString(from, to)} ${group}`,
    );
  const tail = [1, 2, 2, 1, 1];
  assert.deepEqual(list([0, 4, 1, 0, 0, ...tail], "utf-8"), ["x function", "yy variable.readonly"]);
  assert.deepEqual(list([0, 2, 1, 0, 0, ...tail, 9, 0, 1, 0, 0], "utf-16"), [
    "x function",
    "yy variable.readonly",
  ]);
  assert.deepEqual(list([0, 2, 99, 0, 0, 0, 5, 1, 77, 0, 1, 2], "utf-16"), ["x function"]);
  assert.deepEqual(list([0, 0, 1, 1, 0], "utf-16"), []);
});

test("deltas of tokens", () => {
  const before = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  assert.deepEqual(
    withDelta(before, { edits: [{ start: 5, deleteCount: 5, data: [0] }] }),
    [1, 2, 3, 4, 5, 0],
  );
  const two = [
    { start: 8, deleteCount: 0, data: [88] },
    { start: 0, deleteCount: 1 },
  ];
  assert.deepEqual(withDelta(before, { edits: two }), [2, 3, 4, 5, 6, 7, 8, 88, 9, 10]);
  assert.deepEqual(withDelta(before, { data: [1] }), [1]);
  for (const edits of [
    [{ start: 9, deleteCount: 5 }],
    [{ start: -1, deleteCount: 0 }],
    [
      { start: 0, deleteCount: 3 },
      { start: 1, deleteCount: 1 },
    ],
    [{ start: 0, deleteCount: 0, data: ["x"] }],
    [null],
  ]) {
    assert.equal(withDelta(before, { edits }), null);
  }
  assert.equal(withDelta(before, { data: [1.5] }), null);
  assert.equal(withDelta(before, null), null);
});

test("signatures: the active part by offsets or by its text, none, several lines", () => {
  const active = (value: unknown): string => {
    for (const { text, spans } of signatureLines(value)) {
      for (const { from, to, group } of spans) {
        if (group.includes("float.active")) return text.slice(from, to);
      }
    }
    return "";
  };
  const one = (label: string, parameters: unknown, more: object = {}) => ({
    signatures: [{ label, parameters }],
    ...more,
  });
  assert.equal(
    active(one("f(a, b)", [{ label: "a" }, { label: "b" }], { activeParameter: 1 })),
    "b",
  );
  assert.equal(active(one("a(a)", [{ label: "a" }])), "a");
  assert.equal(active(one("f(a)", [{ label: [2, 3] }])), "a");
  assert.equal(active(one("f(a)", [{ label: [2, 99] }])), "");
  assert.equal(active(one("f(a)", [{ label: "a" }], { activeParameter: 7 })), "");
  assert.equal(active(one("f(a)", [{ label: "a" }], { activeParameter: null })), "");
  assert.equal(active(one("f(\n  a,\n  b)", [{ label: "b" }])), "b");
  assert.equal(active({ signatures: [{ label: 3 }, null] }), "");
  assert.deepEqual(signatureLines(null), []);
});
