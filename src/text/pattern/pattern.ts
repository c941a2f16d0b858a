/**
 * Vim's patterns (`:help pattern`). A pattern is parsed into a tree (`pattern-parser.ts`), compiled
 * (`program.ts`) and run by our own matcher with a budget of steps, so that no pattern can hang the
 * editor. Literals and simple patterns are found by native code first.
 */
import { isHigh, isLow } from "../../base/surrogates.ts";
import type { IsKeyword } from "../keyword.ts";
import { compileIsKeyword } from "../keyword.ts";
import type { Point, Text } from "../text.ts";
import { lineText } from "../text.ts";
import type { MatchContext } from "./assertions.ts";
import type { Budget } from "./budget.ts";
import { isComposingAt, isUpper } from "./char-class.ts";
import type { FastPath } from "./fast-path.ts";
import { fastPathOf, HIGH } from "./fast-path.ts";
import { FAIL, Matcher } from "./matcher.ts";
import { parsePattern } from "./pattern-parser.ts";
import type { ParsedPattern } from "./pattern-tree.ts";
import { characterSet, compileProgram, namedSet } from "./program.ts";
import type { FirstCharacters } from "./tree-facts.ts";
import { firstCharacters, literalOf, requiredLiteral, spansLines } from "./tree-facts.ts";

export type { MatchContext } from "./assertions.ts";
export { Budget, type BudgetOptions, PatternTooSlow } from "./budget.ts";
export { escapePattern, skipPattern, wordPattern } from "./delimiter.ts";

export interface PatternOptions {
  readonly ignorecase?: boolean;
  readonly smartcase?: boolean;
  /** 'magic', on when not given. */
  readonly magic?: boolean;
  /** The value of 'iskeyword'. */
  readonly iskeyword?: string;
  /** What `~` stands for; without it `~` is refused. */
  readonly lastSubstitute?: string;
}

export interface PatternMatch {
  readonly from: Point;
  /** Exclusive; may be on a later row, and on the row after the last one when the pattern matched
   * the last line's end as a line break. */
  readonly to: Point;
  /** The match and its groups 1–9; undefined for groups that took no part. Lines are joined by
   * `\n`. May be shorter than 10. */
  readonly groups: readonly (string | undefined)[];
}

const DEFAULT_ISKEYWORD = "@,48-57,_,192-255";
const keywordTests = new Map<string, IsKeyword>();

function keywordTest(option: string): IsKeyword {
  let test = keywordTests.get(option);
  if (!test) {
    test = compileIsKeyword(option);
    keywordTests.set(option, test);
  }
  return test;
}

/** Does the pattern have an upper-case letter that no backslash makes an atom? ('smartcase') */
function hasUppercase(source: string): boolean {
  for (let at = 0; at < source.length; at++) {
    if (source[at] === "\\") at += source[at + 1] === "_" || source[at + 1] === "%" ? 2 : 1;
    else if (isUpper(source.codePointAt(at)!)) return true;
  }
  return false;
}

export class Pattern {
  readonly source: string;
  /** Case is ignored, all flags and options considered. */
  readonly ignorecase: boolean;
  /** Matches can reach into later rows. */
  readonly multiline: boolean;
  /** The text that is searched for when the pattern is nothing but that. */
  readonly literal: string | undefined;
  /** Every match has this string in the row where it starts; "" when nothing is known. */
  readonly required: string;
  private readonly fast: FastPath | undefined;
  private readonly first: FirstCharacters | undefined;
  private readonly matcher: Matcher;
  private readonly moved: boolean;
  private readonly groups: number;

  constructor(source: string, parsed: ParsedPattern, ignorecase: boolean, isKeyword: IsKeyword) {
    this.source = source;
    this.ignorecase = ignorecase;
    this.multiline = spansLines(parsed.node);
    const exact = !ignorecase && !parsed.ignoreMarks;
    this.literal = exact ? literalOf(parsed.node) : undefined;
    this.required = exact ? requiredLiteral(parsed.node) : "";
    this.fast = this.literal === undefined ? fastPathOf(parsed, ignorecase, isKeyword) : undefined;
    this.first = firstCharacters(parsed.node, (node) =>
      node.type === "char"
        ? characterSet(node.code, ignorecase)
        : namedSet(node.set, isKeyword, ignorecase),
    );
    const program = compileProgram(parsed, ignorecase, isKeyword);
    this.matcher = new Matcher(program, isKeyword);
    this.moved = program.hasStart || program.hasEnd;
    this.groups = program.groups;
  }

