/** Folded output, what is said of long commands, and the list of those that ran. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type PickItem, pickersOf } from "../../../src/editor/picker.ts";
import { durationText, foldedText } from "../../../src/shell/blocks/words.ts";
import { BLOCKS, block, blockStage } from "./stage.ts";

test("zc folds a command with its output", async () => {
  const s = await blockStage();
  await s.keys("<C-\\><C-n>6G");
  await s.keys("zc");
  assert.equal(s.rows()[4]?.replace(/[·\s]+$/, ""), "npm test — exit 1, 1.0 s, 3 lines");
  assert.equal(s.rows()[0]?.trim(), "$ ls");
  await s.keys("zM");
  assert.equal(s.rows()[0]?.replace(/[·\s]+$/, ""), "ls — ok, 1.0 s, 2 lines");
  await s.keys("zR");
  assert.equal(s.rows()[4]?.trim(), "$ npm test");
  await s.close();
});

test("a closed fold stays when more is written", async () => {
  const s = await blockStage();
  await s.keys("<C-\\><C-n>6Gzc");
  const lines = ["$ ls", "a.txt", "b.txt", "$ true", "$ npm test"];
  lines.push("not ok 1", "not ok 2", "not ok 3", "$ echo", "", "$ ");
  s.lines(lines);
  s.frame({ rows: lines, cursor: [10, 2] });
  s.say(block({ id: 4, command: "echo", promptLine: 8, outputLine: 9, endLine: 10 }));
  await s.registry.windows.read(s.registry.all[0]!);
  await s.turn();
  assert.match(s.rows()[4] ?? "", /npm test —/);
  await s.keys("Gkzc");
  assert.match(s.rows().join("\n"), /echo — ok, 1\.0 s, 1 line/);
  await s.close();
});

test("long commands are told of where nobody looks", async () => {
  const s = await blockStage();
  let bells = 0;
  s.editor.events.on("beep", () => bells++);
  const long = block({ id: 5, command: "make", startedAt: 1000, endedAt: 65_000, status: 2 });
  s.say(long);
  assert.equal(bells, 0);
  await s.keys("<C-\\><C-n>");
  await s.ex("b a.txt");
  s.say({ ...long, id: 6 });
  assert.deepEqual([bells, s.editor.message?.text], [1, "make: failed (2) after 1 min 4 s"]);
  s.say({ ...long, id: 7, endedAt: 10_999 });
  s.say({ ...long, id: 8, sure: false });
  await s.ex("set shellnotify=0");
  s.say({ ...long, id: 9 });
  assert.equal(bells, 1);
  await s.close();
});

test("a terminal in sight is told of while the editor has no focus", async () => {
  const s = await blockStage();
  let bells = 0;
  s.editor.events.on("beep", () => bells++);
  s.editor.events.emit("focus", { gained: false });
  s.say(block({ id: 5, command: "make", startedAt: 1000, endedAt: 21_000 }));
  assert.deepEqual([bells, s.editor.message?.text], [1, "make: has ended after 20 s"]);
  await s.close();
});

test("the list of commands, the last one first, leads to them", async () => {
  const s = await blockStage();
  const source = pickersOf(s.editor).get("blocks");
  assert.ok(source);
  const items: PickItem[] = [];
  source.start(
    "",
    { push: (more) => items.push(...more), done: () => {} },
    new AbortController().signal,
  );
  assert.deepEqual(
    items.map(({ text, detail }) => `${text}: ${detail}`),
    ["npm test: exit 1, 1.0 s, /home/u", "true: ok, 1.0 s, /home/u", "ls: ok, 1.0 s, /home/u"],
  );
  const preview = await source.preview?.(items[2]!, new AbortController().signal);
  assert.deepEqual(preview?.lines, ["a.txt", "b.txt"]);
  await s.close();
});

const DURATIONS: readonly [number, string][] = [
  [0, "0.0 s"],
  [1234, "1.2 s"],
  [9960, "10 s"],
  [59_400, "59 s"],
  [200_000, "3 min 20 s"],
  [7_500_000, "2 h 5 min"],
];

test("durations", () => {
  assert.deepEqual(
    DURATIONS.map(([ms]) => durationText(ms)),
    DURATIONS.map(([, text]) => text),
  );
  assert.equal(
    foldedText({ ...BLOCKS[0]!, command: "for i in 1; do\n  echo\x1b[2J\ndone", status: null }, 1),
    "for i in 1; do ⏎ echo [2J ⏎ done — 1.0 s, 1 line ",
  );
});
