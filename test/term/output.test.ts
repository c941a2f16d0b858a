import assert from "node:assert/strict";
import { test } from "node:test";
import { ClusterPool } from "../../src/screen/cluster-pool.ts";
import { diffGrids, paintGrid } from "../../src/screen/diff.ts";
import { CONTINUATION, Grid } from "../../src/screen/grid.ts";
import { DEFAULT_COLOUR, isRgb, rgb, type Style, StyleTable } from "../../src/screen/style.ts";
import { BARE, type Capabilities } from "../../src/term/capabilities.ts";
import { to16, to256 } from "../../src/term/colour.ts";
import { Encoder } from "../../src/term/output.ts";
import { lookOf } from "../../src/term/sgr.ts";
import {
  type Headless,
  headless,
  nextGrid,
  RICH,
  randomGrid,
  randomOf,
  replay,
  someStyles,
} from "./screens.ts";

const SETS: Readonly<Record<string, Capabilities>> = {
  rich: RICH,
  "no synchronised update, 256 colours": { ...RICH, synchronizedUpdate: false, colours: "256" },
  "no bce, no ech": { ...RICH, bce: false, ech: false },
  "no scroll regions": { ...RICH, scrollRegions: false },
  "sixteen colours, no scroll commands": { ...RICH, colours: "16", scrollCommands: false },
  "linux console": {
    ...RICH,
    colours: "8",
    dim: false,
    italic: false,
    scrollCommands: false,
    styledUnderline: false,
    underlineColour: false,
    strikethrough: false,
    hyperlinks: false,
    cursorShape: "linux",
  },
  vt100: { ...BARE, lastCell: true, bold: true, underline: true, scrollRegions: true },
  bare: { ...BARE, lastCell: true },
  "ambiguous trusted": { ...RICH, trustAmbiguous: true },
};

function colourOf(style: Style, ground: "fg" | "bg", caps: Capabilities): string {
  const colour = style[ground] ?? DEFAULT_COLOUR;
  if (colour === DEFAULT_COLOUR || caps.colours === "mono") return "default";
  if (caps.colours === "24bit" && isRgb(colour)) return `rgb ${colour & 0xffffff}`;
  if (caps.colours === "24bit" || caps.colours === "256") return `palette ${to256(colour)}`;
  const index = to16(colour);
  if (caps.colours !== "8") return `palette ${index}`;
  if (index === 8 && ground === "fg") return `palette ${caps.dim ? 7 : 6}`;
  return `palette ${index & 7}`;
}

/** One cell as the grid wants it on a terminal of these capabilities. */
function wanted(
  grid: Grid,
  row: number,
  col: number,
  table: StyleTable,
  caps: Capabilities,
): string {
  const style = table.get(grid.styleAt(row, col));
  const text = grid.textAt(row, col);
  const blank = text === " ";
  const eight = caps.colours === "8" && style.fg !== undefined && style.fg !== DEFAULT_COLOUR;
  const index = eight ? to16(style.fg!) : 0;
  const bright = index > 8;
  const mono = caps.colours === "mono";
  const leaning = mono && !caps.italic && style.italic === true;
  const underline = caps.underline && (Boolean(style.underline) || leaning);
  const strike = caps.strikethrough && style.strikethrough === true;
  const struck = mono && !caps.strikethrough && style.strikethrough === true;
  const reverse = style.reverse === true || struck;
  const ink = !blank || underline || strike || reverse;
  return [
    text,
    colourOf(style, "bg", caps),
    underline && "underline",
    strike && "strike",
    reverse && "reverse",
    ink && colourOf(style, "fg", caps),
    !blank && caps.bold && (style.bold || bright) && "bold",
    !blank && caps.italic && style.italic && "italic",
    !blank && caps.dim && (style.dim || index === 8) && "dim",
  ]
    .filter(Boolean)
    .join(",");
}

function shown(terminal: Headless, row: number, col: number): string {
  const cell = terminal.buffer.active.getLine(row)!.getCell(col)!;
  const colour = (ground: "Fg" | "Bg"): string => {
    if (cell[`is${ground}Default`]()) return "default";
    const value = ground === "Fg" ? cell.getFgColor() : cell.getBgColor();
    return `${cell[`is${ground}RGB`]() ? "rgb" : "palette"} ${value}`;
  };
  const text = cell.getChars() || " ";
  const blank = text === " ";
  const ink = !blank || cell.isUnderline() || cell.isStrikethrough() || cell.isInverse();
  return [
    text,
    colour("Bg"),
    cell.isUnderline() && "underline",
    cell.isStrikethrough() && "strike",
    cell.isInverse() && "reverse",
    ink && colour("Fg"),
    !blank && cell.isBold() && "bold",
    !blank && cell.isItalic() && "italic",
    !blank && cell.isDim() && "dim",
  ]
    .filter(Boolean)
    .join(",");
}

function assertShown(
  terminal: Headless,
  grid: Grid,
  table: StyleTable,
  caps: Capabilities,
  why: string,
): void {
  const want: string[] = [];
  const got: string[] = [];
  for (let row = 0; row < grid.rows; row++) {
    for (let col = 0; col < grid.cols; col++) {
      if (grid.glyphs[row * grid.cols + col] === CONTINUATION) continue;
      want.push(`${row}:${col} ${wanted(grid, row, col, table, caps)}`);
      got.push(`${row}:${col} ${shown(terminal, row, col)}`);
    }
  }
  const wrong = want.findIndex((cell, i) => cell !== got[i]);
  if (wrong >= 0) assert.fail(`${why}: wanted ${want[wrong]}, shown ${got[wrong]}`);
}

