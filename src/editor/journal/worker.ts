/**
 * The journal thread writes records the moment they arrive. It waits for the disk itself only as
 * long as the disk is quick; once a sync was slow, and for big copies, waiting is the job of the
 * sync thread, this file in another role. (A thread costs about 15 MB, so there is none before it
 * is needed.)
 */
import { isMainThread, parentPort, type Worker, workerData } from "node:worker_threads";
import { assert, messageOf } from "../../base/errors.ts";
import { startWorker } from "../../base/worker-port.ts";
import { type FileIdentity, identityOf, sameContent } from "../files/identity.ts";
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
/** A sync that takes longer than this (ms) is the last that the journal thread waits for. */
const QUICK = 25;
/** Files up to this size (bytes) are copied here, larger ones by the sync thread. */
const SMALL = 2 ** 20;

function keepJournal({ folder, shared }: JournalWorkerData): void {
  const port = parentPort;
  assert(port !== null, "the journal runs in a worker");
  let timer: NodeJS.Timeout | null = null;
  const background = adaptive(
    syncThread(() => rest()),
    () => rest(),
  );
  const keeper = new LogKeeper({
    folder,
    port: DISK,
    background,
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

function adaptive(thread: Background, afterEach: () => void): Background {
  let quick = true;
  const here = (
    task: () => string | null,
    done: (hash: string | null, error: string | null) => void,
  ) =>
    setImmediate(() => {
      const started = performance.now();
      let hash: string | null = null;
      let error: string | null = null;
      try {
        hash = task();
      } catch (problem) {
        error = messageOf(problem);
      }
      quick = performance.now() - started <= QUICK;
      done(hash, error);
      afterEach();
    });
  return {
    sync(fd, folder, done) {
      if (!quick) thread.sync(fd, folder, done);
      else
        here(
          () => syncFile(fd, folder),
          (_hash, error) => done(error),
        );
    },
    copy(from, to, identity, done) {
      if (!quick || identity.size > SMALL) thread.copy(from, to, identity, done);
      else here(() => copyBase(from, to, identity), done);
    },
  };
}

function syncFile(fd: number, folder: string | null): null {
  DISK.sync(fd);
  if (folder !== null) DISK.syncFolder(folder);
  return null;
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
      if (task.type === "copy") hash = copyBase(task.from, task.to, task.identity);
      else syncFile(task.fd, task.folder);
    } catch (problem) {
      error = messageOf(problem);
    }
    parentPort?.postMessage({ id: task.id, hash, error } satisfies SyncDone);
  });
}

/** Copies the file if it is still the base, before and after; the hash of the copy or null. */
function copyBase(path: string, copy: string, identity: FileIdentity): string | null {
  const isBase = () => {
    const stat = DISK.stat(path);
    return stat?.kind === "file" && sameContent(identityOf(stat), identity);
  };
  if (!isBase()) return null;
  const from = DISK.open(path, "read", 0);
  let to = -1;
  try {
    removeStale(copy);
    to = DISK.open(copy, "create", 0o600);
    copyBytes(from, to, DISK);
    DISK.sync(to);
  } finally {
    DISK.close(from);
    if (to >= 0) DISK.close(to);
  }
  return isBase() ? hashOfFile(copy, DISK) : null;
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
