/** Windows on terminals: the drawer, sizes, options, closing, quitting, running commands. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Block, PromptState } from "../../../src/shell/block.ts";
import { stage } from "./stage.ts";

const PROMPT: PromptState = {
  id: 1,
  shell: "bash",
  before: "",
  after: "",
  cwd: "/home/u",
  ownGhost: false,
  sure: true,
  seen: 0,
};

const BLOCK: Block = {
  id: 1,
  command: "make",
  cwd: "/home/u",
  startedAt: 1,
  endedAt: null,
  status: null,
  promptLine: 0,
  outputLine: 1,
  endLine: 1,
  sure: true,
};

test("a drawer that had the tab page to itself comes back as low as it was", async () => {
  const s = stage({ rows: 20 });
  await s.keys("<C-\\>t");
  const { height } = s.editor.win;
  await s.keys("<C-\\>t:tabnew<CR><C-\\>t<C-\\>:only<CR>");
  assert.equal(s.editor.tab.windows.length, 1);
  await s.keys("<C-\\>t<C-\\>t");
  assert.equal(s.editor.doc.kind, "terminal");
  assert.equal(s.editor.win.height, height);
  await s.close();
});

test("the drawer opens with a shell, hides, keeps it and its height", async () => {
  const s = stage({ rows: 24, cols: 60 });
  await s.keys("<C-\\>t");
  assert.equal(s.editor.tab.windows.length, 2);
  assert.equal(s.editor.mode, "terminal");
  assert.equal(s.emulators.of("start")[0]!.rows, 8);
  s.frame({ rows: ["$ "] });
  s.draw();
  await s.keys("<C-\\><C-w>+<C-\\>t");
  assert.equal(s.editor.tab.windows.length, 1);
  assert.equal(s.editor.doc.path, "/home/u/a.txt");
  assert.equal(s.editor.mode, "normal");
  s.draw();
  assert.deepEqual(
    s.emulators.of("watch").map((m) => m.on),
    [true, false],
  );
  await s.keys("<C-\\>t");
  assert.equal(s.editor.mode, "terminal");
  assert.equal(s.editor.win.height, 9);
  assert.equal(s.emulators.of("start").length, 1);
  await s.keys("<C-\\><C-w>k");
  assert.equal(s.editor.mode, "normal");
  await s.keys("<C-\\>t");
  assert.equal(s.editor.mode, "terminal");
  await s.close();
});

const SPLITS: [line: string, windows: number, tabs: number, size: [number, number]][] = [
  ["terminal", 1, 1, [22, 60]],
  ["vertical terminal", 2, 1, [22, 30]],
  ["split | terminal", 2, 1, [11, 60]],
  ["botright 5split | terminal", 2, 1, [5, 60]],
  ["botright 5terminal", 2, 1, [5, 60]],
  ["tabnew | terminal", 1, 2, [21, 60]],
  ["tab terminal", 1, 2, [21, 60]],
];

for (const [line, windows, tabs, size] of SPLITS) {
  test(`:${line}`, async () => {
    const s = stage({ rows: 24, cols: 60 });
    await s.ex(line);
    assert.equal(s.editor.tab.windows.length, windows);
    assert.equal(s.editor.tabs.length, tabs);
    s.draw();
    const start = s.emulators.of("start")[0]!;
    assert.deepEqual([start.rows, start.cols], size);
    assert.deepEqual(s.emulators.of("resize"), []);
    await s.close();
  });
}

test("a terminal takes the size of its window, of the one used last where there are two", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const s = stage({ rows: 24, cols: 60 });
  await s.ex("terminal");
  s.frame({ rows: ["$ "] });
  await s.ex("");
  await s.keys("<C-\\><C-w>s");
  s.draw();
  t.mock.timers.tick(100);
  const sizes = () => s.emulators.of("resize").map((m) => [m.rows, m.cols]);
  assert.deepEqual(sizes(), [[11, 60]]);
  await s.keys("<C-\\><C-w>v");
  s.draw();
  t.mock.timers.tick(100);
  assert.deepEqual(sizes().at(-1), [11, 30]);
  const count = sizes().length;
  s.draw();
  s.draw();
  assert.equal(sizes().length, count);
  await s.close();
});

test("the options of a window come back with the next text", async () => {
  const s = stage({ rows: 24 });
  await s.ex("set number list nowrap");
  const { win } = s.editor;
  await s.ex("terminal");
  assert.deepEqual(
    [win.options.get("number"), win.options.get("list"), win.options.get("wrap")],
    [false, false, true],
  );
  await s.keys("<C-\\>:");
  s.loop.feed([..."new", "<CR>"]);
  await s.turn();
  assert.equal(s.editor.win.options.get("number"), true);
  await s.keys("<C-w>j");
  await s.ex("");
  assert.equal(s.editor.win, win);
  await s.keys("<C-\\>:");
  s.loop.feed([..."b a.txt", "<CR>"]);
  await s.turn();
  assert.equal(win.doc.path, "/home/u/a.txt");
  assert.deepEqual(
    [win.options.get("number"), win.options.get("list"), win.options.get("wrap")],
    [true, true, false],
  );
  await s.close();
});

test("a program that ended says so, and the next key closes it", async () => {
  const s = stage();
  await s.ex("terminal");
  s.lines(["$ exit 3"]);
  s.frame({ rows: ["$ exit 3"] });
  s.emulators.say({ type: "exit", id: 1, code: 3, signal: 0 });
  // Typed before it was seen.
  await s.keys("x");
  assert.equal(s.editor.docs.length, 2);
  assert.equal(s.rows()[1], "[Process exited 3]");
  await s.keys("<C-\\><C-n>");
  assert.equal(s.editor.doc.text.toString(), "$ exit 3\n[Process exited 3]");
  await s.keys("i");
  assert.match(s.editor.message!.text, /has ended/);
  await s.ex("bd");
  assert.deepEqual(
    s.editor.docs.map((doc) => doc.path),
    ["/home/u/a.txt"],
  );
  assert.equal(s.registry.all.length, 0);
  await s.close();
});

test("a busy terminal is neither deleted nor left without `!`", async () => {
  const s = stage();
  await s.ex("terminal");
  s.frame({ rows: ["$ "] });
  assert.equal(s.registry.all[0]!.busy, null);
  s.emulators.say({ type: "block", id: 1, block: BLOCK });
  await s.keys("<C-\\>:");
  s.loop.feed([..."qa", "<CR>"]);
  assert.match(s.editor.message!.text, /^E948.*make$/);
  await s.keys("<C-\\>:");
  s.loop.feed([..."bd", "<CR>"]);
  assert.match(s.editor.message!.text, /^E89/);
  await s.keys("<C-\\>:");
  s.loop.feed([..."bd!", "<CR>"]);
  await s.turn();
  assert.equal(s.emulators.of("close").length, 1);
  assert.equal(s.editor.mode, "normal");
  await s.keys("<C-\\>:");
  await s.ex("qa");
  assert.equal(s.editor.quitting, 0);
  await s.close();
});

test("the mode follows the window, however it is entered", async () => {
  const s = stage({ rows: 24 });
  await s.ex("split | terminal");
  s.frame({ rows: ["$ "] });
  s.draw();
  const at = { type: "mouse", col: 3, shift: false, ctrl: false, alt: false } as const;
  s.screen.handle({ ...at, action: "press", button: "left", row: 20 });
  await s.turn();
  assert.equal(s.editor.mode, "normal");
  s.screen.handle({ ...at, action: "press", button: "left", row: 2 });
  await s.turn();
  assert.equal(s.editor.mode, "terminal");
  await s.keys("x");
  assert.equal(s.emulators.input, "x");
  await s.close();
});

test("`run` types the command at the prompt of the drawer and answers with its block", async () => {
  const s = stage({ rows: 24, integrated: true });
  const running = s.registry.run("make");
  await s.turn();
  assert.equal(s.editor.doc.path, "/home/u/a.txt", "the cursor stays");
  s.frame({ rows: ["$ "], more: { prompt: PROMPT } });
  await s.turn();
  assert.equal(s.emulators.input, "make\r");
  s.emulators.say({ type: "block", id: 1, block: BLOCK });
  s.emulators.say({ type: "block", id: 1, block: { ...BLOCK, endedAt: 9, status: 2 } });
  const { block, terminal } = await running;
  assert.equal(block.status, 2);
  assert.equal(terminal, s.registry.all[0]);
  // The shell is free: the next one goes to it, too.
  s.frame({ rows: ["$ make", "$ "], more: { prompt: { ...PROMPT, id: 2 } } });
  const again = s.registry.run("make test");
  await s.turn();
  assert.equal(s.emulators.input, "make\rmake test\r");
  s.emulators.say({ type: "block", id: 1, block: { ...BLOCK, id: 2, command: "make test" } });
  // Busy now: a further one gets a terminal of its own.
  const third = s.registry.run("ls");
  await s.turn();
  assert.equal(s.registry.all.length, 2);
  s.frame({ rows: ["$ "], more: { prompt: PROMPT } }, 2);
  await s.turn();
  s.registry.close(s.registry.all[1]!);
  await assert.rejects(third, { name: "Cancelled" });
  s.emulators.say({ type: "block", id: 1, block: { ...BLOCK, id: 2, endedAt: 5, status: 0 } });
  assert.equal((await again).block.id, 2);
  await s.close();
});

test("without marks of the shell `run` starts the command alone", async () => {
  const s = stage({ rows: 24 });
  const running = s.registry.run("make");
  await s.turn();
  assert.deepEqual(s.emulators.of("start").at(-1)!.args, ["-c", "make"]);
  const id = s.emulators.of("start").at(-1)!.id;
  s.lines(["cc a.c", "failed"]);
  s.emulators.say({ type: "exit", id, code: 2, signal: 0 });
  const { block } = await running;
  assert.deepEqual([block.status, block.outputLine, block.endLine], [2, 0, 2]);
  await s.close();
});

test("why there can be no terminals is said, and the editor goes on", async () => {
  const s = stage();
  await s.ex("terminal");
  s.emulators.say({ type: "unavailable", reason: "There is no pty for this system" });
  s.emulators.say({ type: "failed", id: 1, message: "no pty" });
  assert.equal(s.registry.unavailable, "There is no pty for this system");
  s.draw();
  await s.keys("x");
  await s.ex("terminal");
  assert.match(s.editor.message!.text, /no pty for this system/);
  await s.close();
});

test("a click from insert mode leads to the live terminal", async () => {
  const s = stage({ rows: 24 });
  await s.ex("split | terminal");
  s.frame({ rows: ["$ "] });
  s.draw();
  await s.keys("<C-\\><C-w>ji");
  assert.equal(s.editor.mode, "insert");
  await s.keys("abc");
  const at = { type: "mouse", col: 3, shift: false, ctrl: false, alt: false } as const;
  s.screen.handle({ ...at, action: "press", button: "left", row: 2 });
  await s.turn();
  await s.keys("xyz");
  assert.equal(s.emulators.input, "xyz");
  assert.equal(s.editor.mode, "terminal");
  await s.close();
});
