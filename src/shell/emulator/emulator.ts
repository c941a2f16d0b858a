/** A terminal without a program: bytes in, frames, lines and events out. */

import type { CellStyles } from "../../screen/cell-row.ts";
import type { ShellKind } from "../block.ts";
import type { Tracker, TrackerPort } from "../integration/port.ts";
import { Utf8Stream } from "./bytes.ts";
import { FrameMaker } from "./frame-maker.ts";
import { LineCount } from "./line-count.ts";
import { Links } from "./links.ts";
import type { StyledLine, TerminalFrame, TerminalModes } from "./protocol.ts";
import { type RequestPorts, Requests, type TerminalColours } from "./requests.ts";
import { styledLine } from "./rows.ts";
import { StyleBook } from "./style-book.ts";
import { trackerPort } from "./tracker-port.ts";
import { ClusterWidths } from "./widths.ts";
import { newXterm, type Xterm } from "./xterm.ts";

export const MOST_ROWS = 1000;
export const MOST_COLS = 2000;
const MOST_SCROLLBACK = 1_000_000;
/** UTF-16 units that one answer with lines holds, about. */
const MOST_READ = 500_000;

export interface EmulatorOptions {
  readonly rows: number;
  readonly cols: number;
  readonly scrollback: number;
  readonly nonce: string;
  readonly shell: ShellKind;
  readonly host: string;
}

/** What an emulator says; the rest is `frame` and `read`. */
export interface EmulatorPorts
  extends Pick<
    RequestPorts,
    "answer" | "title" | "bell" | "clipboard" | "notify" | "cwd" | "complete"
  > {
  foreground(): string | null;
  /** Inputs that were written to the program. */
  sent(): number;
  now(): number;
}

export type TrackerMaker = (
  port: TrackerPort,
  options: { readonly nonce: string; readonly shell: ShellKind },
) => Tracker;

export class Emulator {
  readonly tracker: Tracker;
  colours: TerminalColours | null = null;
  readonly #xterm: Xterm;
  readonly #ports: EmulatorPorts;
  readonly #links = new Links();
  readonly #book = new StyleBook(this.#links);
  readonly #lines: LineCount;
  readonly #frames: FrameMaker;
  readonly #requests: Requests;
  readonly #bytes = new Utf8Stream();

  constructor(options: EmulatorOptions, ports: EmulatorPorts, makeTracker: TrackerMaker) {
    this.#ports = ports;
    const size = clampSize(options.rows, options.cols);
    const scrollback = Math.max(0, Math.min(MOST_SCROLLBACK, Math.floor(options.scrollback) || 0));
    const xterm = newXterm({ ...size, scrollback });
    this.#xterm = xterm;
    xterm.terminal.unicode.register(new ClusterWidths());
    xterm.terminal.unicode.activeVersion = "hunch";
    xterm.core._oscLinkService.registerLink = ({ uri }) => this.#links.add(uri);
    this.#lines = new LineCount(xterm.core);
    this.#frames = new FrameMaker(xterm.core, this.#book);
    const port = trackerPort(xterm, this.#lines, ports);
    this.tracker = makeTracker(port, { nonce: options.nonce, shell: options.shell });
    this.#requests = new Requests(xterm, {
      ...ports,
      host: options.host,
      colours: () => this.colours,
      mark: (number, data) => this.tracker.osc(number, data),
      reset: () => this.#lines.clear(() => xterm.terminal.reset(), false),
    });
  }

  get rows(): number {
    return this.#xterm.terminal.rows;
  }

  get cols(): number {
    return this.#xterm.terminal.cols;
  }

  /** A program asks that what it draws is not shown before it is complete (DEC mode 2026). */
  get held(): boolean {
    return this.#xterm.terminal.modes.synchronizedOutputMode;
  }

  /** Parses output; all of it has been when this returns. */
  feed(data: Buffer): void {
    this.#xterm.core.writeSync(this.#bytes.push(data));
  }

  resize(rows: number, cols: number): void {
    const size = clampSize(rows, cols);
    if (size.rows === this.rows && size.cols === this.cols) return;
    this.#lines.resize(() => this.#xterm.terminal.resize(size.cols, size.rows));
  }

  /** Forgets the scrollback, and the screen but for the cursor's row; not under a full-screen program. */
  clear(): void {
    if (this.modes.alternate) return;
    this.#lines.clear(() => this.#xterm.terminal.clear(), true);
  }

  /** All rows are sent with the next frame. */
  forgetFrames(): void {
    this.#frames.forget();
  }

  /** What changed since the last frame. */
  frame(): TerminalFrame {
    const { terminal, core } = this.#xterm;
    const { rows, cols } = terminal;
    const { x, y } = core.buffers.active;
    const changed = this.#frames.take(rows, cols);
    const { cursorStyle, cursorBlink } = core.coreService.decPrivateModes;
    return {
      rows,
      cols,
      changed,
      styles: this.#book.take(),
      cursor: {
        row: y,
        col: Math.min(x, cols - 1),
        visible: !core.coreService.isCursorHidden,
        shape: cursorStyle ?? "block",
        blink: cursorBlink ?? false,
      },
      modes: this.modes,
      prompt: this.tracker.prompt,
      firstLine: this.#lines.first,
      screenLine: this.#lines.screen,
      endLine: this.#lines.end,
      seen: this.#ports.sent(),
    };
  }

  get modes(): TerminalModes {
    const { terminal, core } = this.#xterm;
    const { modes } = terminal;
    const alternate = terminal.buffer.active.type === "alternate";
    return {
      applicationCursor: modes.applicationCursorKeysMode,
      applicationKeypad: modes.applicationKeypadMode,
      bracketedPaste: modes.bracketedPasteMode,
      focus: modes.sendFocusMode,
      mouse: modes.mouseTrackingMode,
      sgrMouse: core.coreMouseService.activeEncoding !== "DEFAULT",
      kitty: this.#requests.keyboard.current(alternate),
      alternate,
    };
  }

  /**
   * Lines from `from` to `to` (exclusive), as many as one message should hold, from the first that is
   * still kept.
   */
  read(
    from: number,
    to: number,
  ): { readonly from: number; readonly lines: StyledLine[]; readonly styles: CellStyles } {
    const first = Math.max(from, this.#lines.first);
    const end = Math.min(to, this.#lines.end);
    const lines: StyledLine[] = [];
    let units = 0;
    for (let line = first; line < end && units < MOST_READ; line++) {
      const styled = styledLine(this.#lines.rowsOf(line), this.#book);
      units += styled.text.length + 16;
      lines.push(styled);
    }
    return { from: first, lines, styles: this.#book.take() };
  }

  dispose(): void {
    this.#xterm.terminal.dispose();
  }
}

function clampSize(rows: number, cols: number): { rows: number; cols: number } {
  return {
    rows: Math.max(1, Math.min(MOST_ROWS, Math.floor(rows) || 1)),
    cols: Math.max(2, Math.min(MOST_COLS, Math.floor(cols) || 2)),
  };
}