for (const [name, caps] of Object.entries(SETS)) {
  test(`random frames replay to the grid: ${name}`, async () => {
    for (let seed = 1; seed <= 4; seed++) {
      const random = randomOf(seed * 977);
      const table = new StyleTable();
      const styles = someStyles(table);
      const pool = new ClusterPool();
      const rows = 6 + random(10);
      const cols = 12 + random(40);
      const terminal = headless(rows, cols);
      const encoder = new Encoder(caps, table);
      const options = {
        scroll: caps.scrollRegions,
        erasable: (style: number) => encoder.erasable(style),
        trustAmbiguous: caps.trustAmbiguous,
      };
      let grid = randomGrid(random, rows, cols, pool, styles);
      await replay(terminal, encoder.encode(paintGrid(grid, options), grid, null, true));
      assertShown(terminal, grid, table, caps, `seed ${seed} first frame`);
      for (let frame = 1; frame <= 30; frame++) {
        const next = nextGrid(random, grid, styles);
        const cursor = { row: random(rows), col: random(cols), shape: "bar" } as const;
        const ops = diffGrids(grid, next, options);
        const bytes = encoder.encode(ops, next, cursor);
        await replay(terminal, bytes);
        const why = `seed ${seed} frame ${frame} ${JSON.stringify(ops)} ${JSON.stringify(bytes)}`;
        assertShown(terminal, next, table, caps, why);
        const { cursorX, cursorY } = terminal.buffer.active;
        assert.deepEqual([cursorY, cursorX], [cursor.row, cursor.col], why);
        grid = next;
      }
      terminal.dispose();
    }
  });
}

test("the next cell after a disputed cluster is addressed absolutely", async () => {
  const table = new StyleTable();
  const pool = new ClusterPool();
  const grid = new Grid(2, 20, pool);
  grid.put(0, 0, "a❤\ufe0fb👨‍👩‍👧c─d", 0);
  const terminal = headless(2, 20);
  const encoder = new Encoder(RICH, table);
  const bytes = encoder.encode(paintGrid(grid, { scroll: true }), grid, null, true);
  await replay(terminal, bytes);
  const line = terminal.buffer.active.getLine(0)!;
  for (const [col, char] of [
    [0, "a"],
    [3, "b"],
    [6, "c"],
    [8, "d"],
  ] as const) {
    assert.equal(line.getCell(col)!.getChars(), char, JSON.stringify(bytes));
  }
});

test("no text makes the encoder write a sequence of its own", () => {
  const table = new StyleTable();
  const grid = new Grid(3, 60, new ClusterPool());
  grid.put(0, 0, "\x1b]0;title\x07\x1b[31m\x9b2J\u202e", 0);
  grid.put(1, 0, "x", table.intern({ link: "http://a/\x1b]0;x\x07" }));
  const bytes = new Encoder(BARE, table).encode(paintGrid(grid, { scroll: false }), grid, null);
  const rich = new Encoder(RICH, table).encode(paintGrid(grid, { scroll: false }), grid, null);
  for (const out of [bytes, rich]) {
    const rest = out.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "");
    assert.doesNotMatch(rest, /[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]/);
  }
});

// Budgets in bytes, so that a change that costs bytes is seen.
test("a letter at the end of a line, a scrolled line and a moved cursor are cheap", () => {
  const table = new StyleTable();
  const pool = new ClusterPool();
  const number = table.intern({ fg: 244 });
  const keyword = table.intern({ fg: 111, bold: true });
  const screen = (top: number, letter = ""): Grid => {
    const grid = new Grid(50, 200, pool);
    for (let row = 0; row < 49; row++) {
      let col = grid.put(row, 0, `${String(top + row).padStart(4)} `, number);
      col = grid.put(row, col, "return", keyword);
      grid.put(row, col, ` value${(top + row) * 7} + compute(alpha, beta) * ${top + row};`, 0);
    }
    if (letter) grid.put(20, 60, letter, 0);
    return grid;
  };
  const encoder = new Encoder(RICH, table);
  const options = { scroll: true, erasable: (style: number) => encoder.erasable(style) };
  const at = (row: number, col: number) => ({ row, col, shape: "bar" }) as const;
  encoder.encode(paintGrid(screen(1), options), screen(1), at(20, 60), true);
  const letter = encoder.encode(
    diffGrids(screen(1), screen(1, "x"), options),
    screen(1, "x"),
    at(20, 61),
  );
  assert.equal(letter, "x");
  const moved = encoder.encode([], screen(1, "x"), at(21, 61));
  assert.equal(moved, "\x1b[B");
  const scrolled = encoder.encode(diffGrids(screen(1), screen(2), options), screen(2), at(48, 10));
  assert.ok(scrolled.length < 160, `${scrolled.length} bytes`);
});

test("a colour keeps its hue where there are sixteen; greys stay grey", () => {
  const cases: ReadonlyArray<readonly [number, number]> = [
    [0xf2777a, 9],
    [0x9bc57e, 2],
    [0x7fb2f0, 12],
    [0xe5c677, 3],
    [0x33415c, 8],
    [0x16191f, 0],
    [0xd6dae2, 7],
    [0xff0000, 9],
  ];
  for (const [value, index] of cases) assert.equal(to16(rgb(value)), index, value.toString(16));
});

test("what is struck out and what is predicted differ from text on every terminal", () => {
  const text: Style = { fg: 7 };
  const [struck, ghost]: Style[] = [
    { fg: 9, strikethrough: true },
    { fg: 8, italic: true },
  ];
  for (const [name, caps] of Object.entries(SETS)) {
    if (name === "bare") continue;
    const looks = [text, struck!, ghost!].map((s) => JSON.stringify(lookOf(s, caps, false)));
    assert.equal(new Set(looks).size, 3, name);
  }
});
