/**
 * The indent of lines as the tree has them: each line is measured from the line where the innermost
 * construct around it starts, a step further in, or level with it for what closes or goes on with
 * the construct. Widths are cells.
 */
import { lineText, rowOf, rowStart, type Text } from "../../../text/text.ts";
import { cellAt, indentEnd, indentWidth, shiftWidth } from "../../../text/transform/indent.ts";
import type { IndentOptions } from "../../../text/transform/options.ts";
import type { Node, SyntaxTree } from "../../syntax/syntax.ts";
import { type IndentTable, type LanguageTable, tableOf } from "../language-table.ts";
import { isOf, type Place, placesAt } from "../nodes.ts";
import { unmatchedOpener } from "./broken.ts";
import { offsideComment } from "./offside.ts";

export const CLOSERS: ReadonlySet<string> = new Set(["}", ")", "]", ">", "/>", "}}", "|}"]);
const OPENERS: ReadonlySet<string> = new Set(["{", "(", "[", "<"]);

/** What a walk outwards has found. */
export interface Measured {
  /** Null: the line stays as it is. */
  readonly cells: number | null;
  /** Nothing around the line says anything: it is at the outermost level. */
  readonly outermost: boolean;
}

export class Indenter {
  readonly tree: SyntaxTree;
  readonly text: Text;
  readonly options: IndentOptions;
  readonly step: number;
  /** Widths that lines get, before they have them. */
  private readonly planned = new Map<number, number>();

  constructor(tree: SyntaxTree, text: Text, options: IndentOptions) {
    this.tree = tree;
    this.text = text;
    this.options = options;
    this.step = shiftWidth(options);
  }

  plan(row: number, cells: number): void {
    this.planned.set(row, cells);
  }

  /** The width of a line's indent, as it is or as it is going to be. */
  width(row: number): number {
    return this.planned.get(row) ?? indentWidth(lineText(this.text, row), this.options);
  }

  /** The cell of a column of a line, once the line has its planned indent. */
  cell(row: number, col: number): number {
    const line = lineText(this.text, row);
    const own = indentWidth(line, this.options);
    return cellAt(line, col, this.options) - own + this.width(row);
  }

  /**
   * The indent of the line at a row; null: it stays as it is. Lines above count with their planned
   * indents.
   */
  line(row: number): number | null {
    const line = lineText(this.text, row);
    const col = indentEnd(line);
    const start = rowStart(this.text, row);
    return this.measure(start + col, start);
  }

  /**
   * The indent of a line that starts with the token at `pos`; all that begins before `edge` is on the
   * lines above.
   */
  measure(pos: number, edge: number): number | null {
    const places = this.placesAt(pos);
    if (places.length === 0) return null;
    let inner: Measured | null = null;
    for (const place of places) {
      const { indent } = place.table;
      if (indent === null) return null;
      const found = this.walk(place, indent, pos, edge);
      if (!found.outermost) return found.cells;
      inner ??= found;
    }
    return inner?.cells ?? 0;
  }

  /** Whether a line of blanks is a part of a string. */
  keepsBlank(row: number): boolean {
    const start = rowStart(this.text, row);
    const place = this.placesAt(start)[0];
    const leaf = place?.root.descendantForIndex(start, start + 1);
    return !!leaf && !!place?.table.indent && isOf(leaf, place.table.indent.keep);
  }

  /** A step further in than the line of a UTF-16 offset. */
  below(pos: number): number {
    return this.width(rowOf(this.text, pos)) + this.step;
  }

  /** Where to look from, the inner language first. */
  placesAt(pos: number): Place[] {
    const host = tableOf(this.tree.language);
    if (host?.embeds) return placesAt(this.tree, pos);
    // A language in a string of another one is a string's content.
    return host === null ? [] : [{ root: this.tree.root, table: host }];
  }

