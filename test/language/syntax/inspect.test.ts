/** `:Inspect` and `:syntax`, as the user types them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { KeyLoop } from "../../../src/editor/key-loop.ts";
import { syntaxStage } from "./stage.ts";

async function inspected(text: string, filetype: string, word: string): Promise<string[]> {
  const stage = await syntaxStage(text, filetype);
  const loop = new KeyLoop(stage.editor, stage.editor.mainFiber);
  stage.editor.setCursor(stage.editor.win, text.indexOf(word));
  loop.feed([":", ..."Inspect", "<CR>"]);
  stage.close();
  return (stage.editor.message?.text ?? "").split("\n").map((line) => line.trim());
}

test(":Inspect tells language, node, captures and groups", async () => {
  assert.deepEqual(await inspected("const x = f(1);", "typescript", "f("), [
    "1:11",
    "language  typescript",
    "node      program > lexical_declaration > variable_declarator > call_expression > identifier",
    "captures  @variable typescript, @function.call typescript",
    "groups    function.call (syntax, 50)",
  ]);
});

test(":Inspect in an injected language", async () => {
  assert.deepEqual(await inspected("<script>let y;</script>", "html", "y;"), [
    "1:13",
    "language  html > javascript",
    "node      program > lexical_declaration > variable_declarator > identifier",
    "captures  @variable javascript",
    "groups    variable (syntax, 50)",
  ]);
});

test(":Inspect where there is no grammar", async () => {
  const lines = await inspected("x", "nothing", "x");
  assert.deepEqual(lines, ["1:1", "No grammar for nothing", "groups    none"]);
});

test(":syntax off and on for all buffers, and the list of grammars", async () => {
  const stage = await syntaxStage("let a;", "typescript");
  const loop = new KeyLoop(stage.editor, stage.editor.mainFiber);
  const run = (line: string) => loop.feed([":", ...line, "<CR>"]);
  run("syntax off");
  await stage.settle();
  assert.deepEqual(stage.groups(0), []);
  run("syntax on");
  await stage.settle();
  assert.equal(stage.groups(0)[0], "let keyword");
  run("syntax");
  assert.match(stage.editor.message?.text ?? "", /^python +not used yet$/m);
  assert.match(stage.editor.message?.text ?? "", /^typescript +ready$/m);
  run("syntax nonsense");
  assert.match(stage.editor.message?.text ?? "", /E475/);
  stage.close();
});
