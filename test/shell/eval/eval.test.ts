import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { shellOptions } from "../../../src/app/eval-shell.ts";
import { UserError } from "../../../src/base/errors.ts";
import { figuresOf } from "../../../src/shell/eval/counts.ts";
import { historyRows } from "../../../src/shell/eval/history-files.ts";
import { answerShellQuestions } from "../../../src/shell/eval/protocol.ts";
import { recentSuggester } from "../../../src/shell/eval/recent.ts";
import { replay } from "../../../src/shell/eval/replay.ts";
import { rowsOf } from "../../../src/shell/eval/row.ts";
import { scriptedRows } from "../../../src/shell/eval/scripted.ts";
import { createSuggester } from "../../../src/shell/suggest/suggester.ts";

const FILES: readonly (readonly [string, string, readonly string[]])[] = [
  ["bash", "ls\nls\ncd src\n\ngit status\n", ["ls", "cd src", "git status"]],
  ["bash with times", "#1700000000\nls\n#1700009000\nmake\n", ["ls", "make"]],
  [
    "zsh",
    ": 1700000000:0;ls\n: 1700000001:0;for a in b\\\ndo c\n: 1700000002:1;make\n",
    ["ls", "make"],
  ],
  [
    "fish",
    "- cmd: ls\n  when: 1700000000\n- cmd: echo a\\\\b\n  when: 1700000009\n",
    ["ls", "echo a\\b"],
  ],
];

for (const [name, text, commands] of FILES) {
  test(`a history file of ${name}`, () => {
    const rows = historyRows(Buffer.from(text), "file");
    assert.deepEqual(
      rows.map(({ command }) => command),
      commands,
    );
  });
}

test("a long pause begins another session", () => {
  const text = "#1700000000\nls\n#1700000060\npwd\n#1700009000\nmake\n";
  const rows = historyRows(Buffer.from(text), "file");
  assert.equal(rows[0]!.session, rows[1]!.session);
  assert.notEqual(rows[1]!.session, rows[2]!.session);
});

test("rows of a data file", () => {
  const [row] = rowsOf('{"session":"a","user":"u","t":1.5,"cwd":"/x","cmd":"ls","exit":2}\n', "f");
  assert.deepEqual(row, { session: "a", user: "u", t: 1.5, cwd: "/x", command: "ls", status: 2 });
  assert.throws(() => rowsOf("{}\n", "f"), UserError);
  assert.throws(() => rowsOf("ls\n", "f"), /line 1 is no command/);
});

test("the protocol is answered", async () => {
  const input = new PassThrough();
  const output = new PassThrough();
  const questions = [
    { op: "reset", user: "u" },
    { op: "session", session: "s", user: "u" },
    { op: "ran", session: "s", cmd: "git status", cwd: "/x", t: 1 },
    { op: "ran", session: "s", cmd: "ls", cwd: "/x", t: 2 },
    { op: "suggest", id: 7, session: "s", prefix: "gi", cwd: "/x", t: 3 },
    { op: "reset", user: "v" },
    { op: "suggest", id: 8, session: "t", prefix: "gi" },
  ];
  input.end(questions.map((each) => `${JSON.stringify(each)}\n`).join(""));
  await answerShellQuestions(recentSuggester, input, output);
  assert.equal(
    String(output.read()),
    '{"id":7,"suggestions":["git status"]}\n{"id":8,"suggestions":[]}\n',
  );
  const broken = new PassThrough();
  broken.end("nonsense\n");
  await assert.rejects(answerShellQuestions(recentSuggester, broken, output), UserError);
});

test("scripted sessions are the same each time, and other ones with another seed", () => {
  const commands = (seed: number) => scriptedRows(1, seed).map(({ command }) => command);
  assert.deepEqual(commands(1), commands(1));
  assert.notDeepEqual(commands(1), commands(2));
  assert.ok(commands(1).length > 200);
});

test("on scripted sessions the suggestions are worth more than the newest of the history", () => {
  const rows = scriptedRows(1, 5);
  const ours = figuresOf(replay(rows, createSuggester).counts);
  const recent = figuresOf(replay(rows, recentSuggester).counts);
  assert.ok(ours.savedWord! > 1.25 * recent.savedWord!, `${ours.savedWord} ${recent.savedWord}`);
  assert.ok(ours.ghostPrecision! > recent.ghostPrecision!);
});

test("arguments", () => {
  const options = shellOptions(["--history", "a", "--history=b", "--half", "odd", "--json"]);
  assert.deepEqual(options.history, ["a", "b"]);
  assert.equal(options.half, 1);
  assert.ok(options.json);
  assert.throws(() => shellOptions(["--half", "both"]), UserError);
  assert.throws(() => shellOptions(["folder"]), /name files by --history/);
});
