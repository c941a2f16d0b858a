/**
 * Input on its way to a program. The pty's own stream would wait in a busy loop for a program that does
 * not read, and stop every terminal with it; this writes what there is room for and comes back later.
 */
import { writeSync } from "node:fs";

/** More waiting input than this is dropped: the program does not read it. */
const MOST_WAITING = 32 << 20;
/** Answers to a program that asks and does not read. */
const MOST_ANSWERS = 64 << 10;
/** What a pty takes at once, about. */
const PIECE = 4096;
const FIRST_WAIT = 1;
const LONGEST_WAIT = 50;

export class InputWriter {
  readonly #fd: () => number;
  #queue: Buffer[] = [];
  #waiting = 0;
  #timer: NodeJS.Timeout | null = null;
  #wait = FIRST_WAIT;
  #closed = false;

  /** `fd` does not block; -1 when it is closed. */
  constructor(fd: () => number) {
    this.#fd = fd;
  }

  /** `answer`: nobody typed it. Answers false when there is no room. */
  write(text: string, answer = false): boolean {
    if (this.#closed || text === "") return false;
    const data = Buffer.from(text, "utf8");
    if (this.#waiting + data.length > (answer ? MOST_ANSWERS : MOST_WAITING)) return false;
    this.#queue.push(data);
    this.#waiting += data.length;
    if (this.#timer === null) this.#flush();
    return true;
  }

  close(): void {
    this.#closed = true;
    this.#queue = [];
    this.#waiting = 0;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #flush(): void {
    this.#timer = null;
    while (this.#queue.length > 0) {
      const fd = this.#fd();
      if (fd < 0) {
        this.close();
        return;
      }
      const data = this.#queue[0]!;
      let written = 0;
      try {
        written = writeSync(fd, data, 0, Math.min(PIECE, data.length));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EAGAIN") {
          // The program has gone (EIO): its exit is told elsewhere.
          this.close();
          return;
        }
      }
      if (written === 0) {
        this.#timer = setTimeout(() => this.#flush(), this.#wait);
        this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
        return;
      }
      this.#wait = FIRST_WAIT;
      this.#waiting -= written;
      if (written === data.length) this.#queue.shift();
      else this.#queue[0] = data.subarray(written);
    }
  }
}
