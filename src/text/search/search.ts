/** Finding a pattern in a text as Vim's `/`, `?`, `n` and `N` do. Rows and columns as in text.ts. */
import { afterCharacter, beforeCharacter } from "../pattern/char-class.ts";
import type { Budget, MatchContext, Pattern, PatternMatch } from "../pattern/pattern.ts";
import { PatternTooSlow } from "../pattern/pattern.ts";
import type { Point, Text } from "../text.ts";
import { lineCount, lineText } from "../text.ts";
import { visitRows } from "./rows.ts";

export interface FindOptions {
  readonly forward: boolean;
  /** 'wrapscan': go on at the other end of the text. */
  readonly wrap: boolean;
  /** A match at the start position counts. */
  readonly acceptAtCursor?: boolean;
  readonly context: MatchContext;
  readonly budget: Budget;
  /** The cursor goes to the match's last character (offset `e`): matches that end at it are passed. */
  readonly searchEnd?: boolean;
  /** The last row where a match may begin; there is no wrapping then. */
  readonly stopRow?: number;
  /** The how-manieth match, 1 when not given. */
  readonly count?: number;
}

export interface Found {
  readonly match: PatternMatch;
  /** The search went on at the other end of the text. */
  readonly wrapped: boolean;
  /** Where the cursor goes: the match's start, or its last character with `searchEnd`. */
  readonly at: Point;
}

function charLengthAt(line: string, col: number): number {
  return col < line.length ? afterCharacter(line, col) - col : 1;
}

/** Where the next search in the same row goes on after a match; -1 when it has to stop. */
function nextColumn(match: PatternMatch, row: number, line: string): number {
  if (match.to.row !== row) return -1;
  let col = match.to.col;
  if (col === match.from.col && col < line.length) col = afterCharacter(line, col);
  return col >= line.length ? -1 : col;
}

class Searcher {
  private readonly text: Text;
  private readonly pattern: Pattern;
  private readonly options: FindOptions;
  private start: Point;
  private firstMatch = true;

  constructor(text: Text, pattern: Pattern, from: Point, options: FindOptions) {
    this.text = text;
    this.pattern = pattern;
    this.options = options;
    this.start = from;
  }

  /** The next match from where the last one put the cursor. */
  next(): Found | null {
    const { text, start, options } = this;
    const { forward, acceptAtCursor, stopRow } = options;
    const wrap = options.wrap && stopRow === undefined;
    const last = lineCount(text) - 1;
    const stop = stopRow ?? (forward ? last : 0);
    let match: PatternMatch | null = null;
    const visitFirst = (row: number, line: string): boolean => {
      match = this.inRow(row, line, row === start.row, false);
      return match !== null;
    };
    const visitWrapped = (row: number, line: string): boolean => {
      match = this.inRow(row, line, false, true);
      return match !== null;
    };
    let first = start.row;
    if (!forward && start.col === 0 && !acceptAtCursor) first--;
    if (forward && first < 0) first = 0;
    const within = forward ? first <= stop : first >= stop;
    if (first >= 0 && first <= last && within) visitRows(text, first, stop, visitFirst);
    const wrapped = match === null && wrap;
    if (wrapped) {
      if (forward) visitRows(text, 0, Math.max(0, Math.min(start.row, last)), visitWrapped);
      else visitRows(text, last, Math.max(0, Math.min(start.row, last)), visitWrapped);
    }
    return match === null ? null : this.found(match, wrapped);
  }

  private found(match: PatternMatch, wrapped: boolean): Found {
    let at = match.from;
    if (this.options.searchEnd) at = this.lastCharacter(match);
    const last = lineCount(this.text) - 1;
    if (at.row > last) {
      const line = lineText(this.text, last);
      at = { row: last, col: line === "" ? 0 : beforeCharacter(line, line.length) };
    }
    this.firstMatch = false;
    this.start = at;
    return { match, wrapped, at };
  }

  private lastCharacter(match: PatternMatch): Point {
    const { from, to } = match;
    if (from.row === to.row && from.col === to.col) return from;
    if (to.col > 0) {
      return { row: to.row, col: beforeCharacter(lineText(this.text, to.row), to.col) };
    }
    const row = to.row - 1;
    return { row, col: lineText(this.text, row).length };
  }

  private match(row: number, line: string, col: number): PatternMatch | null {
    const { context, budget } = this.options;
    return this.pattern.matchLineText(this.text, row, line, col, context, budget);
  }

  private inRow(row: number, line: string, isFirst: boolean, wrapped: boolean) {
    const match = this.match(row, line, 0);
    if (match === null) return null;
    if (this.options.forward) return isFirst ? this.afterStart(match, row, line) : match;
    return this.lastBefore(match, row, line, wrapped);
  }

