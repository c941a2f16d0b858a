import assert from "node:assert/strict";
import { test } from "node:test";
import { editing } from "../ex/editing.ts";

/** Keys after `:`, and what stands on the command line then. */
const EDITS: ReadonlyArray<readonly [string, string]> = [
  ["abc<Left>x", "abxc"],
  ["abc<C-b>x<C-e>y", "xabcy"],
  ["one two<C-w>", "one "],
  ["one two<C-u>x", "x"],
  ["one two<S-Left>x", "one xtwo"],
  ["abc<Left><Left><Del>", "ac"],
  ["abc<Del>", "ab"],
  ["a<C-v>065b", "aAb"],
  ["a<C-v>u00e9", "aé"],
  ["<C-k>a:", "ä"],
  ["<C-r><C-w>", "word"],
  ["<C-r><C-a>", "word.x"],
  ["<C-r><C-l>", "word.x y"],
  ["<C-r>=1+2<CR>", "3"],
  ["vspl<Tab>", "vsplit"],
  ["set nowra<Tab>", "set nowrap"],
  ["set wildm<Tab><Tab>", "set wildmode"],
  ["set background=<Tab>", "set background=dark"],
];
for (const [keys, line] of EDITS) {
  test(`:${keys} gives ${line}`, () => {
    const run = editing("word.x y");
    run.type(`:${keys}`);
    assert.equal(run.editor.cmdline?.text, line);
    assert.equal(run.editor.mode, "cmdline");
    run.type("<Esc>");
    assert.equal(run.editor.cmdline, null);
    assert.equal(run.editor.mode, "normal");
  });
}

test("Backspace on an empty line leaves it", () => {
  const run = editing("a");
  run.type(":x<BS><BS>");
  assert.equal(run.editor.mode, "normal");
});

test("Up finds the entries that start like the line, CTRL-P all", () => {
  const run = editing("a");
  run.type(":echo 1<CR>:set nu<CR>:e<Up>");
  assert.equal(run.editor.cmdline?.text, "echo 1");
  run.type("<C-c>:e<C-p><C-p>");
  assert.equal(run.editor.cmdline?.text, "set nu");
  run.type("<C-c>");
});

test("the menu of several completions goes around", () => {
  const run = editing("a");
  run.type(":tabn<Tab>");
  assert.deepEqual(run.editor.cmdline?.menu?.items, ["tabnew", "tabnext"]);
  run.type("<Tab>");
  assert.equal(run.editor.cmdline?.text, "tabnext");
  run.type("<S-Tab><S-Tab>");
  assert.equal(run.editor.cmdline?.text, "tabn");
  run.type("<Esc>");
});

test("incsearch shows the match and puts the view back", () => {
  const run = editing("one two\nthree two");
  run.type("/thr");
  assert.deepEqual(run.editor.search.preview?.match, { from: 8, to: 11 });
  assert.deepEqual(run.cursor, [1, 0]);
  run.type("<Esc>");
  assert.equal(run.editor.search.preview, null);
  assert.deepEqual(run.cursor, [0, 0]);
});

test("CTRL-G goes to the next match while the pattern is typed", () => {
  const run = editing("a x1\nb x2\nc x3");
  run.type("/x<C-g><CR>");
  assert.deepEqual(run.cursor, [1, 2]);
});

test("inccommand shows what :s would do, and takes it away", () => {
  const run = editing("foo foo\nbar");
  run.type(":s/foo/xy/g");
  const shown: string[] = [];
  const look = () =>
    run.editor.doc.slots.between("inlays", 0, 100, (from, _to, inlay) => {
      shown.push(`${from}:${inlay.segments[0]!.text}`);
    });
  look();
  assert.deepEqual(shown, ["3:xy", "7:xy"]);
  run.editor.doc.slots.between("highlights", 0, 100, (from, to, mark) => {
    shown.push(`${from}-${to}:${mark.group}`);
  });
  // Groups that the themes have.
  assert.deepEqual(shown.slice(2), ["0-3:diff.delete", "4-7:diff.delete"]);
  assert.equal(run.text, "foo foo\nbar");
  run.type("<Esc>");
  assert.ok(run.editor.doc.slots.isEmpty("inlays"));
});

test("a pattern that takes for ever holds no key", () => {
  const run = editing("a".repeat(100_000));
  run.type("/\\v(a*)*b");
  assert.equal(run.editor.cmdline?.text, "\\v(a*)*b");
  run.type("<Esc>");
  assert.equal(run.editor.mode, "normal");
});

test("an abbreviation of the command line is replaced when its word ends", () => {
  const run = editing("a");
  run.type(":cabbrev ss s/a/b/<CR>:ss<CR>");
  assert.equal(run.text, "b");
});

test("q: opens the history as a window whose lines run", () => {
  const run = editing("a\nb\nc");
  run.type(":d<CR>q:");
  assert.equal(run.editor.doc.kind, "cmdwin");
  run.type("k<CR>");
  assert.equal(run.editor.doc.kind, "file");
  assert.equal(run.text, "c");
});

test("a line of the command-line window runs from insert mode too, and keys go on", () => {
  const run = editing("a\nb\nc");
  run.type("q:i2<CR>");
  assert.deepEqual(run.cursor, [1, 0]);
  run.type("jx");
  assert.equal(run.text, "a\nb\n");
  run.type(":echo 1<C-f>i<C-c>");
  assert.equal(run.editor.cmdline?.text, "echo 1");
  run.type("<Esc>kx");
  assert.equal(run.text, "a\n\n");
});

test("an insertion ends where a command leads to another window", () => {
  const run = editing("a\nb");
  run.type(":inoremap <lt>F2> <lt>Cmd>wincmd w<lt>CR><CR>:split<CR>ix<F2>jx");
  assert.equal(run.editor.mode, "normal");
  assert.equal(run.text, "xa\n");
});

test("CTRL-D lists in columns, a path by its last part", () => {
  const run = editing("a");
  run.type(":set no<C-d>");
  const rows = run.message.split("\n");
  assert.ok(rows.length < 40 && rows.every((row) => row.length <= 80));
  assert.match(rows[0]!, /^ascii +\w+ +/);
});
