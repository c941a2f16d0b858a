import assert from "node:assert/strict";
import { test } from "node:test";
import { type CommandMoment, type CommandRun, NOTHING_KNOWN } from "../../../src/shell/command.ts";
import { NextCommand, type RunHistory } from "../../../src/shell/prompt/next-command.ts";
import type { Habits } from "../../../src/shell/suggest/learning.ts";

const AROUND: CommandMoment["around"] = { ...NOTHING_KNOWN, cwd: "/p", home: "/h" };

function run(command: string, time = 100, session = "s"): CommandRun {
  const rest = { cwd: "/p", repository: null, status: 0, duration: 1, previous: null };
  return { command, time, session, ...rest };
}

const HABITS: Habits = { params: { least: 0.3 }, ideas: {} };

function stage(
  history: RunHistory | null,
  answers: readonly string[] = [],
  kept: (() => Promise<Habits | null>) | null = null,
) {
  const started: (Habits | null)[] = [];
  const saved: Habits[] = [];
  const learned: string[] = [];
  const forgotten: string[] = [];
  const moments: CommandMoment[] = [];
  const turns: (() => void)[] = [];
  const failures: unknown[] = [];
  let clock = 0;
  let made = 0;
  let changes = 0;
  const next = new NextCommand({
    createSuggester(habits) {
      made++;
      started.push(habits);
      return {
        habits: () => HABITS,
        learn: ({ command }) => void learned.push(command),
        forget: (command) => void forgotten.push(command),
        suggest(moment) {
          moments.push(moment);
          return answers.map((command) => ({ command, chance: 1, wordChance: 1, reason: "" }));
        },
      };
    },
    around: () => AROUND,
    history,
    habits: kept && { load: kept, save: (habits) => void saved.push(habits) },
    later: (callback) => void turns.push(callback),
    now: () => 1000,
    clock: () => clock++,
    changed: () => void changes++,
    failed: (error) => void failures.push(error),
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    while (turns.length > 0) turns.shift()?.();
  };
  return {
    next,
    learned,
    forgotten,
    moments,
    turns,
    failures,
    settle,
    started,
    saved,
    made: () => made,
    changes: () => changes,
  };
}

test("nothing is made before the first question", () => {
  const on = stage(null);
  on.next.ran(run("ls"));
  assert.equal(on.made(), 0);
  assert.deepEqual(on.learned, []);
});

test("the history is learned before what ran meanwhile, in slices", async () => {
  const old = Array.from({ length: 100 }, (_, at) => run(`old ${at}`, at, "o"));
  const on = stage({ load: async () => [...old, run("now 1", 500)] });
  on.next.ran(run("now 1", 500));
  on.next.suggest("x", "s", "/p");
  on.next.ran(run("now 2", 600));
  assert.deepEqual(on.learned, []);
  await on.settle();
  assert.deepEqual(on.learned, [...old.map((each) => each.command), "now 1", "now 2"]);
  assert.ok(on.changes() === 1);
  on.next.ran(run("now 3", 700));
  on.next.suggest("x", "s", "/p");
  assert.equal(on.learned.at(-1), "now 3");
});

test("a question says what ran in the same shell, and that list is the same until more ran", () => {
  const on = stage(null);
  on.next.ran(run("ls"));
  on.next.ran(run("pwd", 200, "other"));
  on.next.suggest("g", "s", "/p");
  on.next.suggest("gi", "s", "/p");
  const [first, second] = on.moments;
  assert.deepEqual(
    first?.session.map((each) => each.command),
    ["ls"],
  );
  assert.equal(first?.session, second?.session);
  on.next.ran(run("cd"));
  on.next.suggest("g", "s", "/p");
  assert.deepEqual(
    on.moments[2]?.session.map((each) => each.command),
    ["ls", "cd"],
  );
  assert.equal(on.next.lastOf("s")?.command, "cd");
  on.next.endSession("s");
  assert.equal(on.next.lastOf("s"), null);
});

test("secrets and what is typed behind a blank are not learned", async () => {
  const on = stage(null);
  on.next.suggest("x", "s", null);
  await on.settle();
  on.next.ran(run(" ls"));
  on.next.ran(run("export TOKEN=ghp_abcdefghijklmnopqrstuvwxyz0123456789"));
  on.next.ran(run(""));
  on.next.ran(run("ls"));
  on.next.suggest("x", "s", null);
  assert.deepEqual(on.learned, ["ls"]);
});

test("what must not be offered is left out", () => {
  const on = stage(null, ["rm -rf x", "rmdir y", "rsync a b"]);
  assert.deepEqual(
    on.next.suggest("r", "s", "/p").map((each) => each.command),
    ["rsync a b"],
  );
});

test("behind another command of the line the last one is gone on with", () => {
  const on = stage(null, ["npm test", "rm -rf x"]);
  const lines = (prefix: string) => on.next.suggest(prefix, "s", "/p").map((each) => each.command);
  assert.deepEqual(lines("cd a && np"), ["cd a && npm test"]);
  assert.deepEqual(lines("cd 'a; np"), []);
  assert.deepEqual(lines("ls | np"), []);
  assert.deepEqual(lines("rm x; np"), []);
  assert.equal(on.moments[0]?.prefix, "np");
});

test("a history that cannot be read is told, and suggestions go on", async () => {
  const on = stage({ load: () => Promise.reject(new Error("no")) });
  on.next.suggest("x", "s", "/p");
  await on.settle();
  on.next.ran(run("ls"));
  on.next.suggest("x", "s", "/p");
  assert.equal(on.failures.length, 1);
  assert.deepEqual(on.learned, ["ls"]);
});

test("what is forgotten is forgotten everywhere", () => {
  const on = stage(null);
  on.next.suggest("x", "s", "/p");
  on.next.ran(run("ls"));
  on.next.ran(run("pwd"));
  on.next.forget("ls");
  assert.deepEqual(on.forgotten, ["ls"]);
  on.next.suggest("x", "s", "/p");
  assert.deepEqual(
    on.moments.at(-1)?.session.map((each) => each.command),
    ["pwd"],
  );
});

test("what was learned of a person is there from the start, and kept", async () => {
  const on = stage(null, ["npm test"], async () => HABITS);
  assert.deepEqual(on.next.suggest("n", "s", "/p"), []);
  await on.settle();
  assert.equal(on.changes(), 1);
  assert.equal(on.next.suggest("n", "s", "/p").length, 1);
  assert.deepEqual(on.started, [HABITS]);
  for (let at = 0; at < 25; at++) on.next.ran(run(`echo ${at}`));
  assert.equal(on.saved.length, 2);
  on.next.endSession("s");
  on.next.endSession("other");
  assert.deepEqual(on.saved, [HABITS, HABITS, HABITS]);
});

test("habits that cannot be read are told, and suggestions begin without", async () => {
  const on = stage(null, ["npm test"], () => Promise.reject(new Error("no")));
  on.next.suggest("n", "s", "/p");
  await on.settle();
  assert.equal(on.failures.length, 1);
  assert.deepEqual(on.started, [null]);
});
