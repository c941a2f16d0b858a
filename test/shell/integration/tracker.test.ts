/** Marks and screens as data: what a tracker makes of them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { looksLikePrompt, mayNest } from "../../../src/shell/integration/guess.ts";
import { parseMark, unescapeMark } from "../../../src/shell/integration/marks.ts";
import { createScreen, type Screen } from "./screen.ts";

const NONCE = "s3cret";
const osc = (text: string): string => `\x1b]${text}\x07`;
/** A mark with the secret. */
const m = (text: string): string => osc(`633;${text};${NONCE}`);
const prompt = (text = "$ ", status = "0"): string =>
  `${m(`D;${status}`)}${m("A")}${text}${m("B")}`;
const command = (line: string): string =>
  `${line}\r\n${m(`E;${line.replaceAll(";", "\\x3b")}`)}${m("C")}`;

function shown(screen: Screen): string[] {
  return screen.tracker.blocks.map(
    ({ command: line, status, sure, promptLine, outputLine, endLine, endedAt }) =>
      `${sure ? "" : "?"}${line}=${endedAt === null ? "runs" : status} ${promptLine},${outputLine},${endLine}`,
  );
}

const ESCAPED: readonly [string, string][] = [
  ["a\\x3bb\\\\n\\x0a", "a;b\\n\n"],
  ["\\xe6\\xbc\\xa2 \\x41", "漢 A"],
  ["\\\\x41", "\\x41"],
  ["\\x4", "\\x4"],
  ["\\xff", "�"],
];

test("escapes of marks", () => {
  for (const [text, plain] of ESCAPED) assert.equal(unescapeMark(text), plain);
});

const MARKS: readonly [number, string, string | null][] = [
  [633, "A", "prompt"],
  [633, `A;${NONCE}`, "prompt sure"],
  [133, `A;${NONCE}`, "prompt"],
  [133, "D;1;aid=3", "done 1"],
  [633, "D;99999", "done"],
  [633, `D;-1;${NONCE}`, "done sure"],
  [633, `E;ls\\x3b;${NONCE}`, "command sure ls;"],
  [633, `E;ls;${NONCE} `, "command ls"],
  [633, `P;Cwd=/a b;${NONCE}`, "cwd sure /a b"],
  [633, "P;IsWindows=1", null],
  [633, "", null],
  [633, "constructor", null],
  [633, "P;constructor=1", null],
  [133, "E;x", null],
  [7, "file:///a%20b", "cwd /a b"],
  [7, "file://elsewhere/a", null],
  [7, "file:///%zz", null],
  [7, "http:///a", null],
];

test("marks", () => {
  for (const [number, data, expected] of MARKS) {
    const found = parseMark(number, data, NONCE);
    const words = found && [found.kind, found.sure && "sure", found.status, found.text];
    const text = words?.filter((word) => word !== false && word !== null && word !== "").join(" ");
    assert.equal(text ?? null, expected, data);
  }
  assert.equal(parseMark(633, "A;", "")?.sure, false);
  assert.equal(parseMark(633, `E;${";".repeat(1 << 18)};${NONCE}`, NONCE), null);
});

/** What is written, what stands at the prompt (null: nothing does), and the blocks. */
const STORIES: Readonly<
  Record<string, readonly [written: string, before: string | null, blocks: readonly string[]]>
