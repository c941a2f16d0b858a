/**
 * Starts the process of the emulators. It is no thread: the library for ptys is native code that aborts
 * the process around it when its thread is torn down while a program runs, and an editor must survive
 * that, as well as the thread's running out of memory.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { codeUrl } from "../../base/worker-port.ts";
import type { FromEmulator, ToEmulator } from "./protocol.ts";

/** The child's heap; the cells of its terminals are beside it. Young objects live for one frame. */
const FLAGS = ["--max-old-space-size=512", "--max-semi-space-size=4", "--no-warnings"];

/** The emulators as the client needs them. */
export interface EmulatorProcess {
  send(message: ToEmulator): void;
  /** It ends its programs and then itself. */
  leave(): void;
}

export interface EmulatorListener {
  message(message: FromEmulator): void;
  /** It is no more: why. Told once. */
  gone(reason: string): void;
}

export type EmulatorStarter = (listener: EmulatorListener) => EmulatorProcess;

/** Starts it without keeping the editor alive. */
export function startEmulators(listener: EmulatorListener, code?: URL): EmulatorProcess {
  const url = code ?? codeUrl("emulator-child", new URL("./child.ts", import.meta.url));
  const child = spawn(process.execPath, [...FLAGS, fileURLToPath(url)], {
    // No folder is kept busy, and no signal of the terminal around us reaches it.
    cwd: "/",
    detached: true,
    env: environment(process.env),
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  child.unref();
  child.channel?.unref();
  let isGone = false;
  const leave = (): void => {
    if (child.connected) child.disconnect();
  };
  const gone = (reason: string): void => {
    if (!isGone) listener.gone(reason);
    isGone = true;
    leave();
  };
  child.on("message", (message) => listener.message(message as FromEmulator));
  child.on("error", ({ message }) => gone(message));
  // Behind its last messages.
  child.on("exit", (code, signal) => setImmediate(() => gone(signal ?? `status ${code}`)));
  return {
    send(message) {
      // What can't be sent any more is told by its end.
      if (child.connected) child.send(message, () => {});
    },
    leave,
  };
}

/** Ours without what is meant for our own Node. One arena of the allocator needs megabytes less. */
function environment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.entries(env).filter(([name]) => !name.startsWith("NODE_"));
  return { ...Object.fromEntries(own), MALLOC_ARENA_MAX: "1" };
}