  private walk({ root, table }: Place, indent: IndentTable, pos: number, edge: number): Measured {
    const leaf = root.descendantForIndex(pos, pos + 1);
    if (leaf === null) return { cells: 0, outermost: true };
    for (const node of [leaf, leaf.parent]) {
      if (node === null || node.startIndex >= edge || !isOf(node, table.objects.comment)) continue;
      return { cells: this.insideComment(node, pos), outermost: false };
    }
    let outdent = 0;
    for (let node: Node | null = leaf; node !== null; node = node.parent) {
      if (node.startIndex !== pos) break;
      if (indent.zero.has(node.type)) return { cells: 0, outermost: false };
      if (isOf(node, indent.outdent)) outdent = this.step;
    }
    if (indent.offside && isOf(leaf, table.objects.comment)) {
      const cells = offsideComment(this, pos);
      if (cells !== null) return { cells, outermost: false };
    }
    let current = leaf;
    for (;;) {
      const around: Node | null = current.parent;
      if (around === null) break;
      if (around.startIndex < edge) {
        if (isOf(current, indent.keep) && current.startIndex < edge) {
          return { cells: null, outermost: false };
        }
        const cells = this.within(around, current, indent, table);
        if (cells !== null) return { cells: Math.max(0, cells - outdent), outermost: false };
      }
      current = around;
    }
    if (isOf(current, indent.keep)) return { cells: null, outermost: false };
    return { cells: 0, outermost: true };
  }

  /** What a node says about a line that starts with its part `current`; null: nothing. */
  private within(
    around: Node,
    current: Node,
    indent: IndentTable,
    table: LanguageTable,
  ): number | null {
    if (around.isError) return this.insideError(around, current);
    if (isOf(around, indent.binary)) {
      const parent = around.parent;
      if (parent === null || !isOf(parent, indent.operands)) return null;
      return this.base(around, indent) + this.step;
    }
    if (isOf(around, indent.stack)) {
      return this.cell(around.startPosition.row, around.startPosition.column);
    }
    if (!isOf(around, indent.nodes)) return null;
    if (this.isBranch(around, current, indent)) return this.base(around, indent);
    if (this.isCondition(around, indent)) return this.base(around, indent) + 2 * this.step;
    if (isOf(around, indent.inline) && isInline(around)) return this.choice(around, indent);
    if (indent.offside && isOf(around, indent.owners) && !/^(block|comment)$/.test(current.type)) {
      return this.base(around, indent) + 2 * this.step;
    }
    if (isOf(around, indent.align)) return this.aligned(around, indent);
    if (indent.flat.size > 0 && table.tags !== null && isFlat(around, indent)) {
      return this.base(around, indent);
    }
    return this.base(around, indent) + this.step;
  }

  private isBranch(around: Node, current: Node, indent: IndentTable): boolean {
    if (indent.branch.has(current.type)) return true;
    if (current.type === around.type && isOf(current, indent.chained)) return true;
    const before = indent.after.size > 0 ? current.previousSibling : null;
    if (before !== null && isOf(before, indent.after)) return true;
    if (current.isNamed || !CLOSERS.has(current.type)) return false;
    const last = around.lastChild;
    return last !== null && (last.id === current.id || last.isMissing || !CLOSERS.has(last.type));
  }

  /** The width of the line that a construct is measured from. */
  base(node: Node, indent: IndentTable): number {
    let anchor = node;
    for (let parent = node.parent; parent !== null; parent = parent.parent) {
      if (!isOf(parent, indent.owners)) break;
      anchor = parent;
      // A body belongs to one owner; a chain of `else if` starts anew on each line.
      if (!isOf(parent.parent ?? parent, indent.owners)) break;
      if (parent.parent!.startPosition.row !== parent.startPosition.row) break;
    }
    const { row } = anchor.startPosition;
    if (node.parent?.type === node.type) return this.width(row);
    return this.behindBullet(row, anchor.startIndex, indent);
  }

