/** A terminal for tests: what a tracker needs of an emulator, plainly. */
import xterm from "@xterm/headless";
import type { ShellKind } from "../../../src/shell/block.ts";
import type {
  KeptPlace,
  LinePlace,
  Tracker,
  TrackerPort,
} from "../../../src/shell/integration/port.ts";
import { createTracker } from "../../../src/shell/integration/tracker.ts";

export interface Screen {
  readonly tracker: Tracker;
  readonly port: TrackerPort;
  /** What the program in the foreground is said to be. */
  foreground: string | null;
  /** The time on the clock. */
  time: number;
  sent: number;
  /** Output of the program; resolves when it is read. */
  write(data: string): Promise<void>;
  resize(cols: number, rows: number): void;
  /** Called for what the terminal answers. */
  onAnswer: (data: string) => void;
  /** All lines, joined by "\n", without blank ones at the end. */
  text(): string;
  dispose(): void;
}

export interface ScreenOptions {
  readonly nonce?: string;
  readonly shell?: ShellKind;
  readonly cols?: number;
  readonly rows?: number;
  readonly foreground?: () => string | null;
}

export function createScreen(options: ScreenOptions = {}): Screen {
  const { nonce = "s3cret", shell = "bash", cols = 80, rows = 24 } = options;
  const term = new xterm.Terminal({ cols, rows, scrollback: 5000, allowProposedApi: true });
  const buffer = () => term.buffer.active;
  const row = (index: number) => buffer().getLine(index);

  const lineOf = (at: number) => {
    let line = -1;
    for (let i = 0; i <= at; i++) if (!row(i)?.isWrapped) line++;
    return line;
  };
  const rowsOf = (line: number) => {
    const found: number[] = [];
    let at = -1;
    for (let i = 0; i < buffer().length && at <= line; i++) {
      if (!row(i)?.isWrapped) at++;
      if (at === line) found.push(i);
    }
    return found;
  };
  const placeOf = (at: number, x: number): LinePlace => {
    let first = at;
    while (first > 0 && row(first)?.isWrapped) first--;
    return { line: lineOf(at), cell: (at - first) * term.cols + x };
  };
  const lineText = (line: number, from: number, to: number, trim: boolean) => {
    let text = "";
    const list = rowsOf(line);
    list.forEach((at, index) => {
      const start = Math.max(0, from - index * term.cols);
      const end = Math.min(term.cols, to - index * term.cols);
      const last = index === list.length - 1;
      if (end > start) text += row(at)?.translateToString(trim && last, start, end) ?? "";
    });
    return text;
  };

  const port: TrackerPort = {
    get cols() {
      return term.cols;
    },
    cursor: () => placeOf(buffer().baseY + buffer().cursorY, buffer().cursorX),
    keep(): KeptPlace {
      const marker = term.registerMarker(0);
      const { cell } = port.cursor();
      let first = buffer().baseY + buffer().cursorY;
      while (first > 0 && row(first)?.isWrapped) first--;
      return {
        get line() {
          return marker === undefined || marker.isDisposed ? -1 : lineOf(marker.line);
        },
        cell,
        forget: () => marker?.dispose(),
      };
    },
    end() {
      let last = buffer().length - 1;
      const cursor = buffer().baseY + buffer().cursorY;
      while (last > cursor && row(last)?.translateToString(true) === "") last--;
      return lineOf(last) + 1;
    },
    text(from, to) {
      if (from.line === to.line) return lineText(from.line, from.cell, to.cell, false);
      const parts = [lineText(from.line, from.cell, Number.POSITIVE_INFINITY, true)];
      for (let line = from.line + 1; line < to.line; line++) {
        parts.push(lineText(line, 0, Number.POSITIVE_INFINITY, true));
      }
      parts.push(lineText(to.line, 0, to.cell, false));
      return parts.join("\n");
    },
    faintFrom(from) {
      const list = rowsOf(from.line);
      const at = list[Math.floor(from.cell / term.cols)];
      if (at === undefined) return false;
      for (let x = from.cell % term.cols; x < term.cols; x++) {
        const cell = row(at)?.getCell(x);
        if (cell === undefined || cell.getChars().trim() === "") continue;
        return cell.isDim() !== 0 || !cell.isFgDefault();
      }
      return false;
    },
    get alternate() {
      return buffer().type === "alternate";
    },
    foreground: () => (options.foreground ? options.foreground() : screen.foreground),
    get sent() {
      return screen.sent;
    },
    now: () => screen.time,
  };
  const tracker = createTracker(port, { nonce, shell });
  for (const number of [7, 133, 633]) {
    term.parser.registerOscHandler(number, (data) => tracker.osc(number, data));
  }
  term.onData((data) => screen.onAnswer(data));
  const screen: Screen = {
    tracker,
    port,
    foreground: "bash",
    time: 1_000_000,
    sent: 0,
    write: (data) =>
      new Promise((resolve) => {
        term.write(data, () => {
          tracker.wrote();
          resolve();
        });
      }),
    resize(newCols, newRows) {
      term.resize(newCols, newRows);
      tracker.wrote();
    },
    onAnswer: () => {},
    text() {
      const lines: string[] = [];
      for (let line = 0; line < port.end(); line++) {
        lines.push(lineText(line, 0, Number.POSITIVE_INFINITY, true));
      }
      return lines.join("\n").trimEnd();
    },
    dispose: () => term.dispose(),
  };
  return screen;
}
