/**
 * The history files of the shells themselves, read as their shells read them. Pure; what is cut off at
 * the end of a piece is left for the next one.
 */
import { basename, isAbsolute, join } from "node:path";

export type HistoryFileKind = "bash" | "zsh" | "fish";

export interface HistoryEntry {
  /** May have several lines. */
  readonly command: string;
  /** Milliseconds since the epoch; 0: the file does not say. */
  readonly time: number;
  /** Milliseconds; null: the file does not say. */
  readonly duration: number | null;
}

export interface ParsedHistory {
  readonly entries: HistoryEntry[];
  /** Bytes that were read; behind them is a part of an entry, if anything. */
  readonly used: number;
}

/** Where shells keep their histories, as far as the environment says; they need not be there. */
export function historyFiles(env: Readonly<Record<string, string | undefined>>): string[] {
  const home = env.HOME ?? "";
  if (!isAbsolute(home)) return [];
  const zdot = env.ZDOTDIR || home;
  const data = env.XDG_DATA_HOME || join(home, ".local", "share");
  const fish = /^\w+$/.test(env.fish_history ?? "") ? env.fish_history : "fish";
  const files = [
    join(home, ".bash_history"),
    join(zdot, ".zsh_history"),
    join(zdot, ".zhistory"),
    join(zdot, ".histfile"),
    join(data, "fish", `${fish}_history`),
  ];
  const own = env.HISTFILE ?? "";
  return [...new Set(isAbsolute(own) ? [own, ...files] : files)];
}

/** Whose file it is: by its name, else by what stands in it. */
export function historyKind(path: string, bytes: Uint8Array): HistoryFileKind {
  const name = basename(path);
  if (/fish/.test(name)) return "fish";
  if (/bash/.test(name)) return "bash";
  if (/zsh|zhist/.test(name)) return "zsh";
  const start = Buffer.from(bytes.subarray(0, 4096)).toString("latin1");
  if (/^- cmd: /m.test(start)) return "fish";
  return /^: \d+:\d+;/m.test(start) ? "zsh" : "bash";
}

/** `whole`: nothing follows, so that the last entry is complete as it is. */
export function parseHistory(
  kind: HistoryFileKind,
  bytes: Uint8Array,
  whole = true,
): ParsedHistory {
  if (kind === "zsh") return parseZshHistory(bytes, whole);
  return kind === "fish" ? parseFishHistory(bytes, whole) : parseBashHistory(bytes, whole);
}

/** An entry of so many lines is rather a file where times were switched off. */
const MOST_LINES = 60;

/**
 * Lines, or with HISTTIMEFORMAT `#SECONDS` before each entry, which then goes on to the next such line.
 */
export function parseBashHistory(bytes: Uint8Array, whole = true): ParsedHistory {
  const entries: HistoryEntry[] = [];
  let used = 0;
  let time = 0;
  let stamped = false;
  let lines: string[] = [];
  const close = (end: number): void => {
    if (lines.length > 0 && lines.length <= MOST_LINES) add(entries, lines.join("\n"), time);
    else for (const line of lines) add(entries, line, time);
    lines = [];
    used = end;
  };
  let end = 0;
  for (const { text, from, to } of linesOf(bytes, whole)) {
    const stamp = /^#(\d{9,11})$/.exec(text);
    if (stamp) {
      close(from);
      time = Number(stamp[1]) * 1000;
      stamped = true;
    } else {
      lines.push(text);
      if (!stamped) close(to);
    }
    end = to;
  }
  if (whole) close(end);
  return { entries, used };
}

/**
 * Lines, `: START:SECONDS;` before each with EXTENDED_HISTORY. A line break in an entry stands behind a
 * backslash; and zsh marks bytes of its own ("metafies" them): 0x83 and the byte with one bit changed.
 */
export function parseZshHistory(bytes: Uint8Array, whole = true): ParsedHistory {
  const entries: HistoryEntry[] = [];
  let used = 0;
  let from = 0;
  while (from < bytes.length) {
    let to = bytes.indexOf(NEWLINE, from);
    while (to > from && bytes[to - 1] === BACKSLASH) to = bytes.indexOf(NEWLINE, to + 1);
    if (to < 0) {
      if (!whole) break;
      to = bytes.length;
    }
    zshEntry(entries, decode(unmetafied(bytes.subarray(from, to))));
    from = to + 1;
    used = Math.min(from, bytes.length);
  }
  return { entries, used };
}

const NEWLINE = 10;
const BACKSLASH = 92;
const META = 0x83;

function zshEntry(entries: HistoryEntry[], written: string): void {
  const extended = /^: {0,10}(\d+):(\d+);/.exec(written);
  let text = extended ? written.slice(extended[0].length) : written;
  if (!extended && text.startsWith("\\:")) text = text.slice(1);
  // A command that ends with a backslash has a blank behind it, or it would go on in the next line.
  text = text.replace(/\\\n/g, "\n").replace(/(\\ *) $/, "$1");
  if (extended) {
    add(entries, text, Number(extended[1]) * 1000, Number(extended[2]) * 1000);
  } else add(entries, text, 0);
}

function unmetafied(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(META)) return bytes;
  const plain = new Uint8Array(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    plain[length++] = byte === META && i + 1 < bytes.length ? bytes[++i]! ^ 32 : byte;
  }
  return plain.subarray(0, length);
}

/** Something like YAML: `- cmd: TEXT` with `\n` and `\\` in it, then `  when: SECONDS`, then paths. */
export function parseFishHistory(bytes: Uint8Array, whole = true): ParsedHistory {
  const entries: HistoryEntry[] = [];
  let used = 0;
  let command: string | null = null;
  let time = 0;
  const close = (end: number): void => {
    if (command !== null) add(entries, command, time);
    command = null;
    time = 0;
    used = end;
  };
  let end = 0;
  for (const { text, from, to } of linesOf(bytes, whole)) {
    if (text.startsWith("- cmd: ")) {
      close(from);
      command = text.slice(7).replace(/\\([n\\])/g, (_, c) => (c === "n" ? "\n" : "\\"));
    } else {
      const when = /^ {2}when: (\d+)$/.exec(text);
      if (when) time = Number(when[1]) * 1000;
    }
    end = to;
  }
  if (whole) close(end);
  return { entries, used };
}

function add(
  entries: HistoryEntry[],
  command: string,
  time: number,
  duration: number | null = null,
): void {
  if (command.trim() !== "") entries.push({ command, time, duration });
}

interface Line {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Byte offsets; a last line without its break counts only where nothing follows. */
function* linesOf(bytes: Uint8Array, whole: boolean): Generator<Line> {
  let from = 0;
  while (from < bytes.length) {
    const at = bytes.indexOf(NEWLINE, from);
    if (at < 0 && !whole) return;
    const end = at < 0 ? bytes.length : at;
    const to = at < 0 ? end : at + 1;
    yield { text: decode(bytes.subarray(from, end)), from, to };
    from = to;
  }
}

/** Never throws: what is no UTF-8 becomes U+FFFD. */
function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
}
