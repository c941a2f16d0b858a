import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, watch } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Headless, headless } from "./screens.ts";

interface Pty {
  onData(listener: (data: string) => void): void;
  onExit(listener: (exit: { exitCode: number }) => void): void;
  write(data: string): void;
  resize(cols: number, rows: number): void;
  pause(): void;
  resume(): void;
  kill(signal: string): void;
}

const { spawn } = createRequire(import.meta.url)("node-pty") as {
  spawn(file: string, args: readonly string[], options: object): Pty;
};
const CHILD = fileURLToPath(new URL("pty-child.ts", import.meta.url));

/** The terminal is given back. */
const LEFT = "\x1b[?1049l";

/** A program in a pty with a terminal that shows and answers. */
class Session {
  readonly pty: Pty;
  readonly screen: Headless;
  output = "";
  exited: Promise<number>;
  /** Answers are held back until the program has left the screen. */
  late = false;
  #answers = "";
  #reading = true;
  #waiting: (() => void)[] = [];

  constructor(env: Record<string, string> = {}, command = [process.execPath, CHILD]) {
    this.pty = spawn(command[0]!, command.slice(1), {
      rows: 10,
      cols: 60,
      env: { PATH: process.env.PATH ?? "", TERM: "xterm-256color", ...env },
    });
    this.screen = headless(10, 60);
    this.screen.onData((answer) => {
      if (!this.late || this.output.includes(LEFT)) this.pty.write(answer);
      else this.#answers += answer;
    });
    this.pty.onData((data) => {
      this.output += data;
      if (this.late && this.output.includes(LEFT)) {
        this.pty.write(this.#answers);
        this.#answers = "";
      }
      this.screen.write(data, () => this.#changed());
    });
    this.exited = new Promise((resolve) => this.pty.onExit(({ exitCode }) => resolve(exitCode)));
  }

  #changed(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const check of waiting) check();
  }

  text(): string {
    const { active } = this.screen.buffer;
    return Array.from({ length: 10 }, (_, row) =>
      active.getLine(row)!.translateToString(true),
    ).join("\n");
  }

  async until(pattern: RegExp): Promise<string> {
    await this.holds(() => pattern.test(this.text().trim()));
    return this.text();
  }

  /** Waits until something holds; looked at whenever the screen has changed. */
  async holds(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  reading(on: boolean): void {
    if (on !== this.#reading) (on ? this.pty.resume : this.pty.pause).call(this.pty);
    this.#reading = on;
  }
}

const sessions: Session[] = [];
after(() => {
  for (const session of sessions) session.pty.kill("SIGKILL");
});

function open(env?: Record<string, string>, command?: string[]): Session {
  const session = new Session(env, command);
  sessions.push(session);
  return session;
}

test("a terminal starts, answers are swallowed, keys arrive, and all is given back", async () => {
  const session = open();
  await session.until(/ready/);
  session.pty.write("a\x1b[A\x1b[200~x\x1b[201~");
  await session.until(/ready\na <Up> paste/);
  assert.equal(session.screen.buffer.active.type, "alternate");
  session.pty.write("q");
  assert.equal(await session.exited, 0);
  await session.until(/^bye$/);
  assert.equal(session.screen.buffer.active.type, "normal");
  assert.deepEqual(
    [session.screen.modes.bracketedPasteMode, session.screen.modes.mouseTrackingMode],
    [false, "none"],
  );
});

test("answers that come late, while quitting, never reach the shell", async () => {
  const session = open();
  session.late = true;
  await session.until(/ready/);
  session.pty.write("q");
  assert.equal(await session.exited, 0);
  await session.until(/^bye$/);
});

for (const [key, code, shown] of [
  ["Q", 3, /^/],
  ["X", 1, /crashed on purpose/],
] as const) {
  test(`the terminal is given back after ${key === "Q" ? "process.exit" : "a crash"}`, async () => {
    const session = open();
    await session.until(/ready/);
    session.pty.write(key);
    assert.equal(await session.exited, code);
    await session.holds(() => {
      const { buffer, modes } = session.screen;
      return buffer.active.type === "normal" && !modes.bracketedPasteMode;
    });
    await session.until(key === "Q" ? /^$/ : /\S/);
    assert.match(session.output.split("\x1b[?1049l")[1]!, shown);
  });
}

for (const signal of ["SIGTERM", "SIGHUP"]) {
  test(`the terminal is given back after ${signal}`, async () => {
    const session = open();
    await session.until(/ready/);
    session.pty.kill(signal);
    await session.exited;
    assert.match(session.output, /\x1b\[\?1049l/);
  });
}

test("with text on standard input the keys come from /dev/tty", async () => {
  const session = open({}, ["bash", "-c", `echo text | ${process.execPath} ${CHILD}`]);
  await session.until(/ready/);
  session.pty.write("hS\x03");
  await session.until(/ready\nh interrupted/);
  session.pty.write("q");
  assert.equal(await session.exited, 0);
});

test("a resize is told and drawn", async () => {
  const session = open();
  await session.until(/ready/);
  session.pty.resize(50, 9);
  await session.until(/9x50/);
});

test("CTRL-C reaches a long computation", async () => {
  const session = open();
  await session.until(/ready/);
  session.pty.write("S");
  session.pty.write("ab\x03");
  await session.until(/interrupted/);
  assert.doesNotMatch(session.text(), /not interrupted/);
});

test("CTRL-C right behind an Esc reaches it too", async () => {
  const session = open();
  await session.until(/ready/);
  session.pty.write("S");
  session.pty.write("ab\x1b\x03");
  await session.until(/interrupted/);
  assert.doesNotMatch(session.text(), /not interrupted/);
});

test("CTRL-Z gives the terminal to the shell and fg brings the screen back", async () => {
  const session = open({ PS1: "$ " }, ["bash", "--norc", "-i"]);
  await session.until(/\$/);
  session.pty.write(`${process.execPath} ${CHILD}\r`);
  await session.until(/ready/);
  session.pty.write("\x1a");
  await session.until(/Stopped/);
  assert.equal(session.screen.buffer.active.type, "normal");
  session.pty.write("fg\r");
  await session.until(/ready/);
  session.pty.write("z");
  await session.until(/ready\nz/);
  session.pty.write("q");
  await session.until(/bye/);
  session.pty.write("exit\r");
  await session.exited;
});

test("a reader that stops holds nothing up, and one frame follows", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hunch-"));
  const watcher = watch(folder);
  const session = open({ FLOODED: join(folder, "flooded") });
  await session.until(/ready/);
  session.reading(false);
  session.pty.write("F");
  // 200 frames of 600 cells go nowhere, and the program comes to their end all the same.
  await once(watcher, "change");
  watcher.close();
  const before = session.output.length;
  session.reading(true);
  const text = await session.until(/flooded grown=-?\d+ busy=\w+\b/);
  const [, grown] = /grown=(-?\d+) busy=true/.exec(text)!.map(Number);
  assert.ok(grown! < 40, text);
  // What was in the pipe, the frame on its way and one more: not two hundred.
  assert.ok(session.output.length - before < 40_000, `${session.output.length - before} bytes`);
  session.pty.write("q");
  assert.equal(await session.exited, 0);
  rmSync(folder, { recursive: true, maxRetries: 10 });
});

for (const env of [
  { TERM: "dumb" },
  { TERM: "vt100" },
  { TERM: "linux" },
  { TERM: "screen-256color" },
  { TERM: "no-such-terminal" },
] as Record<string, string>[]) {
  test(`TERM=${env.TERM} shows text`, async () => {
    const session = open(env);
    await session.until(/ready/);
    session.pty.write("hq");
    assert.equal(await session.exited, 0);
  });
}
