import assert from "node:assert/strict";
import { test } from "node:test";
import { hunksOf } from "../../src/text/prediction.ts";
import { answer, replacing, scripted } from "./fake-predictors.ts";
import * as sessions from "./session.ts";
import { addDocument, drawn, only } from "./session.ts";

/** Of what is shown here the text decides, and not what was learned from other people's changes. */
const session: typeof sessions.session = (...args) => {
  const made = sessions.session(...args);
  made.editor.options.set("tabshow", "0.1");
  return made;
};

/** The change in all documents, whatever is known of such changes. */
const everywhere = () =>
  scripted("everywhere", (s) =>
    [s.doc, ...s.others].flatMap((doc) => replacing("total", "sum")({ ...s, doc })),
  ).predictor;

const CALLS = "let total = 0;\nadd(total);\nprint(total);\nsave(total);\n";

test("a changed word is offered at the next like places: Tab, Tab, Tab", async () => {
  const made = session(CALLS, [0, 4]);
  await made.type("ciwsum<Esc>");
  assert.deepEqual(made.shown, ["sum", "edit"]);
  await made.type("<Tab>");
  assert.equal(made.text, "let sum = 0;\nadd(sum);\nprint(total);\nsave(total);\n");
  assert.deepEqual(made.cursor, [1, 6]);
  assert.deepEqual(made.shown, ["sum", "edit"], "the next one is there at once");
  await made.type("<Tab><Tab>");
  assert.equal(made.text, "let sum = 0;\nadd(sum);\nprint(sum);\nsave(sum);\n");
  assert.equal(made.shown, null);
});

test("an accept is one undo step, and its place is not offered again", async () => {
  const made = session(CALLS, [0, 4]);
  await made.type("ciwsum<Esc><Tab>");
  await made.type("u");
  assert.equal(made.text, "let sum = 0;\nadd(total);\nprint(total);\nsave(total);\n");
  await made.type("jj");
  assert.notEqual(made.shown?.[1], "ghost");
  assert.ok(!drawn(made.editor).some((line) => line.includes("@1,")));
});

test("nothing is offered while the word is still being typed", async () => {
  const made = session(CALLS, [0, 4]);
  await made.type("ciwsu");
  assert.equal(made.shown, null);
});

test("a replacement is drawn as struck text and ghost text", async () => {
  const made = session(CALLS, [0, 4]);
  await made.type("ciwsum<Esc>");
  assert.deepEqual(drawn(made.editor), ["line@1,4 -total +sum"]);
});

test("a change out of sight is a jump first, then an edit", async () => {
  const made = session(`let total = 0;\n${"x\n".repeat(60)}print(total);\n`, [0, 4]);
  await made.type("ciwsum<Esc>");
  assert.deepEqual(made.shown, ["sum", "jump"]);
  assert.ok(drawn(made.editor).includes("line@61,6 -total +sum"));
  await made.type("<Tab>");
  assert.deepEqual(made.cursor, [61, 6]);
  assert.deepEqual(made.shown, ["sum", "edit"]);
  await made.type("<Tab>");
  assert.ok(made.text.includes("print(sum)"));
  await made.type("<C-o>");
  assert.equal(made.cursor[0], 0);
});

test("the change goes on in another open document", async () => {
  const made = session("import { total } from 'a';\n", [0, 9], [everywhere()]);
  only(made, "everywhere");
  const other = addDocument(made, "head\nexport const total = 1;\n", "/p/a.ts");
  await made.type("ciwsum<Esc>");
  assert.deepEqual(made.shown, ["sum", "jump"]);
  assert.ok(drawn(made.editor).includes("p/a.ts line@1,13 -total +sum"));
  await made.type("<Tab>");
  assert.equal(made.editor.doc, other);
  assert.deepEqual(made.cursor, [1, 13]);
  await made.type("<Tab>");
  assert.equal(made.text, "head\nexport const sum = 1;\n");
});

