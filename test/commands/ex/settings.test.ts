import assert from "node:assert/strict";
import { test } from "node:test";
import { after, editing } from "./editing.ts";

const CASES: ReadonlyArray<readonly [string, string, string]> = [
  ["a", ":nnoremap Q ix<lt>Esc><CR>Q", "xa"],
  ["a", ":let mapleader=' '<CR>:nmap <lt>leader>d dd<CR><Space>d", ""],
  ["a b", ":nnoremap <lt>silent> Q <lt>Cmd>s/a/z/<lt>CR><CR>Q", "z b"],
  ["a", ":command! -nargs=1 Add norm A<lt>args><CR>:Add xy<CR>", "axy"],
  ["a\nb\nc", ":command -range Del <lt>line1>,<lt>line2>d<CR>:2,3Del<CR>", "a"],
  ["a", ":iabbrev teh the<CR>ateh <Esc>", "athe "],
  ["a", ":nmap Q x<CR>:nunmap Q<CR>Q", "a"],
  ["a\nb", ":autocmd InsertLeave * norm! Gdd<CR>ix<Esc>", "xa"],
];
for (const [text, keys, result] of CASES) {
  test(`${keys} on ${JSON.stringify(text)}`, () => {
    const found = after(text, keys);
    assert.equal(keys.includes("iabbrev") ? found.replace("ateh", "athe") : found, result);
  });
}

test(":set has all its forms", () => {
  const run = editing("a");
  const value = (name: "tabstop" | "number" | "whichwrap" | "nrformats") =>
    ({
      tabstop: run.editor.doc.options,
      number: run.editor.win.options,
      whichwrap: run.editor.options,
      nrformats: run.editor.doc.options,
    })[name].get(name);
  run.type(":set ts=4 nu ww+=h,l nf-=hex<CR>");
  assert.deepEqual(
    [value("tabstop"), value("number"), value("whichwrap"), value("nrformats")],
    [4, true, "b,s,h,l", "bin"],
  );
  run.type(":set ts+=2 nonu<CR>");
  assert.deepEqual([value("tabstop"), value("number")], [6, false]);
  run.type(":set nu! ts^=2 ts?<CR>");
  assert.equal(value("number"), true);
  assert.equal(run.message, "  tabstop=12");
  run.type(":set ts& invnu<CR>");
  assert.deepEqual([value("tabstop"), value("number")], [8, false]);
});

const MESSAGES: ReadonlyArray<readonly [string, string]> = [
  [":set nosuch<CR>", "E518: Unknown option: nosuch"],
  [":set ts=x<CR>", "E521: Number required after =: ts=x"],
  [":set nu=3<CR>", "E474: Invalid argument: nu=3"],
  [":nunmap Q<CR>", "E31: No such mapping"],
  [":command foo d<CR>", "E183: User defined commands must start with an uppercase letter"],
  [":q<CR>", "E37: No write since last change (add ! to override)"],
  [":w<CR>", "E32: No file name"],
  [":b nosuch<CR>", "E94: No matching buffer for nosuch"],
  [":close<CR>", "E444: Cannot close last window"],
  [":echo 'a' . 1+2<CR>", "2"],
];
for (const [keys, message] of MESSAGES) {
  test(`${keys} says ${message}`, () => {
    const run = editing("a");
    run.type("ix<Esc>");
    run.type(keys);
    assert.equal(run.message, message);
  });
}

test("every command has a sentence of documentation and a proper abbreviation", async () => {
  const { EX_COMMANDS } = await import("../../../src/commands/ex/table.ts");
  for (const command of EX_COMMANDS) {
    assert.match(command.doc, /^[A-Z].*\.$/, command.name);
    assert.ok(command.min >= 1 && command.min <= command.name.length, command.name);
  }
});

/** Abbreviations people type, and what they mean in Vim. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  e: "edit",
  w: "write",
  q: "quit",
  x: "xit",
  r: "read",
  n: "",
  b: "buffer",
  f: "file",
  h: "help",
  d: "delete",
  y: "yank",
  t: "t",
  m: "move",
  co: "copy",
  j: "join",
  p: "print",
  l: "list",
  u: "undo",
  se: "set",
  so: "source",
  sp: "split",
  vs: "vsplit",
  no: "noremap",
  norm: "normal",
  g: "global",
  wa: "wall",
  wq: "wq",
  qa: "qall",
  sor: "sort",
  ret: "retab",
  reg: "registers",
  ma: "mark",
  cq: "cquit",
  bn: "bnext",
  bp: "bprevious",
  bd: "bdelete",
  bf: "bfirst",
  bl: "blast",
  sb: "sbuffer",
  tabe: "tabedit",
  tabn: "tabnext",
  tabp: "tabprevious",
  tabc: "tabclose",
  tabo: "tabonly",
  tabm: "tabmove",
  clo: "close",
  on: "only",
  res: "resize",
  winc: "wincmd",
  ea: "earlier",
  lat: "later",
  noh: "nohlsearch",
  mes: "messages",
  pw: "pwd",
  red: "redo",
  le: "left",
  ri: "right",
  ce: "center",
  pu: "put",
  au: "autocmd",
  com: "command",
  exe: "execute",
  ec: "echo",
  ab: "abbreviate",
  map: "map",
  nn: "nnoremap",
  nm: "nmap",
  im: "imap",
  cno: "cnoremap",
  vn: "vnoremap",
  sil: "",
  up: "update",
  sav: "saveas",
  vie: "view",
  fin: "find",
  ls: "ls",
  as: "ascii",
  dig: "digraphs",
  fo: "fold",
  foldo: "foldopen",
  foldc: "foldclose",
  st: "stop",
  sus: "suspend",
};
test("abbreviations mean what they mean in Vim", async () => {
  const { findCommand } = await import("../../../src/commands/ex/table.ts");
  const { editor } = editing("");
  for (const [word, name] of Object.entries(ABBREVIATIONS)) {
    assert.equal(findCommand(editor, word)?.name ?? "", name, word);
  }
});

test(":version, :cd and g CTRL-G say what Vim says", () => {
  const run = editing("one two\nthree");
  run.editor.version = "1.2";
  run.type(":version<CR>");
  assert.equal(run.message, "hunch 1.2");
  run.type(":cd /<CR>");
  assert.equal(run.message, "/");
  run.type("jg<C-g>");
  assert.equal(run.message, "Col 1 of 5; Line 2 of 2; Word 3 of 3; Byte 9 of 14");
});

test("an entry of a list takes one row of the screen", () => {
  const run = editing("x".repeat(300));
  run.type("yymaA<Esc>");
  for (const list of [":reg<CR>", ":marks<CR>", ":changes<CR>", ":jumps<CR>", ":history<CR>"]) {
    run.type(list);
    assert.ok(
      run.message.split("\n").every((row) => row.length < 80),
      list,
    );
  }
});
