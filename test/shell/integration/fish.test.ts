/** Files of users of fish. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { missing, type Shell, type ShellOptions, withShell } from "./shell.ts";

function fish(name: string, options: ShellOptions, body: (shell: Shell) => Promise<void>): void {
  test(
    name,
    { skip: missing("fish") },
    withShell("fish", options, async (shell) => {
      await shell.prompt();
      await body(shell);
    }),
  );
}

async function works(shell: Shell): Promise<void> {
  const failed = await shell.run("sh -c 'exit 3'");
  assert.deepEqual([failed.command, failed.status, failed.sure], ["sh -c 'exit 3'", 3, true]);
  const block = await shell.run("echo one; echo two");
  assert.deepEqual([block.command, shell.output(block)], ["echo one; echo two", "one\ntwo\n"]);
  shell.send("cat x");
  await shell.until("what is typed", () => {
    const { prompt } = shell.screen.tracker;
    return prompt?.before === "cat x" && prompt.after === "";
  });
  shell.send("\x15");
  await shell.until("nothing", () => shell.screen.tracker.prompt?.before === "");
}

const FILES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "no files": {},
  "a prompt of the user's": {
    "functions/fish_prompt.fish":
      "function fish_prompt; echo -n \"[$status] \"(prompt_pwd)'❯ '; end\n",
  },
  "a prompt as starship's": {
    "config.fish":
      "function fish_prompt\n  set -l code $status\n  echo\n  printf '\\e[32m%s\\e[0m in %s\\n❯ ' $code (basename $PWD)\nend\n" +
      "function fish_right_prompt\n  echo -n (set_color red)right side(set_color normal)\nend\n",
  },
  "a prompt that is made anew on each event": {
    "config.fish":
      "function again --on-event fish_prompt\n  function fish_prompt; echo -n 'new> '; end\nend\n",
  },
  "vi mode": { "config.fish": "fish_vi_key_bindings\nfunction fish_prompt; echo -n '> '; end\n" },
  "no suggestions": { "config.fish": "set -g fish_autosuggestion_enabled 0\n" },
  "marks of another terminal": {
    "config.fish":
      "function fish_prompt; printf '\\e]133;A\\ax> \\e]133;B\\a'; end\n" +
      "function m1 --on-event fish_preexec; printf '\\e]133;C\\a'; end\n" +
      "function m2 --on-event fish_postexec; printf '\\e]133;D;%s\\a' $status; end\n",
  },
};

for (const [name, files] of Object.entries(FILES)) {
  const inConfig = Object.fromEntries(
    Object.entries(files).map(([file, text]) => [`.config/fish/${file}`, text]),
  );
  fish(`with ${name}`, { files: inConfig }, async (shell) => {
    await works(shell);
    assert.equal(shell.screen.tracker.blocks.length, 2);
    assert.ok(shell.screen.tracker.blocks.every(({ sure }) => sure));
    assert.equal(shell.screen.tracker.prompt?.ownGhost, name !== "no suggestions");
  });
}

fish(
  "suggestions of fish are not input",
  {
    files: { ".local/share/fish/fish_history": "- cmd: echo suggestion\n  when: 1700000000\n" },
  },
  async (shell) => {
    shell.send("echo su");
    await shell.until("the ghost", () => {
      const { prompt } = shell.screen.tracker;
      const isShown = shell.screen.text().endsWith("echo suggestion");
      return isShown && prompt?.before === "echo su" && prompt.after === "" && prompt.ownGhost;
    });
  },
);

fish("lines with a blank before them, and several lines", {}, async (shell) => {
  assert.equal((await shell.run(" echo secret")).command.trim(), "echo secret");
  shell.send("for i in 1 2\r");
  await shell.until("a second line", () =>
    shell.screen.tracker.prompt?.before.startsWith("for i in 1 2\n"),
  );
  shell.send("echo $i\rend\r");
  await shell.prompt();
  assert.equal(shell.block().command.replace(/\n\s+/g, "\n"), "for i in 1 2\necho $i\nend");
  assert.equal(shell.output(shell.block()), "1\n2\n");
});

fish("the status is the user's", {}, async (shell) => {
  await shell.run("sh -c 'exit 5'");
  assert.equal(shell.output(await shell.run("echo $status")), "5\n");
  await shell.run("true | sh -c 'exit 6' | true");
  assert.equal(shell.output(await shell.run("echo $pipestatus")), "0 6 0\n");
  const mine = await shell.run("set -x | string match -r 'HUNCH_MARKS|HUNCH_SCRIPTS|hunch_nonce'");
  assert.equal(shell.output(mine), "");
});

fish("a login shell", { args: ["-l"] }, async (shell) => {
  assert.equal(shell.output(await shell.run("status is-login; echo $status")), "0\n");
  await works(shell);
});
