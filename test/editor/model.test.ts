/** Random edits from two windows, with undo and redo, against a plain string. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { composeEditor } from "../../src/app/compose.ts";
import { redo, undo } from "../../src/commands/normal/undo.ts";
import type { Window } from "../../src/editor/window.ts";
import { pointOf, replaceSpec, slice, textOf } from "../../src/text/text.ts";

/** mulberry32: the same numbers for the same seed everywhere. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

const PIECES = ["a", "word ", "\n", "  x\n", "é", "👍", "", "\t", "line\nline\n"];

function run(seed: number): void {
  const roll = dice(seed);
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  let model = "first line\nsecond line\n\nlast";
  const doc = editor.addDocument(textOf(model), null);
  const wins: Window[] = [editor.newWindow(doc), editor.newWindow(doc)];
  const tab = editor.addTab(wins[0]!);
  const leaves = wins.map((win) => ({ kind: "leaf" as const, win }));
  Object.assign(tab.root, { kind: "row", children: leaves, win: undefined });
  const states = [model];
  let at = 0;
  for (let step = 0; step < 60; step++) {
    const win = wins[roll(2)]!;
    tab.current = win;
    const other = wins[0] === win ? wins[1]! : wins[0]!;
    const action = roll(10);
    if (action < 7) {
      const from = roll(model.length + 1);
      const to = Math.min(model.length, from + roll(6));
      const insert = PIECES[roll(PIECES.length)]!;
      if (from === to && insert === "") continue;
      const watched = pointOf(doc.text, other.cursor.pos);
      const deleted = model.slice(from, to);
      editor.setCursor(win, from);
      doc.undo.sync();
      editor.dispatch(doc, { changes: replaceSpec(from, to, insert), origin: "test" });
      model = model.slice(0, from) + insert + model.slice(to);
      // Without line breaks the other window stays on its row, in its column where there is one.
      if (!deleted.includes("\n") && !insert.includes("\n")) {
        const col = Math.min(watched.col, doc.text.line(watched.row + 1).length);
        const expected = { row: watched.row, col };
        const place = pointOf(doc.text, other.cursor.pos);
        assert.deepEqual(place, expected, `seed ${seed} step ${step}: cursor`);
      }
      states.length = at + 1;
      states.push(model);
      at++;
    } else if (action === 7) editor.setCursor(win, roll(model.length + 1));
    else if (action === 8) {
      undo(editor, 1);
      at = Math.max(0, at - 1);
      model = states[at]!;
    } else {
      redo(editor, 1);
      at = Math.min(states.length - 1, at + 1);
      model = states[at]!;
    }
    assert.equal(slice(doc.text, 0, doc.text.length), model, `seed ${seed} step ${step}: text`);
    for (const w of wins) {
      const { pos } = w.cursor;
      assert.ok(pos >= 0 && pos <= model.length, `seed ${seed} step ${step}: cursor ${pos}`);
    }
  }
}

test("random edits from two windows, undo and redo give what a string gives", () => {
  for (let seed = 1; seed <= 150; seed++) run(seed);
});
