/** Where hunch keeps what it remembers. */
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * `$XDG_STATE_HOME/hunch`, or `~/.local/state/hunch` where that is not set (relative values do not
 * count, says the XDG specification). Nothing is made here.
 */
export function stateFolder(env: Readonly<Record<string, string | undefined>>): string {
  const base = env.XDG_STATE_HOME;
  if (base !== undefined && isAbsolute(base)) return join(base, "hunch");
  return join(env.HOME || homedir(), ".local", "state", "hunch");
}

/** The database in that folder. */
export function databasePath(folder: string): string {
  return join(folder, "hunch.db");
}
