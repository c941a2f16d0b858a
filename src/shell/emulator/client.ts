/**
 * The emulators as the editor sees them. Their process starts with the first terminal; when it dies, its
 * terminals have failed, and the next one starts another.
 */
import { Emitter } from "../../base/emitter.ts";
import { Cancelled } from "../../base/errors.ts";
import type { CellStyles } from "../../screen/cell-row.ts";
import type { Style } from "../../screen/style.ts";
import type { Block } from "../block.ts";
import { type EmulatorProcess, type EmulatorStarter, startEmulators } from "./process.ts";
import type {
  FromEmulator,
  StyledLine,
  TerminalFrame,
  TerminalStart,
  ToEmulator,
} from "./protocol.ts";
import type { TerminalColours } from "./requests.ts";

/** Lines that are asked for at once. */
const READ = 2000;
/** An editor that ends waits for its programs so long, ms. */
const LEAVING = 300;
/** Programs that ignore the hangup are given up after this, ms: they are killed after one second. */
const CLOSING = 3000;

export interface EmulatorEvents {
  readonly frame: TerminalFrame;
  readonly title: string;
  readonly bell: null;
  readonly clipboard: string;
  readonly notify: string;
  readonly cwd: string;
  readonly block: Block;
  /** All that are kept, with the lines of now. */
  readonly blocks: readonly Block[];
  readonly exit: { readonly code: number; readonly signal: number };
  /** It is of no use any more: why. Its program has ended, or was never started. */
  readonly failed: string;
}

export interface LinesRead {
  /** The first line that was read: those before it are not kept any more. */
  readonly from: number;
  readonly lines: readonly StyledLine[];
}

export class EmulatorClient {
  readonly #start: EmulatorStarter;
  readonly #terminals = new Map<number, EmulatorTerminal>();
  readonly #closing = new Map<number, () => void>();
  #process: EmulatorProcess | null = null;
  #lastId = 0;
  #unavailable: string | null = null;

  constructor(start: EmulatorStarter = startEmulators) {
    this.#start = start;
  }

  /** Why there can be no terminals, once it is known; null: there can. */
  get unavailable(): string | null {
    return this.#unavailable;
  }

  /** Starts a program. What goes wrong is told by `failed`, never thrown. */
  open(start: Omit<TerminalStart, "id">): EmulatorTerminal {
    const id = ++this.#lastId;
    const terminal = new EmulatorTerminal(id, {
      send: (message) => this.#process?.send(message),
      close: () => this.#close(id),
    });
    this.#terminals.set(id, terminal);
    try {
      this.#open().send({ type: "start", id, ...start });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      queueMicrotask(() => this.#fail(terminal, reason));
    }
    return terminal;
  }

  /** Ends all programs as closing their terminals would, and the process behind them. */
  async close(): Promise<void> {
    const timer = setTimeout(() => {
      // It ends what is left without us.
      for (const done of this.#closing.values()) done();
    }, LEAVING);
    await Promise.all([...this.#terminals.values()].map((terminal) => terminal.close()));
    clearTimeout(timer);
    this.#process?.leave();
    this.#process = null;
  }

  #open(): EmulatorProcess {
    if (this.#process !== null) return this.#process;
    let bug: string | null = null;
    const started = this.#start({
      message: (message) => {
        if (message.type === "bug") bug = message.reason;
        else this.#receive(message);
      },
      gone: (reason) => {
        // One that was left has none of these.
        if (this.#process !== started) return;
        this.#process = null;
        for (const done of this.#closing.values()) done();
        const all = [...this.#terminals.values()];
        for (const terminal of all) {
          this.#fail(terminal, `The process of the terminals ended: ${bug ?? reason}`);
        }
      },
    });
    this.#process = started;
    return started;
  }

  #close(id: number): Promise<void> {
    this.#terminals.delete(id);
    const started = this.#process;
    if (started === null) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#closing.delete(id);
        resolve();
      };
      const timer = setTimeout(done, CLOSING);
      this.#closing.set(id, done);
      started.send({ type: "close", id });
    });
  }

  #fail(terminal: EmulatorTerminal, message: string): void {
    if (!this.#terminals.delete(terminal.id)) return;
    terminal.receive({ type: "failed", id: terminal.id, message });
  }

  #receive(message: Exclude<FromEmulator, { type: "bug" }>): void {
    if (message.type === "unavailable") {
      this.#unavailable = message.reason;
      return;
    }
    if (message.type === "closed") {
      this.#closing.get(message.id)?.();
      return;
    }
    // What was under way when it was closed is of no interest.
    const terminal = this.#terminals.get(message.id);
    if (terminal === undefined) return;
    if (message.type === "failed") this.#fail(terminal, message.message);
    else terminal.receive(message);
  }
}

interface TerminalPort {
  send(message: ToEmulator): void;
  close(): Promise<void>;
}

interface Reading {
  resolve(message: FromEmulator & { type: "lines" }): void;
  reject(error: Error): void;
}

