/**
 * Where the tokens of a text stand. It is kept by the leaves of the text's tree, which its
 * revisions share: a question after an edit pays for the few lines around it.
 */
import { slice, type Text } from "../../text/text.ts";
import { type TokenLine, tokenLine } from "./token-line.ts";

interface Leaf {
  readonly lines: readonly TokenLine[];
  /** Rows in the leaf of each token and of each shape. */
  readonly tokens: ReadonlyMap<string, readonly number[]>;
  readonly shapes: ReadonlyMap<string, readonly number[]>;
}

export interface TextIndex {
  readonly text: Text;
  readonly lines: readonly TokenLine[];
  /** UTF-16 offset of each row. */
  readonly starts: readonly number[];
  readonly leaves: readonly Leaf[];
  /** Row of the first line of each leaf. */
  readonly rows: readonly number[];
  /** What was asked for already. */
  readonly known: {
    readonly tokens: Map<string, readonly number[]>;
    readonly shapes: Map<string, readonly number[]>;
  };
}

const LEAVES = new WeakMap<Text, Leaf>();
const INDEXES = new WeakMap<Text, TextIndex>();
const EMPTY: readonly number[] = [];

function leafOf(text: Text): Leaf {
  const known = LEAVES.get(text);
  if (known) return known;
  const lines: TokenLine[] = [];
  const tokens = new Map<string, number[]>();
  const shapes = new Map<string, number[]>();
  const note = (map: Map<string, number[]>, key: string, row: number) => {
    const rows = map.get(key);
    if (!rows) map.set(key, [row]);
    else if (rows[rows.length - 1] !== row) rows.push(row);
  };
  for (let number = 1; number <= text.lines; number++) {
    const line = tokenLine(text.line(number).text);
    const row = lines.push(line) - 1;
    for (const token of line.tokens) note(tokens, token, row);
    if (line.tokens.length > 0) note(shapes, line.shape, row);
  }
  const leaf = { lines, tokens, shapes };
  LEAVES.set(text, leaf);
  return leaf;
}

function eachLeaf(text: Text, each: (leaf: Text) => void): void {
  if (text.children === null) each(text);
  else for (const child of text.children) eachLeaf(child, each);
}

export function indexOf(text: Text): TextIndex {
  const known = INDEXES.get(text);
  if (known) return known;
  const work = indexing(text);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Lines that are cut between two chances to interrupt. */
const LINES_AT_ONCE = 256;

/** The index of a text; it yields where it may be interrupted. */
export function* indexing(text: Text): Generator<void, TextIndex> {
  const known = INDEXES.get(text);
  if (known) return known;
  const parts: Text[] = [];
  eachLeaf(text, (part) => parts.push(part));
  const lines: TokenLine[] = [];
  const starts: number[] = [];
  const leaves: Leaf[] = [];
  const rows: number[] = [];
  let from = 0;
  let cut = 0;
  for (const part of parts) {
    if (!LEAVES.has(part)) cut += part.lines;
    const leaf = leafOf(part);
    rows.push(lines.length);
    leaves.push(leaf);
    for (const line of leaf.lines) {
      lines.push(line);
      starts.push(from);
      from += line.text.length + 1;
    }
    if (cut < LINES_AT_ONCE) continue;
    cut = 0;
    yield;
  }
  const asked = { tokens: new Map(), shapes: new Map() };
  const index: TextIndex = { text, lines, starts, leaves, rows, known: asked };
  INDEXES.set(text, index);
  return index;
}

/** The rows that hold a token, in order. */
export function rowsWith(index: TextIndex, token: string): readonly number[] {
  return gather(index, "tokens", token);
}

/** The rows of a shape, in order. */
export function rowsShaped(index: TextIndex, shape: string): readonly number[] {
  return gather(index, "shapes", shape);
}

function gather(index: TextIndex, kind: "tokens" | "shapes", key: string): readonly number[] {
  const known = index.known[kind].get(key);
  if (known) return known;
  let found: number[] | null = null;
  for (let at = 0; at < index.leaves.length; at++) {
    const rows = index.leaves[at]![kind].get(key);
    if (!rows) continue;
    found ??= [];
    for (const row of rows) found.push(index.rows[at]! + row);
  }
  const made = found ?? EMPTY;
  index.known[kind].set(key, made);
  return made;
}

/** How many rows hold a token. */
export function countOf(index: TextIndex, token: string): number {
  return rowsWith(index, token).length;
}

/** The row that holds an offset. */
export function rowAt(index: TextIndex, pos: number): number {
  const { starts } = index;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= pos) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The text of rows `[from, to)`, joined by `\n`. */
export function rowsText(index: TextIndex, from: number, to: number): string {
  if (from >= to) return "";
  const end = index.starts[to - 1]! + index.lines[to - 1]!.text.length;
  return slice(index.text, index.starts[from]!, end);
}
