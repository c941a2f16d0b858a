/** The command line of `hunch eval tab`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readArguments, USAGE } from "../../src/app/eval-arguments.ts";
import { UserError } from "../../src/base/errors.ts";

test("options are read in both ways of writing them", () => {
  const one = readArguments(["--commits", "50", ".", "--only=repeat,rename", "--eagerness", "0.5"]);
  assert.equal(one.folder, ".");
  assert.equal(one.commits, 50);
  assert.deepEqual(one.only, ["repeat", "rename"]);
  assert.equal(one.eagerness, 0.5);
  assert.equal(readArguments(["--protocol", "--eagerness=quiet"]).eagerness, "quiet");
});

test("what makes no sense is refused", () => {
  const refused: string[][] = [
    [],
    [".", "--protocol"],
    [".", "other"],
    [".", "--commits", "0"],
    [".", "--commits", "many"],
    [".", "--commits"],
    [".", "--eagerness", "2"],
    [".", "--eagerness", ""],
    [".", "--strange"],
    [".", "--record", "file"],
    [".", "--model", "m", "--record", "a", "--replay", "b"],
    [".", "--model", "m", "--ablate"],
    [".", "--model", "m", "--requests", "0"],
  ];
  for (const args of refused) assert.throws(() => readArguments(args), UserError, args.join(" "));
});

test("the help names every option", () => {
  const options = [
    ..."commits sample no-distractors every only without eagerness ablate fixed rename".split(" "),
    ..."json out dump protocol episodes model requests record replay".split(" "),
  ];
  for (const name of options) assert.match(USAGE, new RegExp(`--${name}\\b`), name);
});
