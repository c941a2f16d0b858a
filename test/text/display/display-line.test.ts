import assert from "node:assert/strict";
import { test } from "node:test";
import { type DisplayOptions, layoutLine } from "../../../src/text/display/display-line.ts";
import { parseListChars } from "../../../src/text/display/list-chars.ts";
import { Inlay } from "../../../src/text/slots.ts";
import { type Random, randomLine, seeded } from "./random-line.ts";

function randomOptions(random: Random): DisplayOptions {
  return {
    tabstop: 1 + random(8),
    width: 2 + random(40),
    wrap: random(3) > 0,
    left: 0,
    linebreak: random(2) === 0,
    breakindent: random(3) === 0,
    showbreak: ["", "", "> "][random(3)]!,
    list: [null, parseListChars("tab:> ,trail:-,eol:$"), parseListChars("nbsp:+")][random(3)]!,
  };
}

/** The rows of a line as strings, cells that nothing was drawn in as dots. */
function draw(
  line: string,
  options: DisplayOptions,
  inlays: Array<[number, string]> = [],
): string[] {
  const placed = inlays.map(([col, text]) => ({
    col,
    inlay: new Inlay([{ text, group: "Ghost" }], "inline"),
  }));
  const display = layoutLine(line, placed, options);
  return Array.from({ length: display.rowCount() }, (_, row) => {
    const cells = new Array<string>(options.width).fill(".");
    display.forEachPiece(row, (_kind, source, from, to, cell, width) => {
      const text = source.slice(from, to);
      for (let i = 0; i < width; i++) cells[cell + i] = width === text.length ? text[i]! : "";
      if (width !== text.length) cells[cell] = text;
    });
    return cells.join("");
  });
}

const plain = { tabstop: 4, width: 10, wrap: true };

test("draws rows", () => {
  assert.deepEqual(draw("hello world again", plain), ["hello worl", "d again..."]);
  assert.deepEqual(draw("hello world again", { ...plain, linebreak: true }), [
    "hello ....",
    "world ....",
    "again.....",
  ]);
  assert.deepEqual(draw("123456789日本", plain), ["123456789 ", "日本......"]);
  assert.deepEqual(draw("hello world again", { ...plain, showbreak: "> " }), [
    "hello worl",
    "> d again.",
  ]);
  assert.deepEqual(draw("a\tb\x01", plain), ["a   b^A..."]);
  assert.deepEqual(draw("a\tb ", { ...plain, list: parseListChars("tab:>-,trail:_,eol:$") }), [
    "a>--b_$...",
  ]);
  assert.deepEqual(draw("hello world again", { ...plain, wrap: false, left: 3 }), ["lo world a"]);
  assert.deepEqual(draw("日本語", { ...plain, wrap: false, left: 1, width: 4 }), ["<本>"]);
  assert.deepEqual(draw("ab", plain, [[1, "GHO"]]), ["aGHOb....."]);
  assert.deepEqual(draw("abcdefgh", plain, [[8, "1234"]]), ["abcdefgh12", "34........"]);
  assert.deepEqual(draw("", plain), [".........."]);
});

test("the cursor is before the ghost text that stands at its place", () => {
  const ghost = { col: 2, inlay: new Inlay([{ text: "xyz", group: "Ghost" }], "inline", 1) };
  const line = layoutLine("abcd", [ghost], plain);
  assert.equal(line.cellBefore(2), 2);
  assert.equal(line.cellOf(2), 5);
  assert.equal(line.colAt(3), 2);
});

test("screen places and columns map there and back", () => {
  for (let seed = 1; seed <= 1000; seed++) {
    const random = seeded(seed);
    const options = randomOptions(random);
    const line = randomLine(random, 60);
    const inlays =
      random(3) === 0
        ? [
            {
              col: random(2) * line.length,
              inlay: new Inlay([{ text: "日 x", group: "G" }], "inline"),
            },
          ]
        : [];
    const display = layoutLine(line, inlays, options);
    let previous = -1;
    for (let col = 0; col < line.length; col++) {
      const { start, end } = display.cellsOf(col);
      assert.ok(end >= start, `seed ${seed}`);
      const back = display.colAt(start);
      assert.ok(back <= col && display.cellOf(back) === start, `seed ${seed} col ${col}`);
      assert.equal(display.colAt(end), back, `seed ${seed} col ${col}`);
      assert.ok(start >= previous, `seed ${seed}: cells grow`);
      previous = start;
      const place = display.screenOf(col);
      assert.equal(display.colAtScreen(place.row, place.cell), back, `seed ${seed}`);
      if (options.wrap) assert.ok(place.cell < options.width && place.row < display.rowCount());
    }
  }
});

test("pieces of a row do not overlap, stay inside and cover the text", () => {
  for (let seed = 1; seed <= 1000; seed++) {
    const random = seeded(seed);
    const options = randomOptions(random);
    const line = randomLine(random, 60);
    const display = layoutLine(line, [], options);
    const seen = new Set<number>();
    for (let row = 0; row < display.rowCount(); row++) {
      let next = 0;
      display.forEachPiece(row, (kind, source, from, to, cell, cells, col) => {
        assert.ok(cell >= next, `seed ${seed} row ${row}: ${kind} at ${cell} before ${next}`);
        assert.ok(cells > 0 && cell + cells <= options.width, `seed ${seed} row ${row}`);
        assert.ok(to > from && to <= source.length, `seed ${seed}`);
        next = cell + cells;
        seen.add(col);
      });
    }
    if (!options.wrap || options.width < 8) continue;
    for (let col = 0; col < line.length; col++) {
      if (display.colAt(display.cellOf(col)) === col)
        assert.ok(seen.has(col), `seed ${seed} ${col}`);
    }
  }
});
