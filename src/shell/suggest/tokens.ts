/** Command lines as tokens: words, and single characters that part them. */

/** The end of a line, as a token: no line contains it as one. */
export const END = "\n";

const PARTING = /[\s/:@=,;|&<>()"'`]/;
const TOKEN = /[\s/:@=,;|&<>()"'`]|[^\s/:@=,;|&<>()"'`]+/g;

/** All of them joined are the line. */
export function tokensOf(line: string): string[] {
  return line.match(TOKEN) ?? [];
}

export function isParting(token: string): boolean {
  return token.length === 1 && PARTING.test(token);
}

/** The command's name: its first word; empty: none. */
export function nameOf(line: string): string {
  return /^\s*(\S+)/.exec(line)?.[1] ?? "";
}
