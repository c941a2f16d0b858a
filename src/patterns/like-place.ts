/** Where a rule learned from an example applies: places that look as the example's did before. */
import { type Span, slice, type Text } from "../text/text.ts";
import type { Context, ExampleRule } from "./example-rule.ts";
import { type IsWord, insideWord, tokensOf } from "./token.ts";

/** A place in a text, `[from, to)` of it to be replaced by the rule's `insert`. */
export interface LikePlace extends Span {
  /** How many of the example's neighbours (up to 2, one on each side) stand here, too. */
  readonly alike: number;
}

/** Most characters searched on either side of the place where the search starts. */
const WINDOW = 64 * 1024;
/** Most occurrences looked at. */
const MAX_TRIES = 300;
/** Characters of a line looked at on either side of a place. */
const REACH = 60;

export interface PlaceSearch {
  readonly text: Text;
  readonly isWord: IsWord;
  /** Where to start; places after it come first, then those before it from the top. */
  readonly start: number;
  /** Places that touch this range are left out: the change was made there. */
  readonly except: Span | null;
  readonly limit: number;
}

/** The like places of a text, in the order in which a person would go through them. */
export function likePlaces(rule: ExampleRule, search: PlaceSearch): LikePlace[] {
  const { text, start } = search;
  const from = Math.max(0, start - WINDOW);
  const to = Math.min(text.length, start + WINDOW);
  const window = slice(text, from, to);
  const places: LikePlace[] = [];
  const pivot = start - from;
  scan(rule, window, from, pivot, window.length, search, places);
  scan(rule, window, from, 0, pivot, search, places);
  return places;
}

/** Looks at the occurrences that start in `[low, high)` of the window. */
function scan(
  rule: ExampleRule,
  window: string,
  offset: number,
  low: number,
  high: number,
  search: PlaceSearch,
  places: LikePlace[],
): void {
  const anchor = anchorOf(rule);
  if (anchor === null) return;
  let tries = 0;
  let at = low;
  while (at < high && places.length < search.limit && tries++ < MAX_TRIES) {
    const found = window.indexOf(anchor.text, at);
    if (found < 0 || found >= high) return;
    at = found + Math.max(1, anchor.text.length);
    for (const from of anchor.places(window, found)) {
      const to = from + rule.old.length;
      const alike = fits(rule, window, from, to, search.isWord);
      if (alike < 0) continue;
      const place = { from: from + offset, to: to + offset, alike };
      const { except } = search;
      if (except && place.from <= except.to && place.to >= except.from) continue;
      if (!places.some((p) => p.from === place.from)) places.push(place);
    }
  }
}

interface Anchor {
  readonly text: string;
  /** Where the replaced text may start for an occurrence of the anchor. */
  places(window: string, found: number): readonly number[];
}

/** The text to search for: what is replaced, or for an insertion a neighbour of it. */
function anchorOf(rule: ExampleRule): Anchor | null {
  if (rule.old !== "") return { text: rule.old, places: (_window, found) => [found] };
  const right = rule.right.tokens[0];
  const left = rule.left.tokens[0];
  if (left !== undefined && (right === undefined || left.length >= right.length)) {
    // The blanks between the neighbour and the place are the example's: try both ends of them.
    return {
      text: left,
      places: (window, found) => {
        const end = found + left.length;
        const blank = blanksAfter(window, end);
        return blank === end ? [end] : [end, blank];
      },
    };
  }
  if (right === undefined) {
    if (rule.right.edge && rule.left.tokens.length === 0 && !rule.left.edge) {
      return { text: "\n", places: (window, found) => [trimmedEnd(window, found)] };
    }
    if (rule.left.edge)
      return { text: "\n", places: (window, found) => [blanksAfter(window, found + 1)] };
    return null;
  }
  return { text: right, places: (_window, found) => [found] };
}

function blanksAfter(window: string, from: number): number {
  let at = from;
  while (window[at] === " " || window[at] === "\t") at++;
  return at;
}

function trimmedEnd(window: string, to: number): number {
  let at = to;
  while (at > 0 && (window[at - 1] === " " || window[at - 1] === "\t")) at--;
  return at;
}

/** How alike the surroundings are; -1 when the rule does not apply or has been applied. */
function fits(rule: ExampleRule, window: string, from: number, to: number, isWord: IsWord): number {
  if (rule.wordLeft && insideWord(window, from, isWord)) return -1;
  if (rule.wordRight && insideWord(window, to, isWord)) return -1;
  if (made(rule, window, from, to)) return -1;
  if (rule.old === "" && insideWord(window, from, isWord)) return -1;
  const left = neighbours(window, from, -1, isWord);
  const right = neighbours(window, to, 1, isWord);
  if (!holds(rule.left, left) || !holds(rule.right, right)) return -1;
  const same = (context: Context, found: readonly string[]) =>
    context.tokens[0] !== undefined && context.tokens[0] === found[0] ? 1 : 0;
  return same(rule.left, left) + same(rule.right, right);
}

/** The new text is there already, around what is to be replaced. */
function made(rule: ExampleRule, window: string, from: number, to: number): boolean {
  const { old, insert } = rule;
  if (old === "") {
    return window.startsWith(insert, from) || window.slice(0, from).endsWith(insert);
  }
  for (let at = insert.indexOf(old); at >= 0; at = insert.indexOf(old, at + 1)) {
    if (from >= at && window.startsWith(insert, from - at)) return true;
  }
  void to;
  return false;
}

/** The tokens beside a place on its line, outwards, without blanks. */
function neighbours(window: string, at: number, step: -1 | 1, isWord: IsWord): readonly string[] {
  if (step > 0) {
    const end = window.indexOf("\n", at);
    const to = Math.min(end < 0 ? window.length : end, at + REACH);
    return words(tokensOf(window.slice(at, to), isWord));
  }
  const lineFrom = window.lastIndexOf("\n", at - 1) + 1;
  const from = at === 0 ? 0 : Math.max(lineFrom, at - REACH);
  return words(tokensOf(window.slice(from, at), isWord).reverse());
}

function words(tokens: readonly { kind: string; text: string }[]): string[] {
  return tokens.filter((token) => token.kind !== "blank").map((token) => token.text);
}

function holds(context: Context, found: readonly string[]): boolean {
  for (let i = 0; i < context.tokens.length; i++) {
    if (context.tokens[i] !== found[i]) return false;
  }
  return !context.edge || found.length === context.tokens.length;
}
