import assert from "node:assert/strict";
import { test } from "node:test";
import { foldCommands } from "../../src/commands/fold.ts";
import { Editor } from "../../src/editor/editor.ts";
import {
  createFold,
  foldMotion,
  foldRangeOf,
  openFoldsAtCursor,
} from "../../src/editor/folding.ts";
import type { Fold } from "../../src/editor/folds.ts";
import { screenRows } from "../../src/editor/viewport.ts";
import { ChangeSet, textOf } from "../../src/text/text.ts";

function newEditor(
  lines: readonly string[],
  options: Record<string, string | number> = {},
): Editor {
  const editor = new Editor({ now: () => 0, poll: () => {} });
  editor.options.set("shiftwidth", 2);
  for (const [name, value] of Object.entries(options)) editor.options.set(name as "tabstop", value);
  const doc = editor.addDocument(textOf(lines.join("\n")), null);
  editor.addTab(editor.newWindow(doc));
  return editor;
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `line ${i}`);
}

/** `+0-3(1-2)`: a closed fold of rows 0 to 3 with an open one in it. */
function shape(folds: readonly Fold[]): string {
  return folds
    .map((f) => {
      const inner = f.children.length > 0 ? `(${shape(f.children)})` : "";
      return `${f.closed ? "+" : ""}${f.start}-${f.end}${inner}`;
    })
    .join(" ");
}

function run(editor: Editor, name: string, row?: number, count = 0): string {
  const { win, doc } = editor;
  if (row !== undefined) editor.setCursorPoint(win, { row, col: 0 });
  const command = foldCommands.find((c) => c.name === `fold.${name}`)!;
  command.run({ editor, win, doc, count, register: "", keys: [] });
  return shape(win.folds.folds);
}

test("folds made by hand nest", () => {
  const editor = newEditor(numbered(20));
  createFold(editor, editor.win, 4, 6);
  createFold(editor, editor.win, 2, 10);
  createFold(editor, editor.win, 12, 13);
  assert.equal(shape(editor.win.folds.folds), "+2-10(+4-6) +12-13");
  assert.deepEqual(foldRangeOf(editor.win, 5), { start: 2, end: 10 });
  assert.equal(run(editor, "open", 5), "2-10(+4-6) +12-13");
  assert.equal(run(editor, "open", 5), "2-10(4-6) +12-13");
  assert.equal(run(editor, "close", 5), "2-10(+4-6) +12-13");
  assert.equal(run(editor, "close-deep", 5), "+2-10(+4-6) +12-13");
  assert.equal(run(editor, "open-deep", 2), "2-10(4-6) +12-13");
  assert.equal(run(editor, "close-all"), "+2-10(+4-6) +12-13");
  assert.equal(run(editor, "reduce"), "2-10(+4-6) 12-13");
  assert.equal(run(editor, "open-all"), "2-10(4-6) 12-13");
  assert.equal(run(editor, "delete", 3), "4-6 12-13");
  assert.equal(run(editor, "erase-all"), "");
  assert.throws(() => run(editor, "open", 3), /E490: No fold found/);
});

test("a closed fold is one screen row, and the cursor can have it opened", () => {
  const editor = newEditor(numbered(10));
  editor.win.height = 6;
  createFold(editor, editor.win, 1, 7);
  const kinds = screenRows(editor, editor.win).map((r) =>
    "row" in r ? `${r.kind}${r.row}` : r.kind,
  );
  assert.deepEqual(kinds, ["text0", "fold1", "text8", "text9", "empty", "empty"]);
  editor.setCursorPoint(editor.win, { row: 3, col: 0 });
  openFoldsAtCursor(editor.win);
  assert.equal(editor.win.folds.closedAt(3), null);
});

test("folds from the indent", () => {
  const lines = ["a", "  b", "", "    c", "    d", "", "e", "  f", "  g"];
  const editor = newEditor(lines, { foldmethod: "indent" });
  editor.win.folds.refresh();
  assert.equal(shape(editor.win.folds.folds), "+1-4(+3-4) +7-8");
  editor.win.options.set("foldlevel", 1);
  editor.win.folds.refresh();
  assert.equal(shape(editor.win.folds.folds), "1-4(+3-4) 7-8");
  assert.throws(() => createFold(editor, editor.win, 0, 1), /E350/);
});

test("folds from markers, with and without levels", () => {
  const lines = ["{{{", "a {{{", "b }}}", "c", "}}}", "d {{{1", "e {{{2", "f", "g {{{1", "h"];
  const editor = newEditor(lines, { foldmethod: "marker", foldlevel: 9 });
  editor.win.folds.refresh();
  assert.equal(shape(editor.win.folds.folds), "0-4(1-2) 5-7(6-7) 8-9");
});

test("moves over folds", () => {
  const editor = newEditor(numbered(20));
  const { win } = editor;
  for (const [start, end] of [
    [2, 5],
    [8, 12],
    [9, 10],
  ] as const)
    createFold(editor, win, start, end);
  run(editor, "open-all");
  const from = (row: number, kind: "next" | "previous" | "start" | "end", count = 1) => {
    editor.setCursorPoint(win, { row, col: 0 });
    return foldMotion(win, kind, count);
  };
  assert.equal(from(0, "next"), 2);
  assert.equal(from(0, "next", 3), 9);
  assert.equal(from(15, "previous"), 12);
  assert.equal(from(4, "start"), 2);
  assert.equal(from(4, "end"), 5);
  assert.equal(from(2, "start"), null);
  assert.equal(from(15, "next"), null);
});

test("folds follow changes of the text", () => {
  // [rows from, to (not included) that are replaced, by how many lines, the fold 4-8 afterwards]
  const cases: ReadonlyArray<readonly [number, number, number, string]> = [
    [0, 2, 0, "+2-6"],
    [0, 0, 3, "+7-11"],
    [5, 7, 0, "+4-6"],
    [6, 6, 2, "+4-10"],
    [4, 9, 0, ""],
    [9, 12, 0, "+4-8"],
    [2, 6, 0, "+2-4"],
    [7, 12, 0, "+4-6"],
  ];
  for (const [from, to, added, expected] of cases) {
    const editor = newEditor(numbered(20));
    const { doc, win } = editor;
    createFold(editor, win, 4, 8);
    const changes = ChangeSet.of(
      {
        from: doc.text.line(from + 1).from,
        to: doc.text.line(to + 1).from,
        insert: textOf("new\n".repeat(added)),
      },
      doc.text.length,
    );
    editor.dispatch(doc, { changes, origin: "test" });
    assert.equal(shape(win.folds.folds), expected, `${from} ${to} ${added}`);
  }
});
