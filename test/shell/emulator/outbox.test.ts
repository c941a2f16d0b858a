/** What is sent to an editor that does not read. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Channel, Outbox } from "../../../src/shell/emulator/outbox.ts";
import type { FromEmulator } from "../../../src/shell/emulator/protocol.ts";

class Pipe implements Channel {
  connected = true;
  room = true;
  ended: number | null = null;
  readonly waiting: (() => void)[] = [];

  send(...[, , , sent]: Parameters<NonNullable<Channel["send"]>>): boolean {
    this.waiting.push(() => sent(null));
    return this.room;
  }

  exit(code: number): void {
    this.ended = code;
  }
}

const BELL: FromEmulator = { type: "bell", id: 1 };

test("it is crowded from the first message without room until all are taken", () => {
  const pipe = new Pipe();
  const outbox = new Outbox(pipe);
  outbox.post(BELL);
  assert.equal(outbox.crowded, false);
  pipe.room = false;
  outbox.post(BELL);
  pipe.room = true;
  outbox.post(BELL);
  pipe.waiting.shift()!();
  pipe.waiting.shift()!();
  assert.equal(outbox.crowded, true);
  pipe.waiting.shift()!();
  assert.equal(outbox.crowded, false);
});

test("nothing is sent to an editor that is gone", () => {
  const pipe = new Pipe();
  const outbox = new Outbox(pipe);
  pipe.connected = false;
  outbox.post(BELL);
  assert.equal(pipe.waiting.length, 0);
  outbox.last(BELL);
  assert.equal(pipe.ended, 1);
});

test("the process ends behind its last message", () => {
  const pipe = new Pipe();
  new Outbox(pipe).last({ type: "bug", reason: "numbers" });
  assert.equal(pipe.ended, null);
  pipe.waiting.shift()!();
  assert.equal(pipe.ended, 1);
});
