/** Atoms that match a place and take nothing: line ends, words, marks, numbers, the Visual area. */
import { codeBefore } from "../../base/surrogates.ts";
import { BLANK, charClass, type IsKeyword, PUNCTUATION } from "../keyword.ts";
import type { Point } from "../text.ts";
import { afterCharacter, bytesBefore, cellsBefore } from "./char-class.ts";
import type { Assertion, Order } from "./pattern-tree.ts";
import type { Subject } from "./subject.ts";

/** What a pattern may ask about the window it runs in. What is missing never matches. */
export interface MatchContext {
  readonly cursor?: Point;
  readonly visual?: {
    readonly kind: "v" | "V" | "<C-v>";
    /** First and last character, both inside. */
    readonly from: Point;
    readonly to: Point;
    /** 0-based screen cells of a block, both inside. */
    readonly fromCell?: number;
    readonly toCell?: number;
  };
  /** The place of a mark, or null when it is not set. */
  mark?(name: string): Point | null;
  /** Cells of a tab, 8 when not given. */
  readonly tabstop?: number;
}

function ordered(order: Order, difference: number): boolean {
  if (order === "=") return difference === 0;
  return order === "<" ? difference < 0 : difference > 0;
}

/** The class of the character before `col` and of the one there; -1 before a line's start. */
function classesAround(line: string, col: number, isKeyword: IsKeyword): [number, number] {
  const before = col === 0 ? -1 : charClass(codeBefore(line, col), isKeyword);
  const here = col >= line.length ? BLANK : charClass(line.codePointAt(col)!, isKeyword);
  return [before, here];
}

/** Counts units of a line's prefix, going on from the last place asked for. */
class PrefixCount {
  private line = "";
  private col = 0;
  private count = 0;

  bytes(line: string, col: number): number {
    if (line !== this.line || col < this.col) {
      this.line = line;
      this.col = 0;
      this.count = 0;
    }
    if (col > this.col) {
      this.count += bytesBefore(line.slice(this.col, col), col - this.col);
      this.col = col;
    }
    return this.count;
  }
}

function inVisual(visual: MatchContext["visual"], subject: Subject, col: number, tabstop: number) {
  if (!visual) return false;
  const { row, line } = subject;
  const { kind, from, to } = visual;
  if (row < from.row || row > to.row) return false;
  if (kind === "V") return true;
  if (kind === "v") {
    return (row !== from.row || col >= from.col) && (row !== to.row || col <= to.col);
  }
  const cell = cellsBefore(line, col, tabstop);
  const first = visual.fromCell ?? cellsBefore(subject.lineOf(from.row), from.col, tabstop);
  const last = visual.toCell ?? cellsBefore(subject.lineOf(to.row), to.col, tabstop);
  return cell >= Math.min(first, last) && cell <= Math.max(first, last);
}

export class AssertionTest {
  private readonly counter = new PrefixCount();
  private readonly isKeyword: IsKeyword;

  constructor(isKeyword: IsKeyword) {
    this.isKeyword = isKeyword;
  }

  /** Does the assertion hold at `col` of the subject's line? */
  holds(assertion: Assertion, subject: Subject, col: number, context: MatchContext): boolean {
    const { line, row } = subject;
    switch (assertion.kind) {
      case "bol":
        return col === 0;
      case "eol":
        return col === line.length;
      case "bof":
        return row === 0 && col === 0;
      case "eof":
        return row === subject.rows - 1 && col === line.length;
      case "bow": {
        const [before, here] = classesAround(line, col, this.isKeyword);
        return here > PUNCTUATION && before !== here;
      }
      case "eow": {
        const [before, here] = classesAround(line, col, this.isKeyword);
        return before > PUNCTUATION && before !== here;
      }
      case "cursor":
        return context.cursor?.row === row && context.cursor.col === col;
      case "visual":
        return inVisual(context.visual, subject, col, context.tabstop ?? 8);
      case "mark": {
        const mark = context.mark?.(assertion.name);
        return mark ? ordered(assertion.order, row - mark.row || col - mark.col) : false;
      }
      case "line": {
        const value = assertion.value ?? (context.cursor ? context.cursor.row + 1 : undefined);
        return value !== undefined && ordered(assertion.order, row + 1 - value);
      }
      case "column": {
        const value = assertion.value ?? this.cursorColumn(subject, context);
        if (value === undefined) return false;
        return ordered(assertion.order, this.counter.bytes(line, col) + 1 - value);
      }
      case "cell": {
        const tabstop = context.tabstop ?? 8;
        const value = assertion.value ?? this.cursorCell(subject, context, tabstop);
        if (value === undefined) return false;
        return ordered(assertion.order, cellsBefore(line, col, tabstop) + 1 - value);
      }
    }
  }

  private cursorColumn(subject: Subject, context: MatchContext): number | undefined {
    if (!context.cursor) return undefined;
    return bytesBefore(subject.lineOf(context.cursor.row), context.cursor.col) + 1;
  }

  private cursorCell(subject: Subject, context: MatchContext, tabstop: number): number | undefined {
    if (!context.cursor) return undefined;
    // The cursor stands on the last cell of its character.
    const line = subject.lineOf(context.cursor.row);
    const { col } = context.cursor;
    if (col >= line.length) return cellsBefore(line, col, tabstop) + 1;
    return cellsBefore(line, afterCharacter(line, col), tabstop);
  }
}
