/** Pickers by their keys, judged by what is on the screen. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type PickSink, type PickSource, pickersOf } from "../../../src/editor/picker.ts";
import { quickfixOf } from "../../../src/editor/quickfix.ts";
import { type Bench, type BenchOptions, bench, edit, type Files } from "./bench.ts";

const TREE: Files = {
  "src/editor/key-loop.ts": "export class KeyLoop {}\n",
  "src/base/key.ts": "// keys\nexport type Key = string;\n",
  "docs/keys.md": "# Keys\n",
  "README.md": "read me\n",
};

function open(t: TestContext, files: Files = TREE, options: BenchOptions = {}): Bench {
  const made = bench(files, options);
  t.after(() => made.close());
  return made;
}

const nameOf = ({ editor, folder }: Bench) => editor.doc.path?.slice(folder.length + 1) ?? "";

test("files: typed letters filter, Enter opens the best", async (t) => {
  const made = open(t);
  made.type("\\ff");
  await made.shows("4/4");
  made.type("keyloop");
  const rows = await made.shows("1/4");
  assert.match(rows[0]!, /^Files> keyloop/);
  assert.match(rows[2]!, /^> src\/editor\/key-loop\.ts/);
  made.type("<CR>");
  assert.equal(nameOf(made), "src/editor/key-loop.ts");
  assert.doesNotMatch(made.rows().join("\n"), /Files>/);
});

test("what is typed ahead waits for the list", async (t) => {
  const made = open(t);
  made.type("\\ffkeyloop<CR>dd");
  await made.until(() => nameOf(made) === "src/editor/key-loop.ts", "the file");
  assert.equal(made.text(), "");
});

test("one Esc closes, CTRL-C too, and the text is as it was", async (t) => {
  const made = open(t);
  for (const key of ["<Esc>", "<C-c>"]) {
    made.type("\\ff");
    await made.shows("4/4");
    made.type(`xyz${key}`);
    assert.match(made.rows()[0]!, /^first/);
    assert.equal(made.editor.loop?.idle, true);
  }
  assert.equal(made.text(), "first\nsecond\nthird");
});

test("split, vsplit and tab", async (t) => {
  const made = open(t);
  for (const key of ["<C-x>", "<C-v>", "<C-t>"]) {
    made.type("\\ff");
    await made.shows("4/4");
    made.type("readme");
    await made.shows("1/4");
    made.type(key);
    assert.equal(nameOf(made), "README.md");
  }
  assert.deepEqual(
    made.editor.tabs.map((tab) => tab.windows.length),
    [3, 1],
  );
});

test("CTRL-N, CTRL-P and arrows move and go round", async (t) => {
  const made = open(t, { a1: "", a2: "", a3: "" });
  made.type(":Pick files a<CR>");
  await made.shows("3/3");
  const selected = () => made.rows().findIndex((row) => row.startsWith(">")) - 2;
  assert.equal(selected(), 0);
  made.type("<C-n><Down>");
  assert.equal(selected(), 2);
  made.type("<C-n>");
  assert.equal(selected(), 0);
  made.type("<C-p><Up>");
  assert.equal(selected(), 1);
  made.type("<Esc>");
});

test("the query is edited: words, characters, start, registers, paste", async (t) => {
  const made = open(t);
  made.type("yw\\ff");
  await made.shows("4/4");
  const query = () =>
    made
      .rows()[0]!
      .replace(/^Files> /, "")
      .replace(/\s{2,}.*$/, "");
  made.type("one two<C-w>");
  assert.equal(query(), "one");
  made.type("<BS><BS><C-a>x<lt>y<Del>");
  assert.equal(query(), "x<yn");
  made.type("<End><C-w><C-w><C-w><C-r>0");
  assert.equal(query(), "first");
  made.paste("\nab\ncd\n");
  assert.equal(query(), "first ab cd");
  assert.equal(made.draw().cursor?.col, "Files> first ab cd".length);
  made.type("<Esc>");
});

test("marked entries go to the quickfix list, all without marks", async (t) => {
  const made = open(t);
  made.type(":Pick files key<CR>");
  await made.shows("3/4");
  made.type("<Tab><Tab>");
  const rows = made.rows();
  assert.equal(rows.filter((row) => /^.\+/.test(row)).length, 2);
  assert.match(rows[0]!, /3\/4 \(2\)/);
  made.type("<C-q>");
  assert.equal(quickfixOf(made.editor).list?.items.length, 2);
  assert.match(made.rows().join("\n"), /\[Quickfix List\]/);
  made.type(":cclose<CR>:Pick files key<CR>");
  await made.shows("3/4");
  made.type("<C-q>");
  assert.equal(quickfixOf(made.editor).list?.items.length, 3);
  assert.equal(quickfixOf(made.editor).list?.title, "Files: key");
});

test("Enter opens everything that is marked", async (t) => {
  const made = open(t);
  made.type(":Pick files key<CR>");
  await made.shows("3/4");
  made.type("<Tab><Tab><CR>");
  assert.equal(made.editor.docs.filter((doc) => doc.path !== null).length, 2);
});

test("resume shows the last query and stays on its entry", async (t) => {
  const made = open(t);
  made.type(":Pick files key<CR>");
  await made.shows("3/4");
  made.type("<C-n>");
  const selected = () =>
    made
      .rows()
      .find((row) => row.startsWith(">"))
      ?.split("│")[0]
      ?.trim();
  const before = selected();
  made.type("<Esc>\\f.");
  await made.until(() => selected() === before, "the same entry");
  assert.match(made.rows()[0]!, /^Files> key/);
  made.type("<Esc>");
});

test("the preview shows the file, scrolls, and says what is binary", async (t) => {
  const lines = Array.from({ length: 100 }, (_, i) => `line ${i + 1}`).join("\n");
  const files = { "a.txt": lines, "b.bin": Buffer.from([1, 0, 2]) };
  const made = open(t, files, { cols: 120 });
  made.type(":Pick files a.txt<CR>");
  await made.shows("│ line 1");
  made.type("<C-d>");
  const top = () => /│ line (\d+)/.exec(made.rows().join("\n"))?.[1];
  assert.equal(top(), "11");
  made.type("<C-u>");
  assert.equal(top(), "1");
  made.type("<Esc>\\ffb.bin");
  await made.shows("binary, 3 B");
  made.type("<Esc>");
});

test("grep: the pattern goes to ripgrep, whose dialect is named; Enter goes to the match", async (t) => {
  const made = open(t);
  made.type("\\fg");
  assert.match(made.rows()[1]!, /ripgrep regex/);
  made.type("class \\w+Loop");
  const rows = await made.shows("key-loop.ts:1: export class KeyLoop");
  assert.match(rows[0]!, /^Grep> class \\w\+Loop/);
  made.type("<CR>");
  assert.equal(nameOf(made), "src/editor/key-loop.ts");
  assert.equal(made.editor.win.cursor.pos, "export ".length);
});

test("grep: a wrong pattern says why and takes nothing away", async (t) => {
  const made = open(t);
  made.type("\\fgKeyLoop");
  await made.shows("key-loop.ts:1:");
  made.type("(");
  const rows = await made.shows("unclosed group");
  assert.match(rows.join("\n"), /key-loop\.ts:1:/);
  made.type("<BS>");
  await made.until(() => !made.rows().join("\n").includes("unclosed"), "no complaint");
  made.type("<Esc>");
});

test("a picker of every kind opens and closes", async (t) => {
  const made = open(t);
  edit(made, "README.md");
  made.type("majG''");
  for (const { name, title } of pickersOf(made.editor).all()) {
    made.type(`:Pick ${name}<CR>`);
    const shown = title;
    await made.shows(`${shown}>`);
    made.type("<Esc>");
    assert.equal(made.editor.loop?.idle, true, name);
  }
  assert.deepEqual(made.editor.bugs, []);
});

test("commands, keymaps, marks and registers do what was picked", async (t) => {
  const made = open(t);
  made.type(":Pick commands window.split<CR>");
  made.type("<CR>");
  await made.until(() => made.editor.tab.windows.length === 2, "two windows");
  made.type("jmagg:Pick marks a<Space>second<CR>");
  made.type("<CR>");
  await made.until(() => made.editor.win.cursor.pos === "first\n".length, "the mark");
  made.type("gg0yw:Pick registers first<CR>");
  made.type("<CR>");
  await made.until(() => made.text().startsWith("ffirstirst"), "the register");
  made.type("0:Pick keymaps normal<Space>~<CR>");
  made.type("<CR>");
  await made.until(() => made.text().startsWith("Ffirstirst"), "the command's change");
});

test("buffers come with the last used first", async (t) => {
  const made = open(t);
  for (const name of ["README.md", "docs/keys.md", "src/base/key.ts"]) edit(made, name);
  made.type("\\fb");
  const rows = await made.shows("4/4");
  assert.match(rows[2]!, /^> docs\/keys\.md/);
  assert.match(rows[3]!, /README\.md/);
  made.type("<CR>");
  assert.equal(nameOf(made), "docs/keys.md");
});

test("themes are tried while moving, and the old one comes back", async (t) => {
  const made = open(t);
  made.editor.themeNames = () => ["one", "two", "three"];
  const set = (name: string) => made.editor.options.set("theme", name);
  set("two");
  made.type(":Pick themes<CR>");
  assert.equal(made.editor.options.get("theme"), "one");
  made.type("<C-n><C-n>");
  assert.equal(made.editor.options.get("theme"), "three");
  assert.match(made.rows()[0]!, /^first/, "the text stays visible");
  made.type("<Esc>");
  assert.equal(made.editor.options.get("theme"), "two");
  made.type(":Pick themes one<CR><CR>");
  await made.until(() => made.editor.options.get("theme") === "one", "the theme");
});

test("a picker that is not there names those that are", (t) => {
  const made = open(t);
  made.type(":Pick nothing<CR>");
  assert.match(made.message(), /No picker nothing: one of buffers, /);
  made.type(":Pick resume<CR>");
  assert.equal(made.message(), "No picker has been open");
});

test("the fact `picker` holds while one is open, and the keys are data", async (t) => {
  const made = open(t);
  const { editor } = made;
  assert.equal(editor.holds("picker"), false);
  made.type("\\ff");
  assert.equal(editor.holds("picker"), true);
  made.type("<Esc>");
  assert.equal(editor.holds("picker"), false);
  editor.defaultKeys.picker!.set({
    keys: ["<C-g>", "g"],
    action: { type: "command", name: "picker.close" },
    when: "",
    silent: true,
    doc: "",
  });
  made.type("\\ff<C-g>g");
  assert.equal(editor.holds("picker"), false);
});

test("recent files are remembered, those of the project first", async (t) => {
  const state = bench({});
  t.after(() => state.close());
  const files = { "p/.git/x": "", "p/a.txt": "", "p/b.txt": "", "other/c.txt": "" };
  const options = { stateFolder: join(state.folder, "state") };
  const first = bench(files, options);
  edit(first, "other/c.txt");
  edit(first, "other/c.txt");
  edit(first, "p/a.txt");
  edit(first, "p/b.txt");
  first.type("\\fr");
  const rows = await first.shows("2/2");
  assert.match(rows[2]!, /> p\/a\.txt/);
  assert.match(rows[3]!, / {2}other\/c\.txt/);
  first.type("<Esc>");
  first.editor.loop = null;
  const kept = () => readFileSync(join(options.stateFolder, "recent.json"), "utf8");
  mkdirSync(options.stateFolder, { recursive: true });
  first.close();
  assert.match(kept(), /a\.txt/);
});

test("a name that is not UTF-8 is shown and refused", async (t) => {
  const made = open(t, {});
  const name = Buffer.concat([Buffer.from(`${made.folder}/bad`), Buffer.from([0xff])]);
  try {
    writeFileSync(name, "x");
  } catch {
    // Some file systems have no such names.
    t.skip();
    return;
  }
  made.type("\\ff");
  await made.shows("1/1");
  made.type("<CR>");
  assert.match(made.message(), /not UTF-8/);
  assert.equal(made.text(), "first\nsecond\nthird");
});

test("names that are hostile are shown harmless and open", async (t) => {
  const made = open(t, {
    "new\nline.txt": "newline\n",
    "esc\x1b]0;x\x07.txt": "escape\n",
    " spaces .txt": "spaces\n",
    "-dash.txt": "dash\n",
    "it's $HOME `id`.txt": "shell\n",
    "日本 ü.txt": "wide\n",
  });
  symlinkSync("nowhere", join(made.folder, "broken-link"));
  made.type("\\ff");
  const rows = await made.shows("6/6");
  assert.ok(rows.some((row) => row.includes("new^Jline.txt")));
  assert.ok(rows.some((row) => row.includes("esc^[]0;x^G.txt")));
  for (const [query, text] of [
    ["newline", "newline"],
    ["esc", "escape"],
    ["spaces", "spaces"],
    ["dash", "dash"],
    ["home", "shell"],
    ["日本", "wide"],
  ]) {
    made.type(`<Esc>\\ff${query}<CR>`);
    await made.until(() => made.text() === text, text!);
  }
});

test("what comes late and first is seen; what was looked at is taken", async (t) => {
  const made = open(t);
  const taken: string[] = [];
  const sinks: PickSink[] = [];
  const source: PickSource = {
    name: "late",
    title: "Late",
    doc: "",
    start(_query, sink) {
      sinks.push(sink);
      sink.push([{ text: "old one" }, { text: "old two" }]);
    },
    accept: ({ text }) => void taken.push(text),
  };
  pickersOf(made.editor).register(source);
  made.type(":Pick late<CR>");
  await made.shows("old two");
  sinks[0]!.lead?.([{ text: "new" }]);
  made.type("<CR>");
  assert.deepEqual(taken, ["old one"]);
  made.type(":Pick late<CR>");
  await made.shows("old two");
  sinks[1]!.lead?.([{ text: "new" }]);
  sinks[1]!.done();
  assert.match((await made.shows("new"))[2]!, /^> new/);
  made.type("<CR>");
  assert.deepEqual(taken, ["old one", "new"]);
});
