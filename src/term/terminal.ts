/**
 * The real terminal: takes it over, gives events and takes frames, and gives it back as it was on
 * every way out.
 *
 *     const terminal = new Terminal(systemDevices(), { mouse: true, ... });
 *     terminal.onInput((next) => ...);      // keys, pastes, mouse, focus: never answers
 *     terminal.start();
 *     terminal.present(grid, cursor);       // grids of terminal.size, made by createGrid()
 *     await terminal.stop();
 *
 * `pool` and `styles` belong to the screen: grids and themes are made with them.
 */
import type { Arrival, InputEvent } from "../base/key.ts";
import type { AmbiWidth } from "../base/width.ts";
import { ClusterPool } from "../screen/cluster-pool.ts";
import { Grid } from "../screen/grid.ts";
import type { Cursor, Size } from "../screen/layer.ts";
import { StyleTable } from "../screen/style.ts";
import { type Capabilities, withReply } from "./capabilities.ts";
import { InputDecoder, type TerminalEvent } from "./input-decoder.ts";
import { keyStrings } from "./key-strings.ts";
import type { InputDevice } from "./keyboard-input.ts";
import { enterModes, leaveModes, mouseModes, questions, SENTINEL, titleBytes } from "./modes.ts";
import { Encoder } from "./output.ts";
import type { TerminalReply } from "./replies.ts";
import { ScreenPort } from "./screen-port.ts";
import type { Terminfo } from "./terminfo.ts";
import { type OutputDevice, systemTimers, type Timers, TtyPort } from "./tty-port.ts";

/** What of the process the terminal needs; `node:process` fits. */
export interface Host {
  on(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
  kill(pid: number, signal: string): unknown;
  readonly pid: number;
}

export interface Devices {
  readonly input: InputDevice;
  readonly output: OutputDevice;
  readonly host: Host;
  readonly timers?: Timers;
  /** The terminal's size now. */
  size(): Size;
  readonly capabilities: Capabilities;
  readonly terminfo: Terminfo | null;
  readonly noColour: boolean;
}

export interface TerminalOptions {
  readonly mouse: boolean;
  readonly title: boolean;
  readonly ambiwidth: AmbiWidth;
  /** 'ttimeoutlen' in ms: how long an ESC waits for the rest of a sequence. */
  readonly escapeTimeout: number;
}

export const DEFAULT_OPTIONS: TerminalOptions = {
  mouse: true,
  title: false,
  ambiwidth: "single",
  escapeTimeout: 50,
};

/** A paste whose end mark does not come is over after this silence. */
/** CTRL-C, also when an Esc came in the same read and looks like its Alt. */
const INTERRUPTS: ReadonlySet<string> = new Set(["<C-c>", "<M-C-c>"]);
const PASTE_TIMEOUT_MS = 5000;
/** Two keys that come closer together were not pressed by one who looks at the screen between them. */
const BURST_MS = 10;
const DRAIN_MS = 100;
const LAST_BYTES_MS = 200;
const FATAL_SIGNALS = ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT"] as const;

type State = "new" | "active" | "away" | "stopped";

export class Terminal {
  readonly pool = new ClusterPool();
  readonly styles = new StyleTable();
  readonly #devices: Devices;
  readonly #timers: Timers;
  readonly #port: TtyPort;
  readonly #encoder: Encoder;
  readonly #screen: ScreenPort;
  readonly #decoder: InputDecoder;
  #options: TerminalOptions;
  #state: State = "new";
  #size: Size;
  #entered: Capabilities | null = null;
  #silence: unknown = null;
  #queue: InputEvent[] = [];
  /** When and how each event of the queue came. */
  #arrivals: Arrival[] = [];
  #arrival: Arrival = { at: 0, burst: false };
  #lastRead = Number.NEGATIVE_INFINITY;
  #delivering = false;
  #unanswered = 0;
  #answered: (() => void) | null = null;
  #lastReport = Number.NEGATIVE_INFINITY;
  #background: number | null = null;
  readonly #onInput = new Set<(next: () => InputEvent | null) => void>();
  readonly #onResize = new Set<(size: Size) => void>();
  readonly #onResume = new Set<() => void>();
  readonly #onCapabilities = new Set<(caps: Capabilities) => void>();
  readonly #onHangup = new Set<(signal: string) => void>();
  readonly #hooks: [string, () => void][] = [];

