import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { boundedOutput } from "../../src/shell/bridge/bounded.ts";
import type { Completion } from "../../src/shell/bridge/bridge.ts";
import { askedOf, CompletionDesk } from "../../src/shell/bridge/desk.ts";
import { completionShells, shellFolders } from "../../src/shell/bridge/install.ts";
import { isQuiet, quietEnvironment } from "../../src/shell/bridge/quiet.ts";
import { completionsIn, invocationOf, type ShellFolders } from "../../src/shell/bridge/shells.ts";

const root = fs.mkdtempSync(join(os.tmpdir(), "hunch-bridge-"));
after(() => fs.rmSync(root, { recursive: true, maxRetries: 10 }));
const shells = completionShells(process.env);
// fish completes commands that it finds.
const bin = join(root, "bin");
fs.mkdirSync(bin);
fs.writeFileSync(join(bin, "mine"), "", { mode: 0o755 });
const PATH = `${bin}:${process.env.PATH}`;
const env = {
  ...process.env,
  PATH,
  HOME: root,
  XDG_CONFIG_HOME: undefined,
  XDG_DATA_HOME: undefined,
};
const PATIENCE = 60_000;

async function ask(
  name: "fish" | "bash",
  prefix: string,
  more: Partial<ShellFolders> = {},
): Promise<readonly Completion[]> {
  const shell = shells.find((each) => each.name === name)!;
  const asked = askedOf(prefix)!;
  const folders = { ...shellFolders(env, join(root, "state")), ...more };
  const { args, env: own } = invocationOf(shell, asked, folders);
  const run = { file: shell.file, args, cwd: root, patience: PATIENCE };
  const quiet = { ...quietEnvironment(env), ...own };
  const output = await boundedOutput({ ...run, env: quiet }, new AbortController().signal);
  return completionsIn(shell, output!, asked.words.at(-1)!);
}

