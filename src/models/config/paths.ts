/** Where the configuration of models lies, and paths as users write them. */
import { statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

type Env = Readonly<Record<string, string | undefined>>;

/** `~` and `~/x` with the home folder in its place. */
export function expandHome(path: string, env: Env): string {
  if (path !== "~" && !path.startsWith("~/")) return path;
  return join(env.HOME || homedir(), path.slice(1));
}

/** A path below the home folder as `~/x`. */
export function shortenHome(path: string, env: Env): string {
  const home = env.HOME || homedir();
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

/** `folder` is the user's configuration folder. */
export function modelsFile(folder: string): string {
  return join(folder, "models.toml");
}

/** What tells one state of a file from another; "" where there is none. */
export function stampOf(file: string): string {
  try {
    const stats = statSync(file, { throwIfNoEntry: false, bigint: true });
    return stats === undefined ? "" : `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
  } catch (error) {
    // Who reads it says what is wrong with it.
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return code === "ENOTDIR" ? "" : code;
  }
}

/** Where `hunch models add` puts keys that are typed. */
export function keysFolder(folder: string): string {
  return join(folder, "keys");
}
