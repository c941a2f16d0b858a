/** Prompts of next edits, typed from the vendors' descriptions; our own as they are meant. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Format } from "../../../src/models/format.ts";
import { formats } from "../../../src/models/formats/all.ts";
import type { Scene } from "../../../src/models/scene.ts";
import { editOf, excerptOf, OPTIONS, rendered, sceneOf } from "./scenes.ts";

function named(name: string): Format {
  return formats.find((format) => format.name === name) ?? assert.fail(name);
}

/** The user typed `a` behind `const b = `. */
const open = editOf({
  path: "src/cart.ts",
  diff: "@@ -2,1 +2,1 @@\n-const b = ;\n+const b = a;\n",
  row: 1,
  original: "const b = ;",
  updated: "const b = a;",
  open: true,
});
const scene: Scene = sceneOf("const a = 1;\nconst b = a‸;\nexport { a, b };", {
  related: [excerptOf()],
  edits: [editOf(), open],
  diagnostics: [{ row: 2, severity: "error", message: "No b.", source: "ts", code: "2304" }],
  terminal: "$ npm test\n1 failed",
});

function textOf(name: string, of: Scene = scene): string {
  const { prompt } = rendered(named(name), of);
  return prompt.kind === "text" ? prompt.text : assert.fail(prompt.kind);
}

function contentOf(name: string, of: Scene = scene): string {
  const { prompt } = rendered(named(name), of);
  return prompt.kind === "chat" ? prompt.messages[0]!.content : assert.fail(prompt.kind);
}

test("zeta2: an edit that is being typed is in the file, and in the history only if it took text away", () => {
  assert.ok(!textOf("zeta2").includes("+const b = a;"));
  const replaced = {
    ...open,
    original: "const b = old;",
    diff: "@@ -2,1 +2,1 @@\n-const b = old;\n+const b = a;\n",
  };
  assert.ok(
    textOf("zeta2", { ...scene, edits: [replaced] }).includes("-const b = old;\n+const b = a;"),
  );
});

test("zeta1", () => {
  assert.equal(
    textOf("zeta1"),
    `### Instruction:
You are a code completion assistant and your task is to analyze user edits and then rewrite an excerpt that the user provides, suggesting the appropriate edits within the excerpt, taking into account the cursor location.

### User Edits:

User edited src/price.ts:
\`\`\`diff
@@ -1,1 +1,1 @@
-const a = 1;
+const b = 1;
\`\`\`

### User Excerpt:

\`\`\`src/cart.ts
<|start_of_file|>
<|editable_region_start|>
const a = 1;
const b = a<|user_cursor_is_here|>;
export { a, b };
<|editable_region_end|>
\`\`\`

### Response:
`,
  );
  assert.deepEqual(rendered(named("zeta1"), scene).stop, [
    "\n<|editable_region_end|>",
    "<|endoftext|>",
  ]);
});

test("zeta2.1: markers at the boundaries of blocks", () => {
  assert.equal(
    textOf("zeta2.1"),
    `<[fim-suffix]>
<[fim-prefix]><filename>src/price.ts
export const price = 1;

<filename>edit_history
--- a/src/price.ts
+++ b/src/price.ts
@@ -1,1 +1,1 @@
-const a = 1;
+const b = 1;

<filename>src/cart.ts
<|marker_1|>const a = 1;
const b = a<|user_cursor|>;
export { a, b };<|marker_2|>
<[fim-middle]>`,
  );
  const long = `one\ntwo\nthree\nfour\nfive\nsix\n\n}\nseven‸\n${"more\n".repeat(8)}end`;
  const text = textOf("zeta2.1", sceneOf(long));
  // Blocks have six rows at least, begin behind blank ones, and not with a lone closer.
  assert.ok(text.includes("six\n\n}\n<|marker_2|>seven<|user_cursor|>\nmore\n"));
  assert.ok(text.includes("more\nend<|marker_3|>\n<[fim-middle]>"));
});

test("sweep: the file before the edit, then the window before it, now, and as far as it is known", () => {
  assert.equal(
    textOf("sweep"),
    `<|file_sep|>src/cart.ts
const a = 1;
const b = ;
export { a, b };
<|file_sep|>src/price.ts
export const price = 1;
<|file_sep|>src/price.ts.diff
original:
const a = 1;
updated:
const b = 1;
<|file_sep|>original/src/cart.ts:1:3
const a = 1;
const b = ;
export { a, b };
<|file_sep|>current/src/cart.ts:1:3
const a = 1;
const b = a<|cursor|>;
export { a, b };
<|file_sep|>updated/src/cart.ts:1:3
const a = 1;
`,
  );
  assert.deepEqual(rendered(named("sweep"), scene).stop, ["<|file_sep|>", "<|endoftext|>", "</s>"]);
});

