/** Whatever is done meanwhile: an accept makes the text that was shown. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { slice, type Text } from "../../../src/text/text.ts";
import { scripted } from "./scripted.ts";

const LINES = [
  "let total = load(name, size);",
  "\tadd(total, 日本);",
  "  if (total > 0) { print(total); }",
  "",
  "return total + 👍;",
];
const KEYS = [
  ..."abt ot(=",
  "<CR>",
  "<BS>",
  "<C-w>",
  "<Esc>",
  "i",
  "A",
  "o",
  "w",
  "j",
  "k",
  "x",
  "u",
  "ciwsum<Esc>",
  ".",
  "dd",
  "<C-r>",
  "<C-l>",
  "<C-f>",
  "0",
  "$",
];
const INSERTS = ["sum", "\n\tx = 1;", "", "日", "e\u0301", "a, b(c)"];

const string = (text: Text) => slice(text, 0, text.length);

test("for random keys during a suggestion, accept makes what was shown", async () => {
  const seed = Number(process.env.SEED ?? 1);
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  let accepts = 0;
  for (let round = 0; round < 15; round++) {
    const made = scripted(LINES.join("\n"), [random(LINES.length), 0]);
    const { editor } = made;
    editor.doc.options.set("textwidth", random(2) * 30);
    editor.doc.options.set("autoindent", random(2) === 1);
    for (let n = 0; n < 15; n++) {
      await made.type(KEYS[random(KEYS.length)]!);
      if (random(3) === 0) {
        const insert = INSERTS[random(INSERTS.length)]!;
        const wish = random(2) === 0 ? { insert } : { old: "total", nth: 1 + random(3), insert };
        await made.suggest(wish);
      }
      const { shown } = made.tab.arbiter;
      const told = `seed ${seed}, round ${round}, key ${n}`;
      assert.deepEqual(editor.bugs, [], told);
      if (shown === null || shown.prediction.doc !== editor.doc.id) continue;
      assert.equal(shown.prediction.revision, editor.doc.revision, told);
      // A key that waits for another one would take the command for it.
      const waits = editor.pending !== "" || made.loop.request.mode === null;
      if (shown.kind === "jump" || waits || random(2) === 0) continue;
      const preview = string(shown.prediction.changes.apply(editor.doc.text));
      made.loop.feed(["<Command:tab.accept>"]);
      assert.equal(made.text, preview, told);
      accepts++;
      // Every state of it is a text: no half of a character.
      assert.ok(made.text.isWellFormed(), told);
      await made.type("");
    }
    // Insert mode, the expression of CTRL-R = and a key that waits there: three to leave.
    await made.type("<Esc><Esc><Esc>:undo 0<CR>");
    assert.equal(made.text, LINES.join("\n"), `seed ${seed}, round ${round}: undo`);
  }
  assert.ok(accepts > 5, `only ${accepts} accepts with seed ${seed}`);
});
