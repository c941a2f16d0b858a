/**
 * The keyboard: raw mode, a stream of bytes for the event loop, and a way to look for bytes in the
 * middle of a long synchronous command.
 */
import { closeSync, constants, readSync } from "node:fs";
import { ReadStream } from "node:tty";
import { openTerminal } from "./tty-port.ts";

export interface InputDevice {
  /** Whether there is a terminal to read from. */
  readonly isTerminal: boolean;
  setRaw(on: boolean): void;
  /** Bytes arrive at `listener` from now on, until `pause`. */
  resume(listener: (bytes: Uint8Array) => void, ended: () => void): void;
  pause(): void;
  /** What is waiting right now, or null; never blocks. */
  readNow(): Uint8Array | null;
  close(): void;
}

const CHUNK = 65_536;

/** The terminal's keyboard: standard input when it is one, else (`hunch -`) /dev/tty. */
export function openInput(stdin: NodeJS.ReadStream = process.stdin): InputDevice {
  let stream: ReadStream | null = null;
  let owned = false;
  if (stdin.isTTY) stream = stdin as ReadStream;
  else {
    const fd = openTerminal("/dev/tty", constants.O_RDONLY | constants.O_NOCTTY);
    if (fd !== null) {
      stream = new ReadStream(fd);
      owned = true;
    }
  }
  const name = owned ? "/dev/tty" : `/proc/self/fd/${(stream as { fd?: number } | null)?.fd ?? 0}`;
  let polled: number | null | undefined;
  const buffer = new Uint8Array(CHUNK);
  let onData: ((bytes: Uint8Array) => void) | null = null;
  let onEnd: (() => void) | null = null;
  const pause = (): void => {
    if (onData !== null) stream?.off("data", onData);
    if (onEnd !== null) stream?.off("end", onEnd).off("error", onEnd);
    onData = null;
    onEnd = null;
    stream?.pause();
  };
  return {
    isTerminal: stream !== null,
    setRaw(on) {
      stream?.setRawMode(on);
    },
    resume(listener, ended) {
      pause();
      onData = listener;
      onEnd = ended;
      stream?.on("data", listener).on("end", ended).on("error", ended);
      stream?.resume();
    },
    pause,
    readNow() {
      if (polled === undefined && stream !== null) {
        const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
        polled = openTerminal(name, flags) ?? openTerminal("/dev/tty", flags);
      }
      return typeof polled === "number" ? readAvailable(polled, buffer) : null;
    },
    close() {
      pause();
      if (typeof polled === "number") closeSync(polled);
      polled = null;
      if (owned) stream?.destroy();
    },
  };
}

/** The bytes that a non-blocking descriptor has, in one piece, or null when it has none. */
function readAvailable(fd: number, buffer: Uint8Array): Uint8Array | null {
  try {
    const count = readSync(fd, buffer);
    return count > 0 ? buffer.slice(0, count) : null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // EAGAIN: nothing is waiting. EIO: the terminal has gone or another job is in front.
    if (code === "EAGAIN" || code === "EIO" || code === "EINTR") return null;
    throw error;
  }
}
