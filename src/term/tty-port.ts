/**
 * Output that never blocks. The terminal is opened a second time, without blocking (the flag
 * belongs to the open description, so the shell's own is left alone); what it does not take at once
 * is kept and offered again a little later. There is room for one frame: while it is on its way,
 * `send` refuses, and the caller draws the newest state when the line has drained.
 */
import { closeSync, constants, openSync, realpathSync, writeSync } from "node:fs";

/** A place for bytes that says how many it took; 0 when it would block. */
export interface OutputDevice {
  write(bytes: Uint8Array): number;
  close(): void;
}

export interface Timers {
  set(callback: () => void, ms: number): unknown;
  clear(timer: unknown): void;
  /** Monotonic milliseconds. */
  now(): number;
}

export const systemTimers: Timers = {
  set: (callback, ms) => setTimeout(callback, ms),
  clear: (timer) => clearTimeout(timer as NodeJS.Timeout),
  now: () => performance.now(),
};

const FIRST_RETRY_MS = 2;
const LAST_RETRY_MS = 50;
/** Output that stays unsent for so long makes the line a slow one. */
const SLOW_AFTER_MS = 250;
/** A slow line is a fast one again after this long without waiting. */
const FAST_AFTER_MS = 10_000;

export class TtyPort {
  readonly #device: OutputDevice;
  readonly #timers: Timers;
  #pending: Uint8Array | null = null;
  #pendingSince = 0;
  #retryMs = FIRST_RETRY_MS;
  #timer: unknown = null;
  #lowband = false;
  #lastWait = Number.NEGATIVE_INFINITY;
  #closed = false;
  #sent = 0;
  readonly #listeners = new Set<() => void>();

  constructor(device: OutputDevice, timers: Timers = systemTimers) {
    this.#device = device;
    this.#timers = timers;
  }

  /** Whether a frame is still on its way. */
  get busy(): boolean {
    return this.#pending !== null;
  }

  /** Whether output stayed unsent for long lately, so that decoration should be left out. */
  get lowband(): boolean {
    if (this.#pending !== null) this.#lowband ||= this.#waited() > SLOW_AFTER_MS;
    else if (this.#lowband) {
      this.#lowband = this.#timers.now() - this.#lastWait < FAST_AFTER_MS;
    }
    return this.#lowband;
  }

  /** How long the frame on its way has been waiting, in ms; 0 when there is none. */
  get waitingMs(): number {
    return this.#pending === null ? 0 : this.#waited();
  }

  /** Bytes that the terminal has taken since the start. */
  get sentBytes(): number {
    return this.#sent;
  }

  /** Calls `listener` each time that a waiting frame has gone out; returns what takes it away. */
  onDrain(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Takes bytes to send, and true; or false when a frame is on its way (nothing is taken then).
   * The bytes must not be changed afterwards. After `close` everything is taken and dropped.
   */
  send(bytes: Uint8Array): boolean {
    if (this.#pending !== null) return false;
    if (this.#closed || bytes.length === 0) return true;
    const rest = this.#write(bytes);
    if (rest.length > 0) {
      // A copy of the rest lets go of what has been sent.
      this.#pending = rest.slice();
      this.#pendingSince = this.#timers.now();
      this.#retryMs = FIRST_RETRY_MS;
      this.#wait();
    }
    return true;
  }

  /**
   * Sends at the end of the program: gives up a waiting frame after `ms`, then writes `bytes` for
   * at most `ms` more. Blocks for that long. Returns whether all of `bytes` went out.
   */
  sendLast(bytes: Uint8Array, ms: number): boolean {
    if (this.#closed) return false;
    this.#stopTimer();
    const pending = this.#pending;
    this.#pending = null;
    const rest = pending === null ? null : this.#insist(pending, ms);
    // CAN ends a sequence that was cut in the middle.
    if (rest !== null && rest.length > 0) this.#insist(Uint8Array.of(0x18), ms);
    return this.#insist(bytes, ms).length === 0;
  }

  /** Stops trying and closes the terminal. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopTimer();
    this.#pending = null;
    this.#device.close();
  }

  #waited(): number {
    return this.#timers.now() - this.#pendingSince;
  }

  #stopTimer(): void {
    if (this.#timer !== null) this.#timers.clear(this.#timer);
    this.#timer = null;
  }

  #wait(): void {
    this.#timer = this.#timers.set(() => this.#retry(), this.#retryMs);
    this.#retryMs = Math.min(LAST_RETRY_MS, this.#retryMs * 2);
  }

  #retry(): void {
    this.#timer = null;
    if (this.#pending === null) return;
    const before = this.#pending.length;
    const rest = this.#write(this.#pending);
    if (rest.length > 0) {
      this.#pending = rest;
      if (rest.length < before) this.#retryMs = FIRST_RETRY_MS;
      this.#wait();
      return;
    }
    if (this.#waited() > SLOW_AFTER_MS) {
      this.#lowband = true;
      this.#lastWait = this.#timers.now();
    }
    this.#pending = null;
    for (const listener of this.#listeners) listener();
  }

  /** Writes until the terminal takes no more; returns what is left. */
  #write(bytes: Uint8Array): Uint8Array {
    let rest = bytes;
    while (rest.length > 0) {
      const taken = this.#device.write(rest);
      if (taken === 0) break;
      this.#sent += taken;
      rest = rest.subarray(taken);
    }
    return rest;
  }

  #insist(bytes: Uint8Array, ms: number): Uint8Array {
    const end = this.#timers.now() + ms;
    let rest = this.#write(bytes);
    while (rest.length > 0 && this.#timers.now() < end) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
      rest = this.#write(rest);
    }
    return rest;
  }
}

/**
 * The terminal behind a descriptor, opened again for writing without blocking; through /dev/tty
 * where the descriptor's own name does not open, and the descriptor itself (which may block) where
 * neither does.
 */
export function openOutput(fd = 1): OutputDevice {
  const flags = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
  for (const name of [`/proc/self/fd/${fd}`, `/dev/fd/${fd}`, "/dev/tty"]) {
    const opened = openTerminal(name, flags);
    if (opened !== null) return descriptorDevice(opened, true);
  }
  return descriptorDevice(fd, false);
}

/** A descriptor of the terminal at a path, or null when it cannot be opened. */
export function openTerminal(name: string, flags: number): number | null {
  try {
    const path = realpathSync(name);
    return path.startsWith("/dev/") ? openSync(path, flags) : null;
  } catch (error) {
    // No such place here (another mount namespace, no controlling terminal): the next is tried.
    if ((error as NodeJS.ErrnoException).code !== undefined) return null;
    throw error;
  }
}

/** The device of an open descriptor. */
function descriptorDevice(fd: number, owned: boolean): OutputDevice {
  let gone = false;
  return {
    write(bytes) {
      if (gone) return bytes.length;
      try {
        return writeSync(fd, bytes);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "EAGAIN" || code === "EINTR") return 0;
        // EIO, EPIPE: the terminal has gone. SIGHUP says so too; output goes nowhere from now on.
        if (code === "EIO" || code === "EPIPE" || code === "EBADF" || code === "ENXIO") {
          gone = true;
          return bytes.length;
        }
        throw error;
      }
    },
    close() {
      gone = true;
      if (owned) closeSync(fd);
    },
  };
}
