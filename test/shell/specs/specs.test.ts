import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSpec, specLines, specNames, specOf } from "../../../src/shell/specs/specs.ts";

test("the specs of well-known commands are there", () => {
  const git = specOf("git")!;
  assert.equal(git.name, "git");
  const commit = git.subcommands.find(({ name }) => name === "commit")!;
  const message = commit.options.find(({ names }) => names.includes("-m"))!;
  assert.deepEqual(message.names, ["-m", "--message"]);
  assert.equal(message.argument, "text");
  assert.deepEqual(specOf("cd")!.arguments, ["folder"]);
  assert.ok(git.subcommands.some(({ name }) => name === "stash pop"));
  assert.equal(specOf("no-such-command"), null);
  assert.equal(specOf("constructor"), null);
});

test("every one of them can be read", () => {
  assert.ok(specNames().length > 150);
  for (const name of specNames()) assert.equal(specOf(name)!.name, name);
  const lines = [...specLines()];
  assert.ok(lines.some(({ command }) => command === "docker build"));
  for (const { command } of lines) assert.match(command, /^\S+( \S+){0,2}$/);
});

test("a spec is read from its lines", () => {
  assert.deepEqual(parseSpec("tool\tfd\tA tool\n-v,--loud\t\tSays more\n>run,r\ts\t\n-o\tt"), {
    name: "tool",
    aliases: [],
    description: "A tool",
    arguments: ["file", "folder"],
    options: [{ names: ["-v", "--loud"], description: "Says more", argument: null }],
    subcommands: [
      {
        name: "run",
        aliases: ["r"],
        description: "",
        arguments: ["script"],
        options: [{ names: ["-o"], description: "", argument: "text" }],
        subcommands: [],
      },
    ],
  });
});
