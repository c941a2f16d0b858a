/** What is said of a command that ran. */
import type { Block } from "../block.ts";

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function durationText(ms: number): string {
  if (ms < 9950) return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How it ended, in a word; empty: nobody knows. */
export function statusText({ endedAt, status }: Block): string {
  if (endedAt === null) return "runs";
  if (status === null) return "";
  return status === 0 ? "ok" : `exit ${status}`;
}

/** The command on one line, without what would upset a row. */
export function commandText({ command }: Block): string {
  const line = command.trim().replace(/\s*\n\s*/g, " ⏎ ");
  return line === "" ? "(not known)" : line.replace(/[\0-\x1f\x7f-\x9f]+/g, " ");
}

/** What a closed fold says; the mark of how it ended stands in the margin beside it. */
export function foldedText(block: Block, lines: number): string {
  const parts = [statusText(block)];
  if (block.endedAt !== null) parts.push(durationText(block.endedAt - block.startedAt));
  parts.push(lines === 1 ? "1 line" : `${lines} lines`);
  return `${commandText(block)} — ${parts.filter((part) => part !== "").join(", ")} `;
}
