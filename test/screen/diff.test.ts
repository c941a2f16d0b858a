import assert from "node:assert/strict";
import { test } from "node:test";
import { measureCluster } from "../../src/base/width.ts";
import { ClusterPool } from "../../src/screen/cluster-pool.ts";
import { diffGrids, type FrameOp, paintGrid } from "../../src/screen/diff.ts";
import { Grid } from "../../src/screen/grid.ts";
import { StyleTable } from "../../src/screen/style.ts";

const pool = new ClusterPool();

function gridOf(lines: readonly string[], cols = 30, style = 0): Grid {
  const grid = new Grid(lines.length, cols, pool);
  for (const [row, line] of lines.entries()) grid.put(row, 0, line, style);
  return grid;
}

function show(ops: readonly FrameOp[]): string {
  return ops
    .map((op) => {
      if (op.type === "scroll") return `scroll ${op.top}-${op.bottom} by ${op.lines}`;
      return op.type === "write"
        ? `write ${op.row}:${op.from}-${op.to}`
        : `erase ${op.row}:${op.from}`;
    })
    .join(", ");
}

function diff(prev: readonly string[], next: readonly string[], scroll = true): string {
  return show(diffGrids(gridOf(prev), gridOf(next), { scroll }));
}

test("equal frames have no difference", () => {
  assert.equal(diff(["a", "b"], ["a", "b"]), "");
});

test("a changed cell is one short write", () => {
  assert.equal(diff(["hello"], ["hallo"]), "write 0:1-2");
});

test("changes that lie close are one write, far ones are two", () => {
  assert.equal(diff(["a.....a"], ["b.....b"]), "write 0:0-7");
  assert.equal(diff(["a..........a"], ["b..........b"]), "write 0:0-1, write 0:11-12");
});

test("a blank tail is erased, a short one is written", () => {
  assert.equal(diff(["hello world and more"], ["hello"]), "erase 0:6");
  assert.equal(diff(["hello world"], ["jello"]), "write 0:0-1, erase 0:5");
  assert.equal(diff(["hello"], ["hel"]), "write 0:3-5");
});

test("a blank tail that cannot be erased is written", () => {
  const prev = gridOf(["some text here"]);
  const next = gridOf([""], 30);
  next.fill(0, 0, 1, 30, 5);
  const ops = diffGrids(prev, next, { scroll: true, erasable: (style) => style !== 5 });
  assert.equal(show(ops), "write 0:0-30");
});

test("a wide character is written whole", () => {
  assert.equal(diff(["漢字"], ["漢語"]), "write 0:2-4");
  assert.equal(diff(["漢"], ["ab"]), "write 0:0-2");
  assert.equal(diff(["ab"], ["漢"]), "write 0:0-2");
});

test("the cell after a disputed cluster is written with it", () => {
  assert.equal(diff(["xx y"], ["❤\ufe0f y"]), "write 0:0-3");
  assert.equal(diff(["a─b"], ["c─b"]), "write 0:0-1");
  assert.equal(diff(["a│b"], ["a─b"]), "write 0:1-3");
  const ops = diffGrids(gridOf(["a│b"]), gridOf(["a─b"]), { scroll: true, trustAmbiguous: true });
  assert.equal(show(ops), "write 0:1-2");
});

const TEXT = Array.from(
  { length: 20 },
  (_, i) => `  ${i}  line ${"abcdefghij"[i % 10]!.repeat(9)} ${i * 37}`,
);

test("text that moved up is scrolled", () => {
  const prev = [...TEXT.slice(0, 10), "status"];
  const next = [...TEXT.slice(1, 11), "status"];
  assert.match(diff(prev, next), /^scroll 0-9 by 1, write 9:\d+-\d+$/);
  assert.doesNotMatch(diff(prev, next, false), /scroll/);
});

test("text that moved down is scrolled, inside its part of the screen", () => {
  const prev = ["top", ...TEXT.slice(3, 12), "status"];
  const next = ["top", ...TEXT.slice(0, 9), "status"];
  assert.match(diff(prev, next), /^scroll 1-9 by -3, (write \d:\d+-\d+(, )?)+$/);
});

test("a deleted line scrolls what is below it", () => {
  const prev = TEXT.slice(0, 12);
  const next = [...TEXT.slice(0, 4), ...TEXT.slice(5, 13)];
  assert.match(diff(prev, next), /^scroll 4-11 by 1, write 11:/);
});

test("relative numbers do not hide that the text moved", () => {
  const numbered = (from: number, cursor: number): string[] =>
    TEXT.slice(from, from + 10).map(
      (line, i) => `${String(Math.abs(i - cursor)).padStart(4)}    ${line}`,
    );
  assert.match(diff(numbered(0, 9), numbered(1, 9)), /^scroll 0-9 by 1/);
});

test("blank lines and a few changed rows are not scrolled", () => {
  assert.doesNotMatch(diff(["a", "", "", ""], ["", "a", "", ""]), /scroll/);
});

test("a first frame skips what a cleared screen has", () => {
  const ops = paintGrid(gridOf(["", "text", ""]), { scroll: true });
  assert.equal(show(ops), "write 1:0-4");
});

test("grids of different sizes or pools are refused", () => {
  const one = gridOf(["a"]);
  assert.throws(
    () => diffGrids(one, gridOf(["a", "b"]), { scroll: true }),
    /1x30 grid with a 2x30/,
  );
  assert.throws(() => diffGrids(one, new Grid(1, 30, new ClusterPool()), { scroll: true }));
});

test("rows that were not drawn into are left out", () => {
  const prev = gridOf(["one", "two", "three", "漢字"]);
  const next = gridOf(["one", "two", "three", "漢字"]);
  next.touched.fill(0);
  next.put(1, 0, "TWO", 0);
  next.setCode(2, 1, 0x48, 0);
  assert.deepEqual([...next.touched], [0, 1, 1, 0]);
  const all = show(diffGrids(prev, next, { scroll: true }));
  assert.equal(show(diffGrids(prev, next, { scroll: true }, next.touched)), all);
  prev.copyRowsFrom(next, next.touched);
  assert.equal(show(diffGrids(prev, next, { scroll: true })), "");
});

test("everything that draws says which rows it drew into", () => {
  const drawing: ReadonlyArray<readonly [string, (grid: Grid) => void]> = [
    ["0001", (grid) => grid.fill(3, 0, 1, 5, 1)],
    ["0100", (grid) => grid.putCluster(1, 0, "漢", 0, measureCluster("漢", 0), 0)],
    ["0010", (grid) => grid.overlay(2, 0, 3, 1, new StyleTable())],
    ["0010", (grid) => grid.restyle(2, 0, 3, 1)],
    ["0110", (grid) => grid.copyRows(0, 1, 2)],
    ["1111", (grid) => grid.clear()],
    ["1111", (grid) => grid.copyFrom(gridOf(["a", "b", "c", "d"]))],
    ["1000", (grid) => grid.blit(gridOf(["a"]), { row: 0, col: 0, rows: 1, cols: 3 }, 0, 0)],
  ];
  for (const [rows, draw] of drawing) {
    const grid = gridOf(["a", "b", "c", "d"]);
    grid.touched.fill(0);
    draw(grid);
    assert.equal([...grid.touched].join(""), rows, String(draw));
  }
});
