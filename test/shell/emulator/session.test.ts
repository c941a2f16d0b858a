/** Real programs in real ptys, through their process. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { EmulatorClient, type EmulatorTerminal } from "../../../src/shell/emulator/client.ts";
import { Screen } from "./screen.ts";

const DEADLINE = 60_000;

interface Watched {
  readonly terminal: EmulatorTerminal;
  readonly screen: Screen;
  readonly events: string[];
  /** Waits until something holds; says what the screen showed when it never does. */
  until(holds: () => boolean, what?: string): Promise<void>;
  close(): Promise<void>;
}

let client: EmulatorClient;
let home: string;

before(() => {
  client = new EmulatorClient();
  home = mkdtempSync(join(tmpdir(), "hunch-emulator-"));
});

after(async () => {
  await client.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
});

function installed(program: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
}

interface Program {
  readonly file?: string;
  readonly args?: readonly string[];
  readonly rows?: number;
  readonly cols?: number;
  readonly scrollback?: number;
  readonly watch?: boolean;
  readonly cwd?: string;
}

function open(program: Program, from: EmulatorClient = client): Watched {
  const terminal = from.open({
    file: program.file ?? "/bin/sh",
    args: program.args ?? [],
    env: {
      PATH: process.env.PATH ?? "/bin:/usr/bin",
      TERM: "xterm-256color",
      LANG: "C.UTF-8",
      HOME: home,
      PS1: "$ ",
      ENV: "",
    },
    cwd: program.cwd ?? home,
    rows: program.rows ?? 10,
    cols: program.cols ?? 40,
    scrollback: program.scrollback ?? 1000,
    nonce: "",
    shell: "other",
  });
  const screen = new Screen();
  const events: string[] = [];
  let wake: () => void = () => {};
  const { events: emitter } = terminal;
  emitter.on("frame", (frame) => {
    screen.show(frame);
    setImmediate(() => terminal.shown());
    wake();
  });
  const note = (text: string) => {
    events.push(text);
    wake();
  };
  emitter.on("exit", ({ code, signal }) => note(`exit ${code} ${signal}`));
  emitter.on("failed", (message) => note(`failed ${message}`));
  emitter.on("title", (title) => note(`title ${title}`));
  emitter.on("bell", () => note("bell"));
  emitter.on("clipboard", (text) => note(`clipboard ${text}`));
  if (program.watch !== false) terminal.watch(true);
  return {
    terminal,
    screen,
    events,
    until(holds, what = holds.toString()) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          const rows = screen.rows.map((row) => row?.text).join("\n");
          reject(new Error(`Not within ${DEADLINE} ms: ${what}\n${rows}\n${events.join("\n")}`));
        }, DEADLINE);
        const look = () => {
          if (!holds()) return;
          clearTimeout(timer);
          wake = () => {};
          resolve();
        };
        wake = look;
        look();
      });
    },
    close: () => terminal.close(),
  };
}

const ended = (watched: Watched) => watched.events.some((event) => event.startsWith("exit"));

test("a shell: keys, echo, output, and its exit", async () => {
  const watched = open({ args: ["-i"] });
  const { terminal, screen, until } = watched;
  await until(() => screen.has("$"));
  terminal.input("printf '\\033]2;my title\\007\\033[31mred\\033[0m\\007 世界\\n'\r");
  await until(() => screen.has("red 世界"));
  await until(() => watched.events.includes("title my title"));
  assert.ok(watched.events.includes("bell"));
  const row = screen.rows.findIndex(({ text }) => text === "red 世界");
  assert.deepEqual(screen.cells(row, 40)[0], { text: "r", style: { fg: 1 } });
  assert.equal(screen.frame!.seen, 1);
  terminal.input("exit 7\r");
  await until(() => ended(watched));
  assert.ok(watched.events.includes("exit 7 0"));
  // What it wrote is still there.
  const { lines } = await terminal.read(0, Number.MAX_SAFE_INTEGER);
  assert.ok(lines.some(({ text }) => text === "red 世界"));
  await watched.close();
});

test("the last output of a program that floods and ends is all there", async () => {
  for (let i = 0; i < 5; i++) {
    const watched = open({ args: ["-c", "seq 1 20000; printf 'the end'"], scrollback: 30_000 });
    await watched.until(() => ended(watched));
    const { from, lines } = await watched.terminal.read(0, Number.MAX_SAFE_INTEGER);
    assert.equal(from, 0);
    assert.equal(lines.length, 20_001);
    assert.equal(lines[19_999]!.text, "20000");
    assert.equal(lines[20_000]!.text, "the end");
    await watched.close();
  }
});

