import assert from "node:assert/strict";
import { test } from "node:test";
import { Clipboard, type ClipboardHost } from "../../src/term/clipboard.ts";
import type { Timers } from "../../src/term/tty-port.ts";

/** Timers that run when told. */
function manualTimers(): Timers & { run(): void; waiting(): number } {
  const callbacks = new Set<() => void>();
  return {
    set(callback) {
      callbacks.add(callback);
      return callback;
    },
    clear: (timer) => void callbacks.delete(timer as () => void),
    now: () => 0,
    run() {
      const due = [...callbacks];
      callbacks.clear();
      for (const callback of due) callback();
    },
    waiting: () => callbacks.size,
  };
}

interface Recorded {
  readonly commands: string[];
  readonly sent: string[];
  readonly reports: string[];
}

function setup(
  env: Record<string, string>,
  programs: readonly string[],
  status = 0,
): { clipboard: Clipboard; recorded: Recorded; timers: ReturnType<typeof manualTimers> } {
  const recorded: Recorded = { commands: [], sent: [], reports: [] };
  const timers = manualTimers();
  const host: ClipboardHost = {
    env,
    platform: "linux",
    has: (program) => programs.includes(program),
    async run(command, input) {
      recorded.commands.push(
        `${command.join(" ")} < ${Buffer.from(input ?? []).toString("latin1")}`,
      );
      return { status, output: new Uint8Array() };
    },
    runNow(command) {
      recorded.commands.push(command.join(" "));
      return { status, output: Buffer.from("theirs") };
    },
    send: (bytes) => void recorded.sent.push(bytes),
    report: (message) => void recorded.reports.push(message),
    timers,
  };
  return { clipboard: new Clipboard(host), recorded, timers };
}

const PROVIDERS: readonly [Record<string, string>, string[], string][] = [
  [{ WAYLAND_DISPLAY: "w", DISPLAY: ":0" }, ["wl-copy", "xclip"], "wl-copy"],
  [{ DISPLAY: ":0" }, ["wl-copy", "xclip"], "xclip"],
  [{ DISPLAY: ":0" }, ["xsel"], "xsel"],
  [{}, ["xclip", "clip.exe"], "clip.exe"],
  [{}, ["xclip"], "OSC 52"],
  [{ SSH_CONNECTION: "x", DISPLAY: ":0" }, ["xclip"], "OSC 52"],
  [{ SSH_TTY: "x", TMUX: "x" }, ["tmux"], "tmux"],
  [{ TMUX: "x", DISPLAY: ":0" }, ["tmux", "xclip"], "xclip"],
];

for (const [env, programs, provider] of PROVIDERS) {
  test(`${JSON.stringify(env)} with ${programs} copies by ${provider}`, () => {
    assert.equal(setup(env, programs).clipboard.provider, provider);
  });
}

test("a thousand copies are one write of the last text", async () => {
  const { clipboard, recorded, timers } = setup({ DISPLAY: ":0" }, ["xclip"]);
  for (let i = 0; i < 1000; i++) clipboard.copy(`text ${i}`);
  assert.equal(timers.waiting(), 1);
  assert.equal(clipboard.paste(), "text 999");
  timers.run();
  await clipboard.flush();
  assert.deepEqual(recorded.commands, ["xclip -in -quiet -selection clipboard < text 999"]);
});

test("over SSH the terminal is told, with bytes as they were", async () => {
  const { clipboard, recorded } = setup({ SSH_TTY: "x" }, []);
  clipboard.copy("a\udce9", "*");
  await clipboard.flush();
  assert.deepEqual(recorded.sent, ["\x1b]52;p;Yek=\x1b\\"]);
  assert.equal(clipboard.paste("*"), "a\udce9");
  assert.equal(clipboard.paste("+"), null);
});

test("an old tmux is gone around", async () => {
  const { clipboard, recorded } = setup({ SSH_TTY: "x", TMUX: "x" }, ["tmux"], 1);
  clipboard.copy("hi");
  await clipboard.flush();
  assert.deepEqual(recorded.commands, ["tmux load-buffer -w - < hi"]);
  assert.deepEqual(recorded.sent, ["\x1b]52;c;aGk=\x1b\\"]);
});

test("a text that is too large is refused with the numbers", () => {
  const { clipboard } = setup({ SSH_TTY: "x" }, []);
  assert.throws(
    () => clipboard.copy("x".repeat(80_000)),
    /80000 bytes are too many \(OSC 52 takes/,
  );
  assert.throws(() => clipboard.copy("é".repeat(40_000)), /80000 bytes are too many/);
  clipboard.copy("x".repeat(70_000));
});

test("a tool's failure is reported and its paste falls back to our own copy", async () => {
  const { clipboard, recorded } = setup({ DISPLAY: ":0" }, ["xclip"], 1);
  clipboard.copy("mine");
  await clipboard.flush();
  assert.deepEqual(recorded.reports, ["Clipboard: xclip failed (1)"]);
  assert.equal(clipboard.paste(), "mine");
});

test("what others copied is pasted", () => {
  const { clipboard, recorded } = setup({ DISPLAY: ":0" }, ["xclip"]);
  assert.equal(clipboard.paste(), "theirs");
  assert.deepEqual(recorded.commands, ["xclip -out -selection clipboard"]);
});
