/** The rows that the next edit may belong to. */
import type { TextIndex } from "../../patterns/edits/text-index.ts";
import type { DocumentSnapshot } from "../../text/prediction.ts";
import { contextOf, describe, type RowCandidate } from "./place-features.ts";
import { type DocRows, lastImport, ROUGH, rowsOf, type Scene, SORT_COUNT } from "./place-scene.ts";

/** Rows that get all their features. */
const MOST_ROWS = 40;
/** Rows of one document among them. */
const MOST_IN_DOC = 28;
/** Rows on either side of the cursor that are no places to jump to. */
const IN_SIGHT = 5;
/** Rows described before others may have a turn. */
const AT_ONCE = 12;

interface Choice {
  readonly own: DocRows;
  readonly row: number;
  readonly score: number;
}

/** The candidates, the likeliest by a rough measure first. It yields where it may be interrupted. */
export function* candidates(scene: Scene): Generator<void, RowCandidate[]> {
  if (scene.runs.length === 0) return [];
  const all: DocRows[] = [];
  const rough: Choice[] = [];
  for (const doc of scene.docs) {
    const own = rowsOf(doc, scene);
    all.push(own);
    rough.push(...best(own, scene));
    yield;
  }
  rough.sort((a, b) => b.score - a.score);
  const chosen = rough.slice(0, MOST_ROWS);
  for (const own of all) chosen.push(...always(own, scene, chosen));
  const context = contextOf(scene, all);
  yield;
  const ranks = new Map<number, number>();
  const found: RowCandidate[] = [];
  for (const { own, row } of chosen) {
    const docRank = ranks.get(own.doc.id) ?? 0;
    ranks.set(own.doc.id, docRank + 1);
    found.push(describe(own, row, found.length, docRank, context));
    if (found.length % AT_ONCE === 0) yield;
  }
  return found;
}

/** The rows of a document with the most words of the trail. */
function best(own: DocRows, scene: Scene): Choice[] {
  const list: Choice[] = [];
  for (const [row, slots] of own.rows) {
    if (isInSight(own.doc, row, scene)) continue;
    let score = 0;
    for (let sort = 0; sort < SORT_COUNT; sort++) {
      score += ROUGH[sort]! * (slots[sort]! + slots[SORT_COUNT + sort]!);
    }
    list.push({ own, row, score });
  }
  list.sort((a, b) => b.score - a.score || a.row - b.row);
  const here = own.doc.id === scene.snapshot.doc.id;
  return spread(list, here ? MOST_IN_DOC : MOST_IN_DOC / 2);
}

/** Rows this near to the cursor need no jump. */
function isInSight(doc: DocumentSnapshot, row: number, scene: Scene): boolean {
  return doc.id === scene.snapshot.doc.id && Math.abs(row - scene.cursorRow) <= IN_SIGHT;
}

/** Of rows that lie close together only the best. */
function spread<T extends { row: number }>(list: readonly T[], most: number): T[] {
  const kept: T[] = [];
  for (const one of list) {
    if (kept.length >= most) break;
    if (!kept.some((other) => Math.abs(other.row - one.row) <= 1)) kept.push(one);
  }
  return kept;
}

/** Rows that need no word of the trail: what follows the cursor, the imports, the end of a file. */
function always(own: DocRows, scene: Scene, chosen: readonly Choice[]): Choice[] {
  const rows: number[] = [];
  const { lines } = own.index;
  if (own.doc.id === scene.snapshot.doc.id) {
    for (let step = IN_SIGHT + 1; step <= 12; step++) rows.push(scene.cursorRow + step);
    const next = nextSibling(own.index, scene.cursorRow);
    if (next >= 0) rows.push(next);
  }
  const imports = lastImport(own.index);
  if (imports >= 0) rows.push(imports);
  rows.push(lines.length - 1);
  return [...new Set(rows)]
    .filter((row) => row >= 0 && row < lines.length && !isInSight(own.doc, row, scene))
    .filter((row) => !chosen.some((one) => one.own === own && one.row === row))
    .map((row) => ({ own, row, score: 0 }));
}

/** The next row after a block that starts as the row does; -1 when none does. */
function nextSibling(index: TextIndex, row: number): number {
  const { lines } = index;
  const indent = lines[row]?.indent ?? 0;
  for (let r = row + 1; r < lines.length && r < row + 200; r++) {
    const line = lines[r]!;
    if (line.tokens.length === 0) continue;
    if (line.indent < indent) return r;
    if (line.indent === indent && line.wordy) return r;
  }
  return -1;
}
