/** Writes `models.toml` and key files: whole or not at all, new ones for their owner only. */
import {
  chmodSync,
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { messageOf, UserError } from "../../base/errors.ts";
import { checkToml } from "./edit.ts";
import { keysFolder, modelsFile } from "./paths.ts";

/** Nobody but its owner. */
const PRIVATE = 0o600;

/**
 * Changes `models.toml` of a configuration folder; `change` gets its text, "" where there is none. Its
 * mode stays. Throws UserError when the file can't be read or written, or is no TOML, and what `change`
 * throws.
 */
export function changeModels(folder: string, change: (text: string) => string): void {
  const file = modelsFile(folder);
  const before = readText(file);
  checkToml(before);
  const after = change(before);
  if (after === before) return;
  const mode = statsOf(file)?.mode ?? PRIVATE;
  if ((mode & 0o200) === 0) throw new UserError(`${file} is read-only`);
  writeSafely(file, after, mode & 0o777);
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
  writeSafely(file, `${key}\n`, PRIVATE);
  return file;
}

/** Null: there is no such file. */
function statsOf(file: string): Stats | null {
  try {
    return statSync(file, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    throw fault(file, error);
  }
}

function readText(file: string): string {
  const stats = statsOf(file);
  if (stats !== null && !stats.isFile()) throw new UserError(`${file} is no file`);
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw fault(file, error);
  }
}

/** Links (a repository of dotfiles) stay: their target is replaced. */
function writeSafely(path: string, text: string, mode: number): void {
  let draft = "";
  try {
    const file = targetOf(path);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    draft = `${file}.${process.pid}.new`;
    rmSync(draft, { force: true });
    const handle = openSync(draft, "wx", PRIVATE);
    try {
      writeSync(handle, text);
      fchmodSync(handle, mode);
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
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  try {
    // What it is a link to will be made.
    return resolve(dirname(path), readlinkSync(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "EINVAL") return path;
    throw error;
  }
}

function fault(path: string, error: unknown): Error {
  if ((error as NodeJS.ErrnoException).code === undefined) return error as Error;
  return new UserError(`${path}: ${messageOf(error).replace(/, \w+ '.*'$/, "")}`);
}
