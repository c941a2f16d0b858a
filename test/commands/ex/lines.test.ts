import assert from "node:assert/strict";
import { test } from "node:test";
import { Cancelled } from "../../../src/base/errors.ts";
import { parseKeys } from "../../../src/base/key.ts";
import { after, editing } from "./editing.ts";

/** Text, keys, text afterwards; all as Neovim 0.7.2 does it. */
const CASES: ReadonlyArray<readonly [string, string, string]> = [
  ["a\nb\nc", ":2d<CR>", "a\nc"],
  ["a\nb\nc", ":2;+1d<CR>", "a"],
  ["a\nb\nc", ":1m$<CR>", "b\nc\na"],
  ["a\nb\nc", ":1,2t0<CR>", "a\nb\na\nb\nc"],
  ["a\nb\nc", ":/c/m0<CR>", "c\na\nb"],
  ["a\n b\n c", ":%j<CR>", "a b c"],
  ["a\n b", ":j!<CR>", "a b"],
  ["b 2\na 10\nc 1", ":sort n /\\a/<CR>", "c 1\nb 2\na 10"],
  ["B\na\nb\nA", ":sort iu<CR>", "a\nB"],
  ["x", ":le 3<CR>", "   x"],
  ["x", ":ri 5<CR>", "    x"],
  ["a\nb", ":2ka<CR>:'ad<CR>", "a"],
  ["a\nb\nc\nd", ":g/[bd]/d<CR>", "a\nc"],
  ["a\nb\nc", ":g/./m0<CR>", "c\nb\na"],
  ["a\nb\nc", ":v/b/d<CR>", "b"],
  ["a\nb", ":%norm A;<CR>", "a;\nb;"],
  ["a\nb\nc", ":g/b/norm ddp<CR>", "a\nc\nb"],
  ["a\nb\nc\nd", ":g/a\\|c/j<CR>", "a b\nc d"],
  ["one", ":d x<CR>:pu x<CR>", "\none"],
  ["a\nb", ":1,2y x<CR>:0pu x<CR>", "a\nb\na\nb"],
  ["a\nb\nc", ":g/x\\|b/s/b/z/|d<CR>", "a\nc"],
  ["a\nb\nc", ":g/./d<CR>u", "a\nb\nc"],
  ["a b", ":exe 'norm wx'<CR>", "a "],
  ["a\nb", ":let @q='d'<CR>:@q<CR>", "b"],
  ["a\nb\nc", ":d|d<CR>", "c"],
  ["a\nb\nc", ":3<CR>:d<CR>", "a\nb"],
];
for (const [text, keys, result] of CASES) {
  test(`${keys} on ${JSON.stringify(text)}`, () => assert.equal(after(text, keys), result));
}

const MESSAGES: ReadonlyArray<readonly [string, string, string]> = [
  ["a\nb\nc\nd", ":1,3d<CR>", "3 fewer lines"],
  ["a\nb\nc\nd", ":%t$<CR>", "4 more lines"],
  ["a", ":nosuch<CR>", "E492: Not an editor command: nosuch"],
  ["a", ":5d<CR>", "E16: Invalid range"],
  ["a\nb", ":1,2m1<CR>", "E134: Cannot move a range of lines into itself"],
  ["a", ":g/x/d<CR>", "E486: Pattern not found: x"],
  ["a", ":v/a/d<CR>", "E538: Pattern found in every line: a"],
  ["a", ":'xd<CR>", "E20: Mark not set"],
  ["a", ":pu z<CR>", "E353: Nothing in register z"],
];
for (const [text, keys, message] of MESSAGES) {
  test(`${keys} says ${message}`, () => {
    const run = editing(text);
    run.type(keys);
    assert.equal(run.message, message);
  });
}

test("a backwards range is asked about", () => {
  const run = editing("a\nb\nc");
  run.type(":2,1d<CR>");
  assert.equal(run.text, "a\nb\nc");
  run.type("y");
  assert.equal(run.text, "c");
});

test("a long :g/x/d leaves the last nine lines in the registers", () => {
  const lines = Array.from({ length: 300 }, (_, i) => `${i % 2 === 0 ? "x" : "y"}${i}`);
  const run = editing(lines.join("\n"));
  run.type(":g/x/d<CR>");
  assert.equal(run.text, lines.filter((line) => line.startsWith("y")).join("\n"));
  assert.equal(run.editor.registers.get("1")?.text.toString(), "x298");
  assert.equal(run.editor.registers.get("9")?.text.toString(), "x282");
});

test("CTRL-C ends a :g, and what was done is one undo step", () => {
  let left = 40;
  const lines = Array.from({ length: 200 }, () => "a");
  const run = editing(lines.join("\n"), () => {
    if (--left === 0) throw new Cancelled();
  });
  run.type(":g/a/norm x<CR>");
  const done = run.text.split("\n").filter((line) => line === "").length;
  assert.ok(done > 0 && done < 200, `${done} lines done`);
  run.type("u");
  assert.equal(run.text, lines.join("\n"));
});

test(":undojoin makes the next change a part of the last step", () => {
  const run = editing("one two three");
  run.type("dw:undojoin | normal! x<CR>");
  assert.equal(run.text, "wo three");
  run.type("u");
  assert.equal(run.text, "one two three");
  run.type(":undojoin | normal! x<CR>");
  assert.equal(run.message, "E790: undojoin is not allowed after undo");
});

test(":sleep holds the line that it stands in, and not the editor", async () => {
  const run = editing("one");
  const woken = new Promise<void>((done) => run.editor.events.on("resumed", () => done()));
  run.loop.feed(parseKeys(":sleep 1m | d<CR>"));
  assert.equal(run.text, "one");
  await woken;
  assert.equal(run.text, "");
});

test("CTRL-C ends :sleep and the line", () => {
  const run = editing("one");
  run.loop.feed(parseKeys(":sleep 100 | d<CR>"));
  run.type("<C-c>");
  run.type("x");
  assert.equal(run.text, "ne");
});
