/** A suggestion never takes back what the user just did. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isReversal } from "../../src/tab/arbiter/reversal.ts";
import { EditHistory } from "../../src/tab/history.ts";
import { tightHunks } from "../../src/tab/ranking/features.ts";
import { changeOf, type Hunk, type Prediction } from "../../src/text/prediction.ts";
import { textOf } from "../../src/text/text.ts";
import { session } from "./session.ts";

type Row = readonly [
  name: string,
  text: string,
  edits: readonly Hunk[],
  predicted: readonly Hunk[],
  reversal: boolean,
];

const hunk = (from: number, to: number, insert: string): Hunk => ({ from, to, insert });

const CASES: readonly Row[] = [
  ["a word changed back", "a old b", [hunk(2, 5, "new")], [hunk(2, 5, "old")], true],
  ["the same elsewhere", "a old b", [hunk(2, 5, "new")], [hunk(0, 1, "old")], false],
  ["another word there", "a old b", [hunk(2, 5, "new")], [hunk(2, 5, "other")], false],
  ["what was put in goes", "ab", [hunk(1, 1, "xyz")], [hunk(1, 4, "")], true],
  ["what was deleted comes", "a old b", [hunk(2, 6, "")], [hunk(2, 2, "old ")], true],
  ["a part of it comes", "a old b", [hunk(2, 6, "")], [hunk(2, 2, "old")], false],
  [
    "after an edit before it",
    "a old b",
    [hunk(2, 5, "new"), hunk(0, 1, "longer")],
    [hunk(7, 10, "old")],
    true,
  ],
  ["written with more around it", "a old b", [hunk(2, 5, "new")], [hunk(0, 7, "a old b")], true],
  [
    "with something else at another place",
    "a old b",
    [hunk(2, 5, "new")],
    [hunk(0, 1, "A"), hunk(2, 5, "old")],
    true,
  ],
];

for (const [name, text, edits, predicted, reversal] of CASES) {
  test(`reversal: ${name}`, () => {
    const made = session(text);
    const history = new EditHistory();
    const { doc } = made.editor;
    made.editor.events.on("change", (event) => history.record(event, 0));
    for (const edit of edits) {
      made.editor.dispatch(doc, {
        changes: { from: edit.from, to: edit.to, insert: textOf(edit.insert) },
        origin: "lsp.edit",
      });
    }
    const prediction: Prediction = {
      id: 1,
      source: "test",
      doc: doc.id,
      revision: doc.revision,
      changes: changeOf(predicted, doc.text.length),
      probability: 1,
      cursor: 0,
      reason: "",
    };
    assert.equal(
      isReversal(doc.id, tightHunks(prediction, doc.text), doc.text, history.edits),
      reversal,
    );
  });
}
