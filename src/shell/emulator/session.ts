/** One terminal with its program: how fast output is parsed, and when frames are made. */
import { hostname } from "node:os";
import { Emulator, type TrackerMaker } from "./emulator.ts";
import { InputWriter } from "./input-writer.ts";
import type { FromEmulator, TerminalStart } from "./protocol.ts";
import { GRACE, openPty, type Pty, type PtyLibrary } from "./pty.ts";
import { RateLimit } from "./rate-limit.ts";
import type { TerminalColours } from "./requests.ts";

/** Between frames while output comes without end, and while there is little, ms. */
const FRAME = 16;
const QUICK_FRAME = 4;
/** Output since the last frame that is little, bytes. */
const LITTLE = 8192;
/** A program that says that its picture is not complete is believed for so long, ms. */
const LONGEST_HOLD = 150;
/** Parsing goes on for so long before others get their turn, ms; the shorter where keys come. */
const TURN = 4;
const SHORT_TURN = 1;
/** Keys came, if the last one is not longer ago, ms. */
const TYPING = 500;
/**
 * While keys go to one terminal, the others rest behind each turn, and show fewer frames: a process that
 * takes all the time it gets would wait for the processor when the next key comes. ms.
 */
const REST = 4;
const RESTING_FRAME = 50;
/** While a key waits for its echo, the output of others waits, but not longer, ms. */
const ECHO = 8;
/** An editor that takes nothing is asked again after this, ms. */
const CROWDED = 20;
/** Between two resizes that make all lines wrap anew, ms. */
const RESIZE = 30;

/** What all sessions share. */
export interface SessionHost {
  post(message: FromEmulator): void;
  /** The editor does not take what it is sent: programs have to wait. */
  crowded(): boolean;
  readonly library: PtyLibrary;
  readonly makeTracker: TrackerMaker;
  /** When the last key came, in any of them; `performance.now()`. */
  lastInput: number;
  /** Which has a key whose echo has not come. */
  echoing: Session | null;
  /** Which had the last key. */
  typing: Session | null;
}

type Later = ReturnType<typeof setTimeout>;

export class Session {
  readonly #id: number;
  readonly #host: SessionHost;
  readonly #emulator: Emulator;
  readonly #pty: Pty;
  readonly #writer: InputWriter;
  #sent = 0;
  #watched = false;
  #unseen = false;
  #ended = false;
  /** Something has changed since the last frame; since the blocks were last looked at. */
  #dirty = false;
  #wrote = false;
  /** An input has been written whose frame may be the next one. */
  #echo = false;
  #fresh = 0;
  #lastFrame = 0;
  #lastLook = 0;
  #heldSince = 0;
  /** When the turn began, and how much of it went into parsing. */
  #turn = 0;
  #parsing = 0;
  #stopped = false;
  #soon: NodeJS.Immediate | null = null;
  #later: Later | null = null;
  #size: { rows: number; cols: number } | null = null;
  #resizeTimer: Later | null = null;
  #title = "";
  #sentTitle = "";
  #titleTimer: Later | null = null;
  #cwd = "";
  readonly #bells = new RateLimit(2, 250);
  readonly #notes = new RateLimit(4, 1000);
  readonly #clips = new RateLimit(4, 500);

