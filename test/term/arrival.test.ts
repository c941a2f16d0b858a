/** When keys came, and whether others came with them: what Tab goes by. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { InputEvent } from "../../src/base/key.ts";
import { BARE } from "../../src/term/capabilities.ts";
import { Terminal } from "../../src/term/terminal.ts";

/** A terminal whose bytes come at the times that the test says. */
function scripted() {
  let now = 0;
  let read: (bytes: Uint8Array) => void = () => {};
  const nothing = (): void => {};
  const terminal = new Terminal({
    input: {
      isTerminal: true,
      setRaw: nothing,
      resume: (listener) => {
        read = listener;
      },
      pause: nothing,
      readNow: () => null,
      close: nothing,
    },
    output: { write: (bytes) => bytes.length, close: nothing },
    host: { on: nothing, off: nothing, kill: nothing, pid: 1 },
    timers: { set: () => 0, clear: nothing, now: () => now },
    size: () => ({ rows: 10, cols: 40 }),
    capabilities: BARE,
    terminfo: null,
    noColour: false,
  });
  terminal.start();
  return {
    terminal,
    bytes(at: number, text: string): void {
      now = at;
      read(Buffer.from(text));
    },
  };
}

const CASES: readonly (readonly [
  what: string,
  reads: readonly (readonly [at: number, text: string])[],
  keys: readonly string[],
])[] = [
  ["one key", [[100, "a"]], ["a 100"]],
  [
    "keys of a typist",
    [
      [100, "a"],
      [150, "\t"],
    ],
    ["a 100", "<Tab> 150"],
  ],
  ["keys in one read", [[100, "a\t"]], ["a 100 burst", "<Tab> 100 burst"]],
  ["a Tab before others", [[100, "\tb"]], ["<Tab> 100 burst", "b 100 burst"]],
  [
    "keys less than 10 ms apart",
    [
      [100, "a"],
      [109, "\t"],
      [119, "\t"],
    ],
    ["a 100", "<Tab> 109 burst", "<Tab> 119"],
  ],
  [
    "a key behind a paste",
    [[100, "\x1b[200~x\x1b[201~\t"]],
    ["paste 100 burst", "<Tab> 100 burst"],
  ],
  [
    "an arrow is one key, and the focus is none",
    [
      [100, "\x1b[I"],
      [101, "\x1b[A"],
    ],
    ["focus 100", "<Up> 101"],
  ],
];

for (const [what, reads, keys] of CASES) {
  test(`how they came: ${what}`, () => {
    const { terminal, bytes } = scripted();
    const seen: string[] = [];
    terminal.onInput((next) => {
      for (let event = next(); event !== null; event = next()) {
        const { at, burst } = terminal.arrival;
        seen.push(`${nameOf(event)} ${at}${burst ? " burst" : ""}`);
      }
    });
    for (const [at, text] of reads) bytes(at, text);
    assert.deepEqual(seen, keys);
    terminal.restoreNow();
  });
}

test("what is read while a command runs is typed ahead", () => {
  const { terminal, bytes } = scripted();
  const seen: string[] = [];
  let nested = false;
  terminal.onInput((next) => {
    if (nested) return;
    nested = true;
    // Nobody takes the first key before the second one comes.
    bytes(200, "\t");
    for (let event = next(); event !== null; event = next()) {
      seen.push(`${nameOf(event)} ${terminal.arrival.burst}`);
    }
    nested = false;
  });
  bytes(100, "a");
  assert.deepEqual(seen, ["a false", "<Tab> true"]);
  terminal.restoreNow();
});

function nameOf(event: InputEvent): string {
  return event.type === "key" ? event.key : event.type;
}
