/** The clipboard's tools as processes of this machine. */
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Environment } from "./capabilities.ts";
import type { ClipboardHost, ToolResult } from "./clipboard.ts";

const PASTE_TIMEOUT_MS = 1000;
const MAX_PASTE = 256 << 20;

/** `send` writes to the terminal (null: it takes no OSC 52), `report` shows a message. */
export function systemClipboardHost(
  env: Environment,
  send: ((bytes: string) => void) | null,
  report: (message: string) => void,
): ClipboardHost {
  return {
    env,
    platform: process.platform,
    has: (program) => isOnPath(program, env.PATH ?? ""),
    run: runTool,
    runNow(command) {
      const result = spawnSync(command[0]!, command.slice(1), {
        stdio: ["ignore", "pipe", "ignore"],
        timeout: PASTE_TIMEOUT_MS,
        maxBuffer: MAX_PASTE,
      });
      return { status: result.status ?? -1, output: result.stdout ?? new Uint8Array() };
    },
    send,
    report,
  };
}

function isOnPath(program: string, path: string): boolean {
  return path.split(delimiter).some((directory) => {
    if (directory === "") return false;
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      // Not in this directory.
      return false;
    }
  });
}

/**
 * A copying tool lives on as the selection's owner (xclip, xsel): it counts as done when it has
 * taken its input, and is left to itself.
 */
function runTool(command: readonly string[], input: Uint8Array | null): Promise<ToolResult> {
  return new Promise((resolve) => {
    const done = (status: number): void => resolve({ status, output: new Uint8Array() });
    const owner = command[0] === "xclip" || command[0] === "xsel";
    const child = spawn(command[0]!, command.slice(1), {
      stdio: ["pipe", "ignore", "ignore"],
      detached: owner,
    });
    child.on("error", () => done(-1));
    child.on("exit", (status) => done(status ?? -1));
    // A tool that ends without reading: its exit status says so.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input ?? undefined, () => {
      if (!owner) return;
      child.unref();
      done(0);
    });
  });
}