test("sweep: 21 rows; after an edit above the cursor only the first is given", () => {
  const lines = Array.from({ length: 60 }, (_, row) => `line ${row}`);
  lines[30] = "line 30‸";
  const middle = sceneOf(lines.join("\n"));
  assert.match(
    textOf("sweep", middle),
    /<\|file_sep\|>updated\/src\/cart.ts:21:41\nline 20\n(line \d+\n){8}line 29\n$/,
  );
  const above = editOf({
    path: "src/cart.ts",
    row: 25,
    original: "",
    updated: "line 25",
    open: true,
  });
  assert.match(
    textOf("sweep", { ...middle, edits: [above] }),
    /<\|file_sep\|>updated\/src\/cart.ts:21:41\nline 20\n$/,
  );
});

test("sweep: the last edit is told as a change where the windows do not show it", () => {
  const lines = Array.from({ length: 60 }, (_, row) => `line ${row}`);
  lines[50] = "line 50‸";
  const edits = [
    editOf({ path: "src/cart.ts", row: 5, original: "row 5", updated: "line 5" }),
    editOf({ path: "src/cart.ts", row: 7, original: "x\n".repeat(60), updated: "line 7" }),
  ];
  const text = textOf("sweep", sceneOf(lines.join("\n"), { edits: edits.slice(0, 1) }));
  assert.ok(text.includes("src/cart.ts.diff\noriginal:\nrow 5\nupdated:\nline 5\n"));
  const long = textOf("sweep", sceneOf(lines.join("\n"), { edits }));
  assert.match(long, /original:\n(x\n){20}\.\.\.\n(x\n){18}\nupdated:\nline 7\n/);
});

