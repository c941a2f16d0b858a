/** Writes `models.toml` and key files: whole or not at all, for their owner only. */
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { messageOf, UserError } from "../../base/errors.ts";
import { keysFolder, modelsFile } from "./paths.ts";

/**
 * Changes `models.toml` of a configuration folder; `change` gets its text, "" where there is none.
 * Throws UserError when the file can't be read or written, and what `change` throws.
 */
export function changeModels(folder: string, change: (text: string) => string): void {
  const file = modelsFile(folder);
  const before = readText(file);
  const after = change(before);
  if (after === before) return;
  writeSafely(file, after);
}

/** Where a key of that name is kept. */
export function keyFile(folder: string, name: string): string {
  return join(keysFolder(folder), name.replace(/[^\w.-]/g, "_"));
}

/** Keeps a key in a file that only its owner can read; answers its path. */
export function writeKey(folder: string, name: string, key: string): string {
  const keys = keysFolder(folder);
  const file = keyFile(folder, name);
  try {
    mkdirSync(keys, { recursive: true, mode: 0o700 });
    chmodSync(keys, 0o700);
  } catch (error) {
    throw fault(keys, error);
  }
  writeSafely(file, `${key}\n`);
  return file;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw fault(file, error);
  }
}

/** Links (a repository of dotfiles) stay: their target is replaced. */
function writeSafely(path: string, text: string): void {
  let draft = "";
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = targetOf(path);
    draft = `${file}.${process.pid}.new`;
    rmSync(draft, { force: true });
    const handle = openSync(draft, "wx", 0o600);
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, file);
  } catch (error) {
    if (draft !== "") rmSync(draft, { force: true });
    throw fault(path, error);
  }
}

function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return path;
    throw error;
  }
}

function fault(path: string, error: unknown): Error {
  if ((error as NodeJS.ErrnoException).code === undefined) return error as Error;
  return new UserError(`${path}: ${messageOf(error)}`);
}
