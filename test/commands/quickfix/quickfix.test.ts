/** The quickfix list's commands, keys and window. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { locationsOf, quickfixOf } from "../../../src/editor/quickfix.ts";
import { pointOf } from "../../../src/text/text.ts";
import { type Bench, bench, edit } from "../../app/pickers/bench.ts";

const FILES = {
  "a.txt": "a1\na2\na3\n",
  "b.txt": "b1\nb2\nb3\n",
  "c.txt": "c1\nc2\nc3\n",
};

/** Five items in three files, and one that leads nowhere. */
function open(t: TestContext): Bench {
  const made = bench(FILES, { rows: 30 });
  t.after(() => made.close());
  const at = (name: string, row: number, text: string, kind: "E" | "" = "") => ({
    path: join(made.folder, name),
    point: { row, col: 1 },
    text,
    kind,
  });
  quickfixOf(made.editor).set({
    title: "test",
    items: [
      at("a.txt", 0, "first"),
      at("a.txt", 2, "  second\nline", "E"),
      { text: "only text" },
      at("b.txt", 1, "third"),
      at("c.txt", 0, "fourth"),
      at("c.txt", 2, "fifth"),
    ],
  });
  return made;
}

function where({ editor, folder }: Bench): string {
  const { row } = pointOf(editor.doc.text, editor.win.cursor.pos);
  return `${editor.doc.path?.slice(folder.length + 1)}:${row}`;
}

const STEPS: ReadonlyArray<readonly [keys: string, place: string]> = [
  [":cc<CR>", "a.txt:0"],
  ["]q", "a.txt:2"],
  ["]q", "b.txt:1"],
  ["[q", "a.txt:2"],
  ["2]q", "c.txt:0"],
  [":cfirst<CR>", "a.txt:0"],
  [":cnfile<CR>", "b.txt:1"],
  ["]<C-q>", "c.txt:0"],
  [":cpfile<CR>", "b.txt:1"],
  ["[<C-q>", "a.txt:2"],
  ["]Q", "c.txt:2"],
  ["[Q", "a.txt:0"],
  [":clast<CR>", "c.txt:2"],
  [":cc 4<CR>", "b.txt:1"],
  [":4cc<CR>", "b.txt:1"],
  [":cnext 2<CR>", "c.txt:2"],
  [":cprevious<CR>", "c.txt:0"],
  [":cN<CR>", "b.txt:1"],
  [":crewind<CR>", "a.txt:0"],
];

test("commands and keys go from item to item", (t) => {
  const made = open(t);
  for (const [keys, place] of STEPS) {
    made.type(keys);
    assert.equal(where(made), place, keys);
  }
  assert.equal(made.message(), "(1 of 6): first");
  made.type("]q");
  assert.equal(made.message(), "(2 of 6) error: second line");
});

test("at the ends there is an error", (t) => {
  const made = open(t);
  made.type(":cprevious<CR>");
  assert.equal(made.message(), "E553: No more items");
  made.type("]Q]q");
  assert.equal(made.message(), "E553: No more items");
  const empty = bench({});
  t.after(() => empty.close());
  empty.type(":cnext<CR>");
  assert.equal(empty.message(), "E42: No Errors");
  empty.type(":lnext<CR>");
  assert.equal(empty.message(), "E776: No location list");
});

test("the window shows the items as Vim does and marks the current one", (t) => {
  const made = open(t);
  made.type(":copen<CR>");
  assert.deepEqual(made.text().split("\n"), [
    "a.txt|1 col 2| first",
    "a.txt|3 col 2 error| second line",
    "|| only text",
    "b.txt|2 col 2| third",
    "c.txt|1 col 2| fourth",
    "c.txt|3 col 2| fifth",
  ]);
  assert.equal(made.editor.win.height, 10);
  const marked = () => made.rows().find((row) => row.startsWith(">"));
  assert.match(marked()!, /a\.txt\|1 col 2\| first/);
  made.type("3j<CR>");
  assert.equal(where(made), "b.txt:1");
  assert.match(marked()!, /b\.txt\|2/);
  assert.equal(made.editor.tab.windows.length, 2, "the file is in the other window");
  made.type("]q");
  assert.match(marked()!, /c\.txt\|1/);
  made.type(":copen<CR>gg<C-w><CR>");
  assert.equal(where(made), "a.txt:0");
  assert.equal(made.editor.tab.windows.length, 3);
});

test("the window opens, closes and takes a height", (t) => {
  const made = open(t);
  const count = () => made.editor.tab.windows.length;
  made.type(":cwindow 5<CR>");
  assert.equal(count(), 2);
  assert.equal(made.editor.win.height, 5);
  made.type(":copen<CR>");
  assert.equal(count(), 2);
  made.type(":cclose<CR>");
  assert.equal(count(), 1);
  quickfixOf(made.editor).set({ title: "none", items: [] });
  made.type(":cwindow<CR>");
  assert.equal(count(), 1);
  made.type(":copen<CR>:cwindow<CR>");
  assert.equal(count(), 1);
});

