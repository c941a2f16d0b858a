/** What stands around a place, and where lines like others stand. */
import type { Hunk } from "../../text/prediction.ts";
import { align, mostAlike } from "./align.ts";
import type { LineChange } from "./line-change.ts";
import type { NameMap } from "./names-map.ts";
import type { Scene, SceneDoc } from "./scene.ts";
import { rowsShaped, rowsWith, type TextIndex } from "./text-index.ts";
import { isWordToken, type TokenLine } from "./token-line.ts";

/** Rows tried for one example, in the current document and in each other one. */
const MOST_HERE = 36;
const MOST_ELSEWHERE = 8;
/** Rows around the cursor that are tried whatever they hold. */
const AROUND = 6;

/** A place where an edit of lines could be made, too. */
export interface Found {
  readonly doc: SceneDoc;
  readonly row: number;
  readonly hunks: readonly Hunk[];
  readonly traits: Record<string, number>;
}

/** Rows that may be like the given ones, those near the cursor first. */
export function likeRows(
  lines: readonly TokenLine[],
  doc: SceneDoc,
  scene: Scene,
  nearby: boolean,
): number[] {
  const rows = new Set<number>();
  const own = doc === scene.here;
  const most = own ? MOST_HERE : MOST_ELSEWHERE;
  const center = Math.max(0, doc.row);
  const add = (list: readonly number[], offset: number, count: number) => {
    let low = 0;
    while (low < list.length && list[low]! < center) low++;
    const from = Math.max(0, low - Math.floor(count / 3));
    for (let i = from; i < list.length && i < from + count; i++) {
      const row = list[i]! + offset;
      if (row >= 0 && row <= doc.index.lines.length) rows.add(row);
    }
  };
  lines.forEach((line, i) => {
    if (!line.wordy) return;
    const token = rarestOf(line, scene);
    if (token !== null) add(rowsWith(doc.index, token), -i, most / 2);
    add(rowsShaped(doc.index, line.shape), -i, most / 2);
  });
  if (own && nearby) {
    for (let row = center - AROUND; row <= center + AROUND; row++) {
      if (row >= 0 && row < doc.index.lines.length) rows.add(row);
    }
  }
  return [...rows].sort((a, b) => a - b);
}

function rarestOf(line: TokenLine, scene: Scene): string | null {
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const token of line.tokens) {
    if (!isWordToken(token)) continue;
    const count = scene.count(token);
    // What stands nowhere else leads nowhere.
    if (count > 0 && count < least) [best, least] = [token, count];
  }
  return best;
}

/** 1 when lines share a word that stands nowhere else, less the more common what they share is. */
export function rarityOf(a: TokenLine, b: TokenLine, scene: Scene): number {
  let least = Number.POSITIVE_INFINITY;
  for (const token of a.tokens) {
    if (isWordToken(token) && b.tokens.includes(token)) least = Math.min(least, scene.count(token));
  }
  return least === Number.POSITIVE_INFINITY ? 0 : 1 / (1 + Math.log2(1 + least));
}

/** Names from the lines around both places; how alike these are. */
export function surroundings(
  names: NameMap,
  change: LineChange,
  doc: SceneDoc,
  row: number,
  rows: number,
): number {
  let sum = 0;
  let count = 0;
  for (const offset of [-1, -2, rows, rows + 1]) {
    const a = change.before.lines[change.row + offset];
    const b = doc.index.lines[row + offset];
    if (!a || !b || a.tokens.length === 0) continue;
    count++;
    if (mostAlike(a.tokens, b.tokens) < 0.4) continue;
    const alignment = align(a.tokens, b.tokens);
    const { alike } = alignment;
    sum += alike;
    if (alike >= 0.4) names.addPairs(a.tokens, b.tokens, alignment);
  }
  let over = enclosing(change.before, change.row);
  let under = enclosing(doc.index, row);
  for (let level = 0; level < 2 && over >= 0 && under >= 0; level++) {
    const x = change.before.lines[over]!;
    const y = doc.index.lines[under]!;
    if (x.text !== y.text && mostAlike(x.tokens, y.tokens) >= 0.3) {
      const alignment = align(x.tokens, y.tokens);
      if (alignment.alike >= 0.3) names.addPairs(x.tokens, y.tokens, alignment);
    }
    over = enclosing(change.before, over);
    under = enclosing(doc.index, under);
  }
  const a = stemOf(change.edit.path);
  const b = stemOf(doc.snapshot.path);
  if (a !== null && b !== null) names.add(a, b);
  return count === 0 ? 0.5 : sum / count;
}

/** The row of the nearest line above that is indented less; -1 when there is none near. */
function enclosing(index: TextIndex, row: number): number {
  const line = index.lines[row];
  if (!line || line.indent === 0) return -1;
  for (let at = row - 1; at >= 0 && at > row - 80; at--) {
    const above = index.lines[at]!;
    if (above.wordy && above.indent < line.indent) return at;
  }
  return -1;
}

function stemOf(path: string | null): string | null {
  return path === null ? null : (/([\p{L}\p{N}_]+)[^/]*$/u.exec(path)?.[1] ?? null);
}

/** 0: no edit was here; 1: an older one was; -1: a newer one, or the example itself. */
export function freshness(doc: SceneDoc, change: LineChange, from: number, to: number): number {
  let fresh = 0;
  const first = change.at - change.edits + 1;
  for (const trace of doc.traces) {
    if (trace.to < from || trace.from > to) continue;
    const inside = from < to && trace.to > trace.from && trace.to > from && trace.from < to;
    const own = trace.at >= first && trace.at <= change.at && doc.snapshot.id === change.doc;
    if (own && (inside || trace.from === trace.to || from === to)) return -1;
    if (inside && trace.at >= change.at) return -1;
    fresh = 1;
  }
  return fresh;
}
