/**
 * `hunch FILE` in a terminal of the editor: the editor around opens it. A program of its own that loads
 * nothing of the editor; see start.ts.
 */
import { existsSync, statSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { basename, dirname, resolve } from "node:path";
import { ownCommand } from "./own-commands.ts";
import {
  greeting,
  LISTEN,
  MOST_BYTES,
  parseAddress,
  type RemoteAddress,
  type RemoteAnswer,
  type RemoteFile,
  type RemoteRequest,
} from "./remote-request.ts";
import { parseTarget } from "./target.ts";

/** What the arguments ask for. */
export type Plan =
  /** An editor of its own. */
  | { readonly kind: "start" }
  | { readonly kind: "refuse"; readonly reason: string }
  /** `-` among the files stands for standard input. */
  | {
      readonly kind: "open";
      readonly files: readonly (RemoteFile | "-")[];
      readonly wait: boolean;
    };

/** Options that say how an editor starts: they are for one that does. */
const OWN = /^(?:--new|--clean|--cmd|--startuptime|--help|-h|--version|-v|-u)$/;
const ELSE = "`hunch --new` starts an editor of its own in the terminal";

/**
 * Files that programs have edited and read when their editor ends, whether it was told to wait or not:
 * git's messages, the command lines of shells, crontabs.
 */
const AWAITED =
  /\/(?:[A-Z]+_(?:EDIT)?MSG|EDIT_DESCRIPTION|git-rebase-todo|addp-hunk-edit\.diff)$|^\/tmp\/(?:bash-fc[.-]|zsh|crontab\.|kubectl-edit-)[^/]*$/;

export function planOf(
  args: readonly string[],
  cwd: string,
  exists: (path: string) => boolean,
): Plan {
  if (args.some((arg) => OWN.test(arg)) || ownCommand(args) !== null) return { kind: "start" };
  const files: (RemoteFile | "-")[] = [];
  let wait = false;
  let line: number | null = null;
  let literal = false;
  for (const arg of args) {
    if (literal || arg === "-" || !/^[-+]/.test(arg)) {
      if (arg === "-" && !literal) files.push("-");
      else {
        files.push(fileOf(arg, line, cwd, exists));
        line = null;
      }
    } else if (arg === "--") literal = true;
    else if (arg === "--wait") wait = true;
    else if (arg === "+") line = -1;
    else if (/^\+\d+$/.test(arg)) line = Number(arg.slice(1));
    else return { kind: "refuse", reason: `${arg} is not for the editor around; ${ELSE}` };
  }
  if (files.length === 0) {
    return { kind: "refuse", reason: `this terminal is in hunch already: name a file; ${ELSE}` };
  }
  if (line !== null && files[0] !== "-") files[0] = { ...files[0]!, line };
  wait ||= files.some((file) => file !== "-" && AWAITED.test(file.path ?? ""));
  return { kind: "open", files, wait };
}

function fileOf(
  name: string,
  given: number | null,
  cwd: string,
  exists: (path: string) => boolean,
): RemoteFile {
  const { path, line, col } = parseTarget(name, (each) => exists(resolve(cwd, each)));
  return { path: resolve(cwd, path), line: given ?? line, col };
}

export interface ClientPorts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** A line for the user. */
  complain(text: string): void;
}

/** The exit status; null: an editor of its own is to be started. */
export async function openRemotely(
  args: readonly string[],
  ports: ClientPorts,
): Promise<number | null> {
  const address = parseAddress(ports.env[LISTEN] ?? "");
  if (address === null || !isOurs(address)) return null;
  // Our terminals have neither: it is tmux or screen that was started in one, and may be shown elsewhere.
  if (ports.env.TMUX || ports.env.STY) return null;
  const plan = planOf(args, ports.cwd, existsSync);
  if (plan.kind === "start") return null;
  const refuse = (reason: string): number => {
    ports.complain(`hunch: ${reason}`);
    return 1;
  };
  if (plan.kind === "refuse") return refuse(plan.reason);
  const files: RemoteFile[] = [];
  for (const file of plan.files) {
    if (file !== "-") files.push(file);
    else if (ports.stdin.isTTY) return refuse("nothing comes on standard input");
    else {
      const text = await readAll(ports.stdin);
      if (text === null) return refuse("standard input is too long to be handed over");
      files.push({ path: null, line: null, col: null, text });
    }
  }
  const socket = await connected(address.path);
  // The editor around has ended.
  if (socket === null) return null;
  return ask(socket, address, { files, wait: plan.wait }, refuse);
}

/** The socket lies in a folder that is the user's own and nobody else's: another one gets no token. */
function isOurs({ path }: RemoteAddress): boolean {
  try {
    const folder = statSync(dirname(path));
    const socket = statSync(path);
    const uid = process.getuid?.() ?? -1;
    return folder.uid === uid && socket.uid === uid && (folder.mode & 0o077) === 0;
  } catch {
    // It is gone, with the editor around.
    return false;
  }
}

/** In base64; null: too much. */
async function readAll(stdin: NodeJS.ReadableStream): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    size += bytes.length;
    if (size > (MOST_BYTES / 3) * 2) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("base64");
}

function connected(path: string): Promise<Socket | null> {
  return new Promise((done) => {
    const socket = connect(path);
    socket.once("connect", () => done(socket));
    socket.once("error", () => done(null));
  });
}

function ask(
  socket: Socket,
  { token }: RemoteAddress,
  request: RemoteRequest,
  refuse: (reason: string) => number,
): Promise<number> {
  return new Promise((done) => {
    let text = "";
    let status: number | null = null;
    const take = (answer: RemoteAnswer): void => {
      if ("failed" in answer) status = refuse(answer.failed);
      else if ("finished" in answer) status = answer.finished;
      else if (!request.wait) status = 0;
      if (status !== null) socket.end();
    };
    socket.setEncoding("utf8");
    socket.on("data", (data) => {
      text += data;
      const lines = text.split("\n");
      text = lines.pop()!;
      for (const line of lines) take(JSON.parse(line) as RemoteAnswer);
    });
    // Its end comes behind it.
    socket.on("error", () => {});
    socket.on("close", () => done(status ?? refuse("the editor around has ended")));
    socket.write(`${greeting(token)}\n${JSON.stringify(request)}\n`);
    if (request.wait) {
      const names = request.files.map(({ path }) => (path === null ? "text" : basename(path)));
      process.stderr.write(`hunch: waiting for ${names.join(", ")} to be closed\n`);
    }
  });
}
