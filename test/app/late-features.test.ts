import assert from "node:assert/strict";
import { test } from "node:test";
import { composeEditor } from "../../src/app/compose.ts";
import type { Features } from "../../src/app/features.ts";
import { LateFeatures } from "../../src/app/late-features.ts";
import { Trust } from "../../src/base/trust.ts";
import { findCommand } from "../../src/commands/ex/table.ts";
import { factsOf } from "../../src/editor/facts.ts";
import type { FeatureHost } from "../../src/editor/host.ts";
import { type Terminal, terminalsOf } from "../../src/shell/terminals.ts";
import { textOf } from "../../src/text/text.ts";

const HOST = {
  redraw() {},
  afterFrame() {},
  quietMs: () => 0,
  env: {},
  stateFolder: null,
  trust: new Trust(null),
  store: null,
};
const SCREEN = {
  cursor: () => null,
  push() {},
  remove() {},
  palette() {
    throw new Error("There is no screen");
  },
  pushUnder() {},
  painter() {
    throw new Error("There is no screen");
  },
  pressAt() {},
  scroll() {},
  isPlain: () => false,
};

/** An editor whose features wait, and how often they were loaded. */
function waiting(host: FeatureHost = HOST) {
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  editor.addTab(editor.newWindow(editor.addDocument(textOf(""), null)));
  const told: string[] = [];
  const late = new LateFeatures({
    quietMs: () => 0,
    install: (module) => module.featureSteps(editor, host, SCREEN),
    loaded: () => told.push("loaded"),
  });
  editor.loadRest = () => late.load() || (late.get()?.more() ?? false);
  return { editor, late, told };
}

const NEEDS: [string, (editor: ReturnType<typeof composeEditor>) => unknown][] = [
  ["a command by its name", (editor) => editor.commands.require("picker.files").name],
  ["an Ex command", (editor) => findCommand(editor, "Pick")?.name],
  ["an abbreviated Ex command", (editor) => findCommand(editor, "cope")?.name],
  ["a condition of a key", (editor) => factsOf(editor).value("git") === false],
];

for (const [what, ask] of NEEDS) {
  test(`features are loaded at once for ${what}`, () => {
    const { editor, late, told } = waiting();
    assert.equal(late.get(), null);
    assert.ok(ask(editor));
    assert.notEqual(late.get(), null);
    assert.deepEqual(told, ["loaded"]);
  });
}

const SHELL_NEEDS: [string, (editor: ReturnType<typeof composeEditor>) => unknown][] = [
  ["a command by its name", (editor) => editor.commands.require("terminal.drawer").name],
  ["an Ex command", (editor) => findCommand(editor, "terminal")?.name],
  ["an abbreviated Ex command", (editor) => findCommand(editor, "Draw")?.name],
];

for (const [what, ask] of SHELL_NEEDS) {
  test(`terminals are loaded for ${what}, and what waited for them is told`, () => {
    const { editor, late } = waiting();
    assert.equal(late.load(), true);
    const before = terminalsOf(editor);
    const heard: unknown[] = [];
    before.events.on("opened", (terminal) => heard.push(terminal));
    const hook = (): boolean => false;
    before.keyHooks.push(hook);
    assert.ok(ask(editor));
    const after = terminalsOf(editor);
    assert.notEqual(after, before);
    assert.ok(after.keyHooks.includes(hook));
    const terminal = {} as Terminal;
    after.events.emit("opened", terminal);
    assert.deepEqual(heard, [terminal]);
    assert.equal(editor.loadRest(), false);
  });
}

test("features alone do not load what terminals are made of", () => {
  const { editor, late } = waiting();
  assert.equal(editor.commands.require("picker.files").name, "picker.files");
  assert.equal(findCommand(editor, "copen")?.name, "copen");
  assert.equal(terminalsOf(editor).current, null);
  late.get()!.frame();
  assert.equal(
    editor.exCommands.find(({ name }) => name === "terminal"),
    undefined,
  );
  assert.equal(editor.loadRest(), true);
  assert.notEqual(
    editor.exCommands.find(({ name }) => name === "terminal"),
    undefined,
  );
});

test("suggestions behind a shell's line load what makes them, behind the frame", () => {
  const later: (() => void)[] = [];
  const { editor, late } = waiting({ ...HOST, afterFrame: (callback) => later.push(callback) });
  late.load();
  later.length = 0;
  const { lineGhost } = editor;
  assert.equal(lineGhost?.("write"), "");
  assert.equal(later.length, 0);
  assert.equal(lineGhost?.("!ls"), "");
  assert.equal(lineGhost?.("!ls "), "");
  assert.equal(later.length, 1);
  later.shift()!();
  assert.equal(editor.exCommands.find(({ name }) => name === "terminal")?.name, "terminal");
  assert.notEqual(editor.lineGhost, lineGhost);
});

test("what every editor has does not load the features", () => {
  const { editor, late } = waiting();
  assert.equal(findCommand(editor, "w")?.name, "write");
  assert.equal(factsOf(editor).value("normal"), true);
  assert.equal(factsOf(editor).value("prediction"), false);
  assert.equal(late.get(), null);
});

test("what no feature has is not there, and is looked for once", () => {
  const { editor, told } = waiting();
  assert.equal(findCommand(editor, "Nonesuch"), null);
  assert.equal(findCommand(editor, "Nonesuch"), null);
  assert.throws(() => editor.commands.require("no.command"), /Unknown command: no.command/);
  assert.deepEqual(told, ["loaded"]);
});

test("features may ask for what is missing while they are put in", () => {
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  const asked: boolean[] = [];
  const late = new LateFeatures({
    quietMs: () => 0,
    *install() {
      asked.push(editor.loadRest());
      yield;
      asked.push(editor.loadRest());
      return {} as Features;
    },
    loaded() {},
  });
  editor.loadRest = () => late.load();
  assert.equal(editor.loadRest(), true);
  assert.equal(editor.loadRest(), false);
  assert.deepEqual(asked, [false, false]);
});

test("a feature that can't be put in fails once", () => {
  const late = new LateFeatures({
    quietMs: () => 0,
    // biome-ignore lint/correctness/useYield: it fails before its first step ends
    *install() {
      throw new Error("broken");
    },
    loaded() {},
  });
  assert.throws(() => late.load(), /broken/);
  assert.equal(late.load(), false);
  assert.equal(late.get(), null);
});
