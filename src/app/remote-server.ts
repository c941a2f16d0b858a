/**
 * The socket of the editor for `hunch FILE` in its own terminals. It lies in a folder of this editor
 * that only the user can enter, and who connects has to know a secret that only programs in our
 * terminals are given. All that they can do is open files.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import type { Server, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  greeting,
  MOST_BYTES,
  parseRequest,
  type RemoteAnswer,
  type RemoteRequest,
} from "./remote-request.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What systems allow for the path of a socket (bytes); a little less than the least of them. */
const LONGEST_PATH = 100;
const MOST_CLIENTS = 64;
/** Bytes of requests that are being read or wait to be opened, of all clients together. */
const MOST_HELD = 2 * MOST_BYTES;
/** Who has not said the secret within this time (ms), or says nothing for so long, is sent away. */
const PATIENCE_MS = 5000;

/** A program that asked. */
export interface RemoteClient {
  answer(answer: RemoteAnswer): void;
  /** Nobody waits for an answer any more. */
  readonly gone: boolean;
  onGone(listener: () => void): void;
}

export class RemoteServer {
  private readonly env: Environment;
  private readonly open: (request: RemoteRequest, client: RemoteClient) => void;
  private readonly token = randomBytes(24).toString("hex");
  private readonly clients = new Set<Socket>();
  /** Of them, those that have not said the secret yet, the oldest first. */
  private readonly strangers = new Set<Socket>();
  private held = 0;
  private folder: string | null = null;
  /** Where the terminal hangs up, nothing else tidies up. */
  private readonly atExit = (): void => this.close();
  private server: Server | null = null;

  constructor(env: Environment, open: (request: RemoteRequest, client: RemoteClient) => void) {
    this.env = env;
    this.open = open;
  }

  /** What programs are told (`TOKEN:PATH`); listens from the first call on. Throws Error of the system. */
  address(): string {
    if (this.folder === null) this.listen();
    return `${this.token}:${this.path}`;
  }

  close(): void {
    process.off("exit", this.atExit);
    for (const socket of this.clients) socket.end();
    this.server?.close();
    this.server = null;
    if (this.folder !== null) rmSync(this.folder, { recursive: true, force: true });
    this.folder = null;
  }

  private get path(): string {
    return join(this.folder!, "listen");
  }

  private listen(): void {
    // Loaded with the first terminal, not with the editor.
    const { createServer } = process.getBuiltinModule("node:net");
    this.folder = newFolder(this.env);
    process.once("exit", this.atExit);
    const { path } = this;
    const server = createServer((socket) => this.connected(socket));
    server.on("error", () => {
      // Nobody can connect: `hunch FILE` starts an editor of its own.
      this.server = null;
    });
    server.listen(path);
    // It is there at once, unless nobody can connect.
    if (existsSync(path)) chmodSync(path, 0o600);
    server.unref();
    this.server = server;
  }

  private connected(socket: Socket): void {
    if (this.clients.size >= MOST_CLIENTS) {
      // Who only holds a place makes room.
      const [oldest] = this.strangers;
      if (oldest === undefined) {
        socket.destroy();
        return;
      }
      this.forget(oldest);
      oldest.destroy();
    }
    this.clients.add(socket);
    this.strangers.add(socket);
    socket.unref();
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    const late = setTimeout(() => socket.destroy(), PATIENCE_MS).unref();
    const wanted = Buffer.from(greeting(this.token));
    const chunks: Buffer[] = [];
    let size = 0;
    let greeted = false;
    let free = (): void => {
      this.held -= size;
      free = () => {};
    };
    socket.on("close", () => {
      clearTimeout(late);
      this.forget(socket);
      chunks.length = 0;
      free();
    });
    // Its end comes behind it.
    socket.on("error", () => {});
    const read = (chunk: Buffer): void => {
      chunks.push(chunk);
      size += chunk.length;
      this.held += chunk.length;
      if (size > MOST_BYTES || this.held > MOST_HELD) {
        socket.destroy();
        return;
      }
      if (!greeted && size > wanted.length) {
        const all = Buffer.concat(chunks.splice(0));
        const said = all.subarray(0, wanted.length);
        if (!timingSafeEqual(said, wanted) || all[wanted.length] !== 10) {
          socket.destroy();
          return;
        }
        greeted = true;
        clearTimeout(late);
        this.strangers.delete(socket);
        chunks.push(all.subarray(wanted.length + 1));
      }
      if (!greeted || !chunks[chunks.length - 1]!.includes(10)) return;
      socket.off("data", read);
      socket.resume();
      socket.setTimeout(0);
      const line = Buffer.concat(chunks.splice(0)).toString("utf8").split("\n", 1)[0]!;
      this.asked(socket, line, () => free());
    };
    socket.on("data", read);
  }

  private forget(socket: Socket): void {
    this.clients.delete(socket);
    this.strangers.delete(socket);
  }

  /** `free`: what it asked for needs no more room. */
  private asked(socket: Socket, line: string, free: () => void): void {
    const request = parseRequest(line);
    if (request === null) {
      socket.destroy();
      return;
    }
    this.open(request, {
      answer: (answer) => {
        free();
        if (!socket.destroyed) socket.write(`${JSON.stringify(answer)}\n`);
      },
      get gone() {
        return socket.destroyed;
      },
      onGone: (listener) => void socket.on("close", listener),
    });
  }
}

/** A new folder (mode 0700) where sockets belong. */
function newFolder(env: Environment): string {
  const runtime = env.XDG_RUNTIME_DIR ?? "";
  const bases = [...(isPrivateFolder(runtime) ? [runtime] : []), tmpdir(), "/tmp"];
  const base = bases.find((each) => Buffer.byteLength(each) < LONGEST_PATH - 24) ?? "/tmp";
  const folder = mkdtempSync(join(base, "hunch-"));
  chmodSync(folder, 0o700);
  return folder;
}

function isPrivateFolder(path: string): boolean {
  if (!path.startsWith("/")) return false;
  try {
    const { uid, mode } = statSync(path);
    return uid === process.getuid?.() && (mode & 0o077) === 0;
  } catch {
    // A session without one.
    return false;
  }
}
