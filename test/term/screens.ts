/** Frames for the encoder's tests: random grids, and a headless terminal to replay bytes on. */
import { createRequire } from "node:module";
import type { ClusterPool } from "../../src/screen/cluster-pool.ts";
import { Grid } from "../../src/screen/grid.ts";
import { rgb, type StyleTable } from "../../src/screen/style.ts";
import { BARE, type Capabilities } from "../../src/term/capabilities.ts";

const require = createRequire(import.meta.url);
const { Terminal } = require("@xterm/headless") as typeof import("@xterm/headless");

export type Headless = InstanceType<typeof Terminal>;

export function headless(rows: number, cols: number): Headless {
  return new Terminal({ rows, cols, allowProposedApi: true, scrollback: 0 });
}

export function replay(terminal: Headless, bytes: string): Promise<void> {
  return new Promise((resolve) => terminal.write(bytes, resolve));
}

/** A terminal with everything that the headless one understands. */
export const RICH: Capabilities = {
  ...BARE,
  term: "xterm-256color",
  colours: "24bit",
  synchronizedUpdate: true,
  scrollRegions: true,
  scrollCommands: true,
  bce: true,
  ech: true,
  columnAddress: true,
  attributeOff: true,
  bold: true,
  dim: true,
  italic: true,
  underline: true,
  strikethrough: true,
  styledUnderline: true,
  underlineColour: true,
  hyperlinks: true,
  cursorShape: "decscusr",
  hideCursor: true,
  alternateScreen: true,
  autowrap: true,
  lastCell: true,
};

/** A seeded generator of integers below `n`. */
export function randomOf(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % n;
  };
}

export function someStyles(table: StyleTable): number[] {
  return [
    0,
    table.intern({ fg: 1 }),
    table.intern({ fg: rgb(0x336699), bold: true }),
    table.intern({ bg: 4 }),
    table.intern({ bg: rgb(0x202020), fg: 12, italic: true }),
    table.intern({ reverse: true }),
    table.intern({ underline: "curl", sp: 9 }),
    table.intern({ strikethrough: true, dim: true }),
    table.intern({ bold: true, dim: true, fg: 200 }),
  ];
}

const WORDS = [
  "const",
  "x",
  "=",
  "漢字",
  "foo(bar)",
  "e\u0301t",
  "│",
  "ж",
  "      ",
  "──",
  "\x1b[2J",
];

export function randomGrid(
  random: (n: number) => number,
  rows: number,
  cols: number,
  pool: ClusterPool,
  styles: readonly number[],
): Grid {
  const grid = new Grid(rows, cols, pool);
  for (let row = 0; row < rows; row++) randomRow(random, grid, row, styles);
  return grid;
}

function randomRow(
  random: (n: number) => number,
  grid: Grid,
  row: number,
  styles: readonly number[],
): void {
  grid.fill(row, 0, 1, grid.cols, styles[random(3) === 0 ? random(styles.length) : 0]!);
  let col = 0;
  for (let i = random(8); i > 0; i--) {
    const style = styles[random(styles.length)]!;
    col = grid.put(row, col + random(3), WORDS[random(WORDS.length)]!, style);
  }
}

/** The frame after `grid`: some cells changed, rows moved, or everything new. */
export function nextGrid(
  random: (n: number) => number,
  grid: Grid,
  styles: readonly number[],
): Grid {
  const next = new Grid(grid.rows, grid.cols, grid.pool);
  next.copyFrom(grid);
  const kind = random(6);
  if (kind === 0) return randomGrid(random, grid.rows, grid.cols, grid.pool, styles);
  if (kind <= 2) {
    const lines = 1 + random(3);
    const top = random(2);
    const bottom = grid.rows - random(3);
    const count = bottom - top - lines;
    if (kind === 1) {
      next.copyRows(top + lines, top, count);
      for (let row = bottom - lines; row < bottom; row++) randomRow(random, next, row, styles);
    } else {
      next.copyRows(top, top + lines, count);
      for (let row = top; row < top + lines; row++) randomRow(random, next, row, styles);
    }
  }
  for (let i = random(6); i > 0; i--) {
    const style = styles[random(styles.length)]!;
    const word = WORDS[random(WORDS.length)]!;
    if (random(4) === 0) next.fill(random(grid.rows), random(grid.cols), 1, 99, style);
    else next.put(random(grid.rows), random(grid.cols), word, style);
  }
  return next;
}
