import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { nearest } from "../../../src/app/complete-files.ts";
import {
  type CompletionAnswer,
  CompletionEngine,
  type CompletionQuestion,
} from "../../../src/tab/complete/engine.ts";
import { threadCompleter } from "../../../src/tab/complete/thread.ts";
import type { DocumentSnapshot } from "../../../src/text/prediction.ts";
import { textOf } from "../../../src/text/text.ts";

/** A question at the end of a text. */
function question(text: string, path: string | null = "/p/a.ts", id = 1): CompletionQuestion {
  const lines = text.split("\n");
  return {
    updates: [{ id, path, text, change: null }],
    cursor: { document: id, row: lines.length - 1, before: lines[lines.length - 1]!, after: "" },
    offered: [],
    least: 0.2,
  };
}

const texts = (answers: readonly CompletionAnswer[] | null) => answers!.map(({ text }) => text);

test("files of the project teach what an open one does not know", () => {
  const engine = new CompletionEngine(10);
  assert.deepEqual(texts(engine.ask(question("const a = comp"))), []);
  engine.learn("/p/b.ts", "computeTotal(x);\ncomputeTotal(y);");
  assert.ok(texts(engine.ask(question("const a = comp")))[0]?.startsWith("uteTotal"));
  const [best] = engine.ask(question("const a = comp"))!;
  assert.deepEqual(best?.source?.path, "/p/b.ts");
  engine.forgetProject();
  assert.deepEqual(texts(engine.ask(question("const a = comp"))), []);
});

test("an open file is read as it is here, not as on disk", () => {
  const engine = new CompletionEngine(10);
  engine.learn("/p/b.ts", "computeTotal(x);");
  engine.ask(question("other\n", "/p/b.ts", 2));
  engine.learn("/p/b.ts", "computeTotal(x);");
  assert.deepEqual(texts(engine.ask(question("const a = comp"))), []);
});

test("changes of rows are learned and unlearned", () => {
  const engine = new CompletionEngine(10);
  engine.ask(question("computeTotal(x);\ncomputeTotal(y);\nconst a = comp"));
  const ask = (lines: readonly string[]) =>
    engine.ask({
      ...question(""),
      updates: [{ id: 1, path: null, text: null, change: { row: 0, removed: 2, lines } }],
      cursor: { document: 1, row: 2, before: "const a = comp", after: "" },
    });
  assert.ok(texts(ask(["compareAll(x);", "compareAll(y);"]))[0]?.startsWith("areAll"));
  assert.deepEqual(texts(ask(["other", "lines"])), []);
});

test("documents that are not known are asked for", () => {
  const engine = new CompletionEngine(10);
  assert.equal(engine.ask({ ...question("a"), updates: [] }), null);
  for (let id = 1; id <= 40; id++) engine.ask(question("a b c", `/p/${id}.ts`, id));
  assert.equal(engine.ask({ ...question("a"), updates: [] }), null, "the oldest are let go");
  const change = { row: 0, removed: 1, lines: ["b"] };
  const update = { id: 1, path: null, text: null, change };
  assert.equal(engine.ask({ ...question("a"), updates: [update] }), null);
});

test("the thread reads the project when something is typed for the first time", async (t) => {
  const root = mkdtempSync(join(tmpdir(), "complete-"));
  t.after(() => rmSync(root, { recursive: true, maxRetries: 10 }));
  writeFileSync(join(root, "b.ts"), "computeTotal(x);\ncomputeTotal(y);\n");
  writeFileSync(join(root, "data.bin"), "\0\0comparison\0");
  writeFileSync(join(root, "long.js"), "complicated;".repeat(900));
  const asked: string[] = [];
  const thread = threadCompleter({
    projectOf: () => root,
    projectFiles: async (path) => {
      asked.push(path);
      return ["b.ts", "data.bin", "long.js", "gone.ts"].map((name) => join(root, name));
    },
  });
  t.after(() => thread.close());
  assert.equal(await thread.health(), null);
  const path = join(root, "a.ts");
  const text = textOf("const a = comp");
  const doc: DocumentSnapshot = {
    id: 1,
    revision: 0,
    text,
    path,
    filetype: "",
    pos: 14,
    isKeyword: () => true,
  };
  thread.typing!(doc);
  thread.typing!(doc);
  assert.deepEqual(asked, [path]);
  for (;;) {
    const health = await thread.health();
    if (health && !health.reading && health.files > 0) break;
  }
  assert.equal((await thread.health())?.files, 1);
  const answers = (await thread.ask(question("const a = comp", path)))!;
  assert.ok(answers[0]?.text.startsWith("uteTotal"), "only the source was read");
  await thread.close();
  assert.deepEqual(await thread.ask(question("a")), []);
});

test("files of the same language in near folders come first", () => {
  const names = ["README.md", "src/a/x.ts", "src/b/y.ts", "src/b/z.css", "lib/w.ts"];
  assert.deepEqual(nearest(names, "src/b/own.ts"), [
    "src/b/y.ts",
    "src/a/x.ts",
    "lib/w.ts",
    "src/b/z.css",
    "README.md",
  ]);
});