test("a jump from insert mode to another document ends the insertion", async () => {
  const made = session("total total\n", [0, 0], [everywhere()]);
  only(made, "everywhere");
  const other = addDocument(made, "total\n", "/p/b.txt");
  await made.type("ciwsum<Esc><Tab>");
  await made.type("a");
  assert.equal(made.editor.mode, "insert");
  assert.deepEqual(made.shown, ["sum", "jump"]);
  await made.type("<Tab>");
  assert.equal(made.editor.mode, "normal");
  assert.equal(made.editor.doc, other);
});

const WORDS = "function computeTotal(items) {\n  return items;\n}\n\n";

test("the rest of a word is a ghost, shortened by typing it, dropped by another key", async () => {
  const made = session(WORDS, [3, 0]);
  await made.type("icomp");
  assert.deepEqual(made.shown, ["uteTotal", "ghost"]);
  assert.ok(drawn(made.editor).includes("insert@3,4 - +uteTotal"));
  const { redraws } = made;
  await made.type("u");
  assert.deepEqual(made.shown, ["teTotal", "ghost"]);
  assert.equal(made.redraws, redraws, "the shortened ghost is a part of the key's own frame");
  await made.burst("x");
  assert.equal(made.shown, null);
});

test("Backspace brings back what a wrong key dropped, in the key's own frame", async () => {
  const made = session(WORDS, [3, 0]);
  await made.type("icomp");
  await made.type("x");
  assert.equal(made.shown, null);
  made.loop.feed(["<BS>"]);
  assert.deepEqual(made.shown, ["uteTotal", "ghost"]);
});

test("undo brings back what a change dropped", async () => {
  const made = session(CALLS, [0, 4]);
  await made.type("ciwsum<Esc>");
  await made.type("j0ft");
  made.loop.feed(["r", "Z"]);
  assert.ok(!drawn(made.editor).some((line) => line.includes("@1,")));
  made.loop.feed(["u"]);
  assert.deepEqual(drawn(made.editor), ["line@1,4 -total +sum"]);
});

test("Tab takes the ghost, in a line's leading blanks it indents", async () => {
  const made = session(WORDS, [3, 0]);
  await made.type("icomp<Tab>");
  assert.equal(made.text.split("\n")[3], "computeTotal");
  const indented = session(WORDS, [3, 0]);
  indented.editor.options.set("expandtab", true);
  await indented.type("i<Tab>");
  assert.match(indented.text.split("\n")[3]!, /^\s+$/);
});

test("words and lines of a ghost are taken one at a time", async () => {
  const rest = "const first = load(name, size);";
  const finish = scripted("finish", (snapshot) => {
    const { pos, text } = snapshot.doc;
    const typed = text.lineAt(pos).text;
    if (typed.length < 4 || !rest.startsWith(typed)) return [];
    return [answer(snapshot, [{ from: pos, to: pos, insert: rest.slice(typed.length) }])];
  });
  const made = session("\n", [0, 0], [finish.predictor]);
  only(made, "finish");
  await made.type("iconst first");
  assert.deepEqual(made.shown, [" = load(name, size);", "ghost"]);
  await made.type("<C-l><C-l>");
  assert.equal(made.text.split("\n")[0], "const first = load");
  assert.deepEqual(made.shown, ["(name, size);", "ghost"]);
  await made.type("<C-f>");
  assert.equal(made.text.split("\n")[0], rest);
});

test("what is dismissed stays away", async () => {
  const made = session(WORDS, [3, 0]);
  await made.type("icomp<C-]>");
  assert.equal(made.shown, null);
  assert.deepEqual(drawn(made.editor), []);
  assert.equal(made.text.split("\n")[3], "comp");
  const repeated = session(CALLS, [0, 4]);
  await repeated.type("ciwsum<Esc><Esc>");
  assert.equal(repeated.shown, null);
  await repeated.type("jj");
  assert.equal(repeated.shown, null);
});

test("without a prediction the keys are what they always were", async () => {
  const made = session("a\n\n", [1, 0]);
  made.editor.options.set("expandtab", false);
  made.editor.doc.options.set("expandtab", false);
  await made.type("ix<Tab>y<Esc>");
  assert.equal(made.text, "a\nx\ty\n");
});

