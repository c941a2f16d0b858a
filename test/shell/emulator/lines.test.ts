/** Logical lines keep their numbers and their text when rows are lost or wrap in another way. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Emulator } from "../../../src/shell/emulator/emulator.ts";
import type { TrackerPort } from "../../../src/shell/integration/port.ts";
import { random } from "../../editor/files/random.ts";
import { feed, NO_TRACKER, newEmulator } from "./screen.ts";

/** An emulator, and what the tracker of its shell sees. */
function withPort(rows: number, cols: number, scrollback: number) {
  let port: TrackerPort | null = null;
  const ports = {
    answer() {},
    title() {},
    bell() {},
    clipboard() {},
    notify() {},
    cwd() {},
    complete() {},
    foreground: () => "bash",
    sent: () => 3,
    now: () => 7,
  };
  const emulator = new Emulator(
    { rows, cols, scrollback, nonce: "", shell: "bash", host: "here" },
    ports,
    (given) => {
      port = given;
      return NO_TRACKER;
    },
  );
  return { emulator, port: port as unknown as TrackerPort };
}

test("lines keep their numbers while they are lost, wrapped anew and resized", (t) => {
  const seed = Number(process.env.HUNCH_SEED ?? 1);
  t.diagnostic(`HUNCH_SEED=${seed}`);
  for (let number = 0; number < 40; number++) {
    const below = random(seed * 1000 + number);
    const { emulator, port } = withPort(3 + below(8), 10 + below(40), 10 + below(60));
    const written: string[] = [];
    const kept: { readonly place: ReturnType<TrackerPort["keep"]>; readonly line: number }[] = [];
    for (let step = 0; step < 120; step++) {
      if (below(12) === 0) {
        emulator.resize(2 + below(10), 8 + below(60));
      } else {
        if (below(4) === 0) kept.push({ place: port.keep(), line: written.length });
        const wide = below(3) === 0 ? "世".repeat(below(30)) : "";
        const line = `${written.length}:${"x".repeat(below(90))}${wide}|`;
        written.push(line);
        feed(emulator, `${line}\r\n`);
      }
      const where = `seed ${seed}, case ${number}, step ${step}`;
      const { firstLine, screenLine, endLine } = emulator.frame();
      assert.equal(endLine, written.length + 1, where);
      assert.ok(firstLine <= screenLine && screenLine < endLine, where);
      // The first one may have lost its beginning.
      const { from, lines } = emulator.read(firstLine + 1, endLine - 1);
      assert.equal(from, firstLine + 1, where);
      const texts = lines.map(({ text }) => text);
      assert.deepEqual(texts, written.slice(firstLine + 1), where);
      assert.deepEqual(port.cursor(), { line: written.length, cell: 0 }, where);
      for (const { place, line } of kept) {
        if (place.line !== -1) assert.equal(place.line, line, where);
        else assert.ok(line <= firstLine, where);
      }
    }
  }
});

test("places are cells of lines, however they wrap", () => {
  const { emulator, port } = withPort(4, 10, 50);
  feed(emulator, "$ echo 世世世世 abcdefghij");
  const cell = 2 + 5 + 8 + 1 + 10;
  const place = port.keep();
  assert.deepEqual(port.cursor(), { line: 0, cell });
  assert.equal(port.text({ line: 0, cell: 2 }, { line: 0, cell }), "echo 世世世世 abcdefghij");
  assert.equal(port.text({ line: 0, cell: 7 }, { line: 0, cell: 11 }), "世世");
  feed(emulator, "\r\nnext\r\n");
  emulator.resize(4, 40);
  assert.equal(
    port.text({ line: 0, cell: 2 }, { line: 1, cell: 4 }),
    "echo 世世世世 abcdefghij\nnext",
  );
  assert.deepEqual([place.line, place.cell], [0, cell]);
  emulator.resize(4, 7);
  assert.equal(port.text({ line: 0, cell: 7 }, { line: 0, cell: 11 }), "世世");
  assert.equal(port.end(), 3);
  place.forget();
});

test("text that nobody wrote is not there, blanks that were typed are", () => {
  const { emulator, port } = withPort(4, 20, 50);
  feed(emulator, "a  \x1b[8Gb  ");
  assert.equal(port.text({ line: 0, cell: 0 }, { line: 0, cell: 20 }), "a      b  ");
  assert.equal(port.text({ line: 0, cell: 0 }, { line: 0, cell: 9 }), "a      b ");
  assert.equal(port.text({ line: 5, cell: 0 }, { line: 9, cell: 9 }), "");
});

