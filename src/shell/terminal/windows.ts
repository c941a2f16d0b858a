/** Windows on terminals: which are live, how large the terminals are, and the way to their text. */
import type { Editor } from "../../editor/editor.ts";
import { type Fiber, until } from "../../editor/fiber.ts";
import { textWidth } from "../../editor/gutter.ts";
import { statusItemsOf } from "../../editor/status-items.ts";
import { liveFace } from "../../editor/terminal-face.ts";
import { displayLine, posAtScreen, scrollToCursor, settle } from "../../editor/viewport.ts";
import type { Window } from "../../editor/window.ts";
import { encodeFocus } from "../keys/input.ts";
import { linesOfScreen } from "./lines.ts";
import { publishMarks } from "./margin.ts";
import { readLines } from "./read-lines.ts";
import type { ShellTerminal } from "./terminal.ts";
import { TextSync } from "./text-sync.ts";
import { WindowOptions } from "./window-options.ts";

/** While a window is dragged to another size, a terminal follows at most this often (milliseconds). */
const RESIZE_MS = 50;
/** New output is appended to a text that is being looked at at most this often. */
const APPEND_MS = 100;
/** Of a text that was never read, so many lines at its end are read and shown first. */
const FIRST_LINES = 300;
/** Of the time, at most one part in so many is spent with that. */
const APPEND_SHARE = 8;

interface State {
  readonly sync: TextSync;
  /** What the emulators were last told. */
  rows: number;
  cols: number;
  wanted: { rows: number; cols: number } | null;
  resizedAt: number;
  watched: boolean;
  /** The window whose size counts while it is seen. */
  owner: Window | null;
  reading: Promise<void> | null;
  appendTimer: NodeJS.Timeout | null;
  /** Output was not appended because what somebody looks at would have been lost. */
  behind: boolean;
  /** It has been shown to the user. */
  entered: boolean;
  /** What the last reading took. */
  readMs: number;
  /** The row of the picture at the top of each window. */
  readonly tops: WeakMap<Window, number>;
}

export interface WindowPort {
  readonly all: readonly ShellTerminal[];
  of(doc: Window["doc"]): ShellTerminal | null;
  use(terminal: ShellTerminal): void;
  redraw(): void;
  readonly ascii: boolean;
}

export class TerminalWindows {
  private readonly editor: Editor;
  private readonly port: WindowPort;
  private readonly states = new Map<ShellTerminal, State>();
  /** Windows in normal mode, each with the terminal that it is for. */
  private readonly normal = new WeakMap<Window, ShellTerminal>();
  /** Windows in which the wheel led to normal mode: it leads back, too. */
  readonly wheeled = new WeakSet<Window>();
  private readonly options: WindowOptions;
  /** The terminal that the focus was reported to. */
  private focused: ShellTerminal | null = null;
  constructor(editor: Editor, port: WindowPort) {
    this.editor = editor;
    this.port = port;
    this.options = new WindowOptions(editor);
    editor.events.on("window-leave", ({ win, next, nextDoc }) => {
      const terminal = this.normal.get(win);
      // A window that is split off is in the mode of the one it was.
      if (terminal?.doc === nextDoc && !this.options.knows(next)) this.normal.set(next, terminal);
    });
    editor.events.on("window-enter", (win) => this.entered(win));
    editor.events.on("focus", ({ gained }) => this.tellFocus(gained ? this.here() : null));
  }

  begin(terminal: ShellTerminal, rows: number, cols: number): void {
    this.states.set(terminal, {
      sync: new TextSync(this.editor, terminal.doc, terminal.picture),
      rows,
      cols,
      wanted: null,
      resizedAt: Number.NEGATIVE_INFINITY,
      watched: false,
      owner: null,
      reading: null,
      appendTimer: null,
      behind: false,
      readMs: 0,
      entered: false,
      tops: new WeakMap(),
    });
  }

