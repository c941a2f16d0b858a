import assert from "node:assert/strict";
import test from "node:test";
import {
  editorconfigFor,
  editorconfigProperties,
  globMatches,
  parseEditorconfig,
} from "../../src/config/editorconfig.ts";

const GLOBS: [string, string, boolean][] = [
  ["*.py", "a.py", true],
  ["*.py", "src/deep/a.py", true],
  ["*.py", "a.pyc", false],
  ["/*.py", "a.py", true],
  ["/*.py", "src/a.py", false],
  ["src/*.py", "src/a.py", true],
  ["src/*.py", "src/deep/a.py", false],
  ["src/**.py", "src/deep/a.py", true],
  ["src/**/a.py", "src/a.py", true],
  ["src/**/a.py", "src/x/y/a.py", true],
  ["**/a.py", "x/a.py", true],
  ["a?c", "abc", true],
  ["a?c", "a/c", false],
  ["[ab].c", "a.c", true],
  ["[!ab].c", "a.c", false],
  ["[!ab].c", "c.c", true],
  ["[a-c].c", "b.c", true],
  ["*.{js,ts}", "x.ts", true],
  ["*.{js,ts}", "x.tsx", false],
  ["{a,{b,c}}.x", "c.x", true],
  ["{a,b", "{a,b", true],
  ["{single}.b", "{single}.b", true],
  ["{single}.b", "single.b", false],
  ["file{1..9}.txt", "file5.txt", true],
  ["file{1..9}.txt", "file10.txt", false],
  ["file{-3..3}.txt", "file-2.txt", true],
  ["{package.json,.travis.yml}", "package.json", true],
  ["Makefile", "sub/Makefile", true],
  ["a\\*b", "a*b", true],
  ["a\\*b", "axb", false],
  ["[a/b].c", "a.c", false],
  ["*", "any/thing", true],
  ["{,x}.c", "x.c", true],
  ["a.b", "axb", false],
];

for (const [glob, path, expected] of GLOBS) {
  test(`${glob} ${expected ? "matches" : "does not match"} ${path}`, () => {
    assert.equal(globMatches(glob, path), expected);
  });
}

const FILES: Record<string, string> = {
  "/.editorconfig": "[*]\nindent_style = tab\n",
  "/home/.editorconfig": [
    "\ufeffroot = true",
    "; comment",
    "[*]",
    "indent_style = space",
    "indent_size = 4",
    "Charset = UTF-8",
    "end_of_line = lf",
    "trim_trailing_whitespace = true",
    "[*.md]",
    "trim_trailing_whitespace = false",
    "max_line_length = off",
  ].join("\r\n"),
  "/home/p/.editorconfig":
    "[*.ts]\nindent_size = 2\n[lib/**]\nindent_style = tab\nindent_size = unset\ntab_width=8\n",
};
const read = (path: string) => FILES[path] ?? null;

test("nearer files and later sections win, and a root file ends the search", () => {
  assert.deepEqual(editorconfigFor("/home/p/a.ts", read), {
    expandtab: true,
    tabstop: 2,
    shiftwidth: 2,
    softtabstop: -1,
    fileformat: "unix",
    fileencoding: "utf-8",
    bomb: false,
    trimTrailingWhitespace: true,
  });
});

test("unset takes a property back, tabs then give the width", () => {
  const options = editorconfigFor("/home/p/lib/a.c", read);
  assert.equal(options.expandtab, false);
  assert.equal(options.tabstop, 8);
  assert.equal(options.shiftwidth, 0);
});

test("max_line_length off means no text width", () => {
  const options = editorconfigFor("/home/notes.md", read);
  assert.equal(options.textwidth, 0);
  assert.equal(options.trimTrailingWhitespace, false);
});

test("values that make no sense are left out", () => {
  const file =
    "[*]\nindent_size = -1\ntab_width = wide\ncharset = ebcdic\ninsert_final_newline = maybe\n";
  const options = editorconfigFor("/x", (path) => (path === "/.editorconfig" ? file : null));
  assert.deepEqual(options, {});
});

test("unknown keys keep the case of their values", () => {
  const properties = editorconfigProperties("/x", () => "[*]\nFoo = Bar Baz\n");
  assert.equal(properties.get("foo"), "Bar Baz");
});

test("lines that are no pairs are ignored", () => {
  const file = parseEditorconfig("root = TRUE\nnonsense\n[a b]\nkey=value # not a comment\n");
  assert.equal(file.root, true);
  assert.equal(file.sections[0]!.glob, "a b");
  assert.equal(file.sections[0]!.properties.get("key"), "value # not a comment");
});
