/**
 * A shell command over a text that CTRL-C can end. Its input and output are files, and while it runs
 * this thread looks for its end and for the key: nothing here waits for the event loop.
 */
import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf, UserError } from "../base/errors.ts";
import type { ShellPlace, ShellResult } from "../editor/shell.ts";

/** Between two looks: short at first, as most commands are. */
const FIRST_WAIT_MS = 1;
const LONGEST_WAIT_MS = 20;

/** The outer shell notes the status even where the inner one can't read the command. */
const RUNNER = '"$1" -c "$2"; echo $? >"$3.new"; mv "$3.new" "$3"';

/** Runs a command; `poll` throws to end it with all that it started. Throws UserError (E282, E484). */
export function runFilter(
  command: string,
  input: string,
  place: ShellPlace,
  poll: () => void,
): ShellResult {
  const folder = mkdtempSync(join(tmpdir(), "hunch-filter-"));
  const [given, output, status] = ["in", "out", "status"].map((name) => join(folder, name));
  let pid: number | undefined;
  let ended = false;
  try {
    writeFileSync(given!, input, { mode: 0o600 });
    pid = start(command, place, given!, output!, status!);
    let code = statusIn(status!);
    for (let wait = FIRST_WAIT_MS; code === null; code = statusIn(status!)) {
      poll();
      pause(wait);
      wait = Math.min(LONGEST_WAIT_MS, wait * 1.5);
    }
    ended = true;
    return { output: readFileSync(output!, "utf8"), code };
  } finally {
    if (!ended && pid !== undefined) endGroup(pid);
    rmSync(folder, { recursive: true, force: true });
  }
}

function start(
  command: string,
  place: ShellPlace,
  given: string,
  output: string,
  status: string,
): number {
  const files = [openSync(given, "r"), openSync(output, "w", 0o600)] as const;
  let failure = "";
  try {
    const args = ["-c", RUNNER, "sh", place.shell, command, status];
    const child = spawn("/bin/sh", args, {
      cwd: place.cwd,
      detached: true,
      stdio: [files[0], files[1], files[1]],
    });
    child.on("error", (error) => {
      failure = messageOf(error);
    });
    child.unref();
    if (child.pid === undefined) throw new UserError(`E282: Cannot run /bin/sh ${failure}`);
    return child.pid;
  } finally {
    for (const file of files) closeSync(file);
  }
}

/** The exit status once it is written. */
function statusIn(file: string): number | null {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** Ends what runs in the group of `pid`. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, constants.signals.SIGKILL);
  } catch (error) {
    // It ended on its own just now.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