test("the window follows the list", (t) => {
  const made = open(t);
  made.type(":copen<CR>");
  quickfixOf(made.editor).set({ title: "new", items: [{ text: "one" }] });
  assert.equal(made.text(), "|| one");
  made.type(":colder<CR>");
  assert.match(made.text(), /^a\.txt/);
  assert.match(made.message(), /^error list 1 of 2; 6 errors {5}test$/);
  made.type(":colder<CR>");
  assert.equal(made.message(), "E380: At bottom of quickfix stack");
  made.type(":cnewer<CR>:cnewer<CR>");
  assert.equal(made.message(), "E381: At top of quickfix stack");
  made.type("dd");
  assert.match(made.message(), /^E21/);
});

test("items follow the text of their files", (t) => {
  const made = open(t);
  edit(made, "a.txt");
  made.type("ggOnew<Esc>:cfirst<CR>");
  assert.equal(where(made), "a.txt:1");
});

test(":cdo runs at every item, :cfdo once in each file", (t) => {
  const made = open(t);
  made.type(":cdo normal! A!<CR>");
  edit(made, "a.txt");
  assert.equal(made.text(), "a1!\na2\na3!");
  edit(made, "c.txt");
  assert.equal(made.text(), "c1!\nc2\nc3!");
  made.type(":cfdo %s/[0-9]/X/ | update<CR>");
  assert.equal(made.read("a.txt"), "aX!\naX\naX!\n");
  assert.equal(made.read("b.txt"), "bX\nbX!\nbX\n");
});

test(":vimgrep searches with Vim's patterns", (t) => {
  const made = bench({ "a.txt": "foo bar\nfoobar foo\n", "sub/b.txt": "x\n\\<foo\n" });
  t.after(() => made.close());
  made.type(":vimgrep /\\<foo\\>/g **/*.txt<CR>");
  const places = quickfixOf(made.editor).list!.items.map(
    ({ path, point }) => `${path!.slice(made.folder.length + 1)}:${point!.row}:${point!.col}`,
  );
  assert.deepEqual(places, ["a.txt:0:0", "a.txt:1:7", "sub/b.txt:1:2"]);
  assert.equal(where(made), "a.txt:0");
  made.type(":vimgrep nothing *.txt<CR>");
  assert.equal(made.message(), "E480: No match: nothing");
});

test(":grep searches with ripgrep, :lgrep into the window's own list", async (t) => {
  const made = bench(FILES);
  t.after(() => made.close());
  made.type(":grep '[ab]2'<CR>");
  await made.until(() => quickfixOf(made.editor).list !== null, "a list");
  assert.equal(where(made), "a.txt:1");
  assert.deepEqual(
    quickfixOf(made.editor).list!.items.map(({ text }) => text),
    ["a2", "b2"],
  );
  const { win } = made.editor;
  made.type(":lgrep! c b.txt c.txt<CR>");
  await made.until(() => locationsOf(made.editor, win).list !== null, "a list");
  assert.equal(where(made), "a.txt:1", "with a bang it does not jump");
  made.type(":lopen<CR>");
  assert.match(made.text(), /^c\.txt\|1 col 1\| c1\n/);
  made.type("j<CR>");
  assert.equal(where(made), "c.txt:1");
  made.type("]l");
  assert.equal(where(made), "c.txt:2");
  assert.equal(made.editor.win, win);
  made.type(":lclose<CR>");
  assert.equal(made.editor.tab.windows.length, 1);
});

const ARGUMENTS: readonly (readonly [string, readonly string[]])[] = [
  ["-g '!a.txt' 2", ["b2", "c2"]],
  ["-g b* 2", ["b2"]],
  ["2 [bc].txt", ["b2", "c2"]],
  ["2 %", ["a2"]],
  ["-e 2 -e c1", ["a2", "b2", "c1", "c2"]],
  ["-F -- -x", ["-x"]],
];

test(":grep takes ripgrep's options with their values, wildcards and % as files", async (t) => {
  const made = bench({ ...FILES, "d.txt": "-x\n" });
  t.after(() => made.close());
  edit(made, "a.txt");
  const lists = quickfixOf(made.editor);
  for (const [args, texts] of ARGUMENTS) {
    const { count } = lists.stack;
    made.type(`:grep! ${args}<CR>`);
    await made.until(() => lists.stack.count > count, args);
    assert.deepEqual(
      lists.list!.items.map(({ text }) => text),
      texts,
      args,
    );
  }
  made.type(":grep foo nothing-here/*.txt<CR>");
  await made.until(() => made.message() !== "", "why");
  assert.match(made.message(), /^[^\n]*No such file/);
});
