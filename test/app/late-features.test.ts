import assert from "node:assert/strict";
import { test } from "node:test";
import { composeEditor } from "../../src/app/compose.ts";
import type { Features } from "../../src/app/features.ts";
import { LateFeatures } from "../../src/app/late-features.ts";
import { Trust } from "../../src/base/trust.ts";
import { findCommand } from "../../src/commands/ex/table.ts";
import { factsOf } from "../../src/editor/facts.ts";
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
function waiting() {
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  editor.addTab(editor.newWindow(editor.addDocument(textOf(""), null)));
  const told: string[] = [];
  const late = new LateFeatures({
    quietMs: () => 0,
    install: (module) => module.featureSteps(editor, HOST, SCREEN),
    loaded: () => told.push("loaded"),
  });
  editor.loadRest = () => late.load();
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
