/** Tokens of code and prose: words, runs of blanks, and every other character by itself. */
import { codeBefore } from "../base/surrogates.ts";

export type IsWord = (codePoint: number) => boolean;

export interface Token {
  readonly kind: "word" | "blank" | "mark";
  readonly text: string;
  /** UTF-16 offset in the string it was cut from. */
  readonly from: number;
}

function kindOf(code: number, isWord: IsWord): Token["kind"] {
  if (code === 32 || code === 9) return "blank";
  return isWord(code) ? "word" : "mark";
}

/** Every token of a line, in order; together they are the line. */
export function tokensOf(line: string, isWord: IsWord): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < line.length; ) {
    const end = tokenEnd(line, at, isWord);
    tokens.push({
      kind: kindOf(line.codePointAt(at)!, isWord),
      text: line.slice(at, end),
      from: at,
    });
    at = end;
  }
  return tokens;
}

/** Where the token that starts at `from` ends. */
export function tokenEnd(text: string, from: number, isWord: IsWord): number {
  const first = text.codePointAt(from)!;
  const kind = kindOf(first, isWord);
  let at = from + (first > 0xffff ? 2 : 1);
  if (kind === "mark") return at;
  while (at < text.length) {
    const code = text.codePointAt(at)!;
    if (kindOf(code, isWord) !== kind) break;
    at += code > 0xffff ? 2 : 1;
  }
  return at;
}

/** Where the word that ends at `at` starts; `at` itself when none does. */
export function wordStart(text: string, at: number, isWord: IsWord): number {
  let from = at;
  while (from > 0) {
    const code = codeBefore(text, from);
    if (!isWord(code)) break;
    from -= code > 0xffff ? 2 : 1;
  }
  return from;
}

/** Where the word that starts at `at` ends; `at` itself when none does. */
export function wordEnd(text: string, at: number, isWord: IsWord): number {
  let to = at;
  while (to < text.length) {
    const code = text.codePointAt(to)!;
    if (!isWord(code)) break;
    to += code > 0xffff ? 2 : 1;
  }
  return to;
}
