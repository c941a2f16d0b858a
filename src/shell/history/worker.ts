/**
 * The thread that reads the shells' own history files into the database: it opens the database itself,
 * beside the store's thread, so that nothing of the files passes the editor's own. Ends when it is done.
 */
import fs from "node:fs";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { messageOf } from "../../base/errors.ts";
import { openDatabase } from "../../store/database.ts";
import { type HistoryFile, importHistory } from "./import.ts";
import type { ImportAnswer, ImportQuestion } from "./importer.ts";

function answer({ database, files, now }: ImportQuestion): ImportAnswer {
  const problems: string[] = [];
  let added = 0;
  let store: ReturnType<typeof openDatabase> | null = null;
  try {
    for (const path of files) {
      const file = openFile(path);
      if (file === null) continue;
      try {
        store ??= openDatabase(database, (message) => problems.push(message));
        added += importHistory(file, store.requests, now);
      } finally {
        file.close();
      }
    }
  } catch (error) {
    problems.push(messageOf(error));
  } finally {
    store?.close();
  }
  return { added, problems };
}

/** Null where it is not there, no plain file, or not ours to read. */
function openFile(path: string): (HistoryFile & { close(): void }) | null {
  let opened = -1;
  try {
    // A pipe must not be waited for.
    opened = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
    const stat = fs.fstatSync(opened);
    if (!stat.isFile()) {
      fs.closeSync(opened);
      return null;
    }
    return {
      path,
      size: stat.size,
      read(from, length) {
        const bytes = Buffer.alloc(Math.max(0, Math.min(length, stat.size - from)));
        return bytes.subarray(0, fs.readSync(opened, bytes, 0, bytes.length, from));
      },
      close: () => fs.closeSync(opened),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    // Most of the files are of shells that are not used.
    return null;
  }
}

if (!isMainThread && parentPort !== null) {
  parentPort.postMessage(answer(workerData as ImportQuestion));
}
