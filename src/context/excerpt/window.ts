/**
 * The part of a file that a model sees around the cursor. It stays where it is while the user types in
 * it, so that what was sent before is the beginning of what is sent now.
 */
import type { Node, SyntaxTree } from "../../language/syntax/syntax.ts";
import type { DocumentSnapshot } from "../../text/prediction.ts";
import { lineText, rowEnd, rowOf, rowStart, type Text } from "../../text/text.ts";

/** Rows, both included. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

/** Of the room: what a new window takes, and how much of it is above the cursor. */
const FILL = 0.85;
const ABOVE = 0.55;
/** A window stays as long as this share of the room, at least and at most, is above the cursor. */
const LEAST_ABOVE = 0.25;
const MOST_ABOVE = 0.85;
const LEAST_BELOW = 0.06;
/** An edge may be so far from where it should be, to be where something begins; a share of the room. */
const SLACK = 0.2;
/** Lines by which an edge is known again. */
const MARK = 3;
const MOST_DOCUMENTS = 20;

/** Windows of one document and room that are remembered: jumps and what may come have their own. */
const MOST_WINDOWS = 3;

interface Kept extends RowWindow {
  readonly text: Text;
}

export class Windows {
  /** By document and room, the last one first. */
  private readonly kept = new Map<string, readonly Kept[]>();

  /**
   * The rows to show of a document in a room of UTF-16 units. `tree`: of just this text, or null.
   */
  rows(doc: DocumentSnapshot, room: number, tree: SyntaxTree | null): RowWindow {
    const { text, id } = doc;
    const name = `${id}:${room}`;
    const kept = this.kept.get(name) ?? [];
    const [last] = kept;
    const whole = last !== undefined && last.first === 0 && last.last === last.text.lines - 1;
    let window: RowWindow | null = null;
    let from: Kept | null = null;
    if (text.length <= (whole ? room : room * 0.95)) {
      window = { first: 0, last: text.lines - 1 };
      from = whole ? last : null;
    }
    for (const each of window === null ? kept : []) {
      window = moved(each, doc, room);
      from = each;
      if (window !== null) break;
    }
    if (window === null) {
      window = fresh(doc, room, tree);
      from = null;
    }
    const others = kept.filter((each) => each !== from);
    this.kept.delete(name);
    this.kept.set(name, [{ ...window, text }, ...others].slice(0, MOST_WINDOWS));
    if (this.kept.size > MOST_DOCUMENTS) this.kept.delete(this.kept.keys().next().value!);
    return window;
  }

  forget(doc: number): void {
    for (const name of this.kept.keys()) if (name.startsWith(`${doc}:`)) this.kept.delete(name);
  }
}

/** The window where the text has it now; null when its edge is not found or the cursor has left it. */
function moved(was: Kept, { text, pos }: DocumentSnapshot, room: number): RowWindow | null {
  const delta = text.lines - was.text.lines;
  const first = was.first === 0 ? 0 : edgeOf(was.text, was.first, text, [0, delta], 1);
  const end = was.text.lines - 1;
  const last = was.last === end ? text.lines - 1 : edgeOf(was.text, was.last, text, [delta, 0], -1);
  if (first === null || last === null || first > last) return null;
  const from = rowStart(text, first);
  const to = rowEnd(text, last);
  if (pos < from || pos > to || to - from > room) return null;
  if (first > 0 && pos - from < room * LEAST_ABOVE) return null;
  if (last < text.lines - 1) {
    if (to - pos < room * LEAST_BELOW || pos - from > room * MOST_ABOVE) return null;
  }
  return { first, last };
}

/** Where the row of an old text is now, by its lines in a direction. */
function edgeOf(
  old: Text,
  row: number,
  text: Text,
  deltas: readonly number[],
  step: 1 | -1,
): number | null {
  for (const delta of deltas) {
    const now = row + delta;
    let same = true;
    for (let i = 0; i < MARK && same; i++)
      same = lineAt(old, row + i * step) === lineAt(text, now + i * step);
    if (same) return now;
  }
  return null;
}

