/** Blocks of lines as tokens, line breaks among them, and an edit of one block carried to another. */
import type { Hunk } from "../../text/prediction.ts";
import { type Alignment, align } from "./align.ts";
import type { NameMap } from "./names-map.ts";
import { tokenLine } from "./token-line.ts";

export interface Block {
  readonly text: string;
  readonly tokens: readonly string[];
  readonly starts: readonly number[];
}

const BLOCKS = new Map<string, Block>();

export function blockOf(text: string): Block {
  const known = BLOCKS.get(text);
  if (known) return known;
  const tokens: string[] = [];
  const starts: number[] = [];
  let from = 0;
  text.split("\n").forEach((string, row) => {
    if (row > 0) {
      tokens.push("\n");
      starts.push(from - 1);
    }
    const line = tokenLine(string);
    line.tokens.forEach((token, i) => {
      tokens.push(token);
      starts.push(from + line.starts[i]!);
    });
    from += string.length + 1;
  });
  const block = { text, tokens, starts };
  if (BLOCKS.size > 4000) BLOCKS.clear();
  BLOCKS.set(text, block);
  return block;
}

export function alignBlocks(a: Block, b: Block): Alignment {
  return align(a.tokens, b.tokens);
}

interface Transfer {
  /** In offsets of the other block. */
  readonly hunks: readonly Hunk[];
  /** Words of the new text that are called otherwise there. */
  readonly bound: number;
  /** Words that are replaced or deleted there and are not those of the example. */
  readonly holes: number;
  /** Replacements of other words that do not show in what replaces them. */
  readonly lost: number;
}

interface Spot {
  readonly from: number;
  readonly to: number;
  readonly holes: number;
  /** The only word that differs of those replaced: in the example and here. */
  readonly other: readonly [string, string] | null;
}

/** The hunks of an edit of `a` as they would be in `b`; null when there is no place for one. */
export function transfer(
  a: Block,
  hunks: readonly Hunk[],
  b: Block,
  alignment: Alignment,
  names: NameMap,
): Transfer | null {
  const made: Hunk[] = [];
  let bound = 0;
  let holes = 0;
  let lost = 0;
  let last = -1;
  for (const hunk of hunks) {
    const place = placeOf(a, hunk, b, alignment.to);
    if (!place || place.from < last || place.to < place.from) return null;
    last = place.to;
    holes += place.holes;
    let insert = names.apply(hunk.insert);
    if (place.other !== null && insert.bound === 0) {
      // `listener` became `spy`: then `listener2` becomes `spy2`.
      const [from, to] = place.other;
      const own = hunk.insert.trim();
      const whole = /^[\p{L}\p{N}_$]+$/u.test(own) && to.includes(from);
      if (whole) insert = { text: hunk.insert.replace(own, to.replace(from, own)), bound: 1 };
      else lost++;
    }
    bound += insert.bound;
    const atStart = hunk.from === 0 || a.text[hunk.from - 1] === "\n";
    const text = insert.text.includes("\n")
      ? moved(insert.text, indentOf(a.text), indentOf(b.text), atStart)
      : insert.text;
    made.push({ from: place.from, to: place.to, insert: text });
  }
  return { hunks: made, bound, holes, lost };
}

function endOf(block: Block, token: number): number {
  return block.starts[token]! + block.tokens[token]!.length;
}

function placeOf(a: Block, hunk: Hunk, b: Block, to: Int16Array): Spot | null {
  const n = a.tokens.length;
  let i = 0;
  while (i < n && a.starts[i]! < hunk.from) i++;
  let j = i;
  while (j < n && a.starts[j]! < hunk.to) j++;
  if (i === j) {
    const at = pointOf(a, hunk.from, i, b, to);
    if (at < 0) return null;
    // Blanks alone are replaced: as many as there are.
    if (hunk.to > hunk.from) {
      const gone = a.text.slice(hunk.from, hunk.to);
      return b.text.startsWith(gone, at)
        ? { from: at, to: at + gone.length, holes: 0, other: null }
        : null;
    }
    return { from: at, to: at, holes: 0, other: null };
  }
  let holes = 0;
  let other: readonly [string, string] | null = null;
  for (let k = i; k < j; k++) {
    const partner = to[k]!;
    if (partner < 0 || (k > i && partner !== to[k - 1]! + 1)) return null;
    if (a.tokens[k] === b.tokens[partner]) continue;
    holes++;
    other = [a.tokens[k]!, b.tokens[partner]!];
  }
  const first = to[i]!;
  const final = to[j - 1]!;
  const lead = a.text.slice(hunk.from, a.starts[i]!);
  const trail = a.text.slice(endOf(a, j - 1), hunk.to);
  let from = b.starts[first]!;
  let end = endOf(b, final);
  const atLineStart = hunk.from === 0 || a.text[hunk.from - 1] === "\n";
  if (atLineStart) from = b.text.lastIndexOf("\n", from - 1) + 1;
  else if (lead !== "") {
    if (b.text.slice(from - lead.length, from) !== lead) return null;
    from -= lead.length;
  }
  if (trail !== "") {
    if (!b.text.startsWith(trail, end)) return null;
    end += trail.length;
  }
  return { from, to: end, holes, other };
}

/** Where something is put in before token `i`; -1 when neither neighbour is there. */
function pointOf(a: Block, pos: number, i: number, b: Block, to: Int16Array): number {
  const n = a.tokens.length;
  const left = i === 0 ? -1 : to[i - 1]!;
  const right = i === n ? b.tokens.length : to[i]!;
  const knowsLeft = i === 0 || left >= 0;
  const knowsRight = i === n || right >= 0;
  if (!knowsLeft && !knowsRight) return -1;
  if (knowsLeft && knowsRight && right !== left + 1) {
    // Something else stands between: on the side of which it was a part.
    const gapLeft = i === 0 ? pos : pos - endOf(a, i - 1);
    return gapLeft === 0 ? leftEnd(b, left) : rightStart(b, right);
  }
  const gapLeft = i === 0 ? pos : pos - endOf(a, i - 1);
  const gapRight = i === n ? a.text.length - pos : a.starts[i]! - pos;
  if (gapLeft === 0 && knowsLeft) return leftEnd(b, left);
  if (gapRight === 0 && knowsRight) return rightStart(b, right);
  if (knowsLeft) return Math.min(leftEnd(b, left) + gapLeft, rightStart(b, left + 1));
  return Math.max(rightStart(b, right) - gapRight, leftEnd(b, right - 1));
}

function leftEnd(block: Block, token: number): number {
  return token < 0 ? 0 : endOf(block, token);
}

function rightStart(block: Block, token: number): number {
  return token >= block.tokens.length ? block.text.length : block.starts[token]!;
}

/** Lines that start with one indent get the other; the first only when it starts a line. */
export function moved(insert: string, from: string, to: string, atStart: boolean): string {
  if (from === to) return insert;
  return insert
    .split("\n")
    .map((line, row) => {
      if (line.trim() === "" || (row === 0 && !atStart)) return line;
      return line.startsWith(from) ? to + line.slice(from.length) : line;
    })
    .join("\n");
}

export function indentOf(text: string): string {
  return /^[ \t]*/.exec(text)![0];
}
