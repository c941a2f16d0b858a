/** Frames put together again, and an emulator without a program. */
import type { CellRow } from "../../../src/screen/cell-row.ts";
import type { Style } from "../../../src/screen/style.ts";
import { Emulator, type EmulatorPorts } from "../../../src/shell/emulator/emulator.ts";
import type { TerminalFrame } from "../../../src/shell/emulator/protocol.ts";
import type { Tracker } from "../../../src/shell/integration/port.ts";

/** A cell as it is drawn: what it shows, and how. The second half of a wide one shows "". */
export interface DrawnCell {
  readonly text: string;
  readonly style: Style;
}

const PLAIN: Style = {};

/** What a screen has after the frames that it was given. */
export class Screen {
  readonly styles: Style[] = [{}];
  rows: CellRow[] = [];
  frame: TerminalFrame | null = null;
  frames = 0;

  show(frame: TerminalFrame): void {
    this.styles.push(...frame.styles);
    this.rows.length = frame.rows;
    for (const [row, content] of frame.changed) this.rows[row] = content;
    this.frame = frame;
    this.frames++;
  }

  text(row: number): string {
    return this.rows[row]?.text ?? "";
  }

  /** Whether a row is this text. */
  has(text: string): boolean {
    return this.rows.some((row) => row?.text === text);
  }

  /** The cells of a row, to the last column. */
  cells(row: number, cols: number): DrawnCell[] {
    const content = this.rows[row]!;
    const cells: DrawnCell[] = [];
    const style = () => this.#styleAt(content, cells.length);
    for (let at = 0, cluster = 0; at < content.text.length; cluster++) {
      const units = content.clusters?.[cluster * 2] ?? 1;
      const width = content.clusters?.[cluster * 2 + 1] ?? 1;
      cells.push({ text: content.text.slice(at, at + units), style: style() });
      if (width === 2) cells.push({ text: "", style: style() });
      at += units;
    }
    while (cells.length < cols) cells.push({ text: " ", style: style() });
    return cells;
  }

  #styleAt({ runs }: CellRow, cell: number): Style {
    for (let i = 0; i < runs.length; i += 2) {
      if (cell < runs[i]!) return this.styles[runs[i + 1]!]!;
    }
    return PLAIN;
  }
}

/** What an emulator said, for tests. */
export interface Said {
  readonly answers: string[];
  readonly titles: string[];
  readonly clips: string[];
  readonly notes: string[];
  readonly cwds: string[];
  readonly marks: string[];
  bells: number;
}

export const NO_TRACKER: Tracker = {
  osc: () => false,
  wrote() {},
  ended() {},
  prompt: null,
  cwd: null,
  takeChanged: () => [],
  blocks: [],
};

export interface TestSize {
  readonly rows?: number;
  readonly cols?: number;
  readonly scrollback?: number;
}

export function newEmulator({ rows = 6, cols = 20, scrollback = 100 }: TestSize = {}): {
  emulator: Emulator;
  said: Said;
} {
  const said: Said = {
    answers: [],
    titles: [],
    clips: [],
    notes: [],
    cwds: [],
    marks: [],
    bells: 0,
  };
  const ports: EmulatorPorts = {
    answer: (data) => said.answers.push(data),
    title: (title) => said.titles.push(title),
    bell: () => said.bells++,
    clipboard: (text) => said.clips.push(text),
    notify: (text) => said.notes.push(text),
    cwd: (path) => said.cwds.push(path),
    complete() {},
    foreground: () => null,
    sent: () => 0,
    now: () => 0,
  };
  const options = { rows, cols, scrollback, nonce: "", shell: "other", host: "here" } as const;
  const emulator = new Emulator(options, ports, () => ({
    ...NO_TRACKER,
    osc: (number, data) => {
      said.marks.push(`${number};${data}`);
      return true;
    },
  }));
  return { emulator, said };
}

/** Feeds text, or bytes as characters up to U+00FF with `raw`. */
export function feed(emulator: Emulator, text: string, raw = false): void {
  emulator.feed(Buffer.from(text, raw ? "latin1" : "utf8"));
}

/** All lines that are kept, as text. */
export function allLines(emulator: Emulator): string[] {
  return emulator.read(0, Number.MAX_SAFE_INTEGER).lines.map(({ text }) => text);
}

/** The rows of the screen, as text. */
export function rowTexts(emulator: Emulator): string[] {
  emulator.forgetFrames();
  const frame = emulator.frame();
  return frame.changed.map(([, { text }]) => text);
}
