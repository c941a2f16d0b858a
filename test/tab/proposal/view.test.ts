/** All of a kind as one proposal: looked at, left out, taken and taken back at once. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Document } from "../../../src/editor/document.ts";
import { proposalsOf } from "../../../src/tab/proposal/view.ts";
import type { Prediction } from "../../../src/text/prediction.ts";
import { changeOf } from "../../../src/text/prediction.ts";
import { proposalOf } from "../../../src/text/proposal.ts";
import { slice, textOf } from "../../../src/text/text.ts";
import { addDocument, type Session, session } from "../session.ts";

const A = "let total = 0;\nadd(total);\nend(total);\n";
const B = "print(total);\n";

const textIn = (doc: Document) => slice(doc.text, 0, doc.text.length);

let ids = 1000;
function predicted(doc: number, text: string, nth: number): Prediction {
  let from = -1;
  for (let n = 0; n < nth; n++) from = text.indexOf("total", from + 1);
  const changes = changeOf([{ from, to: from + 5, insert: "sum" }], text.length);
  const rest = { revision: 0, source: "test", probability: 1, cursor: 0 };
  return { id: ++ids, doc, changes, reason: "total → sum", group: "g", ...rest };
}

interface Made extends Session {
  readonly b: Document;
}

/** A session whose suggestion has places in two documents, and more of them where `more` says. */
async function opened(more: readonly Prediction[] = []): Promise<Made> {
  const made = session(
    A,
    [0, 0],
    [
      {
        name: "test",
        predict: ({ trigger, doc }) => (trigger === "ask" ? here(doc.id) : []),
      },
    ],
  );
  const here = (id: number) => [
    predicted(id, A, 1),
    predicted(id, A, 2),
    predicted(id, A, 3),
    predicted(b.id, B, 1),
    ...more,
  ];
  made.editor.options.set("tabshow", "0");
  const b = addDocument(made, B, "/p/b.ts");
  made.editor.doc.path = "/p/a.ts";
  made.tab.arbiter.ask("ask");
  await made.burst("");
  assert.ok(made.shown);
  await made.type("<Bslash>ta");
  return Object.assign(made, { b });
}

test("the proposal shows every place; a takes all, one u takes all back, CTRL-R makes all again", async () => {
  const made = await opened();
  assert.equal(
    made.text,
    [
      "total → sum: 4 places in 2 files",
      "a takes them all · x leaves one out · Enter goes there · q closes",
      "",
      "/p/a.ts",
      "[x] line 1",
      "-let total = 0;",
      "+let sum = 0;",
      "[x] line 2",
      "-add(total);",
      "+add(sum);",
      "[x] line 3",
      "-end(total);",
      "+end(sum);",
      "",
      "/p/b.ts",
      "[x] line 1",
      "-print(total);",
      "+print(sum);",
    ].join("\n"),
  );
  assert.deepEqual(made.cursor, [4, 0]);
  await made.type("a");
  assert.equal(made.text, A.replaceAll("total", "sum"), "and the file is shown again");
  assert.equal(textIn(made.b), B.replace("total", "sum"));
  assert.match(made.editor.message!.text, /4 changes in 2 files: not written \(:wa\), u takes/);
  await made.type("u");
  assert.equal(made.text, A);
  assert.equal(textIn(made.b), B);
  await made.type("<C-r>");
  assert.equal(made.text, A.replaceAll("total", "sum"));
  assert.equal(textIn(made.b), B.replace("total", "sum"));
});

test("x and Space leave places out; on a file's line all of it", async () => {
  const made = await opened();
  await made.type("]cx");
  assert.match(made.text, /^total → sum: 3 of 4 places in 2 files\n/);
  assert.match(made.text, /\[ \] line 2\n-add/);
  await made.type("G ");
  assert.match(made.text, /^total → sum: 2 of 4 places in 1 file\n/);
  await made.type("a");
  assert.equal(made.text, "let sum = 0;\nadd(total);\nend(sum);\n");
  assert.equal(textIn(made.b), B);
  const other = await opened();
  await other.type("4Gx");
  assert.match(other.text, /1 of 4 places in 1 file\n/);
  await other.type("4Gxx");
  assert.match(other.text, /1 of 4 places in 1 file\n/);
});

