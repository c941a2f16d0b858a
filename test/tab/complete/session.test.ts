/** What is completed while typing, with the real editor and arbiter. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { addDocument, session } from "../session.ts";

const WORDS = "function computeTotal(items) {\n  return items;\n}\n\n";
const SHOWS = [
  "show(alpha, 1);",
  "show(beta, 2);",
  "show(alpha, 1);",
  "show(beta, 2);",
  "show(alpha, 1);",
  "",
].join("\n");

test("a typed character that contradicts the shown one switches in its own frame", async () => {
  const made = session(SHOWS, [5, 0]);
  await made.type("ishow(");
  const [first] = made.shown!;
  assert.match(first, /^(alpha|beta)/);
  const { redraws } = made;
  const other = first.startsWith("a") ? "b" : "a";
  made.loop.feed([other]);
  assert.equal(made.shown?.[1], "ghost", "it is there before anything is asked");
  assert.match(made.shown?.[0] ?? "", other === "b" ? /^eta/ : /^lpha/);
  assert.equal(made.redraws, redraws);
});

test("typing what is shown shortens it in its own frame", async () => {
  const made = session(WORDS, [3, 0]);
  await made.type("icomp");
  const [ghost] = made.shown!;
  assert.match(ghost, /^uteTotal/);
  made.loop.feed(["u", "t"]);
  assert.equal(made.shown?.[0], ghost.slice(2));
});

test("a bracket that stands behind the cursor is not put in again", async () => {
  const made = session("load(first, second);\nload(first, second);\nload()\n", [2, 5]);
  await made.type("ifir");
  assert.match(made.shown?.[0] ?? "", /^st[^)]*$/);
  await made.type("<Tab>");
  assert.match(made.text.split("\n")[2]!, /^load\(first[^)]*\)$/);
});

test("what was typed a moment ago is known", async () => {
  const made = session("\n", [0, 0]);
  await made.type("iconst reading = openReader(file);<CR>const other = openR");
  assert.match(made.shown?.[0] ?? "", /^eader/);
});

test("what was deleted is known no more", async () => {
  const made = session("computeTotal(a);\ncomputeTotal(b);\n\n", [0, 0]);
  await made.type("2ddicomp");
  assert.equal(made.shown, null);
});

test("other open documents are known", async () => {
  const made = session("\n", [0, 0]);
  addDocument(made, "configureAll(a);\nconfigureAll(b);\n", "/p/other.ts");
  await made.type("iconf");
  assert.match(made.shown?.[0] ?? "", /^igureAll/);
  assert.match(made.tab.arbiter.shown?.prediction.reason ?? "", /^as in other\.ts:[12]/);
});

test("what saves no key is not shown, however likely it is", async () => {
  const lines = ["alpha, 1", "[beta]", "-gamma", '"d"', "!e", "{ zeta }"].map((a) => `load(${a});`);
  const made = session(`${lines.join("\n")}\nloa\n`, [6, 0]);
  await made.type("Ad");
  const { arbiter } = made.tab;
  const [sure] = arbiter.held.filter(({ prediction }) => prediction.source === "complete");
  assert.equal(sure?.prediction.cursor, made.text.lastIndexOf("load") + "load(".length);
  assert.equal(made.shown, null);
});

test("moving the cursor asks for no completion", async () => {
  const made = session(`${WORDS}comp\n`, [3, 0]);
  await made.type("ijA<Esc>");
  const moved = session(`${WORDS}comp\n`, [4, 0]);
  await moved.type("A<Left><Right>");
  assert.equal(moved.shown, null);
});

test("after Enter the next line of a like block is shown", async () => {
  const block = (name: string) =>
    [`test("${name}", () => {`, "  const made = session();", "  made.close();", "});", ""].join(
      "\n",
    );
  const made = session(`${block("a")}\n${block("b")}\n${block("c")}\n`, [15, 0]);
  await made.type('itest("d", () => {<CR>');
  assert.match(made.shown?.[0] ?? "", /^(\s*)const made = session\(/);
});
