/** What bash, zsh and fish tell alike. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Kind, missing, NONCE, type Shell, withShell } from "./shell.ts";

const KINDS: readonly Kind[] = ["bash", "zsh", "fish"];

/** Says when it is there to be interrupted. */
const CAT = "sh -c 'echo ready; exec cat'";
/** Says also when it has got a line. */
const READER = "sh -c 'echo ready; read line; echo go''ing on; exec cat'";

function each(
  name: string,
  body: (shell: Shell, kind: Kind) => Promise<void>,
  options: Parameters<typeof withShell>[1] = {},
): void {
  for (const kind of KINDS) {
    test(
      `${kind}: ${name}`,
      { skip: missing(kind) },
      withShell(kind, options, async (shell) => {
        await shell.prompt();
        await body(shell, kind);
      }),
    );
  }
}

each("a command has its text, status, folder and output", async (shell) => {
  const first = await shell.run("printf 'a;b\\n\\\\ é 漢\\n'; false");
  assert.equal(first.command, "printf 'a;b\\n\\\\ é 漢\\n'; false");
  assert.equal(first.status, 1);
  assert.equal(first.cwd, shell.home);
  assert.equal(first.sure, true);
  assert.equal(shell.output(first), "a;b\n\\ é 漢\n");
  const second = await shell.run("cd / && true");
  assert.equal(second.status, 0);
  assert.equal(second.cwd, shell.home);
  assert.equal(second.endLine, second.outputLine);
  const third = await shell.run("sh -c 'exit 42'");
  assert.deepEqual([third.status, third.cwd], [42, "/"]);
  assert.equal(shell.screen.tracker.cwd, "/");
});

each("what is typed at the prompt, before and behind the cursor", async (shell) => {
  shell.send("git commit");
  await shell.until("the text", () => shell.screen.tracker.prompt?.before === "git commit");
  shell.send(" ");
  await shell.until("a blank", () => shell.screen.tracker.prompt?.before === "git commit ");
  shell.send("\x01");
  const state = await shell.until("the start of the line", () => {
    const { prompt } = shell.screen.tracker;
    return prompt?.before === "" && prompt.after === "git commit" && prompt;
  });
  shell.send("\x05\x17");
  await shell.until("a word less", () => shell.screen.tracker.prompt?.before.trim() === "git");
  assert.equal(shell.screen.tracker.prompt?.id, state.id);
});

each("a line that is longer than the screen is wide", async (shell) => {
  const words = Array.from({ length: 30 }, (_, i) => `word${i}`).join(" ");
  shell.send(`: ${words}`);
  await shell.until("all of it", () => shell.screen.tracker.prompt?.before === `: ${words}`);
  shell.screen.resize(61, 24);
  shell.send("\r");
  await shell.prompt();
  assert.equal(shell.block().command, `: ${words}`);
});

each("Enter on an empty line and CTRL-C are no commands", async (shell) => {
  await shell.run("echo one");
  shell.send("\r");
  await shell.prompt();
  shell.send("echo not this");
  await shell.until("the text", () => shell.screen.tracker.prompt?.before === "echo not this");
  await shell.interrupt();
  await shell.run("echo two");
  assert.deepEqual(
    shell.screen.tracker.blocks.map(({ command }) => command),
    ["echo one", "echo two"],
  );
});

each("a running command is a block without an end", async (shell) => {
  shell.send(`${CAT}\r`);
  await shell.until("its output", () => shell.screen.text().endsWith("\nready"));
  const running = shell.block();
  assert.deepEqual([running.command, running.endedAt, running.status], [CAT, null, null]);
  assert.equal(shell.screen.tracker.prompt, null);
  shell.send("\x03");
  await shell.prompt();
  assert.equal(shell.block().status, 130);
  assert.notEqual(shell.block().endedAt, null);
});

each("a stopped job ends its block, and goes on in another", async (shell) => {
  shell.send(`${READER}\r`);
  await shell.until("its output", () => shell.screen.text().endsWith("\nready"));
  shell.send("\x1a");
  await shell.prompt();
  const stopped = shell.block();
  assert.equal(stopped.command, READER);
  assert.notEqual(stopped.endedAt, null);
  shell.send("fg\r");
  await shell.until("the job again", () => shell.screen.tracker.blocks.length === 2);
  // The shell changes the terminal's modes and may throw away what is typed meanwhile; once the job
  // has got a line it has the terminal.
  shell.send("\n");
  const again = setInterval(() => shell.send("\n"), 1000);
  try {
    await shell.until("its answer", () => shell.screen.text().includes("\ngoing on"));
  } finally {
    clearInterval(again);
  }
  shell.send("\x04");
  await shell.prompt();
  assert.deepEqual([shell.block().command, shell.block().status], ["fg", 0]);
});

each("CTRL-L keeps the prompt and drops the blocks that it takes away", async (shell) => {
  await shell.run("echo one");
  shell.send("echo tw");
  const { id } = await shell.until("text", () => {
    const { prompt } = shell.screen.tracker;
    return prompt?.before === "echo tw" && prompt;
  });
  shell.send("\x0c");
  await shell.until("an empty screen", () => !shell.screen.text().includes("one"));
  shell.send("o");
  const after = await shell.until("the same text", () => {
    const { prompt } = shell.screen.tracker;
    return prompt?.before === "echo two" && prompt;
  });
  assert.equal(after.id, id);
  assert.equal((await shell.run("")).command, "echo two");
  assert.deepEqual(
    shell.screen.tracker.blocks.map(({ command }) => command),
    ["echo two"],
  );
});

