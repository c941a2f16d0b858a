/** Trees and colours follow the text: after any edits they are those of a fresh parse. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type SyntaxStage, syntaxStage } from "./stage.ts";

const CASES: readonly [string, string][] = [
  ["typescript", "typescript.ts.txt"],
  ["python", "python.py.txt"],
  ["markdown", "markdown.md.txt"],
  ["html", "html.html.txt"],
  ["diff", "diff.diff.txt"],
];
const PIECES = [
  "x",
  "(",
  "}",
  "`",
  "/*",
  "*/",
  "\n",
  "\n\n",
  '"',
  "const y = 1;",
  "```",
  "😀é",
  "<",
  "*",
];

/** A generator of numbers below `n`, the same ones each time. */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

function colours(stage: SyntaxStage): string[] {
  const rows: string[] = [];
  for (let row = 0; row < Math.min(stage.doc.text.lines, 40); row++) {
    rows.push(stage.groups(row).join(" · "));
  }
  return rows;
}

for (const [filetype, file] of CASES) {
  test(`random edits of ${filetype}`, async () => {
    const text = readFileSync(new URL(`cases/${file}`, import.meta.url), "utf8");
    const stage = await syntaxStage(text, filetype);
    const roll = dice(filetype.length);
    for (let round = 0; round < 6; round++) {
      for (let edits = roll(3); edits >= 0; edits--) {
        const { length } = stage.doc.text;
        const from = roll(length + 1);
        const to = Math.min(length, from + (roll(3) === 0 ? roll(30) : 0));
        stage.edit(from, to, PIECES[roll(PIECES.length)]!);
      }
      await stage.settle();
      const fresh = await syntaxStage(stage.doc.text.toString(), filetype);
      const own = stage.service.tree(stage.doc);
      assert.equal(own?.root.toString(), fresh.service.tree(fresh.doc)?.root.toString());
      assert.deepEqual(colours(stage), colours(fresh), `round ${round}`);
      fresh.close();
    }
    assert.deepEqual(stage.editor.bugs, []);
    stage.close();
  });
}

test("a comment that opens on the first line colours the rest, and gives it back", async () => {
  const stage = await syntaxStage("let a = 1;\nlet b = 2;\n/* x */\nlet c;", "typescript");
  const before = colours(stage);
  stage.edit(0, 0, "/*");
  await stage.settle();
  assert.deepEqual(stage.groups(1), ["let b = 2; comment"]);
  assert.deepEqual(stage.groups(3), ["let keyword", "c variable", "; punctuation.delimiter"]);
  stage.edit(0, 2, "");
  await stage.settle();
  assert.deepEqual(colours(stage), before);
  stage.close();
});

test("a letter in a word takes its colour at once and nothing is published behind it", async () => {
  const stage = await syntaxStage("const value = 1;\nother();", "typescript");
  const { redraws } = stage;
  stage.edit(11, 11, "s");
  assert.deepEqual(stage.groups(0)[1], "values variable");
  const { version } = stage.doc.slots;
  await stage.settle();
  assert.equal(stage.doc.slots.version, version);
  assert.equal(stage.redraws, redraws);
  stage.close();
});

test("a script in a page is parsed again where it was edited", async () => {
  const lines = ["<p>a</p>", "<script>", "let a = 1;", "let b = 2; // */", "</script>", "<b>x</b>"];
  const stage = await syntaxStage(lines.join("\n"), "html");
  const at = stage.doc.text.line(3).from;
  stage.edit(at, at, "/*");
  await stage.settle();
  assert.deepEqual(stage.groups(3), ["let b = 2; // */ comment"]);
  assert.equal(stage.groups(5)[1], "b tag");
  stage.close();
});

test("the language of a fence is changed", async () => {
  const stage = await syntaxStage("# T\n\n```js\nlet x = None\n```\n", "markdown");
  assert.equal(stage.groups(3)[0], "let keyword");
  stage.edit(8, 10, "py");
  await stage.settle();
  assert.equal(stage.groups(3).at(-1), "None constant.builtin");
  assert.equal(stage.service.languageAt(stage.doc, 12), "python");
  stage.edit(8, 10, "nothing");
  await stage.settle();
  assert.deepEqual(stage.groups(3), ["let x = None markup.raw"]);
  stage.close();
});

test("random edits of a long text, where much changes its meaning and back", async () => {
  const part = readFileSync(new URL("cases/typescript.ts.txt", import.meta.url), "utf8");
  const stage = await syntaxStage(`let a;\n${part.repeat(60)}/* */`, "typescript");
  const loaded = stage.service.languages.get("typescript");
  assert.ok(loaded);
  const roll = dice(99);
  for (let round = 0; round < 40; round++) {
    const opens =
      stage.doc.text.sliceString(0, 2) === "/*" || stage.doc.text.sliceString(0, 1) === "`";
    if (opens && roll(2) === 0) stage.edit(0, 2, "");
    else if (roll(3) === 0) stage.edit(0, 0, roll(2) ? "/*" : "`;");
    else stage.edit(roll(30), 30, PIECES[roll(PIECES.length)]!);
    await stage.settle();
    const parser = stage.service.languages.parser(loaded);
    const fresh = parser.parse(stage.doc.text.toString());
    assert.equal(stage.service.tree(stage.doc)?.root.toString(), fresh?.rootNode.toString());
    fresh?.delete();
    stage.service.languages.release(loaded, parser);
  }
  const fresh = await syntaxStage(stage.doc.text.toString(), "typescript");
  assert.deepEqual(colours(stage), colours(fresh));
  fresh.close();
  stage.close();
});
