/** Project search and replace: the matches as a buffer, written back into the files. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { slice } from "../../../src/text/text.ts";
import { type Bench, bench, edit, type Files } from "./bench.ts";

const FILES: Files = {
  "a.txt": "one foo\ntwo\nthree foo foo\n",
  "b/dos.txt": "foo\r\nbar\r\nfoo end\r\n",
  "b/bom.txt": "\ufefffoo bom\n",
  "noeol.txt": "last foo",
};

async function search(t: TestContext, pattern = "foo", files: Files = FILES): Promise<Bench> {
  const made = bench(files);
  t.after(() => made.close());
  made.type(`:Grep ${pattern}<CR>`);
  await made.until(() => made.editor.doc.title !== null || made.message() !== "", "matches");
  return made;
}

test("the buffer groups rows by file and names the dialect", async (t) => {
  const made = await search(t);
  const [head, ...lines] = made.text().split("\n");
  assert.match(head!, /^# foo \(ripgrep regex, smart case; 6 lines in 4 files; :w writes/);
  assert.deepEqual(lines, [
    "./a.txt",
    "     1: one foo",
    "     3: three foo foo",
    "./b/bom.txt",
    "     1: foo bom",
    "./b/dos.txt",
    "     1: foo",
    "     3: foo end",
    "./noeol.txt",
    "     1: last foo",
  ]);
  assert.equal(made.editor.doc.modified, false);
});

test(":w changes the files byte by byte where lines were changed, also with :%s over everything", async (t) => {
  const made = await search(t);
  made.type(":%s/foo/bar/g<CR>:w<CR>");
  assert.equal(made.message(), "6 lines changed in 4 files");
  assert.equal(made.read("a.txt"), "one bar\ntwo\nthree bar bar\n");
  assert.equal(made.read("b/dos.txt"), "bar\r\nbar\r\nbar end\r\n");
  assert.equal(made.read("b/bom.txt"), "\ufeffbar bom\n");
  assert.equal(made.editor.doc.modified, false);
  made.type(":w<CR>");
  assert.equal(made.message(), "0 lines changed in 0 files");
});

test("each file keeps its own undo", async (t) => {
  const made = await search(t);
  made.type(":%s/foo/bar/g<CR>:w<CR>");
  edit(made, "a.txt");
  assert.equal(made.text(), "one bar\ntwo\nthree bar bar");
  made.type("u");
  assert.equal(made.text(), "one foo\ntwo\nthree foo foo");
  made.type("<C-r>");
  assert.equal(made.text(), "one bar\ntwo\nthree bar bar");
});

test("deleted lines are left alone, whole files too", async (t) => {
  const made = await search(t);
  made.type(":%s/foo/x/g<CR>:2,3d<CR>:g/noeol/d<CR>G:d<CR>:w<CR>");
  assert.equal(made.read("a.txt"), "one foo\ntwo\nthree x x\n");
  assert.equal(made.read("noeol.txt"), "last foo");
  assert.equal(made.read("b/bom.txt"), "\ufeffx bom\n");
});

test("a file that has changed since keeps its line, and the refusal says which", async (t) => {
  const made = await search(t);
  writeFileSync(join(made.folder, "a.txt"), "one other\ntwo\nthree foo foo\n");
  made.type(":%s/foo/bar/g<CR>:w<CR>");
  assert.match(made.message(), /refused: \.\/a\.txt:1 \(the file has changed since\)$/);
  assert.equal(made.read("a.txt"), "one other\ntwo\nthree bar bar\n");
  assert.equal(made.read("noeol.txt").trimEnd(), "last bar");
  assert.equal(made.editor.doc.modified, true);
});

test("a buffer with changes of its own is changed, not written", async (t) => {
  const made = bench(FILES);
  t.after(() => made.close());
  edit(made, "a.txt");
  const doc = made.editor.doc;
  made.type("Gonew<Esc>:Grep foo<CR>");
  await made.until(() => made.editor.doc.title !== null, "matches");
  made.type(":%s/foo/bar/g<CR>:w<CR>");
  assert.match(made.message(), /changed, not written \(had changes before\): \.\/a\.txt/);
  assert.equal(made.read("a.txt"), "one foo\ntwo\nthree foo foo\n");
  const text = slice(doc.text, 0, doc.text.length);
  assert.equal(text, "one bar\ntwo\nthree bar bar\nnew");
});

test("a line that can't be understood is refused before anything is changed", async (t) => {
  const made = await search(t);
  made.type(":%s/foo/bar/g<CR>3Gonot a match<Esc>:w<CR>");
  assert.match(made.message(), /^Line 4: a match has to stay one line/);
  assert.equal(made.read("a.txt"), "one foo\ntwo\nthree foo foo\n");
  made.type("dd3Gyypcc     1: other<Esc>:w<CR>");
  assert.match(made.message(), /row 1 is here twice/);
});

const MOVED: ReadonlyArray<readonly [what: string, keys: string, message: RegExp]> = [
  ["a row put elsewhere in its file", "3Gddp", /^0 lines changed/],
  ["rows swapped upwards", "4GddkP", /^0 lines changed/],
  ["a row put before a changed one", "4GddkP:3s/foo/X/<CR>", /^1 line changed/],
  ["sorted rows", ":3,4sort!<CR>", /^0 lines changed|row/],
  ["a number that was changed", "3G0f1r3", /^Line 3: this is row 1 of \.\/a\.txt/],
  ["a file's line that is gone", "5Gdd", /^Line 5: this is a row of \.\/b\/bom\.txt/],
  ["a row below another file", "3Gdd6Gp", /no match of this search|twice/],
  ["a row that never was", "3Gyyp0f1r2", /row 2 is no match/],
  ["an empty line", "3Go<Esc>", /^0 lines changed/],
];

test("moving lines never writes one row's text to another", async (t) => {
  for (const [what, keys, message] of MOVED) {
    const made = await search(t);
    made.type(`${keys}:w<CR>`);
    assert.match(made.message(), message, what);
    const expected = what.includes("changed one") ? "one foo\ntwo\nthree X foo\n" : null;
    assert.equal(made.read("a.txt"), expected ?? "one foo\ntwo\nthree foo foo\n", what);
  }
});

test("Enter goes to the place of a line", async (t) => {
  const made = await search(t);
  made.type("4G<CR>");
  assert.equal(made.editor.doc.path, join(made.folder, "a.txt"));
  assert.equal(made.editor.win.cursor.pos, "one foo\ntwo\n".length);
});

test("what is not UTF-8 is left out and said; nothing found is an error", async (t) => {
  const made = await search(t, "foo", {
    "a.txt": Buffer.from([0xff, 32, 102, 111, 111, 10]),
    b: "foo",
  });
  assert.match(made.text(), /1 line in 1 file; 1 left out \(too long, or not UTF-8\)/);
  const none = await search(t, "nowhere");
  assert.equal(none.message(), "E480: No match: nowhere");
  const wrong = await search(t, "a(");
  assert.match(wrong.message(), /unclosed group/);
});

test("live grep hands its pattern on", async (t) => {
  const made = bench(FILES);
  t.after(() => made.close());
  made.type("\\fgfoo end");
  await made.shows("foo end");
  made.type("<C-e>");
  await made.until(() => made.editor.doc.title === "search: foo end", "the buffer");
  assert.match(made.text(), /\.\/b\/dos\.txt\n {5}3: foo end$/);
});

test("CTRL-C calls a search off", async (t) => {
  const made = bench({ "a.txt": "foo\n" });
  t.after(() => made.close());
  made.type(":Grep foo<CR>");
  made.type("<C-c>");
  assert.equal(made.message(), "Interrupted");
  assert.equal(made.editor.loop?.idle, true);
  made.type(":lgrep foo<CR>");
  made.type("<C-c>");
  made.type("ix<Esc>");
  assert.match(made.text(), /^xfirst/);
  assert.deepEqual(made.editor.bugs, []);
});