/** Looks again and again, for many seconds. */
async function eventually(condition: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!condition()) {
    if (Date.now() > end) throw new Error("Waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const missing = (name: string) =>
  shells.some((each) => each.name === name) ? false : `${name} is not installed`;

test("fish is asked, without the user's configuration and without a trace", {
  skip: missing("fish"),
}, async () => {
  fs.mkdirSync(join(root, ".config/fish/completions"), { recursive: true });
  fs.writeFileSync(join(root, ".config/fish/config.fish"), `touch ${join(root, "configured")}\n`);
  fs.writeFileSync(
    join(root, ".config/fish/completions/mine.fish"),
    "complete -c mine -f -a 'alpha\\tFirst beta'\n",
  );
  const before = fs.readdirSync(root);
  assert.deepEqual(await ask("fish", "mine al"), [{ text: "alpha", description: "First" }]);
  assert.deepEqual((await ask("fish", "echo x | mine ")).map(({ text }) => text).sort(), [
    "alpha",
    "beta",
  ]);
  const git = await ask("fish", "git chec");
  assert.ok(git.some(({ text, description }) => text === "checkout" && description !== ""));
  assert.deepEqual(
    fs.readdirSync(root).filter((name) => !before.includes(name)),
    ["state"],
  );
});

const BASH_COMPLETIONS = `
_mine() { COMPREPLY=($(compgen -W "alpha beta $HOME_OF_TEST" -- "$2")); }
complete -F _mine mine
_long() { COMPREPLY=($(compgen -W "red green" -- "$2")); [[ $3 == "=" ]] || COMPREPLY=("--colour="); }
complete -F _long long
complete -W 'one two' words
`;

test("bash is asked: functions, words, what follows an equals sign", {
  skip: missing("bash"),
}, async () => {
  const file = join(root, "bash_completion");
  fs.writeFileSync(file, BASH_COMPLETIONS);
  const mine = { bashCompletion: file };
  const texts = async (prefix: string, more: Partial<ShellFolders> = mine) =>
    (await ask("bash", prefix, more)).map(({ text }) => text);
  assert.deepEqual(await texts("mine al"), ["alpha"]);
  assert.deepEqual(await texts("mine "), ["alpha", "beta"]);
  assert.deepEqual(await texts("long --colour=gr"), ["--colour=green"]);
  assert.deepEqual(await texts("words t"), ["two"]);
  assert.deepEqual(await texts("unheard-of x"), []);
  const folder = join(root, "completions");
  fs.mkdirSync(folder);
  fs.writeFileSync(join(folder, "lone"), "complete -W 'left right' lone\n");
  assert.deepEqual(await texts("lone l", { bashCompletion: "", bashFolders: [folder] }), ["left"]);
});

test("a program that takes too long is ended with all that it started", {
  skip: missing("bash"),
}, async () => {
  const { file } = shells.find((each) => each.name === "bash")!;
  const mark = join(root, "pid");
  const args = ["-c", `sleep 600 & echo $! > ${mark}; wait`];
  const run = { file, args, env: { PATH: process.env.PATH! }, cwd: root, patience: PATIENCE };
  const stop = new AbortController();
  const output = boundedOutput(run, stop.signal);
  await eventually(() => fs.existsSync(mark) && fs.readFileSync(mark, "utf8") !== "");
  stop.abort();
  assert.equal(await output, null);
  const pid = fs.readFileSync(mark, "utf8").trim();
  const isAlive = (): boolean => {
    const stat = `/proc/${pid}/stat`;
    return fs.existsSync(stat) && !/\) Z /.test(fs.readFileSync(stat, "utf8"));
  };
  await eventually(() => !isAlive());
  assert.equal(await boundedOutput({ ...run, patience: 1 }, new AbortController().signal), null);
  const none = { ...run, file: join(root, "none") };
  assert.equal(await boundedOutput(none, new AbortController().signal), null);
});

const ASKED: readonly (readonly [prefix: string, words: readonly string[] | null])[] = [
  ["git che", ["git", "che"]],
  ["git ", ["git", ""]],
  ["a && git che", ["git", "che"]],
  ["A=b git che", ["git", "che"]],
  ["git", null],
  ["", null],
  ["git |", null],
  ["git 'che", null],
  ["$git che", null],
  ["git che\n", null],
  ["kubectl get p", null],
  ["npm install re", null],
  ["git push ori", null],
  ["sudo git che", null],
];

test("what is asked, and what is not", () => {
  for (const [prefix, words] of ASKED) {
    assert.deepEqual(askedOf(prefix)?.words ?? null, words, prefix);
  }
  assert.ok(!isQuiet(["/usr/bin/ssh", ""]));
});

function desk(answers: Record<string, readonly string[]>, trusted = true) {
  const asked: string[] = [];
  const timers: (() => void)[] = [];
  const state = { now: 0, changed: 0 };
  const made = new CompletionDesk({
    trusts: () => trusted,
    ask: async ({ line }) => {
      asked.push(line);
      return answers[line]?.map((text) => ({ text, description: "" })) ?? null;
    },
    after(_ms, callback) {
      timers.push(callback);
      return { cancel: () => timers.splice(timers.indexOf(callback), 1) };
    },
    now: () => state.now,
    changed: () => state.changed++,
  });
  const run = async () => {
    for (const timer of timers.splice(0)) timer();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const lines = (prefix: string) => made.offers(prefix, "/p").map(({ command }) => command);
  return { made, asked, timers, state, run, lines };
}

test("an answer comes later, and serves the words that go on from it", async () => {
  const { asked, state, run, lines } = desk({ "x ch": ["checkout", "cherry-pick"] });
  assert.deepEqual(lines("x ch"), []);
  await run();
  assert.equal(state.changed, 1);
  assert.deepEqual(lines("x ch"), ["x checkout", "x cherry-pick"]);
  assert.deepEqual(lines("x cher"), ["x cherry-pick"]);
  assert.deepEqual(asked, ["x ch"]);
  state.now = 60_000;
  assert.deepEqual(lines("x che"), []);
});

test("a further key calls off the question before it", async () => {
  const { asked, timers, run, lines } = desk({ "x abc": ["abcd"] });
  for (const prefix of ["x a", "x ab", "x abc"]) lines(prefix);
  assert.equal(timers.length, 1);
  await run();
  assert.deepEqual(asked, ["x abc"]);
});

test("what has no answer is not asked again at once", async () => {
  const { asked, run, lines } = desk({});
  lines("x a");
  await run();
  lines("x a");
  await run();
  assert.deepEqual(asked, ["x a"]);
});

test("many possibilities are none, until more is typed", async () => {
  const many = Array.from({ length: 9 }, (_, k) => `name${k}`);
  const { run, lines } = desk({ "x na": many, "x ": many });
  lines("x na");
  await run();
  assert.deepEqual(lines("x na"), []);
  assert.equal(lines("x nam").length, 5);
});

test("in a folder that is not trusted nothing is started", async () => {
  const { made, asked, run, lines } = desk({ "x a": ["abc"] }, false);
  assert.deepEqual(lines("x a"), []);
  await run();
  assert.deepEqual(lines("x a"), []);
  assert.deepEqual(await made.completionsOf("x a", "/p", new AbortController().signal), []);
  assert.deepEqual(asked, []);
});