  forget(terminal: ShellTerminal): void {
    const timer = this.states.get(terminal)?.appendTimer;
    if (timer) clearTimeout(timer);
    this.states.delete(terminal);
    if (this.focused === terminal) this.focused = null;
  }

  /** The row of the picture at the top of a live window. */
  topOf(terminal: ShellTerminal, win: Window): number {
    return this.states.get(terminal)?.tops.get(win) ?? 0;
  }

  sync(terminal: ShellTerminal): TextSync | null {
    return this.states.get(terminal)?.sync ?? null;
  }

  // Modes

  isLive(terminal: ShellTerminal, win: Window): boolean {
    return this.normal.get(win) !== terminal;
  }

  isLiveNow(): boolean {
    const { editor } = this;
    return editor.nesting === 0 && liveFace(editor.win) !== null && editor.win.visual === null;
  }

  /** Its keys go to the program again. */
  goLive(win: Window): void {
    win.visual = null;
    this.normal.delete(win);
    this.wheeled.delete(win);
    statusItemsOf(this.editor).changed();
    const terminal = this.port.of(win.doc);
    if (terminal) this.port.use(terminal);
    this.settle();
    this.port.redraw();
  }

  /**
   * Brings the text up to date and shows it in the window, at the same place of the screen. What is
   * typed meanwhile waits for all of the text; what the window shows is drawn before.
   */
  *goNormal(win: Window): Fiber {
    const terminal = this.port.of(win.doc);
    if (terminal === null || !this.isLive(terminal, win)) return;
    yield* until(this.readEnd(terminal), "The terminal");
    if (win.doc !== terminal.doc) return;
    this.showText(terminal, win);
    const rest = this.states.get(terminal)?.reading;
    if (!rest) return;
    const { editor } = this;
    if (editor.win === win && editor.mode === "terminal") editor.setMode("normal");
    this.port.redraw();
    yield* until(rest, "The terminal");
  }

  /** The same outside of a command. */
  goNormalSoon(win: Window, then: () => void): void {
    const terminal = this.port.of(win.doc);
    if (terminal === null) return;
    void this.readEnd(terminal).then(
      () => {
        if (win.doc !== terminal.doc || !this.states.has(terminal)) return;
        if (this.isLive(terminal, win)) this.showText(terminal, win);
        then();
        this.settle();
        this.port.redraw();
      },
      // The terminal was closed meanwhile.
      () => {},
    );
  }

  /** The mode of the main loop follows what has changed without a key. */
  settle(): void {
    const { editor } = this;
    this.tellFocus(this.here());
    // Within a command the loop looks by itself, at its end.
    queueMicrotask(() => {
      const live = editor.live?.() ?? false;
      if (live !== (editor.mode === "terminal")) editor.loop?.wake();
    });
  }

  private entered(win: Window): void {
    this.options.follow(win);
    const terminal = this.port.of(win.doc);
    if (terminal !== null) {
      this.port.use(terminal);
      const state = this.states.get(terminal);
      if (state) state.owner = win;
      if (state && !state.entered) {
        state.entered = true;
        this.editor.events.emit("terminal", { doc: terminal.doc, what: "open" });
      }
    }
    if (this.editor.live !== null) this.settle();
  }

  private here(): ShellTerminal | null {
    if (this.port.all.length === 0) return null;
    const terminal = this.port.of(this.editor.doc);
    return terminal !== null && this.isLive(terminal, this.editor.win) ? terminal : null;
  }

  private tellFocus(next: ShellTerminal | null): void {
    const last = this.focused;
    if (last === next) return;
    this.focused = next;
    last?.send(encodeFocus(false, last.modes) ?? "");
    next?.send(encodeFocus(true, next.modes) ?? "");
  }

  // Text

  /** Reads what has changed since it was last read. One reading at a time. */
  read(terminal: ShellTerminal): Promise<void> {
    const state = this.states.get(terminal);
    if (state === undefined) return Promise.resolve();
    state.reading ??= this.readNow(terminal, state).finally(() => {
      state.reading = null;
    });
    return state.reading;
  }

