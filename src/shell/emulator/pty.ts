/** A program in a pseudo terminal of its own, through node-pty. */
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { basename, delimiter, isAbsolute, join } from "node:path";
import type * as NodePty from "node-pty";
import type { TerminalStart } from "./protocol.ts";

/** Those that ignore the hangup are killed after this, ms. */
export const GRACE = 1000;

export interface PtyEvents {
  /** Called with each piece of output; nothing waits in a buffer of ours. */
  data(chunk: Buffer): void;
  exit(code: number, signal: number): void;
}

export interface Pty {
  /** Of its other end, which does not block; -1 when that is closed, also by a program that lives on. */
  readonly fd: number;
  /** No more output is read until `go`. */
  stop(): void;
  go(): void;
  resize(rows: number, cols: number): void;
  /** The name of the program in the foreground; null: not known. */
  foreground(): string | null;
  /** Sends a signal to the programs in the foreground. */
  signal(name: string): void;
  /**
   * Ends it as a terminal that is closed would; answers when it has ended. Those that ignore that are
   * killed after `grace` milliseconds.
   */
  close(grace: number): Promise<void>;
}

export type PtyLibrary = Pick<typeof NodePty, "spawn">;

/** Why a program can't be started, or null. */
export function startProblem({ file, cwd, env }: TerminalStart): string | null {
  try {
    if (!statSync(cwd).isDirectory()) return `No such folder: ${cwd}`;
  } catch {
    // It is not there, or not to be looked at: a program could not start in it either.
    return `No such folder: ${cwd}`;
  }
  const places = isAbsolute(file)
    ? [file]
    : file.includes("/")
      ? [join(cwd, file)]
      : (env.PATH ?? "").split(delimiter).map((folder) => join(folder || cwd, file));
  return places.some(isProgram) ? null : `Can't be run: ${file}`;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not this one.
    return false;
  }
}

interface Internals {
  readonly fd: number;
  readonly _socket: {
    readonly _handle?: { readStop(): void; readStart(): void } | null;
  };
}

/** Throws what the library throws. */
export function openPty(library: PtyLibrary, start: TerminalStart, events: PtyEvents): Pty {
  const pty = library.spawn(start.file, [...start.args], {
    name: start.env.TERM ?? "xterm-256color",
    cols: start.cols,
    rows: start.rows,
    cwd: start.cwd,
    env: { ...start.env },
    encoding: null,
  });
  const { fd, _socket: socket } = pty as unknown as Internals;
  const handle = () => socket._handle ?? null;
  // The number may be that of another terminal as soon as this one is closed.
  const isOpen = () => handle() !== null;
  let ended = false;
  let whenEnded: () => void = () => {};
  const end = new Promise<void>((resolve) => {
    whenEnded = resolve;
  });
  pty.onData((chunk) => events.data(chunk as Buffer));
  pty.onExit(({ exitCode, signal }) => {
    ended = true;
    whenEnded();
    events.exit(exitCode, signal ?? 0);
  });
  return {
    get fd() {
      return isOpen() ? fd : -1;
    },
    // A pause of the stream would go on reading into its buffer, and lose that when the program ends.
    stop() {
      handle()?.readStop();
    },
    go() {
      handle()?.readStart();
    },
    resize(rows, cols) {
      if (isOpen()) pty.resize(cols, rows);
    },
    foreground() {
      if (!isOpen()) return null;
      // A login shell has a "-" before its name.
      return basename(pty.process).replace(/^-/, "") || null;
    },
    signal(name) {
      if (ended) return;
      for (const group of new Set([foregroundGroup(pty.pid) ?? pty.pid])) kill(-group, name);
    },
    async close(grace) {
      if (ended) return;
      const groups = new Set([pty.pid, foregroundGroup(pty.pid) ?? pty.pid]);
      for (const group of groups) {
        kill(-group, "SIGHUP");
        kill(-group, "SIGCONT");
      }
      const timer = setTimeout(() => {
        for (const group of groups) kill(-group, "SIGKILL");
      }, grace);
      // Its output is of no interest any more, but it may wait for room to write it.
      handle()?.readStart();
      await end;
      // Others of these groups may live on without it: they are killed in time.
      if (![...groups].some((group) => kill(-group, 0))) clearTimeout(timer);
    },
  };
}

/** Answers whether there was somebody to get it. */
function kill(pid: number, signal: string | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    // Gone already.
    return false;
  }
}

/** The process group that has the terminal of a session, where the system says so. */
function foregroundGroup(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const group = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[5]);
    return group > 1 ? group : null;
  } catch {
    // Not Linux, or gone.
    return null;
  }
}
