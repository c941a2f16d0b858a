/**
 * Simple patterns as JavaScript regular expressions, whose engine is native. Only for patterns where
 * the work is bounded: repeats take single characters and are not nested, and the more of them there
 * are, the shorter a line must be. The expression is exact for lines without characters from U+0300
 * on; others (combining marks, surrogates, other scripts) go to our matcher.
 */
import type { IsKeyword } from "../keyword.ts";
import type { CharSet } from "./char-set.ts";
import { hasCode } from "./char-set.ts";
import type { Assertion, Node, ParsedPattern } from "./pattern-tree.ts";
import { UNLIMITED } from "./pattern-tree.ts";
import { characterSet, namedSet } from "./program.ts";
import { widthOf } from "./tree-facts.ts";

/** Lines with such a character are not for the fast path. */
export const HIGH = /[\u0300-\uffff]/;
const LIMIT = 0x300;
/** Character comparisons that one line may cost. */
const WORK = 4e6;
const MAX_CHOICES = 256;

export interface FastPath {
  readonly expression: RegExp;
  /** Longest line (UTF-16) on which it may run. */
  readonly maxLength: number;
  /** Characters that a search of a line of a length (UTF-16) may compare at most. */
  work(length: number): number;
}

function escapeUnit(code: number): string {
  return `\\u${code.toString(16).padStart(4, "0")}`;
}

/** The part of a set below U+0300 as a character class. */
function classSource(set: CharSet): string {
  let source = "";
  for (let code = 0; code < LIMIT; code++) {
    if (!hasCode(set, code)) continue;
    const first = code;
    while (code + 1 < LIMIT && hasCode(set, code + 1)) code++;
    source += first === code ? escapeUnit(first) : `${escapeUnit(first)}-${escapeUnit(code)}`;
  }
  return `[${source}]`;
}

class FastPathWriter {
  unlimited = 0;
  choices = 1;
  /** Characters that counted repeats take, in all. */
  counted = 1;
  private readonly ignorecase: boolean;
  private readonly isKeyword: IsKeyword;
  private readonly keywords: string;

  constructor(ignorecase: boolean, isKeyword: IsKeyword) {
    this.ignorecase = ignorecase;
    this.isKeyword = isKeyword;
    this.keywords = classSource({ low: lowTable(isKeyword), high: isKeyword });
  }

  /** The node as source; undefined when it is not simple. */
  write(node: Node): string | undefined {
    switch (node.type) {
      case "empty":
      case "start":
      case "end":
        return "";
      case "char":
        return this.character(node);
      case "set":
        if (node.newline) return undefined;
        return classSource(namedSet(node.set, this.isKeyword, this.ignorecase));
      case "concat":
        return this.join(node.nodes, "");
      case "alternatives": {
        this.choices *= node.nodes.length;
        const source = this.join(node.nodes, "|");
        return source === undefined ? undefined : `(?:${source})`;
      }
      case "group": {
        const source = this.write(node.node);
        return source === undefined ? undefined : `(${source})`;
      }
      case "repeat":
        return this.repeat(node);
      case "assertion":
        return this.assertion(node.assertion);
      case "look":
        return this.look(node);
      default:
        return undefined;
    }
  }

  private join(nodes: readonly Node[], separator: string): string | undefined {
    const sources: string[] = [];
    for (const node of nodes) {
      const source = this.write(node);
      if (source === undefined) return undefined;
      sources.push(source);
    }
    return sources.join(separator);
  }

  private character(node: Extract<Node, { type: "char" }>): string | undefined {
    if (node.code === 0 || node.marks !== "" || node.code >= LIMIT) return undefined;
    if (!this.ignorecase) return escapeUnit(node.code);
    return classSource(characterSet(node.code, true));
  }

  private repeat(node: Extract<Node, { type: "repeat" }>): string | undefined {
    const { min, max, greedy } = node;
    const single = node.node.type === "set" || node.node.type === "char";
    if (!single && (min !== 0 || max !== 1)) return undefined;
    const source = this.write(node.node);
    if (source === undefined) return undefined;
    if (max === UNLIMITED) this.unlimited++;
    else this.choices *= max - min + 1;
    if (max !== UNLIMITED && max > 1) this.counted += max;
    if (max !== UNLIMITED && max > 1000) return undefined;
    const limits = max === UNLIMITED ? `{${min},}` : `{${min},${max}}`;
    return `(?:${source})${limits}${greedy ? "" : "?"}`;
  }

  /** Look-around over a bounded number of characters; behind only of one width, as JavaScript goes
   * through it from its end. */
  private look(node: Extract<Node, { type: "look" }>): string | undefined {
    const [min, max] = widthOf(node.node);
    if (max === UNLIMITED || (node.behind && min !== max) || node.limit > 0) return undefined;
    const source = this.write(node.node);
    if (source === undefined) return undefined;
    return `(?${node.behind ? "<" : ""}${node.negative ? "!" : "="}${source})`;
  }

  private assertion(assertion: Assertion): string | undefined {
    switch (assertion.kind) {
      case "bol":
        return "^";
      case "eol":
        return "$";
      case "bow":
        return `(?<!${this.keywords})(?=${this.keywords})`;
      case "eow":
        return `(?<=${this.keywords})(?!${this.keywords})`;
      default:
        return undefined;
    }
  }
}

function lowTable(test: (code: number) => boolean): Uint8Array {
  const low = new Uint8Array(256);
  for (let code = 0; code < 256; code++) low[code] = test(code) ? 1 : 0;
  return low;
}

/** The fast path of a pattern; undefined when it is not simple enough. */
export function fastPathOf(
  parsed: ParsedPattern,
  ignorecase: boolean,
  isKeyword: IsKeyword,
): FastPath | undefined {
  if (parsed.ignoreMarks) return undefined;
  const writer = new FastPathWriter(ignorecase, isKeyword);
  const source = writer.write(parsed.node);
  if (source === undefined || writer.choices > MAX_CHOICES || source.length > 20_000) {
    return undefined;
  }
  // A search tries every start, and every repeat every length from there.
  const degree = writer.unlimited + 1;
  const each = writer.choices * writer.counted;
  const simple = degree === 1 && writer.counted === 1;
  const maxLength = simple ? Number.POSITIVE_INFINITY : (WORK / each) ** (1 / degree);
  const work = (length: number) => (simple ? 0 : each * length ** degree);
  return { expression: new RegExp(source, "g"), maxLength, work };
}
