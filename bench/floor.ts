/**
 * A small measurement without the harness and its peers: this editor beside a bare Node that echoes
 * keys, on the same pseudo-terminal. It times the first byte of an answer and has no model of the
 * screen, so it is for comparing two versions of the editor, not editors.
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

// The package's own types cannot be imported.
interface Pty {
  onData(listener: (data: string) => void): { dispose(): void };
  write(data: string): void;
  kill(signal: string): void;
}
const { spawn } = createRequire(import.meta.url)("node-pty") as {
  spawn(file: string, args: readonly string[], options: object): Pty;
};

/** The process says at its first line, as the editor does with its first frame, that it is there. */
const ECHO =
  'process.stdin.setRawMode(true);process.stdout.write("ready");' +
  'process.stdin.on("data",(bytes)=>process.stdout.write(bytes));';

const LETTERS = 150;
const SETTLE_MS = 700;
const PATIENCE_MS = 3000;

export interface FloorFigures {
  readonly name: string;
  /** Milliseconds from the start to the first frame, one for each round. */
  readonly starts: readonly number[];
  /** Milliseconds from a letter to the first byte of its answer. */
  readonly letters: readonly number[];
}

export async function measureFloor(root: string, rounds: number): Promise<FloorFigures[]> {
  const folder = mkdtempSync(join(tmpdir(), "hunch-bench-"));
  try {
    const env = { ...process.env, HOME: folder, XDG_CACHE_HOME: folder, TERM: "xterm-256color" };
    const subjects = [
      {
        name: "node echo",
        command: process.execPath,
        args: ["-e", ECHO],
        ready: "ready",
        keys: "",
      },
      {
        name: "hunch",
        command: "/bin/sh",
        args: [join(root, "bin", "hunch")],
        ready: "firstLine",
        keys: "o",
      },
    ].map((subject) => ({ ...subject, starts: [] as number[], letters: [] as number[] }));
    // The first round warms caches.
    for (let round = 0; round <= rounds; round++) {
      for (const subject of subjects) {
        // A session that is killed leaves a recovery log: each one has a file of its own.
        const file = join(folder, `round-${round}.ts`);
        writeFileSync(file, "export const firstLine = 1; // some text to look at\n".repeat(300));
        const args = [...subject.args, file];
        const began = performance.now();
        const pty = spawn(subject.command, args, { cols: 200, rows: 50, env });
        const ready = await answer(pty, subject.ready);
        if (!ready) throw new Error(`${subject.name} did not start`);
        if (round > 0) subject.starts.push(performance.now() - began);
        await pause(SETTLE_MS);
        if (subject.keys !== "") pty.write(subject.keys);
        await pause(SETTLE_MS / 2);
        for (let i = 0; i < LETTERS; i++) {
          const sent = performance.now();
          pty.write("x");
          const echoed = await answer(pty, "");
          if (!echoed) throw new Error(`${subject.name} does not answer to keys`);
          if (round > 0) subject.letters.push(performance.now() - sent);
          await pause(3 + (i % 7));
        }
        pty.kill("SIGTERM");
      }
    }
    return subjects;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Waits for the first output that contains a text; false when none comes. */
function answer(pty: Pty, text: string): Promise<boolean> {
  let seen = "";
  return new Promise((resolve) => {
    const end = (found: boolean): void => {
      clearTimeout(timer);
      dispose();
      resolve(found);
    };
    const timer = setTimeout(() => end(false), PATIENCE_MS);
    const { dispose } = pty.onData((data) => {
      seen += data;
      if (seen.includes(text)) end(true);
    });
  });
}

/** The value below which a share of the samples lies. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