  /**
   * The first match whose start is at or after `col` (UTF-16) in a 0-based row; with `\zs` the
   * reported start may be later, and in a later row. Throws `PatternTooSlow` and what the budget's
   * poll throws.
   */
  matchLine(
    text: Text,
    row: number,
    col: number,
    context: MatchContext,
    budget: Budget,
  ): PatternMatch | null {
    return this.matchLineText(text, row, lineText(text, row), col, context, budget);
  }

  /** `matchLine` for a caller that has the row's text. */
  matchLineText(
    text: Text,
    row: number,
    line: string,
    col: number,
    context: MatchContext,
    budget: Budget,
  ): PatternMatch | null {
    budget.spend(1 + (line.length >> 9));
    if (this.literal !== undefined) return this.findLiteral(this.literal, row, line, col);
    if (this.required !== "" && !line.includes(this.required, col)) return null;
    const { fast } = this;
    if (fast && line.length <= fast.maxLength && !hasHigh(line)) {
      budget.spend(fast.work(line.length) / COMPARISONS_A_STEP);
      fast.expression.lastIndex = col;
      const found = fast.expression.exec(line);
      if (!found) return null;
      if (!this.moved) return matchOf(row, found.index, found);
      this.matcher.reset(text, row, line, context, budget);
      return this.matchFrom(row, found.index, found.index);
    }
    this.matcher.reset(text, row, line, context, budget);
    return this.matchFrom(row, col, line.length);
  }

  private findLiteral(
    literal: string,
    row: number,
    line: string,
    col: number,
  ): PatternMatch | null {
    for (let at = line.indexOf(literal, col); at >= 0; at = line.indexOf(literal, at + 1)) {
      const end = at + literal.length;
      if (line.charCodeAt(end) >= 0x300 && isComposingAt(line, end)) continue;
      return { from: { row, col: at }, to: { row, col: end }, groups: [literal] };
    }
    return null;
  }

  /** Tries every start from `col` to `last` with our matcher. */
  private matchFrom(row: number, col: number, last: number): PatternMatch | null {
    const { matcher, first } = this;
    const { line } = matcher.subject;
    for (let start = col; start <= last; start++) {
      if (first) {
        const { low, high } = first;
        for (; start < line.length; start++) {
          const unit = line.charCodeAt(start);
          if (unit < 256 ? low[unit] === 1 : high) break;
        }
        if (start > last || (start >= line.length && !first.end)) break;
      }
      if (start > col && insideCharacter(line, start)) continue;
      const end = matcher.matchAt(start);
      if (end === FAIL) continue;
      matcher.settle();
      return this.report(row, start, end);
    }
    matcher.settle();
    return null;
  }

  private report(row: number, start: number, end: number): PatternMatch {
    const { matcher } = this;
    const { subject } = matcher;
    const [from, to] = matcher.reportedSpan(start, end);
    const groups: (string | undefined)[] = [subject.between(from, to)];
    for (let group = 1; group <= this.groups; group++) groups.push(matcher.groupText(group));
    if (to <= subject.base + subject.line.length && from >= subject.base && subject.row === row) {
      return { from: { row, col: from }, to: { row, col: to }, groups };
    }
    return { from: subject.pointAt(from), to: subject.pointAt(to), groups };
  }
}

/** What a step of the budget stands for in the native engine: up to some microseconds. */
const COMPARISONS_A_STEP = 2048;

let checked = "";
let checkedHigh = false;

/** Whether a line has characters that only our matcher knows; looks at a long line once. */
function hasHigh(line: string): boolean {
  if (line.length < 256) return HIGH.test(line);
  if (line !== checked) {
    checked = line;
    checkedHigh = HIGH.test(line);
  }
  return checkedHigh;
}

function matchOf(row: number, index: number, found: RegExpExecArray): PatternMatch {
  const to = { row, col: index + found[0].length };
  return { from: { row, col: index }, to, groups: [...found] };
}

function insideCharacter(line: string, col: number): boolean {
  const unit = line.charCodeAt(col);
  if (!(unit >= 0x300)) return false;
  if (isLow(unit) && isHigh(line.charCodeAt(col - 1))) return true;
  return isComposingAt(line, col);
}

/** Compiles a pattern. Throws `UserError` with Neovim's message when it is not one. */
export function compilePattern(source: string, options: PatternOptions = {}): Pattern {
  const parsed = parsePattern(source, {
    magic: options.magic ?? true,
    lastSubstitute: options.lastSubstitute,
  });
  const wanted = (options.ignorecase ?? false) && !(options.smartcase && hasUppercase(source));
  const isKeyword = keywordTest(options.iskeyword ?? DEFAULT_ISKEYWORD);
  return new Pattern(source, parsed, parsed.ignorecase ?? wanted, isKeyword);
}
