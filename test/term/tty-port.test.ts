import assert from "node:assert/strict";
import { test } from "node:test";
import { ClusterPool } from "../../src/screen/cluster-pool.ts";
import { Grid } from "../../src/screen/grid.ts";
import { StyleTable } from "../../src/screen/style.ts";
import { Encoder } from "../../src/term/output.ts";
import { ScreenPort } from "../../src/term/screen-port.ts";
import { type Timers, TtyPort } from "../../src/term/tty-port.ts";
import { RICH } from "./screens.ts";

/** A line that takes so many bytes and no more, and a clock that is moved by hand. */
class Line {
  room = Number.POSITIVE_INFINITY;
  taken = "";
  writes = 0;
  closed = false;
  time = 0;
  due: { at: number; run: () => void } | null = null;
  readonly delays: number[] = [];

  readonly timers: Timers = {
    set: (run, ms) => {
      this.delays.push(ms);
      this.due = { at: this.time + ms, run };
      return this.due;
    },
    clear: () => {
      this.due = null;
    },
    now: () => this.time,
  };

  write(bytes: Uint8Array): number {
    this.writes++;
    const count = Math.min(this.room, bytes.length);
    this.room -= count;
    this.taken += Buffer.from(bytes.subarray(0, count)).toString();
    return count;
  }

  close(): void {
    this.closed = true;
  }

  /** Lets time pass until the timer has run `times` times. */
  pass(times: number): void {
    for (let i = 0; i < times && this.due !== null; i++) {
      const { at, run } = this.due;
      this.time = at;
      this.due = null;
      run();
    }
  }
}

const bytes = (text: string): Uint8Array => Buffer.from(text);

test("what fits goes out at once", () => {
  const line = new Line();
  const port = new TtyPort(line, line.timers);
  assert.equal(port.send(bytes("hello")), true);
  assert.equal(port.busy, false);
  assert.equal(line.taken, "hello");
  assert.equal(port.sentBytes, 5);
});

test("the rest waits, is offered again ever more slowly, and a second frame is refused", () => {
  const line = new Line();
  const port = new TtyPort(line, line.timers);
  let drained = 0;
  port.onDrain(() => drained++);
  line.room = 3;
  assert.equal(port.send(bytes("hello")), true);
  assert.equal(port.busy, true);
  assert.equal(port.send(bytes("more")), false);
  line.pass(8);
  assert.deepEqual(line.delays.slice(0, 7), [2, 4, 8, 16, 32, 50, 50]);
  line.room = 100;
  line.pass(1);
  assert.equal(line.taken, "hello");
  assert.deepEqual([port.busy, drained], [false, 1]);
});

test("unsent output makes the line slow, and quiet makes it fast again", () => {
  const line = new Line();
  const port = new TtyPort(line, line.timers);
  line.room = 0;
  port.send(bytes("x"));
  assert.equal(port.lowband, false);
  line.pass(12);
  assert.ok(port.waitingMs > 250);
  assert.equal(port.lowband, true);
  line.room = 100;
  line.pass(1);
  assert.equal(port.lowband, true);
  line.time += 10_000;
  assert.equal(port.lowband, false);
});

test("the last bytes follow a frame that was cut in the middle", () => {
  const line = new Line();
  const port = new TtyPort(line, line.timers);
  line.room = 2;
  port.send(bytes("\x1b[31mx"));
  line.room = 100;
  assert.equal(port.sendLast(bytes("bye"), 50), true);
  assert.equal(line.taken, "\x1b[31mxbye");
  port.close();
  assert.equal(line.closed, true);
  assert.equal(port.send(bytes("late")), true);
  assert.equal(line.taken, "\x1b[31mxbye");
});

function screenOn(line: Line): {
  screen: ScreenPort;
  port: TtyPort;
  draw: (text: string) => boolean;
} {
  const pool = new ClusterPool();
  const port = new TtyPort(line, line.timers);
  const screen = new ScreenPort(
    port,
    new Encoder({ ...RICH, synchronizedUpdate: false }, new StyleTable()),
  );
  const grid = new Grid(3, 20, pool);
  const draw = (text: string): boolean => {
    grid.clear();
    grid.put(1, 0, text, 0);
    return screen.present(grid, { row: 1, col: text.length, shape: "block" });
  };
  return { screen, port, draw };
}

test("while a frame waits only the newest one is kept", () => {
  const line = new Line();
  const { draw } = screenOn(line);
  draw("first");
  line.taken = "";
  line.room = 2;
  assert.equal(draw("second"), true);
  for (let i = 0; i < 200; i++) assert.equal(draw(`frame ${i}`), false);
  line.room = 1000;
  line.pass(1);
  assert.match(line.taken, /second.*frame 199/s);
  assert.doesNotMatch(line.taken, /frame 1[0-8]/);
  line.taken = "";
  draw("frame 199");
  assert.equal(line.taken, "");
});

test("of one kind of message the newest waits, before the frame", () => {
  const line = new Line();
  const { screen, draw } = screenOn(line);
  draw("a");
  line.room = 0;
  line.taken = "";
  draw("b");
  screen.control("title", "<one>");
  screen.control("title", "<two>");
  screen.control("bell", "<bell>");
  draw("c");
  line.room = 1000;
  line.pass(1);
  assert.match(line.taken, /b.*<two><bell>.*c/s);
  assert.doesNotMatch(line.taken, /one/);
});

test("an unchanged frame costs nothing, and invalidate draws everything", () => {
  const line = new Line();
  const { screen, draw } = screenOn(line);
  draw("text");
  line.taken = "";
  draw("text");
  assert.equal(line.taken, "");
  screen.invalidate();
  draw("text");
  assert.match(line.taken, /\x1b\[2J.*text/s);
});
