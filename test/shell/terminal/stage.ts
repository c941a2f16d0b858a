/** An editor on a screen without a terminal, whose emulators are a script. */

import { readFileSync } from "node:fs";
import { composeEditor } from "../../../src/app/compose.ts";
import { Screen } from "../../../src/app/screen.ts";
import { windowActions } from "../../../src/app/window-actions.ts";
import { type Key, parseKeys } from "../../../src/base/key.ts";
import { Trust } from "../../../src/base/trust.ts";
import { parseTheme } from "../../../src/config/theme.ts";
import { KeyLoop } from "../../../src/editor/key-loop.ts";
import { resizeScreen } from "../../../src/editor/layout-windows.ts";
import { ClusterPool } from "../../../src/screen/cluster-pool.ts";
import { Grid } from "../../../src/screen/grid.ts";
import { type Style, StyleTable } from "../../../src/screen/style.ts";
import { EmulatorClient } from "../../../src/shell/emulator/client.ts";
import type { EmulatorListener, EmulatorProcess } from "../../../src/shell/emulator/process.ts";
import type {
  FromEmulator,
  StyledLine,
  TerminalFrame,
  ToEmulator,
} from "../../../src/shell/emulator/protocol.ts";
import { installTerminals } from "../../../src/shell/terminal/install.ts";
import type { Launch } from "../../../src/shell/terminal/port.ts";
import { textOf } from "../../../src/text/text.ts";

const THEME = parseTheme(
  readFileSync(new URL("../../../themes/hunch-dark.toml", import.meta.url), "utf8"),
  "hunch-dark.toml",
);

export const MODES: TerminalFrame["modes"] = {
  applicationCursor: false,
  applicationKeypad: false,
  bracketedPaste: false,
  focus: false,
  mouse: "none",
  sgrMouse: false,
  kitty: 0,
  alternate: false,
};

/** A process that does what the test says. */
export class ScriptedEmulators implements EmulatorProcess {
  readonly got: ToEmulator[] = [];
  /** The lines of the terminal. */
  lines: StyledLine[] = [];
  /** The number of the first one that is kept. */
  first = 0;
  /** Answers to readings that wait, while it is not null. */
  held: (() => void)[] | null = null;
  private tell: (message: FromEmulator) => void = () => {};

  send(message: ToEmulator): void {
    this.got.push(message);
    if (message.type === "read") {
      const from = Math.max(message.from, this.first);
      const lines = this.lines.slice(from - this.first, Math.max(0, message.to - this.first));
      const { id, ask } = message;
      const answer = (): void => this.say({ type: "lines", id, ask, from, lines, styles: [] });
      if (this.held === null) queueMicrotask(answer);
      else this.held.push(answer);
    }
    if (message.type === "close") {
      queueMicrotask(() => this.say({ type: "closed", id: message.id }));
    }
  }

  start(listener: EmulatorListener): this {
    this.tell = listener.message;
    return this;
  }

  leave(): void {}

  say(message: FromEmulator): void {
    this.tell(message);
  }

  /** What was typed. */
  get input(): string {
    return this.got.flatMap((m) => (m.type === "input" ? [m.data] : [])).join("");
  }

  of<T extends ToEmulator["type"]>(type: T): Extract<ToEmulator, { type: T }>[] {
    return this.got.filter((m): m is Extract<ToEmulator, { type: T }> => m.type === type);
  }
}

export interface ScreenText {
  readonly rows: readonly string[];
  readonly cursor?: readonly [row: number, col: number];
  /** Rows that go on from the one above. */
  readonly wrapped?: readonly number[];
  readonly styles?: readonly Style[];
  /** By row: ends and numbers. */
  readonly runs?: Readonly<Record<number, readonly number[]>>;
  readonly more?: Partial<TerminalFrame>;
}

