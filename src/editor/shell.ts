/** Running other programs. */
import { spawnSync } from "node:child_process";
import { UserError } from "../base/errors.ts";

export interface ShellResult {
  readonly output: string;
  /** Exit status; 128 + n when a signal ended it. */
  readonly code: number;
}

export interface ShellPlace {
  /** The program that is given `-c COMMAND`. */
  readonly shell: string;
  /** Absolute. */
  readonly cwd: string;
}

export interface Shell {
  /** Gives the terminal to the command, waits for Enter after it. Answers with its exit status. */
  interactive(command: string, place: ShellPlace): number;
  /** Runs a command over a text; standard output and error come back together. */
  filter(command: string, input: string, place: ShellPlace): ShellResult;
}

const MAX_OUTPUT = 2 ** 30;

function run(command: string, input: string, place: ShellPlace): ShellResult {
  const result = spawnSync(place.shell, ["-c", `{ ${command}\n} 2>&1`], {
    cwd: place.cwd,
    input,
    encoding: "utf8",
    maxBuffer: MAX_OUTPUT,
  });
  if (result.error && result.status === null && !result.signal) {
    throw new UserError(`E282: Cannot run ${place.shell}: ${result.error.message}`);
  }
  return { output: result.stdout, code: result.status ?? 128 };
}

/** For an editor without a terminal: commands cannot ask anything. */
export const SYSTEM_SHELL: Shell = {
  interactive: (command, place) => run(command, "", place).code,
  filter: run,
};
