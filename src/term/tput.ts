/**
 * Terminals that do not speak ANSI (vt52, wyse, tvi): their few strings, compiled by blessed's
 * `tput`. blessed costs 15 ms to load and is loaded only for such a terminal. It reports a string
 * that it cannot compile on the console; here that is a null instead.
 */
import { createRequire } from "node:module";
import type { Terminfo } from "./terminfo.ts";

/** What it takes to draw on a terminal without ANSI sequences. */
export interface TerminalStrings {
  /** Moves the cursor to a 0-based row and column. */
  move(row: number, col: number): string;
  readonly clear: string;
  readonly eraseLine: string | null;
  readonly plain: string | null;
  readonly bold: string | null;
  readonly reverse: string | null;
  readonly underline: string | null;
  readonly enter: string;
  readonly leave: string;
}

type Compiled = (params: readonly number[]) => string;

interface BlessedTput {
  _compile(info: { name: string }, key: string, str: string): Compiled;
}

/** The strings of an entry, or null when it has no cursor addressing that can be compiled. */
export function terminalStrings(terminfo: Terminfo): TerminalStrings | null {
  const address = terminfo.string("cup");
  const clear = terminfo.string("clear");
  if (address === null || clear === null) return null;
  const move = compile(terminfo, "cursor_address", address);
  if (move === null) return null;
  const plainOf = (name: string): string | null => {
    const value = terminfo.string(name);
    return value === null ? null : withoutPadding(value);
  };
  return {
    move: (row, col) => withoutPadding(move([row, col])),
    clear: withoutPadding(clear),
    eraseLine: plainOf("el"),
    plain: plainOf("sgr0"),
    bold: plainOf("bold"),
    reverse: plainOf("rev"),
    underline: plainOf("smul"),
    enter: (plainOf("smcup") ?? "") + (plainOf("smkx") ?? ""),
    leave: (plainOf("rmkx") ?? "") + (plainOf("rmcup") ?? ""),
  };
}

/** Whether an entry addresses the cursor as ANSI terminals do, so that it needs no compiling. */
export function isAnsi(terminfo: Terminfo): boolean {
  const address = terminfo.string("cup");
  return address === null || /^\x1b\[%i%p1%d;%p2%d[Hf]/.test(address);
}

function compile(terminfo: Terminfo, key: string, value: string): Compiled | null {
  const require = createRequire(import.meta.url);
  const Tput = require("blessed/lib/tput") as new (options: object) => BlessedTput;
  const spoken = console.error;
  console.error = () => undefined;
  try {
    const compiled = new Tput({})._compile({ name: terminfo.names[0] ?? "" }, key, value);
    return typeof compiled([1, 1]) === "string" ? compiled : null;
  } catch {
    // A string that blessed cannot compile: the caller takes the terminal for an ANSI one.
    return null;
  } finally {
    console.error = spoken;
  }
}

/** Padding (`$<5>`) was for lines without flow control. */
function withoutPadding(value: string): string {
  return value.replace(/\$<[\d.]+[*/]*>/g, "");
}
