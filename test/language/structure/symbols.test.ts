/** The symbols of a document, its breadcrumbs, and the lines around a row. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pickersOf } from "../../../src/editor/picker.ts";
import { statusItemsOf } from "../../../src/editor/status-items.ts";
import { contextRows } from "../../../src/language/structure/context.ts";
import { documentSymbols } from "../../../src/language/structure/symbols.ts";
import { structureStage } from "./stage.ts";

const CASES: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  typescript: [
    "class A { b() {} c = 1; }\nfunction d() { const e = 1; }\nconst f = () => 1;\ninterface G { h: number }\ntype I = 1;\nenum J {}",
    [
      "class A",
      " method b",
      " field c",
      "function d",
      "function f",
      "interface G",
      " field h",
      "type I",
      "enum J",
    ],
  ],
  python: [
    "class A:\n    def b(self): pass\ndef c(): pass",
    ["class A", " function b", "function c"],
  ],
  go: [
    "package a\ntype T struct { A int }\nfunc (t *T) M() {}\nfunc F() {}\nconst C = 1",
    ["type T", " field A", "method M", "function F", "constant C"],
  ],
  rust: [
    "struct A { b: u8 }\nimpl A { fn c() {} }\nenum D {}\ntrait E {}\nmod f {}\nmacro_rules! g { () => {} }",
    [
      "struct A",
      " field b",
      "class A",
      " function c",
      "enum D",
      "interface E",
      "module f",
      "macro g",
    ],
  ],
  c: [
    "struct a { int b; };\nint *f(int x) { return 0; }\n#define G 1\n",
    ["struct a", "function f", "macro G"],
  ],
  java: [
    "class A { int b; void c() {} A() {} }",
    ["class A", " field b", " method c", " method A"],
  ],
  lua: ["local function a() end\nfunction b.c() end", ["function a", "function b.c"]],
  sh: ["a() { b; }\nfunction c { d; }", ["function a", "function c"]],
  json: ['{ "a": { "b": 1 } }', ['field "a"', ' field "b"']],
  toml: ["[a.b]\nc = 1", ["module a.b", " field c"]],
  yaml: ["a:\n  b: 1\n", ["field a", " field b"]],
  css: ["a .b { c: d; }", ["class a .b"]],
  html: ["<div><p>a</p></div>", ["field div", " field p"]],
  markdown: ["# a\n\n## b\n\ntext\n", ["heading a", " heading b"]],
};

for (const [filetype, [text, wanted]] of Object.entries(CASES)) {
  test(`symbols of ${filetype}`, async () => {
    const stage = await structureStage(text, filetype);
    const tree = stage.service.ensure(stage.doc, 10_000);
    assert.ok(tree);
    const found = documentSymbols(tree).map((s) => `${" ".repeat(s.depth)}${s.kind} ${s.name}`);
    assert.deepEqual(found, wanted);
    stage.close();
  });
}

test("the outline picker lists them, breadcrumbs say where the cursor is", async () => {
  const stage = await structureStage("class A {\n  b() {\n    ‸c();\n  }\n}", "typescript");
  const texts: string[] = [];
  pickersOf(stage.editor)
    .get("outline")!
    .start(
      "",
      { push: (items) => texts.push(...items.map(({ text }) => text)), done() {} },
      new AbortController().signal,
    );
  assert.deepEqual(texts, ["A", "  b"]);
  assert.equal(statusItemsOf(stage.editor).text("breadcrumbs", stage.editor.win), "A › b");
  const tree = stage.service.ensure(stage.doc, 10_000)!;
  assert.deepEqual(contextRows(tree, stage.doc.text, 2), [0, 1]);
  assert.deepEqual(contextRows(tree, stage.doc.text, 0), []);
  stage.close();
});
