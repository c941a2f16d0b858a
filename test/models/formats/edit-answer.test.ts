/** Answers that rewrite a region, and patches: what is certain when, and what nobody wants. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Format, ModelHunk } from "../../../src/models/format.ts";
import { formats } from "../../../src/models/formats/all.ts";
import type { Finish } from "../../../src/models/prompt.ts";
import type { Scene } from "../../../src/models/scene.ts";
import { applied, editOf, read, rendered, sceneOf } from "./scenes.ts";

function named(name: string): Format {
  return formats.find((format) => format.name === name) ?? assert.fail(name);
}

function answered(name: string, scene: Scene, answer: string, finish: Finish = "stop") {
  return read(rendered(named(name), scene).reader(), answer, finish);
}

const ROWS = Array.from({ length: 16 }, (_, row) => `const value${row} = compute${row}();`);
const scene = sceneOf(ROWS.map((row, index) => (index === 8 ? `${row}‸` : row)).join("\n"));

test("a change is given once the lines behind it agree again", () => {
  const reader = rendered(named("zeta2"), scene).reader();
  const counts = [
    ...ROWS.slice(0, 3),
    "const other = 1;",
    ...ROWS.slice(4, 8),
    "changed();",
    ...ROWS.slice(9),
  ].map((line) => reader.add(`${line}\n`).hunks.length);
  // The first is certain with the second line behind it, the second likewise.
  assert.deepEqual(counts, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
  assert.deepEqual(reader.add("").hunks[0], {
    kind: "span",
    from: ROWS.slice(0, 3).join("\n").length + 1 + "const ".length,
    to: ROWS.slice(0, 4).join("\n").length - 1,
    insert: "other = 1",
  } satisfies ModelHunk);
});

test("an answer that begins elsewhere is refused with its first line", () => {
  const reader = rendered(named("zeta2"), scene).reader();
  assert.deepEqual(reader.add(`${ROWS[9]}\n`), {
    hunks: [],
    cursor: null,
    done: true,
    refused: "the answer begins with line 10 of 16",
  });
});

const regions: readonly {
  readonly is: string;
  readonly format: string;
  readonly text: string;
  readonly answer: string;
  readonly to: string;
  readonly finish?: Finish;
  readonly scene?: Partial<Scene>;
}[] = [
  {
    is: "the same",
    format: "mercury-edit",
    text: "a‸\nb",
    answer: "a\nb",
    to: "a\nb",
  },
  { is: "None", format: "mercury-edit", text: "a‸\nb", answer: "None", to: "a\nb" },
  { is: "nothing", format: "instinct", text: "a‸\nb", answer: "", to: "a\nb" },
  {
    is: "blanks at the ends of lines",
    format: "mercury-edit",
    text: "a‸  \nb",
    answer: "a\nb  \n\n",
    to: "a  \nb",
  },
  {
    is: "other indentation",
    format: "rewrite",
    text: "a‸\nb",
    answer: "```\n  a\nb\n```",
    to: "a\nb",
  },
  { is: "<NO_EDIT>", format: "rewrite", text: "a‸\nb", answer: "<NO_EDIT>", to: "a\nb" },
  {
    is: "fences in the text, in a fence that is no longer",
    format: "rewrite",
    text: "Text\n```js\none‸\n```\nmore",
    answer: "```markdown\nText\n```js\ntwo\n```\nmore\n```\n",
    to: "Text\n```js\ntwo\n```\nmore",
  },
  {
    is: "fences in the text, in none",
    format: "mercury-edit",
    text: "```js\none‸\n```\nmore",
    answer: "```js\ntwo\n```\nmore",
    to: "```js\ntwo\n```\nmore",
  },
  {
    is: "talk before a fence, and behind it",
    format: "rewrite",
    text: "one‸\ntwo",
    answer: "Sure! Here it is:\n\n```ts\none\nthree\n```\n\nI changed two.\n```\nno\n```",
    to: "one\nthree",
  },
  {
    is: "talk alone",
    format: "rewrite",
    text: "a‸\nb",
    answer: "No changes are needed.",
    to: "a\nb",
  },
  {
    is: "the region in its markers",
    format: "zeta1",
    text: "one‸\ntwo",
    answer:
      "<|editable_region_start|>\none<|user_cursor_is_here|>\ntwo\nthree\n<|editable_region_end|>\nmore",
    to: "one\ntwo\nthree",
  },
  {
    is: "cut off: what agreed is taken, and the cut lines stay",
    format: "zeta2",
    text: `${ROWS.slice(0, 5).join("\n")}‸\n${ROWS.slice(5).join("\n")}`,
    answer: `${ROWS[0]}\nnew();\n${ROWS.slice(1, 9).join("\n")}\nother();\nconst valu`,
    finish: "length",
    to: [ROWS[0], "new();", ...ROWS.slice(1)].join("\n"),
  },
  {
    is: "cut off behind a line that the region has",
    format: "zeta2",
    text: `${ROWS.join("\n")}‸`,
    answer: `${ROWS[0]}\nnew();\n${ROWS[1]}\nmore();\nconst`,
    finish: "length",
    to: [ROWS[0], "new();", ...ROWS.slice(1)].join("\n"),
  },
  {
    is: "the same line again and again",
    format: "zeta2",
    text: "one();\ntwo();‸\nthree();",
    answer: "one();\ntwo();\nagain();\nagain();\nagain();\nagain();\n",
    to: "one();\ntwo();\nthree();",
  },
  {
    is: "a change that takes back what is typed",
    format: "zeta2",
    text: "const a = 1;\nconst b = added‸;",
    answer: "const a = 2;\nconst b = ;\n",
    to: "const a = 2;\nconst b = added;",
    scene: {
      edits: [
        editOf({
          path: "src/cart.ts",
          row: 1,
          original: "const b = ;",
          updated: "const b = added;",
          open: true,
        }),
      ],
    },
  },
  {
    is: "a change that goes on with what is typed",
    format: "zeta2",
    text: "const a = 1;\nconst b = add‸;",
    answer: "const a = 1;\nconst b = added(a);\n",
    to: "const a = 1;\nconst b = added(a);",
    scene: {
      edits: [
        editOf({
          path: "src/cart.ts",
          row: 1,
          original: "const b = ;",
          updated: "const b = add;",
          open: true,
        }),
      ],
    },
  },
  {
    is: "a change that brings back what was replaced",
    format: "rewrite",
    text: "const b = 2;‸\nend();",
    answer: "```\nconst b = 1;\nend();\n```",
    to: "const b = 2;\nend();",
    scene: {
      edits: [editOf({ path: "src/cart.ts", original: "const b = 1;", updated: "const b = 2;" })],
    },
  },
  {
    is: "a change in a secret",
    format: "zeta2",
    text: "key = 'xxxx';\na();‸",
    answer: "key = 'secret';\nb();\n",
    to: "key = 'xxxx';\nb();",
    scene: { masked: [{ from: 7, to: 11 }] },
  },
  {
    is: "blocks between markers, one of them named on the way",
    format: "zeta2.1",
    text: `${ROWS.slice(0, 7).join("\n")}\n\n‸${ROWS.slice(7, 14).join("\n")}`,
    answer: `<|marker_1|>${ROWS[0]}\nnew();\n${ROWS.slice(1, 7).join("\n")}\n\n<|marker_2|>${ROWS.slice(7, 14).join("\n")}<|marker_3|><[end▁of▁sentence]>`,
    to: `${ROWS[0]}\nnew();\n${ROWS.slice(1, 7).join("\n")}\n\n${ROWS.slice(7, 14).join("\n")}`,
  },
  {
    is: "markers in lines of their own",
    format: "zeta2.1",
    text: `${ROWS.slice(0, 7).join("\n")}\n\n‸${ROWS.slice(7, 14).join("\n")}`,
    answer: `<|marker_1|>\nnew();\n${ROWS.slice(1, 7).join("\n")}\n\n<|marker_2|>\n${ROWS.slice(7, 13).join("\n")}\nlast();\n<|marker_3|>\n`,
    to: `new();\n${ROWS.slice(1, 7).join("\n")}\n\n${ROWS.slice(7, 13).join("\n")}\nlast();`,
  },
  {
    is: "a blank line that is new",
    format: "zeta2.1",
    text: "\none();‸\ntwo();",
    answer: "<|marker_1|>\n\none();\nthree();<|marker_2|>",
    to: "\n\none();\nthree();",
  },
  {
    is: "indentation of lines that are wrapped, with a blank one between them",
    format: "rewrite",
    text: "one()‸\n\ntwo()\nthree()",
    answer: "```\nif a:\n    one()\n\n    two()\nthree()\n```",
    to: "if a:\n    one()\n\n    two()\nthree()",
  },
  {
    is: "the same marker twice",
    format: "zeta2.1",
    text: "one();‸\ntwo();",
    answer: "<|marker_1|><|marker_1|><[end▁of▁sentence]>",
    to: "one();\ntwo();",
  },
];

for (const { is, format, text, answer, to, finish = "stop", scene: more = {} } of regions) {
  test(`${format}: ${is}`, () => {
    const of = sceneOf(text, more);
    for (const piece of [1, 5, 10_000]) {
      const reading = read(rendered(named(format), of).reader(), answer, finish, piece);
      assert.equal(reading.refused, null);
      assert.equal(applied(of.text, reading.hunks), to, `in pieces of ${piece}`);
    }
  });
}

test("an insertion stands at the cursor where it may", () => {
  const of = sceneOf("call(‸)\nend();");
  assert.deepEqual(answered("zeta2", of, "call(a)\nend();\n").hunks, [
    { kind: "span", from: 5, to: 5, insert: "a" },
  ]);
  const line = sceneOf("one();‸\ntwo();");
  assert.deepEqual(answered("zeta2", line, "one();\nnew();\ntwo();\n").hunks, [
    { kind: "span", from: 6, to: 6, insert: "\nnew();" },
  ]);
  const twice = sceneOf("aa‸a");
  assert.deepEqual(answered("zeta2", twice, "aaaaa\n").hunks, [
    { kind: "span", from: 2, to: 2, insert: "aa" },
  ]);
});

test("the cursor of an answer counts with all changes before it", () => {
  const of = sceneOf("one();\ntwo();‸\nthree();");
  const same = answered("zeta2", of, "zero();\none();\ntwo();\nthr<|user_cursor|>ee();\n");
  assert.equal(same.cursor, "zero();\none();\ntwo();\nthr".length);
  const changed = answered("zeta2", of, "zero();\none();\ntwo(<|user_cursor|>1);\nthree();\n");
  assert.equal(changed.cursor, "zero();\none();\ntwo(".length);
  const added = answered("zeta2", of, "one();\ntwo();\nthree();\nfour(<|user_cursor|>);\n");
  assert.equal(added.cursor, "one();\ntwo();\nthree();\nfour(".length);
});

const patches: readonly [is: string, answer: string, hunks: readonly ModelHunk[]][] = [
  ["no edit", "<NO_EDIT>", []],
  [
    "in the file, to the character",
    "src/cart.ts:9\n-const value8 = compute8();\n+const value8 = compute8(1);",
    [{ kind: "span", from: scene.cursor - 2, to: scene.cursor - 2, insert: "1" }],
  ],
  [
    "lines that were counted wrong",
    "src/cart.ts:3\n-const value8 = compute8();\n+const value8 = compute8(1);",
    [{ kind: "span", from: scene.cursor - 2, to: scene.cursor - 2, insert: "1" }],
  ],
  [
    "a unified diff",
    "Here:\n```diff\n--- a/src/cart.ts\n+++ b/src/cart.ts\n@@ -8,3 +8,3 @@\n const value7 = compute7();\n-const value8 = compute8();\n+const value8 = compute8(1);\n const value9 = compute9();\n```\n",
    [{ kind: "span", from: scene.cursor - 2, to: scene.cursor - 2, insert: "1" }],
  ],
  [
    "a unified diff of two files",
    "--- a/src/price.ts\n+++ b/src/price.ts\n@@ -1 +1 @@\n-a1();\n+b1();\n\n--- a/src/tax.ts\n+++ b/src/tax.ts\n@@ -4,2 +4,2 @@\n a2();\n-a3();\n+b3();\n",
    [
      { kind: "patch", path: "src/price.ts", row: 0, old: ["a1();"], new: ["b1();"] },
      {
        kind: "patch",
        path: "src/tax.ts",
        row: 3,
        old: ["a2();", "a3();"],
        new: ["a2();", "b3();"],
      },
    ],
  ],
  [
    "a path from here on, and a line that only looks like a diff's",
    "./src/price.ts:3\n--- a/note\n+++ b/note\n",
    [{ kind: "patch", path: "src/price.ts", row: 2, old: ["-- a/note"], new: ["++ b/note"] }],
  ],
  ["lines that are not there", "src/cart.ts:3\n-nothing\n+something\n", []],
  ["no line that goes", "src/cart.ts:3\n+something\n", []],
  [
    "in another file",
    "src/price.ts:12\n-old();\n-older();\n+new();\n",
    [
      {
        kind: "patch",
        path: "src/price.ts",
        row: 11,
        old: ["old();", "older();"],
        new: ["new();"],
      },
    ],
  ],
  [
    "several, in a fence, with talk",
    "Two places:\n```\nsrc/price.ts:1\n-a1();\n+b1();\n\n**src/tax.ts:2**\n-a2();\n+b2();\n```\n",
    [
      { kind: "patch", path: "src/price.ts", row: 0, old: ["a1();"], new: ["b1();"] },
      { kind: "patch", path: "src/tax.ts", row: 1, old: ["a2();"], new: ["b2();"] },
    ],
  ],
  ["blanks only", "src/price.ts:1\n-a();\n+  a();\n", []],
];
for (const [is, answer, hunks] of patches) {
  test(`patch: ${is}`, () => {
    for (const piece of [1, 4, 1000]) {
      const reading = read(rendered(named("patch"), scene).reader(), answer, "stop", piece);
      assert.equal(reading.refused, null);
      assert.deepEqual(reading.hunks, hunks);
    }
  });
}

test("patch: lines that are wrapped are indented, also behind one that stays", () => {
  const of = sceneOf("one()‸\n\ntwo()\nthree()");
  const patch = "src/cart.ts:1\n-one()\n-\n-two()\n+if a:\n+    one()\n+\n+    two()\n";
  const text = applied(of.text, answered("patch", of, patch).hunks);
  assert.equal(text, "if a:\n    one()\n\n    two()\nthree()");
});

test("a scene may begin in the middle of its file", () => {
  const of = sceneOf(ROWS.map((row, index) => (index === 8 ? `${row}‸` : row)).join("\n"), {
    firstRow: 1000,
    rows: 3000,
  });
  const answer = rendered(named("patch"), of);
  const { prompt } = answer;
  assert.ok(prompt.kind === "chat" && prompt.messages[0]!.content.includes("lines 1001 to 1016"));
  assert.equal(answer.layout.firstRow, 1000);
  const text = "src/cart.ts:1009\n-const value8 = compute8();\n+const value8 = 8;\n";
  assert.equal(
    applied(of.text, answered("patch", of, text).hunks),
    of.text.replace("compute8()", "8"),
  );
  const sweep = rendered(named("sweep"), of).prompt;
  assert.ok(sweep.kind === "text" && sweep.text.includes("current/src/cart.ts:1001:1016\n"));
});

test("patch: one is certain when the next begins; one that was cut off is dropped", () => {
  const reader = rendered(named("patch"), scene).reader();
  assert.equal(reader.add("src/price.ts:1\n-a();\n+b();\n").hunks.length, 0);
  assert.equal(reader.add("src/tax.ts:1\n-a();\n").hunks.length, 1);
  assert.equal(reader.end("length").hunks.length, 1);
});

test("patch: talk is refused", () => {
  const reading = answered("patch", scene, "I think that this is fine.\n".repeat(20));
  assert.equal(reading.refused, "the answer is talk");
});

test("chat-fim: the fence, and what is repeated of the line, are dropped", () => {
  const of = sceneOf("  const a = ‸\nend();");
  const answers = [
    "```ts\n1;\n```",
    "```\n  const a = 1;\n```\n",
    "Here:\n```\nconst a = 1;\n```\nDone.",
  ];
  for (const answer of answers) {
    assert.deepEqual(answered("chat-fim", of, answer).hunks, [
      { kind: "span", from: 12, to: 12, insert: "1;" },
    ]);
  }
  assert.deepEqual(answered("chat-fim", of, "1;").hunks, []);
  assert.deepEqual(answered("chat-fim", of, "<NOTHING>").hunks, []);
});

test("chat-fim: the lines before the hole are not put in again", () => {
  const of = sceneOf("function f() {\n  const a = 1;\n  const b = ‸\n}");
  const cases: readonly [answer: string, text: string][] = [
    ["function f() {\n  const a = 1;\n  const b = a;\n}", "a;"],
    ["  const a = 1;\n  const b = a;", "a;"],
    ["function f() {\n  const a = 1;\n", ""],
    ["function f() {\n  return 2;\n}", "function f() {\n  return 2;\n}"],
    ["  const a = 1;\n  other();", ""],
  ];
  for (const [answer, text] of cases) {
    for (const piece of [1, 5, 1000]) {
      const fenced = `\`\`\`ts\n${answer}\n\`\`\``;
      const { hunks } = read(rendered(named("chat-fim"), of).reader(), fenced, "stop", piece);
      const inserted = hunks.map((hunk) => (hunk.kind === "span" ? hunk.insert : "")).join("");
      assert.equal(inserted, text, answer);
    }
  }
});
