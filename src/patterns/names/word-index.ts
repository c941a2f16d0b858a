/** Where the words of a text stand, and where a name may stand in any style; see `edits/text-index`. */
import type { Text } from "../../text/text.ts";
import { indexOf, rowsWith } from "../edits/text-index.ts";
import { eachToken, isWordToken } from "../edits/token-line.ts";

/** Lines longer than this are data, not text that a person edits. */
const LONG_LINE = 1000;

/** A word at its place: 0-based row and UTF-16 column. */
export interface WordPlace {
  readonly row: number;
  readonly col: number;
}

/** Letters, digits, `_` and `$`; everything outside ASCII counts as a letter. */
export function isWordCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code >= 170
  );
}

/** The words of a text, in order. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  eachToken(text, (from, to) => {
    const token = text.slice(from, to);
    if (isWordToken(token)) words.push(token);
  });
  return words;
}

/** The places of a word, top to bottom. */
export function wordPlaces(text: Text, word: string): WordPlace[] {
  const index = indexOf(text);
  const places: WordPlace[] = [];
  for (const row of rowsWith(index, word)) {
    const { tokens, starts, text: line } = index.lines[row]!;
    if (line.length > LONG_LINE) continue;
    tokens.forEach((token, at) => {
      if (token === word) places.push({ row, col: starts[at]! });
    });
  }
  return places;
}

const FOLDS = new WeakMap<readonly unknown[], string>();

/** A string as `foldedRows` compares it: in lower case, without what joins words. */
export function folded(string: string): string {
  return string.toLowerCase().replace(/[\s_\-.]/g, "");
}

/** Leaves looked at before others may have a turn. */
const AT_ONCE = 16;

/**
 * The rows that may hold the words of `fold` (see `folded`) in any case and joined in any way. It
 * yields where it may be interrupted.
 */
export function* foldedRows(text: Text, fold: string): Generator<void, number[]> {
  const rows: number[] = [];
  if (fold === "") return rows;
  const index = indexOf(text);
  for (const [at, leaf] of index.leaves.entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) yield;
    let all = FOLDS.get(leaf.lines);
    if (all === undefined) {
      all = leaf.lines.map((line) => folded(line.text)).join("\n");
      FOLDS.set(leaf.lines, all);
    }
    if (!all.includes(fold)) continue;
    leaf.lines.forEach((line, row) => {
      if (line.text.length <= LONG_LINE && folded(line.text).includes(fold)) {
        rows.push(index.rows[at]! + row);
      }
    });
  }
  return rows;
}