test("what can't be started says why", async () => {
  const cases: readonly (readonly [Program, string])[] = [
    [{ file: "/no/such/program" }, "failed Can't be run: /no/such/program"],
    [{ file: "no-such-program" }, "failed Can't be run: no-such-program"],
    [{ cwd: "/no/such/folder" }, "failed No such folder: /no/such/folder"],
  ];
  for (const [program, message] of cases) {
    const watched = open(program);
    await watched.until(() => watched.events.length > 0);
    assert.deepEqual(watched.events, [message]);
    await assert.rejects(watched.terminal.read(0, 1), { name: "Cancelled" });
    await watched.close();
  }
});

test("a flood: CTRL-C ends it, memory stays, another terminal answers", async () => {
  const flood = open({ args: ["-i"], scrollback: 1000 });
  await flood.until(() => flood.screen.has("$"));
  flood.terminal.input("yes 0123456789\r");
  await flood.until(() => flood.screen.has("0123456789"));
  const other = open({ args: ["-i"] });
  await other.until(() => other.screen.has("$"));
  const frames = flood.screen.frames;
  const memory = process.memoryUsage().rss;
  for (let i = 1; i <= 20; i++) {
    other.terminal.input("x");
    const text = `$ ${"x".repeat(i)}`;
    await other.until(() => other.screen.has(text), text);
  }
  await flood.until(() => flood.screen.frames > frames + 60, "frames of the flood");
  const grown = process.memoryUsage().rss - memory;
  assert.ok(grown < 200e6, `${grown} bytes more`);
  flood.terminal.input("\x03");
  await flood.until(() => flood.screen.rows.some(({ text }) => text.startsWith("$")));
  await Promise.all([flood.close(), other.close()]);
});

