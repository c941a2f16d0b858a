import assert from "node:assert/strict";
import { test } from "node:test";
import { after, editing } from "./editing.ts";

/** Text, keys, text afterwards; all as Neovim 0.7.2 does it. */
const CASES: ReadonlyArray<readonly [string, string, string]> = [
  ["a a", ":s/a/b/<CR>", "b a"],
  ["a a", ":s/a/b/g<CR>", "b b"],
  ["a\na\na", ":s/a/b/<CR>j:s<CR>j:&&<CR>", "b\nb\nb"],
  ["foo bar", ":s/\\(\\w*\\) \\(\\w*\\)/\\2 \\1/<CR>", "bar foo"],
  ["foo bar", ":s/\\w\\+/\\u&/g<CR>", "Foo Bar"],
  ["foo bar", ":s/o.*/\\U&\\Ex/<CR>", "fOO BARx"],
  ["a,b", ":s/,/\\r/<CR>", "a\nb"],
  ["a\nb\nc", ":%s/\\n/,/<CR>", "a,b,c,"],
  ["a\nb\nc", ":%s/\\n//<CR>", "abc"],
  ["a\nb\na\nb", ":%s/a\\nb/x/<CR>", "x\nx"],
  ["abc", ":s/x*/-/g<CR>", "-a-b-c"],
  ["a", ":s/a/~b/<CR>:s/b/~c/<CR>", "bc"],
  ["aaa", ":s/^a/b/g<CR>", "baa"],
  ["a b", ":s#a#/#<CR>", "/ b"],
  ["a/b", ":s+/+\\++<CR>", "a+b"],
  ["A a", ":s/a/x/i<CR>", "x a"],
  ["a\na\na\na", ":2s/a/b/ 2<CR>", "a\nb\nb\na"],
  ["a&b", ":s/&/\\&\\&/<CR>", "a&&b"],
  ["x1", ":s/\\d/\\=submatch(0)+1/<CR>", "x2"],
  ["a a\na a", ":%s/a/b/gc<CR>yna", "b a\nb b"],
  ["a a a", ":s/a/b/gc<CR>l", "b a a"],
  ["a a a", ":s/a/b/gc<CR>yq", "b a a"],
  ["a\na", "/a<CR>:%s//z/<CR>", "z\nz"],
  ["a\nb", ":s/a/x/|s/x/y/<CR>", "y\nb"],
  ["a b c", ":s/ /\\r/g<CR>u", "a b c"],
  ["foo(bar)", ":s/(.*)/[&]/<CR>", "foo[(bar)]"],
  ["a\nb\nc", ":%s/\\(b\\)\\n\\(c\\)/\\2\\r\\1/<CR>", "a\nc\nb"],
];
for (const [text, keys, result] of CASES) {
  test(`${keys} on ${JSON.stringify(text)}`, () => assert.equal(after(text, keys), result));
}

const MESSAGES: ReadonlyArray<readonly [string, string, string]> = [
  ["a a\na\na", ":%s/a/b/g<CR>", "4 substitutions on 3 lines"],
  ["a a\na", ":%s/a//gn<CR>", "3 matches on 2 lines"],
  ["a", ":s/x/y/<CR>", "E486: Pattern not found: x"],
  ["a", ":s/x/y/e<CR>", ""],
  ["a", ":s<CR>", "E35: No previous regular expression"],
  ["a", ":sxaxb<CR>", "E492: Not an editor command: sxaxb"],
  ["a", ":s/a/b/ 0<CR>", "E939: Positive count required"],
];
for (const [text, keys, message] of MESSAGES) {
  test(`${keys} says ${JSON.stringify(message)}`, () => {
    const run = editing(text);
    run.type(keys);
    assert.equal(run.message, message);
  });
}

test("very many edits keep marks on their rows and are one undo step", () => {
  const text = Array.from({ length: 9000 }, (_, i) => `a${i}`).join("\n");
  const run = editing(text);
  run.type(":8000ma x<CR>:%s/a/bb/<CR>");
  assert.equal(run.text, text.replaceAll("a", "bb"));
  assert.equal(run.editor.doc.marks.get("x")?.row, 7999);
  run.type("u");
  assert.equal(run.text, text);
});

test("line breaks put in by very many edits move marks along", () => {
  const text = Array.from({ length: 9000 }, (_, i) => `a,${i}`).join("\n");
  const run = editing(text);
  run.type(":8000ma x<CR>:%s/,/\\r/<CR>");
  assert.equal(run.editor.doc.text.lines, 18000);
  assert.equal(run.editor.doc.marks.get("x")?.row, 15998);
});

test("what is answered in one row of :s///c is one undo step, as in Neovim", () => {
  const run = editing("a a\nb\na a");
  for (const key of [":", "%", "s", "/", "a", "/", "x", "/", "g", "c", "<CR>", "y", "y", "y", "q"])
    run.type(key);
  assert.equal(run.text, "x x\nb\nx a");
  run.type("u");
  assert.equal(run.text, "x x\nb\na a");
  run.type("u");
  assert.equal(run.text, "a a\nb\na a");
});
