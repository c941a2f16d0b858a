// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of shells
/** Files of users of bash. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { missing, NONCE, type Shell, type ShellOptions, withShell } from "./shell.ts";

function bash(name: string, options: ShellOptions, body: (shell: Shell) => Promise<void>): void {
  test(
    name,
    { skip: missing("bash") },
    withShell("bash", options, async (shell) => {
      await shell.prompt();
      await body(shell);
    }),
  );
}

/** What the user's own PS0 writes stands before the output. */
const OWN_PS0 = /\(starts\)/;

async function works(shell: Shell): Promise<void> {
  assert.deepEqual(
    await shell.run("(exit 3)").then(({ command, status, sure }) => [command, status, sure]),
    ["(exit 3)", 3, true],
  );
  const block = await shell.run("echo one; echo two");
  assert.deepEqual(
    [block.command, shell.output(block)],
    ["echo one; echo two", `${OWN_PS0.exec(shell.raw())?.[0] ?? ""}one\ntwo\n`],
  );
  shell.send("echo x");
  await shell.until("what is typed", () => shell.screen.tracker.prompt?.before === "echo x");
  shell.send("\x15");
  await shell.until("nothing", () => shell.screen.tracker.prompt?.before === "");
}

/** Files that are read as if bash read them itself, and the marks work with each. */
const FILES: Readonly<Record<string, string>> = {
  "no files": "",
  "a prompt that is written anew each time, as starship's":
    'starship_precmd() { STATUS=$?; PS1="\\[\\e[32m\\]$STATUS\\[\\e[0m\\] in $(basename "$PWD")\\n❯ "; }\n' +
    'PROMPT_COMMAND="starship_precmd${PROMPT_COMMAND:+;$PROMPT_COMMAND}"\n' +
    "PS0='${NOW:$((NOW=SECONDS,0)):0}'\n",
  "an array of commands": "PROMPT_COMMAND=('A=$?' 'B=${PIPESTATUS[*]}')\nPROMPT_COMMAND+=('C=1')\n",
  "a string of commands": "PROMPT_COMMAND='history -a; A=$?'\n",
  "commands that change what comes after them": "PROMPT_COMMAND='PROMPT_COMMAND=\"history -a\"'\n",
  "set -eu": "set -eu\n",
  "set -eu, and a last command that fails": "set -eu\n[[ -f /none ]] && true\n",
  "set -e, a file in a file": "set -e\n. ~/other || true\nfalse || true\n",
  "set -u, and no prompt": "set -u\nunset PS1 PS2\nPS1='> '\n",
  "an early return": "PS1='ret$ '\ncase $- in *i*) return ;; esac\nPS1='never '\n",
  "aliases and functions for what is needed":
    "alias printf=false history=false unset=false trap=false\nprintf() { echo no; }\nhistory() { echo no; }\n",
  "IFS and options": "IFS=:\nset -f\nshopt -s nullglob extglob failglob nocasematch\n",
  "no expansion in prompts": "shopt -u promptvars\nPS1='raw\\$ '\n",
  "a prompt with newlines and colours":
    "PS1='\\n\\[\\e]0;\\w\\a\\]\\[\\e[1;34m\\]\\w\\n\\[\\e[0m\\]└─\\$ '\n",
  "a user's own PS0": "PS0='\\e[2m(starts)\\e[0m'\n",
  "an exported prompt": "export PS1='exp$ ' PS2 PS0 PROMPT_COMMAND\n",
  "a trap on DEBUG and RETURN": "trap ': dbg' DEBUG\ntrap ': ret' RETURN\n",
  "a trap that prints what runs":
    "trap 'printf \"\\e]0;$BASH_COMMAND\\a\"' DEBUG\nPS1='> '\nshopt -s extdebug\n",
  "set -a": "set -a\nA=1\n",
  "vi mode": "set -o vi\n",
  "ignored and timed histories":
    "HISTCONTROL=ignoreboth:erasedups\nHISTTIMEFORMAT='%F %T '\nHISTIGNORE='ls:pwd'\n",
  "no history": "set +o history\nHISTSIZE=0\n",
  "a small history": "HISTSIZE=2\nHISTFILESIZE=2\n",
  "marks of another terminal":
    "PS1='\\[\\e]133;A\\a\\]x\\$ \\[\\e]133;B\\a\\]'\nPS0='\\e]133;C\\a'\n" +
    "PROMPT_COMMAND='printf \"\\e]133;D;%s\\a\" $?'\n",
};

