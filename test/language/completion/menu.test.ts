/** The menu that opens by itself, with a scripted server. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, desk, scripted } from "./desk.ts";

const METHOD = "textDocument/completion";

function range(from: number, to: number) {
  return { start: { line: 0, character: from }, end: { line: 0, character: to } };
}

test("nothing is selected at first; keys select without a change; Enter is a line break", async () => {
  const made = await scripted({ answers: { [METHOD]: [[{ label: "alpha" }, { label: "also" }]] } });
  made.type("al");
  await made.shows("alpha");
  assert.equal(made.here.editor.menu!.selected, -1);
  made.type("<C-n><C-n>");
  assert.equal(made.here.editor.menu!.selected, 1);
  made.type("<C-n>");
  assert.equal(made.here.editor.menu!.selected, -1);
  made.type("<C-p><Up>");
  assert.equal(made.here.editor.menu!.selected, 0);
  assert.equal(made.text(), "al|");
  made.type("<CR>");
  assert.equal(made.text(), "al\n|");
  assert.equal(made.labels(), null);
});

test("accepting is a part of the insertion: one undo, in the register and in the repeat", async () => {
  const made = await scripted({ answers: { [METHOD]: [[{ label: "alpha" }]] } }, "x |");
  made.type("al");
  await made.shows("alpha");
  made.type("<C-y>()<Esc>");
  assert.equal(made.text(), "x alpha(|)");
  assert.equal(made.here.editor.modal.lastInsert, "alpha()");
  made.type(".");
  assert.equal(made.doc.text.toString(), "x alpha()alpha()");
  made.type("uu");
  assert.equal(made.doc.text.toString(), "x ");
});

test("CTRL-E closes, and then the keys are Vim's; Esc leaves at once", async () => {
  const made = await scripted({ answers: { [METHOD]: [[{ label: "alpha" }]] } }, "albert\n|");
  made.type("al");
  await made.shows("alpha");
  made.type("<C-e>");
  assert.equal(made.labels(), null);
  made.type("b");
  await made.turns();
  assert.equal(made.labels(), null, "it stays closed for this word");
  made.type("<C-n>");
  assert.equal(made.text(), "albert\nalbert|");
  made.type("<C-u>al");
  await made.shows("alpha");
  made.type("<C-n><Esc>");
  assert.equal(made.here.editor.mode, "normal");
  assert.equal(made.text(), "albert\na|l");
  assert.equal(made.labels(), null);
});

test("Tab takes a selected item, and indents when none is selected", async () => {
  const made = await scripted({ answers: { [METHOD]: [[{ label: "alpha" }]] } });
  made.type("al");
  await made.shows("alpha");
  made.type("<Tab>");
  assert.equal(made.text(), "al\t|");
  made.type("al");
  await made.shows("alpha");
  made.type("<C-n><Tab>");
  assert.equal(made.text(), "al\talpha|");
});

test("typing filters in the key's own frame, and Backspace brings back", async () => {
  const items = ["alpha", "also", "beta"].map((label) => ({ label }));
  const made = await scripted({ answers: { [METHOD]: [items] } });
  made.type("a");
  await made.shows("also");
  made.type("l");
  made.type("p");
  assert.deepEqual(made.labels(), ["alpha"]);
  made.type("<BS>");
  assert.deepEqual(made.labels(), ["alpha", "also"]);
  made.type("zz");
  assert.equal(made.labels(), null);
  made.type(" ");
  assert.equal((await asked(made, METHOD)).length, 1);
});

test("a list that is not whole is asked for again with each letter", async () => {
  const made = await scripted({
    answers: {
      [METHOD]: [
        { isIncomplete: true, items: [{ label: "abacus" }] },
        { isIncomplete: false, items: [{ label: "about" }] },
      ],
    },
  });
  made.type("a");
  await made.shows("abacus");
  made.type("b");
  await made.shows("about");
  assert.deepEqual(made.labels(), ["about"]);
  const contexts = (await asked(made, METHOD)) as { context: unknown }[];
  assert.deepEqual(
    contexts.map(({ context }) => context),
    [{ triggerKind: 1 }, { triggerKind: 3 }],
  );
});

test("a server's character opens the menu; what it is asked says so", async () => {
  const made = await scripted({ answers: { [METHOD]: [[{ label: "field" }]] } }, "x|");
  made.type(".");
  await made.shows("field");
  const [question] = (await asked(made, METHOD)) as { context: unknown }[];
  assert.deepEqual(question!.context, { triggerKind: 2, triggerCharacter: "." });
  made.type("<C-y>");
  assert.equal(made.text(), "x.field|");
});

test("the menu goes with the character that opened it", async () => {
  const made = await scripted({ answers: { [METHOD]: [[{ label: "field" }]] } }, "x|");
  for (const key of ["<BS>", "<C-u>", "<C-w>", "<Left>", "<Esc>"]) {
    made.type(".");
    await made.shows("field");
    made.type(key);
    assert.equal(made.labels(), null, key);
    if (key === "<Left>") made.type("<Right>");
  }
});

test("inserting leaves what follows the cursor, replacing takes it", async () => {
  const item = {
    label: "alphabet",
    textEdit: { newText: "alphabet", insert: range(0, 1), replace: range(0, 4) },
  };
  for (const [option, wanted] of [
    [false, "alphabet|bcd"],
    [true, "alphabet|"],
  ] as const) {
    const made = await scripted({ answers: { [METHOD]: [[item]] } }, "|bcd");
    made.here.editor.options.set("completereplace", option);
    made.type("a");
    await made.shows("alphabet");
    made.type("<C-y>");
    assert.equal(made.text(), wanted);
    made.type("<Esc>u");
    assert.equal(made.doc.text.toString(), "bcd");
  }
});

test("the defaults of a list are those of its items", async () => {
  const made = await scripted(
    {
      answers: {
        [METHOD]: [
          {
            isIncomplete: false,
            itemDefaults: { editRange: range(0, 3), insertTextFormat: 2, data: 7 },
            items: [{ label: "x.call", textEditText: "x.call($1)" }],
          },
        ],
      },
    },
    "x.|",
  );
  made.type("c");
  await made.shows("x.call");
  made.type("<C-y>1<Tab>;");
  assert.equal(made.text(), "x.call(1);|");
});

test("a default range that is empty behind a word means the word", async () => {
  const list = { itemDefaults: { editRange: range(5, 5) }, items: [{ label: "toUpper" }] };
  const made = await scripted({ answers: { [METHOD]: [list] } }, "x.to|");
  made.type("U");
  await made.turns();
  made.type("<C-x><C-o>");
  await made.shows("toUpper");
  made.type("<C-y>");
  assert.equal(made.text(), "x.toUpper|");
});

test("edits that a server adds are made with the item, in one undo; positions in its units", async () => {
  const item = {
    label: "name",
    additionalTextEdits: [{ range: range(0, 0), newText: "import\n" }],
    textEdit: {
      newText: "name",
      range: { start: { line: 1, character: 5 }, end: { line: 1, character: 7 } },
    },
  };
  const made = await scripted({ encoding: "utf-8", answers: { [METHOD]: [[item]] } }, "a\n😀 |");
  made.type("na");
  await made.shows("name");
  made.type("<C-y>!");
  assert.equal(made.text(), "import\na\n😀 name!|");
  made.type("<Esc>u");
  assert.equal(made.doc.text.toString(), "a\n😀 ");
});

test("edits that are asked for come after the item, wherever the user is by then", async () => {
  const made = await scripted({
    resolves: true,
    answers: {
      [METHOD]: [[{ label: "name" }]],
      "completionItem/resolve": [
        {
          hold: {
            label: "name",
            additionalTextEdits: [{ range: range(0, 0), newText: "import\n" }],
          },
        },
      ],
    },
  });
  made.type("na");
  await made.shows("name");
  made.type("<C-y>; x");
  assert.equal(made.text(), "name; x|");
  await made.client!.request("test/release", {});
  await made.here.until(() => made.doc.text.lines === 2, "the import came");
  assert.equal(made.text(), "import\nname; x|");
  made.type("y<Esc>");
  assert.equal(made.text(), "import\nname; x|y");
});

test("an answer for a word that was left is dropped", async () => {
  const made = await scripted({ answers: { [METHOD]: [{ hold: [{ label: "alpha" }] }, null] } });
  made.type("a");
  await made.turns();
  made.type(" ");
  await made.client!.request("test/release", {});
  await made.turns();
  assert.equal(made.labels(), null);
  assert.equal(made.text(), "a |");
});

test("an answer that comes while the word goes on fits what is typed by then", async () => {
  const item = { label: "alpha", textEdit: { newText: "alpha", range: range(0, 1) } };
  const made = await scripted({ answers: { [METHOD]: [{ hold: [item, { label: "axe" }] }] } });
  made.type("a");
  await made.turns();
  made.type("l");
  await made.client!.request("test/release", {});
  await made.shows("alpha");
  assert.deepEqual(made.labels(), ["alpha"]);
  made.type("<C-y>");
  assert.equal(made.text(), "alpha|");
});

const GARBAGE: readonly unknown[] = [
  "no",
  7,
  { items: 3 },
  { items: [null, 3, [], { label: 5 }, { label: "" }, {}] },
  { error: { code: -32603, message: "broken" } },
  { items: [{ label: "aa", textEdit: { newText: "aa", range: range(5, 9) } }] },
  { items: [{ label: "aa", textEdit: { range: "x", newText: 4 } }] },
  { items: [{ label: "aa", additionalTextEdits: [{ range: null }, 5], insertText: 7, kind: "x" }] },
  { itemDefaults: { editRange: 3 }, items: [{ label: "aa", sortText: {}, tags: 4 }] },
  { items: [{ label: "aa\n\u001b[31m", insertTextFormat: 2, insertText: "${1:${2:" }] },
];
for (const answer of GARBAGE) {
  test(`a server that answers ${JSON.stringify(answer)} does no harm`, async () => {
    const made = await scripted({ answers: { [METHOD]: [answer] } }, "apple |");
    made.type("a");
    await made.shows("apple");
    made.type("<C-n><C-y>");
    assert.deepEqual(made.here.editor.bugs, []);
    assert.equal(made.here.editor.mode, "insert");
    assert.match(made.text(), /^apple ./);
  });
}

test("no menu where the text can't be changed, while a macro runs, or when it is off", async () => {
  const made = await scripted({ answers: { [METHOD]: [[{ label: "alpha" }]] } });
  made.here.editor.options.set("autocomplete", false);
  made.type("al");
  await made.turns();
  assert.equal(made.labels(), null);
  made.type("<C-x><C-o>");
  await made.shows("alpha");
  made.type("<C-e>");
  made.type("<C-@>");
  await made.shows("alpha");
  made.type("<Esc>");
  made.here.editor.options.set("autocomplete", true);
  made.type("qqoal<Esc>q@q");
  await made.turns();
  assert.equal(made.labels(), null);
});

test("members that a server knows have no words beside them", async () => {
  const script = { answers: { [METHOD]: [[{ label: "allows" }]] } };
  const made = await scripted(script, "also again\nx.|");
  made.type("a");
  await made.shows("allows");
  await made.turns();
  made.frame();
  assert.deepEqual(made.labels(), ["allows"]);
  const none = await scripted({ answers: { [METHOD]: [[]] } }, "also again\nx.|");
  none.type("a");
  await none.shows("also");
});

test("words alone open no menu by themselves, but when they are asked for", async () => {
  const made = await desk({ files: { "a.txt": "banana band\n" }, open: "a.txt" });
  made.here.editor.options.set("autocompletewords", false);
  made.type("oba");
  await made.turns();
  assert.equal(made.labels(), null);
  made.type("<C-x><C-o>");
  await made.shows("banana");
});

test("words of all buffers and names of files, without a server", async () => {
  const made = await desk({
    files: {
      "a.txt": "banana band\n",
      "b.txt": "bandana\n",
      "folder/x.txt": "",
      "folder/y.txt": "",
    },
    open: "b.txt",
  });
  made.here.open("a.txt");
  made.type("Goban");
  await made.shows("bandana");
  assert.deepEqual(made.labels(), ["band", "banana", "bandana"]);
  made.type("<Esc>cc./fo");
  await made.shows("folder");
  made.type("<C-y>");
  await made.shows("x.txt");
  assert.deepEqual(made.labels(), ["x.txt", "y.txt"]);
});
