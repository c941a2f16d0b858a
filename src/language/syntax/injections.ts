/** Where one language holds another, as the injection query of the outer one says. */
import type { Node, QueryMatch } from "web-tree-sitter";
import type { Span } from "../../text/text.ts";
import type { LoadedLanguage } from "./language.ts";
import { rangeOptions } from "./query-range.ts";

export interface Injection {
  /** As written: a grammar's name, or what a fence says (`ts`, `Shell`). */
  readonly word: string;
  /** What belongs to it, in order; not empty. */
  readonly ranges: readonly Span[];
}

/** Texts up to this length (UTF-16) are looked through as a whole for parts that belong together. */
const MOST_COMBINED = 200_000;

/**
 * The injections of patterns that touch `[from, to)` (UTF-16 offsets): the content may lie outside of
 * it, as below the line that names its language.
 */
export function findInjections(
  language: LoadedLanguage,
  root: Node,
  from: number,
  to: number,
): Injection[] {
  const query = language.injections;
  if (query === null) return [];
  const combines = query.setProperties.some((set) => "injection.combined" in (set ?? {}));
  const whole = combines && root.endIndex - root.startIndex <= MOST_COMBINED;
  const options = whole
    ? rangeOptions(root, root.startIndex, root.endIndex)
    : rangeOptions(root, from, to);
  const found: Injection[] = [];
  const combined = new Map<string, Span[]>();
  for (const match of query.matches(root, options)) {
    const ranges = contentOf(match);
    const word = wordOf(match, language.name);
    if (ranges.length === 0 || word === "") continue;
    if (match.setProperties && "injection.combined" in match.setProperties) {
      const key = `${match.patternIndex}:${word}`;
      combined.set(key, [...(combined.get(key) ?? []), ...ranges]);
    } else found.push({ word, ranges });
  }
  for (const [key, ranges] of combined) {
    found.push({ word: key.slice(key.indexOf(":") + 1), ranges: inOrder(ranges) });
  }
  return found;
}

function wordOf(match: QueryMatch, own: string): string {
  const set = match.setProperties ?? {};
  if ("injection.self" in set) return own;
  const named = match.captures.find(({ name }) => name === "injection.language");
  return (named ? named.node.text : (set["injection.language"] ?? "")).trim();
}

/** The text of the content without that of its named children, unless the pattern wants them. */
function contentOf(match: QueryMatch): Span[] {
  const children = "injection.include-children" in (match.setProperties ?? {});
  const ranges: Span[] = [];
  for (const { name, node } of match.captures) {
    if (name !== "injection.content") continue;
    let at = node.startIndex;
    if (!children) {
      for (let i = 0, count = node.namedChildCount; i < count; i++) {
        const child = node.namedChild(i)!;
        if (child.startIndex > at) ranges.push({ from: at, to: child.startIndex });
        at = child.endIndex;
      }
    }
    if (node.endIndex > at) ranges.push({ from: at, to: node.endIndex });
  }
  return inOrder(ranges);
}

function inOrder(ranges: Span[]): Span[] {
  ranges.sort((a, b) => a.from - b.from);
  return ranges.filter((range, i) => i === 0 || range.from >= ranges[i - 1]!.to);
}
