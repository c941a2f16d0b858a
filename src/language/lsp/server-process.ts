/** A running server: its process, the connection to it, and its end. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { delimiter, dirname } from "node:path";
import type { MessageConnection } from "vscode-jsonrpc";
import { Cancelled, messageOf } from "../../base/errors.ts";
import type { ServerLog } from "./server-log.ts";
import { WireReader, WireWriter } from "./wire.ts";

/** The server asks for a method that is not known here: answered with the code for it. */
export class UnknownMethod extends Error {}

export interface ProcessRequest {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: ServerLog;
  /** Answers a request of the server. What it throws is answered as an error. */
  onRequest(method: string, params: unknown): unknown;
  onNotification(method: string, params: unknown): void;
  /** Called once. `why` is for people. */
  onEnd(why: string): void;
}

/** So long a server may take to leave, ms; then it is killed. */
const LEAVE_MS = 1000;

/** The process groups that run, so that a crash of the editor leaves none behind. */
const running = new Set<number>();
let watching = false;

export class ServerProcess {
  readonly pid: number;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly connection: MessageConnection;
  private readonly rpc: typeof import("vscode-jsonrpc/node");
  private readonly hooks: ProcessRequest;
  private readonly exited: Promise<void>;
  private over = false;

  private constructor(
    child: ChildProcessWithoutNullStreams,
    rpc: typeof import("vscode-jsonrpc/node"),
    request: ProcessRequest,
  ) {
    this.child = child;
    this.rpc = rpc;
    this.hooks = request;
    this.pid = child.pid ?? 0;
    const { log } = request;
    const events = {
      complain: (text: string) => log.error(text),
      fatal: (text: string) => this.end(text),
      trace: (direction: "in" | "out", message: unknown) => log.message(direction, message),
    };
    const reader = new WireReader(child.stdout, events);
    const writer = new WireWriter(child.stdin, events);
    const say = (text: string): void => log.error(text);
    this.connection = rpc.createMessageConnection(
      reader,
      writer,
      { error: say, warn: say, info: say, log: say },
      {
        cancellationStrategy: {
          receiver: rpc.CancellationReceiverStrategy.Message,
          sender: {
            // As that of the connection, but it rejects where it would throw.
            sendCancellation: async (connection, id) =>
              connection.sendNotification("$/cancelRequest", { id }),
            cleanup: ignore,
          },
        },
        messageStrategy: {
          handleMessage(message, next) {
            reader.handled(message);
            return next(message);
          },
        },
      },
    );
    this.connection.onError(([error]) => log.error(error.message));
    this.connection.onRequest((method, params) => {
      try {
        return request.onRequest(method, params);
      } catch (error) {
        if (!(error instanceof UnknownMethod)) throw error;
        return new rpc.ResponseError(rpc.ErrorCodes.MethodNotFound, error.message);
      }
    });
    this.connection.onNotification((method, params) => request.onNotification(method, params));
    // The connection takes these for itself.
    this.connection.onUnhandledProgress((params) => request.onNotification("$/progress", params));
    child.stderr.setEncoding("utf8");
    child.stderr.on(
      "data",
      lines((line) => log.stderr(line)),
    );
    this.exited = new Promise((resolve) => {
      child.on("exit", (code, signal) => {
        // What it wrote last is still in the pipe.
        setImmediate(() =>
          this.end(signal === null ? `exit status ${code}` : `killed by ${signal}`),
        );
        resolve();
      });
      child.on("error", (error) => {
        this.end(error.message);
        resolve();
      });
    });
    this.connection.onClose(() => {
      log.note("its output ended");
      // Nearly always its end follows at once, and says more.
      setTimeout(() => this.end("its output ended"), LEAVE_MS).unref();
    });
    this.connection.listen();
  }

  /** Starts a program. Rejects when it can't be started. */
  static async start(request: ProcessRequest): Promise<ServerProcess> {
    const rpc = await import("vscode-jsonrpc/node");
    const path = request.env.PATH ?? "";
    const child = spawn(request.program, request.args, {
      cwd: request.cwd,
      // Programs of node_modules want a `node`: hunch's own does where there is no other.
      env: { ...request.env, PATH: `${path}${delimiter}${dirname(process.execPath)}` },
      stdio: "pipe",
      // Its own process group: CTRL-C does not reach it, and it can be killed with its children.
      detached: true,
    });
    child.stdin.on("error", () => {
      // EPIPE: the end of the process is told by itself.
    });
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
    guard(child.pid!);
    return new ServerProcess(child, rpc, request);
  }

  /**
   * Asks the server. Rejects with what it answers as an error, and with Cancelled when `signal` is
   * aborted (the server is told) or the server ends.
   */
  async request(method: string, params: unknown, signal?: AbortSignal): Promise<unknown> {
    if (this.over || signal?.aborted) throw new Cancelled();
    const source = new this.rpc.CancellationTokenSource();
    const answer =
      params === undefined
        ? this.connection.sendRequest(method, source.token)
        : this.connection.sendRequest(method, params, source.token);
    if (signal === undefined) return answer;
    let stop = (): void => {};
    const aborted = new Promise<never>((_resolve, reject) => {
      stop = () => {
        source.cancel();
        reject(new Cancelled());
      };
      signal.addEventListener("abort", stop, { once: true });
    });
    try {
      return await Promise.race([answer, aborted]);
    } finally {
      signal.removeEventListener("abort", stop);
      // Whichever of the two comes later has nobody to tell.
      answer.catch(ignore);
      aborted.catch(ignore);
    }
  }

  notify(method: string, params: unknown): void {
    if (this.over) return;
    // Where the server's output has ended, the connection throws at once.
    const send = async () => this.connection.sendNotification(method, params);
    send().catch((error: unknown) => {
      this.hooks.log.error(`${method}: ${messageOf(error)}`);
    });
  }

  /** Shuts it down: asks it, tells it, and kills it when it has not gone within a second. */
  async close(): Promise<void> {
    if (this.over) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LEAVE_MS);
    });
    const asked = this.request("shutdown", undefined).then(ignore, ignore);
    const left = asked.then(() => {
      this.notify("exit", undefined);
      this.child.stdin.end();
      return this.exited;
    });
    await Promise.race([late, left]);
    clearTimeout(timer);
    this.end("closed");
  }

  /** Kills it with its children. */
  kill(why: string): void {
    this.end(why);
  }

  private end(why: string): void {
    if (this.over) return;
    this.over = true;
    killGroup(this.pid);
    this.connection.dispose();
    this.hooks.onEnd(why);
  }
}

function ignore(): void {}

/** Cuts what comes into lines; of a line without end only its beginning is kept. */
function lines(take: (line: string) => void): (chunk: string) => void {
  let open = "";
  return (chunk) => {
    const parts = chunk.split("\n");
    parts[0] = open + parts[0]!;
    open = parts.pop()!.slice(0, 4000);
    for (const part of parts) take(part);
  };
}

function guard(pid: number): void {
  running.add(pid);
  if (watching) return;
  watching = true;
  process.on("exit", () => {
    for (const group of running) killGroup(group);
  });
}

function killGroup(pid: number): void {
  running.delete(pid);
  if (pid === 0) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // Nobody is left (ESRCH), or only what has ended and waits to be collected (EPERM, on macOS).
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}
