/** Zeta 2, typed from the description of Zed's format V0211SeedCoder. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { zeta2 } from "../../../src/models/formats/zeta2.ts";
import {
  applied,
  editOf,
  excerptOf,
  OPTIONS,
  promptText,
  read,
  rendered,
  sceneOf,
} from "./scenes.ts";

const scene = sceneOf("const a = 1;\nconst b = a‸;\nexport { a, b };", {
  related: [
    excerptOf({ path: "src/whole.ts", text: "export const whole = 1;\n" }),
    excerptOf({ path: "src/part.ts", text: "function part() {", firstRow: 8, whole: false }),
  ],
  edits: [
    editOf({ accepted: true }),
    editOf({ path: "src/cart.ts", diff: "@@ -1,1 +1,1 @@\n-const x = 1;\n+const a = 1;\n" }),
  ],
});

test("the prompt", () => {
  assert.equal(
    promptText(rendered(zeta2, scene)),
    `<[fim-suffix]>
<[fim-prefix]><filename>src/part.ts
function part() {
...
<filename>src/whole.ts
export const whole = 1;

<filename>edit_history
// User accepted prediction:
--- a/src/price.ts
+++ b/src/price.ts
@@ -1,1 +1,1 @@
-const a = 1;
+const b = 1;
--- a/src/cart.ts
+++ b/src/cart.ts
@@ -1,1 +1,1 @@
-const x = 1;
+const a = 1;

<filename>src/cart.ts
<<<<<<< CURRENT
const a = 1;
const b = a<|user_cursor|>;
export { a, b };
=======
<[fim-middle]>`,
  );
  assert.deepEqual(rendered(zeta2, scene).stop, [">>>>>>> UPDATED", "<[end▁of▁sentence]>"]);
});

test("rows around the region", () => {
  const lines = Array.from({ length: 200 }, (_, row) => `const value${row} = compute(${row});`);
  lines[100] += "‸";
  const prompt = promptText(rendered(zeta2, sceneOf(lines.join("\n"))));
  assert.match(
    prompt,
    /^<\[fim-suffix\]>\nconst value\d+ .*;\n<\[fim-prefix\]><filename>src\/cart.ts\nconst value\d+ /s,
  );
  assert.match(prompt, /;\n<<<<<<< CURRENT\nconst value/);
  assert.match(prompt, /const value100 = compute\(100\);<\|user_cursor\|>\n/);
});

test("answers", () => {
  const answers: readonly [answer: string, text: string, cursor: number | null][] = [
    ["NO_EDITS\n>>>>>>> UPDATED\n", scene.text, null],
    ["const a = 1;\nconst b = a;\nexport { a, b };\n>>>>>>> UPDATED\n", scene.text, null],
    [
      "const a = 1;\nconst b = a + 2<|user_cursor|>;\nexport { a, b };\n>>>>>>> UPDATED\n",
      "const a = 1;\nconst b = a + 2;\nexport { a, b };",
      28,
    ],
    [
      "const a = 1;\nconst b = a;\nconst c = b;\nexport { a, b, c };\n",
      "const a = 1;\nconst b = a;\nconst c = b;\nexport { a, b, c };",
      null,
    ],
    ["const a = 1;\nexport { a };<[end▁of▁sentence]>", "const a = 1;\nexport { a };", null],
  ];
  for (const [answer, text, cursor] of answers) {
    for (const piece of [1, 3, 1000]) {
      const reading = read(rendered(zeta2, scene).reader(), answer, "stop", piece);
      assert.equal(reading.refused, null);
      assert.equal(applied(scene.text, reading.hunks), text);
      assert.equal(reading.cursor, cursor, answer);
    }
  }
});

test("the end marker ends the answer", () => {
  const reader = rendered(zeta2, scene).reader();
  assert.equal(reader.add("NO_EDI").done, false);
  assert.equal(reader.add("TS\n").done, true);
  const other = rendered(zeta2, scene).reader();
  assert.equal(other.add("const a = 1;\n>>>>>>> UPDATED").done, false);
  assert.equal(other.add("\nmore").done, true);
});

test("tokens of the prompt in an answer, or in the file, are refused", () => {
  const reading = read(rendered(zeta2, scene).reader(), "const a = 1;\n<[fim-prefix]>x\n");
  assert.deepEqual(reading, {
    hunks: [],
    cursor: null,
    done: true,
    refused: "the answer has <[fim-prefix]> in it",
  });
  const bad = sceneOf("a‸\n<<<<<<< CURRENT\nb");
  assert.ok("unfit" in zeta2.render(bad, OPTIONS));
});
