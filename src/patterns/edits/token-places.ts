/** Where the tokens that a rule replaces stand, or neighbours between which it puts something in. */
import type { Scene, SceneDoc } from "./scene.ts";
import { rowsWith } from "./text-index.ts";
import { cutsWord, isWordToken, type TokenLine } from "./token-line.ts";
import { REACH, type TokenRule } from "./token-rule.ts";

export interface TokenPlace {
  readonly doc: SceneDoc;
  readonly row: number;
  /** Absolute offsets of what is replaced. */
  readonly from: number;
  readonly to: number;
  /** Neighbours on each side that are the same as in the likest example; the line's end is one. */
  readonly left: number;
  readonly right: number;
  /** It has all the neighbours that the examples share. */
  readonly fits: boolean;
  /** The whole line is that of an example. */
  readonly same: boolean;
  /** Text that edits put in is replaced, or something is put into it. */
  readonly fresh: number;
}

const MOST_ROWS = 300;
/** Rows that hold a letterless character which tells a place by itself. */
const FEW = 6;
/** Rows looked at on either side of the cursor when only the line's end is known. */
const AROUND = 30;

/** All places of a rule, in the order of the documents and rows. */
export function tokenPlaces(rule: TokenRule, scene: Scene): TokenPlace[] {
  const places: TokenPlace[] = [];
  const telling = isTelling(rule, scene);
  for (const doc of scene.docs) inDoc(rule, scene, doc, telling, places);
  return places;
}

/** Whether what is replaced can be told without its neighbours: a name, or marks that are rare. */
function isTelling(rule: TokenRule, scene: Scene): boolean {
  const { oldTokens } = rule;
  if (oldTokens.length === 0) return false;
  if (oldTokens.some(isWordToken) || oldTokens.length >= 3) return true;
  return oldTokens.some((token) => token.charCodeAt(0) > 127 && scene.count(token) <= FEW);
}

function inDoc(
  rule: TokenRule,
  scene: Scene,
  doc: SceneDoc,
  telling: boolean,
  places: TokenPlace[],
): void {
  const rows = rowsFor(rule, scene, doc, telling);
  for (const row of rows) {
    const line = doc.index.lines[row]!;
    const base = doc.index.starts[row]!;
    const { oldTokens } = rule;
    const n = oldTokens.length;
    if (line.tokens.length === 0) continue;
    for (let i = 0; i + n <= line.tokens.length; i++) {
      if (n === 0 ? !mayStand(rule, line, i) : !stands(rule, line, i)) continue;
      const place = placeAt(rule, doc, row, line, base, i, telling);
      if (place) places.push(place);
    }
  }
}

function stands(rule: TokenRule, line: TokenLine, i: number): boolean {
  const { oldTokens } = rule;
  for (let k = 0; k < oldTokens.length; k++) {
    if (line.tokens[i + k] !== oldTokens[k]) return false;
  }
  return line.text.startsWith(rule.old, line.starts[i]! - rule.lead);
}

function mayStand(rule: TokenRule, line: TokenLine, i: number): boolean {
  const left = i === 0 ? "" : line.tokens[i - 1]!;
  const right = i === line.tokens.length ? "" : line.tokens[i]!;
  return rule.examples.some((e) => e.left[0] === left || e.right[0] === right);
}

function placeAt(
  rule: TokenRule,
  doc: SceneDoc,
  row: number,
  line: TokenLine,
  base: number,
  i: number,
  telling: boolean,
): TokenPlace | null {
  const n = rule.oldTokens.length;
  let left = 0;
  let right = 0;
  let same = false;
  const { examples } = rule;
  for (let e = examples.length - 1; e >= Math.max(0, examples.length - 4); e--) {
    const example = examples[e]!;
    const l = agreeing(example.left, line.tokens, i - 1, -1);
    const r = agreeing(example.right, line.tokens, i + n, 1);
    if (l + r > left + right) [left, right] = [l, r];
    if (example.line.trim() === line.text.trim()) same = true;
  }
  const fits =
    agreeing(rule.commonLeft, line.tokens, i - 1, -1) === rule.commonLeft.length &&
    agreeing(rule.commonRight, line.tokens, i + n, 1) === rule.commonRight.length;
  if (!telling) {
    const common = rule.commonLeft.length + rule.commonRight.length;
    const known = (left >= 1 && right >= 1) || left >= 2 || right >= 2;
    const open = examples.length >= 2 && fits && common >= 1;
    if (!known && !open) return null;
  }
  const col = colAt(rule, line, i);
  // Blanks are between tokens: which ones stand here is not known yet.
  if (!line.text.startsWith(rule.old, col)) return null;
  if (cutsWord(line.text, col) || cutsWord(line.text, col + rule.old.length)) return null;
  if (made(rule, line.text, col)) return null;
  const from = base + col;
  const to = from + rule.old.length;
  const fresh = freshAt(rule, doc, from, to);
  if (fresh < 0) return null;
  return { doc, row, from, to, left, right, fits, same, fresh };
}

