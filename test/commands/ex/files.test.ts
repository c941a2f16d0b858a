import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { editing } from "./editing.ts";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "hunch-ex-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

function inFolder(files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const run = editing("");
  run.editor.cwd = folder;
  return run;
}
const content = (name: string) => readFileSync(join(folder, name), "utf8");

test(":e opens a file and :w writes it back", () => {
  const run = inFolder({ a: "one\ntwo\n" });
  run.type(":e a<CR>");
  assert.equal(run.message, '"a" 2L, 8B');
  run.type("x:w<CR>");
  assert.equal(run.message, '"a" 2L, 7B written');
  assert.equal(content("a"), "ne\ntwo\n");
  assert.equal(run.editor.doc.modified, false);
});

test("a new file is said to be new", () => {
  const run = inFolder({});
  run.type(":e b<CR>");
  assert.equal(run.message, '"b" [New]');
  run.type("ihi<Esc>:w<CR>");
  assert.equal(run.message, '"b" [New] 1L, 3B written');
});

test(":w does not overwrite another file without !", () => {
  const run = inFolder({ a: "one\n", b: "two\n" });
  run.type(":e a<CR>:w b<CR>");
  assert.equal(run.message, "E13: File exists (add ! to override)");
  run.type(":w! b<CR>");
  assert.equal(content("b"), "one\n");
});

test(":w asks when the file changed on disk", () => {
  const run = inFolder({ a: "one\n" });
  run.type(":e a<CR>x");
  writeFileSync(join(folder, "a"), "other text\n");
  run.type(":w<CR>n");
  assert.equal(content("a"), "other text\n");
  run.type(":w<CR>y");
  assert.equal(content("a"), "ne\n");
});

test(":e! takes over the file as an undoable change, with marks", () => {
  const run = inFolder({ a: "1\n2\n3\n4\n" });
  run.type(":e a<CR>:4ma x<CR>");
  writeFileSync(join(folder, "a"), "0\n1\n2\n3\n4\n");
  run.type(":e!<CR>");
  assert.equal(run.text, "0\n1\n2\n3\n4");
  assert.equal(run.editor.doc.marks.get("x")?.row, 4);
  run.type("u");
  assert.equal(run.text, "1\n2\n3\n4");
});

test(":checktime reloads a clean buffer and warns about a changed one", () => {
  const run = inFolder({ a: "one\n" });
  run.type(":e a<CR>");
  writeFileSync(join(folder, "a"), "two two\n");
  run.type(":checktime<CR>");
  assert.equal(run.text, "two two");
  run.type("x");
  writeFileSync(join(folder, "a"), "three\n");
  run.type(":checktime<CR>");
  assert.match(run.message, /^W12/);
});

test("buffers: # % b bn bd ls", () => {
  const run = inFolder({ a: "A\n", b: "B\n" });
  run.type(":e a<CR>:e b<CR>:b #<CR>");
  assert.equal(run.text, "A");
  run.type(":b b<CR>");
  assert.equal(run.text, "B");
  run.type(":ls<CR>");
  assert.match(run.message, /#h +"a"/);
  run.type(":bd<CR>");
  assert.equal(run.text, "A");
  run.type(":e %:r.txt<CR>");
  assert.equal(run.message, '"a.txt" [New]');
});

test(":r puts a file below the line, :r! a command's output", () => {
  const run = inFolder({ a: "x\ny\n" });
  run.type(":r a<CR>");
  assert.equal(run.text, "\nx\ny");
  run.type(":0r !echo hi<CR>");
  assert.equal(run.text, "hi\n\nx\ny");
});

test(":{range}! filters lines", () => {
  const run = inFolder({});
  run.type("ib<CR>a<CR>c<Esc>:1,2!sort<CR>");
  assert.equal(run.text, "a\nb\nc");
});

test(":source runs the lines of a file", () => {
  const run = inFolder({ s: '" comment\nset ts=3\nnnoremap Q\n  \\ x\n' });
  run.type(":source s<CR>iab<Esc>Q");
  assert.equal(run.editor.options.get("tabstop"), 3);
  assert.equal(run.text, "a");
});

test("windows and tab pages open and close", () => {
  const run = inFolder({ a: "A\n" });
  run.editor.rows = 40;
  run.type(":sp a<CR>:vnew<CR>");
  assert.equal(run.editor.tab.windows.length, 3);
  run.type(":only<CR>:tabe a<CR>");
  assert.equal(run.editor.tabs.length, 2);
  run.type(":q<CR>");
  assert.equal(run.editor.tabs.length, 1);
  run.type(":q<CR>");
  assert.equal(run.editor.quitting, 0);
});

test("file names are completed", () => {
  const run = inFolder({ "file one": "", fileTwo: "" });
  run.type(":e file<Tab>");
  assert.equal(run.editor.cmdline?.text, "e file\\ one");
  run.type("<Tab>");
  assert.equal(run.editor.cmdline?.text, "e fileTwo");
  run.type("<Esc>");
});

test(":r !cmd leaves the cursor on the last row that it put in", () => {
  const run = editing("a\nb");
  run.type(":r !printf '1\\n 2\\n'<CR>");
  assert.equal(run.text, "a\n1\n 2\nb");
  assert.deepEqual(run.cursor, [2, 1]);
});

/** Ways to another file: CTRL-O leads back, CTRL-I there again. */
for (const way of [":e b<CR>", "0gf", ":b2<CR>", "<C-^>", ":bn<CR>", ":e b | bd a<CR>"]) {
  test(`CTRL-O leads back after ${way}`, () => {
    const run = inFolder({ a: "b\nb\nb\n", b: "x\ny\n" });
    run.type(":e b<CR>:e a<CR>:clearjumps<CR>3G");
    run.type(way);
    assert.equal(run.text, "x\ny");
    run.type("<C-o>");
    assert.equal(run.text, "b\nb\nb");
    assert.deepEqual(run.cursor, [2, 0]);
    run.type("<C-i>");
    assert.equal(run.text, "x\ny");
  });
}

test(":keepjumps leaves no way back", () => {
  const run = inFolder({ a: "b\n", b: "x\ny\n" });
  run.type(":e a<CR>:clearjumps<CR>:keepjumps e b<CR><C-o>");
  assert.equal(run.text, "x\ny");
});
