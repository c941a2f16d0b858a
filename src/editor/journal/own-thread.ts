/**
 * The recovery logs without a thread of their own, which costs 14 MB: on the machine's own disks
 * writing a few words into a log takes hundredths of a millisecond. What waits for a disk (syncs,
 * copies of base files) is done by the system's thread pool. Where writing turns out slow, or where
 * much is to be written, the journal goes on in a thread.
 */
import fs from "node:fs";
import { dirname } from "node:path";
import { codeOf, DISK } from "../files/port.ts";
import { LogKeeper } from "./keeper.ts";
import type { JournalMessage, Unnumbered } from "./message.ts";
import { poolBackground } from "./pool.ts";

/** Milliseconds between two syncs. */
const TICK = 1000;
/** A message that takes longer (ms) is the last that is worked off here. */
const SLOW = 20;
/** Messages of more UTF-16 units are a thread's work; an edit counts as many as it costs to encode. */
const LARGE = 1 << 16;
const EDIT_COST = 64;

/** Linux file systems on disks of this machine, by the number that statfs tells. */
const LOCAL = new Set([
  0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630, 0x2fc12fc1, 0xf2f52010, 0x858458f6,
]);

export interface OwnThreadOptions {
  readonly folder: string;
  readonly onTrouble: (message: string | null) => void;
  readonly onBaseLost: (doc: number) => void;
}

export class OwnThread {
  private readonly keeper: LogKeeper;
  private timer: NodeJS.Timeout | null = null;
  private tooMuch = false;
  private ended = false;

  constructor(options: OwnThreadOptions) {
    this.keeper = new LogKeeper({
      folder: options.folder,
      port: DISK,
      background: poolBackground(() => this.rest()),
      // Not within the call that is in trouble: that may be part of a save.
      onTrouble: (message) => this.later(() => options.onTrouble(message)),
      onBaseLost: (doc) => this.later(() => options.onBaseLost(doc)),
    });
  }

  /** The last message before which everything has reached the system. */
  get writtenSeq(): number {
    return this.keeper.writtenSeq;
  }

  handle(message: JournalMessage): void {
    const began = performance.now();
    this.keeper.handle(message);
    // Syncs are waited for wherever they are done.
    const waits = message.type === "sync" || message.type === "saving";
    this.tooMuch ||= !waits && performance.now() - began > SLOW;
    this.rest();
  }

  /** Whether a thread should take over, now that this message has come. */
  overloaded(message: Unnumbered): boolean {
    this.tooMuch ||= isLarge(message);
    return this.tooMuch;
  }

  /** Whether a thread could take over: nothing is under way or unwritten. */
  get settled(): boolean {
    return this.keeper.settled;
  }

  /** Lets go of the logs, which stay. */
  end(): void {
    this.ended = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.keeper.abandon();
  }

  private rest(): void {
    if (this.timer !== null || this.ended || !this.keeper.restless) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.keeper.tick();
      this.rest();
    }, TICK);
    this.timer.unref();
  }

  private later(tell: () => void): void {
    setImmediate(() => {
      if (!this.ended) tell();
    });
  }
}

/** Whether a folder, or the nearest one that is there already, lies on a disk of this machine. */
export function isLocal(folder: string): boolean {
  if (process.platform !== "linux") return false;
  for (let at = folder; ; at = dirname(at)) {
    try {
      return LOCAL.has(fs.statfsSync(at).type);
    } catch (error) {
      if (codeOf(error) !== "ENOENT" || dirname(at) === at) return false;
    }
  }
}

/** Whether a message is better worked off by a thread. */
export function isLarge(message: Unnumbered): boolean {
  let size = 0;
  if (message.type === "open" || message.type === "rebase") {
    for (const piece of message.base) size += piece.length;
  } else if (message.type === "changes") {
    size = (message.edits.length / 3) * EDIT_COST;
    for (const part of message.edits) if (typeof part !== "number") size += lengthOf(part);
  } else if (message.type === "many") {
    size = message.edits.spans.length * 4 + message.edits.insert.length;
  }
  return size > LARGE;
}

function lengthOf(insert: string | readonly string[]): number {
  if (typeof insert === "string") return insert.length;
  return insert.reduce((sum, piece) => sum + piece.length, 0);
}
