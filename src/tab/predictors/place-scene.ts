/** What the edits tell of each row of the texts: the words of their trail that stand there. */
import { indexOf, rowAt, rowsWith, type TextIndex } from "../../patterns/edits/text-index.ts";
import { isImportLine } from "../../patterns/names/import-line.ts";
import { type EditRun, editRuns } from "../../patterns/names/rename-rule.ts";
import { SORTS, type TrailWord, trailOf } from "../../patterns/names/trail.ts";
import type { DocumentSnapshot, PredictionSnapshot } from "../../text/prediction.ts";
import { ChangeSet } from "../../text/text.ts";

export const SORT_COUNT = SORTS.length;
/** Numbers kept of a row: sum and greatest of each sort over the whole trail, sum for the last run. */
export const SLOTS = 3 * SORT_COUNT;
/** Words that stand more often than this in all texts say nothing. */
const COMMON = 250;

/** What the questions about one snapshot have in common. */
export interface Scene {
  readonly snapshot: PredictionSnapshot;
  readonly runs: readonly EditRun[];
  readonly trail: ReadonlyMap<string, TrailWord>;
  /** How often each word of the trail stands in all texts. */
  readonly counts: ReadonlyMap<string, number>;
  readonly docs: readonly DocumentSnapshot[];
  /** Rows that were edited, by document, in its text now. */
  readonly editedRows: ReadonlyMap<number, readonly number[]>;
  readonly cursorRow: number;
  /** The change of nothing in a document. */
  noChange(doc: DocumentSnapshot): ChangeSet;
}

/** Words looked up before others may have a turn. */
const AT_ONCE = 24;

/** It yields where it may be interrupted: between the texts, and between words. */
export function* sceneOf(snapshot: PredictionSnapshot): Generator<void, Scene> {
  const runs = editRuns(snapshot.edits);
  const trail = yield* trailOf(runs);
  const docs = [snapshot.doc, ...snapshot.others];
  const counts = new Map<string, number>();
  for (const doc of docs) {
    const index = indexOf(doc.text);
    yield;
    let words = 0;
    for (const word of trail.keys()) {
      counts.set(word, (counts.get(word) ?? 0) + rowsOfWord(index, word).length);
      if (++words % AT_ONCE === 0) yield;
    }
    yield;
  }
  return {
    snapshot,
    runs,
    trail,
    counts,
    docs,
    editedRows: editedRowsOf(snapshot, docs),
    cursorRow: rowAt(indexOf(snapshot.doc.text), snapshot.doc.pos),
    noChange: (doc) => ChangeSet.empty(doc.text.length),
  };
}

const ROWS = new WeakMap<TextIndex, Map<string, readonly number[]>>();

/** The rows of a word; texts that stay as they are answer from memory. */
export function rowsOfWord(index: TextIndex, word: string): readonly number[] {
  let words = ROWS.get(index);
  if (!words) {
    words = new Map();
    ROWS.set(index, words);
  }
  let rows = words.get(word);
  if (!rows) {
    rows = rowsWith(index, word);
    words.set(word, rows);
  }
  return rows;
}

/** Where the edits of the history lie now. Edits before a change that was not recorded are left out. */
function editedRowsOf(
  snapshot: PredictionSnapshot,
  docs: readonly DocumentSnapshot[],
): Map<number, number[]> {
  const rows = new Map<number, number[]>();
  for (const doc of docs) {
    const own = snapshot.edits.filter((edit) => edit.doc === doc.id);
    const marks: [number, number][] = [];
    let length = -1;
    for (const edit of own) {
      if (length >= 0 && edit.before.length !== length) marks.length = 0;
      for (const mark of marks) {
        mark[0] = edit.changes.mapPos(mark[0], -1);
        mark[1] = edit.changes.mapPos(mark[1], 1);
      }
      edit.changes.iterChangedRanges((_fromA, _toA, fromB, toB) => marks.push([fromB, toB]));
      length = edit.after.length;
    }
    if (own.length === 0 || length !== doc.text.length) continue;
    const index = indexOf(doc.text);
    const found = new Set<number>();
    for (const [from, to] of marks.slice(-64)) {
      const last = Math.min(rowAt(index, to), rowAt(index, from) + 60);
      for (let row = rowAt(index, from); row <= last; row++) found.add(row);
    }
    rows.set(doc.id, [...found]);
  }
  return rows;
}

export interface DocRows {
  readonly doc: DocumentSnapshot;
  readonly index: TextIndex;
  readonly rows: Map<number, Float64Array>;
  readonly words: Map<number, { word: string; sort: number; weight: number }>;
  /** What holds for all rows of the document; set when the first one is described. */
  base: Float64Array | null;
}

/** How much each sort of word counts for the choice of the rows that are looked at closely. */
export const ROUGH = [3, 1.6, 1.6, 0.5, 0.25, 1];

/** Adds up the words of the trail for each row of a document. */
export function rowsOf(doc: DocumentSnapshot, scene: Scene): DocRows {
  const index = indexOf(doc.text);
  const rows = new Map<number, Float64Array>();
  const words: DocRows["words"] = new Map();
  const edited = new Set(scene.editedRows.get(doc.id) ?? []);
  for (const [word, { weight, last }] of scene.trail) {
    const count = scene.counts.get(word)!;
    if (count === 0 || count > COMMON) continue;
    const rare = rarity(count);
    for (const row of rowsOfWord(index, word)) {
      if (edited.has(row)) continue;
      let slots = rows.get(row);
      if (!slots) rows.set(row, (slots = new Float64Array(SLOTS)));
      let best = 0;
      let bestSort = 0;
      for (let sort = 0; sort < SORT_COUNT; sort++) {
        const value = weight[sort]! * rare;
        if (value === 0) continue;
        slots[sort]! += value;
        if (value > slots[SORT_COUNT + sort]!) slots[SORT_COUNT + sort] = value;
        slots[2 * SORT_COUNT + sort]! += last[sort]! * rare;
        if (value * ROUGH[sort]! > best) [best, bestSort] = [value * ROUGH[sort]!, sort];
      }
      const known = words.get(row);
      if (!known || known.weight < best) words.set(row, { word, sort: bestSort, weight: best });
    }
  }
  return { doc, index, rows, words, base: null };
}

/** 1 for a word that stands once, less for one that stands everywhere. */
function rarity(count: number): number {
  return 1 / (1 + 0.6 * Math.log2(count));
}

const IMPORTS = new WeakMap<TextIndex, number>();
/** Rows in which a file's imports are looked for. */
export const HEAD = 120;

export function lastImport(index: TextIndex): number {
  const known = IMPORTS.get(index);
  if (known !== undefined) return known;
  let last = -1;
  for (let row = 0; row < Math.min(HEAD, index.lines.length); row++) {
    if (isImportLine(index.lines[row]!.text)) last = row;
  }
  IMPORTS.set(index, last);
  return last;
}
