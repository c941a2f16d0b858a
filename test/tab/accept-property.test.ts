/**
 * Random edits while a suggestion is shown: what Tab makes is what was previewed, byte for byte, and no
 * suggestion is ever for another text than the one that is there.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Hunk, PredictionAnswer } from "../../src/text/prediction.ts";
import { answer, scripted, stringOf } from "./fake-predictors.ts";
import { only, session } from "./session.ts";

const RUNS = 150;
const LETTERS = ["a", "b", "ü", "漢", "😀", "é", "\t", " ", "(", "\n", "x"];

/** A small generator with a seed, so that a failure can be repeated. */
function random(seed: number): (below: number) => number {
  let state = (seed * 2654435761) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function word(next: (below: number) => number, most: number): string {
  return Array.from({ length: 1 + next(most) }, () => LETTERS[next(LETTERS.length)]).join("");
}

/** Where characters begin: surrogate pairs are never split. */
function cut(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

function randomHunks(next: (below: number) => number, text: string, at: number): Hunk[] {
  if (next(3) > 0) return [{ from: at, to: at, insert: word(next, 8) }];
  const hunks: Hunk[] = [];
  for (let from = next(6), n = 0; n < 3 && from <= text.length; n++) {
    const start = cut(text, from);
    const end = cut(text, Math.min(text.length, start + next(5)));
    const insert = next(3) === 0 && end > start ? "" : word(next, 5);
    hunks.push({ from: start, to: Math.max(start, end), insert });
    from = Math.max(start, end) + 2 + next(6);
  }
  return hunks;
}

/** A key of somebody who types along, types something else, moves or deletes. */
function randomKey(next: (below: number) => number, ghost: string): string {
  const first = [...ghost][0];
  const along = first === undefined || first === "\n" || first === "\t" ? "a" : first;
  const keys = [
    along,
    along,
    along,
    "x",
    "<BS>",
    "<Del>",
    "<Left>",
    "<Right>",
    "<C-w>",
    "<Esc>",
    "o",
  ];
  const key = keys[next(keys.length)]!;
  return key === "<" ? "<lt>" : key;
}

test("accept gives what was previewed, whatever was typed before", async () => {
  let accepts = 0;
  for (let seed = 1; seed <= RUNS; seed++) {
    const next = random(seed);
    const start = word(next, 30);
    const { predictor } = scripted("random", (s): PredictionAnswer[] => {
      const text = stringOf(s.doc.text);
      const hunks = randomHunks(next, text, s.doc.pos);
      const last = hunks[hunks.length - 1];
      if (!last) return [];
      const grown = hunks.reduce((sum, h) => sum + h.insert.length - (h.to - h.from), 0);
      const cursor = last.to + grown;
      return [answer(s, hunks, { cursor, probability: 0.9 })];
    });
    const made = session(start, [0, 0], [predictor]);
    only(made, "random");
    const { editor } = made;
    editor.options.set("tabshow", "0");
    editor.options.set("tabguard", 0);
    await made.type("a");
    for (let step = 0; step < 12; step++) {
      const { shown, held } = made.tab.arbiter;
      for (const { prediction } of held) {
        const doc = editor.docs.find(({ id }) => id === prediction.doc)!;
        if (prediction.revision !== doc.revision) continue;
        assert.equal(prediction.changes.length, doc.text.length, `seed ${seed}: carried wrongly`);
        assert.ok(prediction.cursor <= prediction.changes.newLength, `seed ${seed}: cursor`);
      }
      if (!shown || next(4) > 0) {
        await made.type(randomKey(next, made.shown?.[0] ?? ""));
        continue;
      }
      const preview = stringOf(shown.prediction.changes.apply(editor.doc.text));
      if (shown.kind === "jump") {
        await made.type(editor.mode === "insert" ? "x" : "l");
        continue;
      }
      const accept = editor.commands.require("tab.accept");
      const { win, doc } = editor;
      const run = accept.run({ editor, win, doc, count: 0, register: "", keys: [] });
      if (run) assert.equal(run.next("<Ignore>").done, true, "an accept waits for no key");
      assert.equal(stringOf(doc.text), preview, `seed ${seed}, step ${step}`);
      accepts++;
      await made.type(editor.mode === "insert" ? "<Left>" : "i");
    }
    assert.deepEqual(editor.bugs, [], `seed ${seed}`);
  }
  assert.ok(accepts > RUNS / 2, `${accepts} accepts`);
});
