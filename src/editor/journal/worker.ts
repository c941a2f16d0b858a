/**
 * The journal thread writes records the moment they arrive, and never waits for the disk itself,
 * except where the editor does (a save, the end).
 */
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { assert } from "../../base/errors.ts";
import { DISK } from "../files/port.ts";
import { LogKeeper } from "./keeper.ts";
import type { JournalMessage, JournalWorkerData } from "./message.ts";
import { poolBackground } from "./pool.ts";

/** Milliseconds between two syncs. */
const TICK = 1000;

function keepJournal({ folder, shared }: JournalWorkerData): void {
  const port = parentPort;
  assert(port !== null, "the journal runs in a worker");
  let timer: NodeJS.Timeout | null = null;
  const keeper = new LogKeeper({
    folder,
    port: DISK,
    background: poolBackground(() => rest()),
    onTrouble: (message) => port.postMessage({ type: "trouble", message }),
    onBaseLost: (doc) => port.postMessage({ type: "base-lost", doc }),
  });
  const rest = () => {
    Atomics.store(shared, 0, keeper.writtenSeq);
    Atomics.store(shared, 1, keeper.handledSeq);
    Atomics.notify(shared, 1);
    if (timer !== null || !keeper.restless) return;
    timer = setTimeout(() => {
      timer = null;
      keeper.tick();
      rest();
    }, TICK);
  };
  port.on("message", (message: JournalMessage) => {
    keeper.handle(message);
    rest();
  });
}

if (!isMainThread && parentPort !== null) keepJournal(workerData as JournalWorkerData);
