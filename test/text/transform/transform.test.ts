import assert from "node:assert/strict";
import test from "node:test";
import { digraph, digraphs } from "../../../src/text/digraph.ts";
import { changeCase } from "../../../src/text/transform/case.ts";
import { commentLeader } from "../../../src/text/transform/comments.ts";
import { indentString, nextTabStop } from "../../../src/text/transform/indent.ts";
import { DEFAULT_COMMENTS } from "../../../src/text/transform/options.ts";
import { toggleComment } from "../../../src/text/transform/toggle-comment.ts";

test("case changes by character", () => {
  assert.equal(changeCase("aB é ß 中 👍", "toggle"), "Ab É ß 中 👍");
  assert.equal(changeCase("straße", "upper"), "STRASSE");
  assert.equal(changeCase("ΑΣ", "lower"), "ας".replace("ς", "σ"));
  assert.equal(changeCase("ᾳ", "upper"), "ᾼ");
  assert.equal(changeCase("Hello", "rot13"), "Uryyb");
});

test("tab stops of different widths repeat the last one", () => {
  const opts = { tabstop: 8, vartabstop: [2, 5] };
  assert.deepEqual(
    [0, 2, 6, 7].map((cell) => nextTabStop(cell, opts)),
    [2, 7, 7, 12],
  );
  assert.equal(indentString(9, { ...opts, expandtab: false }), "\t\t  ");
});

test("a comment leader includes nested ones and the white space after them", () => {
  assert.deepEqual(commentLeader("> > x", DEFAULT_COMMENTS)?.length, 4);
  assert.deepEqual(commentLeader("  // x", DEFAULT_COMMENTS)?.length, 5);
  assert.deepEqual(commentLeader("#define", DEFAULT_COMMENTS), null);
});

test("commenting uses the smallest indent and leaves blank lines without trailing space", () => {
  assert.deepEqual(toggleComment(["  a", "", "    b"], "// %s"), ["  // a", "  //", "  //   b"]);
  assert.deepEqual(toggleComment(["  // a", "", "  //   b"], "// %s"), ["  a", "", "    b"]);
  assert.deepEqual(toggleComment(["x", "// y"], "// %s"), ["// x", "// // y"]);
  assert.deepEqual(toggleComment(["//tight"], "// %s"), ["tight"]);
  assert.deepEqual(toggleComment(["a"], "/* %s */"), ["/* a */"]);
  assert.deepEqual(toggleComment(["/* a */"], "/* %s */"), ["a"]);
});

test("digraphs work in both orders", () => {
  assert.equal(digraphs().size, 1362);
  assert.equal(digraph("a", ":"), "ä");
  assert.equal(digraph(":", "a"), "ä");
  assert.equal(digraph("E", "u"), "€");
  assert.equal(digraph("x", "@"), "@");
});