  /** Throws where the program can't be started. */
  constructor(start: TerminalStart, host: SessionHost) {
    this.#id = start.id;
    this.#host = host;
    const post = host.post;
    const { id } = start;
    let foreground: string | null = null;
    let foregroundAt = Number.NEGATIVE_INFINITY;
    this.#emulator = new Emulator(
      { ...start, host: hostname() },
      {
        answer: (data) => this.#writer.write(data, true),
        title: (title) => this.#setTitle(title),
        bell: () => {
          if (this.#bells.take()) post({ type: "bell", id });
        },
        clipboard: (text) => {
          if (this.#clips.take()) post({ type: "clipboard", id, text });
        },
        notify: (text) => {
          if (this.#notes.take()) post({ type: "notify", id, text });
        },
        // What the shell says with its secret counts more.
        cwd: (cwd) => {
          if (this.#emulator.tracker.cwd === null) this.#setCwd(cwd);
        },
        complete: () => this.#complete(),
        foreground: () => {
          const now = performance.now();
          if (now - foregroundAt > 10) {
            foreground = this.#pty.foreground();
            foregroundAt = now;
          }
          return foreground;
        },
        sent: () => this.#sent,
        now: () => Date.now(),
      },
      host.makeTracker,
    );
    this.#emulator.colours = start.colours ?? null;
    this.#pty = openPty(host.library, start, {
      data: (chunk) => this.#data(chunk),
      exit: (code, signal) => this.#exit(code, signal),
    });
    this.#writer = new InputWriter(() => this.#pty.fd);
  }

  input(data: string): void {
    this.#sent++;
    this.#host.lastInput = performance.now();
    this.#host.typing = this;
    if (this.#ended) return;
    this.#echo = true;
    this.#host.echoing = this;
    this.#writer.write(data);
  }

  watch(on: boolean): void {
    if (on === this.#watched) return;
    this.#watched = on;
    this.#unseen = false;
    if (!on) return;
    this.#emulator.forgetFrames();
    this.#dirty = true;
    this.#echo = true;
    this.#settle();
  }

  shown(): void {
    this.#unseen = false;
    if (this.#dirty) this.#settle();
  }

  colours(colours: TerminalColours | null): void {
    this.#emulator.colours = colours;
  }

  resize(rows: number, cols: number): void {
    this.#size = { rows, cols };
    if (this.#resizeTimer === null) this.#applySize();
  }

  read(ask: number, from: number, to: number): void {
    this.#host.post({ type: "lines", id: this.#id, ask, ...this.#emulator.read(from, to) });
  }

  clear(): void {
    this.#emulator.clear();
    this.#changed(0);
  }

  signal(name: string): void {
    this.#pty.signal(name);
  }

  /** Ends the program and forgets the terminal. */
  async close(grace: number = GRACE): Promise<void> {
    this.#watched = false;
    this.#cancel();
    if (this.#resizeTimer !== null) clearTimeout(this.#resizeTimer);
    if (this.#titleTimer !== null) clearTimeout(this.#titleTimer);
    const wasRunning = !this.#ended;
    this.#ended = true;
    this.#writer.close();
    if (wasRunning) await this.#pty.close(grace);
    this.#emulator.dispose();
  }

  #applySize(): void {
    const size = this.#size;
    this.#size = null;
    if (size === null) return;
    this.#emulator.resize(size.rows, size.cols);
    const { rows, cols } = this.#emulator;
    if (!this.#ended) this.#pty.resize(rows, cols);
    this.#echo = true;
    this.#changed(0);
    this.#resizeTimer = setTimeout(() => {
      this.#resizeTimer = null;
      if (this.#size !== null) {
        this.#applySize();
        return;
      }
      // Their lines have moved; many windows' sizes come one behind the other.
      const { blocks } = this.#emulator.tracker;
      if (blocks.length > 0) this.#host.post({ type: "blocks", id: this.#id, blocks });
    }, RESIZE);
  }

  /** Parsed where it comes: what can't be parsed yet waits in the kernel, and the program with it. */
  #data(chunk: Buffer): void {
    // Closed: it is only read so that the program can end.
    if (this.#ended) return;
    const start = performance.now();
    if (start - this.#turn > TURN + REST) {
      this.#turn = start;
      this.#parsing = 0;
    }
    this.#emulator.feed(chunk);
    this.#changed(chunk.length);
    if (this.#stopped) return;
    const end = performance.now();
    const { echoing, lastInput } = this.#host;
    const waits = echoing !== null && echoing !== this && end - lastInput < ECHO;
    const turn = end - lastInput < TYPING ? SHORT_TURN : TURN;
    this.#parsing += end - start;
    if (!waits && this.#parsing < turn && !this.#host.crowded()) return;
    this.#stopped = true;
    this.#pty.stop();
  }

  #changed(bytes: number): void {
    this.#dirty = true;
    this.#wrote = true;
    this.#fresh += bytes;
    this.#soon ??= setImmediate(() => {
      this.#soon = null;
      if (this.#stopped) {
        this.#turn = 0;
        if (this.#rests) setTimeout(() => this.#goOn(), REST);
        else this.#goOn();
      }
      this.#settle();
    });
  }

  /** Keys go to another one. */
  get #rests(): boolean {
    const { typing, lastInput } = this.#host;
    return typing !== this && performance.now() - lastInput < TYPING;
  }

  /** Reads on, if it does not have to wait for the echo of another. */
  #goOn(): void {
    if (!this.#stopped) return;
    if (this.#host.crowded()) {
      setTimeout(() => this.#goOn(), CROWDED);
      return;
    }
    const { echoing, lastInput } = this.#host;
    const rest = lastInput + ECHO - performance.now();
    if (echoing !== null && echoing !== this && rest > 0) {
      // In turns of a millisecond: the echo may be there long before.
      setTimeout(() => this.#goOn(), 1);
      return;
    }
    this.#stopped = false;
    this.#pty.go();
  }

  /** Tells of blocks and makes a frame, if it is time. */
  #settle(): void {
    const now = performance.now();
    const pause = this.#fresh <= LITTLE ? QUICK_FRAME : this.#rests ? RESTING_FRAME : FRAME;
    const wait = this.#echo ? 0 : this.#lastLook + pause - now;
    if (wait > 0) {
      this.#settleIn(wait);
      return;
    }
    this.#lastLook = now;
    if (this.#wrote) this.#look();
    if (!this.#watched || this.#unseen || !this.#dirty) return;
    if (this.#emulator.held && !this.#ended) {
      if (this.#heldSince === 0) this.#heldSince = now;
      const rest = this.#heldSince + LONGEST_HOLD - now;
      if (rest > 0) {
        this.#settleIn(rest);
        return;
      }
    }
    this.#frame(now);
  }

  #settleIn(wait: number): void {
    this.#later ??= setTimeout(() => {
      this.#later = null;
      this.#settle();
    }, wait);
  }

  #look(): void {
    this.#wrote = false;
    const { tracker } = this.#emulator;
    tracker.wrote();
    if (tracker.cwd !== null) this.#setCwd(tracker.cwd);
    for (const block of tracker.takeChanged()) {
      this.#host.post({ type: "block", id: this.#id, block });
    }
  }

  #frame(now: number): void {
    this.#cancel();
    this.#dirty = false;
    this.#echo = false;
    if (this.#host.echoing === this) this.#host.echoing = null;
    this.#fresh = 0;
    this.#heldSince = 0;
    this.#lastFrame = now;
    this.#unseen = true;
    this.#host.post({ type: "frame", id: this.#id, frame: this.#emulator.frame() });
  }

  /** A picture that was held back is complete at this very place of the output. */
  #complete(): void {
    this.#heldSince = 0;
    const now = performance.now();
    if (!this.#watched || this.#unseen || now - this.#lastFrame < FRAME) return;
    this.#look();
    this.#wrote = true;
    this.#frame(now);
    // What follows in the same piece of output is another picture.
    this.#dirty = true;
  }

  #cancel(): void {
    if (this.#later !== null) clearTimeout(this.#later);
    this.#later = null;
  }

  #setCwd(cwd: string): void {
    if (cwd !== this.#cwd) this.#host.post({ type: "cwd", id: this.#id, cwd });
    this.#cwd = cwd;
  }

  #setTitle(title: string): void {
    this.#title = title;
    this.#titleTimer ??= setTimeout(() => {
      this.#titleTimer = null;
      if (this.#title === this.#sentTitle) return;
      this.#sentTitle = this.#title;
      this.#host.post({ type: "title", id: this.#id, title: this.#title });
    }, 50);
  }

  #exit(code: number, signal: number): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#writer.close();
    this.#emulator.tracker.ended();
    this.#look();
    this.#dirty = true;
    if (this.#watched && !this.#unseen) this.#frame(performance.now());
    this.#host.post({ type: "exit", id: this.#id, code, signal });
  }
}
