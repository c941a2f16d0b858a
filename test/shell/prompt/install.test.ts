import assert from "node:assert/strict";
import { test } from "node:test";
import { composeEditor } from "../../../src/app/compose.ts";
import { Emitter } from "../../../src/base/emitter.ts";
import { parseKeys } from "../../../src/base/key.ts";
import { Trust } from "../../../src/base/trust.ts";
import { KeyLoop } from "../../../src/editor/key-loop.ts";
import { installPrompt } from "../../../src/shell/prompt/install.ts";
import {
  setTerminals,
  type Terminal,
  type TerminalEvents,
  type Terminals,
} from "../../../src/shell/terminals.ts";
import { textOf } from "../../../src/text/text.ts";
import { ScriptedTerminal } from "./scripted-terminal.ts";

const OLD = ["npm run build", "npm test", "git status", "git commit -m work"];

/** An editor with suggestions, its terminals played by the test. */
async function stage() {
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  editor.cwd = "/nowhere";
  editor.addTab(editor.newWindow(editor.addDocument(textOf("text"), null)));
  const turns: (() => void)[] = [];
  let frames = 0;
  const host = {
    redraw: () => void frames++,
    afterFrame: (callback: () => void) => void turns.push(callback),
    quietMs: () => 0,
    env: {},
    stateFolder: null,
    trust: new Trust(null),
    store: null,
  };
  const events = new Emitter<TerminalEvents>();
  const scripted = new ScriptedTerminal();
  const terminal = scripted as unknown as Terminal;
  const terminals = { events, current: null, keyHooks: [] } as unknown as {
    current: Terminal | null;
  } & Terminals;
  setTerminals(editor, terminals);
  let loads = 0;
  const history = {
    async loadRuns() {
      loads++;
      return Array.from({ length: 60 }, (_, at) => ({
        command: OLD[at % OLD.length]!,
        cwd: null,
        repository: null,
        status: null,
        duration: null,
        time: 0,
        previous: null,
        session: "old",
      }));
    },
    onForget() {},
    sessionOf: () => "s",
  };
  installPrompt(editor, host, history, () => ({
    offers: () => [],
    completionsOf: async () => [],
    close() {},
  }));
  const loop = new KeyLoop(editor, (each) => each.mainFiber(each));
  const rest = async (): Promise<void> => {
    for (let turn = 0; turn < 40; turn++) {
      for (const callback of turns.splice(0)) callback();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    editor,
    events,
    scripted,
    terminal,
    terminals,
    rest,
    frames: () => frames,
    loads: () => loads,
    type: (keys: string) => loop.feed(parseKeys(keys)),
    run: (name: string) => {
      const { win, doc } = editor;
      editor.commands.require(name).run({ editor, win, doc, count: 0, register: "", keys: [] });
    },
  };
}

test("nothing is loaded before somebody could use a suggestion", async () => {
  const on = await stage();
  on.type("ihello<Esc>:set wrap<CR>");
  await on.rest();
  assert.equal(on.loads(), 0);
  assert.equal(on.frames(), 0);
});

test(":! gets a ghost that Right and M-f accept", async () => {
  const on = await stage();
  on.type(":!npm r");
  await on.rest();
  // the history was not there yet; the next key asks again
  on.type("u");
  await on.rest();
  assert.equal(on.editor.cmdline?.ghost, "n build");
  assert.equal(on.editor.holds("commandGhost"), true);
  assert.ok(on.frames() > 0);
  on.type("<M-f>");
  assert.equal(on.editor.cmdline?.text, "!npm run");
  on.type("<Left>");
  assert.equal(on.editor.cmdline?.ghost, "");
  on.type("<Right>");
  assert.equal(on.editor.cmdline?.text, "!npm run");
  assert.equal(on.editor.cmdline?.ghost, " build");
  on.type("<End>");
  assert.equal(on.editor.cmdline?.text, "!npm run build");
  on.type("<Esc>");
  assert.equal(on.editor.cmdline, null);
});

test("Right and End are the line's own where nothing is suggested", async () => {
  const on = await stage();
  on.type(":set wrap<Left><Left><Right>x<End>y<C-b>z<C-e>!");
  assert.equal(on.editor.cmdline?.text, "zset wraxpy!");
});

test("a prompt gets a ghost, and its keys are commands", async () => {
  const on = await stage();
  const { scripted, events, terminal, terminals } = on;
  const changed = () => events.emit("prompt", terminal);
  const key = (name: string) => {
    for (const hook of terminals.keyHooks) hook(terminal, name);
  };
  terminals.current = terminal;
  scripted.newPrompt();
  changed();
  await on.rest();
  let before = "";
  for (const char of "npm r") {
    key(char);
    scripted.sent++;
    before += char;
    scripted.show(before);
    changed();
    await on.rest();
  }
  assert.equal(scripted.ghost?.text, "un build");
  assert.equal(on.editor.holds("commandGhost"), true);
  on.run("prompt.accept-word");
  assert.deepEqual(scripted.inputs, ["un"]);
  scripted.show("npm run");
  changed();
  on.run("prompt.accept");
  assert.deepEqual(scripted.inputs, ["un", " build"]);
  scripted.show("npm run build");
  changed();
  assert.equal(scripted.ghost, null);
  assert.equal(on.editor.holds("commandGhost"), false);
  on.run("prompt.toggle");
  assert.equal(on.editor.options.get("shellghost"), false);
  on.run("prompt.toggle");
  events.emit("closed", terminal);
});
