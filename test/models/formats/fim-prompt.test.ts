/** Prompts of fill in the middle, typed from the models' cards and papers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { formats } from "../../../src/models/formats/all.ts";
import { excerptOf, OPTIONS, promptText, rendered, sceneOf } from "./scenes.ts";

const alone = sceneOf("def add(a, b):\n    return ‸\n\nprint(add(1, 2))", { path: "add.py" });
const withFile = {
  ...alone,
  related: [excerptOf({ path: "one.py", text: "ONE = 1" })],
};

function named(name: string) {
  return formats.find((format) => format.name === name) ?? assert.fail(name);
}

const cases: readonly [name: string, alone: string, withFile: string][] = [
  [
    "qwen",
    "<|fim_prefix|>def add(a, b):\n    return <|fim_suffix|>\n\nprint(add(1, 2))<|fim_middle|>",
    "<|repo_name|>shop\n<|file_sep|>one.py\nONE = 1\n<|file_sep|>add.py\n<|fim_prefix|>def add(a, b):\n    return <|fim_suffix|>\n\nprint(add(1, 2))<|fim_middle|>",
  ],
  [
    "codestral",
    "[SUFFIX]\n\nprint(add(1, 2))[PREFIX]def add(a, b):\n    return ",
    "[SUFFIX]\n\nprint(add(1, 2))[PREFIX]+++++ one.py\nONE = 1\n+++++ add.py\ndef add(a, b):\n    return ",
  ],
  [
    "deepseek",
    "<｜fim▁begin｜>def add(a, b):\n    return <｜fim▁hole｜>\n\nprint(add(1, 2))<｜fim▁end｜>",
    "<｜fim▁begin｜>#one.py\nONE = 1\n#add.py\ndef add(a, b):\n    return <｜fim▁hole｜>\n\nprint(add(1, 2))<｜fim▁end｜>",
  ],
  [
    "starcoder2",
    "<fim_prefix>def add(a, b):\n    return <fim_suffix>\n\nprint(add(1, 2))<fim_middle>",
    "<repo_name>shop<file_sep>one.py\nONE = 1<file_sep><fim_prefix>add.py\ndef add(a, b):\n    return <fim_suffix>\n\nprint(add(1, 2))<fim_middle>",
  ],
  [
    "codegemma",
    "<|fim_prefix|>def add(a, b):\n    return <|fim_suffix|>\n\nprint(add(1, 2))<|fim_middle|>",
    "one.py\nONE = 1\n<|file_separator|>add.py\n<|fim_prefix|>def add(a, b):\n    return <|fim_suffix|>\n\nprint(add(1, 2))<|fim_middle|>",
  ],
  [
    "seed-coder",
    "<[fim-suffix]>\n\nprint(add(1, 2))<[fim-prefix]>def add(a, b):\n    return <[fim-middle]>",
    "<[fim-suffix]>\n\nprint(add(1, 2))<[fim-prefix]><filename>one.py\nONE = 1\n<filename>add.py\ndef add(a, b):\n    return <[fim-middle]>",
  ],
  [
    "mellum",
    "<filename>add.py\n<fim_suffix>\n\nprint(add(1, 2))<fim_prefix>def add(a, b):\n    return <fim_middle>",
    "<filename>one.py\nONE = 1\n<filename>add.py\n<fim_suffix>\n\nprint(add(1, 2))<fim_prefix>def add(a, b):\n    return <fim_middle>",
  ],
  [
    "granite",
    "<|fim_prefix|>def add(a, b):\n    return <|fim_suffix|>\n\nprint(add(1, 2))<|fim_middle|>",
    "<|fim_prefix|>def add(a, b):\n    return <|fim_suffix|>\n\nprint(add(1, 2))<|fim_middle|>",
  ],
  [
    "codellama",
    "<PRE> <SUF>\n\nprint(add(1, 2)) <MID> def add(a, b):\n    return ",
    "<PRE> <SUF>\n\nprint(add(1, 2)) <MID> def add(a, b):\n    return ",
  ],
  [
    "mercury-fim",
    "<|file_sep|>add.py\n<|fim_prefix|>def add(a, b):\n    return <|fim_suffix|>\n\nprint(add(1, 2))<|fim_middle|>",
    "<|file_sep|>one.py\nONE = 1\n<|file_sep|>add.py\n<|fim_prefix|>def add(a, b):\n    return <|fim_suffix|>\n\nprint(add(1, 2))<|fim_middle|>",
  ],
];

for (const [name, text, others] of cases) {
  test(`${name}: the prompt of a file, and of a file with another one`, () => {
    assert.deepEqual(rendered(named(name), alone).prompt, { kind: "text", text });
    assert.deepEqual(rendered(named(name), withFile).prompt, { kind: "text", text: others });
  });
}

test("endpoints that put the tokens in get the parts", () => {
  const prompt = {
    kind: "infill",
    prefix: "def add(a, b):\n    return ",
    suffix: "\n\nprint(add(1, 2))",
    files: [{ path: "one.py", text: "ONE = 1" }],
  };
  assert.deepEqual(rendered(named("infill"), withFile).prompt, prompt);
  assert.deepEqual(rendered(named("codestral"), withFile, { infill: true }).prompt, prompt);
  assert.deepEqual(rendered(named("deepseek"), withFile, { infill: true }).prompt, prompt);
});

test("a control token in the file is refused, in other files they are left out", () => {
  const bad = sceneOf("const a = '<|fim_middle|>';\nconst b = ‸");
  assert.deepEqual(named("qwen").render(bad, OPTIONS), {
    unfit: 'the text has "<|fim_middle|>" in it, which the model reads as a control token',
  });
  assert.equal(rendered(named("seed-coder"), bad).prompt.kind, "text");
  const other = { ...alone, related: [excerptOf({ text: "x = '<|file_sep|>'" })] };
  assert.equal(promptText(rendered(named("qwen"), other)), cases[0]![1]);
});

test("at a secret nothing is asked", () => {
  const secret = sceneOf("const key = 'xxxx‸'", { masked: [{ from: 13, to: 17 }] });
  assert.deepEqual(named("qwen").render(secret, OPTIONS), { unfit: "the cursor is in a secret" });
});

test("a file that is too large is shown from a multiple of 32 rows on, which stays", () => {
  const lines = Array.from({ length: 600 }, (_, row) => `const value${row} = compute(${row});`);
  const at = (row: number, typed: string) => {
    const text = [...lines.slice(0, row), `${typed}‸`, ...lines.slice(row)].join("\n");
    return sceneOf(text);
  };
  const first = rendered(named("qwen"), at(400, "let a"));
  assert.equal(first.layout.firstRow % 32, 0);
  const next = rendered(named("qwen"), at(405, "let a"), { layout: first.layout });
  assert.equal(next.layout.firstRow, first.layout.firstRow);
  const far = rendered(named("qwen"), at(500, "let a"), { layout: first.layout });
  assert.notEqual(far.layout.firstRow, first.layout.firstRow);
});

test("of a line that is longer than the prompt, the part at the cursor is shown, and its beginning stays", () => {
  const line = Array.from({ length: 20_000 }, (_, item) => `v${item},`).join("");
  for (const format of formats.filter(({ use }) => use === "complete")) {
    const at = (col: number) =>
      promptText(rendered(format, sceneOf(`${line.slice(0, col)}‸${line.slice(col)}`)));
    for (const col of [0, 1, 50_000, line.length]) {
      assert.ok(at(col).length < OPTIONS.tokens * 3, `${format.name}: ${at(col).length} at ${col}`);
    }
  }
  const before = promptText(rendered(named("qwen"), sceneOf(`${line}‸`)));
  const after = promptText(rendered(named("qwen"), sceneOf(`${line}more‸`)));
  const prefix = before.slice(0, before.indexOf("<|fim_suffix|>"));
  assert.ok(prefix.length > 3000 && after.startsWith(prefix));
});

test("no character is parted where a long line is cut", () => {
  const line = "\u{1f600}".repeat(20_000);
  for (const col of [20_000, 20_002]) {
    const text = promptText(
      rendered(named("qwen"), sceneOf(`a${line.slice(0, col)}‸${line.slice(col)}`)),
    );
    assert.equal(text.isWellFormed(), true);
  }
});
