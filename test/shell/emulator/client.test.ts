/** The client, with a thread that is only a list of messages. */
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import { EmulatorClient, type EmulatorThread } from "../../../src/shell/emulator/client.ts";
import type {
  FromEmulator,
  StyledLine,
  TerminalStart,
  ToEmulator,
} from "../../../src/shell/emulator/protocol.ts";

class Thread extends EventEmitter implements EmulatorThread {
  readonly sent: ToEmulator[] = [];

  postMessage(message: ToEmulator): void {
    this.sent.push(message);
  }

  say(message: FromEmulator): void {
    this.emit("message", message);
  }

  terminate(): Promise<number> {
    this.emit("exit", 0);
    return Promise.resolve(0);
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

function threads() {
  const all: Thread[] = [];
  const client = new EmulatorClient(() => {
    const thread = new Thread();
    all.push(thread);
    return thread;
  });
  return { client, all };
}

const line = (text: string): StyledLine => ({ text, runs: new Uint32Array(0) });

test("the thread starts with the first terminal, and each has its own messages", () => {
  const { client, all } = threads();
  assert.equal(all.length, 0);
  const one = client.open(START);
  const two = client.open(START);
  assert.equal(all.length, 1);
  const thread = all[0]!;
  assert.deepEqual(
    thread.sent.map(({ type }) => type),
    ["start", "start"],
  );
  const titles: string[] = [];
  one.events.on("title", (title) => titles.push(`one ${title}`));
  two.events.on("title", (title) => titles.push(`two ${title}`));
  thread.say({ type: "title", id: two.id, title: "b" });
  thread.say({ type: "title", id: 99, title: "nobody" });
  assert.deepEqual(titles, ["two b"]);
  one.input("ls\r");
  assert.equal(one.sent, 1);
  assert.deepEqual(thread.sent.at(-1), { type: "input", id: one.id, data: "ls\r" });
});

test("without the library for ptys all terminals fail, and it is known why", () => {
  const { client, all } = threads();
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

test("a thread that can't be started is a terminal that failed", async () => {
  const client = new EmulatorClient(() => {
    throw new Error("no threads");
  });
  const failed: string[] = [];
  client.open(START).events.on("failed", (message) => failed.push(message));
  await Promise.resolve();
  assert.deepEqual(failed, ["no threads"]);
});

test("lines are read piece by piece, those that are lost left out", async () => {
  const { client, all } = threads();
  const terminal = client.open(START);
  const thread = all[0]!;
  const asked: string[] = [];
  const kept = { first: 2500, end: 4100 };
  thread.postMessage = (message) => {
    if (message.type !== "read") return;
    const { id, ask, from, to } = message;
    asked.push(`${from}-${to}`);
    const start = Math.max(from, kept.first);
    const lines: StyledLine[] = [];
    for (let at = start; at < Math.min(to, kept.end); at++) lines.push(line(String(at)));
    setImmediate(() =>
      thread.say({ type: "lines", id, ask, from: start, lines, styles: [{ bold: true }] }),
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

test("the death of the thread ends what waits, and the next terminal starts another", async () => {
  const { client, all } = threads();
  const terminal = client.open(START);
  const failed: string[] = [];
  terminal.events.on("failed", (message) => failed.push(message));
  const reading = terminal.read(0, 1);
  all[0]!.emit("error", new Error("out of memory"));
  all[0]!.emit("exit", 1);
  await assert.rejects(reading, { name: "Cancelled" });
  assert.deepEqual(failed, ["The thread of the terminals ended: out of memory"]);
  await terminal.close();
  client.open(START);
  assert.equal(all.length, 2);
});

test("closing waits for the programs' end", async () => {
  const { client, all } = threads();
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
  assert.equal(closed, true);
});