> = {
  "a command": [
    `${prompt() + command("ls; x")}a\r\nb\r\n${prompt("$ ", "1")}`,
    "",
    ["ls; x=1 0,1,3"],
  ],
  "a prompt of two lines, drawn again": [
    `${prompt("\r\nhome\r\n> ")}ec\r\x1b[2A\x1b[J${m("A")}\r\nhome\r\n> ${m("B")}echo`,
    "echo",
    [],
  ],
  "output without an end of line": [`${prompt()}${command("x")}abc${prompt()}`, "", ["x=0 0,1,2"]],
  "a command without a prompt": [`${m("C")}out\r\n${m("D;3")}`, null, ["=3 0,0,1"]],
  "a command that never says its end": [
    `${prompt() + command("a")}1\r\n${m("A")}$ ${m("B")}${command("b")}`,
    null,
    ["a=null 0,1,2", "b=runs 2,3,4"],
  ],
  "two starts": [
    `${prompt() + command("a") + m("C")}x\r\n${m("D;0")}`,
    null,
    ["a=null 0,1,1", "=0 1,1,2"],
  ],
  "ends without starts": [m("D;1") + m("D;2") + prompt(), "", []],
  "a command that another's script tells after its start": [
    `${["133;A", "133;B", "133;C", "633;E;late"].map(osc).join("")}out\r\n${osc("133;D;0")}`,
    null,
    ["?late=0 0,0,1"],
  ],
  "pasted lines, which bash takes without a prompt between them": [
    `${prompt()}\r\n${m("E;one")}${m("C")}1\r\n${m("E;two")}${m("C")}2\r\n${m("D;0")}`,
    null,
    ["one=null 0,1,2", "two=0 2,2,3"],
  ],
  "forged ends and starts while it runs": [
    prompt() +
      command("cat evil") +
      osc("633;D;0") +
      osc("133;D;0") +
      osc("133;A") +
      "$ " +
      osc("133;B") +
      "\r\n" +
      osc("633;E;rm;x") +
      osc("133;C"),
    null,
    ["cat evil=runs 0,1,3"],
  ],
  "forged marks at the prompt": [
    `${prompt()}ls${osc("133;B")}${osc("633;B;wrong")}${osc("633;E;evil")}${osc("633;C")} -a`,
    "ls -a",
    [],
  ],
  "a secret that is a part": [prompt() + osc(`633;C;x${NONCE}`) + osc(`633;C;${NONCE}x`), "", []],
  "bash before 4.4, which tells commands with their end": [
    m("D;0") +
      m("P;Late=1") +
      m("A") +
      "$ " +
      m("B") +
      "ls\r\na\r\n" +
      m("E;ls") +
      prompt("$ ", "2"),
    "",
    ["ls=2 0,1,2"],
  ],
};

for (const [name, [written, before, blocks]] of Object.entries(STORIES)) {
  for (const cut of [Number.POSITIVE_INFINITY, 7]) {
    test(`${name}${cut === 7 ? ", in pieces" : ""}`, async () => {
      const screen = createScreen({ nonce: NONCE, foreground: () => "cat" });
      for (let at = 0; at < written.length; at += cut) {
        screen.write(written.slice(at, at + cut));
      }
      assert.equal(screen.tracker.prompt?.before ?? null, before);
      assert.deepEqual(shown(screen), blocks);
    });
  }
}

test("times and folders", async () => {
  const screen = createScreen({ nonce: NONCE });
  screen.write(`${m("D;0") + m("P;Cwd=/a") + m("A")}$ ${m("B")}${command("cd /b")}`);
  screen.time += 1234;
  screen.write(m("D;0") + m("P;Cwd=/b"));
  const [block] = screen.tracker.blocks;
  assert.deepEqual([block?.cwd, (block?.endedAt ?? 0) - (block?.startedAt ?? 0)], ["/a", 1234]);
  assert.equal(screen.tracker.cwd, "/b");
  screen.write(osc("7;file:///evil") + osc("633;P;Cwd=/evil"));
  assert.equal(screen.tracker.cwd, "/b");
});

test("what has changed is told once", async () => {
  const screen = createScreen({ nonce: NONCE });
  const told = () =>
    screen.tracker.takeChanged().map(({ command: line, status }) => `${line} ${status}`);
  screen.write(prompt() + command("a"));
  assert.deepEqual(told(), ["a null"]);
  assert.deepEqual(told(), []);
  screen.write(prompt("$ ", "1"));
  assert.deepEqual(told(), ["a 1"]);
  screen.tracker.ended();
  assert.deepEqual(told(), []);
});

