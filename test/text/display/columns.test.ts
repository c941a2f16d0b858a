import assert from "node:assert/strict";
import { test } from "node:test";
import { cellsOf, colOfCell, lineCells } from "../../../src/text/display/columns.ts";
import { randomLine, seeded } from "./random-line.ts";

test("a Tab reaches to its stop, a wide character takes two cells", () => {
  assert.deepEqual(cellsOf("a\tb", 1, 8), { start: 1, end: 7 });
  assert.deepEqual(cellsOf("a\tb", 2, 8), { start: 8, end: 8 });
  assert.deepEqual(cellsOf("日本", 1, 8), { start: 2, end: 3 });
  assert.deepEqual(cellsOf("\x01x", 0, 8), { start: 0, end: 1 });
  assert.deepEqual(cellsOf("", 0, 8), { start: 0, end: 0 });
  assert.deepEqual(colOfCell("a\tb", 5, 8), { col: 1, offset: 4 });
  assert.deepEqual(colOfCell("a\tb", 12, 8), { col: 3, offset: 3 });
  assert.deepEqual(cellsOf("\tx\ty", 2, { tabstop: 8, vartabstop: [4, 6] }), { start: 5, end: 9 });
});

test("columns and cells map there and back", () => {
  for (let seed = 1; seed <= 400; seed++) {
    const random = seeded(seed);
    const line = randomLine(random, seed % 40 === 0 ? 3000 : 40);
    const tabstop = 1 + random(8);
    let cell = 0;
    for (let col = 0; col < line.length; ) {
      const span = cellsOf(line, col, tabstop);
      assert.equal(span.start, cell, `seed ${seed} col ${col}`);
      for (let at = span.start; at <= span.end; at += 1 + random(3)) {
        assert.deepEqual(colOfCell(line, at, tabstop), { col, offset: at - cell }, `seed ${seed}`);
      }
      cell = span.end + 1;
      col = cell === lineCells(line, tabstop) ? line.length : colOfCell(line, cell, tabstop).col;
    }
    assert.equal(lineCells(line, tabstop), cell, `seed ${seed}`);
  }
});

test("a changed long line keeps what was counted before the change", () => {
  const line = "one two\t日本 three ".repeat(4000);
  for (let seed = 1; seed <= 40; seed++) {
    const random = seeded(seed);
    const at = random(line.length);
    const changed = line.slice(0, at) + randomLine(random, 5) + line.slice(at);
    const col = random(changed.length);
    lineCells(line, 8);
    // A line that was never seen before, measured from its start.
    const fresh = cellsOf(`${changed} ${seed}`, col, { tabstop: 8 });
    assert.deepEqual(cellsOf(changed, col, 8), fresh, `seed ${seed}`);
  }
});