/** One terminal. After `close`, `exit` and `failed` sending does nothing. */
export class EmulatorTerminal {
  readonly id: number;
  readonly events = new Emitter<EmulatorEvents>();
  readonly #port: TerminalPort;
  readonly #styles: Style[] = [{}];
  readonly #reading = new Map<number, Reading>();
  #lastAsk = 0;
  #sent = 0;
  #gone: string | null = null;

  constructor(id: number, port: TerminalPort) {
    this.id = id;
    this.#port = port;
  }

  /** All styles so far, by number: of frames and of lines. The list is one and grows. */
  get styles(): CellStyles {
    return this.#styles;
  }

  /** How many inputs were sent. A frame's `seen` says how many of them had been written. */
  get sent(): number {
    return this.#sent;
  }

  input(data: string): void {
    if (this.#gone !== null) return;
    this.#sent++;
    this.#port.send({ type: "input", id: this.id, data });
  }

  resize(rows: number, cols: number): void {
    this.#send({ type: "resize", id: this.id, rows, cols });
  }

  /** Frames come only while it is watched; the first one after that has every row. */
  watch(on: boolean): void {
    this.#send({ type: "watch", id: this.id, on });
  }

  /** The last frame is on the screen: the next one may come. */
  shown(): void {
    this.#send({ type: "shown", id: this.id });
  }

  colours(colours: TerminalColours | null): void {
    this.#send({ type: "colours", id: this.id, colours });
  }

  /** Forgets the scrollback, and the screen but for the cursor's row. */
  clear(): void {
    this.#send({ type: "clear", id: this.id });
  }

  /** `SIGINT` and the like to the programs in the foreground. */
  signal(signal: string): void {
    this.#send({ type: "signal", id: this.id, signal });
  }

  /** The lines from `from` to `to` (exclusive) that are kept. Rejects with Cancelled when it goes. */
  async read(from: number, to: number): Promise<LinesRead> {
    const lines: StyledLine[] = [];
    let start = from;
    await this.readPieces(from, to, (piece) => {
      if (lines.length === 0) start = piece.from;
      for (const line of piece.lines) lines.push(line);
    });
    return { from: start, lines };
  }

  /** The same in pieces, in order, one turn of the event loop each; `false` from `piece` ends it. */
  async readPieces(
    from: number,
    to: number,
    piece: (lines: LinesRead) => boolean | void,
  ): Promise<void> {
    for (let at = from; at < to; ) {
      const end = Math.min(to, at + READ);
      const answer = await this.#ask(at, end);
      if (answer.lines.length > 0) {
        if (piece(answer) === false) return;
        at = answer.from + answer.lines.length;
      } else if (answer.from >= end) {
        // All of these are lost; the next one is kept.
        at = answer.from;
      } else return;
    }
  }

  /** Ends its program as closing a terminal would; answers when it has ended. */
  close(): Promise<void> {
    if (this.#gone !== null) return Promise.resolve();
    this.#leave("The terminal was closed");
    return this.#port.close();
  }

  /** Only for the client. */
  receive(message: FromEmulator): void {
    switch (message.type) {
      case "frame":
        this.#learn(message.frame.styles);
        this.events.emit("frame", message.frame);
        break;
      case "lines":
        this.#learn(message.styles);
        this.#reading.get(message.ask)?.resolve({ ...message, lines: message.lines.map(alone) });
        this.#reading.delete(message.ask);
        break;
      case "title":
        this.events.emit("title", message.title);
        break;
      case "bell":
        this.events.emit("bell", null);
        break;
      case "clipboard":
        this.events.emit("clipboard", message.text);
        break;
      case "notify":
        this.events.emit("notify", message.text);
        break;
      case "cwd":
        this.events.emit("cwd", message.cwd);
        break;
      case "block":
        this.events.emit("block", message.block);
        break;
      case "blocks":
        this.events.emit("blocks", message.blocks);
        break;
      case "exit":
        this.events.emit("exit", { code: message.code, signal: message.signal });
        break;
      case "failed":
        this.#leave(message.message);
        this.events.emit("failed", message.message);
        break;
    }
  }

  #learn(styles: CellStyles): void {
    for (const style of styles) this.#styles.push(style);
  }

  #send(message: ToEmulator): void {
    if (this.#gone === null) this.#port.send(message);
  }

  #ask(from: number, to: number): Promise<FromEmulator & { type: "lines" }> {
    if (this.#gone !== null) return Promise.reject(new Cancelled(this.#gone));
    return new Promise((resolve, reject) => {
      const ask = ++this.#lastAsk;
      this.#reading.set(ask, { resolve, reject });
      this.#port.send({ type: "read", id: this.id, ask, from, to });
    });
  }

  #leave(reason: string): void {
    this.#gone = reason;
    for (const { reject } of this.#reading.values()) reject(new Cancelled(reason));
    this.#reading.clear();
  }
}

const NO_RUNS = new Uint32Array(0);

/** What comes from another process are views of the whole message, which would be kept with them. */
function alone({ text, runs }: StyledLine): StyledLine {
  return { text, runs: runs.length === 0 ? NO_RUNS : runs.slice() };
}
