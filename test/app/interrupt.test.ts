/** CTRL-C in a real terminal: it ends whatever runs, and what was done is undone at once. */
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Hunch } from "./pty.ts";

const ROWS = Array.from({ length: 60_000 }, (_, i) => `row ${i} alpha beta(${i % 7})`).join("\n");
const WIDE = "a".repeat(1_000_000);

interface Case {
  readonly name: string;
  readonly text: string;
  /** Each would run for minutes, or for ever. */
  readonly keys: string;
  /** After so many `u` the first row is as it was: what a run did is one. */
  readonly undone?: number;
}

const CASES: Case[] = [
  {
    name: "a macro that calls itself",
    text: "one",
    keys: ':let @q = "ix \\<Esc>@q"\r@q',
    undone: 1,
  },
  { name: "a recorded one", text: "one", keys: "qqqqqix \x1b@qq@q", undone: 2 },
  { name: "a pattern that backtracks", text: WIDE, keys: "/\\v(a|aa)+\\1[xy]\r" },
  { name: ":s with such a pattern", text: WIDE, keys: ":s/\\v(a|aa)+\\1[xy]/z/\r" },
  { name: ":g over moving rows", text: ROWS, keys: ":g/row/m0\r", undone: 1 },
  { name: ":normal on each row", text: ROWS, keys: ":%norm! Axyz\r", undone: 1 },
  { name: "a count without end", text: "one", keys: "yy99999999p" },
  { name: "a filter", text: "one", keys: ":%!sleep 1000\r" },
  { name: "a command's output", text: "one", keys: ":r !sleep 1000\r" },
  { name: "a loop of commands", text: "one", keys: ":map a ia<C-v><Esc>a\ra" },
];

for (const [kind, key] of [
  ["byte", "\x03"],
  ["kitty's key", "\x1b[99;5u"],
] as const) {
  for (const { name, text, keys, undone } of kind === "byte" ? CASES : CASES.slice(0, 3)) {
    test(`CTRL-C (${kind}) ends ${name}`, async () => {
      const home = mkdtempSync(join(tmpdir(), "hunch-e2e-"));
      writeFileSync(join(home, "a.txt"), `${text}\n`);
      const hunch = Hunch.start(["--clean", "-c", "set nopredict", "a.txt"], { home });
      try {
        await hunch.shows("a.txt");
        // The key waits behind the others, as it does when it is typed while they are worked off.
        hunch.pty.write(keys + key);
        await hunch.type("\x1b:echo 'al' . 'ive'\r", "alive");
        if (undone) {
          const [first] = text.split("\n");
          hunch.pty.write("u".repeat(undone));
          await hunch.until(
            () => hunch.screen.split("\n")[0]?.trimEnd() === first,
            "the first row as it was",
          );
        }
        assert.equal(hunch.exit, null);
      } finally {
        hunch.clean();
      }
    });
  }
}

test("a line that hangs up ends what runs, and the editor", async () => {
  const hunch = Hunch.start(["--clean", "-c", "set nopredict", "a.txt"]);
  try {
    await hunch.shows("a.txt");
    await hunch.type(":echo 'rea' . 'dy'\r", "ready");
    hunch.pty.write("qqqqq@qq@q");
    hunch.pty.destroy();
    await hunch.ended();
  } finally {
    hunch.clean();
  }
});