test("at most one frame is on its way, and none when nobody looks", async () => {
  const watched = open({ args: ["-c", "yes"], watch: false });
  const { terminal } = watched;
  let frames = 0;
  const unseen = client.open({
    file: "/bin/sh",
    args: ["-c", "seq 1 200000; sleep 100"],
    env: { PATH: process.env.PATH ?? "" },
    cwd: home,
    rows: 5,
    cols: 20,
    scrollback: 10,
    nonce: "",
    shell: "other",
  });
  unseen.events.on("frame", () => frames++);
  unseen.watch(true);
  // Both have had plenty of time when the reading has come to the end of the other's output.
  for (;;) {
    const { from, lines } = await unseen.read(199_000, 200_001);
    if (from + lines.length >= 200_000) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(frames, 1);
  assert.equal(watched.screen.frames, 0);
  terminal.watch(true);
  await watched.until(() => watched.screen.frames > 2);
  await Promise.all([unseen.close(), watched.close()]);
});

test("a storm of resizes ends in the last size", async () => {
  const watched = open({ args: ["-i"], scrollback: 5000 });
  const { terminal, screen, until } = watched;
  await until(() => screen.has("$"));
  terminal.input("seq 1 3000\r");
  await until(() => screen.has("3000"));
  for (let i = 0; i < 200; i++) terminal.resize(3 + (i % 20), 10 + ((i * 7) % 90));
  terminal.resize(12, 50);
  terminal.resize(0, -5);
  terminal.resize(1e9, Number.NaN);
  terminal.resize(12, 50);
  await until(() => screen.frame!.rows === 12 && screen.frame!.cols === 50);
  terminal.input("stty size\r");
  await until(() => screen.has("12 50"));
  const { lines } = await terminal.read(0, Number.MAX_SAFE_INTEGER);
  assert.ok(lines.some(({ text }) => text === "2999"));
  await watched.close();
});

test("a pty that does not read stops nobody", async () => {
  const deaf = open({ args: ["-c", "stty raw -echo; printf ready; sleep 100"] });
  await deaf.until(() => deaf.screen.has("ready"));
  deaf.terminal.input("x".repeat(1_000_000));
  const other = open({ args: ["-c", "printf 'still alive'; sleep 100"] });
  await other.until(() => other.screen.has("still alive"));
  await Promise.all([deaf.close(), other.close()]);
});

test("a large paste reaches a program that reads it", async () => {
  const file = join(home, "pasted");
  const script = `stty raw -echo; printf ready; head -c 300000 > '${file}'; printf ' done'; sleep 9`;
  const watched = open({ args: ["-c", script] });
  await watched.until(() => watched.screen.has("ready"));
  const text = Array.from({ length: 30_000 }, (_, i) => String(i).padStart(9, "0")).join("\n");
  watched.terminal.input(`${text}\n`);
  await watched.until(() => watched.screen.has("ready done"));
  assert.equal(readFileSync(file, "utf8"), `${text}\n`);
  await watched.close();
});

test("closing ends programs, also those that ignore the hangup", async () => {
  const scripts = [
    "printf ready; exec sleep 1000",
    "trap '' HUP TERM INT; printf ready; while :; do sleep 1; done",
  ];
  for (const script of scripts) {
    const watched = open({ args: ["-c", `echo $$ > pid; ${script}`] });
    await watched.until(() => watched.screen.has("ready"));
    const pid = Number(readFileSync(join(home, "pid"), "utf8"));
    await watched.close();
    assert.throws(() => process.kill(pid, 0), { code: "ESRCH" }, script);
  }
});

test("what is typed to a program that gave its terminal up reaches no other terminal", async () => {
  const left = join(home, "left");
  const script = `trap '' HUP; printf ready; exec < /dev/null > '${left}' 2>&1; echo; exec sleep 1000`;
  const deaf = open({ args: ["-c", script] });
  await deaf.until(() => deaf.screen.has("ready"));
  while (!existsSync(left) || readFileSync(left, "utf8") === "") {
    await new Promise((resolve) => setImmediate(resolve));
  }
  const others = Array.from({ length: 4 }, () => open({ args: ["-c", "printf ready; cat"] }));
  for (const other of others) await other.until(() => other.screen.has("ready"));
  deaf.terminal.input("a password\r");
  deaf.terminal.resize(7, 33);
  for (const { terminal, screen, until } of others) {
    terminal.input("own\r");
    await until(() => screen.has("own"));
    assert.deepEqual([screen.frame!.rows, screen.frame!.cols], [10, 40]);
    assert.ok(!screen.rows.some((row) => row?.text.includes("password")));
  }
  await Promise.all([deaf, ...others].map((watched) => watched.close()));
});

test("a picture that is not complete is not shown", async () => {
  const body = "i=0; while [ $i -lt 40 ]; do i=$((i+1)); ";
  const frame =
    "printf '\\033[?2026h\\033[H\\033[2Jhalf'; printf '\\033[2;1Hwhole %s\\033[?2026l' $i; done";
  const watched = open({ args: ["-c", `${body}${frame}; sleep 100`] });
  const torn: string[] = [];
  watched.terminal.events.on("frame", () => {
    const { screen } = watched;
    if (screen.has("half") && !screen.text(1).startsWith("whole")) torn.push(screen.text(1));
  });
  await watched.until(() => watched.screen.has("whole 40"));
  assert.deepEqual(torn, []);
  await watched.close();
});

for (const [program, args, shows, keys] of [
  ["vim", ["-u", "NONE", "-N", "text"], "second line", ":q!\r"],
  ["less", ["text"], "second line", "q"],
] as const) {
  test(`${program} runs inside, is resized, and gives the screen back`, async (t) => {
    if (!installed(program)) return t.skip(`${program} is not installed`);
    writeFileSync(join(home, "text"), "first line\nsecond line\n世界\n");
    const watched = open({ args: ["-i"] });
    const { terminal, screen, until } = watched;
    await until(() => screen.has("$"));
    terminal.input(`${program} ${args.join(" ")}\r`);
    await until(() => screen.has(shows) && screen.frame!.modes.alternate);
    terminal.resize(12, 30);
    // Rows behind the text that only the program itself can have drawn: it has heard of its size.
    await until(
      () => screen.frame!.rows === 12 && screen.text(9) === "~" && screen.text(10) === "~",
    );
    assert.ok(screen.has("世界"));
    terminal.input(keys);
    await until(
      () => !screen.frame!.modes.alternate && screen.text(screen.frame!.cursor.row) === "$",
    );
    await watched.close();
  });
}

test("tmux runs inside", async (t) => {
  if (!installed("tmux")) return t.skip("tmux is not installed");
  const watched = open({ args: ["-i"], cols: 60 });
  const { terminal, screen, until } = watched;
  const socket = join(home, "tmux");
  await until(() => screen.has("$"));
  terminal.input(`tmux -S '${socket}' -f /dev/null new 'printf "inner %s" shell; cat'\r`);
  try {
    await until(() => screen.rows.some(({ text }) => text.startsWith("inner shell")));
    assert.equal(screen.frame!.modes.alternate, true);
    terminal.input("typed 世界");
    await until(() => screen.text(0).includes("typed 世界"));
  } finally {
    spawnSync("tmux", ["-S", socket, "kill-server"]);
  }
  await until(() => screen.frame!.modes.alternate === false);
  await watched.close();
});
