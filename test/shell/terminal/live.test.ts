/** Terminal mode: where keys, pastes and the mouse go, and what is drawn. Emulators are scripted. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { MODES, stage } from "./stage.ts";

test("`:terminal` starts the shell with the window's size, and keys go to it", async () => {
  const s = stage({ rows: 8, cols: 40 });
  await s.ex("terminal");
  const start = s.emulators.of("start")[0]!;
  assert.equal(start.file, "/bin/bash");
  assert.deepEqual([start.rows, start.cols, start.cwd], [6, 40, "/home/u"]);
  assert.equal(start.env.TERM, "xterm-256color");
  assert.equal(start.env.HUNCH_TERMINAL, "1");
  assert.equal(s.editor.mode, "terminal");
  s.frame({ rows: ["$ "] });
  await s.keys("ls -l<CR><C-c><Esc><Up><M-x>");
  assert.equal(s.emulators.input, "ls -l\r\x03\x1b\x1b[A\x1bx");
  assert.equal(s.rows()[0], "$");
  assert.match(s.rows()[7]!, /-- TERMINAL --/);
  await s.close();
});

test("keys of one burst are one message, which counts as sent from its first key", async () => {
  const s = stage();
  await s.ex("terminal");
  s.frame({ rows: ["$ "] });
  const terminal = s.registry.all[0]!;
  terminal.send("\x15");
  assert.equal(terminal.sent, 1);
  terminal.send("ls");
  assert.equal(terminal.sent, 1);
  await s.turn();
  assert.equal(terminal.sent, 1);
  assert.deepEqual(
    s.emulators.of("input").map(({ data }) => data),
    ["\x15ls"],
  );
  await s.close();
});

test("the picture is drawn with its colours, and its cursor", async () => {
  const s = stage();
  await s.ex("terminal");
  s.frame({
    rows: ["plain red", "$ x"],
    styles: [{ fg: 1, bold: true }],
    runs: { 0: [6, 0, 9, 1] },
  });
  const grid = s.draw();
  assert.equal(grid.rowText(0), "plain red");
  assert.notEqual(grid.styleAt(0, 6), grid.styleAt(0, 5));
  assert.equal(s.styles.get(grid.styleAt(0, 6)).fg, 1);
  assert.equal(grid.styleAt(0, 9), grid.styleAt(0, 0));
  assert.deepEqual(s.cursor(), { row: 1, col: 3, shape: "block", blink: false });
  const bar = { row: 0, col: 2, visible: false, shape: "bar", blink: true } as const;
  s.frame({ rows: ["plain"], more: { cursor: bar } });
  assert.equal(s.cursor(), null);
  s.frame({ rows: ["plain"], more: { cursor: { ...bar, visible: true } } });
  assert.deepEqual(s.cursor(), { row: 0, col: 2, shape: "bar", blink: true });
  await s.close();
});

test("only rows that changed are drawn again", async () => {
  const s = stage();
  await s.ex("terminal");
  const rows = ["a", "b", "c"];
  s.frame({ rows });
  s.draw();
  const grid = s.draw();
  grid.touched.fill(0);
  const { emulators } = s;
  const [first] = s.registry.all;
  const { picture } = first!;
  const content = { ...picture.rows[1]!, text: "B" };
  emulators.say({
    type: "frame",
    id: 1,
    frame: {
      rows: 6,
      cols: 40,
      changed: [[1, content]],
      styles: [],
      cursor: picture.cursor,
      modes: MODES,
      prompt: null,
      firstLine: 0,
      screenLine: 0,
      endLine: 3,
      seen: 0,
    },
  });
  assert.deepEqual([...s.draw().touched].slice(0, 6), [0, 1, 0, 0, 0, 0]);
  await s.close();
});

test("a frame is acknowledged behind the one that shows it", async () => {
  const s = stage();
  await s.ex("terminal");
  s.draw();
  assert.deepEqual(
    s.emulators.of("watch").map((m) => m.on),
    [true],
  );
  s.frame({ rows: ["$ "] });
  assert.equal(s.emulators.of("shown").length, 0);
  assert.ok(s.redraws.count > 0);
  s.draw();
  await s.turn();
  assert.equal(s.emulators.of("shown").length, 1);
  await s.ex("");
  await s.close();
});

test("wide characters keep the columns of the program", async () => {
  const s = stage();
  await s.ex("terminal");
  s.frame({ rows: [] });
  const row = { text: "日本x", clusters: Uint8Array.of(1, 2, 1, 2, 1, 1), wrapped: false };
  const frame = s.registry.all[0]!;
  s.emulators.say({
    type: "frame",
    id: 1,
    frame: {
      rows: 6,
      cols: 40,
      changed: [[0, { ...row, runs: new Uint32Array(0) }]],
      styles: [],
      cursor: { row: 0, col: 5, visible: true, shape: "block", blink: false },
      modes: frame.modes,
      prompt: null,
      firstLine: 0,
      screenLine: 0,
      endLine: 1,
      seen: 0,
    },
  });
  const grid = s.draw();
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((col) => grid.textAt(0, col)),
    ["日", "", "本", "", "x"],
  );
  await s.close();
});

const KEYS: [keys: string, input: string, mode: string][] = [
  ["<C-\\><C-\\>", "\x1c", "terminal"],
  ["<C-\\>x", "x", "terminal"],
  ["<C-\\><C-w>s", "", "terminal"],
  ["<C-w>", "\x17", "terminal"],
  ["<C-\\><Esc>y", "y", "terminal"],
  ['<C-\\>"a', "from a", "terminal"],
  ["<C-\\><C-n>", "", "normal"],
  ["<C-\\><C-n>iz", "z", "terminal"],
  ['<C-\\><C-n>"ap', "from a", "normal"],
  ['<C-\\><C-n>2"aP', "from afrom a", "normal"],
];

for (const [keys, input, mode] of KEYS) {
  test(`${keys} in a live terminal`, async () => {
    const s = stage();
    await s.ex("let @a = 'from a'");
    await s.ex("terminal");
    s.lines(["$ "]);
    s.frame({ rows: ["$ "] });
    await s.keys(keys);
    await s.turn();
    assert.equal(s.emulators.input, input);
    assert.equal(s.editor.mode, mode);
    await s.close();
  });
}

test("mappings of terminal mode come before the program", async () => {
  const s = stage();
  await s.ex("tnoremap <Esc> <C-\\><C-n>");
  await s.ex("tnoremap ö echo<CR>");
  await s.ex("terminal");
  s.lines(["$ "]);
  s.frame({ rows: ["$ "] });
  await s.keys("ö");
  assert.equal(s.emulators.input, "echo\r");
  await s.keys("<Esc>");
  assert.equal(s.editor.mode, "normal");
  assert.equal(s.emulators.input, "echo\r");
  await s.close();
});

test("a hook may take a key", async () => {
  const s = stage();
  await s.ex("terminal");
  s.registry.keyHooks.push((_, key) => key === "<Right>");
  await s.keys("a<Right>b");
  assert.equal(s.emulators.input, "ab");
  await s.close();
});

test("a paste is bracketed where the program asked for it, and can't end itself", async () => {
  const s = stage();
  await s.ex("terminal");
  s.frame({ rows: ["$ "], more: { modes: { ...MODES, bracketedPaste: true } } });
  s.paste("ls\nrm\x1b[201~x");
  await s.turn();
  assert.equal(s.emulators.input, "\x1b[200~ls\rrm[201~x\x1b[201~");
  await s.close();
});

test("one command of normal mode, then live again", async () => {
  const s = stage();
  await s.ex("terminal");
  s.lines(["first", "$ "]);
  s.frame({ rows: ["first", "$ "] });
  await s.keys("<C-\\><C-o>k");
  assert.equal(s.editor.mode, "terminal");
  await s.keys("<C-\\><C-o>Vy");
  await s.keys("q");
  assert.equal(s.editor.mode, "terminal");
  assert.equal(s.emulators.input, "q");
  await s.close();
});

test("a ghost stands behind the cursor, over rows, while it fits the prompt", async () => {
  const s = stage({ cols: 40 });
  await s.ex("terminal");
  const prompt = {
    id: 1,
    shell: "bash",
    before: "git",
    after: "",
    cwd: null,
    ownGhost: false,
    sure: true,
    seen: 0,
  } as const;
  s.frame({ rows: ["$ git"], more: { prompt } });
  const [terminal] = s.registry.all;
  terminal!.ghost = { text: ` ${"x".repeat(40)}`, prompt: 1, before: "git" };
  let grid = s.draw();
  assert.equal(grid.rowText(0), `$ git ${"x".repeat(34)}`);
  assert.equal(grid.rowText(1), "x".repeat(6));
  assert.equal(grid.styleAt(0, 6), s.screen.colours.ghost);
  s.frame({ rows: ["$ git "], more: { prompt: { ...prompt, before: "git " } } });
  grid = s.draw();
  assert.equal(grid.rowText(0), "$ git");
  assert.equal(grid.rowText(1), "");
  // a prompt at the right edge goes when the ghost comes near, as shells take theirs away
  terminal!.ghost = { text: " st", prompt: 1, before: "git" };
  s.frame({ rows: ["$ git     main"], cursor: [0, 5], more: { prompt } });
  assert.equal(s.draw().rowText(0), "$ git st  main");
  s.frame({ rows: ["$ git   main"], cursor: [0, 5], more: { prompt } });
  assert.equal(s.draw().rowText(0), "$ git st");
  await s.close();
});

test("marks of commands stand in a margin that stays in normal mode", async () => {
  const s = stage({ integrated: true });
  await s.ex("terminal");
  assert.equal(s.emulators.of("start")[0]!.cols, 38);
  s.lines(["$ false", "$ sleep 9", ""]);
  s.frame({ rows: ["$ false", "$ sleep 9", ""] });
  const block = {
    id: 1,
    command: "false",
    cwd: null,
    startedAt: 0,
    endedAt: 5,
    status: 1,
    promptLine: 0,
    outputLine: 1,
    endLine: 1,
    sure: true,
  };
  s.emulators.say({ type: "block", id: 1, block });
  const running = { ...block, id: 2, promptLine: 1, endedAt: null, status: null };
  s.emulators.say({ type: "block", id: 1, block: running });
  assert.deepEqual(s.rows().slice(0, 3), ["✗ $ false", "› $ sleep 9", ""]);
  await s.keys("<C-\\><C-n>");
  assert.deepEqual(s.rows().slice(0, 3), ["✗ $ false", "› $ sleep 9", ""]);
  await s.close();
});

test("the mouse goes to a program that asks for it", async () => {
  const s = stage();
  await s.ex("terminal");
  s.frame({ rows: ["x"], more: { modes: { ...MODES, mouse: "vt200", sgrMouse: true } } });
  s.draw();
  const at = { type: "mouse", row: 2, col: 4, shift: false, ctrl: false, alt: false } as const;
  s.screen.handle({ ...at, action: "press", button: "left" });
  s.screen.handle({ ...at, action: "release", button: "left" });
  s.screen.handle({ ...at, action: "wheel-up", button: "none" });
  await s.turn();
  assert.equal(s.emulators.input, "\x1b[<0;5;3M\x1b[<0;5;3m\x1b[<64;5;3M");
  await s.close();
});

test("the focus is told to a program that asks for it", async () => {
  const s = stage();
  await s.ex("terminal");
  s.frame({ rows: ["x"], more: { modes: { ...MODES, focus: true } } });
  s.editor.events.emit("focus", { gained: false });
  s.editor.events.emit("focus", { gained: true });
  await s.ex("");
  await s.keys("<C-\\><C-w>s");
  await s.turn();
  assert.equal(s.emulators.input.replace(":\r", ""), "\x1b[O\x1b[I");
  await s.close();
});