  constructor(devices: Devices, options: TerminalOptions = DEFAULT_OPTIONS) {
    this.#devices = devices;
    this.#timers = devices.timers ?? systemTimers;
    this.#options = options;
    this.#size = devices.size();
    this.#port = new TtyPort(devices.output, this.#timers);
    this.#encoder = new Encoder(devices.capabilities, this.styles);
    this.#screen = new ScreenPort(this.#port, this.#encoder);
    this.#decoder = new InputDecoder(keyStrings(devices.capabilities, devices.terminfo));
  }

  /** What is known of the terminal so far. */
  get capabilities(): Capabilities {
    return this.#encoder.capabilities;
  }

  get size(): Size {
    return this.#size;
  }

  /** 0xRRGGBB of the terminal's background, null until (and unless) it has answered. */
  get background(): number | null {
    return this.#background;
  }

  /** Whether the line is slow and decoration should be left out. */
  get lowband(): boolean {
    return this.#port.lowband;
  }

  /** Whether a frame is still on its way. */
  get busy(): boolean {
    return this.#port.busy;
  }

  /** Bytes of the last frame, and of everything sent. */
  get sent(): { readonly frame: number; readonly total: number } {
    return { frame: this.#screen.lastFrameBytes, total: this.#port.sentBytes };
  }

  /** A blank grid of the terminal's size. */
  createGrid(size: Size = this.#size): Grid {
    return new Grid(size.rows, size.cols, this.pool, this.#options.ambiwidth);
  }

  /**
   * Keys, pastes, mouse and focus events have arrived: the listener takes them with `next` until
   * that gives null, and then draws once. While it works on one, `interrupted` sees those behind.
   */
  onInput(listener: (next: () => InputEvent | null) => void): () => void {
    return listen(this.#onInput, listener);
  }

  /** The size changed: the next frame must have the new one. */
  onResize(listener: (size: Size) => void): () => void {
    return listen(this.#onResize, listener);
  }

  /** The terminal is ours again after a suspend: draw. */
  onResume(listener: () => void): () => void {
    return listen(this.#onResume, listener);
  }

  /** The terminal's answers said more about it (also its background): perhaps draw. */
  onCapabilities(listener: (caps: Capabilities) => void): () => void {
    return listen(this.#onCapabilities, listener);
  }

  /**
   * A signal ends the program (or "end": the terminal's input is over). The terminal is given back
   * already; after the listeners have run the signal takes its usual course.
   */
  onHangup(listener: (signal: string) => void): () => void {
    return listen(this.#onHangup, listener);
  }

  /** Takes the terminal: raw mode, alternate screen, modes, and the questions. */
  start(): void {
    if (this.#state !== "new") throw new Error(`Cannot start a terminal that is ${this.#state}`);
    this.#state = "active";
    this.#hook();
    this.#enter();
    const asked = questions(this.capabilities);
    for (let i = 0; i < asked.positions; i++) this.#decoder.expectPosition();
    if (asked.bytes !== "") {
      this.#unanswered++;
      this.#screen.control("questions", asked.bytes);
    }
  }

  /** Shows a frame; see `ScreenPort.present`. Ignored while the terminal is not ours. */
  present(grid: Grid, cursor: Cursor | null): boolean {
    return this.#state === "active" && this.#screen.present(grid, cursor);
  }

  /** Makes the next frame draw every cell (CTRL-L). */
  invalidate(): void {
    this.#screen.invalidate();
  }

  /** Takes changed options; the mouse is switched at once. */
  setOptions(options: TerminalOptions): void {
    const { mouse } = this.#options;
    this.#options = options;
    if (this.#state !== "active" || options.mouse === mouse || !this.capabilities.mouse) return;
    this.#screen.control("mouse", mouseModes(options.mouse));
  }

  /** The option 'lowband'. */
  setLowband(on: boolean): void {
    this.#screen.setLowband(on);
  }

  /** Sets the window's title; control characters are taken out. */
  setTitle(title: string): void {
    if (this.#state !== "active" || !this.capabilities.title || !this.#options.title) return;
    this.#screen.control("title", titleBytes(title));
  }

  /** Rings the bell. */
  bell(): void {
    if (this.#state === "active") this.#screen.control("bell", "\x07");
  }

  /** Sends bytes of `clipboard.ts`; the newest wins while the line is busy. */
  sendClipboard(bytes: string): void {
    if (this.#state === "active") this.#screen.control("clipboard", bytes);
  }

  /** Gives the terminal to a command (`:!`): it is in its normal state until `enter`. */
  leave(): void {
    if (this.#state !== "active") return;
    this.#state = "away";
    this.#give();
  }

  /** Takes the terminal back after `leave`; the next frame draws everything. */
  enter(): void {
    if (this.#state !== "away") return;
    this.#state = "active";
    this.#enter();
    this.#resized();
    for (const listener of this.#onResume) listener();
  }

  /** CTRL-Z: gives the terminal back and stops the process group; returns when it goes on. */
  suspend(): void {
    if (this.#state !== "active") return;
    this.leave();
    const { host } = this.#devices;
    host.off("SIGTSTP", this.#stopped);
    host.off("SIGCONT", this.#continued);
    // The whole group, as a shell would: a parent that waits for us (npm) must stop too.
    host.kill(0, "SIGTSTP");
    host.on("SIGTSTP", this.#stopped);
    host.on("SIGCONT", this.#continued);
    this.enter();
  }

  /**
   * Takes bytes that wait in the terminal without waiting for the event loop; their events join
   * those that `next` and `onInput` give. Returns how many events wait now. Never blocks.
   */
  poll(): number {
    const bytes = this.#state === "active" ? this.#devices.input.readNow() : null;
    if (bytes !== null) this.#received(bytes, false);
    if (this.#queue.length > 0) this.#deliverSoon();
    return this.#queue.length;
  }

  /** How many events wait that have been read already. */
  get queued(): number {
    return this.#queue.length;
  }

  /** When and how the event came that `next` gave last. */
  get arrival(): Arrival {
    return this.#arrival;
  }

  /**
   * Whether CTRL-C was typed. Other events are kept and delivered later; those before the CTRL-C,
   * and itself, are dropped, as Vim drops typed-ahead keys.
   */
  interrupted(): boolean {
    this.poll();
    const at = this.#queue.findLastIndex(
      (event) => event.type === "key" && INTERRUPTS.has(event.key),
    );
    if (at >= 0) {
      this.#queue.splice(0, at + 1);
      this.#arrivals.splice(0, at + 1);
    }
    return at >= 0;
  }

  /**
   * Gives the terminal back for good. Waits up to 100 ms for answers that are on their way, so that
   * they do not become the shell's input.
   */
  async stop(): Promise<void> {
    if (this.#state === "stopped") return;
    const { input } = this.#devices;
    if (this.#state === "active") {
      this.#clearSilence();
      const recent = this.#timers.now() - this.#lastReport < 1000;
      const asks = recent && this.capabilities.queries !== "none";
      const bytes = this.#leaveBytes() + (asks ? SENTINEL : "");
      if (asks) this.#unanswered++;
      this.#port.sendLast(Buffer.from(bytes, "utf8"), LAST_BYTES_MS);
      this.#entered = null;
      this.#state = "away";
      if (this.#unanswered > 0) await this.#answers(DRAIN_MS);
      while (input.readNow() !== null);
    }
    this.#shut();
  }

  /** The same at once, for a crash or an exit; does nothing when the terminal is given back. */
  restoreNow(): void {
    if (this.#state === "stopped") return;
    if (this.#state === "active") {
      this.#port.sendLast(Buffer.from(this.#leaveBytes(), "utf8"), LAST_BYTES_MS);
      this.#entered = null;
      while (this.#devices.input.readNow() !== null);
    }
    this.#shut();
  }

  #shut(): void {
    this.#state = "stopped";
    this.#clearSilence();
    for (const [event, listener] of this.#hooks) this.#devices.host.off(event, listener);
    this.#devices.input.pause();
    this.#devices.input.setRaw(false);
    this.#port.close();
    this.#devices.input.close();
  }

  #answers(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#timers.set(resolve, ms);
      this.#answered = () => {
        this.#timers.clear(timer);
        resolve();
      };
    });
  }

  #enter(): void {
    const { input } = this.#devices;
    input.setRaw(true);
    input.resume(
      (bytes) => this.#received(bytes),
      () => this.#hungUp("end"),
    );
    this.#entered = this.capabilities;
    this.#screen.invalidate();
    this.#screen.control("modes", enterModes(this.capabilities, this.#options));
  }

  #give(): void {
    this.#clearSilence();
    this.#port.sendLast(Buffer.from(this.#leaveBytes(), "utf8"), LAST_BYTES_MS);
    this.#entered = null;
    this.#devices.input.pause();
    this.#devices.input.setRaw(false);
  }

  /** Undoes what was switched on, by the capabilities of then or of now, whichever has more. */
  #leaveBytes(): string {
    const { keyboard, multiplexer } = this.#entered ?? this.capabilities;
    return leaveModes(
      { ...this.capabilities, keyboard, multiplexer },
      this.#options,
      this.#size.rows,
    );
  }

  #received(bytes: Uint8Array, deliver = true): void {
    this.#clearSilence();
    this.#sift(this.#decoder.push(bytes));
    const { pending } = this.#decoder;
    if (pending === "escape" || pending === "paste") {
      const ms = pending === "paste" ? PASTE_TIMEOUT_MS : this.#options.escapeTimeout;
      this.#silence = this.#timers.set(() => {
        this.#silence = null;
        this.#sift(this.#decoder.timeout());
        this.#deliver();
      }, ms);
    }
    if (deliver) this.#deliver();
  }

  #clearSilence(): void {
    if (this.#silence !== null) this.#timers.clear(this.#silence);
    this.#silence = null;
  }

  #deliverSoon(): void {
    if (this.#delivering) return;
    this.#delivering = true;
    this.#timers.set(() => {
      this.#delivering = false;
      this.#deliver();
    }, 0);
  }

  #deliver(): void {
    if (this.#queue.length === 0 || this.#state !== "active") return;
    for (const listener of this.#onInput) listener(this.#next);
    if (this.#queue.length > 0) this.#deliverSoon();
  }

  readonly #next = (): InputEvent | null => {
    const event = this.#state === "active" ? this.#queue.shift() : undefined;
    if (event === undefined) return null;
    this.#arrival = this.#arrivals.shift()!;
    return event;
  };

  /** Queues events; takes the answers out and learns from them. */
  #sift(events: readonly TerminalEvent[]): void {
    if (events.length === 0) return;
    const at = this.#timers.now();
    const waits = this.#queue.length > 0;
    const typed = events.filter(isTyped).length;
    const arrival = { at, burst: waits || typed > 1 || at - this.#lastRead < BURST_MS };
    if (typed > 0) this.#lastRead = at;
    for (const event of events) {
      if (event.type === "reply") this.#learn(event.reply);
      else {
        if (event.type === "mouse" || event.type === "focus") this.#lastReport = at;
        this.#queue.push(event);
        this.#arrivals.push(arrival);
      }
    }
  }

  #learn(reply: TerminalReply): void {
    if (reply.kind === "primary-attributes" && this.#unanswered > 0) {
      this.#unanswered--;
      if (this.#unanswered === 0) this.#answered?.();
    }
    if (this.#state !== "active") return;
    const before = this.capabilities;
    let caps = withReply(before, reply, this.#devices.noColour);
    if (reply.kind === "cursor-position" && reply.row === 0) {
      const cells = this.#options.ambiwidth === "double" ? 2 : 1;
      caps = { ...caps, trustAmbiguous: reply.col === cells };
    }
    const background = reply.kind === "colour" && reply.number === 11 ? reply.value : null;
    if (background !== null) this.#background = background;
    if (caps !== before) {
      this.#encoder.setCapabilities(caps);
      // Cells that were drawn with fewer colours get their own now.
      if (caps.colours !== before.colours) this.#screen.invalidate();
    }
    const matters = caps.colours !== before.colours || background !== null;
    if (matters) for (const listener of this.#onCapabilities) listener(caps);
  }

  #resized(): void {
    const size = this.#devices.size();
    if (size.rows === this.#size.rows && size.cols === this.#size.cols) return;
    this.#size = size;
    for (const listener of this.#onResize) listener(size);
  }

  #hook(): void {
    const add = (event: string, listener: () => void): void => {
      this.#hooks.push([event, listener]);
      this.#devices.host.on(event, listener);
    };
    add("exit", () => this.restoreNow());
    add("SIGWINCH", () => this.#resized());
    add("SIGTSTP", this.#stopped);
    add("SIGCONT", this.#continued);
    for (const signal of FATAL_SIGNALS) add(signal, () => this.#hungUp(signal));
  }

  readonly #stopped = (): void => this.suspend();

  /** Someone stopped and continued us without asking (SIGSTOP): the shell has changed the modes. */
  readonly #continued = (): void => {
    if (this.#state !== "active") return;
    this.#devices.input.setRaw(true);
    this.#screen.control(
      "modes",
      enterModes(this.capabilities, { ...this.#options, title: false }),
    );
    this.#screen.invalidate();
    this.#resized();
    for (const listener of this.#onResume) listener();
  };

  #hungUp(signal: string): void {
    if (this.#state === "stopped") return;
    this.restoreNow();
    for (const listener of this.#onHangup) listener(signal);
    // Our listener is gone: the signal now does what it does by default.
    if (signal !== "end") this.#devices.host.kill(this.#devices.host.pid, signal);
  }
}

function isTyped({ type }: TerminalEvent): boolean {
  return type === "key" || type === "paste";
}

function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
