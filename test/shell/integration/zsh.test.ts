// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of shells
/** Files of users of zsh. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { missing, NONCE, type Shell, type ShellOptions, withShell } from "./shell.ts";

function zsh(name: string, options: ShellOptions, body: (shell: Shell) => Promise<void>): void {
  test(
    name,
    { skip: missing("zsh") },
    withShell("zsh", options, async (shell) => {
      await shell.prompt();
      await body(shell);
    }),
  );
}

async function works(shell: Shell): Promise<void> {
  const failed = await shell.run("(exit 3)");
  assert.deepEqual([failed.command, failed.status, failed.sure], ["(exit 3)", 3, true]);
  const block = await shell.run("echo one; echo two");
  assert.equal(block.command, "echo one; echo two");
  assert.match(shell.output(block), /^(\S* starts\n)?one\ntwo\n$/);
  shell.send("echo x");
  await shell.until("what is typed", () => {
    const { prompt } = shell.screen.tracker;
    return prompt?.before === "echo x" && prompt.after === "";
  });
  shell.send("\x15");
  await shell.until("nothing", () => shell.screen.tracker.prompt?.before === "");
}

const FILES: Readonly<Record<string, string>> = {
  "no files": "",
  "a prompt that is written anew each time, as powerlevel10k's":
    "setopt prompt_subst\nprecmd() { S=$?; PROMPT='%F{green}${S}%f %~ ❯ '; RPROMPT='%F{240}%T%f'; }\n",
  "hooks as oh-my-zsh has them":
    'autoload -U add-zsh-hook\nomz_precmd() { PROMPT="%{$fg[cyan]%}➜ %1~ "; }\n' +
    "omz_preexec() { print -- ${1[(w)1]} starts; }\n" +
    "add-zsh-hook precmd omz_precmd\nadd-zsh-hook preexec omz_preexec\n",
  "hooks that are thrown away": "precmd_functions=()\npreexec_functions=()\nPROMPT='> '\n",
  "set -eu": "setopt err_return no_unset\nPROMPT='eu> '\n",
  "options of other shells":
    "setopt ksh_arrays sh_word_split no_glob null_glob ksh_glob\nPROMPT='k> '\n",
  "aliases of what is needed":
    "alias print=false builtin=false source=false typeset=false local=false\nalias -g '$?'=x\nPROMPT='al> '\n",
  "two lines and a prompt at the right": "PROMPT=$'%~\\n%# '\nRPROMPT='%F{red}right side%f'\n",
  "vi mode with a prompt that is drawn again":
    "bindkey -v\nzle-keymap-select() { PROMPT=\"[$KEYMAP] \"; zle reset-prompt; }\nzle -N zle-keymap-select\nPROMPT='[ins] '\n",
  "an exported prompt": "export PS1='ex> ' PS2 RPS1='r'\nexport PSVAR\n",
  "a psvar of its own": "psvar=(a b)\nPROMPT='%1v %2v> '\nprecmd() { psvar=(c d) }\n",
  allexport: "setopt all_export\nPROMPT='a> '\n",
  "marks of another terminal":
    "precmd() { print -n '\\e]133;D\\a' }\npreexec() { print -n '\\e]133;C\\a' }\nPROMPT=$'%{\\e]133;A\\a%}x> %{\\e]133;B\\a%}'\n",
};

for (const [name, text] of Object.entries(FILES)) {
  zsh(`with ${name}`, { files: { ".zshrc": text } }, async (shell) => {
    await works(shell);
    assert.ok(shell.screen.tracker.blocks.every(({ sure }) => sure));
    assert.equal(shell.screen.tracker.blocks.length, 2);
  });
}

zsh(
  "all of the user's files, in their order, as if ours were not there",
  {
    args: ["-l"],
    files: {
      ".zshenv": "A=env:$ZDOTDIR:${(%):-%x}\n",
      ".zprofile": "A+=,profile\n",
      ".zshrc": "A+=,rc\nPROMPT='> '\n",
      ".zlogin": "A+=,login:${ZDOTDIR-none}\n",
    },
  },
  async (shell) => {
    const block = await shell.run("echo $A $options[login] $HISTFILE");
    assert.equal(shell.output(block), `env::${shell.home}/.zshenv,profile,rc,login:none on\n`);
    await works(shell);
  },
);

zsh(
  "a ZDOTDIR that the user's files set, and one that was set before",
  {
    env: { ZDOTDIR: "/nowhere" },
    files: { ".zshenv": "never=1\n" },
  },
  async (shell) => {
    const block = await shell.run("echo $ZDOTDIR ${never-no}; env | grep -c HUNCH_");
    assert.equal(shell.output(block), "/nowhere no\n0\n");
  },
);

zsh(
  "a ZDOTDIR that .zshenv sets",
  {
    files: { ".zshenv": "export ZDOTDIR=$HOME/z\n", "z/.zshrc": "PROMPT='zd> '\n" },
  },
  async (shell) => {
    await works(shell);
    assert.match(shell.screen.text(), /^zd> /m);
  },
);

zsh(
  "a prompt at the right is no input, and input may need its room",
  {
    cols: 40,
    files: { ".zshrc": "PROMPT='$ '\nRPROMPT='right side'\n" },
  },
  async (shell) => {
    shell.send("echo abc\x02");
    // "echo ab" alone is seen on the way there, too.
    await shell.until("the cursor", () => {
      const { prompt } = shell.screen.tracker;
      return prompt?.before === "echo ab" && prompt.after === "c";
    });
    assert.match(shell.screen.text(), /right side$/);
    shell.send("\x05 defghijklmnopqrstuvwxyz");
    const full = "echo abc defghijklmnopqrstuvwxyz";
    await shell.until("all", () => shell.screen.tracker.prompt?.before === full);
    shell.send(" and more than fits");
    await shell.until(
      "more",
      () => shell.screen.tracker.prompt?.before === `${full} and more than fits`,
    );
    shell.send("\x15");
    await shell.until("nothing", () => {
      const { prompt } = shell.screen.tracker;
      return prompt?.before === "" && prompt.after === "";
    });
  },
);

zsh(
  "suggestions that a plugin draws are not input, and are told of",
  {
    files: {
      ".zshrc":
        "PROMPT='$ '\n_zsh_autosuggest_start() { :; }\n" +
        "ghost() { if [[ $BUFFER == ec* ]]; then POSTDISPLAY='ho later'; region_highlight=(\"$#BUFFER $(($#BUFFER+8)) fg=8\"); else POSTDISPLAY=; fi }\n" +
        "zle -N zle-line-pre-redraw ghost\n",
    },
  },
  async (shell) => {
    shell.send("ec");
    await shell.until("the ghost", () => {
      const { prompt } = shell.screen.tracker;
      const isShown = shell.screen.text().endsWith("echo later");
      return isShown && prompt?.before === "ec" && prompt.after === "" && prompt.ownGhost;
    });
  },
);

zsh(
  "lines that the history ignores, history expansion, here documents",
  {
    files: {
      ".zshrc": "setopt hist_ignore_space hist_ignore_all_dups\nHISTSIZE=100\nPROMPT='$ '\n",
    },
  },
  async (shell) => {
    assert.equal((await shell.run(" echo secret")).command, " echo secret");
    assert.equal((await shell.run("echo a")).command, "echo a");
    assert.equal((await shell.run("!e")).command, "echo a");
    shell.send("cat <<E\rone\rE\r");
    await shell.prompt();
    assert.equal(shell.block().command, "cat <<E\none\nE");
    assert.equal(shell.output(shell.block()), "one\n");
  },
);

zsh(
  "a line that is recalled with its line breaks",
  {
    files: { ".zshrc": "PROMPT='$ '\nHISTSIZE=100\n" },
  },
  async (shell) => {
    await shell.run("for i in 1; do\recho $i\rdone");
    shell.send("\x10");
    await shell.until(
      "the command",
      () => shell.screen.tracker.prompt?.before === "for i in 1; do\necho $i\ndone",
    );
  },
);

zsh("output without a line break at its end", {}, async (shell) => {
  const block = await shell.run("printf abc");
  assert.match(shell.output(block).trim(), /^abc[%#]$/);
  await works(shell);
});

zsh(
  "nothing of ours is exported",
  {
    files: { ".zshrc": "setopt all_export\nexport PS1='x> '\n" },
  },
  async (shell) => {
    await shell.run("true");
    const block = await shell.run(
      `zsh -c 'env; set' | grep -c '${NONCE.slice(0, 9)}''${NONCE.slice(9)}'`,
    );
    assert.equal(shell.output(block), "0\n");
  },
);

zsh(
  "no files at all: our script is left out, too",
  {
    args: ["-f"],
  },
  async (shell) => {
    assert.equal(shell.screen.tracker.prompt?.sure, false);
  },
);
