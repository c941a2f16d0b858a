import assert from "node:assert/strict";
import { test } from "node:test";
import { ClusterPool } from "../../src/screen/cluster-pool.ts";
import { Grid } from "../../src/screen/grid.ts";
import type { Layer } from "../../src/screen/layer.ts";
import { Compositor } from "../../src/view/compositor.ts";

const SEED = Number(process.env.SEED ?? 20261122);

test("a reader that looks at touched rows only sees every frame as it is", () => {
  let state = SEED >>> 0;
  const pick = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pool = new ClusterPool();
  const size = { rows: 6, cols: 12 };
  const drawing = (id: string, rows: () => number[]): Layer => ({
    id,
    handle: () => "ignored",
    cursor: () => null,
    size: () =>
      rows().length === 0 ? { row: 0, col: 0, rows: 0, cols: 0 } : { row: 0, col: 0, ...size },
    render(grid) {
      for (const row of rows()) grid.put(row, pick(10), String.fromCharCode(97 + pick(26)), 0);
    },
  });
  const some = (most: number) => Array.from({ length: pick(most + 1) }, () => pick(size.rows));
  let below: number[] = [];
  let above: number[] = [];
  const bottom = { ...drawing("bottom", () => below), size: () => ({ row: 0, col: 0, ...size }) };
  const compositor = new Compositor(bottom, () => new Grid(size.rows, size.cols, pool));
  compositor.push(drawing("top", () => above));
  // What the terminal shows, and the grid that was compared last.
  const shown = new Grid(size.rows, size.cols, pool);
  let compared: Grid | null = null;
  for (let round = 0; round < 4000; round++) {
    below = some(2);
    above = pick(3) === 0 ? [] : some(3);
    const { grid } = compositor.frame();
    // The line is busy: the frame is never looked at.
    if (pick(4) === 0) continue;
    if (compared === grid) shown.copyRowsFrom(grid, grid.touched);
    else shown.copyFrom(grid);
    compared = grid;
    grid.touched.fill(0);
    assert.equal(shown.toString(), grid.toString(), `seed ${SEED} round ${round}`);
  }
});

test("what a layer drew is gone with it, row by row", () => {
  const pool = new ClusterPool();
  const bottom: Layer = {
    id: "bottom",
    handle: () => "ignored",
    cursor: () => null,
    size: () => ({ row: 0, col: 0, rows: 3, cols: 8 }),
    render() {},
  };
  let row = 0;
  const layer: Layer = {
    ...bottom,
    id: "top",
    render: (grid) => void grid.put(row, 0, "here", 0),
  };
  const compositor = new Compositor(bottom, () => new Grid(3, 8, pool));
  compositor.pushUnder(layer);
  assert.equal(compositor.frame().grid.toString(), "here\n\n");
  row = 2;
  assert.equal(compositor.frame().grid.toString(), "\n\nhere");
  compositor.remove(layer);
  assert.equal(compositor.frame().grid.toString(), "\n\n");
});
