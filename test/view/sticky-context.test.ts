/** Lines of the code around at the top of the window. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { StickyContext } from "../../src/view/sticky-context.ts";
import { type Stage, stage } from "./stage.ts";

const TEXT = [
  "class A {",
  "  b() {",
  ...Array.from({ length: 20 }, (_, i) => `    line ${i + 2}`),
  "  }",
  "}",
].join("\n");

/** Row 0 is around rows 1 to 23, row 1 around rows 2 to 22. */
const around = (row: number): number[] => [
  ...(row > 0 && row <= 23 ? [0] : []),
  ...(row > 1 && row <= 22 ? [1] : []),
];

function sticky(lines: number): Stage {
  const made = stage(TEXT, { rows: 10 });
  const { editor, screen } = made;
  editor.win.options.set("stickycontext", lines);
  const layer = new StickyContext(
    editor,
    () => screen.colours,
    (_doc, row) => around(row),
  );
  screen.compositor.push(layer);
  return made;
}

function rowsOf(made: Stage, count: number): string[] {
  const grid = made.draw();
  return Array.from({ length: count }, (_, i) => grid.rowText(i).trimEnd());
}

test("the lines that scrolled off stand at the top, the cursor is not covered", () => {
  const made = sticky(3);
  const { editor } = made;
  editor.win.top = 5;
  editor.setCursorPoint(editor.win, { row: 9, col: 0 });
  assert.deepEqual(rowsOf(made, 4), ["class A {", "  b() {", "    line 7", "    line 8"]);
  editor.setCursorPoint(editor.win, { row: 6, col: 0 });
  assert.deepEqual(rowsOf(made, 3), ["  b() {", "    line 6", "    line 7"]);
  editor.setCursorPoint(editor.win, { row: 5, col: 0 });
  assert.deepEqual(rowsOf(made, 2), ["    line 5", "    line 6"]);
});

test("no more than the option says, none at the top of the text", () => {
  const made = sticky(1);
  const { editor } = made;
  assert.deepEqual(rowsOf(made, 2), ["class A {", "  b() {"]);
  editor.win.top = 5;
  editor.setCursorPoint(editor.win, { row: 9, col: 0 });
  assert.deepEqual(rowsOf(made, 2), ["  b() {", "    line 6"]);
  editor.win.options.set("stickycontext", 0);
  assert.deepEqual(rowsOf(made, 2), ["    line 5", "    line 6"]);
});
