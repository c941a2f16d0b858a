/** Frames put together are the emulator's own screen, whatever a program writes and however it comes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Style } from "../../../src/screen/style.ts";
import { random } from "../../editor/files/random.ts";
import { randomOutput } from "./output.ts";
import { allLines, type DrawnCell, feed, newEmulator, Screen } from "./screen.ts";

const CASES = 60;

const SEED = Number(process.env.HUNCH_SEED ?? 1);

/** A screen that was sent every row at once. */
function whole(emulator: ReturnType<typeof newEmulator>["emulator"], styles: Screen): Screen {
  emulator.forgetFrames();
  const screen = new Screen();
  const frame = emulator.frame();
  // Styles have been sent to the other screen.
  screen.styles.push(...styles.styles.slice(1), ...frame.styles);
  styles.styles.push(...frame.styles);
  screen.show({ ...frame, styles: [] });
  return screen;
}

test("frames replayed are the screen, for random output in random pieces", (t) => {
  const seed = SEED;
  t.diagnostic(`HUNCH_SEED=${seed}`);
  for (let number = 0; number < CASES; number++) {
    const below = random(seed * 1000 + number);
    const { emulator } = newEmulator({ rows: 3 + below(6), cols: 2 + below(24), scrollback: 20 });
    const screen = new Screen();
    for (let step = 0; step < 12; step++) {
      const bytes = Buffer.from(randomOutput(below, 1 + below(30)), "utf8");
      for (let at = 0; at < bytes.length; ) {
        const end = at + 1 + below(40);
        emulator.feed(bytes.subarray(at, end));
        at = end;
      }
      if (below(6) === 0) emulator.resize(2 + below(8), 2 + below(30));
      if (below(40) === 0) emulator.clear();
      if (below(3) > 0) continue;
      screen.show(emulator.frame());
      const { rows, cols } = emulator;
      const expected = whole(emulator, screen);
      for (let row = 0; row < rows; row++) {
        const drawn = screen.cells(row, cols);
        assert.deepEqual(drawn, expected.cells(row, cols), `seed ${seed}, case ${number}`);
        assert.equal(drawn.length, cols, `the cells of a row, seed ${seed}, case ${number}`);
      }
      const { firstLine, screenLine, endLine } = screen.frame!;
      assert.ok(firstLine <= screenLine && screenLine < endLine, `lines, seed ${seed}`);
      assert.ok(endLine - firstLine <= 20 + rows, `lines kept, seed ${seed}`);
      assert.equal(allLines(emulator).length, endLine - firstLine, `read, seed ${seed}`);
    }
  }
});

/** `\e` sequences and the first cells that they make. */
const STYLES: readonly (readonly [output: string, style: Style])[] = [
  ["\x1b[1mx", { bold: true }],
  ["\x1b[2;3mx", { dim: true, italic: true }],
  ["\x1b[7;9mx", { reverse: true, strikethrough: true }],
  ["\x1b[31;42mx", { fg: 1, bg: 2 }],
  ["\x1b[97mx", { fg: 15 }],
  ["\x1b[38;5;200mx", { fg: 200 }],
  ["\x1b[38;2;255;136;0mx", { fg: 0x1ff8800 }],
  ["\x1b[48:2::1:2:3mx", { bg: 0x1010203 }],
  ["\x1b[4mx", { underline: "line" }],
  ["\x1b[21mx", { underline: "double" }],
  ["\x1b[4:3;58;2;255;0;0mx", { underline: "curl", sp: 0x1ff0000 }],
  ["\x1b[4:4mx", { underline: "dotted" }],
  ["\x1b[4:5mx", { underline: "dashed" }],
  ["\x1b]8;;https://a.b/c\x1b\\x", { link: "https://a.b/c" }],
  ["\x1b[4m\x1b]8;;https://a.b/c\x1b\\x", { underline: "line", link: "https://a.b/c" }],
  ["\x1b]8;;javascript:alert(1)\x1b\\x", {}],
  ["\x1b]8;;https://a.b/c d\x1b\\x", {}],
];

test("styles of cells", () => {
  for (const [output, style] of STYLES) {
    const { emulator } = newEmulator();
    const screen = new Screen();
    feed(emulator, output);
    screen.show(emulator.frame());
    assert.deepEqual(screen.cells(0, 20)[0], { text: "x", style }, JSON.stringify(output));
  }
});

/** Output and the clusters of its first row. */
const CLUSTERS: readonly (readonly [output: string, cells: readonly string[]])[] = [
  ["ab", ["a", "b", " "]],
  ["世x", ["世", "", "x"]],
  ["e\u0301x", ["e\u0301", "x", " "]],
  ["👩‍👩‍👧x", ["👩‍👩‍👧", "", "x"]],
  ["🇩🇪🇫🇷", ["🇩🇪", "", "🇫🇷", ""]],
  ["👍🏽x", ["👍🏽", "", "x"]],
  ["a\u200bb", ["a", "b"]],
  ["\u202eab", [" ", "a", "b"]],
  ["\x1b[8mpass\x1b[0mx", [" ", " ", " ", " ", "x"]],
  ["\x1b[8m世\x1b[0mx", [" ", " ", "x"]],
];

test("clusters take the cells that our own drawing gives them", () => {
  for (const [output, expected] of CLUSTERS) {
    const { emulator } = newEmulator();
    const screen = new Screen();
    feed(emulator, output);
    screen.show(emulator.frame());
    const cells = screen.cells(0, 20).map(({ text }: DrawnCell) => text);
    assert.deepEqual(cells.slice(0, expected.length), expected, JSON.stringify(output));
  }
});

test("only rows that differ are sent, and plain ones without tables", () => {
  const { emulator } = newEmulator();
  feed(emulator, "one\r\ntwo\r\nthree");
  assert.equal(emulator.frame().changed.length, 6);
  assert.deepEqual(emulator.frame().changed, []);
  feed(emulator, "\x1b[2;1HTWO");
  const { changed } = emulator.frame();
  assert.equal(changed.length, 1);
  const [row, content] = changed[0]!;
  assert.equal(row, 1);
  assert.equal(content.text, "TWO");
  assert.equal(content.clusters, null);
  assert.equal(content.runs.length, 0);
  // A cluster that is another one although its cell has the same numbers.
  feed(emulator, "\x1b[1;1He\u0301");
  emulator.frame();
  feed(emulator, "\x1b[1;1He\u0300");
  assert.equal(emulator.frame().changed[0]![1].text, "e\u0300ne");
});

test("the cursor, its shapes, and the modes that a program sets", () => {
  const { emulator } = newEmulator();
  feed(
    emulator,
    "ab\x1b[5 q\x1b[?25l\x1b[?1h\x1b=\x1b[?2004h\x1b[?1004h\x1b[?1002h\x1b[?1006h\x1b[>5u",
  );
  const { cursor, modes } = emulator.frame();
  assert.deepEqual(cursor, { row: 0, col: 2, visible: false, shape: "bar", blink: true });
  assert.deepEqual(modes, {
    applicationCursor: true,
    applicationKeypad: true,
    bracketedPaste: true,
    focus: true,
    mouse: "drag",
    sgrMouse: true,
    kitty: 5,
    alternate: false,
  });
  // A stack of its own for each screen.
  feed(emulator, "\x1b[?1049h");
  assert.deepEqual([emulator.modes.alternate, emulator.modes.kitty], [true, 0]);
  feed(emulator, "\x1b[=1u\x1b[?1049l\x1b[<u");
  assert.deepEqual([emulator.modes.alternate, emulator.modes.kitty], [false, 0]);
});
