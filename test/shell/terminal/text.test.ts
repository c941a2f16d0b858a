/** The text of a terminal in normal mode. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Editor } from "../../../src/editor/editor.ts";
import { linesOfScreen, screenRowOfLine } from "../../../src/shell/terminal/lines.ts";
import { Picture } from "../../../src/shell/terminal/picture.ts";
import { TextSync } from "../../../src/shell/terminal/text-sync.ts";
import { textOf } from "../../../src/text/text.ts";
import { MODES, stage } from "./stage.ts";

test("the text keeps its place on the screen, and the cursor", async () => {
  const s = stage();
  await s.ex("terminal");
  const all = Array.from({ length: 50 }, (_, i) => `line ${i}`);
  s.lines(all);
  s.frame({
    rows: all.slice(44),
    cursor: [3, 2],
    more: { firstLine: 0, screenLine: 44, endLine: 50 },
  });
  const live = s.rows();
  await s.keys("<C-\\><C-n>");
  assert.equal(s.editor.doc.text.lines, 50);
  assert.deepEqual(s.rows().slice(0, 6), live.slice(0, 6));
  assert.deepEqual(s.cursor(), { row: 3, col: 2, shape: "block" });
  await s.keys("gg");
  assert.equal(s.rows()[0], "line 0");
  await s.keys("i");
  assert.deepEqual(s.rows().slice(0, 6), live.slice(0, 6));
  await s.close();
});

test("of a long text its end is shown first; keys wait for all of it", async () => {
  const s = stage();
  await s.ex("terminal");
  const all = Array.from({ length: 3000 }, (_, i) => `line ${i}`);
  s.lines(all);
  const place = { firstLine: 0, screenLine: 2994, endLine: 3000 };
  s.frame({ rows: all.slice(2994), cursor: [3, 2], more: place });
  const live = s.rows();
  s.emulators.held = [];
  await s.keys("<C-\\><C-n>");
  // It is asked once more whether that was all.
  for (let i = 0; i < 2; i++) {
    s.emulators.held.shift()!();
    await s.turn();
  }
  assert.ok(s.editor.doc.text.lines < 1000);
  assert.equal(s.editor.mode, "normal");
  assert.deepEqual(s.rows().slice(0, 6), live.slice(0, 6));
  await s.keys("k");
  assert.equal(s.cursor()!.row, 3);
  for (const answer of s.emulators.held.splice(0)) answer();
  await s.turn();
  assert.equal(s.editor.doc.text.toString(), all.join("\n"));
  assert.deepEqual(s.rows().slice(0, 6), live.slice(0, 6));
  assert.deepEqual(s.cursor(), { row: 2, col: 2, shape: "block" });
  const asked = s.emulators.of("read").map(({ from, to }) => [from, Math.min(to, 3000)]);
  assert.deepEqual(asked.slice(0, 2), [
    [2700, 3000],
    [3000, 3000],
  ]);
  assert.deepEqual(asked.at(-1), [2000, 2700]);
  s.emulators.held = null;
  await s.keys("gg");
  assert.equal(s.rows()[0], "line 0");
  await s.close();
});

test("a terminal that is closed while its text is read leaves nothing behind", async () => {
  const s = stage();
  await s.ex("terminal");
  const all = Array.from({ length: 3000 }, (_, i) => `line ${i}`);
  s.lines(all);
  s.frame({ rows: all.slice(2994), more: { screenLine: 2994, endLine: 3000 } });
  const terminal = s.registry.current!;
  s.emulators.held = [];
  await s.keys("<C-\\><C-n>");
  for (let i = 0; i < 2; i++) {
    s.emulators.held.shift()!();
    await s.turn();
  }
  terminal.close();
  await s.turn();
  assert.equal(s.editor.mode, "normal");
  assert.equal(s.editor.doc.kind, "file");
  assert.deepEqual(s.registry.all, []);
  await s.close();
});

test("a line that the screen wraps is one line, also where it begins above the screen", async () => {
  const s = stage({ cols: 10 });
  await s.ex("terminal");
  const long = "abcdefghijklmnopqrstuvwxyz";
  s.lines(["first", long, "last"]);
  s.frame({
    rows: ["klmnopqrst", "uvwxyz", "last"],
    wrapped: [0, 1],
    cursor: [2, 4],
    more: { screenLine: 1, endLine: 3 },
  });
  const live = s.rows();
  await s.keys("<C-\\><C-n>");
  assert.deepEqual(s.rows().slice(0, 3), live.slice(0, 3));
  await s.keys("kyy");
  assert.equal(s.editor.registers.get('"')?.text.toString(), long);
  await s.close();
});

test("it can't be changed, is not undone, and is told to nobody as a change", async () => {
  const s = stage();
  await s.ex("terminal");
  s.lines(["one", "two"]);
  s.frame({ rows: ["one", "two"] });
  const { doc } = s.editor;
  let changes = 0;
  s.editor.events.on("change", () => changes++);
  await s.keys("<C-\\><C-n>");
  assert.equal(doc.text.toString(), "one\ntwo");
  await s.keys("dd");
  assert.match(s.editor.message!.text, /^E21/);
  await s.keys("u");
  assert.equal(doc.text.toString(), "one\ntwo");
  assert.equal(changes, 0);
  assert.equal(doc.modified, false);
  await s.close();
});

test("output that comes meanwhile is appended; a cursor in the last line follows it", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const s = stage();
  await s.ex("terminal");
  s.lines(["a", "b"]);
  s.frame({ rows: ["a", "b"] });
  await s.keys("<C-\\><C-n>");
  s.lines(["a", "b", "c", "d"]);
  s.frame({ rows: ["a", "b", "c", "d"] });
  t.mock.timers.tick(200);
  await s.turn();
  assert.equal(s.editor.doc.text.toString(), "a\nb\nc\nd");
  assert.equal(s.cursor()!.row, 3);
  await s.keys("gg");
  s.lines(["a", "b", "c", "d", "e"]);
  s.frame({ rows: ["a", "b", "c", "d", "e"] });
  t.mock.timers.tick(200);
  await s.turn();
  assert.equal(s.editor.doc.text.lines, 5);
  assert.equal(s.cursor()!.row, 0);
  await s.close();
});

test("what somebody looks at is not lost; who leaves it sees what came since", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const s = stage();
  await s.ex("terminal");
  const old = Array.from({ length: 40 }, (_, i) => `old ${i}`);
  s.lines(old);
  s.frame({ rows: old.slice(34), more: { screenLine: 34, endLine: 40 } });
  await s.keys("<C-\\><C-n>gg");
  s.draw();
  const all = Array.from({ length: 40 }, (_, i) => `new ${i}`);
  s.lines(all);
  s.emulators.first = 100;
  s.frame({ rows: all.slice(34), more: { firstLine: 100, screenLine: 134, endLine: 140 } });
  t.mock.timers.tick(200);
  await s.turn();
  assert.equal(s.rows()[0], "old 0");
  await s.keys("G");
  s.draw();
  t.mock.timers.tick(200);
  await s.turn();
  assert.equal(s.editor.doc.text.toString(), all.join("\n"));
  assert.equal(s.rows()[s.cursor()!.row], "new 39");
  await s.close();
});

test("what a full-screen program shows is behind the scrollback", async () => {
  const s = stage();
  await s.ex("terminal");
  s.lines(["old", "$ vim"]);
  const modes = { ...MODES, alternate: true };
  s.frame({ rows: ["text of vim", "~"], more: { modes, screenLine: 1, endLine: 2 } });
  await s.keys("<C-\\><C-n>");
  assert.deepEqual(s.rows().slice(0, 2), ["text of vim", "~"]);
  assert.equal(s.editor.doc.text.toString(), "old\ntext of vim\n~");
  await s.keys("i");
  s.frame({ rows: ["old", "$ vim", "$"], more: { screenLine: 0, endLine: 3 } });
  s.lines(["old", "$ vim", "$"]);
  await s.keys("<C-\\><C-n>");
  assert.equal(s.editor.doc.text.toString(), "old\n$ vim\n$");
  await s.close();
});

test("the wheel leads into the scrollback, and back at its end", async () => {
  const s = stage();
  await s.ex("terminal");
  const all = Array.from({ length: 20 }, (_, i) => `line ${i}`);
  s.lines(all);
  s.frame({ rows: all.slice(14), more: { screenLine: 14, endLine: 20 } });
  s.draw();
  const at = { type: "mouse", row: 1, col: 1, shift: false, ctrl: false, alt: false } as const;
  s.screen.handle({ ...at, action: "wheel-up", button: "none" });
  await s.turn();
  assert.equal(s.rows()[0], "line 11");
  assert.equal(s.editor.mode, "normal");
  s.screen.handle({ ...at, action: "wheel-down", button: "none" });
  assert.equal(s.rows()[0], "line 14");
  s.screen.handle({ ...at, action: "wheel-down", button: "none" });
  await s.turn();
  assert.equal(s.editor.mode, "terminal");
  await s.close();
});

test("a drag over a live terminal selects in its text", async () => {
  const s = stage();
  await s.ex("terminal");
  s.lines(["some words here", "$ "]);
  s.frame({ rows: ["some words here", "$ "] });
  s.draw();
  const at = { type: "mouse", row: 0, shift: false, ctrl: false, alt: false } as const;
  s.screen.handle({ ...at, action: "press", button: "left", col: 5 });
  s.screen.handle({ ...at, action: "drag", button: "left", col: 7 });
  await s.turn();
  s.draw();
  s.screen.handle({ ...at, action: "drag", button: "left", col: 9 });
  await s.keys("y");
  assert.equal(s.editor.registers.get('"')?.text.toString(), "words");
  await s.close();
});

test("lines are taken over as far as they changed, and dropped with the scrollback", () => {
  const editor = new Editor({ now: () => 0, poll: () => {} });
  const doc = editor.addDocument(textOf(""), null);
  doc.kind = "terminal";
  editor.addTab(editor.newWindow(doc));
  const picture = new Picture(4, 40, [{}]);
  const sync = new TextSync(editor, doc, picture);
  let random = 7;
  const next = (below: number): number => {
    random = (random * 1103515245 + 12345) & 0x7fffffff;
    return random % below;
  };
  const all: string[] = [];
  let first = 0;
  let stable = 0;
  for (let step = 0; step < 500; step++) {
    // The lines of the screen change as they like; those above it only go.
    const screen = Math.max(first, all.length - 4, stable);
    stable = screen;
    all.length = Math.max(screen, all.length - next(4));
    const count = 1 + next(6);
    for (let i = 0; i < count; i++) all.push(`line ${next(1000)}`);
    if (next(3) === 0) first = Math.min(all.length - 1, first + next(8));
    const top = Math.max(first, all.length - 4);
    picture.firstLine = first;
    picture.screenLine = top;
    const from = Math.max(sync.from(picture), first);
    const lines = all.slice(from).map((text, i) => ({ text, runs: Uint32Array.of(i, 1) }));
    sync.take(from, lines, first, top);
    assert.equal(doc.text.toString(), all.slice(first).join("\n"), `step ${step}`);
    assert.equal(sync.firstLine, first);
    assert.equal(doc.slots.rows!.highlights.size, all.length - first);
    stable = top;
  }
  assert.equal(doc.undo.isChanged, false);
});

test("rows of the screen and lines", () => {
  const picture = new Picture(5, 10, [{}]);
  picture.screenLine = 7;
  const row = (text: string, wrapped: boolean) => ({
    text,
    wrapped,
    clusters: null,
    runs: Uint32Array.of(text.length, 1),
  });
  picture.rows = [
    row("end of it", true),
    row("abcdefghij", false),
    row("klm", true),
    row("x", false),
    row("", false),
  ];
  assert.deepEqual(
    [6, 7, 8, 9, 10, 11].map((line) => screenRowOfLine(picture, line)),
    [-1, -1, 1, 3, 4, -1],
  );
  assert.deepEqual(
    linesOfScreen(picture).map(({ text, runs }) => [text, ...runs]),
    [
      ["end of it", 9, 1],
      ["abcdefghijklm", 10, 1, 10, 0, 13, 1],
      ["x", 1, 1],
    ],
  );
});