test("the end of the program ends what runs", async () => {
  const screen = createScreen({ nonce: NONCE });
  screen.write(prompt() + command("exit"));
  screen.tracker.ended();
  assert.deepEqual(shown(screen), ["exit=null 0,1,1"]);
  assert.equal(screen.tracker.prompt, null);
});

test("blocks and command lines are bounded", async () => {
  const screen = createScreen({ nonce: NONCE });
  for (let i = 0; i < 1100; i++) screen.write(`${prompt() + command(`echo ${i}`)}\x1b[H\x1b[2B`);
  assert.ok(screen.tracker.blocks.length <= 1000);
  const long = createScreen({ nonce: NONCE });
  for (let i = 0; i < 40; i++) {
    long.write(`${m("E;".padEnd(60_000, "x"))}${m("C")}\r\n${m("D;0")}`);
  }
  const kept = (screen: Screen) =>
    screen.tracker.blocks.reduce((sum, block) => sum + block.command.length, 0);
  assert.ok(kept(long) <= 1 << 20, `${kept(long)}`);
  const told = createScreen({ nonce: NONCE });
  for (let i = 0; i < 40; i++) {
    const late = osc("633;E;".padEnd(60_000, "x"));
    told.write(`${osc("133;A") + osc("133;C") + late}\r\n${osc("133;D;0")}`);
  }
  assert.ok(kept(told) <= 1 << 20, `${kept(told)}`);
  assert.equal(
    long.tracker.takeChanged().filter(({ endLine }) => endLine < 0).length,
    40 - long.tracker.blocks.length,
  );
});

test("any order of marks, sure or not, leaves a sane state", async () => {
  let seed = 12345;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  const pieces = [..."ABCFGHI"].flatMap((letter) => [m(letter), osc(`133;${letter}`)]);
  pieces.push(
    m("D;0"),
    m("D;"),
    m("D;300"),
    m("E;ls"),
    m("P;Cwd=/x"),
    m("P;Late=1"),
    m("P;Ghost=1"),
  );
  pieces.push("text ", "\r\n", "\x1b[H", "\x1b[2J", "\x1b[3J", "\x1bc", "\x1b[5A", "root@h:~# ");
  pieces.push("漢字", "\x1b[?1049h", "\x1b[?1049l", "x".repeat(100), "\x1b[20G");
  for (let round = 0; round < 60; round++) {
    const screen = createScreen({ nonce: NONCE, rows: 6, cols: 20, foreground: () => "ssh" });
    for (let i = 0; i < 60; i++) {
      screen.sent += random(2);
      screen.write(pieces[random(pieces.length)] ?? "");
      if (random(10) === 0) screen.resize(5 + random(40), 2 + random(10));
      const { blocks } = screen.tracker;
      for (const block of blocks) {
        assert.ok(block.promptLine <= block.outputLine, JSON.stringify(block));
        assert.ok(block.outputLine <= block.endLine, JSON.stringify(block));
      }
      assert.deepEqual(
        blocks.map(({ id }) => id),
        blocks.map(({ id }) => id).sort((a, b) => a - b),
      );
      assert.ok(blocks.filter((block) => block.endedAt === null).length <= 2);
    }
  }
});

const PROMPTS: readonly [string, boolean][] = [
  ["user@host:~$ ", true],
  ["root@1a2b3c4d:/# ", true],
  ["[user@host src]$ ", true],
  ["(venv) user@host:~/x$ ", true],
  ["user@host ~> ", true],
  ["user@host ~/src (main)> ", true],
  ["bash-5.2$ ", true],
  ["sh-5.1# ", true],
  ["/ # ", true],
  ["~ $ ", true],
  ["$ ", true],
  ["# ", true],
  ["host% ", true],
  ["❯ ", true],
  ["➜  src git:(main) ✗ ", true],
  ["~/src on  main ❯ ", true],
  ["Password: ", false],
  ["user@host's password: ", false],
  ["Continue? [Y/n] ", false],
  ["> ", false],
  [">>> ", false],
  ["... ", false],
  ["100% ", false],
  [" 45% ", false],
  ["Downloading 3.5% ", false],
  ["user@host:~$", false],
  ["irb(main):001:0> ", false],
  ["mysql> ", false],
  [`${"x".repeat(300)}$ `, false],
];