const FAINT: readonly (readonly [output: string, faint: boolean])[] = [
  ["", false],
  ["plain", false],
  ["\x1b[2mdim text\x1b[m", true],
  ["\x1b[90mgrey text\x1b[m", true],
  ["\x1b[38;5;242mgrey\x1b[m  ", true],
  ["\x1b[90mgrey\x1b[m plain", false],
  ["\x1b[32mgit\x1b[m \x1b[34mstatus\x1b[m", false],
];

test("what is drawn faint behind the cursor", () => {
  for (const [output, faint] of FAINT) {
    const { emulator, port } = withPort(4, 40, 50);
    feed(emulator, `$ cmd${output}`);
    assert.equal(port.faintFrom({ line: 0, cell: 5 }), faint, JSON.stringify(output));
  }
});

test("a reset and a clear lose lines, and their numbers go on", () => {
  const { emulator, port } = withPort(4, 20, 50);
  const lines = Array.from({ length: 10 }, (_, i) => `${i}`).join("\r\n");
  feed(emulator, lines);
  assert.equal(emulator.frame().endLine, 10);
  const place = port.keep();
  emulator.clear();
  const cleared = emulator.frame();
  assert.deepEqual([cleared.firstLine, cleared.screenLine, cleared.endLine], [9, 9, 10]);
  assert.equal(emulator.read(0, 99).lines[0]!.text, "9");
  assert.equal(place.line, 9);
  feed(emulator, "\x1bc");
  const reset = emulator.frame();
  assert.deepEqual([reset.firstLine, reset.screenLine, reset.endLine], [10, 10, 11]);
  feed(emulator, `${lines}\r\n\x1b[3J`);
  const erased = emulator.frame();
  assert.deepEqual([erased.firstLine, erased.screenLine, erased.endLine], [17, 17, 21]);
  assert.deepEqual(
    emulator.read(0, 99).lines.map(({ text }) => text),
    ["7", "8", "9", ""],
  );
});

test("the shell's lines stay while a program has the alternate screen", () => {
  const { emulator, port } = withPort(4, 20, 50);
  feed(emulator, "one\r\ntwo\r\n\x1b[?1049h");
  assert.equal(port.alternate, true);
  feed(emulator, "\x1b[2J\x1b[Hvim\r\n~\r\n~\r\n~\r\n~\r\n~");
  emulator.resize(6, 30);
  const { endLine } = emulator.frame();
  assert.equal(endLine, 3);
  assert.deepEqual(
    emulator.read(0, 9).lines.map(({ text }) => text),
    ["one", "two", ""],
  );
  feed(emulator, "\x1b[?1049l");
  assert.equal(port.alternate, false);
  assert.deepEqual(port.cursor(), { line: 2, cell: 0 });
});

test("lines have their colours by UTF-16 columns, and no blanks at their ends", () => {
  const { emulator } = newEmulator({ cols: 10 });
  feed(emulator, "ab\x1b[31m👍cd\x1b[0mefghijkl \x1b[44m   \x1b[0m\r\n");
  const { lines, styles } = emulator.read(0, 1);
  assert.equal(lines[0]!.text, "ab👍cdefghijkl");
  assert.deepEqual([...lines[0]!.runs], [2, 0, 6, 1, 14, 0]);
  assert.deepEqual(styles[0], { fg: 1 });
});

test("a hundred thousand lines are read in pieces of bounded size", () => {
  const { emulator } = newEmulator({ rows: 10, cols: 80, scrollback: 100_000 });
  const piece = Array.from({ length: 1000 }, (_, i) => `${i} ${"x".repeat(60)}\r\n`).join("");
  for (let i = 0; i < 100; i++) feed(emulator, piece);
  let at = 0;
  let pieces = 0;
  for (;;) {
    const { from, lines } = emulator.read(at, Number.MAX_SAFE_INTEGER);
    assert.equal(from, at);
    if (lines.length === 0) break;
    at += lines.length;
    pieces++;
  }
  assert.equal(at, 100_001);
  assert.ok(pieces > 5 && pieces < 100, `${pieces} pieces`);
});
