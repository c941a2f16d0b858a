/** History files of bash, zsh and fish, as commands to be typed again. */
import { existsSync } from "node:fs";
import { historyFiles, historyKind, parseHistory } from "../history/files.ts";
import type { ReplayRow } from "./row.ts";

/** A pause of so many seconds begins another session; these files do not say where one does. */
const SESSION_GAP = 3600;

/** The history files that the shells keep by themselves, those that are there. */
export function ownHistories(env: NodeJS.ProcessEnv): string[] {
  return historyFiles(env).filter((file) => existsSync(file));
}

/** The commands of a history file, of whichever shell; neighbours that are the same are one. */
export function historyRows(bytes: Uint8Array, file: string): ReplayRow[] {
  const rows: ReplayRow[] = [];
  let session = 0;
  let last = 0;
  for (const { command, time } of parseHistory(historyKind(file, bytes), bytes).entries) {
    if (command.includes("\n") || command === rows.at(-1)?.command) continue;
    const seconds = time / 1000;
    if (seconds - last > SESSION_GAP) session++;
    last = seconds;
    const row = { session: `${file} ${session}`, user: file, t: seconds, cwd: null, status: null };
    rows.push({ ...row, command });
  }
  return rows;
}
