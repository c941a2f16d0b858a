/**
 * Lines cut into tokens, without regard to the language: words (letters, digits, `_` and `$`) and
 * every other character by itself; blanks only keep tokens apart. A line is cut once however many
 * texts and revisions it stands in.
 */
import { isHigh, isLow } from "../../base/surrogates.ts";

export interface TokenLine {
  readonly text: string;
  readonly tokens: readonly string[];
  /** UTF-16 offset of each token in the line. */
  readonly starts: readonly number[];
  /** What the line is made of, whatever its words are: lines of like shape have the same one. */
  readonly shape: string;
  /** Leading blanks, in characters. */
  readonly indent: number;
  /** Whether there is a word in it, so that it can tell one place from another. */
  readonly wordy: boolean;
}

const BLANK = 0;
const MARK = 1;
const WORD = 2;
const KINDS = new Uint8Array(128).fill(MARK);
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code);
  if (/[A-Za-z0-9_$]/.test(char)) KINDS[code] = WORD;
  else if (/\s/.test(char)) KINDS[code] = BLANK;
}
const WIDE_WORD = /[\p{L}\p{N}\p{M}]/u;
const WIDE_BLANK = /\s/u;

function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 128) return KINDS[code]!;
  const char = String.fromCodePoint(text.codePointAt(at)!);
  if (WIDE_WORD.test(char)) return WORD;
  return WIDE_BLANK.test(char) ? BLANK : MARK;
}

/** Whether a token is a word (or a number), not a mark. */
export function isWordToken(token: string): boolean {
  return token !== "" && kindAt(token, 0) === WORD;
}

/** Whether a token is a word that starts with a digit. */
export function isNumberToken(token: string): boolean {
  const code = token.charCodeAt(0);
  return code >= 48 && code <= 57;
}

/** Whether a word goes on across `at`. */
export function cutsWord(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false;
  const before = isLow(text.charCodeAt(at - 1)) && at > 1 ? at - 2 : at - 1;
  return kindAt(text, before) === WORD && kindAt(text, at) === WORD;
}

/** Calls back for each token of a text with its start and end. */
export function eachToken(text: string, each: (from: number, to: number) => void): void {
  for (let at = 0; at < text.length; ) {
    const kind = kindAt(text, at);
    const from = at;
    at += text.codePointAt(at)! > 0xffff ? 2 : 1;
    if (kind === BLANK) continue;
    if (kind === WORD) {
      while (at < text.length && kindAt(text, at) === WORD) {
        at += isHigh(text.charCodeAt(at)) && text.codePointAt(at)! > 0xffff ? 2 : 1;
      }
    }
    each(from, at);
  }
}

/** The tokens of a text. */
export function tokensIn(text: string): string[] {
  const tokens: string[] = [];
  eachToken(text, (from, to) => tokens.push(text.slice(from, to)));
  return tokens;
}

/** Words are `w`, numbers `0`, strings `s`; every mark stands for itself. */
function shapeOf(text: string, tokens: readonly string[], starts: readonly number[]): string {
  let shape = "";
  for (let i = 0; i < tokens.length; i++) {
    const code = text.charCodeAt(starts[i]!);
    if (code === 34 || code === 39 || code === 96) {
      const end = tokens.indexOf(tokens[i]!, i + 1);
      if (end > 0) {
        shape += "s";
        i = end;
        continue;
      }
    }
    if (code >= 48 && code <= 57) shape += "0";
    else if (code < 128) shape += KINDS[code] === WORD ? "w" : text[starts[i]!];
    else shape += kindAt(text, starts[i]!) === WORD ? "w" : tokens[i];
  }
  return shape;
}

/** Longest line that is cut; of longer ones only the start is. */
const MOST_CHARACTERS = 2000;

function cut(text: string): TokenLine {
  const tokens: string[] = [];
  const starts: number[] = [];
  const part = text.length > MOST_CHARACTERS ? text.slice(0, MOST_CHARACTERS) : text;
  let wordy = false;
  for (let at = 0; at < part.length; ) {
    const from = at;
    const code = part.charCodeAt(at);
    const kind = code < 128 ? KINDS[code] : kindAt(part, at);
    if (kind === BLANK) {
      at++;
      continue;
    }
    at += isHigh(code) && part.codePointAt(at)! > 0xffff ? 2 : 1;
    if (kind === WORD) {
      wordy = true;
      while (at < part.length) {
        const next = part.charCodeAt(at);
        if (next < 128 ? KINDS[next] !== WORD : kindAt(part, at) !== WORD) break;
        at += isHigh(next) && part.codePointAt(at)! > 0xffff ? 2 : 1;
      }
    }
    tokens.push(part.slice(from, at));
    starts.push(from);
  }
  const shape = shapeOf(part, tokens, starts);
  return { text, tokens, starts, shape, indent: starts[0] ?? text.length, wordy };
}

/** Two generations: a line that is still in use moves on, the others go with the old one. */
const GENERATION = 60_000;
let young = new Map<string, TokenLine>();
let old = new Map<string, TokenLine>();

export function tokenLine(text: string): TokenLine {
  const known = young.get(text);
  if (known) return known;
  const line = old.get(text) ?? cut(text);
  if (young.size >= GENERATION) {
    old = young;
    young = new Map();
  }
  young.set(text, line);
  return line;
}