export function stage(options: { rows?: number; cols?: number; integrated?: boolean } = {}) {
  const { rows = 8, cols = 40 } = options;
  const emulators = new ScriptedEmulators();
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  editor.cwd = "/home/u";
  const doc = editor.addDocument(textOf("one\ntwo"), "/home/u/a.txt");
  editor.addTab(editor.newWindow(doc));
  resizeScreen(editor, rows, cols);
  const styles = new StyleTable();
  const pool = new ClusterPool();
  const screen = new Screen(
    editor,
    THEME,
    styles,
    () => new Grid(editor.rows, editor.columns, pool),
    () => null,
  );
  screen.view.mouse.actions = windowActions(editor);
  const redraws = { count: 0 };
  const host = {
    redraw: () => void redraws.count++,
    afterFrame: (callback: () => void) => queueMicrotask(callback),
    quietMs: () => 1000,
    env: { SHELL: "/bin/bash", HOME: "/home/u" },
    stateFolder: null,
    trust: new Trust(null),
    store: null,
  };
  const integrate = (launch: Launch): Launch =>
    options.integrated ? { ...launch, env: { ...launch.env, HUNCH_MARKS: "x" } } : launch;
  const installed = installTerminals(
    editor,
    host,
    {
      push() {},
      remove() {},
      pushUnder() {},
      cursor: () => null,
      palette: () => screen.colours,
      pressAt: (row, col) => screen.view.mouse.pressAt(row, col),
      scroll: (win, count) => screen.view.mouse.actions?.scroll(win, count),
    },
    { client: () => new EmulatorClient((listener) => emulators.start(listener)), integrate },
  );
  const loop = new KeyLoop(editor, editor.mainFiber);
  editor.loop = loop;

  function draw(): Grid {
    screen.settle();
    installed.frame();
    return screen.frame().grid;
  }

  /** The next turns of the event loop. */
  async function turn(): Promise<void> {
    for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
  }

  return {
    editor,
    emulators,
    registry: installed.registry,
    screen,
    loop,
    styles,
    redraws,
    close: () => installed.close(),
    draw,
    turn,
    /** Types keys, one after the other, and lets what waits go on. */
    async keys(notation: string): Promise<void> {
      loop.feed(parseKeys(notation) as Key[]);
      await turn();
    },
    paste: (text: string) => loop.paste(text),
    async ex(line: string): Promise<void> {
      loop.feed(parseKeys(`:${line.replaceAll("<", "<lt>")}<CR>`));
      await turn();
    },
    /** The rows of the screen, trailing blanks removed. */
    rows(): string[] {
      const grid = draw();
      return Array.from({ length: grid.rows }, (_, row) => grid.rowText(row));
    },
    cursor() {
      draw();
      return screen.frame().cursor;
    },
    /** Sends a frame with these rows, padded to the size that was asked for last. */
    frame(text: ScreenText, id = 1): void {
      const size = [...emulators.of("resize"), ...emulators.of("start")].find((m) => m.id === id)!;
      const last = emulators.of("resize").findLast((m) => m.id === id) ?? size;
      const shown = Array.from({ length: last.rows }, (_, y) => text.rows[y] ?? "");
      const [row, col] = text.cursor ?? [text.rows.length - 1, text.rows.at(-1)?.length ?? 0];
      const count = text.rows.length - (text.wrapped?.length ?? 0);
      emulators.say({
        type: "frame",
        id,
        frame: {
          rows: last.rows,
          cols: last.cols,
          changed: shown.map((line, y) => [
            y,
            {
              text: line,
              clusters: null,
              runs: Uint32Array.from(text.runs?.[y] ?? []),
              wrapped: text.wrapped?.includes(y) ?? false,
            },
          ]),
          styles: text.styles ?? [],
          cursor: { row, col, visible: true, shape: "block", blink: false },
          modes: MODES,
          prompt: null,
          firstLine: emulators.first,
          screenLine: emulators.first,
          endLine: emulators.first + count,
          seen: 0,
          ...text.more,
        },
      });
    },
    /** Lines as their process has them. */
    lines(texts: readonly string[]): void {
      emulators.lines = texts.map((line) => ({ text: line, runs: new Uint32Array(0) }));
    },
  };
}
