/**
 * Which parts of the visible rows match the last search (`hlsearch`) or the one being typed. Work is
 * bounded per frame; what a pattern cannot find within it stays unmarked.
 */
import { UserError } from "../base/errors.ts";
import type { Editor } from "../editor/editor.ts";
import type { Window } from "../editor/window.ts";
import { Budget, compilePattern, type Pattern, PatternTooSlow } from "../text/pattern/pattern.ts";
import { matchesInRow } from "../text/search/search.ts";
import type { Text } from "../text/text.ts";

/** About a millisecond of matching a frame. */
const STEPS = 60_000;
/** Milliseconds that a frame waits for marks at most. */
const PATIENCE = 10;
const MAX_PER_ROW = 500;

/** Rows before the window in which a match that reaches into it may start. */
const ROWS_BEFORE = 5;

export class SearchMarks {
  #key = "";
  #pattern: Pattern | null = null;
  #text: Text | null = null;
  #from = 0;
  #to = 0;
  /** By row: flat pairs of columns. */
  readonly #rows = new Map<number, number[]>();
  /** Matches by line text, for patterns within one line: typing changes one line only. */
  readonly #lines = new Map<string, number[]>();
  /** Counts changes of what is marked. */
  version = 0;

  /** Prepares the rows `from` .. `to` of a window. */
  prepare(editor: Editor, win: Window, from: number, to: number): void {
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
    if (text === this.#text && from >= this.#from && to <= this.#to) return;
    this.#text = text;
    this.#from = from;
    this.#to = to;
    this.#collect(this.#pattern, text, from, to);
  }

  /** Flat pairs of UTF-16 columns that match in a row; null for none. */
  at(row: number): readonly number[] | null {
    return this.#rows.get(row) ?? null;
  }

  get active(): boolean {
    return this.#pattern !== null;
  }

  #collect(pattern: Pattern, text: Text, from: number, to: number): void {
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
        // Also because a line is hashed to be looked up.
        if (line.length > 100_000) continue;
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
