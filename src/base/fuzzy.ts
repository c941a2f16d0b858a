/**
 * Fuzzy queries, as they are typed into a picker. Terms are separated by blanks and may match in any
 * order; every one has to:
 *
 *     abc     these letters in this order         'abc    this word
 *     ^abc    the start                           abc$    the end
 *     !abc    not this word (also !^abc, !abc$)   a | b   one of them
 *
 * A blank or a bar of the text is written with a backslash. An upper-case letter in a term makes its
 * case count; a letter without an accent also stands for those with one.
 */
import { bitsOf, exactScore, fuzzyScore, type Needle, needleOf } from "./fuzzy-score.ts";

export { bitsOf } from "./fuzzy-score.ts";

interface Term {
  readonly kind: "fuzzy" | "any" | "start" | "end" | "whole";
  readonly not: boolean;
  readonly text: string;
  readonly needle: Needle;
}

export interface FuzzyQuery {
  readonly source: string;
  /** All groups must match; of a group, one term must. */
  readonly groups: readonly (readonly Term[])[];
  /** Bits (see `bitsOf`) that a text needs. */
  readonly bits: number;
}

/** Never throws: everything that can be typed is a query. */
export function parseQuery(source: string): FuzzyQuery {
  const groups: Term[][] = [];
  let joins = false;
  for (const word of source.match(/(?:\\.|[^\s\\]|\\$)+/gs) ?? []) {
    if (word === "|" && groups.length > 0) {
      joins = true;
      continue;
    }
    const term = termOf(word.replace(/\\([\s|\\])/g, "$1"));
    if (term === null) continue;
    if (joins) groups[groups.length - 1]!.push(term);
    else groups.push([term]);
    joins = false;
  }
  let bits = 0;
  for (const group of groups) {
    const [term] = group;
    if (group.length === 1 && term && !term.not) bits |= bitsOf(term.text);
  }
  return { source, groups, bits };
}

function termOf(word: string): Term | null {
  let text = word;
  let kind: Term["kind"] = "fuzzy";
  const not = text.startsWith("!");
  if (not) {
    text = text.slice(1);
    kind = "any";
  }
  if (text !== "$" && text.endsWith("$")) {
    kind = "end";
    text = text.slice(0, -1);
  }
  if (text.startsWith("'")) {
    kind = not ? "fuzzy" : "any";
    text = text.slice(1);
  } else if (text.startsWith("^")) {
    kind = kind === "end" ? "whole" : "start";
    text = text.slice(1);
  }
  return text === "" ? null : { kind, not, text, needle: needleOf(text) };
}

/** The score of a text: higher is better; -1: it does not match. */
export function scoreOf(query: FuzzyQuery, text: string): number {
  let total = 0;
  for (const group of query.groups) {
    const score = groupScore(group, text, null);
    if (score < 0) return -1;
    total += score;
  }
  return total;
}

/** The UTF-16 offsets of the letters that match, ascending; none when the text does not match. */
export function positionsOf(query: FuzzyQuery, text: string): number[] {
  const positions: number[] = [];
  for (const group of query.groups) {
    if (groupScore(group, text, positions) < 0) return [];
  }
  return [...new Set(positions)].sort((a, b) => a - b);
}

function groupScore(group: readonly Term[], text: string, positions: number[] | null): number {
  for (const { kind, not, needle } of group) {
    const into = not ? null : positions;
    const score =
      kind === "fuzzy" ? fuzzyScore(text, needle, into) : exactScore(text, needle, kind, into);
    if (not ? score < 0 : score >= 0) return not ? 0 : score;
  }
  return -1;
}

/** Whether everything that `to` matches is matched by `from`, too: a letter was typed at its end. */
export function narrows(from: string, to: string): boolean {
  if (!to.startsWith(from) || /[|\\]/.test(to)) return false;
  if (from.trim() === "" || /\s$/.test(from)) return true;
  const added = to.slice(from.length);
  const word = /\S+$/.exec(from)![0];
  if (/^\s/.test(added) || added === "") return true;
  if (word.startsWith("!") || word.endsWith("$")) return false;
  // A mark alone is not a term yet, and then it is one of another kind.
  return true;
}
