/**
 * Which parts of the visible rows match the last search (`hlsearch`) or the one being typed. Work is
 * bounded per frame; what a pattern cannot find within it stays unmarked.
 */
import { UserError } from "../base/errors.ts";
import { isLow } from "../base/surrogates.ts";
import type { Editor } from "../editor/editor.ts";
import type { Window } from "../editor/window.ts";
import { Budget, compilePattern, type Pattern, PatternTooSlow } from "../text/pattern/pattern.ts";
import { matchesInRow } from "../text/search/search.ts";
import { type Text, textOf } from "../text/text.ts";

/** About a millisecond of matching a frame. */
const STEPS = 60_000;
/** Milliseconds that a frame waits for marks at most. */
const PATIENCE = 10;
const MAX_PER_ROW = 500;

/** Of longer lines (UTF-16 units) only what is seen is searched, and so much around it. */
const LONG_LINE = 4096;
const AROUND = 1000;

/** The UTF-16 columns of a row that a window shows. */
export interface SeenColumns {
  readonly from: number;
  readonly to: number;
}

/** Rows before the window in which a match that reaches into it may start. */
const ROWS_BEFORE = 5;

export class SearchMarks {
  #key = "";
  #pattern: Pattern | null = null;
  #text: Text | null = null;
  #from = 0;
  #to = 0;
  /** Where the window stands in its rows; empty while all its lines are short. */
  #place = "";
  /** By row: flat pairs of columns. */
  readonly #rows = new Map<number, number[]>();
  /** Matches by line text, for patterns within one line: typing changes one line only. */
  readonly #lines = new Map<string, number[]>();
  /** Counts changes of what is marked. */
  version = 0;

  /** Prepares the rows `from` .. `to` of a window; `seen` is asked for long lines. */
  prepare(
    editor: Editor,
    win: Window,
    from: number,
    to: number,
    seen: (row: number) => SeenColumns,
  ): void {
    const source = patternSource(editor);
    if (source === null) {
      if (this.#pattern !== null || this.#rows.size > 0) this.version++;
      this.#pattern = null;
      this.#key = "";
      this.#rows.clear();
      return;
    }
    const { options } = editor;
    const smart = options.get("smartcase") && !editor.search.ignoreSmartcase;
    const ignore = options.get("ignorecase");
    const iskeyword = win.doc.options.get("iskeyword");
    const key = `${source}\n${ignore}${smart}${options.get("magic")}${iskeyword}`;
    if (key !== this.#key) {
      this.#key = key;
      this.#pattern = compiled(source, {
        ignorecase: ignore,
        smartcase: smart,
        magic: options.get("magic"),
        iskeyword,
      });
      this.#lines.clear();
      this.#text = null;
    }
    if (this.#pattern === null) {
      this.#rows.clear();
      return;
    }
    const { text } = win.doc;
    const place = `${win.top} ${win.skip} ${win.left} ${win.width}`;
    const isSame = this.#place === "" || this.#place === place;
    if (isSame && text === this.#text && from >= this.#from && to <= this.#to) return;
    this.#place = hasLongLine(text, from, to) ? place : "";
    this.#text = text;
    this.#from = from;
    this.#to = to;
    this.#collect(this.#pattern, text, from, to, seen);
  }

  /** Flat pairs of UTF-16 columns that match in a row; null for none. */
  at(row: number): readonly number[] | null {
    return this.#rows.get(row) ?? null;
  }

  get active(): boolean {
    return this.#pattern !== null;
  }

  #collect(
    pattern: Pattern,
    text: Text,
    from: number,
    to: number,
    seen: (row: number) => SeenColumns,
  ): void {
    this.#rows.clear();
    this.version++;
    const end = performance.now() + PATIENCE;
    const poll = () => {
      if (performance.now() > end) throw new PatternTooSlow();
    };
    const budget = new Budget({ steps: STEPS, poll });
    const first = pattern.multiline ? Math.max(0, from - ROWS_BEFORE) : from;
    const last = Math.min(to, text.lines - 1);
    // What an assertion says may hang on more than the line (`\%#`, `\%V`, `\%23l`).
    const local = !pattern.multiline && !/\\%/.test(pattern.source);
    try {
      for (let row = first; row <= last; row++) {
        const line = text.line(row + 1).text;
        if (line.length > LONG_LINE) {
          const found = seenMatches(pattern, line, seen(row), budget);
          if (found.length > 0) this.#rows.set(row, found);
          continue;
        }
        const known = local ? this.#lines.get(line) : undefined;
        if (known !== undefined) {
          if (known.length > 0) this.#rows.set(row, known);
          continue;
        }
        const found: number[] = [];
        for (const match of matchesInRow(text, pattern, row, line, {}, budget)) {
          if (found.length >= MAX_PER_ROW * 2) break;
          if (match.to.row === row) found.push(match.from.col, match.to.col);
          else {
            found.push(match.from.col, line.length + 1);
            for (let r = row + 1; r <= Math.min(match.to.row, last); r++) {
              const end = r === match.to.row ? match.to.col : Number.MAX_SAFE_INTEGER;
              if (end > 0) this.#rows.set(r, [0, Math.min(end, 1 << 28)]);
            }
          }
        }
        if (local) {
          if (this.#lines.size > 2000) this.#lines.clear();
          this.#lines.set(line, found);
        }
        const before = this.#rows.get(row);
        if (found.length > 0) this.#rows.set(row, before ? [...before, ...found] : found);
      }
    } catch (error) {
      // A slow pattern marks what it found so far.
      if (!(error instanceof PatternTooSlow)) throw error;
    }
  }
}

function hasLongLine(text: Text, from: number, to: number): boolean {
  const last = Math.min(to, text.lines - 1);
  if (text.line(last + 1).to - text.line(Math.min(from, last) + 1).from <= LONG_LINE) return false;
  for (let row = from; row <= last; row++) if (text.line(row + 1).length > LONG_LINE) return true;
  return false;
}

/** The matches in the part of a long line that is seen, as if it began and ended a little outside. */
function seenMatches(pattern: Pattern, line: string, seen: SeenColumns, budget: Budget): number[] {
  let start = Math.max(0, seen.from - AROUND);
  if (start > 0 && isLow(line.charCodeAt(start))) start++;
  const part = line.slice(start, Math.min(line.length, seen.to + AROUND));
  const found: number[] = [];
  const cut = start + part.length < line.length;
  for (const match of matchesInRow(textOf(part), pattern, 0, part, {}, budget)) {
    const { from, to } = match;
    // What begins or ends where the line was cut is perhaps no match.
    if (start > 0 && from.col === 0 && to.col === 0) continue;
    if (cut && from.col === part.length) continue;
    const end = to.row > 0 ? part.length + 1 : to.col;
    if (start + end >= seen.from && start + from.col <= seen.to) {
      found.push(start + from.col, start + end);
    }
  }
  return found;
}

function patternSource(editor: Editor): string | null {
  const { search, options } = editor;
  if (search.preview !== null && options.get("incsearch")) {
    return options.get("hlsearch") && search.preview.pattern !== "" ? search.preview.pattern : null;
  }
  if (!options.get("hlsearch") || !search.highlight || !search.pattern) return null;
  return search.pattern;
}

function compiled(source: string, options: Parameters<typeof compilePattern>[1]): Pattern | null {
  try {
    return compilePattern(source, options);
  } catch (error) {
    // A pattern that is being typed is often not complete yet: nothing is marked.
    if (error instanceof UserError) return null;
    throw error;
  }
}
