/** The devices of this process: its terminal, environment and signals. */
import { readFileSync } from "node:fs";
import type { Size } from "../screen/layer.ts";
import { type Capabilities, detectCapabilities, type Environment } from "./capabilities.ts";
import { openInput } from "./keyboard-input.ts";
import type { Devices } from "./terminal.ts";
import { findTerminfo, type ReadBytes, type Terminfo } from "./terminfo.ts";
import { isAnsi, terminalStrings } from "./tput.ts";
import { openOutput } from "./tty-port.ts";

/** The bytes of a file, or null when there is none that can be read. */
export const readBytes: ReadBytes = (path) => {
  try {
    return readFileSync(path);
  } catch (error) {
    // Most directories of the search do not have the entry.
    if ((error as NodeJS.ErrnoException).code !== undefined) return null;
    throw error;
  }
};

/** What the environment and terminfo say about the terminal, before it is asked itself. */
export function readCapabilities(
  env: Environment,
  read: ReadBytes = readBytes,
): { capabilities: Capabilities; terminfo: Terminfo | null } {
  const term = env.TERM ?? "";
  const terminfo = term === "" ? null : findTerminfo(term, env, read);
  const strings = terminfo === null || isAnsi(terminfo) ? null : terminalStrings(terminfo);
  return { capabilities: detectCapabilities(env, terminfo, strings), terminfo };
}

/** The terminal of this process. Its size is 24x80 where nothing says otherwise. */
export function systemDevices(env: Environment = process.env): Devices {
  const { capabilities, terminfo } = readCapabilities(env);
  return {
    input: openInput(),
    output: openOutput(process.stdout.isTTY ? 1 : process.stderr.isTTY ? 2 : 1),
    host: process,
    size: systemSize,
    capabilities,
    terminfo,
    noColour: Boolean(env.NO_COLOR),
  };
}

function systemSize(): Size {
  const stream = process.stdout.isTTY ? process.stdout : process.stderr;
  // The stream learns a new size only from its own signal handler, which may run after ours.
  const sized = stream as { _refreshSize?: () => void };
  sized._refreshSize?.();
  return { rows: stream.rows || 24, cols: stream.columns || 80 };
}