function lineAt(text: Text, row: number): string | null {
  return row < 0 || row >= text.lines ? null : lineText(text, row);
}

function fresh({ text, pos }: DocumentSnapshot, room: number, tree: SyntaxTree | null): RowWindow {
  const cursor = rowOf(text, pos);
  const size = room * FILL;
  // What is not needed on one side is for the other.
  const below = Math.min(text.length - pos, size * (1 - ABOVE));
  const above = Math.min(pos, size - below);
  const slack = Math.floor(room * SLACK);
  let first = firstWithin(text, pos - above, cursor);
  if (first > 0) first = startNear(text, first, cursor, slack, tree);
  const left = size - (pos - rowStart(text, first));
  let last = rowOf(text, Math.min(text.length, Math.floor(pos + Math.max(0, left))));
  if (last > cursor && last < text.lines - 1) {
    last = endNear(text, last, cursor, Math.floor(slack / 2));
  }
  return { first: Math.min(first, cursor), last: Math.max(last, cursor) };
}

/** The first row that starts at or behind an offset. */
function firstWithin(text: Text, from: number, cursor: number): number {
  const at = Math.max(0, Math.floor(from));
  const row = rowOf(text, at);
  return Math.min(cursor, rowStart(text, row) < at ? row + 1 : row);
}

/** The row near another where something starts that is as far out as can be. */
function startNear(
  text: Text,
  row: number,
  cursor: number,
  slack: number,
  tree: SyntaxTree | null,
): number {
  const least = Math.max(0, rowStart(text, row) - slack);
  const most = Math.min(rowStart(text, cursor), rowStart(text, row) + slack);
  const bySyntax = tree === null ? null : startBySyntax(tree, text, row, least, most);
  if (bySyntax !== null) return bySyntax;
  let best = row;
  let outermost = Number.POSITIVE_INFINITY;
  for (let at = row; at >= 0 && rowStart(text, at) >= least; at--) {
    const line = lineText(text, at);
    const isBlankAbove = at === 0 || lineText(text, at - 1).trim() === "";
    if (line.trim() === "" || /^\s*[)\]}]/.test(line)) continue;
    const depth = indentOf(line) + (isBlankAbove ? 0 : 1);
    if (depth < outermost) {
      outermost = depth;
      best = at;
    }
    if (depth === 0) break;
  }
  return best;
}

/** The outermost node around a row that starts within bounds, with the comment above it. */
function startBySyntax(
  tree: SyntaxTree,
  text: Text,
  row: number,
  least: number,
  most: number,
): number | null {
  const pos = rowStart(text, row) + indentOf(lineText(text, row));
  let found: Node | null = null;
  let node: Node | null = tree.root.namedDescendantForIndex(pos, pos);
  for (; node?.parent; node = node.parent) {
    if (node.startIndex < least || node.startIndex > most) break;
    found = node;
  }
  if (found === null && node !== null) {
    // It starts too far above: the next part of it.
    found = tree.root.namedDescendantForIndex(pos, pos);
    while (found !== null && (found.startIndex < least || found.startIndex > most)) {
      const next: Node | null = found.nextNamedSibling;
      if (next === null || next.startIndex > most) return null;
      found = next;
    }
  }
  if (found === null) return null;
  let first = rowOf(text, found.startIndex);
  const isComment = (at: number): boolean => /^\s*(?:\/\/|\/?\*|#|--|;|@)/.test(lineText(text, at));
  while (first > 0 && rowStart(text, first - 1) >= least && isComment(first - 1)) first--;
  return first;
}

/** The row near another behind which something ends. */
function endNear(text: Text, row: number, cursor: number, slack: number): number {
  const least = rowEnd(text, row) - slack;
  for (let at = row; at > cursor && rowEnd(text, at) >= least; at--) {
    if (lineText(text, at + 1).trim() === "" && /^\S/.test(lineText(text, at))) return at;
  }
  for (let at = row; at > cursor && rowEnd(text, at) >= least; at--) {
    if (lineText(text, at + 1).trim() === "") return at;
  }
  return row;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
