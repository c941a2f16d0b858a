/** History files of bash, zsh and fish, as commands to be typed again. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ReplayRow } from "./row.ts";

/** A pause of so many seconds begins another session; these files do not say where one does. */
const SESSION_GAP = 3600;

/** The history files that the shells keep by themselves, those that are there. */
export function ownHistories(env: NodeJS.ProcessEnv): string[] {
  const home = env.HOME ?? "";
  const data = env.XDG_DATA_HOME || join(home, ".local/share");
  const usual = [
    join(home, ".bash_history"),
    join(env.ZDOTDIR || home, ".zsh_history"),
    join(home, ".zhistory"),
    join(data, "fish/fish_history"),
  ];
  const named = env.HISTFILE ? [env.HISTFILE] : [];
  return [...new Set([...named, ...usual])].filter((file) => existsSync(file));
}

/** The commands of a history file, of whichever shell; neighbours that are the same are one. */
export function historyRows(text: string, file: string): ReplayRow[] {
  const found = /^- cmd: /m.test(text)
    ? fishCommands(text)
    : /^: \d+:\d+;/m.test(text)
      ? zshCommands(text)
      : bashCommands(text);
  const rows: ReplayRow[] = [];
  let session = 0;
  let last = 0;
  for (const { command, time } of found) {
    if (command.trim() === "" || command.includes("\n")) continue;
    if (command === rows.at(-1)?.command) continue;
    if (time - last > SESSION_GAP) session++;
    last = time;
    const row = { session: `${file} ${session}`, user: file, t: time, cwd: null, status: null };
    rows.push({ ...row, command });
  }
  return rows;
}

interface Entry {
  readonly command: string;
  /** Seconds since the epoch; 0: not known. */
  readonly time: number;
}

function bashCommands(text: string): Entry[] {
  const found: Entry[] = [];
  let time = 0;
  for (const line of text.split("\n")) {
    const stamp = /^#(\d{9,})$/.exec(line);
    if (stamp) time = Number(stamp[1]);
    else found.push({ command: line, time });
  }
  return found;
}

function zshCommands(text: string): Entry[] {
  // A command of several lines has "\" before each newline.
  return text.split(/(?<!\\)\n/).flatMap((line) => {
    const [, time, command] = /^: (\d+):\d+;(.*)$/s.exec(line) ?? [];
    if (command === undefined) return line === "" ? [] : [{ command: line, time: 0 }];
    return [{ command: command.replaceAll("\\\n", "\n"), time: Number(time) }];
  });
}

function fishCommands(text: string): Entry[] {
  const found: Entry[] = [];
  for (const line of text.split("\n")) {
    const [, written] = /^- cmd: (.*)$/.exec(line) ?? [];
    if (written !== undefined) {
      const command = written.replace(/\\(n|\\)/g, (_, c: string) => (c === "n" ? "\n" : "\\"));
      found.push({ command, time: 0 });
      continue;
    }
    const [, time] = /^ {2}when: (\d+)$/.exec(line) ?? [];
    const at = found.length - 1;
    if (time !== undefined && at >= 0) found[at] = { ...found[at]!, time: Number(time) };
  }
  return found;
}