  /** The same, but of a long text that was never read it answers with the end, and reads on. */
  private readEnd(terminal: ShellTerminal): Promise<void> {
    const state = this.states.get(terminal);
    const { firstLine, endLine } = terminal.picture;
    const isShort = endLine - firstLine < 2 * FIRST_LINES || terminal.modes.alternate;
    if (state === undefined || state.reading !== null || !state.sync.isEmpty || isShort) {
      return this.read(terminal);
    }
    const end = this.readNow(terminal, state, endLine - FIRST_LINES);
    state.reading = end
      .then(() => this.readBefore(terminal, state))
      .finally(() => {
        state.reading = null;
      });
    // Who waits for the end, or for all of it, hears of a failure.
    state.reading.catch(() => {});
    return end;
  }

  /** The lines before those that were read first. */
  private async readBefore(terminal: ShellTerminal, state: State): Promise<void> {
    const { firstLine } = state.sync;
    const { from, lines } = await readLines(
      terminal.link,
      terminal.picture.firstLine,
      firstLine,
      firstLine,
    );
    if (!this.states.has(terminal)) return;
    const more = lines.slice(0, Math.max(0, firstLine - from));
    state.sync.takeBefore(from, more);
    this.mark(terminal);
    this.port.redraw();
  }

  private async readNow(
    terminal: ShellTerminal,
    state: State,
    from = state.sync.from(terminal.picture),
  ): Promise<void> {
    terminal.flush();
    const { picture } = terminal;
    const began = performance.now();
    const { alternate } = terminal.modes;
    const { link } = terminal;
    const answer = alternate
      ? await link.read(from, picture.screenLine)
      : await readLines(link, from, picture.endLine);
    if (!this.states.has(terminal)) return;
    const lines = [...answer.lines];
    if (alternate) lines.push(...linesOfScreen(picture));
    if (picture.note !== "") {
      while (lines.length > 0 && lines[lines.length - 1]!.text === "") lines.pop();
      lines.push({ text: picture.note, runs: new Uint32Array(0) });
    }
    const following = this.followers(terminal);
    state.sync.take(answer.from, lines, picture.firstLine, picture.screenLine);
    this.mark(terminal);
    state.readMs = performance.now() - began;
    for (const win of following) {
      this.editor.setCursor(win, terminal.doc.text.line(terminal.doc.text.lines).from);
      if (win !== this.editor.win) scrollToCursor(this.editor, win);
    }
  }

  /** Brings the marks of commands beside the text up to date. */
  mark(terminal: ShellTerminal): void {
    const state = this.states.get(terminal);
    if (state === undefined || !terminal.hasMarks) return;
    publishMarks(terminal.doc, terminal.blocks, state.sync.firstLine, this.port.ascii);
  }

  /** Windows in normal mode whose cursor is in the last line: they stay there. */
  private followers(terminal: ShellTerminal): Window[] {
    const { text } = terminal.doc;
    const last = text.line(text.lines).from;
    return this.editor.windows.filter(
      (win) =>
        this.normal.get(win) === terminal &&
        win.doc === terminal.doc &&
        win.visual === null &&
        win.cursor.pos >= last,
    );
  }

  /** The rows of the screen stay where they are. */
  private showText(terminal: ShellTerminal, win: Window): void {
    const { editor } = this;
    const state = this.states.get(terminal);
    if (state === undefined) return;
    const { picture, doc } = terminal;
    this.normal.set(win, terminal);
    statusItemsOf(editor).changed();
    this.options.follow(win);
    const top = state.tops.get(win) ?? 0;
    let line = picture.screenLine;
    let begin = 0;
    for (let y = 1; y <= top && y < picture.rows.length; y++) {
      if (picture.rows[y]!.wrapped) continue;
      line++;
      begin = y;
    }
    const row = Math.max(0, Math.min(state.sync.rowOfLine(line), doc.text.lines - 1));
    win.top = row;
    win.left = 0;
    win.skip = top - begin;
    if (begin === 0 && picture.rows[0]?.wrapped) {
      // The line begins above the screen: of its rows the last ones are on it.
      let shown = 1;
      while (picture.rows[shown]?.wrapped) shown++;
      win.skip += Math.max(0, displayLine(editor, win, row).rowCount() - shown);
    }
    const { cursor } = picture;
    const margin = terminal.margin(win);
    const pos = posAtScreen(editor, win, cursor.row - top, cursor.col + margin);
    const at = doc.text.lineAt(pos);
    editor.setCursor(win, Math.min(pos, Math.max(at.from, at.to - 1)));
    settle(editor, win);
  }