const SILENT: Readonly<Record<string, (made: ReturnType<typeof session>) => Promise<void>>> = {
  "with nopredict": async (made) => {
    made.editor.options.set("predict", false);
    await made.type("ciwsum<Esc>");
  },
  "while a macro is recorded": (made) => made.type("qaciwsum<Esc>"),
  "in a secret file": async (made) => {
    made.editor.doc.path = "/dev/shm/key.txt";
    await made.type("ciwsum<Esc>");
  },
  "in a buffer that is no file": async (made) => {
    made.editor.doc.kind = "cmdwin";
    await made.type("ciwsum<Esc>");
  },
  "in a read-only file": async (made) => {
    await made.burst("ciwsum<Esc>:");
    assert.equal(made.shown, null);
    made.editor.doc.options.set("readonly", true);
    await made.type("<Esc>");
  },
  "when what led to it is undone": async (made) => {
    await made.type("ciwsum<Esc>");
    assert.deepEqual(made.shown, ["sum", "edit"]);
    await made.type("u");
  },
  "after an undo": async (made) => {
    await made.burst("ciwsum<Esc>u");
    await made.type("j");
  },
};

for (const [name, play] of Object.entries(SILENT)) {
  test(`nothing is shown ${name}`, async () => {
    const made = session(CALLS, [0, 4]);
    await play(made);
    assert.equal(made.shown, null);
    assert.deepEqual(drawn(made.editor), []);
  });
}

test("a pending operator or a selection hides the prediction from Tab", async () => {
  const made = session(CALLS, [0, 4]);
  await made.type("ciwsum<Esc>v");
  assert.equal(made.shown, null);
  await made.type("<Esc>");
  assert.deepEqual(made.shown, ["sum", "edit"]);
});

test("a Tab in a macro or in what . repeats is never an accept", async () => {
  const made = session(CALLS, [0, 4]);
  made.editor.options.set("expandtab", false);
  made.editor.doc.options.set("expandtab", false);
  await made.type("qaA<Tab>x<Esc>q0");
  await made.type("4lciwsum<Esc>");
  assert.deepEqual(made.shown, ["sum", "edit"]);
  await made.type("j@a");
  assert.equal(made.text.split("\n")[1], "add(total);\tx");
  const offered = made.tab.arbiter.held.map(({ prediction }) => hunksOf(prediction.changes));
  assert.ok(
    offered.some(([hunk]) => hunk?.insert === "\tx"),
    "what the macro did may go on",
  );
  await made.type("j.");
  assert.equal(made.text.split("\n")[2], "print(total);\tx");
});

test("keys that come in a burst ask once, after their frame", async () => {
  const made = session(CALLS, [0, 4]);
  await made.burst("ciwsum<Esc>");
  assert.deepEqual(made.shown, ["sum", "edit"]);
  assert.equal(made.redraws, 1);
});

test("the next place is in another file, but not in one that may not be changed", async () => {
  for (const readonly of [false, true]) {
    const made = session("add(total);\n", [0, 4], [everywhere()]);
    only(made, "everywhere");
    const other = addDocument(made, "add(total);\nprint(total);", "/x/other.ts");
    other.options.set("readonly", readonly);
    await made.type("ciwsum<Esc>");
    assert.deepEqual(made.shown, readonly ? null : ["sum", "jump"]);
  }
});

test("what was taken while typing a line is no example before the line is done", async () => {
  const rows = 'const all = [\n  ["DE", 0.19],\n  ["FR", 0.2],\n];';
  const s = sessions.session(rows, [2, 0]);
  s.editor.options.set("tabshow", "0");
  await s.type('o["IT"');
  assert.match(s.shown?.[0] ?? "", /^,/);
  await s.type("<Tab>22");
  // Nobody wants the half-typed row once more.
  const half = () =>
    s.tab.arbiter.held.filter(({ prediction }) =>
      hunksOf(prediction.changes).some(({ insert }) => insert.trimEnd().endsWith('["IT"')),
    );
  assert.deepEqual(half(), []);
  await s.type("],<Esc>");
  assert.deepEqual(half(), []);
});
