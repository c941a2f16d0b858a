/** `@terminal`: what of an output is kept within a budget. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Block } from "../../../src/shell/block.ts";
import { terminalContext, trimmedOutput } from "../../../src/shell/context/context.ts";
import type { Terminal } from "../../../src/shell/terminals.ts";

function numbered(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, i) => `line ${from + i}`);
}

test("what fits is kept as it is", () => {
  const lines = ["one", "", "  two"];
  assert.deepEqual(trimmedOutput([], lines, 0, 100), { output: "one\n\n  two", omittedLines: 0 });
});

test("the first lines, errors between, the last ones, and how many are missing", () => {
  const lines = [...numbered(0, 300), "src/a.ts: error: bad", ...numbered(300, 600)];
  const { output, omittedLines } = trimmedOutput([], lines, 0, 300);
  const kept = output.split("\n");
  assert.equal(kept[0], "line 0");
  assert.equal(kept.at(-1), "line 599");
  assert.ok(kept.includes("src/a.ts: error: bad"));
  const marks = kept.filter((line) => line.startsWith("[…"));
  assert.equal(marks.length, 2);
  const missing = marks.reduce((sum, line) => sum + Number(/\d+/.exec(line)![0]), 0);
  assert.equal(missing, omittedLines);
  assert.equal(kept.length - marks.length + omittedLines, lines.length);
});

for (const tokens of [0, 1, 10, 50, 200, 1000, 5000]) {
  test(`never more than ${tokens} tokens`, () => {
    const first = numbered(0, 500).map((line, i) => (i % 7 === 0 ? `${line} failed` : line));
    const { output, omittedLines } = trimmedOutput(first, numbered(9500, 10_000), 9000, tokens);
    assert.ok(output.length <= Math.max(tokens * 4, 40), `${output.length}`);
    const kept = output.split("\n").filter((line) => line.startsWith("line")).length;
    assert.equal(kept + omittedLines, 10_000);
  });
}

test("the same output gives the same text", () => {
  const lines = numbered(0, 5000);
  const once = trimmedOutput([], lines, 0, 400);
  assert.deepEqual(trimmedOutput([], lines, 0, 400), once);
});

test("no control characters, no secrets, long lines cut in the middle", () => {
  const secret = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
  const lines = [
    "\u001b[31mred\u001b[0m\u0007",
    `token: ${secret}`,
    `${"a".repeat(5000)}end`,
    "-----BEGIN RSA PRIVATE KEY-----",
    "MIIEpAIBAAKCAQEA3Tz2mr7SZiAMfQyuvBjM9OiJjRazXBZ1BjP5CE/Wm/Rr500P",
    "-----END RSA PRIVATE KEY-----",
  ];
  const { output } = trimmedOutput([], lines, 0, 10_000);
  assert.doesNotMatch(output, /\u001b|\u0007/);
  assert.doesNotMatch(output, /16C7e42F|MIIEpAIB/);
  assert.match(output, /a\[… \d+ characters omitted …\]a+end/);
});

test("of a terminal: the last block, with what is known of it", async () => {
  const asked: [number, number][] = [];
  const block: Block = {
    id: 3,
    command: "TOKEN=ghp_16C7e42F292c6912E7710c838347Ae178B4a npm test",
    cwd: "/p",
    startedAt: 1000,
    endedAt: 3500,
    status: 1,
    promptLine: 9,
    outputLine: 10,
    endLine: 20_010,
    sure: true,
  };
  const terminal = {
    blocks: [block],
    async read(from: number, to: number) {
      asked.push([from, to]);
      return numbered(from, to);
    },
  } as unknown as Terminal;
  const context = await terminalContext(terminal, { tokens: 200 });
  assert.ok(context !== null);
  assert.deepEqual([context.status, context.cwd, context.duration], [1, "/p", 2500]);
  assert.doesNotMatch(context.command, /ghp_/);
  assert.match(context.output, /^line 10\n/);
  assert.match(context.output, /line 20009$/);
  // Never all of it.
  assert.deepEqual(asked, [
    [10, 510],
    [15_010, 20_010],
  ]);
  const none = { ...terminal, blocks: [] } as unknown as Terminal;
  assert.equal(await terminalContext(none, { tokens: 10 }), null);
});

test("a secret where a long line is cut is no secret in parts", () => {
  const secret = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
  for (let at = 200; at < 260; at++) {
    const line = `${"a ".repeat(at / 2)}${secret} ${"b ".repeat(500)}${secret}${" c".repeat(at / 2)}`;
    const { output } = trimmedOutput([], [line], 0, 10_000);
    assert.doesNotMatch(output, /16C7e|47Ae178B4a/, `${at}: ${output}`);
  }
});

test("what is missing is said where it is, also behind a secret of several lines", () => {
  const key = ["-----BEGIN RSA PRIVATE KEY-----", "MIIEpAIB", "-----END RSA PRIVATE KEY-----"];
  const { output } = trimmedOutput([...key, "head"], ["tail", "end"], 100, 1000);
  assert.match(output, /head\n\[… 100 lines omitted …\]\ntail\nend$/);
});