test("patch, zeta2: an edit that the lines at the cursor do not show is told", () => {
  const typed = Array.from({ length: 60 }, (_, row) => `const typed${row} = read(${row});`);
  const updated = `one();\n${typed.join("\n")}`;
  const long = editOf({
    path: "src/cart.ts",
    row: 0,
    original: "one();",
    updated,
    diff: `@@ -1,1 +1,61 @@\n one();\n${typed.map((line) => `+${line}\n`).join("")}`,
    open: true,
  });
  const of = sceneOf(`${updated}‸\ntwo();`, { edits: [long] });
  assert.match(contentOf("patch", of), /## The edit that is being typed\n\n.*\+const typed0 = /s);
  assert.ok(textOf("zeta2", of).includes("+const typed0 = "));
});

test("mercury-edit", () => {
  assert.equal(
    contentOf("mercury-edit"),
    `<|recently_viewed_code_snippets|>
<|recently_viewed_code_snippet|>
code_snippet_file_path: src/price.ts
export const price = 1;
<|/recently_viewed_code_snippet|>
<|/recently_viewed_code_snippets|>

<|current_file_content|>
current_file_path: src/cart.ts
<|code_to_edit|>
const a = 1;
const b = a<|cursor|>;
export { a, b };
<|/code_to_edit|>
<|/current_file_content|>

<|edit_diff_history|>
--- src/price.ts
+++ src/price.ts
@@ -1,1 +1,1 @@
-const a = 1;
+const b = 1;

--- src/cart.ts
+++ src/cart.ts
@@ -2,1 +2,1 @@
-const b = ;
+const b = a;

<|/edit_diff_history|>
`,
  );
});

test("instinct", () => {
  const { prompt } = rendered(named("instinct"), scene);
  assert.ok(prompt.kind === "chat" && prompt.system.startsWith("You are Instinct"));
  assert.equal(
    contentOf("instinct").replace(/^.*\n/, ""),
    `
### Context:

<|context_file|> src/price.ts
<|snippet|>
export const price = 1;


### User Edits:

User edited file "src/price.ts"

\`\`\`diff
@@ -1,1 +1,1 @@
-const a = 1;
+const b = 1;
\`\`\`

### User Excerpt:
"src/cart.ts"

<|editable_region_start|>
const a = 1;
const b = a<|user_cursor_is_here|>;
export { a, b };
<|editable_region_end|>`,
  );
  const newest = editOf({ path: "src/tax.ts" });
  const text = contentOf("instinct", { ...scene, edits: [editOf(), newest] });
  assert.match(text, /User edited file "src\/tax\.ts".*User edited file "src\/price\.ts"/s);
});

test("patch: what stays while somebody types comes first", () => {
  assert.equal(
    contentOf("patch"),
    `## Other files

### src/price.ts
\`\`\`
export const price = 1;
\`\`\`

## The last edits, oldest first

--- src/price.ts
+++ src/price.ts
@@ -1,1 +1,1 @@
-const a = 1;
+const b = 1;

## src/cart.ts, lines 1 to 3, before the edit that is being typed
\`\`\`typescript
const a = 1;
const b = ;
export { a, b };
\`\`\`

## Errors

line 3: error: No b. (ts 2304)

## The terminal

$ npm test
1 failed

## src/cart.ts, lines 1 to 3 as they are now
\`\`\`typescript
const a = 1;
const b = a<|cursor|>;
export { a, b };
\`\`\`

The next edits:`,
  );
});

test("rewrite: the region is sent as the predicted output", () => {
  const { prompt } = rendered(named("rewrite"), scene);
  assert.ok(prompt.kind === "chat");
  assert.equal(
    prompt.prediction,
    "```typescript\nconst a = 1;\nconst b = a;\nexport { a, b };\n```",
  );
  assert.ok(contentOf("rewrite").endsWith("export { a, b };\n```\n\nThese lines anew, in ```:"));
});

test("rewrite: fences are longer than those in the text", () => {
  const markdown = sceneOf("Text\n````js\na‸\n````\n", { language: "markdown" });
  assert.ok(contentOf("rewrite", markdown).includes("\n`````markdown\nText\n"));
});

test("chat-fim: the file with a hole", () => {
  assert.equal(
    contentOf("chat-fim"),
    `src/price.ts
\`\`\`
export const price = 1;
\`\`\`

src/cart.ts
\`\`\`typescript
const a = 1;
const b = a<|hole|>;
export { a, b };
\`\`\``,
  );
});

test("a region stays where it is while the cursor moves inside, and grows with what is typed", () => {
  const lines = Array.from({ length: 200 }, (_, row) => `const value${row} = compute(${row});`);
  const at = (row: number, more: number) => {
    const text = [
      ...lines.slice(0, 100),
      ...Array.from({ length: more }, () => "new();"),
      ...lines.slice(100),
    ];
    text[row] += "‸";
    return sceneOf(text.join("\n"));
  };
  for (const name of ["zeta2", "zeta1", "mercury-edit", "patch", "rewrite"]) {
    const format = named(name);
    const { layout } = rendered(format, at(99, 0));
    const moved = rendered(format, at(101, 0), { layout });
    assert.deepEqual(moved.layout.region, layout.region, name);
    const grown = rendered(format, at(100, 1), { layout });
    assert.deepEqual(
      grown.layout.region,
      { firstRow: layout.region!.firstRow, lastRow: layout.region!.lastRow + 1 },
      name,
    );
    const far = rendered(format, at(150, 0), { layout });
    assert.ok(far.layout.region!.firstRow > layout.region!.lastRow, name);
  }
});

test("other files keep their order and place, a new one goes behind them", () => {
  const files = ["one", "two", "three"].map((name) => excerptOf({ path: `${name}.ts` }));
  const first = rendered(named("zeta2"), { ...scene, related: files.slice(0, 2) });
  assert.deepEqual(first.layout.related, ["two.ts:0", "one.ts:0"]);
  const related = [files[2]!, files[0]!, files[1]!];
  const next = rendered(named("zeta2"), { ...scene, related }, { layout: first.layout });
  assert.deepEqual(next.layout.related, ["two.ts:0", "one.ts:0", "three.ts:0"]);
});

test("the budget is kept, the cursor's lines first, then edits, then other files", () => {
  const big = Array.from({ length: 400 }, (_, row) => `const value${row} = ${row};`);
  big[200] += "‸";
  const files = Array.from({ length: 30 }, (_, index) =>
    excerptOf({ path: `f${index}.ts`, text: "const x = 1;\n".repeat(30) }),
  );
  const full = sceneOf(big.join("\n"), { related: files, edits: [editOf(), editOf()] });
  for (const format of formats) {
    for (const tokens of [700, 1500, 4000]) {
      const answer = format.render(full, { tokens, answerTokens: 400 });
      if ("unfit" in answer) continue;
      const size = JSON.stringify(answer.prompt).length;
      // The system prompt of a chat is counted, too; JSON adds its quotes and backslashes.
      assert.ok(size < tokens * 3 * 1.25 + 1200, `${format.name}: ${size} of ${tokens * 3}`);
      assert.ok(JSON.stringify(answer.prompt).includes("const value200 = 200;"), format.name);
    }
  }
});

test("every format refuses its own markers, and a cursor in a secret", () => {
  for (const format of formats) {
    const secret = sceneOf("key = '‸xxxx'", { masked: [{ from: 7, to: 11 }] });
    assert.deepEqual(format.render(secret, OPTIONS), { unfit: "the cursor is in a secret" });
  }
  const bad: readonly [string, string][] = [
    ["zeta2", "<|user_cursor|>"],
    ["zeta2.1", "<|marker_1|>"],
    ["zeta1", "<|editable_region_end|>"],
    ["sweep", "<|file_sep|>"],
    ["mercury-edit", "<|code_to_edit|>"],
    ["instinct", "<|snippet|>"],
    ["patch", "<|cursor|>"],
    ["rewrite", "<NO_EDIT>"],
    ["chat-fim", "<|hole|>"],
  ];
  for (const [name, token] of bad) {
    const answer = named(name).render(sceneOf(`a = "${token}"‸`), OPTIONS);
    assert.ok("unfit" in answer && answer.unfit.includes("control token"), name);
  }
});
