import assert from "node:assert/strict";
import { test } from "node:test";
import { Emitter } from "../../src/base/emitter.ts";
import type { Block } from "../../src/shell/block.ts";
import type { Terminal, TerminalEvents, Terminals } from "../../src/shell/terminals.ts";
import { Lab } from "./lab.ts";

const FILES = {
  "package.json": "{}",
  ".hunchignore": "notes/\n",
  "notes/own.txt": "private thoughts\n",
  "a.ts": "const a = 1;\n",
};

function lab() {
  const events = new Emitter<TerminalEvents>(() => {});
  const made = new Lab({ files: FILES, terminals: { events } as unknown as Terminals });
  made.open("a.ts");
  const run = (
    command: string,
    output: readonly string[],
    status: number,
    cwd: string | null = made.root,
  ) => {
    const block: Block = {
      id: 1,
      command,
      cwd,
      startedAt: 0,
      endedAt: 1,
      status,
      promptLine: 0,
      outputLine: 0,
      endLine: output.length,
      sure: true,
    };
    const read = async (from: number, to: number) => output.slice(from, to);
    const terminal = { running: true, blocks: [block], read } as unknown as Terminal;
    events.emit("block-end", { terminal, block });
  };
  return { lab: made, run };
}

test("what failed is told for a quarter of an hour, what went well for two minutes", async () => {
  const { lab: own, run } = lab();
  run("npm test", ["not ok 1 - adds", "  at /home/zorblatt/x/a.ts:3"], 1);
  const failed = "$ npm test\nnot ok 1 - adds\n  at ~/x/a.ts:3\n[exit status 1]";
  assert.equal((await own.scene()).terminal, failed);
  own.now += 10 * 60_000;
  assert.equal((await own.scene()).terminal, failed);
  own.now += 10 * 60_000;
  assert.equal((await own.scene()).terminal, null);
  run("npm test", ["ok"], 0);
  assert.equal((await own.scene()).terminal, "$ npm test\nok");
  own.now += 3 * 60_000;
  assert.equal((await own.scene()).terminal, null);
});

/** Commands, and whether their output is told. */
const COMMANDS: readonly (readonly [command: string, told: boolean])[] = [
  ["node build.js", true],
  ["cat a.ts", true],
  ["cat notes/own.txt", false],
  ["head -3 ./notes/own.txt | sort", false],
  ["grep -r thoughts notes", false],
  ["node notes/run.js", true],
  ["cp .env /tmp", false],
  ["printenv HOME", false],
  ["git log && env", false],
  ["kubectl get secret app -o yaml", false],
  ["environment --list", true],
  ["node a.ts | tail -3", true],
  ["grep -rn thoughts", false],
  ["rg thoughts", false],
  ["git diff", false],
  ["git log -p -1", false],
  ["git status", true],
  ["cd notes && cat own.txt", false],
  ["cat notes/o*", false],
  ["cat $FILE", false],
  ["find . -name '*.txt' | xargs cat", false],
  ["for f in notes/own.txt; do cat $f; done", false],
  ["/bin/cat notes/own.txt", false],
  ["FOO=1 env", false],
  ["kubectl describe secret app", false],
  ["terraform output -json", false],
  ["docker compose config", false],
];

for (const [command, told] of COMMANDS) {
  test(`what \`${command}\` says is ${told ? "" : "not "}told`, async () => {
    const { lab: own, run } = lab();
    run("npm test", ["before"], 1);
    run(command, ["something"], 1);
    const { terminal } = await own.scene();
    assert.equal(terminal, told ? `$ ${command}\nsomething\n[exit status 1]` : null);
  });
}

test("a command of somewhere else is none of this project", async () => {
  const { lab: own, run } = lab();
  run("make", ["failed"], 2, "/somewhere");
  assert.equal((await own.scene()).terminal, null);
});

test("long output is cut at lines, and says what was run", async () => {
  const { lab: own, run } = lab();
  run(
    "make",
    Array.from({ length: 300 }, (_, row) => `line ${row} of what went wrong`),
    2,
  );
  const { terminal } = await own.scene({ tokens: 1000 });
  assert.ok(terminal!.length <= 150, terminal!);
  assert.match(terminal!, /^\$ make\nline \d+ of what went wrong\n(?:.*\n)*\[exit status 2\]$/);
});

test("of a file that a command reads from an unknown folder, nothing is told", async () => {
  const { lab: own, run } = lab();
  run("cat own.txt", ["private thoughts"], 1, null);
  assert.equal((await own.scene()).terminal, null);
  run("make", ["failed"], 1, null);
  assert.match((await own.scene()).terminal!, /failed/);
});

test("what was a secret in a file is one in what a program says", async () => {
  const { lab: own, run } = lab();
  const key = `${"9f86d081884c7d65"}${"9a2feaa0c55ad015"}`;
  own.unnamed(`API_TOKEN=${key}\n\nx`, [2, 0]);
  await own.scene();
  own.open("a.ts");
  run("node a.ts", [`wrong: ${key}`], 1);
  assert.ok(!JSON.stringify(await own.scene()).includes(key.slice(0, 10)));
});
