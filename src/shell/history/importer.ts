/** Starts the thread that reads the shells' own history files. */
import { startWorker } from "../../base/worker-port.ts";

export interface ImportQuestion {
  /** Absolute. */
  readonly database: string;
  /** Absolute; those that are not there are left out. */
  readonly files: readonly string[];
  readonly now: number;
}

export interface ImportAnswer {
  /** How many commands are new. */
  readonly added: number;
  readonly problems: readonly string[];
}

const MEGABYTES = 384;

/** Never rejects. Takes no time of this thread but what starting another takes. */
export function importFiles(question: ImportQuestion): Promise<ImportAnswer> {
  return new Promise((resolve) => {
    const worker = startWorker("history", new URL("./worker.ts", import.meta.url), question, [], {
      resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
    });
    const end = (answer: ImportAnswer): void => {
      resolve(answer);
      void worker.terminate();
    };
    worker.once("message", end);
    worker.once("error", (error) => end({ added: 0, problems: [error.message] }));
    worker.once("exit", () => end({ added: 0, problems: [] }));
  });
}
