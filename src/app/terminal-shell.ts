/** `:!` on the real terminal: the command gets it whole, then Enter is waited for. */
import { spawnSync } from "node:child_process";
import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { constants } from "node:os";
import { isatty } from "node:tty";
import { Cancelled } from "../base/errors.ts";
import type { Shell } from "../editor/shell.ts";
import type { Terminal } from "../term/terminal.ts";
import { runFilter } from "./filter-process.ts";

const FATAL = ["SIGINT", "SIGQUIT"] as const;

export function terminalShell(terminal: Terminal): Shell {
  return {
    interactive(command, place) {
      terminal.leave();
      const release = shieldSignals();
      // With text on standard input (`hunch -`) the keyboard is /dev/tty.
      const input = isatty(0) ? 0 : openSync("/dev/tty", "r");
      try {
        writeSync(1, `:!${command.replace(/[\x00-\x1f\x7f-\x9f]/g, "?")}\n`);
        const result = spawnSync(place.shell, ["-c", command], {
          cwd: place.cwd,
          stdio: [input, 1, 2],
        });
        if (result.error) writeSync(1, `\n${result.error.message}\n`);
        const code = result.status ?? 128 + (constants.signals[result.signal ?? "SIGINT"] ?? 0);
        if (code !== 0) writeSync(1, `\nshell returned ${code}\n`);
        writeSync(1, "\nPress ENTER to continue");
        waitForEnter(input);
        return code;
      } finally {
        if (input !== 0) closeSync(input);
        release();
        terminal.enter();
      }
    },
    filter: (command, input, place) =>
      runFilter(command, input, place, () => {
        if (terminal.interrupted()) throw new Cancelled();
      }),
  };
}

/**
 * CTRL-C is the command's: it reaches this process, too, and its handlers only run when the event
 * loop turns again. Until then nobody of ours listens.
 */
function shieldSignals(): () => void {
  const kept = FATAL.map((signal) => [signal, process.rawListeners(signal)] as const);
  const ignore = (): void => {};
  for (const signal of FATAL) {
    process.removeAllListeners(signal);
    process.on(signal, ignore);
  }
  return () => {
    setTimeout(() => {
      for (const [signal, listeners] of kept) {
        process.off(signal, ignore);
        for (const listener of listeners) process.on(signal, listener as () => void);
      }
    }, 10);
  };
}

/** The terminal is in its line mode: a read returns with the line. */
function waitForEnter(input: number): void {
  const byte = new Uint8Array(1024);
  for (;;) {
    try {
      const count = readSync(input, byte);
      if (count === 0 || byte.subarray(0, count).includes(10)) return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // The descriptor may be in non-blocking mode: what matters is that the answer comes.
      if (code !== "EAGAIN" && code !== "EINTR") return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
