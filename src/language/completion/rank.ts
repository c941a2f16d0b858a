/** Which items fit what is typed, and in which order. */
import { fuzzyScore, type Needle, needleOf } from "../../base/fuzzy-score.ts";
import type { CompletionItem, CompletionSource } from "./item.ts";

export interface Ranked {
  readonly item: CompletionItem;
  readonly score: number;
}

const PREFIX = 24;
const EXACT_CASE = 6;
const WHOLE = 12;
const DEPRECATED = -8;

/** What a source is worth against the others, and its place among equals. */
const SOURCES: Readonly<Record<CompletionSource, readonly [number, number]>> = {
  choice: [0, 0],
  lsp: [0, 1],
  path: [0, 2],
  snippet: [0, 3],
  buffer: [-6, 4],
};

/** A typed text as items are compared with it. */
export class Query {
  readonly text: string;
  private readonly lower: string;
  private readonly needle: Needle;

  constructor(text: string) {
    this.text = text;
    this.lower = text.toLowerCase();
    this.needle = needleOf(this.lower);
  }

  /** Higher is better; -1: it does not match. */
  score(text: string): number {
    const { lower } = this;
    if (lower === "") return 0;
    if (lower.length > text.length || !startsPart(text, lower)) return -1;
    const score = fuzzyScore(text, this.needle);
    if (score < 0) return -1;
    if (!text.toLowerCase().startsWith(lower)) return score;
    const whole = text.length === lower.length ? WHOLE : 0;
    // Letters that are typed in lower case stand for both.
    const exact = this.text !== lower && text.startsWith(this.text) ? EXACT_CASE : 0;
    return score + PREFIX + whole + exact;
  }

  /** The UTF-16 offsets of the letters that match. */
  positions(text: string): number[] {
    const positions: number[] = [];
    if (this.lower !== "") fuzzyScore(text, this.needle, positions);
    return positions;
  }
}

/** Whether the first typed letter begins a part of the text: a word, a hump, what follows a mark. */
function startsPart(text: string, lower: string): boolean {
  const code = lower.charCodeAt(0);
  const upper = code >= 97 && code <= 122 ? code - 32 : code;
  for (let i = 0; i < text.length; i++) {
    const at = text.charCodeAt(i);
    if (at !== code && at !== upper && (at < 128 || text[i]!.toLowerCase() !== lower[0])) continue;
    if (i === 0) return true;
    const before = text.charCodeAt(i - 1);
    if (!isAlphanumeric(before)) return true;
    // A hump of camelCase, or the first digit.
    const hump = at >= 65 && at <= 90 && !(before >= 65 && before <= 90);
    if (hump || (isDigit(at) && !isDigit(before))) return true;
  }
  return false;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isAlphanumeric(code: number): boolean {
  const letter = (code | 32) >= 97 && (code | 32) <= 122;
  return letter || isDigit(code) || code >= 128;
}

/** The items that match, best first. `queryOf` gives what is typed where an item begins. */
export function rank(
  items: Iterable<CompletionItem>,
  queryOf: (item: CompletionItem) => Query,
): Ranked[] {
  const ranked: Ranked[] = [];
  for (const item of items) {
    // A choice is one whatever stands there.
    const score = item.source === "choice" ? 0 : queryOf(item).score(item.filter);
    if (score < 0) continue;
    const worth = SOURCES[item.source][0] + (item.deprecated ? DEPRECATED : 0);
    ranked.push({ item, score: score + worth });
  }
  ranked.sort(compare);
  return ranked;
}

/** A total order: equal items are the same in every way that is shown. */
export function compare(a: Ranked, b: Ranked): number {
  const [x, y] = [a.item, b.item];
  return (
    b.score - a.score ||
    Number(y.preselect) - Number(x.preselect) ||
    SOURCES[x.source][1] - SOURCES[y.source][1] ||
    order(x.sort, y.sort) ||
    x.label.length - y.label.length ||
    order(x.label, y.label) ||
    order(x.labelDetail, y.labelDetail) ||
    order(x.kind, y.kind) ||
    order(x.detail, y.detail)
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Leaves out what another source has already: servers know more than words and files. */
export function merged(lists: readonly (readonly CompletionItem[])[]): CompletionItem[] {
  const bySource: CompletionItem[][] = [];
  for (const list of lists) {
    for (const item of list) (bySource[SOURCES[item.source][1]] ??= []).push(item);
  }
  const known = bySource[SOURCES.lsp[1]] ?? [];
  const all = distinct(known);
  const rest = bySource.flat().filter(({ source }) => source !== "lsp");
  if (rest.length === 0) return all;
  // A snippet is more than its name: it stays beside the keyword.
  const texts = new Set(all.map(({ snippet, insert, label }) => (snippet ? label : insert)));
  for (const item of rest) {
    if (!item.snippet && texts.has(item.insert)) continue;
    if (!item.snippet) texts.add(item.insert);
    all.push(item);
  }
  return all;
}

/** Overloads and names of several modules stay, what is the same twice does not. */
function distinct(items: readonly CompletionItem[]): CompletionItem[] {
  const first = new Map<string, CompletionItem>();
  const more = new Map<string, CompletionItem[]>();
  return items.filter((item) => {
    const other = first.get(item.label);
    if (other === undefined) {
      first.set(item.label, item);
      return true;
    }
    const others = more.get(item.label) ?? [];
    if (isSame(item, other) || others.some((each) => isSame(item, each))) return false;
    more.set(item.label, [...others, item]);
    return true;
  });
}

/** Whether nobody could tell two items of servers from each other. */
function isSame(a: CompletionItem, b: CompletionItem): boolean {
  return (
    a.labelDetail === b.labelDetail &&
    a.kind === b.kind &&
    a.detail === b.detail &&
    a.insert === b.insert
  );
}
