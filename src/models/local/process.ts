/** Starts the process that has models, and tells of its end. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { codeUrl } from "../../base/worker-port.ts";
import type { ChildOptions, FromChild, ToChild } from "./protocol.ts";
import type { Environment } from "./types.ts";

export interface ChildListener {
  message(message: FromChild): void;
  /** It is no more: why. Told once. */
  gone(why: string): void;
}

export interface Child {
  readonly pid: number | null;
  send(message: ToChild): void;
  /** Whether our own process goes on as long as it runs: while somebody waits for it. */
  hold(on: boolean): void;
  /** Ends it. */
  kill(): void;
}

/** What of its standard error is kept, UTF-16 units. */
const MOST_TOLD = 2000;

const REASON = /assert|error|fail|memory/i;

/** `code`: another program than ours, for tests. */
export function startChild(
  options: ChildOptions,
  env: Environment,
  listener: ChildListener,
  code: URL = codeUrl("local-child", new URL("./child.ts", import.meta.url)),
): Child {
  const args = ["--no-warnings", fileURLToPath(code), JSON.stringify(options)];
  const child = spawn(process.execPath, args, {
    // No folder is kept busy, and no signal of the terminal around us reaches it.
    cwd: "/",
    detached: true,
    env: cleaned(env),
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  child.unref();
  (child.stderr as { unref?: () => void } | null)?.unref?.();
  let told = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    told = (told + text).slice(-MOST_TOLD);
  });
  let isGone = false;
  const gone = (why: string): void => {
    if (isGone) return;
    isGone = true;
    if (child.connected) child.disconnect();
    const lines = told.trim().split("\n");
    // Behind the reason there may be a trace of the stack.
    const line = lines.findLast((each) => REASON.test(each)) ?? lines.at(-1) ?? "";
    listener.gone(line === "" ? why : `${why}: ${line.trim().slice(0, 200)}`);
  };
  child.on("message", (message) => listener.message(message as FromChild));
  child.on("error", ({ message }) => gone(message));
  // Behind its last messages.
  child.on("exit", (status, signal) =>
    setImmediate(() => gone(signal === null ? `status ${status}` : `killed by ${signal}`)),
  );
  return {
    pid: child.pid ?? null,
    send(message) {
      // What can't be sent any more is told by its end.
      if (child.connected) child.send(message, () => {});
    },
    hold(on) {
      if (on) child.ref();
      else child.unref();
      if (on) child.channel?.ref();
      else child.channel?.unref();
    },
    kill: () => void child.kill("SIGKILL"),
  };
}

/** Only what programs need to run: keys are none of it. */
function cleaned(env: Environment): Record<string, string> {
  const own = /^(?:PATH|HOME|TMPDIR|LANG|LC_\w+|TZ|LD_LIBRARY_PATH|XDG_\w+|GGML_\w+|OMP_\w+)$/;
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && own.test(name)) found[name] = value;
  }
  return found;
}
