/**
 * Lines as the completer reads them: words, runs of operator marks and single marks, each with the
 * blanks before it. It knows no language; a handful of words that most languages keep for themselves
 * stay as they are where a line is reduced to its shape.
 */

export interface CodeLine {
  /** The blanks at the start. */
  readonly indent: string;
  readonly texts: readonly string[];
  /** The blanks before each token; the first has none. */
  readonly gaps: readonly string[];
  /** Where each token ends, UTF-16 offset in the line. */
  readonly ends: readonly number[];
}

/** A longer line is data that nobody types. */
export const LONGEST_LINE = 400;

const OPERATORS = new Set("=<>!&|+-*/%^~:.?");
const LONGEST_OPERATOR = 3;

const BLANK = 0;
const WORD = 1;
const OPERATOR = 2;
const MARK = 3;

const ASCII = new Uint8Array(128).map((_, code) => {
  const char = String.fromCharCode(code);
  if (char === " " || char === "\t") return BLANK;
  if (/[A-Za-z0-9_$]/.test(char)) return WORD;
  return OPERATORS.has(char) ? OPERATOR : MARK;
});

const LETTER = /[\p{L}\p{N}\p{M}]/u;

function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 128) return ASCII[code]!;
  return LETTER.test(String.fromCodePoint(text.codePointAt(at)!)) ? WORD : MARK;
}

function widthAt(text: string, at: number): number {
  return text.codePointAt(at)! > 0xffff ? 2 : 1;
}

export function readLine(line: string): CodeLine {
  const texts: string[] = [];
  const gaps: string[] = [];
  const ends: number[] = [];
  const { length } = line;
  let at = 0;
  while (at < length && classAt(line, at) === BLANK) at++;
  const indent = line.slice(0, at);
  let gapFrom = at;
  while (at < length) {
    const kind = classAt(line, at);
    if (kind === BLANK) {
      at++;
      continue;
    }
    const from = at;
    at += widthAt(line, at);
    if (kind === WORD) while (at < length && classAt(line, at) === WORD) at += widthAt(line, at);
    else if (kind === OPERATOR) {
      const most = Math.min(length, from + LONGEST_OPERATOR);
      while (at < most && classAt(line, at) === OPERATOR) at++;
    }
    texts.push(line.slice(from, at));
    gaps.push(line.slice(gapFrom, from));
    ends.push(at);
    gapFrom = at;
  }
  return { indent, texts, gaps, ends };
}

export function isBlankLine(line: string): boolean {
  for (let i = 0; i < line.length; i++) if (line.charCodeAt(i) > 32) return false;
  return true;
}

/** What a token is, as far as a shape goes. */
export const TokenKind = {
  word: 0,
  number: 1,
  keyword: 2,
  operator: 3,
  open: 4,
  close: 5,
  quote: 6,
  mark: 7,
} as const;
export type TokenKindNumber = (typeof TokenKind)[keyof typeof TokenKind];

const KEYWORDS = new Set(
  (
    "abstract as assert async await break case catch class const continue def default defer delete do elif else " +
    "enum except export extends extern False false final finally fn for from func function go if impl implements " +
    "import in interface is lambda let loop match mod module mut new nil None not null or package pass pub public " +
    "private protected raise range ref return self Self static struct super switch this throw throws trait True " +
    "true try type typeof undefined union use val var void where while with yield and select chan map"
  ).split(" "),
);

export function kindOfToken(text: string): TokenKindNumber {
  const code = text.charCodeAt(0);
  if (code >= 48 && code <= 57) return TokenKind.number;
  const kind = classAt(text, 0);
  if (kind === WORD) return KEYWORDS.has(text) ? TokenKind.keyword : TokenKind.word;
  if (kind === OPERATOR) return TokenKind.operator;
  if ("([{".includes(text)) return TokenKind.open;
  if (")]}".includes(text)) return TokenKind.close;
  if ("\"'`".includes(text)) return TokenKind.quote;
  return TokenKind.mark;
}

/** Whether a token may still grow by the next character. */
export function mayGrow(text: string): boolean {
  const kind = classAt(text, 0);
  return kind === WORD || (kind === OPERATOR && text.length < LONGEST_OPERATOR);
}