for (const [name, text] of Object.entries(FILES)) {
  bash(`with ${name}`, { files: { ".bashrc": text, other: "false\n" } }, async (shell) => {
    if (name.startsWith("set -e")) {
      // There a command that fails ends the shell, as it does without us.
      const block = await shell.run("echo one; echo two");
      assert.deepEqual([shell.output(block), block.status], ["one\ntwo\n", 0]);
      const flags = await shell.run("echo $-");
      assert.match(shell.output(flags), /e/);
      return;
    }
    await works(shell);
    if (name.startsWith("a user's own PS0")) assert.match(shell.raw(), /\(starts\)/);
    if (name.startsWith("marks")) {
      assert.ok(shell.screen.tracker.blocks.every(({ sure }) => sure));
    }
  });
}

bash(
  "the user's files see the status and the pipe's",
  {
    files: {
      ".bashrc": "PROMPT_COMMAND='SEEN=\"$? ${PIPESTATUS[*]} $_\"'\n",
    },
  },
  async (shell) => {
    await shell.run("true | (exit 7)");
    // shellcheck: what the hook saw before this line.
    const block = await shell.run('echo "$SEEN"; echo $_');
    assert.match(shell.output(block), /^7 0 7 /);
    const pipe = await shell.run("(exit 2) | true; echo $? ${PIPESTATUS[0]}");
    assert.equal(shell.output(pipe), "0 2\n");
    await shell.run("(exit 5)");
    const status = await shell.run("echo $?");
    assert.equal(shell.output(status), "5\n");
  },
);

bash(
  "lines that the history ignores are read from the screen",
  {
    files: { ".bashrc": "HISTCONTROL=ignoreboth\nPS1='$ '\nPS2='> '\n" },
  },
  async (shell) => {
    assert.equal((await shell.run("echo a")).command, "echo a");
    assert.equal((await shell.run("echo a")).command, "echo a");
    assert.equal((await shell.run(" echo secret")).command, " echo secret");
    assert.equal((await shell.run("echo b")).command, "echo b");
    assert.equal((await shell.run("!e")).command, "echo b");
    shell.send(" echo 1 \\\r");
    await shell.until("a second line", () => {
      const isShown = shell.screen.text().endsWith("\n>");
      return isShown && shell.screen.tracker.prompt?.before === " echo 1 \\\n";
    });
    shell.send("2");
    await shell.until("text", () => shell.screen.tracker.prompt?.before === " echo 1 \\\n2");
    shell.send("\r");
    await shell.prompt();
    assert.equal(shell.block().command, " echo 1 \\\n2");
  },
);

bash("here documents and commands of several lines", {}, async (shell) => {
  shell.send("cat <<E\rone;\\ two\rE\r");
  await shell.prompt();
  assert.equal(shell.block().command, "cat <<E\none;\\ two\nE");
  assert.equal(shell.output(shell.block()), "one; two\n".replace("; ", ";\\ "));
});

bash("several lines that are pasted are several commands", {}, async (shell) => {
  shell.send("echo a\recho b\r");
  await shell.until(
    "both",
    () => shell.screen.tracker.blocks.filter((b) => b.endedAt).length === 2,
  );
  assert.deepEqual(
    shell.screen.tracker.blocks.map(({ command }) => command),
    ["echo a", "echo b"],
  );
});

bash(
  "a login shell reads its own files, and is one",
  {
    args: ["-l"],
    files: {
      ".bash_profile": "PROFILE=1\n. ~/.bashrc\n",
      ".bashrc": "RC=1\nPS1='login$ '\n",
      ".profile": "NEVER=1\n",
    },
  },
  async (shell) => {
    await works(shell);
    const block = await shell.run(
      "shopt -q login_shell; echo $? $PROFILE $RC ${NEVER-no} ${ENV-no} ${POSIXLY_CORRECT-no} $HISTFILE; set -o | grep posix",
    );
    assert.match(shell.output(block), /^0 1 1 no no no \S*\/\.bash_history\nposix\s+off\n$/);
  },
);

bash(
  "an rc file of the user's choice",
  {
    args: ["--rcfile", "mine"],
    files: { mine: "PS1='mine$ '\nMINE=$BASH_SOURCE\n", ".bashrc": "PS1='never$ '\n" },
  },
  async (shell) => {
    await works(shell);
    assert.equal(shell.output(await shell.run("echo $MINE")), "mine\n");
  },
);

