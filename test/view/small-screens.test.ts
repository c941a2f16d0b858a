/** Screens too small for a window are drawn, too. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { stage } from "./stage.ts";

test("every size from one cell on", () => {
  for (let rows = 1; rows <= 6; rows++) {
    for (const cols of [1, 2, 3, 8, 20]) {
      const made = stage("some text\n\twide 漢字\n", { rows, cols });
      made.editor.options.set("number", true);
      const { grid, cursor } = made.screen.frame();
      assert.deepEqual([grid.rows, grid.cols], [rows, cols]);
      if (cursor) assert.ok(cursor.row < rows && cursor.col < cols, `${rows} x ${cols}`);
    }
  }
});