  private behindBullet(row: number, pos: number, indent: IndentTable): number {
    if (indent.bullets.size === 0) return this.width(row);
    const line = lineText(this.text, row);
    const col = indentEnd(line);
    const blank = line.indexOf(" ", col);
    if (blank < 0 || pos - rowStart(this.text, row) <= blank) return this.width(row);
    if (!indent.bullets.has(line.slice(col, blank))) return this.width(row);
    const next = blank + indentEnd(line.slice(blank));
    return this.cell(row, next);
  }

  /** Whether a bracket of a statement has text behind it on its line. */
  private isCondition(node: Node, indent: IndentTable): boolean {
    if (!isOf(node, indent.condition)) return false;
    if (node.parent === null || !isOf(node.parent, indent.owners)) return false;
    const { row } = node.startPosition;
    return node.child(1)?.startPosition.row === row;
  }

  /** A column of choices stands where the first one does. */
  private choice(node: Node, indent: IndentTable): number | null {
    if (node.parent?.type === node.type && isInline(node.parent)) return null;
    const { row, column } = node.startPosition;
    const first = indentEnd(lineText(this.text, row));
    return this.base(node, indent) + (column === first ? 0 : this.step);
  }

  /** Below what follows the bracket on its line, or a step in when nothing does. */
  aligned(node: Node, indent: IndentTable): number {
    let open: Node | null = null;
    for (let i = 0; i < node.childCount && open === null; i++) {
      const child = node.child(i)!;
      if (!child.isNamed && OPENERS.has(child.type)) open = child;
    }
    if (open === null) return this.base(node, indent) + this.step;
    const { row, column } = open.endPosition;
    const rest = lineText(this.text, row).slice(column);
    const content = indentEnd(rest);
    if (content < rest.length && !/^[ \t]*(#|\/\/)/.test(rest)) {
      return this.cell(row, column + content);
    }
    const base = this.behindBullet(row, open.startIndex, indent);
    return base + this.step * (isHeader(node, indent) ? 2 : 1);
  }

  /** A line of a comment moves with the comment's first one. */
  private insideComment(comment: Node, pos: number): number | null {
    const row = rowOf(this.text, pos);
    const first = comment.startPosition.row;
    const line = lineText(this.text, row);
    const moved = this.width(first) - indentWidth(lineText(this.text, first), this.options);
    // A column of stars stands below the first one.
    const starred = /^[ \t]*\*/;
    if (starred.test(line) && starred.test(lineText(this.text, first + 1))) {
      if (/^[ \t]*\/\*/.test(lineText(this.text, first))) return this.width(first) + 1;
    }
    return Math.max(0, indentWidth(line, this.options) + moved);
  }

  /** In broken code the brackets count that are open. */
  private insideError(around: Node, current: Node): number | null {
    const open = unmatchedOpener(around, current.startIndex, around.startIndex);
    if (open === null) return null;
    const cells = this.width(rowOf(this.text, open));
    return CLOSERS.has(current.type) ? cells : cells + this.step;
  }
}

/** The list of a statement whose body follows without a line between: one more step tells them apart. */
function isHeader(node: Node, indent: IndentTable): boolean {
  if (!indent.offside) return false;
  const owner = node.parent;
  if (owner === null || !isOf(owner, indent.owners)) return false;
  const last = node.lastChild;
  const before = last?.previousSibling;
  return !!last && !!before && last.startPosition.row === before.endPosition.row;
}

/** A choice whose `?` does not start a line. */
function isInline(node: Node): boolean {
  for (let i = 0; i < node.childCount; i++) {
    const child = node.child(i)!;
    if (child.type !== "?") continue;
    return child.startPosition.row === child.previousSibling?.endPosition.row;
  }
  return false;
}

function isFlat(node: Node, indent: IndentTable): boolean {
  const name = node.firstNamedChild?.firstNamedChild?.text.toLowerCase();
  return name !== undefined && indent.flat.has(name);
}
