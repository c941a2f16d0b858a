import assert from "node:assert/strict";
import { test } from "node:test";
import { type Invocation, parseArguments } from "../../src/app/args.ts";
import { parseTarget } from "../../src/app/target.ts";

const CASES: readonly [string[], Partial<Invocation>][] = [
  [[], { action: "edit", files: [] }],
  [["a", "b"], { files: ["a", "b"] }],
  [["-"], { files: ["-"] }],
  [["+12", "a"], { files: ["a"], commands: ["12"] }],
  [["+", "a"], { files: ["a"], commands: ["$"] }],
  [["+/a b", "a"], { commands: ["/a b"] }],
  [["-c", "set nu", "-c", "+5", "a"], { files: ["a"], commands: ["set nu", "+5"] }],
  [["--cmd", "set ic", "a"], { before: ["set ic"] }],
  [["-R", "a"], { readonly: true, files: ["a"] }],
  [["-O", "a", "b"], { split: "vertical" }],
  [["-o2", "a", "b"], { split: "horizontal" }],
  [["-p", "a"], { split: "tabs" }],
  [["--clean", "-u", "x.toml"], { clean: true, config: "x.toml" }],
  [["--", "-R", "+3"], { files: ["-R", "+3"], readonly: false, commands: [] }],
  [["--startuptime", "a"], { startuptime: true }],
  [["--version"], { action: "version", text: "hunch 1.2.3\n" }],
  [["-v"], { action: "version", text: "hunch 1.2.3\n" }],
  [["filter", "--keys", "x"], { action: "filter", rest: ["--keys", "x"] }],
  [["health"], { action: "health" }],
];

test("the command line is read as documented", async () => {
  for (const [args, expected] of CASES) {
    const found = await parseArguments(args, "1.2.3");
    const picked = Object.fromEntries(
      Object.keys(expected).map((key) => [key, found[key as keyof Invocation]]),
    );
    assert.deepEqual(picked, expected, args.join(" "));
  }
});

test("help lists every option, and an unknown one fails", async () => {
  const help = await parseArguments(["--help"], "1.2.3");
  assert.equal(help.action, "help");
  assert.equal(help.failed, false);
  for (const name of ["-R", "--cmd", "--clean", "-u ", "-O", "--startuptime", "hunch filter"]) {
    assert.ok(help.text.includes(name), name);
  }
  const wrong = await parseArguments(["--nope"], "1.2.3");
  assert.equal(wrong.failed, true);
  assert.match(wrong.text, /unknown option '--nope'/);
});

test("a file that is really named like a position wins", () => {
  const exists = (path: string) => ["a.ts", "b:3"].includes(path);
  assert.deepEqual(parseTarget("a.ts:3:5", exists), { path: "a.ts", line: 3, col: 5 });
  assert.deepEqual(parseTarget("a.ts:3:", exists), { path: "a.ts", line: 3, col: null });
  assert.deepEqual(parseTarget("b:3", exists), { path: "b:3", line: null, col: null });
  assert.deepEqual(parseTarget("new:3", exists), { path: "new:3", line: null, col: null });
});

test("what hunch does besides editing; a file called model is a file", async () => {
  for (const line of ["health", "filter --keys x", "eval tab .", "models", "models add --kind x"]) {
    const args = line.split(" ");
    const { action, rest } = await parseArguments(args, "1");
    assert.deepEqual([action, rest], [args[0], args.slice(1)]);
  }
  const add = await parseArguments(["model", "add", "x.gguf"], "1");
  assert.deepEqual([add.action, add.rest], ["models", ["add", "x.gguf"]]);
  assert.deepEqual((await parseArguments(["model", "view.ts"], "1")).files, ["model", "view.ts"]);
});
