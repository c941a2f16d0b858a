/**
 * ripgrep, as the package @vscode/ripgrep brings it. It reads no configuration and starts no other
 * program, whatever a project or the environment says.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, isAbsolute, join } from "node:path";
import { messageOf, UserError } from "../../base/errors.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface RipgrepRun {
  readonly args: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  readonly env: Env;
  readonly signal: AbortSignal;
  /** What it prints, in pieces that may be cut anywhere; the next one comes in a later turn. */
  onOutput(chunk: Buffer): void;
}

export interface RipgrepEnd {
  /** 0: something was found; 1: nothing; 2: an error (something may have been found). */
  readonly code: number;
  /** The first lines of what it complains about. */
  readonly complaint: string;
}

const MOST_COMPLAINT = 4000;
/** Always the first arguments. */
const SAFE_ARGS = ["--no-config", "--no-pre", "--no-search-zip", "--color=never"] as const;

let found: string | null = null;

/** The program's path: of the package, else on the PATH. Throws UserError where there is none. */
export function ripgrepPath(env: Env): string {
  if (found !== null) return found;
  try {
    const { rgPath } = createRequire(import.meta.url)("@vscode/ripgrep") as { rgPath: string };
    found = rgPath;
    return found;
  } catch (error) {
    const own = onPath(env);
    if (own !== null) return own;
    throw new UserError(`ripgrep is not there: ${messageOf(error)}`);
  }
}

/** Only absolute folders of PATH are looked at: a project must not bring its own. */
function onPath(env: Env): string | null {
  for (const folder of (env.PATH ?? "").split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const path = join(folder, "rg");
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this one.
    }
  }
  return null;
}

/**
 * Runs it to its end, or until the signal is aborted: then it is killed and this rejects with the
 * signal's reason. Rejects with UserError where it can't be started.
 */
export async function runRipgrep(run: RipgrepRun): Promise<RipgrepEnd> {
  const program = ripgrepPath(run.env);
  run.signal.throwIfAborted();
  const { RIPGREP_CONFIG_PATH: _ignored, ...env } = run.env;
  const child = spawn(program, [...SAFE_ARGS, ...run.args], {
    cwd: run.cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return await ended(child, run);
}

function ended(child: ChildProcess, run: RipgrepRun): Promise<RipgrepEnd> {
  return new Promise((resolve, reject) => {
    let complaint = "";
    const stop = (): void => {
      child.kill("SIGKILL");
      child.stdout?.destroy();
      reject(run.signal.reason);
    };
    run.signal.addEventListener("abort", stop, { once: true });
    const { stdout, stderr } = child;
    stdout?.on("data", (chunk: Buffer) => {
      if (run.signal.aborted) return;
      // One piece a turn: keys that come meanwhile are read first.
      stdout.pause();
      run.onOutput(chunk);
      setImmediate(() => stdout.resume());
    });
    stderr?.on("data", (chunk: Buffer) => {
      if (complaint.length < MOST_COMPLAINT) complaint += chunk.toString("utf8");
    });
    child.on("error", (error) => {
      run.signal.removeEventListener("abort", stop);
      reject(new UserError(`ripgrep can't be started: ${error.message}`));
    });
    child.on("close", (code) => {
      run.signal.removeEventListener("abort", stop);
      resolve({ code: code ?? 2, complaint: complaint.slice(0, MOST_COMPLAINT).trim() });
    });
  });
}

/** Why it has failed, in one line. */
export function reasonOf({ complaint }: RipgrepEnd): string {
  const lines = complaint.split("\n").filter((line) => line.trim() !== "");
  // What is wrong with a pattern stands on the last line.
  const error = lines.find((line) => line.startsWith("error:"));
  return (error ?? lines[0] ?? "ripgrep has failed").replace(/^rg: /, "");
}

/** Splits pieces of output at a byte; what is behind the last one waits for the next piece. */
export class ByteSplitter {
  private readonly byte: number;
  private readonly most: number;
  private rest: Buffer[] = [];
  private restLength = 0;
  /** Records that were longer than allowed, and are left out. */
  dropped = 0;
  private dropping = false;

  /** A record of more than `most` bytes is left out. */
  constructor(byte: number, most: number) {
    this.byte = byte;
    this.most = most;
  }

  /** The whole records of everything so far, joined by the byte; null when there is none. */
  push(chunk: Buffer): Buffer | null {
    let from = 0;
    if (this.dropping) {
      from = chunk.indexOf(this.byte) + 1;
      if (from === 0) return null;
      this.dropping = false;
    }
    const last = chunk.lastIndexOf(this.byte);
    if (last < from) {
      this.keep(chunk.subarray(from));
      return null;
    }
    const whole = Buffer.concat([...this.rest, chunk.subarray(from, last)]);
    this.rest = [];
    this.restLength = 0;
    this.keep(chunk.subarray(last + 1));
    return whole;
  }

  private keep(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.restLength += chunk.length;
    if (this.restLength > this.most) {
      this.rest = [];
      this.restLength = 0;
      this.dropping = true;
      this.dropped++;
      return;
    }
    // The chunk belongs to a pool that is written to again.
    this.rest.push(Buffer.from(chunk));
  }
}