  /** New output came: the text of windows in normal mode is appended to. */
  framed(terminal: ShellTerminal): void {
    const state = this.states.get(terminal);
    if (state === undefined || state.appendTimer !== null) return;
    const looked = this.editor.tab.windows.some((win) => this.normal.get(win) === terminal);
    if (!looked) return;
    const pause = Math.max(APPEND_MS, state.readMs * APPEND_SHARE);
    state.appendTimer = setTimeout(() => {
      state.appendTimer = null;
      state.behind = this.wouldLose(terminal, state);
      if (state.behind) return;
      this.read(terminal).then(
        () => this.port.redraw(),
        // The terminal was closed meanwhile.
        () => {},
      );
    }, pause);
    state.appendTimer.unref();
  }

  /** What somebody looks at is no longer kept: it stays until he has looked. */
  private wouldLose(terminal: ShellTerminal, state: State): boolean {
    const first = state.sync.rowOfLine(terminal.picture.firstLine);
    const following = this.followers(terminal);
    return this.editor.tab.windows.some(
      (win) =>
        this.normal.get(win) === terminal &&
        win.doc === terminal.doc &&
        !following.includes(win) &&
        win.top < first,
    );
  }

  // Sizes

  /** Called before each frame: who sees which terminal. */
  look(): void {
    const { windows } = this.editor.tab;
    for (const terminal of this.port.all) {
      const state = this.states.get(terminal)!;
      const seen = windows.filter((win) => win.doc === terminal.doc);
      if (state.watched !== seen.length > 0) {
        state.watched = seen.length > 0;
        terminal.link.watch(state.watched);
      }
      if (seen.length === 0) continue;
      if (state.behind && !this.wouldLose(terminal, state)) {
        state.behind = false;
        this.framed(terminal);
      }
      if (state.owner === null || !seen.includes(state.owner)) state.owner = seen[0]!;
      const win = state.owner;
      if (this.normal.get(win) === terminal)
        this.resize(terminal, state, win.height, textWidth(win));
    }
  }

  drawn(terminal: ShellTerminal, win: Window, rows: number, cols: number, top: number): void {
    const state = this.states.get(terminal);
    if (state === undefined) return;
    state.tops.set(win, top);
    if (win === this.editor.win) state.owner = win;
    if (state.owner === win) this.resize(terminal, state, rows, cols);
  }

  private resize(terminal: ShellTerminal, state: State, rows: number, cols: number): void {
    if (rows < 1 || cols < 1 || !terminal.running) return;
    const target = state.wanted ?? state;
    if (target.rows === rows && target.cols === cols) return;
    if (state.wanted !== null) {
      state.wanted = { rows, cols };
      return;
    }
    const tell = (): void => {
      const { wanted } = state;
      state.wanted = null;
      if (wanted === null || terminal.closed) return;
      if (wanted.rows === state.rows && wanted.cols === state.cols) return;
      state.rows = wanted.rows;
      state.cols = wanted.cols;
      state.resizedAt = performance.now();
      terminal.link.resize(wanted.rows, wanted.cols);
    };
    state.wanted = { rows, cols };
    const wait = state.resizedAt + RESIZE_MS - performance.now();
    if (wait <= 0) tell();
    else setTimeout(tell, wait).unref();
  }
}