bash(
  "a shell that is sourced again, and prompts that are set by hand",
  {
    files: { ".bashrc": "PS1='\\w$ '\nPROMPT_COMMAND='A=1'\n" },
  },
  async (shell) => {
    await shell.run(". ~/.bashrc");
    await works(shell);
    await shell.run("PS1='(venv) '\"$PS1\"");
    await works(shell);
    await shell.run("PS1='new> '; PS0=; PROMPT_COMMAND+=('B=2')");
    await shell.run("echo after");
    await works(shell);
  },
);

bash(
  "nothing of ours is exported, and the secret is in no variable of a child",
  {
    files: { ".bashrc": "export PS1='exp$ '\nset -a\n" },
  },
  async (shell) => {
    await shell.run("true");
    const block = await shell.run(
      `bash -c 'env; set' | grep -c '${NONCE.slice(0, 9)}''${NONCE.slice(9)}'`,
    );
    assert.equal(shell.output(block), "0\n");
  },
);

for (const [name, text, env] of [
  ["set -a and prompts as they are", "set -a\nshopt -u promptvars\nPS1='> '\n", {}],
  ["a shell that exports all from its start", "PS1='> '\n", { SHELLOPTS: "allexport" }],
  ["a trace", "exec 9>trace\nBASH_XTRACEFD=9\nPS1='> '\nset -x\nshopt -u promptvars\n", {}],
] as const) {
  bash(`no secret gets out with ${name}`, { files: { ".bashrc": text }, env }, async (shell) => {
    await works(shell);
    await shell.run("env > env.txt");
    for (const file of ["env.txt", "trace"]) {
      const path = join(shell.home, file);
      if (existsSync(path)) assert.ok(!readFileSync(path, "utf8").includes(NONCE), file);
    }
  });
}

for (const name of ["PROMPT_COMMAND", "PS1"]) {
  bash(
    `a ${name} that can't be changed: its prompts are guessed, and nothing is said of it`,
    { files: { ".bashrc": `PS1='me@host:~$ '\n${name}=\${${name}-}\nreadonly ${name}\n` } },
    async (shell) => {
      assert.equal(shell.screen.text().trim(), "me@host:~$");
      const block = await shell.run("echo hi");
      assert.deepEqual(
        [block.command, block.sure, shell.output(block)],
        ["echo hi", false, "hi\n"],
      );
    },
  );
}

bash("lines that are pasted with marks around them run one by one", {}, async (shell) => {
  shell.send("\x1b[200~echo a\necho b\n(echo c; exit 1)\x1b[201~");
  await shell.until("the text", () => shell.screen.tracker.prompt?.before.endsWith("1)"));
  shell.send("\r");
  await shell.prompt();
  assert.deepEqual(
    shell.screen.tracker.blocks.map((block) => [
      block.command,
      block.status,
      shell.output(block).trim(),
    ]),
    [
      ["echo a", null, "a"],
      ["echo b", null, "b"],
      ["(echo c; exit 1)", 1, "c"],
    ],
  );
});

bash(
  "exec of another shell in an rc file",
  {
    files: { ".bashrc": "[[ -z $AGAIN ]] && AGAIN=1 exec bash --norc\n" },
    // It never says anything; its prompt is guessed.
  },
  async (shell) => {
    const { prompt } = shell.screen.tracker;
    assert.equal(prompt?.sure, false);
    shell.send("echo hi\r");
    await shell.prompt();
    assert.deepEqual([shell.block().command, shell.block().sure], ["echo hi", false]);
    const left = await shell.run("env | grep -c 'HUNCH_'");
    assert.equal(shell.output(left).trim(), "0");
  },
);

bash("background jobs write over the prompt", {}, async (shell) => {
  await shell.run("sh -c 'sleep 0.3; echo from be''hind' &");
  await shell.until("the job", () => /from behind/.test(shell.screen.text()));
  await works(shell);
});

bash("a screen of few columns", { cols: 12, rows: 5 }, async (shell) => {
  const block = await shell.run("echo aaaaaaaaaaaaaaaaaaaaaaaaaaaa");
  assert.equal(block.command, "echo aaaaaaaaaaaaaaaaaaaaaaaaaaaa");
});
