import assert from "node:assert/strict";
import { test } from "node:test";
import { splitWindow } from "../../src/editor/layout-windows.ts";
import type { OptionName } from "../../src/editor/options.ts";
import { Highlight, Inlay, Sign, VirtualLines } from "../../src/text/slots.ts";
import { golden, type Stage, stage } from "./stage.ts";

const CODE =
  "function f(x) {\n\treturn [x,  y];\n}\n\nconst long = 'a line that is longer than the window';\nend";

function set(made: Stage, values: Partial<Record<OptionName, boolean | number | string>>): Stage {
  const { editor } = made;
  for (const [key, value] of Object.entries(values)) {
    const name = key as OptionName;
    for (const store of [editor.options, editor.win.options, editor.doc.options]) {
      store.set(name, value);
    }
  }
  return made;
}

function at(made: Stage, pos: number): Stage {
  made.editor.setCursor(made.editor.win, pos);
  return made;
}

const CASES: Readonly<Record<string, () => Stage>> = {
  plain: () => stage("hello\nworld"),
  empty: () => stage(""),
  wrap: () => stage(CODE),
  "no-wrap": () => at(set(stage(CODE), { wrap: false }), CODE.indexOf("window")),
  numbers: () => at(set(stage(CODE), { number: true, cursorline: true }), 20),
  relative: () => at(set(stage(CODE), { number: true, relativenumber: true }), 20),
  list: () =>
    set(stage("a\tb  \n\u00a0x   "), {
      list: true,
      listchars: "tab:>-,trail:.,nbsp:+,eol:$",
    }),
  "wide-and-control": () => stage("漢字\x01\x1b[31mred\u0301 \udcff e\u200bnd\n👍👍🏽"),
  brackets: () => at(stage(CODE), CODE.indexOf("[")),
  search: () => {
    const made = stage("one two one\nONE\nnone");
    made.editor.search.pattern = "one";
    made.editor.search.highlight = true;
    return made;
  },
  incsearch: () => {
    const made = stage("one two one\nsix");
    made.editor.search.preview = { pattern: "tw", match: { from: 4, to: 6 } };
    made.editor.setMode("cmdline");
    made.editor.cmdline = { kind: "/", text: "tw", cursor: 2, prompt: "", pending: "", menu: null };
    return made;
  },
  visual: () => {
    const made = at(stage("one two\nthree\nfour"), 10);
    made.editor.win.visual = { kind: "v", anchor: 4, anchorAdd: 0 };
    made.editor.setMode("visual");
    return made;
  },
  "visual-line": () => {
    const made = at(stage("one two\n\nfour"), 8);
    made.editor.win.visual = { kind: "V", anchor: 4, anchorAdd: 0 };
    made.editor.setMode("visual");
    return made;
  },
  "visual-block": () => {
    const made = at(stage("one\ttwo\nab\nthree four"), 13);
    made.editor.win.visual = { kind: "<C-v>", anchor: 1, anchorAdd: 0 };
    made.editor.setMode("visual");
    return made;
  },
  fold: () => {
    const made = set(stage("a\nif x {\n  b\n  c\n}\nd"), { foldcolumn: "2" });
    made.editor.win.folds.create(1, 4);
    return at(made, 4);
  },
  slots: () => {
    const made = stage("let a = foo(1);\nbar\n");
    const { slots } = made.editor.doc;
    slots.publish("highlights", "t", [
      new Highlight("keyword").range(0, 3),
      new Highlight("diagnostic.error", 200).range(8, 11),
    ]);
    slots.publish("inlays", "t", [
      new Inlay([{ text: "n: ", group: "ui.ghost" }], "inline").range(12),
      new Inlay([{ text: "wrong name", group: "diagnostic.error" }], "eol").range(15),
    ]);
    slots.publish("lines", "t", [
      new VirtualLines([[{ text: "+ baz()", group: "diff.add" }]]).range(16),
    ]);
    slots.publish("signs", "t", [new Sign("E", "sign.error").range(0)]);
    return made;
  },
  columns: () => set(stage("short\na longer line of text"), { colorcolumn: "4,10" }),
  "last-line-cut": () => stage(`one\ntwo\nthree\nfour\n${"long ".repeat(30)}`),
  break: () =>
    set(stage(`    ${"word ".repeat(14)}`), {
      linebreak: true,
      breakindent: true,
      showbreak: "> ",
    }),
  splits: () => {
    const made = stage("left\nright");
    splitWindow(made.editor, made.editor.win, { vertical: true });
    return made;
  },
  stacked: () => {
    const made = stage("left\nright");
    splitWindow(made.editor, made.editor.win);
    return made;
  },
  ascii: () => {
    const made = set(stage("left\nright"), { ascii: true });
    splitWindow(made.editor, made.editor.win, { vertical: true });
    return made;
  },
  tabs: () => {
    const made = stage("one");
    const { editor } = made;
    editor.addTab(editor.newWindow(editor.doc));
    return made;
  },
  insert: () => {
    const made = at(stage("one"), 3);
    made.editor.setMode("insert");
    made.editor.recording = "q";
    return made;
  },
  error: () => {
    const made = stage("one");
    made.editor.showMessage("E486: Pattern not found: x", "error");
    made.editor.pending = '"a2d';
    return made;
  },
  "hit-enter": () => {
    const made = stage("one\ntwo");
    made.editor.showMessage("first\nsecond\nthird");
    return made;
  },
  more: () => {
    const made = stage("one\ntwo");
    made.editor.showMessage(Array.from({ length: 20 }, (_, i) => `line ${i}`).join("\n"));
    return made;
  },
  "long-command-line": () => {
    const made = stage("one");
    const text = "substitute/one thing/another thing that is long/g";
    made.editor.setMode("cmdline");
    made.editor.cmdline = {
      kind: ":",
      text,
      cursor: text.length,
      prompt: "",
      pending: "",
      menu: null,
    };
    return made;
  },
  menu: () => {
    const made = at(stage("one t"), 5);
    made.menu = {
      items: [{ label: "two", detail: "word" }, { label: "three" }, { label: "ten" }],
      selected: 1,
      anchor: { row: 0, col: 3 },
    };
    return made;
  },
  hints: () => {
    const made = stage("one");
    made.screen.hints.show("g …", [
      { keys: "g", doc: "Go to the first line" },
      { keys: "e", doc: "Back to the end of a word" },
    ]);
    return made;
  },
  modified: () => {
    const made = stage("one");
    const { editor } = made;
    editor.dispatch(editor.doc, { changes: { from: 0, to: 1 }, origin: "test" });
    set(made, { readonly: true, filetype: "text", fileformat: "dos", fileencoding: "latin1" });
    return made;
  },
};

