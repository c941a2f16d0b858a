/** The client, with a process that is only a list of messages. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { EmulatorClient } from "../../../src/shell/emulator/client.ts";
import type { EmulatorListener, EmulatorProcess } from "../../../src/shell/emulator/process.ts";
import type {
  FromEmulator,
  StyledLine,
  TerminalStart,
  ToEmulator,
} from "../../../src/shell/emulator/protocol.ts";

class Listed implements EmulatorProcess {
  readonly heard: EmulatorListener;
  readonly sent: ToEmulator[] = [];
  left = false;

  constructor(heard: EmulatorListener) {
    this.heard = heard;
  }

  send(message: ToEmulator): void {
    this.sent.push(message);
  }

  say(message: FromEmulator): void {
    this.heard.message(message);
  }

  leave(): void {
    this.left = true;
  }
}

const START: Omit<TerminalStart, "id"> = {
  file: "/bin/sh",
  args: [],
  env: {},
  cwd: "/",
  rows: 4,
  cols: 20,
  scrollback: 10,
  nonce: "",
  shell: "other",
};

function processes() {
  const all: Listed[] = [];
  const client = new EmulatorClient((heard) => {
    const listed = new Listed(heard);
    all.push(listed);
    return listed;
  });
  return { client, all };
}

const line = (text: string): StyledLine => ({ text, runs: new Uint32Array(0) });

test("the process starts with the first terminal, and each has its own messages", () => {
  const { client, all } = processes();
  assert.equal(all.length, 0);
  const one = client.open(START);
  const two = client.open(START);
  assert.equal(all.length, 1);
  const listed = all[0]!;
  assert.deepEqual(
    listed.sent.map(({ type }) => type),
    ["start", "start"],
  );
  const titles: string[] = [];
  one.events.on("title", (title) => titles.push(`one ${title}`));
  two.events.on("title", (title) => titles.push(`two ${title}`));
  listed.say({ type: "title", id: two.id, title: "b" });
  listed.say({ type: "title", id: 99, title: "nobody" });
  assert.deepEqual(titles, ["two b"]);
  one.input("ls\r");
  assert.equal(one.sent, 1);
  assert.deepEqual(listed.sent.at(-1), { type: "input", id: one.id, data: "ls\r" });
});

test("without the library for ptys all terminals fail, and it is known why", () => {
  const { client, all } = processes();
  const terminal = client.open(START);
  const failed: string[] = [];
  terminal.events.on("failed", (message) => failed.push(message));
  assert.equal(client.unavailable, null);
  all[0]!.say({ type: "unavailable", reason: "no binary" });
  all[0]!.say({ type: "failed", id: terminal.id, message: "no binary" });
  assert.equal(client.unavailable, "no binary");
  assert.deepEqual(failed, ["no binary"]);
  terminal.input("x");
  assert.equal(terminal.sent, 0);
});

test("a process that can't be started is a terminal that failed", async () => {
  const client = new EmulatorClient(() => {
    throw new Error("no processes");
  });
  const failed: string[] = [];
  client.open(START).events.on("failed", (message) => failed.push(message));
  await Promise.resolve();
  assert.deepEqual(failed, ["no processes"]);
});

test("lines are read piece by piece, those that are lost left out", async () => {
  const { client, all } = processes();
  const terminal = client.open(START);
  const listed = all[0]!;
  const asked: string[] = [];
  const kept = { first: 2500, end: 4100 };
  listed.send = (message) => {
    if (message.type !== "read") return;
    const { id, ask, from, to } = message;
    asked.push(`${from}-${to}`);
    const start = Math.max(from, kept.first);
    const lines: StyledLine[] = [];
    for (let at = start; at < Math.min(to, kept.end); at++) lines.push(line(String(at)));
    setImmediate(() =>
      listed.say({ type: "lines", id, ask, from: start, lines, styles: [{ bold: true }] }),
    );
  };
  const { from, lines } = await terminal.read(0, Number.MAX_SAFE_INTEGER);
  assert.equal(from, 2500);
  assert.equal(lines.length, 1600);
  assert.equal(lines[0]!.text, "2500");
  assert.equal(lines.at(-1)!.text, "4099");
  assert.ok(asked.length <= 5, asked.join(" "));
  assert.deepEqual(terminal.styles.slice(0, 2), [{}, { bold: true }]);
  assert.deepEqual((await terminal.read(9000, 9001)).lines, []);
  assert.deepEqual((await terminal.read(5, 5)).lines, []);
});

test("the death of the process ends what waits, and the next terminal starts another", async () => {
  const { client, all } = processes();
  const terminal = client.open(START);
  const failed: string[] = [];
  terminal.events.on("failed", (message) => failed.push(message));
  const reading = terminal.read(0, 1);
  all[0]!.heard.gone("SIGKILL");
  await assert.rejects(reading, { name: "Cancelled" });
  assert.deepEqual(failed, ["The process of the terminals ended: SIGKILL"]);
  await terminal.close();
  const next = client.open(START);
  next.events.on("failed", (message) => failed.push(message));
  assert.equal(all.length, 2);
  // What one that is gone still says is nobody's.
  all[0]!.heard.gone("again");
  assert.equal(failed.length, 1);
  all[1]!.say({ type: "bug", reason: "a bug" });
  all[1]!.heard.gone("status 1");
  assert.equal(failed[1], "The process of the terminals ended: a bug");
});

test("closing waits for the programs' end", async () => {
  const { client, all } = processes();
  const terminal = client.open(START);
  let closed = false;
  const closing = client.close().then(() => {
    closed = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(closed, false);
  assert.deepEqual(all[0]!.sent.at(-1), { type: "close", id: terminal.id });
  all[0]!.say({ type: "closed", id: terminal.id });
  await closing;
  assert.equal(all[0]!.left, true);
});

test("an editor that ends does not wait for those that ignore it", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { client, all } = processes();
  client.open(START);
  const closing = client.close();
  assert.equal(all[0]!.left, false);
  t.mock.timers.tick(300);
  await closing;
  assert.equal(all[0]!.left, true);
});
