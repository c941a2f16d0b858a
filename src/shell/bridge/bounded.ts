/** A program that is asked something: for so long, for so many bytes, and with all that it starts. */
import { spawn } from "node:child_process";

export interface BoundedRun {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Absolute. */
  readonly cwd: string;
  /** Milliseconds. */
  readonly patience: number;
}

const MOST_BYTES = 256 * 1024;

/** What it wrote; null: it could not be started, took too long, wrote too much, or was called off. */
export function boundedOutput(run: BoundedRun, signal: AbortSignal): Promise<string | null> {
  if (signal.aborted) return Promise.resolve(null);
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let size = 0;
    let ended = false;
    const child = spawn(run.file, run.args, {
      cwd: run.cwd,
      env: run.env,
      stdio: ["ignore", "pipe", "ignore"],
      // A group of its own, so that what it starts ends with it.
      detached: true,
    });
    const end = (output: string | null): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      child.stdout.destroy();
      kill(child.pid);
      resolve(output);
    };
    const stop = (): void => end(null);
    const timer = setTimeout(stop, run.patience);
    signal.addEventListener("abort", stop);
    child.stdout.on("data", (piece: Buffer) => {
      size += piece.length;
      pieces.push(piece);
      if (size > MOST_BYTES) stop();
    });
    child.on("error", stop);
    child.on("close", () => end(Buffer.concat(pieces).toString("utf8")));
  });
}

/** The whole group; the program itself may be gone already. */
function kill(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    // Nothing of it is left.
  }
}
