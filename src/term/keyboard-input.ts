/**
 * The keyboard: raw mode, a stream of bytes for the event loop, and a way to look for bytes in the
 * middle of a long synchronous command.
 */
import { closeSync, constants, readSync } from "node:fs";
import { isatty, ReadStream } from "node:tty";
import { openTerminal } from "./tty-port.ts";

export interface InputDevice {
  /** Whether there is a terminal to read from. */
  readonly isTerminal: boolean;
  setRaw(on: boolean): void;
  /** Bytes arrive at `listener`, which may not keep them, from now on until `pause`. */
  resume(listener: (bytes: Uint8Array) => void, ended: () => void): void;
  pause(): void;
  /** What is waiting right now, or null; never blocks. */
  readNow(): Uint8Array | null;
  close(): void;
}

const CHUNK = 65_536;
const CTRL_C = Uint8Array.of(3);

/**
 * The terminal's keyboard: standard input when it is one, else (`hunch -`) /dev/tty. Its bytes come
 * in one buffer, past the machinery of streams, which takes longer than to draw a letter; so this is
 * not `process.stdin`.
 */
export function openInput(): InputDevice {
  const buffer = new Uint8Array(CHUNK);
  let onData: ((bytes: Uint8Array) => void) | null = null;
  let onEnd: (() => void) | null = null;
  const owned = !isatty(0);
  const fd = owned ? openTerminal("/dev/tty", constants.O_RDONLY | constants.O_NOCTTY) : 0;
  const stream = fd === null ? null : openStream(fd, (bytes) => onData?.(bytes));
  const name = owned ? "/dev/tty" : `/proc/self/fd/${fd}`;
  let polled: number | null | undefined;
  let hungUp = false;
  const pause = (): void => {
    onData = null;
    if (onEnd !== null) stream?.off("end", onEnd).off("error", onEnd);
    onEnd = null;
    stream?.pause();
  };
  return {
    isTerminal: stream !== null,
    setRaw(on) {
      try {
        stream?.setRawMode(on);
      } catch (error) {
        // A terminal that is gone has no modes to be given back.
        if (on || (error as NodeJS.ErrnoException).code !== "EIO") throw error;
      }
    },
    resume(listener, ended) {
      pause();
      onData = listener;
      onEnd = ended;
      stream?.on("end", ended).on("error", ended);
      stream?.resume();
    },
    pause,
    readNow() {
      if (polled === undefined && stream !== null) {
        const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
        polled = openTerminal(name, flags) ?? openTerminal("/dev/tty", flags);
      }
      const bytes = typeof polled === "number" ? readAvailable(polled, buffer) : null;
      if (bytes?.length !== 0) return bytes;
      // Nobody is there: what runs ends, as by CTRL-C, so that the signal can be attended to.
      const first = !hungUp;
      hungUp = true;
      return first ? CTRL_C : null;
    },
    close() {
      pause();
      if (typeof polled === "number") closeSync(polled);
      polled = null;
      if (owned) stream?.destroy();
    },
  };
}

/** A stream that gives its bytes to `listener` at once; they are good until it returns. */
function openStream(fd: number, listener: (bytes: Uint8Array) => void): ReadStream {
  const options = {
    onread: {
      buffer: new Uint8Array(CHUNK),
      callback(count: number, buffer: Uint8Array): boolean {
        listener(buffer.subarray(0, count));
        return true;
      },
    },
  };
  // The types know of `onread` in connections only; `tty` hands its options on to `net`.
  return new ReadStream(fd, options as ConstructorParameters<typeof ReadStream>[1]);
}

/**
 * The bytes that a non-blocking descriptor has, in one piece, or null when it has none. They are
 * empty when the line has hung up.
 */
function readAvailable(fd: number, buffer: Uint8Array): Uint8Array | null {
  try {
    const count = readSync(fd, buffer);
    return buffer.slice(0, count);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // EAGAIN: nothing is waiting. EIO: the terminal has gone or another job is in front.
    if (code === "EAGAIN" || code === "EIO" || code === "EINTR") return null;
    throw error;
  }
}
