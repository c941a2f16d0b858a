/**
 * The journal thread writes records the moment they arrive; it never waits for the disk. That is
 * the job of the sync thread, the same file in another role, which it starts when it first has
 * something to sync.
 */
import { closeSync, openSync } from "node:fs";
import { isMainThread, parentPort, type Worker, workerData } from "node:worker_threads";
import { assert, messageOf } from "../../base/errors.ts";
import { startWorker } from "../../base/worker-port.ts";
import { identityOf, sameContent } from "../files/identity.ts";
import { codeOf, DISK } from "../files/port.ts";
import { copyBytes, hashOfFile } from "../files/temporary.ts";
import { type Background, LogKeeper } from "./keeper.ts";
import type {
  JournalMessage,
  JournalWorkerData,
  SyncDone,
  SyncTask,
  SyncWorkerData,
} from "./message.ts";

/** Milliseconds between two syncs. */
const TICK = 1000;

function keepJournal({ folder, shared }: JournalWorkerData): void {
  const port = parentPort;
  assert(port !== null, "the journal runs in a worker");
  let timer: NodeJS.Timeout | null = null;
  const background = syncThread(() => rest());
  const keeper = new LogKeeper({
    folder,
    port: DISK,
    background,
    onTrouble: (message) => port.postMessage({ type: "trouble", message }),
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

/** Starts the sync thread with its first task. A thread that dies fails what it had to do. */
function syncThread(afterEach: () => void): Background {
  let thread: Worker | null = null;
  let lastId = 0;
  const waiting = new Map<number, (done: SyncDone) => void>();
  const start = () => {
    const fresh = startWorker("journal", new URL(import.meta.url), {
      role: "sync",
    } satisfies SyncWorkerData);
    const finish = (done: SyncDone) => {
      waiting.get(done.id)?.(done);
      waiting.delete(done.id);
      afterEach();
    };
    fresh.on("message", finish);
    fresh.on("error", (error) => {
      thread = null;
      for (const id of waiting.keys()) finish({ id, hash: null, error: messageOf(error) });
    });
    return fresh;
  };
  const ask = (id: number, task: SyncTask, done: (answer: SyncDone) => void) => {
    waiting.set(id, done);
    thread ??= start();
    thread.postMessage(task);
  };
  return {
    sync(fd, folder, done) {
      const id = ++lastId;
      ask(id, { id, type: "sync", fd, folder }, (answer) => done(answer.error));
    },
    copy(from, to, identity, done) {
      const id = ++lastId;
      ask(id, { id, type: "copy", from, to, identity }, (answer) =>
        done(answer.hash, answer.error),
      );
    },
  };
}

function serveSyncs(): void {
  parentPort?.on("message", (task: SyncTask) => {
    let hash: string | null = null;
    let error: string | null = null;
    try {
      if (task.type === "copy") hash = copyBase(task);
      else {
        DISK.sync(task.fd);
        if (task.folder !== null) DISK.syncFolder(task.folder);
      }
    } catch (problem) {
      error = messageOf(problem);
    }
    parentPort?.postMessage({ id: task.id, hash, error } satisfies SyncDone);
  });
}

/** Copies the file if it is still the base, before and after; the hash of the copy or null. */
function copyBase(task: SyncTask & { type: "copy" }): string | null {
  const isBase = () => {
    const stat = DISK.stat(task.from);
    return stat?.kind === "file" && sameContent(identityOf(stat), task.identity);
  };
  if (!isBase()) return null;
  const from = openSync(task.from, "r");
  let to = -1;
  try {
    removeStale(task.to);
    to = DISK.open(task.to, "create", 0o600);
    copyBytes(from, to, DISK);
    DISK.sync(to);
  } finally {
    closeSync(from);
    if (to >= 0) closeSync(to);
  }
  return isBase() ? hashOfFile(task.to, DISK) : null;
}

function removeStale(path: string): void {
  try {
    DISK.remove(path);
  } catch (error) {
    // Nothing to remove is the usual case.
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

if (!isMainThread && parentPort !== null) {
  const data = workerData as JournalWorkerData | SyncWorkerData;
  if (data.role === "journal") keepJournal(data);
  else serveSyncs();
}
