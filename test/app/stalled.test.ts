/**
 * A terminal that stops reading: typing goes on, everything typed is in the recovery log, memory stays
 * flat, and one frame brings the screen up to date.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { findRecovery, recover } from "../../src/editor/journal/recovery.ts";
import { Hunch } from "./pty.ts";

const PATIENCE_MS = 60_000;

/** Resident memory in MB; 0 where /proc is not there. */
function memoryOf(pid: number): number {
  try {
    return (
      Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
    throw error;
  }
}

/** What the recovery log holds of a file now; "" while there is none. */
function logged(home: string, path: string): string {
  const [log] = findRecovery(join(home, "state", "hunch", "journal"), path);
  if (!log) return "";
  const { text } = recover(log.logPath);
  return text.sliceString(0, text.length, "\n");
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > end) assert.fail(`Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test("a stalled terminal loses nothing and is brought up to date by one frame", async () => {
  const home = mkdtempSync(join(tmpdir(), "hunch-e2e-"));
  const path = join(home, "a.txt");
  writeFileSync(
    path,
    Array.from({ length: 2000 }, (_, i) => `line ${i} ${"x".repeat(50)}\n`).join(""),
  );
  const hunch = Hunch.start(["a.txt"], { home, rows: 40, cols: 100 });
  try {
    await hunch.shows("line 3 ");
    await hunch.type("Ostart", "start");
    await until(() => logged(home, path).startsWith("start"), "the log");
    const before = memoryOf(hunch.pty.pid);
    hunch.pty.pause();
    const sent = hunch.output.length;
    // Each page is more than the line takes: the pty is full after a few of them.
    for (let i = 0; i < 200; i++) hunch.pty.write(`k${i % 10}\x1b[6~\x1b[5~`);
    const typed = Array.from({ length: 200 }, (_, i) => `k${i % 10}`);
    const complete = () =>
      typed.join("").length ===
      logged(home, path)
        .replace(/[^k\d]/g, "")
        .match(/k\d/g)
        ?.join("").length;
    await until(complete, "every key in the recovery log");
    const grown = memoryOf(hunch.pty.pid) - before;
    assert.ok(grown < 60, `memory grew by ${grown.toFixed(0)} MB`);
    hunch.pty.resume();
    hunch.pty.write("\x1b:echo 'all drawn'\r");
    await hunch.shows("all drawn");
    const frames = hunch.output.length - sent;
    assert.ok(frames < 200_000, `${frames} bytes came after the stall: a queue of frames`);
  } finally {
    hunch.clean();
  }
});
