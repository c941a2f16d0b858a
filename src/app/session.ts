/**
 * The editor on a terminal: events in, frames out. A burst of input is worked off whole, then one
 * frame is drawn; nothing is drawn and no timer runs while nothing happens.
 */
import { Cancelled } from "../base/errors.ts";
import { type InputEvent, type Key, parseKeys } from "../base/key.ts";
import { fireEvent } from "../commands/ex/autocommands.ts";
import type { Editor } from "../editor/editor.ts";
import { KeyLoop } from "../editor/key-loop.ts";
import { resizeScreen } from "../editor/layout-windows.ts";
import type { Terminal } from "../term/terminal.ts";
import { pendingHints } from "./hints.ts";
import type { Screen } from "./screen.ts";

/** A burst that took longer is followed by a look for keys that came meanwhile, before the frame. */
const LONG_BURST_MS = 4;
const MOST_BURST_MS = 100;
/** A long command looks for CTRL-C this often. */
const POLL_MS = 30;

export interface SessionHooks {
  /** The terminal has (or has lost) the focus: files may have changed outside. */
  focus(gained: boolean): void;
  /** A command runs for long: timers do not. */
  busy?(): void;
  /** `updatetime` has passed without a key. */
  idle(): void;
  /** The terminal has been given back; what has to be written is written now. */
  leaving(): Promise<void>;
  /** The editor ends with a code. */
  ended(code: number): void;
}

export class Session {
  readonly editor: Editor;
  readonly terminal: Terminal;
  readonly screen: Screen;
  readonly loop: KeyLoop;
  private readonly hooks: SessionHooks;
  private pauseTimer: NodeJS.Timeout | null = null;
  private idleTimer: NodeJS.Timeout | null = null;
  /** The `updatetime` that the timer was started with. */
  private idleWait = 0;
  private drawTimer: NodeJS.Immediate | null = null;
  private lastPoll = 0;
  private lastKey = 0;
  private ending = false;
  /** Frames drawn so far. */
  frames = 0;

  constructor(editor: Editor, terminal: Terminal, screen: Screen, hooks: SessionHooks) {
    this.editor = editor;
    this.terminal = terminal;
    this.screen = screen;
    this.hooks = hooks;
    this.loop = new KeyLoop(editor, editor.mainFiber);
    editor.loop = this.loop;
    screen.view.question = () => questionOf(this.loop);
    editor.events.on("resumed", () => {
      if (editor.quitting !== null) void this.end(editor.quitting);
      else this.redraw();
    });
    editor.events.on("beep", () => {
      if (!editor.options.get("visualbell")) terminal.bell();
    });
  }

  /** Milliseconds since the last input. */
  get quietMs(): number {
    return performance.now() - this.lastKey;
  }

  /** Called before each frame. */
  beforeFrame: () => void = () => {};

  /** Draws the first frame and starts to listen. The terminal must have been started. */
  start(): void {
    if (this.editor.quitting !== null) {
      void this.end(this.editor.quitting);
      return;
    }
    this.screen.settle();
    this.draw();
    const { terminal } = this;
    terminal.onInput((next) => this.receive(next));
    terminal.onResize(() => this.resized());
    terminal.onResume(() => this.draw());
    terminal.onCapabilities(() => this.redraw());
    this.armIdle();
  }

  /** Draws soon; for what happens outside of a key (a prediction, a file, a server). */
  redraw(): void {
    if (this.drawTimer !== null || this.ending) return;
    this.drawTimer = setImmediate(() => {
      this.drawTimer = null;
      this.screen.settle();
      this.draw();
    });
  }

  /** Throws Cancelled when the user pressed CTRL-C; cheap enough to be called often. */
  readonly poll = (): void => {
    const now = performance.now();
    if (now - this.lastPoll < POLL_MS) return;
    this.lastPoll = now;
    this.hooks.busy?.();
    if (this.terminal.interrupted()) throw new Cancelled();
  };

  /** Works off a burst of events, given one by one until null, and draws. */
  receive(next: () => InputEvent | null): void {
    const started = performance.now();
    this.lastPoll = started;
    this.lastKey = started;
    this.screen.messages.begin();
    this.screen.hints.hide();
    this.workOff(next);
    // Keys that came while a long command ran belong to this frame, too.
    for (let now = performance.now(); now - started > LONG_BURST_MS; now = performance.now()) {
      if (this.ending || now - started > MOST_BURST_MS || this.terminal.poll() === 0) break;
      this.workOff(next);
    }
    if (this.editor.quitting !== null) {
      void this.end(this.editor.quitting);
      return;
    }
    this.screen.settle();
    this.draw();
    this.armPause();
    this.armIdle();
  }

