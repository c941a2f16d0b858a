/**
 * `@terminal`: the last command of a terminal, for who is asked about it: its output without escape
 * codes and without secrets, as much of it as a budget of tokens allows. A token is taken to be four
 * characters: the first lines, the last ones, and lines between that speak of errors.
 */
import { redact } from "../../base/secrets.ts";
import type { Block } from "../block.ts";
import type { Terminal } from "../terminals.ts";

export interface TerminalContext {
  readonly command: string;
  /** Null: it still runs, or nobody knows. */
  readonly status: number | null;
  /** Absolute; null: not known. */
  readonly cwd: string | null;
  /** Milliseconds; null: it still runs. */
  readonly duration: number | null;
  /** Lines with `[… 12 lines omitted …]` where some are left out. */
  readonly output: string;
  readonly omittedLines: number;
}

export interface ContextOptions {
  /** Of the output, at most. */
  readonly tokens: number;
  /** A block of the terminal; absent: the last one. */
  readonly block?: Block;
}

const CHARACTERS = 4;
/** Lines that are read: the first ones, the last ones. */
const HEAD_LINES = 500;
const TAIL_LINES = 5000;
const MOST_LINE = 500;
/** Of the budget for the first lines, and for lines that speak of errors; the last ones get the rest. */
const HEAD_SHARE = 0.2;
const ERROR_SHARE = 0.3;

/** Null: no command has run in it. Rejects when the terminal is closed. */
export async function terminalContext(
  terminal: Terminal,
  options: ContextOptions,
): Promise<TerminalContext | null> {
  const block = options.block ?? terminal.blocks.at(-1);
  if (block === undefined) return null;
  const { outputLine, endLine, command, status, cwd, startedAt, endedAt } = block;
  const tail = Math.max(outputLine, endLine - TAIL_LINES);
  const head = Math.min(outputLine + HEAD_LINES, tail);
  const first = head > outputLine ? await terminal.read(outputLine, head) : [];
  const last = await terminal.read(tail, endLine);
  const unread = tail - head;
  const { output, omittedLines } = trimmedOutput(first, last, unread, options.tokens);
  return {
    command: redact(command),
    status,
    cwd,
    duration: endedAt === null ? null : Math.max(0, endedAt - startedAt),
    output,
    omittedLines,
  };
}

/** The output of `first`, `unread` lines that nobody looked at, and `last`, within a budget. */
export function trimmedOutput(
  first: readonly string[],
  last: readonly string[],
  unread: number,
  tokens: number,
): { readonly output: string; readonly omittedLines: number } {
  // What nobody looked at ends no key.
  const head = unread > 0 ? withoutKeys(first) : [];
  const tail = withoutKeys(unread > 0 ? last : [...first, ...last]);
  const lines = [...head, ...tail];
  const total = lines.length + unread;
  const gap = head.length;
  const budget = Math.max(0, Math.floor(tokens * CHARACTERS));
  const cost = (line: string): number => Math.min(line.length, MOST_LINE + MARKER_COST) + 1;
  const kept = new Set<number>();
  let left = budget;
  const all = lines.reduce((sum, line) => sum + cost(line), 0);
  const take = (at: number, limit: number): number => {
    const price = cost(lines[at]!);
    if (kept.has(at)) return limit;
    if (price > limit || price > left) return -1;
    kept.add(at);
    left -= price;
    return limit - price;
  };
  if (unread === 0 && all <= budget) for (let at = 0; at < lines.length; at++) kept.add(at);
  else {
    // A marker takes its place, too.
    left = Math.max(0, left - 3 * MARKER_COST);
    let limit = left * HEAD_SHARE;
    for (let at = 0; at < lines.length && limit >= 0; at++) limit = take(at, limit);
    let errors = budget * ERROR_SHARE;
    for (let at = 0; at < lines.length && errors >= 0; at++) {
      if (ERRORS.test(lines[at]!.slice(0, MOST_LINE))) {
        const next = take(at, errors);
        if (next < 0) break;
        errors = next - MARKER_COST;
        left -= MARKER_COST;
      }
    }
    limit = left;
    for (let at = lines.length - 1; at >= 0 && limit >= 0; at--) limit = take(at, limit);
  }
  const parts: string[] = [];
  let omitted = 0;
  const flush = (): void => {
    if (omitted > 0) parts.push(`[… ${omitted} line${omitted === 1 ? "" : "s"} omitted …]`);
    omitted = 0;
  };
  for (let at = 0; at <= lines.length; at++) {
    if (at === gap) omitted += unread;
    if (at === lines.length) break;
    if (!kept.has(at)) {
      omitted++;
      continue;
    }
    flush();
    const end = gap > at ? gap : lines.length;
    let to = at + 1;
    while (to < end && kept.has(to)) to++;
    parts.push(...readable(lines, at, to));
    at = to - 1;
  }
  flush();
  return { output: parts.join("\n"), omittedLines: total - kept.size };
}

/** Characters of a marker, about. */
const MARKER_COST = 40;
/** Words that lines with an error have; each is looked for once in a line of `MOST_LINE` characters. */
const ERRORS =
  /\b(?:error|errors|fail|failed|failure|fatal|panic|panicked|exception|traceback|undefined|cannot|not found|denied|refused|assert\w*)\b|[✗✖×✕]/i;

const KEY_BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const KEY_END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;

/** Private keys go over many lines: each is one line afterwards. Without its end it has no end. */
function withoutKeys(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let inKey = false;
  for (const line of lines) {
    if (!inKey && KEY_BEGIN.test(line.slice(0, WINDOW))) {
      kept.push(redact(line.slice(0, WINDOW)));
      inKey = !KEY_END.test(line.slice(0, WINDOW));
    } else if (!inKey) kept.push(line);
    else if (KEY_END.test(line.slice(0, WINDOW))) inKey = false;
  }
  return kept;
}

/** Of a line that is cut more is looked at: a part of a secret is not known for one. */
const WINDOW = 2000;

/** Some lines (`to` exclusive) as they may be told; a name may stand before its secret's line. */
function readable(lines: readonly string[], from: number, to: number): string[] {
  const start = Math.max(0, from - 1);
  const text = lines.slice(start, to).map(shortened).join("\n");
  return redact(text)
    .split("\n")
    .slice(from - start);
}

function shortened(line: string): string {
  // Control characters of a raw output have no business in a text.
  const plain = line.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "").trimEnd();
  if (plain.length <= MOST_LINE) return plain;
  const start = redact(plain.slice(0, WINDOW)).slice(0, MOST_LINE / 2);
  const end = redact(plain.slice(-WINDOW)).slice(-MOST_LINE / 2);
  return `${start}[… ${plain.length - MOST_LINE} characters omitted …]${end}`;
}
