/**
 * Downloads a large file: what was there of it already goes on where it ended, it is checked, and it has
 * its name only when it is all there.
 */
import { createHash } from "node:crypto";
import {
  type FileHandle,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { Cancelled, messageOf, UserError } from "../../base/errors.ts";
import { sha256Of, sumIn } from "./checksum.ts";

export interface DownloadRequest {
  readonly url: string;
  /** The absolute path that it gets. */
  readonly path: string;
  /** What its sum has to be; null: what the server says, if it does. */
  readonly sha256: string | null;
  readonly signal: AbortSignal;
  progress(done: number, total: number | null): void;
  /** Bytes that are free where a folder is; absent: as the system says. */
  free?(folder: string): Promise<number>;
  /** Writes to the file; absent: as it is. For disks that fail. */
  write?(file: FileHandle, bytes: Uint8Array): Promise<unknown>;
  /** Milliseconds before a cut download goes on; absent: 1 s, 2 s, 4 s… */
  pause?(tries: number): number;
}

export interface Downloaded {
  readonly sha256: string;
  /** Who said that it has to be this; null: nobody. */
  readonly verifiedBy: string | null;
  readonly bytes: number;
}

/** What is known of a part, beside it. */
interface PartNote {
  readonly etag: string;
  readonly total: number | null;
}

const MOST_TRIES = 5;
const MOST_REDIRECTS = 8;
/** Nothing came for so long, ms: it goes on with another connection. */
const SILENT_MS = 60_000;
/** The sum beside a file is waited for so long, ms, and is in so much of its text, UTF-16 units. */
const BESIDE_MS = 15_000;
const MOST_BESIDE = 1000;
/** Bytes that stay free. */
const SPARE = 64 * 1024 * 1024;
/** A page of a site instead of a file is noticed at its first bytes. */
const MAGIC = Buffer.from("GGUF");

/** Rejects with UserError, and with Cancelled; what is there of it stays for the next time. */
export async function download(request: DownloadRequest): Promise<Downloaded> {
  const { path, signal } = request;
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const key = createHash("sha256").update(request.url).digest("hex").slice(0, 16);
  const part = join(folder, `.${key}.part`);
  const pause = request.pause ?? ((tries) => 1000 * 2 ** tries);
  for (let tries = 0, before = -1; ; ) {
    try {
      const found = await attempt(request, part, before >= 0);
      await rename(part, path);
      await rm(`${part}.json`, { force: true });
      return found;
    } catch (error) {
      if (signal.aborted) throw new Cancelled();
      if (error instanceof UserError || error instanceof Cancelled) throw error;
      const size = await sizeOf(part);
      // Where there is progress it goes on for ever.
      tries = size > before && before >= 0 ? 1 : tries + 1;
      before = size;
      if (tries >= MOST_TRIES) throw new UserError(`The download broke off: ${reasonOf(error)}`);
      await sleep(pause(tries), signal);
    }
  }
}

/** `goesOn`: the part is of this very download, and not of another day. */
async function attempt(
  request: DownloadRequest,
  part: string,
  goesOn: boolean,
): Promise<Downloaded> {
  const { signal, progress } = request;
  const note = await readNote(part);
  // A part of a file that may be another one by now is only of use where its sum tells.
  const isSure = goesOn || (note !== null && isStrong(note.etag)) || request.sha256 !== null;
  const have = note !== null && isSure ? await sizeOf(part) : 0;
  const silent = new AbortController();
  const either = AbortSignal.any([signal, silent.signal]);
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silent.abort(new Error("nothing came for a minute")), SILENT_MS);
  };
  wait();
  const range = have > 0 ? { from: have, etag: note!.etag } : null;
  const answer = await get(request.url, range, either).finally(() => clearTimeout(timer));
  const { response } = answer;
  const given = request.sha256;
  if (response.status === 416 && have > 0) {
    await response.body?.cancel();
    if (note?.total !== have) {
      await rm(part, { force: true });
      throw new Error("the file is another one now");
    }
  } else if (response.status !== 200 && response.status !== 206) {
    await response.body?.cancel();
    throw failureOf(request.url, response);
  } else {
    const resumes = response.status === 206 && startOf(response) === have && have > 0;
    const etag = response.headers.get("etag") ?? "";
    if (response.status === 206 && (!resumes || (note!.etag !== "" && note!.etag !== etag))) {
      await response.body?.cancel();
      await rm(part, { force: true });
      throw new Error("another part came than was asked for");
    }
    const from = resumes ? have : 0;
    const length = Number(response.headers.get("content-length") ?? Number.NaN);
    const total = Number.isFinite(length) ? from + length : null;
    await checkSpace(request, dirname(part), total === null ? 0 : total - from);
    await writeFile(`${part}.json`, JSON.stringify({ etag, total } satisfies PartNote));
    const file = await open(part, resumes ? "a" : "w", 0o644);
    try {
      let done = from;
      wait();
      try {
        for await (const chunk of response.body ?? []) {
          wait();
          if (done === 0 && !MAGIC.subarray(0, chunk.length).equals(chunk.subarray(0, 4))) {
            throw new UserError(`${shownAddress(request.url)} is no GGUF file`);
          }
          await (request.write?.(file, chunk) ?? file.writeFile(chunk));
          done += chunk.length;
          progress(done, total);
        }
      } finally {
        clearTimeout(timer);
      }
      if (total !== null && done < total) throw new Error(`${done} of ${total} bytes came`);
      await file.sync();
    } catch (error) {
      throw await diskFailure(error, part);
    } finally {
      await file.close();
    }
  }
  const sha256 = await sha256Of(part, signal);
  const expected = given ?? answer.sum ?? (await besideSum(request.url, signal));
  if (expected !== null && expected !== sha256) {
    await rm(part, { force: true });
    await rm(`${part}.json`, { force: true });
    throw new UserError(`The download is not what it should be: its SHA-256 is ${sha256}`);
  }
  const by = given !== null ? "you" : answer.sum !== null ? "the server" : "a file beside it";
  return {
    sha256,
    verifiedBy: expected === null ? null : by,
    bytes: await sizeOf(part),
  };
}