  /** The first match of the start's row that comes after the start. */
  private afterStart(first: PatternMatch, row: number, line: string): PatternMatch | null {
    const { searchEnd, acceptAtCursor } = this.options;
    const { col } = this.start;
    const least = col + (acceptAtCursor ? 0 : charLengthAt(line, col));
    let match: PatternMatch | null = first;
    while (match !== null && match.from.row === row) {
      const { from, to } = match;
      const passed =
        searchEnd && this.firstMatch
          ? to.row === row && to.col - 1 < least
          : from.col - (from.col >= line.length ? 1 : 0) < least;
      if (!passed) return match;
      if (to.row !== row) return null;
      let next = to.col;
      if (next === from.col && next < line.length) next = afterCharacter(line, next);
      if (next === 0 && acceptAtCursor) return match;
      if (next >= line.length) return null;
      match = this.match(row, line, next);
    }
    return match;
  }

  /** The last match of a row; in the start's row the last one before the start. */
  private lastBefore(
    first: PatternMatch,
    row: number,
    line: string,
    wrapped: boolean,
  ): PatternMatch | null {
    let best: PatternMatch | null = null;
    let match: PatternMatch | null = first;
    while (match !== null && (wrapped || this.isBefore(match, line))) {
      best = match;
      if (match.from.row !== row) break;
      const next = nextColumn(match, row, line);
      if (next < 0) break;
      match = this.match(row, line, next);
    }
    return best;
  }

  private isBefore(match: PatternMatch, line: string): boolean {
    const { searchEnd, acceptAtCursor } = this.options;
    const { row, col } = this.start;
    const limit = col + (acceptAtCursor ? charLengthAt(line, col) : 0);
    const place = searchEnd ? match.to : match.from;
    if (place.row !== row) return place.row < row;
    return (searchEnd ? place.col - 1 : place.col) < limit;
  }
}

/**
 * The next match after `from` (forward) or the last one before it, as Vim's searches find it; null
 * when there is none. `from.col` may lie beyond its row's end; a row of -1 or of the line count
 * stands for the place before or after the text.
 */
export function findPattern(
  text: Text,
  pattern: Pattern,
  from: Point,
  options: FindOptions,
): Found | null {
  const searcher = new Searcher(text, pattern, from, options);
  let found: Found | null = null;
  let wrapped = false;
  for (let left = options.count ?? 1; left > 0; left--) {
    found = searcher.next();
    if (found === null) return null;
    wrapped ||= found.wrapped;
  }
  return found === null ? null : { ...found, wrapped };
}

/** All matches that start in a row, each after the end of the one before (hlsearch, `:s///g`). */
export function matchesInRow(
  text: Text,
  pattern: Pattern,
  row: number,
  line: string,
  context: MatchContext,
  budget: Budget,
): PatternMatch[] {
  const matches: PatternMatch[] = [];
  let col = 0;
  while (col <= line.length) {
    const match = pattern.matchLineText(text, row, line, col, context, budget);
    if (match === null) break;
    matches.push(match);
    if (match.to.row !== row) break;
    const empty = match.to.col === match.from.col;
    const end = Math.max(match.to.col, col);
    if (!empty && match.to.col > col) col = match.to.col;
    else col = end < line.length ? afterCharacter(line, end) : line.length + 1;
  }
  return matches;
}

/** Visits the first match of each row of a range (0-based, both included): `:g` and the like. */
export function visitMatchingRows(
  text: Text,
  pattern: Pattern,
  rows: { readonly from: number; readonly to: number },
  visit: (row: number, line: string, match: PatternMatch) => void,
  { context, budget }: { readonly context: MatchContext; readonly budget: Budget },
): void {
  visitRows(text, rows.from, rows.to, (row, line) => {
    const match = pattern.matchLineText(text, row, line, 0, context, budget);
    if (match !== null) visit(row, line, match);
    return false;
  });
}

export interface MatchCount {
  /** Matches up to and with the one at the cursor; 0 when the cursor is before the first. */
  readonly current: number;
  readonly total: number;
  /** Counting stopped at `max` (then `total` is `max + 1`) or when the budget was used up. */
  readonly incomplete: false | "max" | "budget";
}

/** Counts matches for `[3/17]`. */
export function countMatches(
  text: Text,
  pattern: Pattern,
  cursor: Point,
  options: { readonly max: number; readonly budget: Budget; readonly context?: MatchContext },
): MatchCount {
  const { max, budget, context = {} } = options;
  let current = 0;
  let total = 0;
  try {
    visitRows(text, 0, lineCount(text) - 1, (row, line) => {
      let match = pattern.matchLineText(text, row, line, 0, context, budget);
      while (match !== null) {
        total++;
        const { from } = match;
        if (from.row < cursor.row || (from.row === cursor.row && from.col <= cursor.col)) {
          current = total;
        }
        if (total > max) return true;
        const next = nextColumn(match, row, line);
        match = next < 0 ? null : pattern.matchLineText(text, row, line, next, context, budget);
      }
      return false;
    });
  } catch (error) {
    if (!(error instanceof PatternTooSlow)) throw error;
    return { current, total, incomplete: "budget" };
  }
  return { current, total, incomplete: total > max ? "max" : false };
}
