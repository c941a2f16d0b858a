/**
 * The completer in its thread, which starts when something is typed for the first time, and then reads
 * the files of the project.
 */
import type { Worker } from "node:worker_threads";
import { RequestPort, startWorker } from "../../base/worker-port.ts";
import type { DocumentSnapshot } from "../../text/prediction.ts";
import type { CompletionPort } from "./predictor.ts";
import type { CompleteHealth, CompleteRequests } from "./requests.ts";

export interface ThreadPorts {
  /**
   * The files of the project that `path` belongs to, absolute, the most interesting first; none when it
   * belongs to none. Rejects when they can't be listed.
   */
  projectFiles(path: string): Promise<readonly string[]>;
  /** The name of the project of a file: its files are listed once. Null: it has none. */
  projectOf(path: string): string | null;
}

export interface ThreadCompleter extends CompletionPort {
  /** What it holds; null: it was not started. */
  health(): Promise<CompleteHealth | null>;
  close(): Promise<void>;
}

/** Megabytes of heap; its tables are beside it. */
const LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 96 } as const;
/** A thread that ended this often is not started again. */
const MOST_STARTS = 2;

export function threadCompleter(ports: ThreadPorts): ThreadCompleter {
  let worker: Worker | null = null;
  let port: RequestPort<CompleteRequests> | null = null;
  let project: string | null = null;
  let starts = 0;
  let closed = false;

  const open = (): RequestPort<CompleteRequests> | null => {
    if (port !== null || closed || starts >= MOST_STARTS) return port;
    starts++;
    const started = startWorker(
      "complete",
      new URL("./worker.ts", import.meta.url),
      undefined,
      [],
      {
        resourceLimits: LIMITS,
      },
    );
    const own = new RequestPort<CompleteRequests>(started);
    const end = (reason: string): void => {
      own.close(reason);
      if (port === own) port = null;
    };
    started.on("error", (error) => end(error.message));
    started.on("exit", () => end("The completer's thread ended"));
    worker = started;
    port = own;
    project = null;
    return own;
  };

  return {
    async ask(question) {
      const own = open();
      if (own === null) return [];
      try {
        return await own.request("ask", question);
      } catch (error) {
        // The thread ended: the next question starts it again, with all documents.
        if (port !== own) return null;
        throw error;
      }
    },
    typing({ path }: DocumentSnapshot) {
      if (path === null || open() === null) return;
      const name = ports.projectOf(path);
      if (name === null || name === project) return;
      project = name;
      ports.projectFiles(path).then(
        (paths) =>
          port?.request("learn", paths).catch(() => {
            // The thread ended meanwhile.
          }),
        () => {
          // They can't be listed: the open documents are enough.
        },
      );
    },
    async health() {
      return port === null ? null : await port.request("health", null);
    },
    async close() {
      closed = true;
      port?.close();
      port = null;
      await worker?.terminate();
      worker = null;
    },
  };
}
