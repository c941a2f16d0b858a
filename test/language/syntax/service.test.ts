/** Slices, limits, languages that fail, and what is freed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Parser, Tree } from "web-tree-sitter";
import { MOST_LINE, MOST_TEXT, tooBig } from "../../../src/language/syntax/document-syntax.ts";
import { Languages, syntaxMemory } from "../../../src/language/syntax/language.ts";
import { flatten } from "../../../src/language/syntax/paint.ts";
import { ParseJob } from "../../../src/language/syntax/parse-job.ts";
import { RowSet } from "../../../src/language/syntax/row-set.ts";
import { syntaxOf } from "../../../src/language/syntax/syntax.ts";
import { ChangeSet, Text, textOf } from "../../../src/text/text.ts";
import { syntaxStage } from "./stage.ts";

const FUNCTION = "function add(a: number, b: number): number {\n  return a + b;\n}\n";

test("a parse is done in slices, and a newer text waits for it", async () => {
  const languages = new Languages({ turn: async () => {}, failed: assert.fail });
  const language = await languages.request("typescript");
  assert.ok(language);
  const text = textOf(FUNCTION.repeat(200));
  const parser = languages.parser(language);
  let now = 0;
  // The clock goes on by a millisecond whenever it is read: each slice ends after a few steps.
  const released: Parser[] = [];
  const source = { text, revision: 7, base: null };
  const job = new ParseJob(
    parser,
    source,
    (one) => released.push(one),
    () => now++,
  );
  let tree = job.step(20);
  while (tree === null) {
    assert.deepEqual(released, []);
    tree = job.step(20);
  }
  assert.ok(job.slices > 5, `${job.slices} slices`);
  assert.deepEqual(released, [parser]);
  assert.equal(tree.rootNode.endIndex, text.length);
  assert.equal(tree.rootNode.hasError, false);
  const whole = languages.parser(language).parse(text.toString());
  assert.equal(tree.rootNode.toString(), whole?.rootNode.toString());
});

test("typing makes slices short and the tree still gets there", async () => {
  const stage = await syntaxStage(FUNCTION.repeat(300), "typescript");
  stage.quietMs = 0;
  stage.tick = 0.1;
  for (let i = 0; i < 20; i++) stage.edit(i * 40, i * 40, "x");
  await stage.settle();
  const tree = stage.service.tree(stage.doc);
  assert.equal(tree?.revision, stage.doc.revision);
  assert.equal(tree?.root.endIndex, stage.doc.text.length);
  stage.close();
});

test("what a comment on the first line hid is not parsed again when it is undone", async () => {
  const text = `let first;\n${FUNCTION.repeat(600)}/* end */`;
  const stage = await syntaxStage(text, "typescript");
  stage.tick = 1;
  const steps = async (from: number, to: number, insert: string) => {
    const before = stage.clock();
    stage.edit(from, to, insert);
    await stage.settle();
    return stage.clock() - before;
  };
  const opened = await steps(0, 0, "/*");
  assert.deepEqual(stage.groups(2), ["  return a + b; comment"]);
  const typed = await steps(4, 4, "x");
  const closed = await steps(0, 2, "");
  assert.equal(stage.groups(2)[0], "return keyword.return");
  const again = await steps(0, 0, `\n${FUNCTION.repeat(600)}`);
  assert.ok(Math.max(opened, typed, closed) * 5 < again, `${opened} ${typed} ${closed} ${again}`);
  stage.close();
});

test("what is seen of a long text is coloured before all of it is parsed", async () => {
  const stage = await syntaxStage("", "typescript");
  const doc = stage.editor.addDocument(textOf(FUNCTION.repeat(4000)), null);
  doc.options.set("filetype", "typescript");
  stage.editor.win.doc = doc;
  stage.tick = 1;
  const state = stage.service.stateOf(doc);
  let slices = 0;
  while (doc.slots.rows === null) {
    assert.equal(state.tree, null);
    if (slices++ === 0) stage.editor.beforePaint(stage.editor.win);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  assert.equal(state.tree, null);
  const rows = () => [1, 20, 39].map((row) => doc.slots.rows?.highlights.at(row).length);
  const early = rows();
  assert.ok(
    early.every((count) => count),
    `${early}`,
  );
  await stage.settle();
  assert.notEqual(state.tree, null);
  assert.deepEqual(rows(), early);
  stage.close();
});

test("a command gets the tree of the text as it is", async () => {
  const stage = await syntaxStage("let a = 1;", "typescript");
  const syntax = syntaxOf(stage.editor);
  const seen: number[] = [];
  syntax.onTree((_doc, tree) => seen.push(tree.revision));
  stage.edit(0, 0, "const b = 2;\n");
  assert.equal(syntax.tree(stage.doc)?.revision, 0);
  assert.equal(syntax.ensure(stage.doc, 1000)?.revision, 1);
  assert.equal(syntax.ensure(stage.doc, 0)?.nodeAt(6)?.type, "identifier");
  await stage.settle();
  assert.deepEqual(seen, [1]);
  stage.close();
});

test("layers: nodes and languages inside of others", async () => {
  const text = "# T\n\n```ts\nlet x = 1;\n```\n\n```html\n<script>let y;</script>\n```\n";
  const stage = await syntaxStage(text, "markdown");
  const tree = stage.service.tree(stage.doc);
  assert.ok(tree);
  const x = text.indexOf("x = 1");
  const y = text.indexOf("y;");
  assert.equal(tree.layerAt(x)?.language, "typescript");
  assert.equal(tree.nodeAt(x)?.type, "identifier");
  assert.equal(tree.nodeAt(x, "markdown")?.type, "code_fence_content");
  assert.equal(tree.nodeAt(x, "python"), null);
  assert.equal(tree.layerAt(y)?.language, "javascript");
  assert.equal(tree.nodeAt(y, "html")?.type, "raw_text");
  assert.equal(stage.service.languageAt(stage.doc, 2), "markdown_inline");
  assert.deepEqual(tree.layers.map(({ language, depth }) => `${depth} ${language}`).sort(), [
    "1 html",
    "1 markdown_inline",
    "1 typescript",
    "2 javascript",
  ]);
  stage.close();
});

test("a text that is too big has no tree and says so once", async () => {
  const line = "x".repeat(1000);
  const big = Text.of(Array.from({ length: MOST_TEXT / 1000 }, () => line));
  assert.match(tooBig(big) ?? "", /4 million characters/);
  assert.match(tooBig(Text.of(["x".repeat(MOST_LINE + 1)])) ?? "", /a line is longer/);
  assert.equal(tooBig(textOf("x")), null);
  const stage = await syntaxStage(`let a;\n${"x".repeat(MOST_LINE + 1)}`, "typescript");
  assert.equal(stage.editor.messages.length, 1);
  assert.equal(stage.service.tree(stage.doc), null);
  assert.match(stage.service.reason(stage.doc) ?? "", /a line is longer/);
  stage.edit(0, 0, "x");
  await stage.settle();
  assert.equal(stage.editor.messages.length, 1);
  stage.close();
});

test("a query that is wrong takes its language out of use, with a message", async () => {
  const failures: string[] = [];
  const languages = new Languages({
    turn: async () => {},
    failed: (name, reason) => failures.push(`${name}: ${reason}`),
    source: (name, kind) => (kind === "highlights" ? `((nothing) @x) ; ${name}` : ""),
  });
  assert.equal(await languages.request("json"), null);
  assert.equal(await languages.request("json"), null);
  assert.equal(languages.state("json").kind, "failed");
  assert.deepEqual(failures, ["json: Bad node name 'nothing'"]);
});

test("a predicate that nobody knows is passed over", async () => {
  const languages = new Languages({
    turn: async () => {},
    failed: (_name, reason) => assert.fail(reason),
    source: (_name, kind) =>
      kind === "highlights" ? '((string) @string (#gsub! @string "a"))' : "",
  });
  assert.ok(await languages.request("json"));
});

test("previews: the spans of lines that are in no buffer", async () => {
  const stage = await syntaxStage("", "");
  const colour = (filetype: string, ...lines: string[]) => stage.service.colour(filetype, lines);
  assert.deepEqual(await colour("python", "# c", "", "x = 'é'"), [
    [{ from: 0, to: 3, group: "comment" }],
    [],
    [
      { from: 0, to: 1, group: "variable" },
      { from: 2, to: 3, group: "operator" },
      { from: 4, to: 7, group: "string" },
    ],
  ]);
  assert.deepEqual(await colour("diff", "+a", " b"), [
    [{ from: 0, to: 2, group: "diff.plus" }],
    [],
  ]);
  const fence = await colour("markdown", "```css", "a { }", "```");
  assert.deepEqual(fence[1]?.[0], { from: 0, to: 1, group: "tag" });
  assert.deepEqual(await colour("nothing", "a", "b"), [[], []]);
  assert.deepEqual(await colour("python"), []);
  stage.close();
});

test(":syntax off takes the colours away, and the tree stays", async () => {
  const stage = await syntaxStage("let a = 1;", "typescript");
  const run = (value: string) => {
    stage.editor.options.set("syntax", value);
    stage.doc.options.set("syntax", value);
    stage.editor.events.emit("option", { name: "syntax" });
  };
  run("off");
  await stage.settle();
  assert.deepEqual(stage.groups(0), []);
  assert.notEqual(stage.service.tree(stage.doc), null);
  run("");
  await stage.settle();
  assert.equal(stage.groups(0)[0], "let keyword");
  run("python");
  await stage.settle();
  assert.equal(stage.service.tree(stage.doc)?.language, "python");
  stage.close();
});

test("rows that scroll into sight have their colours in the same frame", async () => {
  const stage = await syntaxStage("let a = 1;\n".repeat(2000), "typescript");
  assert.deepEqual(stage.groups(1500), []);
  stage.editor.win.top = 1490;
  stage.editor.beforePaint(stage.editor.win);
  assert.equal(stage.groups(1500)[0], "let keyword");
  const { version } = stage.doc.slots;
  stage.editor.beforePaint(stage.editor.win);
  assert.equal(stage.doc.slots.version, version);
  stage.close();
});

test("a long line is coloured where it is seen", async () => {
  const stage = await syntaxStage(`x = [${'"a", '.repeat(40_000)}];`, "javascript");
  const size = () => stage.doc.slots.rows?.highlights.at(0).length ?? 0;
  assert.ok(size() > 100 && size() < 20_000, `${size()} spans`);
  stage.editor.win.options.set("wrap", false);
  stage.editor.win.left = 100_000;
  stage.editor.setCursor(stage.editor.win, 100_050);
  await stage.settle();
  let found = 0;
  stage.doc.slots.between("highlights", 100_000, 100_080, () => found++);
  assert.ok(found > 20, `${found} spans`);
  stage.close();
});

test("documents that no window shows give their trees back", async () => {
  const stage = await syntaxStage("let a;", "typescript");
  const docs = Array.from({ length: 30 }, () => {
    const doc = stage.editor.addDocument(textOf("let b;"), null);
    doc.options.set("filetype", "typescript");
    assert.notEqual(stage.service.ensure(doc, 1000), null);
    return doc;
  });
  await new Promise<void>((resolve) => setImmediate(resolve));
  await stage.settle();
  const held = docs.map((doc) => stage.service.tree(doc) !== null);
  assert.equal(held[29], true);
  assert.ok(held.filter(Boolean).length <= 21);
  assert.notEqual(stage.service.tree(stage.doc), null);
  stage.close();
});

test("a long script in a page is parsed in slices, and keeps its colours meanwhile", async () => {
  const stage = await syntaxStage("", "html");
  await stage.service.languages.request("javascript");
  stage.tick = 0.2;
  stage.edit(0, 0, `<script>\n${"function f(a) { return a + 1; }\n".repeat(3000)}</script>`);
  await stage.settle();
  assert.equal(stage.groups(10)[0], "function keyword.function");
  stage.quietMs = 0;
  const at = stage.doc.text.line(5).from;
  stage.edit(at, at, "x");
  stage.editor.beforePaint(stage.editor.win);
  let turns = 0;
  while (stage.service.busy) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    assert.equal(stage.groups(10)[0], "function keyword.function");
    turns++;
  }
  assert.ok(turns > 1);
  assert.match(stage.groups(4)[0] ?? "", /^xfunction (?!keyword)/);
  stage.close();
});

test("2,000 edits leave no tree behind, and the memory does not grow", async () => {
  const text = `<p>a</p>\n<script>\n${"let a = 1;\n".repeat(50)}</script>`;
  const trees = countTrees();
  const stage = await syntaxStage(text, "html");
  const edits = async (count: number) => {
    for (let i = 0; i < count; i++) {
      const { length } = stage.doc.text;
      const at = (i * 37) % length;
      stage.edit(at, Math.min(at + (i % 3), length), i % 2 ? "a" : "\n");
      if (i % 100 === 99) stage.edit(0, stage.doc.text.length, text);
      if (i % 5 === 0) await stage.settle();
    }
    await stage.settle();
  };
  await edits(500);
  const before = syntaxMemory();
  await edits(1500);
  assert.equal(syntaxMemory(), before);
  assert.ok(trees.live() < 10, `${trees.live()} trees`);
  stage.close();
  assert.equal(trees.live(), 0);
  trees.stop();
});

test("a grammar that breaks takes the syntax of its document away, and nothing else", async () => {
  const stage = await syntaxStage("const a = 1;", "typescript");
  await stage.settle();
  assert.ok(stage.groups(0).length > 0);
  const { parse } = Parser.prototype;
  Parser.prototype.parse = () => {
    throw new RangeError("memory access out of bounds");
  };
  try {
    stage.edit(0, 0, "let b;\n");
    await stage.settle();
    assert.deepEqual(await stage.service.colour("typescript", ["let a"]), [[]]);
  } finally {
    Parser.prototype.parse = parse;
  }
  const { editor, service, doc } = stage;
  assert.equal(editor.bugs.length, 2);
  assert.match(service.reason(doc)!, /out of bounds/);
  stage.edit(0, 0, "let c;\n");
  await stage.settle();
  assert.equal(service.ensure(doc, 50), null);
  assert.deepEqual(stage.groups(0), []);
  assert.equal(editor.bugs.length, 2);
  stage.close();
});

/** Counts the trees that are made and not freed. */
function countTrees(): { live(): number; stop(): void } {
  const { parse } = Parser.prototype;
  const { copy, delete: free } = Tree.prototype;
  let live = 0;
  Parser.prototype.parse = function (...args) {
    const tree = parse.apply(this, args);
    if (tree !== null) live++;
    return tree;
  };
  Tree.prototype.copy = function () {
    live++;
    return copy.call(this);
  };
  Tree.prototype.delete = function () {
    live--;
    free.call(this);
  };
  return {
    live: () => live,
    stop() {
      Parser.prototype.parse = parse;
      Object.assign(Tree.prototype, { copy, delete: free });
    },
  };
}

test("rows: a set that follows changes", () => {
  const rows = new RowSet();
  rows.add(0, 10);
  rows.add(20, 30);
  rows.remove(4, 6);
  assert.deepEqual(rows.pairs(), [
    [0, 4],
    [6, 10],
    [20, 30],
  ]);
  assert.deepEqual(rows.missing(2, 22), [
    [4, 6],
    [10, 20],
  ]);
  const text = textOf("x\n".repeat(40));
  const insert = textOf("a\nb\nc");
  rows.map(ChangeSet.of([{ from: text.line(8).from, insert }], text.length), text);
  assert.deepEqual(rows.pairs(), [
    [0, 4],
    [6, 7],
    [10, 12],
    [22, 32],
  ]);
});

test("spans: inner and later captures win", () => {
  const paint = (from: number, to: number, group: string, order: number) => ({
    from,
    to,
    group,
    order,
  });
  const spans = flatten(
    [
      paint(0, 20, "string", 1),
      paint(5, 8, "", 2),
      paint(6, 7, "variable", 0),
      paint(6, 7, "constant", 3),
      paint(10, 12, "string", 9),
      paint(30, 40, "comment", 0),
    ],
    2,
    35,
  );
  assert.deepEqual(spans, [
    { from: 2, to: 5, group: "string" },
    { from: 6, to: 7, group: "constant" },
    { from: 8, to: 20, group: "string" },
    { from: 30, to: 35, group: "comment" },
  ]);
});
