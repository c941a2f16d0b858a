/**
 * API keys: read where the user keeps them, when they are needed. A key is never in a message, a log or
 * the arguments of a process.
 */
import { spawn } from "node:child_process";
import { constants, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { messageOf, UserError } from "../../base/errors.ts";
import { hasSecret } from "../../base/secrets.ts";
import type { KeySource } from "../model.ts";
import { expandHome } from "./paths.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** A password manager may ask its user first. */
const COMMAND_MS = 60_000;
const MOST_OUTPUT = 64 * 1024;

/**
 * The key of a source. Throws UserError with one line for the user (which never has the key, nor what
 * a command printed) when there is none, and when `signal` ends the command. Nothing is remembered: see
 * `KeyRing`.
 */
export async function resolveKey(
  source: KeySource,
  env: Env,
  signal?: AbortSignal,
): Promise<string> {
  if ("env" in source) {
    const key = env[source.env]?.trim();
    if (!key) throw new UserError(`${source.env} is not set`);
    return checked(key, source.env);
  }
  if ("file" in source) return checked(await fileKey(expandHome(source.file, env)), source.file);
  return checked(await commandKey(source.command, env, signal), "what the key's command printed");
}

/** Keys that were read, in memory: one for each source. */
export class KeyRing {
  private readonly env: Env;
  private readonly keys = new Map<string, Promise<string>>();
  private readonly closing = new AbortController();

  constructor(env: Env) {
    this.env = env;
  }

  /** As `resolveKey`, which is asked once until it is forgotten or has failed. */
  get(source: KeySource): Promise<string> {
    const name = JSON.stringify(source);
    let key = this.keys.get(name);
    if (key === undefined) {
      key = resolveKey(source, this.env, this.closing.signal);
      this.keys.set(name, key);
      const mine = key;
      key.catch(() => {
        if (this.keys.get(name) === mine) this.keys.delete(name);
      });
    }
    return key;
  }

  /** Reads it again the next time: the provider refused it. */
  forget(source: KeySource): void {
    this.keys.delete(JSON.stringify(source));
  }

  /** Ends the commands that are still asking for a key. */
  close(): void {
    this.closing.abort();
  }
}

/** Whether it is a name of a variable, and not a key at its place. */
export function isVariable(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !hasSecret(name);
}

/** Why others could read a file that only its owner may; null: they can't. */
export function keyFileFault(mode: number, uid: number): string | null {
  if ((mode & 0o170000) !== constants.S_IFREG) return "is no file";
  if ((mode & 0o077) !== 0) return "can be read by others: chmod 600 it";
  const me = process.getuid?.() ?? uid;
  return uid === me || uid === 0 ? null : "belongs to another user";
}

/** The same of a path, as far as it can be seen; null: it can be read; undefined: there is none (yet). */
export function keyFileState(path: string): string | null | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? undefined : keyFileFault(stats.mode, stats.uid);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return `can't be read (${code})`;
  }
}

function checked(key: string, from: string): string {
  // It becomes the value of a header.
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new UserError(`${from}: that is no key (blanks, or letters no key has)`);
  }
  return key;
}

async function fileKey(path: string): Promise<string> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UserError(`${path}: ${code === "ENOENT" ? "no such key file" : messageOf(error)}`);
  }
  try {
    const { mode, uid } = await handle.stat();
    const fault = keyFileFault(mode, uid);
    if (fault !== null) throw new UserError(`${path} ${fault}`);
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(MOST_OUTPUT) });
    return firstLine(buffer.toString("utf8", 0, bytesRead), `${path} is empty`);
  } finally {
    await handle.close();
  }
}

function firstLine(text: string, empty: string): string {
  const line = text.trimStart().split("\n", 1)[0]!.trim();
  if (line === "") throw new UserError(empty);
  return line;
}

/** What a program of the user's prints first. It has no terminal, and its complaints go nowhere. */
function commandKey(command: string, env: Env, signal?: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("/bin/sh", ["-c", command], {
      env: { ...env },
      stdio: ["ignore", "pipe", "ignore"],
      detached: true,
    });
    let output = "";
    let ended = false;
    const end = (answer: () => void): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      child.stdout.destroy();
      answer();
    };
    const fail = (why: string): void => end(() => reject(new UserError(why)));
    const give = (why: string): void => {
      kill(child.pid);
      fail(why);
    };
    const stop = (): void => give("The key's command was stopped");
    const timer = setTimeout(
      () => give(`The key's command did not end within ${COMMAND_MS / 1000} s`),
      COMMAND_MS,
    );
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text: string) => {
      if (output.length < MOST_OUTPUT) output += text;
    });
    child.on("error", () => fail("The key's command could not be started"));
    child.on("close", (status, signal) => {
      if (status !== 0) return fail(`The key's command ended with ${signal ?? `status ${status}`}`);
      end(() => {
        try {
          resolve(firstLine(output, "The key's command printed nothing"));
        } catch (error) {
          reject(error);
        }
      });
    });
  });
}

/** With all that it has started. */
function kill(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // It has just ended.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
