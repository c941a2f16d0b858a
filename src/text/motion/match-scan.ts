/**
 * The search for a matching bracket, with Vim's guesses about quotes: brackets in strings do not
 * count, unless the search started in one; `'x'` is passed over; a bracket after an odd number of
 * backslashes only matches another such.
 */
import type { Text } from "../text.ts";
import { nextColumn, previousColumn } from "./walker.ts";

export interface BracketSearch {
  /** The bracket that the search starts from; meeting it goes one level deeper. */
  readonly from: string;
  /** The bracket that is looked for. */
  readonly wanted: string;
  readonly backward: boolean;
  /** The bracket at the start is escaped by a backslash. */
  readonly escaped: boolean;
  /** 'cpoptions' `%`: quotes mean nothing. */
  readonly plain?: boolean;
  /** 'cpoptions' `M`: backslashes mean nothing. */
  readonly ignoreBackslash?: boolean;
}

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const BACKSLASH = 0x5c;

/** The number of backslashes right before a column. */
export function backslashesBefore(line: string, col: number): number {
  let at = col;
  while (at > 0 && line.charCodeAt(at - 1) === BACKSLASH) at--;
  return col - at;
}

/** Quotes in a row, `\"` and `'"'` left out; `before` counts those before a column. */
function countQuotes(line: string, col: number): { total: number; before: number; cut: boolean } {
  let total = 0;
  let before = -1;
  let cut = false;
  for (let at = 0; at < line.length; at++) {
    if (at === col) before = total;
    const unit = line.charCodeAt(at);
    if (
      unit === QUOTE &&
      (at === 0 || line.charCodeAt(at - 1) !== APOSTROPHE || line.charCodeAt(at + 1) !== APOSTROPHE)
    ) {
      total++;
    }
    if (unit === BACKSLASH && at + 1 < line.length) at++;
  }
  if (line.length > 0) cut = line.charCodeAt(line.length - 1) === BACKSLASH;
  return { total, before, cut };
}

/** How far `'x'` or `'\x'` reaches from an apostrophe; 0 when it is none of them. */
function quotedCharLength(line: string, col: number, backward: boolean): number {
  if (backward) {
    if (col <= 1) return 0;
    if (line.charCodeAt(col - 2) === APOSTROPHE) return 2;
    const isEscape = line.charCodeAt(col - 2) === BACKSLASH && col > 2;
    return isEscape && line.charCodeAt(col - 3) === APOSTROPHE ? 3 : 0;
  }
  if (col + 1 >= line.length) return 0;
  if (line.charCodeAt(col + 1) === BACKSLASH && line.charCodeAt(col + 3) === APOSTROPHE) return 3;
  return line.charCodeAt(col + 2) === APOSTROPHE ? 2 : 0;
}

/** The offset of the matching bracket, or null. */
export function scanForMatch(text: Text, pos: number, search: BracketSearch): number | null {
  const { backward, plain = false, ignoreBackslash = false } = search;
  const from = search.from.codePointAt(0)!;
  const wanted = search.wanted.codePointAt(0)!;
  let line = text.lineAt(pos);
  let col = pos - line.from;
  let depth = 0;
  let inQuote = false;
  /** null until the first row was looked at. */
  let startInQuotes: boolean | null = null;
  /** null: the row's quotes are not counted yet. */
  let useQuotes: boolean | null = null;

  const enterRow = () => {
    const quotes = countQuotes(line.text, col + (backward ? 1 : 0));
    // An odd number of quotes is hardly a set of strings, unless one runs on over a row's end.
    useQuotes = quotes.total % 2 === 0;
    if (useQuotes) return;
    const inStringAtCursor = quotes.before < 0 ? quotes.total % 2 === 0 : quotes.before % 2 === 0;
    inQuote = false;
    if (quotes.cut) {
      useQuotes = true;
      if (startInQuotes === null) {
        inQuote = true;
        startInQuotes = true;
      } else if (backward) {
        inQuote = true;
      }
    }
    if (line.number > 1 && text.line(line.number - 1).text.endsWith("\\")) {
      useQuotes = true;
      if (startInQuotes === null) {
        inQuote = inStringAtCursor;
        if (inQuote) startInQuotes = true;
      } else if (!backward) {
        inQuote = true;
      }
    }
  };

  for (;;) {
    if (backward) {
      if (col === 0) {
        if (line.number === 1) return null;
        line = text.line(line.number - 1);
        col = line.length;
        useQuotes = null;
      } else {
        col = previousColumn(line.text, col);
      }
    } else if (col >= line.length) {
      if (line.number === text.lines) return null;
      line = text.line(line.number + 1);
      col = 0;
      useQuotes = null;
    } else {
      col = nextColumn(line.text, col);
    }
    const string = line.text;
    if (plain) useQuotes = false;
    else if (useQuotes === null) enterRow();
    startInQuotes ??= false;

    if (col >= string.length) {
      if (col === 0 || string.charCodeAt(col - 1) !== BACKSLASH) {
        inQuote = false;
        startInQuotes = false;
      }
      continue;
    }
    const code = string.codePointAt(col)!;
    if (code === QUOTE) {
      if (useQuotes && backslashesBefore(string, col) % 2 === 0) {
        inQuote = !inQuote;
        startInQuotes = false;
      }
      continue;
    }
    if (code === APOSTROPHE && !plain && from !== APOSTROPHE && wanted !== APOSTROPHE) {
      const length = quotedCharLength(string, col, backward);
      if (length > 0) {
        col += backward ? -length : length;
        continue;
      }
    }
    if ((inQuote && !startInQuotes) || (code !== from && code !== wanted)) continue;
    const escaped = !ignoreBackslash && backslashesBefore(string, col) % 2 === 1;
    if (!ignoreBackslash && escaped !== search.escaped) continue;
    if (code === from) depth++;
    else if (depth === 0) return line.from + col;
    else depth--;
  }
}
