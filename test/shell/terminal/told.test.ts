/** What programs tell: titles, bells, text for the clipboard, notes; and who listens. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { terminalsOf } from "../../../src/shell/terminals.ts";
import { stage } from "./stage.ts";

test("the title is the name of the window, without anything that is a command", async () => {
  const s = stage();
  await s.ex("terminal");
  s.frame({ rows: ["$ "] });
  assert.match(s.rows()[6]!, /^ bash/);
  s.emulators.say({ type: "title", id: 1, title: "vi\x1b[31mm\n~" });
  assert.match(s.rows()[6]!, /^ vi \[31mm ~/);
  await s.close();
});

test("a bell rings where the terminal is seen, else its name is marked until one looks", async () => {
  const s = stage();
  let beeps = 0;
  s.editor.events.on("beep", () => beeps++);
  await s.ex("terminal");
  s.emulators.say({ type: "bell", id: 1 });
  assert.equal(beeps, 1);
  s.frame({ rows: ["$ "] });
  await s.keys("<C-\\>:");
  await s.ex("tabnew");
  s.emulators.say({ type: "bell", id: 1 });
  s.emulators.say({ type: "bell", id: 1 });
  assert.equal(beeps, 1);
  assert.match(s.rows()[0]!, /! bash/);
  await s.keys("gt");
  assert.doesNotMatch(s.rows()[0]!, /! bash/);
  await s.close();
});

const ANSWERS: [keys: string, first: string | null, second: string | null][] = [
  ["", null, null],
  ["<C-\\>y", "one", null],
  ["<C-\\>Y", "one", "two"],
  ["<C-\\>n", null, null],
];

for (const [keys, first, second] of ANSWERS) {
  test(`text for the clipboard and the answer ${keys || "that never comes"}`, async () => {
    const s = stage();
    const copied: string[] = [];
    s.editor.registers.clipboard = {
      read: () => null,
      write: (_name, value) => void copied.push(value.text.toString()),
    };
    await s.ex("terminal");
    s.emulators.say({ type: "clipboard", id: 1, text: "one" });
    assert.match(s.rows()[7]!, /^Copy 3 char/);
    assert.deepEqual(copied, []);
    // What is typed to the program is no answer.
    await s.keys("yYn");
    assert.deepEqual(copied, []);
    await s.keys(keys);
    assert.equal(copied[0] ?? null, first);
    s.emulators.say({ type: "clipboard", id: 1, text: "two" });
    assert.equal(copied[1] ?? null, second);
    assert.equal(s.emulators.input, "yYn");
    await s.close();
  });
}

test("autocommands: TermOpen, TermEnter, TermLeave, TermClose", async () => {
  const s = stage();
  for (const name of ["Open", "Enter", "Leave", "Close"]) {
    await s.ex(`autocmd Term${name} * echomsg "${name}"`);
  }
  await s.ex("terminal");
  s.lines(["$ "]);
  s.frame({ rows: ["$ "] });
  await s.keys("<C-\\><C-n>");
  s.emulators.say({ type: "exit", id: 1, code: 0, signal: 0 });
  assert.deepEqual(
    s.editor.messages.map(({ text }) => text),
    ["Open", "Enter", "Leave", "Close"],
  );
  await s.close();
});

test("features hear of prompts, commands and the end", async () => {
  const s = stage();
  const heard: string[] = [];
  const { events } = terminalsOf(s.editor);
  events.on("opened", ({ id }) => heard.push(`opened ${id}`));
  events.on("prompt", ({ prompt }) => heard.push(`prompt ${prompt?.before ?? "-"}`));
  events.on("block-start", ({ block }) => heard.push(`start ${block.command}`));
  events.on("block-end", ({ block }) => heard.push(`end ${block.status}`));
  events.on("exited", ({ status }) => heard.push(`exited ${status}`));
  events.on("closed", ({ id }) => heard.push(`closed ${id}`));
  await s.ex("terminal");
  const prompt = {
    id: 1,
    shell: "bash",
    before: "l",
    after: "",
    cwd: null,
    ownGhost: false,
    sure: true,
    seen: 0,
  } as const;
  s.frame({ rows: ["$ l"], more: { prompt } });
  s.frame({ rows: ["$ l", "noise"], more: { prompt: { ...prompt } } });
  s.frame({ rows: ["$ ls"], more: { prompt: null } });
  const block = {
    id: 1,
    command: "ls",
    cwd: null,
    startedAt: 1,
    endedAt: null,
    status: null,
    promptLine: 0,
    outputLine: 1,
    endLine: 1,
    sure: true,
  };
  s.emulators.say({ type: "block", id: 1, block });
  s.emulators.say({ type: "blocks", id: 1, blocks: [{ ...block, endLine: 2 }] });
  s.emulators.say({ type: "block", id: 1, block: { ...block, endedAt: 4, status: 1 } });
  s.emulators.say({ type: "exit", id: 1, code: 0, signal: 9 });
  await s.ex("");
  s.draw();
  await s.keys("x");
  assert.deepEqual(heard, [
    "opened 1",
    "prompt l",
    "prompt -",
    "start ls",
    "end 1",
    "exited 137",
    "closed 1",
  ]);
  await s.close();
});