/** The column at which a rule's place starts, for the token that it is at or before. */
function colAt(rule: TokenRule, line: TokenLine, i: number): number {
  if (rule.oldTokens.length > 0) return line.starts[i]! - rule.lead;
  const previous = i === 0 ? 0 : line.starts[i - 1]! + line.tokens[i - 1]!.length;
  const next = i < line.tokens.length ? line.starts[i]! : line.text.length;
  if (i === 0) return rule.gapRight === 0 ? next : 0;
  if (i === line.tokens.length) return Math.min(next, previous + rule.gapLeft);
  if (rule.gapLeft === 0) return previous;
  return rule.gapRight === 0 ? next : Math.min(next, previous + rule.gapLeft);
}

function agreeing(
  wanted: readonly string[],
  tokens: readonly string[],
  from: number,
  step: 1 | -1,
): number {
  let count = 0;
  for (let at = from; count < wanted.length && count < REACH; at += step) {
    const inside = at >= 0 && at < tokens.length;
    if (wanted[count] !== (inside ? tokens[at] : "")) return count;
    count++;
    if (!inside) return count;
  }
  return count;
}

/** The new text is there already, around what would be replaced. */
function made(rule: TokenRule, line: string, col: number): boolean {
  const { old, insert } = rule;
  const bare = insert.trim();
  if (old.trim() === "") {
    if (bare === "") return false;
    const after = line.slice(col).trimStart();
    const before = line.slice(0, col).trimEnd();
    return after.startsWith(bare) || before.endsWith(bare);
  }
  for (let at = insert.indexOf(old); at >= 0; at = insert.indexOf(old, at + 1)) {
    if (col >= at && line.startsWith(insert, col - at)) return true;
  }
  return false;
}

/**
 * 0: no edit was here; 1: one was; -1: what stands here was put in on purpose, after the rule was
 * made or by the rule itself.
 */
function freshAt(rule: TokenRule, doc: SceneDoc, from: number, to: number): number {
  const { traces } = doc;
  if (traces.length === 0) return 0;
  const newest = rule.examples[rule.examples.length - 1]!.change.at;
  let fresh = 0;
  for (const trace of traces) {
    if (trace.from >= to && trace.from > from) continue;
    if (trace.to <= from && trace.from < from) continue;
    if (from === to ? trace.to < from || trace.from > to : trace.to <= from || trace.from >= to) {
      continue;
    }
    if (trace.at >= newest) return -1;
    fresh = 1;
  }
  return fresh;
}

/** The rows of a document that can hold a place. */
function rowsFor(
  rule: TokenRule,
  scene: Scene,
  doc: SceneDoc,
  telling: boolean,
): readonly number[] {
  const words = rule.oldTokens.filter(isWordToken);
  if (words.length > 0) return limited(rowsWith(doc.index, rarest(words, scene)), doc);
  if (telling) return limited(rowsWith(doc.index, rarest(rule.oldTokens, scene)), doc);
  const anchors = new Set<string>();
  for (const { left, right } of rule.examples.slice(-4)) {
    const sides = [left[0], right[0]].filter((t): t is string => t !== undefined && t !== "");
    const named = sides.filter(isWordToken);
    if (rule.oldTokens.length > 0 || named.length === 0) {
      // Marks alone: a name next to them, or else the rarest of the marks.
      const near = [...left.slice(0, 2), ...right.slice(0, 2)].filter(isWordToken);
      if (near.length > 0) for (const token of near) anchors.add(token);
      else
        for (const token of rule.oldTokens.length > 0 ? rule.oldTokens : sides) anchors.add(token);
    } else for (const token of named) anchors.add(token);
  }
  if (rule.examples.length > 1) {
    const common = [rule.commonLeft[0], rule.commonRight[0]].filter((t) => t);
    const best = rule.oldTokens[0] ?? common[0];
    if (best) anchors.add(best);
  }
  const rows = new Set<number>();
  const { commonLeft, commonRight } = rule;
  if (rule.examples.length > 1 && (commonLeft[0] ?? commonRight[0]) === "" && doc.order === 0) {
    // The end of the line is all that the examples share.
    const to = Math.min(doc.index.lines.length, doc.row + AROUND);
    for (let row = Math.max(0, doc.row - AROUND); row < to; row++) rows.add(row);
  }
  for (const anchor of anchors) {
    for (const row of limited(rowsWith(doc.index, anchor), doc)) rows.add(row);
  }
  return limited(
    [...rows].sort((a, b) => a - b),
    doc,
  );
}

function rarest(tokens: readonly string[], scene: Scene): string {
  let best = tokens[0]!;
  let least = Number.POSITIVE_INFINITY;
  for (const token of tokens) {
    const count = scene.count(token);
    if (count < least) [best, least] = [token, count];
  }
  return best;
}

/** Of too many rows those nearest to where the user is. */
function limited(rows: readonly number[], doc: SceneDoc): readonly number[] {
  if (rows.length <= MOST_ROWS) return rows;
  const row = Math.max(0, doc.row);
  let low = 0;
  while (low < rows.length && rows[low]! < row) low++;
  const from = Math.max(0, Math.min(low - MOST_ROWS / 3, rows.length - MOST_ROWS));
  return rows.slice(from, from + MOST_ROWS);
}