test("Enter goes to the place; q leaves everything as it was", async () => {
  const made = await opened();
  await made.type("G<CR>");
  assert.equal(made.editor.doc, made.b);
  assert.deepEqual(made.cursor, [0, 6]);
  const other = await opened();
  await other.type("q");
  assert.equal(other.text, A);
  assert.equal(textIn(other.b), B);
});

test("when a file has changed since, u refuses once, and is for one file then", async () => {
  const made = await opened();
  await made.type("a");
  made.editor.dispatch(made.b, { changes: { from: 0, insert: "x" }, origin: "test" });
  made.b.undo.sync();
  await made.type("u");
  assert.match(
    made.editor.message!.text,
    /"\/p\/b\.ts" has changed since: u is for this file alone/,
  );
  assert.equal(made.text, A.replaceAll("total", "sum"));
  await made.type("u");
  assert.equal(made.text, A);
  assert.equal(textIn(made.b), `x${B.replace("total", "sum")}`);
});

test("after another change u takes back that change only", async () => {
  const made = await opened();
  await made.type("a");
  await made.type("x");
  await made.type("u");
  assert.equal(made.text, A.replaceAll("total", "sum"));
  await made.type("u");
  assert.equal(made.text, A, "then the whole change");
  assert.equal(textIn(made.b), B);
});

test("a change that comes before the proposal is taken is carried into it", async () => {
  const made = await opened();
  made.editor.dispatch(made.b, {
    changes: { from: 0, insert: "// x\n".replace("\n", "") },
    origin: "test",
  });
  await made.type("a");
  assert.equal(textIn(made.b), `// x${B.replace("total", "sum")}`);
});

test("a file that may not be changed refuses all of it, before anything is done", async () => {
  const made = await opened();
  made.b.options.set("readonly", true);
  await made.type("a");
  assert.match(made.editor.message!.text, /b\.ts is read-only: leave it out/);
  assert.match(made.text, /^total → sum/);
  await made.type("Gxa");
  assert.equal(made.text, A.replaceAll("total", "sum"));
});

test("in insert mode CTRL-G a ends the insertion first", async () => {
  const made = await opened();
  await made.type("q");
  await made.type("i");
  made.tab.arbiter.ask("ask");
  await made.burst("");
  assert.ok(made.shown);
  await made.type("<C-g>a");
  assert.equal(made.editor.mode, "normal");
  assert.match(made.text, /^total → sum: 4 places/);
});

test("files that are not open are opened, and left to be written", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hunch-proposal-"));
  try {
    const path = join(folder, "c.ts");
    writeFileSync(path, B);
    const made = session(A, [0, 0]);
    const { editor } = made;
    const file = { doc: -7, path, name: "c.ts", text: textOf(B.slice(0, -1)) };
    const places = [predicted(1, A, 1), predicted(-7, B.slice(0, -1), 1)];
    const open = { doc: 1, path: null, name: "a", text: editor.doc.text };
    proposalsOf(editor).open(
      proposalOf("t", places, (doc) => (doc < 0 ? file : open)),
      () => {},
    );
    await made.type("a");
    assert.match(editor.message!.text, /^2 changes in 2 files, 1 opened for it: not written/);
    const doc = editor.docs.find((each) => each.path === path)!;
    assert.equal(textIn(doc), "print(sum);");
    assert.ok(doc.modified && doc.listed);
    assert.notEqual(editor.doc, doc);
    assert.equal(readFileSync(path, "utf8"), B);
    await made.type("u");
    assert.equal(textIn(doc), "print(total);");
    assert.equal(doc.modified, false);
    writeFileSync(join(folder, "d.ts"), "other\n");
    const stale = { doc: -8, path: join(folder, "d.ts"), name: "d.ts", text: textOf("total") };
    proposalsOf(editor).open(
      proposalOf("t", [predicted(1, A, 1), predicted(-8, "total", 1)], (id) =>
        id < 0 ? stale : open,
      ),
      () => {},
    );
    await made.type("a");
    assert.match(editor.message!.text, /d\.ts has changed: ask again/);
    await made.type("q");
    assert.equal(made.text, A, "nothing has changed at all");
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
});