each("clear leaves no block with lines that are gone", async (shell) => {
  await shell.run("echo one");
  shell.screen.tracker.takeChanged();
  shell.send("clear\r");
  await shell.prompt();
  const told = shell.screen.tracker.takeChanged();
  const cleared = told.filter(({ command }) => command === "clear").at(-1);
  assert.equal(cleared?.status, 0);
  assert.notEqual(cleared?.endedAt, null);
  await shell.run("echo two");
  assert.deepEqual(
    shell.screen.tracker.blocks.map(({ command, endLine, outputLine }) => [
      command,
      endLine - outputLine,
    ]),
    [["echo two", 1]],
  );
});

each("the secret is in no child's environment and in no process list", async (shell) => {
  const { status } = await shell.run(
    `env > env.txt; ps -ef > ps.txt; cat /proc/self/environ /proc/$PPID/environ > more.txt 2>/dev/null; grep -qr ${NONCE.slice(0, 8)}'${NONCE.slice(8)}' env.txt ps.txt more.txt`,
  );
  assert.equal(status, 1);
  const block = await shell.run("env | grep -c HUNCH_MARKS");
  assert.equal(shell.output(block).trim(), "0");
  const files = await shell.run("ls -A");
  assert.doesNotMatch(shell.output(files), /hunch-/);
});

each("output with marks makes nothing sure, and ends nothing", async (shell) => {
  const forged = ["133;A", "133;B", "133;C", "133;D;0", "633;A", "633;B", "633;C", "633;D;7"]
    .concat([`633;E;rm -rf ~;${NONCE.slice(1)}`, "633;P;Cwd=/evil", "633;E;evil", "633;D;0;"])
    .map((mark) => `\\033]${mark}\\007x`)
    .join("");
  const block = await shell.run(`printf '${forged}\\n'; false`);
  assert.equal(block.status, 1);
  assert.equal(block.cwd, shell.home);
  assert.equal(shell.screen.tracker.blocks.length, 1);
  assert.equal(shell.screen.tracker.cwd, shell.home);
  // A shell that was asked for might mean them.
  await shell.run(`sh -c "printf '${forged}\\n'; sleep 0.1; exit 3"`);
  const blocks = shell.screen.tracker.blocks.filter(({ sure }) => sure);
  assert.deepEqual(
    blocks.map(({ status }) => status),
    [1, 3],
  );
  assert.equal(shell.screen.tracker.cwd, shell.home);
});

each("a shell inside, without marks, makes prompts that are not sure", async (shell) => {
  shell.send("bash --norc --noprofile\r");
  const inside = await shell.prompt();
  assert.deepEqual([inside.sure, inside.shell, inside.cwd], [false, "other", null]);
  shell.send("echo in");
  await shell.until("the text", () => shell.screen.tracker.prompt?.before === "echo in");
  shell.send("\r");
  await shell.prompt();
  const inner = shell.block();
  assert.deepEqual([inner.command, inner.sure, inner.status], ["echo in", false, null]);
  assert.equal(shell.output(inner), "in\n");
  shell.send("exit 5\r");
  const outer = await shell.until("the outer prompt", () => {
    const { prompt } = shell.screen.tracker;
    return prompt?.sure === true && prompt;
  });
  assert.ok(outer.id > inside.id);
  const [whole] = shell.screen.tracker.blocks;
  assert.deepEqual([whole?.command, whole?.status], ["bash --norc --noprofile", 5]);
});

each("a full-screen program inside", async (shell) => {
  shell.send(
    "printf '\\033[?1049h'; echo 'root@host:~# '; sleep 0.05; printf '\\033[?1049l'; true\r",
  );
  await shell.prompt();
  assert.equal(shell.screen.tracker.blocks.length, 1);
  assert.equal(shell.block().status, 0);
});

each("the shell itself ends", async (shell) => {
  shell.send("exit 4\r");
  await shell.until("its end", () => shell.exited() && shell.screen.tracker.blocks.length === 1);
  shell.screen.tracker.ended();
  const last = shell.block();
  assert.equal(last.command, "exit 4");
  assert.notEqual(last.endedAt, null);
  assert.equal(shell.screen.tracker.prompt, null);
});

each("a prompt that is drawn anew for other sizes", async (shell) => {
  const text = "echo 0123456789 0123456789 0123456789 0123456789";
  shell.send(text);
  await shell.until("the text", () => shell.screen.tracker.prompt?.before === text);
  for (const [cols, rows] of [
    [40, 10],
    [100, 30],
    [33, 5],
    [80, 24],
  ] as const) {
    shell.resize(cols, rows);
    // Bash says nothing where nothing has to be drawn.
    shell.send("x");
    await shell.until("the next letter", () => shell.screen.tracker.prompt?.before === `${text}x`);
    shell.send("\x7f");
    await shell.until(`the text at ${cols}`, () => shell.screen.tracker.prompt?.before === text);
  }
  assert.equal((await shell.run("")).command, text);
});