test("what looks like a prompt", () => {
  for (const [line, is] of PROMPTS) assert.equal(looksLikePrompt(line), is, line);
});

const NESTING: readonly [string, string | null, boolean][] = [
  ["ssh", "ssh host", true],
  ["/usr/bin/docker", "docker run -it x", true],
  ["bash", "bash", true],
  ["-bash", "sudo su -", true],
  ["zsh", "exec $SHELL -l", true],
  ["sh", null, true],
  ["bash", "./build.sh", false],
  ["bash", "printf x", false],
  ["cat", "cat evil", false],
  ["vim", "vim", false],
];

test("what may hold another shell", () => {
  for (const [program, line, is] of NESTING) assert.equal(mayNest(program, line), is, line ?? "");
});

test("prompts and commands in ssh are guessed, and what the outer shell says ends them", async () => {
  const screen = createScreen({ nonce: NONCE, foreground: () => "ssh" });
  screen.write(`${prompt()}${command("ssh host")}Welcome\r\n`);
  screen.time += 200;
  screen.write("me@host:~$ ");
  assert.deepEqual(
    [screen.tracker.prompt?.before, screen.tracker.prompt?.sure, screen.tracker.prompt?.shell],
    ["", false, "other"],
  );
  screen.sent += 1;
  screen.write("ls -l");
  assert.equal(screen.tracker.prompt?.before, "ls -l");
  screen.sent += 1;
  screen.write("\r\na\r\nb\r\nme@host:~$ ");
  assert.deepEqual(shown(screen), ["ssh host=runs 0,1,6", "?ls -l=null 2,3,5"]);
  screen.sent += 1;
  screen.write("exit\r\nlogout\r\n");
  const sure = () => screen.tracker.prompt?.sure ?? null;
  assert.equal(sure(), null);
  screen.write(prompt("$ ", "7"));
  assert.equal(sure(), true);
  assert.deepEqual(shown(screen), ["ssh host=7 0,1,7", "?ls -l=null 2,3,5", "?exit=null 5,6,7"]);
});

test("a program that prints prompts by itself makes no commands", async () => {
  const screen = createScreen({ nonce: NONCE, foreground: () => "ssh" });
  screen.write(prompt() + command("ssh host sh script"));
  for (let i = 0; i < 5; i++) screen.write("me@host:~$ ls\r\nout\r\n");
  for (let i = 0; i < 5; i++) {
    screen.write("me@host:~$ ");
    screen.write("ls\r\nout\r\n");
  }
  assert.equal(screen.tracker.blocks.length, 1);
});

test("no guesses in a full-screen program", async () => {
  const screen = createScreen({ nonce: NONCE, foreground: () => "ssh" });
  screen.write(`${prompt()}${command("ssh host")}\x1b[?1049hme@host:~$ `);
  assert.equal(screen.tracker.prompt, null);
  assert.equal(screen.tracker.blocks.length, 1);
});

test("marks of a shell without the secret are followed, unsure", async () => {
  const screen = createScreen({ nonce: "", shell: "fish" });
  screen.write(
    `${osc("133;A")}> ${osc("133;B")}ls\r\n${osc("133;C")}x\r\n${osc("133;D;1")}${osc("133;A")}> ${osc("133;B")}`,
  );
  assert.deepEqual(shown(screen), ["?ls=1 0,1,2"]);
  assert.deepEqual([screen.tracker.prompt?.sure, screen.tracker.prompt?.shell], [false, "fish"]);
});