  private workOff(next: () => InputEvent | null): void {
    const { editor, screen, loop } = this;
    for (let event = next(); event !== null; event = next()) {
      if (editor.quitting !== null) return;
      loop.expectsMore = this.terminal.queued > 0;
      if (event.type === "key" && !screen.messages.prompting) this.feed(event.key);
      else if (screen.handle(event)) continue;
      else if (event.type === "key") this.feed(event.key);
      else if (event.type === "paste") loop.paste(event.text);
      else if (event.type === "focus") this.hooks.focus(event.gained);
    }
  }

  private feed(key: Key): void {
    this.loop.feed(this.keysOf(key), this.terminal.arrival);
  }

  /** An Alt key that nothing is mapped to is Esc and the key: so it arrives from most terminals. */
  private keysOf(key: Key): readonly Key[] {
    if (!key.startsWith("<M-")) return [key];
    const { editor, loop } = this;
    // A program in a terminal gets it as one key.
    if (editor.mode === "terminal") return [key];
    const defaults = editor.mode === "cmdline" ? editor.defaultKeys.cmdline : undefined;
    const maps = [...editor.mapsFor(loop.request.mode ?? "n"), ...(defaults ? [defaults] : [])];
    const mapped = maps.some((map) => {
      const found = map.lookup([key], (when) => editor.holds(when));
      return found.mapping !== null || found.longer;
    });
    return mapped ? [key] : ["<Esc>", ...parseKeys(plainOf(key))];
  }

  private resized(): void {
    const { rows, cols } = this.terminal.size;
    this.screen.resize();
    resizeScreen(this.editor, rows, cols);
    fireEvent(this.editor, "VimResized", this.editor.doc);
    this.draw();
  }

  draw(): void {
    if (this.ending) return;
    this.beforeFrame();
    const { grid, cursor } = this.screen.frame();
    this.terminal.present(grid, cursor);
    this.frames++;
  }

  /** Waits for the rest of a mapping, or for a pause in which the possible keys are shown. */
  private armPause(): void {
    if (this.pauseTimer !== null) clearTimeout(this.pauseTimer);
    this.pauseTimer = null;
    const { editor, loop } = this;
    const waits = loop.waiting && editor.options.get("timeout");
    if (!waits && editor.pending === "") return;
    this.pauseTimer = setTimeout(() => {
      this.pauseTimer = null;
      this.paused();
    }, editor.options.get("timeoutlen"));
  }

  private paused(): void {
    const { editor, loop } = this;
    if (loop.waiting && editor.options.get("timeout")) {
      this.screen.messages.begin();
      loop.timeout();
      if (editor.quitting !== null) {
        void this.end(editor.quitting);
        return;
      }
      this.screen.settle();
    } else if (!editor.options.get("lowband")) {
      const hints = pendingHints(editor, loop);
      if (hints !== null) this.screen.hints.show(hints.title, hints.hints);
    }
    this.draw();
  }

  /** Runs the idle hook once, `updatetime` after the last key. */
  private armIdle(): void {
    const wait = this.editor.options.get("updatetime");
    if (this.idleTimer !== null) {
      if (this.idleWait === wait) return;
      clearTimeout(this.idleTimer);
    }
    this.idleWait = wait;
    const left = this.lastKey + wait - performance.now();
    this.idleTimer = setTimeout(
      () => {
        this.idleTimer = null;
        if (performance.now() - this.lastKey < wait - 1) return this.armIdle();
        const { frames } = this;
        this.hooks.idle();
        // An autocommand may have changed something.
        if (this.editor.exState.autocommands.length > 0 && frames === this.frames) this.redraw();
        return undefined;
      },
      Math.max(1, left),
    );
    this.idleTimer.unref();
  }

  /** Gives the terminal back and ends. */
  async end(code: number): Promise<void> {
    if (this.ending) return;
    this.ending = true;
    if (this.pauseTimer !== null) clearTimeout(this.pauseTimer);
    if (this.idleTimer !== null) clearTimeout(this.idleTimer);
    await this.terminal.stop();
    await this.hooks.leaving();
    this.hooks.ended(code);
  }
}

/** `x` of `<M-x>`, `<CR>` of `<M-CR>`, in Vim notation. */
function plainOf(key: Key): string {
  const rest = key.slice(3, -1);
  return [...rest].length === 1 ? rest : `<${rest}>`;
}

/** What the fiber asks the user, when it is more than a pending command. */
function questionOf(loop: KeyLoop): string {
  const pending = loop.request.pending ?? "";
  return /[?:)] ?$/.test(pending) && pending.includes(" ") ? pending : "";
}
