// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of shells
/** Older bash: the ways that the script takes there, in the bash that is installed. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scriptFolder } from "../../../src/shell/integration/inject.ts";
import { missing, NONCE, type Shell, startShell } from "./shell.ts";

const ARRAY = "|| ( ${BASH_VERSINFO[0]} -eq 5 && ${BASH_VERSINFO[1]} -ge 1 )";

/** Starts bash with a script in which a version is another one. */
function start(change: (script: string) => string, rc: string): Shell {
  const text = change(readFileSync(join(scriptFolder(), "hunch.bash"), "utf8"));
  return startShell("bash", {
    marks: false,
    files: { script: text, ".bashrc": rc, secret: `${NONCE}\n` },
    args: ["--rcfile", "script"],
    env: { HUNCH_MARKS: "secret" },
  });
}

/** Bash 4.4 and 5.0 have PS0, and one line of commands for the prompt. */
const without51 = (script: string): string => {
  const changed = script.replaceAll("-gt 5 ", "-gt 99 ").replaceAll(ARRAY, "");
  assert.notEqual(changed, script);
  return changed;
};
/** Bash 3.2 has neither. */
const without44 = (script: string): string =>
  without51(script).replace("__hunch_modern=1", "__hunch_modern=");

const COMMANDS = "PS1='$ '\nPROMPT_COMMAND='SEEN=$?'\n";

/** A command, its status, its output, and what the prompt's own commands see of it. */
async function tellsOfCommands(shell: Shell): Promise<void> {
  await shell.prompt();
  const block = await shell.run("echo a; (exit 3)");
  assert.deepEqual(
    [block.command, block.status, shell.output(block), block.sure],
    ["echo a; (exit 3)", 3, "a\n", true],
  );
  assert.equal(shell.output(await shell.run("echo $SEEN $?")), "3 3\n");
}

test("bash before 5.1", { skip: missing("bash") }, async () => {
  const shell = start(without51, COMMANDS);
  try {
    await tellsOfCommands(shell);
    const kind = await shell.run("declare -p PROMPT_COMMAND | cut -c 1-10");
    assert.equal(shell.output(kind), "declare --\n");
  } finally {
    shell.close();
  }
});

test("bash before 4.4", { skip: missing("bash") }, async () => {
  const shell = start(without44, COMMANDS);
  try {
    await tellsOfCommands(shell);
    shell.send("\r");
    await shell.prompt();
    shell.send("no");
    await shell.until("text", () => shell.screen.tracker.prompt?.before === "no");
    await shell.interrupt();
    assert.equal(shell.screen.tracker.blocks.length, 2);
    assert.equal((await shell.run("echo ${PS0-none}")).command, "echo ${PS0-none}");
    assert.equal(shell.output(shell.block()), "none\n");
  } finally {
    shell.close();
  }
});