/** Whether it tells two files apart, byte for byte. */
function isStrong(etag: string): boolean {
  return etag !== "" && !etag.startsWith("W/");
}

/** An address without what may open something: queries hold tokens. */
export function shownAddress(address: string): string {
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`;
}

interface Got {
  readonly response: Response;
  /** The sum that a server on the way has named. */
  readonly sum: string | null;
}

/** Follows redirects itself: model hosts name the sum in the first answer. */
async function get(
  address: string,
  range: { readonly from: number; readonly etag: string } | null,
  signal: AbortSignal,
): Promise<Got> {
  let url = new URL(address);
  let sum: string | null = null;
  for (let hops = 0; ; hops++) {
    const headers: Record<string, string> = { "accept-encoding": "identity" };
    if (range !== null) {
      headers.range = `bytes=${range.from}-`;
      if (isStrong(range.etag)) headers["if-range"] = range.etag;
    }
    const response = await fetch(url, { headers, redirect: "manual", signal });
    sum ??= sumIn(response.headers.get("x-linked-etag"));
    const next = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || next === null) return { response, sum };
    await response.body?.cancel();
    const target = new URL(next, url);
    if (hops >= MOST_REDIRECTS)
      throw new UserError(`${shownAddress(address)} leads from one to the next`);
    if (target.protocol !== "https:" && target.protocol !== url.protocol) {
      throw new UserError(`${shownAddress(address)} leads to ${target.protocol}//${target.host}`);
    }
    url = target;
  }
}

/** The sum in `ADDRESS.sha256`; null: there is none. */
async function besideSum(address: string, signal: AbortSignal): Promise<string | null> {
  const url = new URL(address);
  url.pathname += ".sha256";
  const soon = AbortSignal.any([signal, AbortSignal.timeout(BESIDE_MS)]);
  try {
    const { response } = await get(url.href, null, soon);
    if (response.status !== 200) {
      await response.body?.cancel();
      return null;
    }
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length >= MOST_BESIDE) break;
    }
    return sumIn(text.slice(0, MOST_BESIDE));
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    // It is only looked for.
    if (error instanceof Error) return null;
    throw error;
  }
}

function failureOf(url: string, { status, statusText }: Response): Error {
  const { host } = new URL(url);
  if (status >= 500 || status === 429 || status === 408) return new Error(`${host}: ${status}`);
  const why = status === 401 || status === 403 ? "it may not be downloaded without an account" : "";
  return new UserError(`${host} answers ${status} ${statusText} ${why}`.trim());
}

function startOf(response: Response): number | null {
  const match = /^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "");
  return match ? Number(match[1]) : null;
}

async function checkSpace(request: DownloadRequest, folder: string, needed: number): Promise<void> {
  const free = request.free ?? systemFree;
  const there = await free(folder);
  if (there >= needed + SPARE) return;
  throw new UserError(`${folder}: ${megabytes(needed)} are needed, ${megabytes(there)} are free`);
}

async function systemFree(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function diskFailure(error: unknown, part: string): Promise<unknown> {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new UserError(
      `${dirname(part)}: the disk is full; the download goes on from here later`,
    );
  }
  if (code === "EROFS" || code === "EACCES" || code === "EIO") {
    return new UserError(`${dirname(part)}: ${messageOf(error)}`);
  }
  // What is none from its first bytes on is not kept.
  if (error instanceof UserError) await rm(part, { force: true });
  return error;
}

async function readNote(part: string): Promise<PartNote | null> {
  try {
    const note = JSON.parse(await readFile(`${part}.json`, "utf8")) as Partial<PartNote>;
    return typeof note.etag === "string"
      ? { etag: note.etag, total: typeof note.total === "number" ? note.total : null }
      : null;
  } catch {
    // Without a note nothing is known of the part: it begins anew.
    return null;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
    throw error;
  }
}

/** What a failed connection says: fetch hides it in its cause. */
function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  return cause instanceof Error ? cause.message || messageOf(error) : messageOf(error);
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new Cancelled());
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
  });
}

export function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`;
}
