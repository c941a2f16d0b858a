/** A terminal for tests, on the emulator that the editor has. */
import type { ShellKind } from "../../../src/shell/block.ts";
import { Emulator } from "../../../src/shell/emulator/emulator.ts";
import type { Tracker, TrackerPort } from "../../../src/shell/integration/port.ts";
import { createTracker } from "../../../src/shell/integration/tracker.ts";

export interface Screen {
  readonly tracker: Tracker;
  readonly port: TrackerPort;
  /** The time on the clock. */
  time: number;
  sent: number;
  /** Output of the program. */
  write(data: string | Buffer): void;
  resize(cols: number, rows: number): void;
  /** Called for what the terminal answers. */
  onAnswer: (data: string) => void;
  /** All lines, joined by "\n", without blank ones at the end. */
  text(): string;
}

export interface ScreenOptions {
  readonly nonce?: string;
  readonly shell?: ShellKind;
  readonly cols?: number;
  readonly rows?: number;
  readonly scrollback?: number;
  /** What the program in the foreground is said to be. */
  readonly foreground?: () => string | null;
}

export function createScreen(options: ScreenOptions = {}): Screen {
  const { nonce = "s3cret", shell = "bash", cols = 80, rows = 24, scrollback = 5000 } = options;
  let port: TrackerPort | null = null;
  const emulator = new Emulator(
    { rows, cols, scrollback, nonce, shell, host: "host" },
    {
      answer: (data) => screen.onAnswer(data),
      title: () => {},
      bell: () => {},
      clipboard: () => {},
      notify: () => {},
      cwd: () => {},
      complete: () => {},
      foreground: () => options.foreground?.() ?? null,
      sent: () => screen.sent,
      now: () => screen.time,
    },
    (own, facts) => {
      port = own;
      return createTracker(own, facts);
    },
  );
  const { tracker } = emulator;
  if (port === null) throw new Error("The emulator has made no tracker");
  const screen: Screen = {
    tracker,
    port,
    time: 1_000_000,
    sent: 0,
    write(data) {
      emulator.feed(Buffer.from(data));
      tracker.wrote();
    },
    resize(newCols, newRows) {
      emulator.resize(newRows, newCols);
      tracker.wrote();
    },
    onAnswer: () => {},
    text() {
      const { lines } = emulator.read(0, Number.MAX_SAFE_INTEGER);
      return lines
        .map(({ text }) => text)
        .join("\n")
        .trimEnd();
    },
  };
  return screen;
}
