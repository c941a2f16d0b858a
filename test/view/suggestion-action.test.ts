import assert from "node:assert/strict";
import { test } from "node:test";
import { suggestionsOf } from "../../src/editor/suggestion.ts";
import { suggestionStage } from "./suggestion-stage.ts";

const TEXT = "|one\ntwo\n";

function offered(cols: number, text: string, options = {}): string[] {
  const made = suggestionStage({ text: TEXT, cols, rows: 8, options });
  const { editor } = made;
  suggestionsOf(editor).offer = { win: editor.win, text };
  return made.lines();
}

test("what may be done next stands at the lower right of the window", () => {
  const lines = offered(40, "run npm test");
  const at = lines.findIndex((line) => line.includes("⇥ run npm test"));
  assert.ok(at > 1, lines.join("\n"));
  assert.match(lines[at]!, /^~?\s+⇥ run npm test\s*$/);
});

test("where there is little room only the sign is drawn", () => {
  const lines = offered(12, "run npm run test:everything");
  assert.ok(lines.some((line) => line.includes("⇥")));
  assert.ok(!lines.some((line) => line.includes("every")));
});

test("a change that is predicted comes first", () => {
  const made = suggestionStage({ text: TEXT, cols: 40, rows: 8 });
  suggestionsOf(made.editor).offer = { win: made.editor.win, text: "run npm test" };
  made.show([{ from: 4, to: 7, insert: "three" }], { kind: "edit" });
  assert.ok(!made.lines().some((line) => line.includes("npm")));
  made.hide();
  assert.ok(made.lines().some((line) => line.includes("npm")));
});
