/** What an accept makes of the text, of undo, of `.`, of registers and macros. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { registerString } from "../../../src/text/register.ts";
import type { Session } from "../session.ts";
import { scripted, type Wish } from "./scripted.ts";

function register(made: Session, name: string): string {
  const value = made.editor.registers.get(name);
  return value ? registerString(value) : "";
}

test("in insert mode accepted text is a part of the insertion: one u, in . and in the register", async () => {
  const made = scripted("one\ntwo\n", [0, 0]);
  await made.type("Afoo");
  await made.suggest({ insert: "(bar)" });
  assert.deepEqual(made.shown, ["(bar)", "ghost"]);
  await made.type("<Tab>;<Esc>");
  assert.equal(made.text, "onefoo(bar);\ntwo\n");
  assert.equal(made.editor.modal.lastInsert, "foo(bar);");
  await made.type("j.");
  assert.equal(made.text, "onefoo(bar);\ntwofoo(bar);\n");
  await made.type("uu");
  assert.equal(made.text, "one\ntwo\n");
});

test("a count types again what was typed: a Tab in it takes nothing that is shown by then", async () => {
  const made = scripted("one\n", [0, 0]);
  await made.type("3oa");
  await made.burst("<Tab>b");
  await made.suggest({ insert: "(c)" });
  assert.deepEqual(made.shown, ["(c)", "ghost"]);
  await made.type("<Esc>");
  assert.equal(made.text, "one\na\tb\na\tb\na\tb\n");
  assert.deepEqual(made.editor.bugs, []);
});

test("a count types again what was accepted, too", async () => {
  const made = scripted("one\n", [0, 0]);
  await made.type("2Ax");
  await made.suggest({ insert: "(a,\tb)" });
  await made.type("<Tab>;<Esc>");
  assert.equal(made.text, "onex(a,\tb);x(a,\tb);\n");
  await made.type("u");
  assert.equal(made.text, "one\n");
});

test("what is replaced at the cursor is a part of the insertion, too", async () => {
  const made = scripted("get_name = x\nget_name = y\n", [0, 0]);
  await made.type("ea_");
  await made.suggest({ old: "name_", insert: "id" });
  await made.type("<Tab>!<Esc>");
  assert.equal(made.text, "get_id! = x\nget_name = y\n");
  await made.type("u");
  assert.equal(made.text, "get_name = x\nget_name = y\n");
});

test("what is taken word by word is a part of the insertion", async () => {
  const made = scripted("a\nb\n", [0, 0]);
  await made.type("A ");
  await made.suggest({ insert: "= load(name)" });
  await made.type("<C-l><C-l>");
  assert.equal(made.text, "a = load\nb\n");
  assert.deepEqual(made.shown, ["(name)", "ghost"]);
  await made.type("<C-f><Esc>j.");
  assert.equal(made.text, "a = load(name)\nb = load(name)\n");
  await made.type("uu");
  assert.equal(made.text, "a\nb\n");
});

test("a change elsewhere in sight ends the insertion as a cursor key does", async () => {
  const made = scripted("one\ntwo\n", [0, 0]);
  await made.type("Ax");
  await made.suggest({ old: "two", insert: "2" });
  await made.type("<Tab>y<Esc>");
  assert.equal(made.text, "onex\n2y\n");
  await made.type("u");
  assert.equal(made.text, "onex\n2\n");
  await made.type("u");
  assert.equal(made.text, "onex\ntwo\n");
});

test("after CTRL-O typing goes on behind what was accepted", async () => {
  const made = scripted("one\ntwo three\n", [0, 0]);
  await made.type("Ax<C-o>");
  await made.suggest({ old: "two", insert: "2" });
  await made.type("<Tab>y<Esc>");
  assert.equal(made.text, "onex\n2y three\n");
});

test("what is shown goes when the file must not be changed any more", async () => {
  for (const option of ["readonly", "nomodifiable"]) {
    const made = scripted("one two\n", [0, 0]);
    await made.suggest({ old: "two", insert: "2" });
    assert.ok(made.shown);
    await made.type(`:set ${option}<CR>`);
    assert.equal(made.shown, null, option);
    await made.type("<Tab>");
    assert.equal(made.text, "one two\n");
  }
});

test("outside of insert mode an accept is one undo step", async () => {
  const made = scripted("a b a\nc\n", [1, 0]);
  await made.suggest([
    { old: "a", insert: "x" },
    { old: "a", nth: 2, insert: "y" },
  ]);
  await made.type("<Tab>");
  assert.equal(made.text, "x b y\nc\n");
  await made.type("u");
  assert.equal(made.text, "a b a\nc\n");
});

const REPEATED: readonly (readonly [
  what: string,
  text: string,
  wish: Wish,
  keys: string,
  after: string | null,
])[] = [
  ["a word", "f(total)\ng(total)\n", { old: "total", insert: "sum" }, "j0.", "f(sum)\ng(sum)\n"],
  [
    "from the middle of it",
    "total\ntotal\n",
    { old: "total", insert: "sum" },
    "j0ll.",
    "sum\nsum\n",
  ],
  ["a part of a word", "getX getX\n", { old: "g", insert: "s" }, "w.", "setX setX\n"],
  ["not in another word", "total\ntotals\n", { old: "total", insert: "sum" }, "j0.", null],
  ["only from the cursor on", "a b\na b\n", { old: "a", insert: "x" }, "j$.", null],
  ["text at the end", "one\ntwo\n", { after: "one", insert: ";" }, "j0.", "one;\ntwo;\n"],
  ["a line", "one\ntwo\n", { old: "one", insert: "one\n  new" }, "j.", "one\n  new\ntwo\n  new\n"],
  ["a deletion", "x old old old\n", { old: "old ", insert: "" }, "0.", "x old\n"],
  ["a count is the change once", "a a a\n", { old: "a", insert: "b" }, "2.", "b b a\n"],
];

for (const [what, text, wish, keys, after] of REPEATED) {
  test(`. repeats an accepted change: ${what}`, async () => {
    const made = scripted(text, [0, 0]);
    await made.suggest(wish);
    assert.ok(made.shown);
    await made.type("<Tab>");
    const once = made.text;
    const { failures } = made.editor;
    await made.type(keys);
    assert.equal(made.text, after ?? once);
    assert.equal(made.editor.failures - failures, after === null ? 1 : 0);
    if (after === null) return;
    await made.type("u");
    assert.equal(made.text, once, "one undo step");
  });
}

test("nothing is shown while a macro is recorded, but with tabrecord", async () => {
  const made = scripted("one two\nthree\n", [0, 0]);
  await made.type("qa");
  await made.suggest({ old: "two", insert: "2" });
  assert.equal(made.shown, null);
  made.editor.options.set("tabrecord", true);
  await made.suggest({ old: "two", insert: "2" });
  assert.ok(made.shown);
});

test("a macro gets the accepted text of insert mode, and no Tab", async () => {
  const made = scripted("one\ntwo\n", [0, 0]);
  made.editor.options.set("tabrecord", true);
  await made.type("qaA =");
  await made.suggest({ insert: " f(\tx)" });
  await made.type("<Tab>;<Esc>q");
  assert.equal(register(made, "a"), "A = f(\x16\tx);\x1b");
  await made.type("j@a");
  assert.equal(made.text, "one = f(\tx);\ntwo = f(\tx);\n");
});

test("a macro gets the change of normal mode as keys that make it from where the cursor is", async () => {
  const made = scripted("f(total, total)\nx\nf(total, total)\nx\n", [0, 0]);
  made.editor.options.set("tabrecord", true);
  await made.type("qa");
  await made.suggest([
    { old: "total", insert: "sum" },
    { old: ", total", insert: "" },
    { old: "\nx", insert: "\nx;" },
  ]);
  await made.type("<Tab>q");
  assert.equal(made.text, "f(sum)\nx;\nf(total, total)\nx\n");
  assert.doesNotMatch(register(made, "a"), /\t|<Tab>/);
  await made.type("3G@a");
  assert.equal(made.text, "f(sum)\nx;\nf(sum)\nx;\n");
});

test("what can't be recorded is refused, and leaves no Tab in the macro", async () => {
  const made = scripted("one\ntwo\nthree\n", [0, 0]);
  made.editor.options.set("tabrecord", true);
  await made.type("qa");
  await made.suggest({ old: "one\n", insert: "" });
  await made.type("<Tab>xq");
  assert.equal(made.text, "ne\ntwo\nthree\n");
  assert.equal(register(made, "a"), "x");
});

test("a count takes as many steps, a part of the keys their parts", async () => {
  const made = scripted("a1\na2\na3\n", [0, 0]);
  await made.suggest({ old: "a1", insert: "new text" });
  await made.type("<Bslash>tw");
  assert.equal(made.text, "new\na2\na3\n");
  assert.deepEqual(made.shown, [" text", "edit"]);
  await made.type("<Bslash>tl");
  assert.equal(made.text, "new text\na2\na3\n");
});

test("<leader>Tab accepts whatever Tab means", async () => {
  const made = scripted("one two\n", [0, 0]);
  made.editor.options.set("tabnormal", "off");
  await made.suggest({ old: "two", insert: "2" });
  await made.type("<Tab>");
  assert.equal(made.text, "one two\n");
  await made.type("<Bslash><Tab>");
  assert.equal(made.text, "one 2\n");
});

test("CTRL-] hides the suggestion and still ends an abbreviation", async () => {
  const made = scripted("\n", [0, 0]);
  made.editor.abbreviations.set("tm", "the moon");
  await made.type("itm");
  await made.suggest({ insert: "p" });
  await made.type("<C-]>");
  assert.equal(made.text, "the moon\n");
  assert.equal(made.shown, null);
});

const BYTES: readonly (readonly [what: string, typed: string, insert: string])[] = [
  ["tabs", "x", "\ty\t"],
  ["wide characters", "日", "本語 👍🏽"],
  ["combining characters", "e", "\u0301a\u0323"],
  ["trailing blanks and indents", "if x {", "\n\t  y  \n\n }"],
  ["brackets", "f", "((())]}>\"'"],
  ["what is an abbreviation", "x ", "tm tm"],
  ["notation of keys", "x", "<Tab><lt><Esc>"],
  ["what textwidth would break", "aaaa bbbb", " cccc dddd eeee ffff gggg"],
  ["a comment that would be continued", "// x", "\nfoo"],
];

for (const [what, typed, insert] of BYTES) {
  test(`after Tab the text is what was shown: ${what}`, async () => {
    const made = scripted("\nend\n", [0, 0]);
    const { editor } = made;
    editor.abbreviations.set("tm", "the moon");
    for (const [name, value] of Object.entries({
      textwidth: 20,
      autoindent: true,
      smartindent: true,
      expandtab: true,
      shiftwidth: 4,
      formatoptions: "tcroql",
      comments: "://",
    })) {
      editor.doc.options.set(name as "textwidth", value as never);
    }
    await made.type("i");
    await made.type(typed.replaceAll("<", "<lt>"));
    await made.suggest({ insert });
    assert.equal(made.shown?.[0], insert);
    await made.type("<Tab><Esc>");
    assert.equal(made.text, `${typed}${insert}\nend\n`);
  });
}