for (const [name, make] of Object.entries(CASES)) {
  test(`draws ${name}`, () => golden(name, make()));
}

test("no cell of a hostile file holds a control character", () => {
  const hostile = Array.from({ length: 300 }, (_, i) => String.fromCharCode(i)).join("");
  const made = stage(`${hostile.replace(/\n/g, "")}\n\u202e\u2066x\u009b31m`, {
    path: "/home/u/\x1b]0;x\x07\u202e.txt",
  });
  made.editor.showMessage("bad \x1b[2J\x9b");
  const grid = made.draw();
  for (const line of grid.toString().split("\n")) {
    assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  }
});

test("what is suggested stands behind the command line, in what is left of its row", () => {
  const made = stage("a");
  made.editor.setMode("cmdline");
  const line = { kind: ":", text: "!git s", cursor: 6, prompt: "", pending: "", menu: null };
  made.editor.cmdline = { ...line, ghost: "tatus" };
  assert.equal(made.draw().rowText(7), ":!git status");
  made.editor.cmdline = { ...line, cursor: 5, ghost: "tatus" };
  assert.equal(made.draw().rowText(7), ":!git s");
  made.editor.cmdline = { ...line, ghost: "x".repeat(90) };
  assert.equal(made.draw().rowText(7), `:!git s${"x".repeat(32)}…`);
});

test("a message is gone after the command line stood in its place", () => {
  const made = stage("one");
  made.editor.showMessage("written");
  assert.match(made.draw().toString(), /written/);
  made.editor.setMode("cmdline");
  made.editor.setMode("normal");
  assert.doesNotMatch(made.draw().toString(), /written/);
});
