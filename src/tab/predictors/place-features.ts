/** The rows that the next edit may belong to, and what speaks for each of them, as numbers 0 to 1. */
import { indexOf, rowAt, rowsWith, type TextIndex } from "../../patterns/edits/text-index.ts";
import { type TokenLine, tokenLine } from "../../patterns/edits/token-line.ts";
import { type WordChange, wordChanges } from "../../patterns/names/edit-words.ts";
import { definedName, enclosing } from "../../patterns/names/enclosing.ts";
import { isImportLine } from "../../patterns/names/import-line.ts";
import { fileKind, folderLikeness, isIndexFile, stemOf } from "../../patterns/names/relation.ts";
import { type EditRun, editRuns } from "../../patterns/names/rename-rule.ts";
import { Likeness, SORTS, trailOf } from "../../patterns/names/trail.ts";
import { folded } from "../../patterns/names/word-index.ts";
import type { DocumentSnapshot, PredictionSnapshot, RecordedEdit } from "../../text/prediction.ts";
import { ChangeSet } from "../../text/text.ts";
import { logScale } from "./logistic.ts";

const SORT_COUNT = SORTS.length;
/** Numbers kept of a row: sum and greatest of each sort over the whole trail, sum for the last run. */
const SLOTS = 3 * SORT_COUNT;
/** Words that stand more often than this in all texts say nothing. */
const COMMON = 400;
/** Rows that get all their features. */
const MOST_ROWS = 72;
/** Rows of one document among them. */
const MOST_IN_DOC = 40;
/** Rows on either side of the cursor that are no places to jump to. */
const IN_SIGHT = 5;

export const FEATURES = [
  ...SORTS.map((sort) => `${sort}Sum` as const),
  ...SORTS.map((sort) => `${sort}Most` as const),
  ...SORTS.map((sort) => `${sort}Last` as const),
  "goneNear",
  "allNear",
  "docGone",
  "docCome",
  "docBest",
  "rank",
  "docRank",
  "here",
  "below",
  "above",
  "distance",
  "edited",
  "editedDoc",
  "leftDoc",
  "sameKind",
  "toTest",
  "toDocs",
  "toConfig",
  "fromTest",
  "isTest",
  "isDocs",
  "isConfig",
  "sameStem",
  "folder",
  "stemTrail",
  "stemEdited",
  "index",
  "importRow",
  "importRowNew",
  "importGone",
  "defines",
  "definesTrail",
  "blank",
  "closing",
  "comment",
  "sameIndent",
  "alike",
  "alikeLast",
  "alikeSibling",
  "sameShape",
  "sameSymbol",
  "symbolTrail",
  "lastRow",
  "firstRow",
  "wordShare",
  "lineLength",
  "skipped",
  "goneShare",
  "repeatsGone",
  "docSize",
  "others",
] as const;
export type FeatureName = (typeof FEATURES)[number];

const AT = Object.fromEntries(FEATURES.map((name, at) => [name, at])) as Record<
  FeatureName,
  number
>;

export interface RowCandidate {
  readonly doc: DocumentSnapshot;
  /** 0-based. */
  readonly row: number;
  readonly values: Float64Array;
  /** The rarest word of the trail that stands here, if one does; for the reason. */
  readonly word: string | null;
  readonly wordSort: number;
}

/** What the questions about one snapshot have in common. */
export interface Scene {
  readonly snapshot: PredictionSnapshot;
  readonly runs: readonly EditRun[];
  readonly trail: ReturnType<typeof trailOf>;
  /** How often each word of the trail stands in all texts. */
  readonly counts: ReadonlyMap<string, number>;
  readonly docs: readonly DocumentSnapshot[];
  /** Rows that were edited, by document, in its text now. */
  readonly editedRows: ReadonlyMap<number, readonly number[]>;
  readonly cursorRow: number;
  /** The change of nothing in a document. */
  noChange(doc: DocumentSnapshot): ChangeSet;
}

export function sceneOf(snapshot: PredictionSnapshot): Scene {
  const runs = editRuns(snapshot.edits);
  const trail = trailOf(runs);
  const docs = [snapshot.doc, ...snapshot.others];
  const counts = new Map<string, number>();
  const indexes = docs.map((doc) => indexOf(doc.text));
  for (const word of trail.keys()) {
    let count = 0;
    for (const index of indexes) count += rowsOfWord(index, word).length;
    counts.set(word, count);
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
function rowsOfWord(index: TextIndex, word: string): readonly number[] {
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

interface DocRows {
  readonly doc: DocumentSnapshot;
  readonly index: TextIndex;
  readonly rows: Map<number, Float64Array>;
  readonly words: Map<number, { word: string; sort: number; weight: number }>;
}

/** How much each sort of word counts for the choice of the rows that are looked at closely. */
const ROUGH = [3, 1.6, 1.6, 0.5, 0.25, 1];

/** The candidates, the likeliest by a rough measure first. */
export function candidates(scene: Scene): RowCandidate[] {
  const { snapshot } = scene;
  if (scene.runs.length === 0) return [];
  const all = scene.docs.map((doc) => rowsOf(doc, scene));
  const rough: { own: DocRows; row: number; score: number }[] = [];
  for (const own of all) {
    const list: { own: DocRows; row: number; score: number }[] = [];
    for (const [row, slots] of own.rows) {
      if (isInSight(own.doc, row, scene)) continue;
      let score = 0;
      for (let sort = 0; sort < SORT_COUNT; sort++) {
        score += ROUGH[sort]! * (slots[sort]! + slots[SORT_COUNT + sort]!);
      }
      list.push({ own, row, score });
    }
    list.sort((a, b) => b.score - a.score || a.row - b.row);
    const here = own.doc.id === snapshot.doc.id;
    rough.push(...spread(list, here ? MOST_IN_DOC : MOST_IN_DOC / 2));
  }
  rough.sort((a, b) => b.score - a.score);
  const chosen = rough.slice(0, MOST_ROWS);
  for (const own of all) chosen.push(...always(own, scene, chosen));
  const context = contextOf(scene, all);
  const ranks = new Map<number, number>();
  return chosen.map((choice, rank) => {
    const docRank = ranks.get(choice.own.doc.id) ?? 0;
    ranks.set(choice.own.doc.id, docRank + 1);
    return describe(choice.own, choice.row, rank, docRank, context);
  });
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
function always(
  own: DocRows,
  scene: Scene,
  chosen: readonly { own: DocRows; row: number }[],
): { own: DocRows; row: number; score: number }[] {
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

const IMPORTS = new WeakMap<TextIndex, number>();
/** Rows in which a file's imports are looked for. */
const HEAD = 120;

function lastImport(index: TextIndex): number {
  const known = IMPORTS.get(index);
  if (known !== undefined) return known;
  let last = -1;
  for (let row = 0; row < Math.min(HEAD, index.lines.length); row++) {
    if (isImportLine(index.lines[row]!.text)) last = row;
  }
  IMPORTS.set(index, last);
  return last;
}

/** Adds up the words of the trail for each row of a document. */
function rowsOf(doc: DocumentSnapshot, scene: Scene): DocRows {
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
  return { doc, index, rows, words };
}

/** 1 for a word that stands once, less for one that stands everywhere. */
function rarity(count: number): number {
  return 1 / (1 + 0.6 * Math.log2(count));
}

interface Example {
  readonly doc: number;
  readonly before: TokenLine;
  readonly after: TokenLine;
  readonly age: number;
}

interface Context {
  readonly scene: Scene;
  readonly examples: readonly Example[];
  readonly before: Likeness;
  readonly after: Likeness;
  readonly symbols: ReadonlySet<string>;
  readonly docBest: ReadonlyMap<DocRows, readonly number[]>;
  /** Words put in that the document of the cursor knows from nowhere else. */
  readonly lastPath: string;
  readonly come: ReadonlySet<string>;
  /** The words that count most, folded. */
  readonly names: readonly string[];
  /** The stems of the files that were edited. */
  readonly stems: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
  /** Rows above the cursor that hold a word that went, by document. */
  readonly goneRows: number;
  readonly skipped: number;
}

const MOST_EXAMPLES = 8;

function contextOf(scene: Scene, all: readonly DocRows[]): Context {
  const examples: Example[] = [];
  scene.runs.slice(0, MOST_EXAMPLES).forEach((run, age) => {
    const [change] = wordChanges(run);
    if (change) examples.push(exampleOf(run, change, age));
  });
  const symbols = new Set<string>();
  const come = new Set<string>();
  const gone = new Set<string>();
  const names: string[] = [];
  for (const [word, { weight, last }] of scene.trail) {
    if (weight[0]! + weight[1]! + weight[5]! > 0.4) names.push(folded(word));
    if (weight[5]! > 0.4) symbols.add(word);
    if (last[1]! > 0) come.add(word);
    if (weight[0]! > 0.3) gone.add(word);
  }
  const docBest = new Map(
    all.map((own) => {
      const best = [0, 0, 0];
      for (const slots of own.rows.values()) {
        best[0] = Math.max(best[0]!, slots[SORT_COUNT]!);
        best[1] = Math.max(best[1]!, slots[SORT_COUNT + 1]!);
        let sum = 0;
        for (let sort = 0; sort < SORT_COUNT; sort++) sum += ROUGH[sort]! * slots[sort]!;
        best[2] = Math.max(best[2]!, sum);
      }
      return [own, best] as const;
    }),
  );
  let skipped = 0;
  let goneRows = 0;
  for (const own of all) {
    for (const [row, slots] of own.rows) {
      if (slots[SORT_COUNT]! < 0.2) continue;
      goneRows++;
      if (own.doc.id === scene.snapshot.doc.id && row < scene.cursorRow) skipped++;
    }
  }
  return {
    scene,
    examples,
    before: new Likeness(examples.map((example) => example.before)),
    after: new Likeness(examples.map((example) => example.after)),
    symbols,
    docBest,
    names,
    stems: new Set(scene.snapshot.edits.map((edit) => stemOf(edit.path ?? ""))),
    lastPath: scene.snapshot.doc.path ?? "",
    come,
    gone,
    goneRows,
    skipped,
  };
}

function exampleOf(run: EditRun, change: WordChange, age: number): Example {
  const row = run.before.lineAt(change.from);
  const before = indexOf(run.before).lines[row.number - 1]!;
  const after = tokenLine(run.after.lineAt(Math.min(change.at, run.after.length)).text);
  return { doc: run.doc, before, after, age };
}

function describe(
  own: DocRows,
  row: number,
  rank: number,
  docRank: number,
  context: Context,
): RowCandidate {
  const values = new Float64Array(FEATURES.length);
  const set = (name: FeatureName, value: number | boolean) => {
    values[AT[name]] = Number(value);
  };
  const { scene } = context;
  const { snapshot } = scene;
  const { doc, index } = own;
  const line = index.lines[row]!;
  const slots = own.rows.get(row);
  if (slots) {
    for (let slot = 0; slot < SLOTS; slot++) values[slot] = Math.min(2, slots[slot]!) / 2;
  }
  let goneNear = 0;
  let allNear = 0;
  for (let r = row - 3; r <= row + 3; r++) {
    const other = r === row ? undefined : own.rows.get(r);
    if (!other) continue;
    goneNear = Math.max(goneNear, other[SORT_COUNT]!);
    for (let sort = 0; sort < SORT_COUNT; sort++) allNear += ROUGH[sort]! * other[sort]!;
  }
  set("goneNear", goneNear);
  set("allNear", Math.min(1, allNear / 8));
  const best = context.docBest.get(own)!;
  set("docGone", best[0]!);
  set("docCome", best[1]!);
  set("docBest", Math.min(1, best[2]! / 6));
  set("rank", 1 - logScale(rank, 80));
  set("docRank", 1 - logScale(docRank, 40));
  const here = doc.id === snapshot.doc.id;
  const delta = here ? row - scene.cursorRow : 0;
  set("here", here);
  set("below", here && delta > 0);
  set("above", here && delta < 0);
  set("distance", here ? logScale(Math.abs(delta), 1000) : 0);
  const edited = scene.editedRows.get(doc.id) ?? [];
  set(
    "edited",
    edited.some((r) => Math.abs(r - row) <= 2),
  );
  const last = snapshot.edits[snapshot.edits.length - 1];
  set("editedDoc", edited.length > 0);
  set("leftDoc", !here && edited.length > 0);
  setFile(doc, here, context, last, set);
  const imports = isImportLine(line.text);
  const head = row <= lastImport(index) + 1 && row < HEAD;
  set("importRow", imports || row === lastImport(index));
  set("importRowNew", head && (imports || row === lastImport(index)) && context.come.size > 0);
  set("importGone", imports && line.tokens.some((token) => context.gone.has(token)));
  const defined = definedName(line);
  set("defines", defined !== null);
  set("definesTrail", defined !== null && scene.trail.has(defined));
  set("blank", line.tokens.length === 0);
  set("closing", line.tokens.length > 0 && !line.wordy);
  set("comment", /^\s*(?:\/\/|#|\*|\/\*)/.test(line.text));
  setLikeness(line, doc.id, context, set);
  const around = enclosing(doc.text, row);
  const cursorAround = here ? enclosing(doc.text, scene.cursorRow) : [];
  set("sameSymbol", around.length > 0 && around[0]!.row === cursorAround[0]?.row);
  set(
    "symbolTrail",
    around.some(({ name }) => context.symbols.has(name)),
  );
  set("lastRow", row >= index.lines.length - 2);
  set("firstRow", row <= 1);
  const words = line.tokens.filter((token) => /\w/.test(token));
  const shared = words.filter((word) => scene.trail.has(word)).length;
  set("wordShare", words.length === 0 ? 0 : shared / words.length);
  set("lineLength", Math.min(1, line.tokens.length / 24));
  set("skipped", logScale(context.skipped, 16));
  set("goneShare", logScale(context.goneRows, 32));
  set("repeatsGone", slots && slots[SORT_COUNT]! > 0.2 ? 1 - logScale(context.goneRows, 32) : 0);
  set("docSize", logScale(index.lines.length, 3000));
  set("others", Math.min(1, snapshot.others.length / 10));
  const word = own.words.get(row);
  return { doc, row, values, word: word?.word ?? null, wordSort: word?.sort ?? -1 };
}

type Set_ = (name: FeatureName, value: number | boolean) => void;

function setFile(
  doc: DocumentSnapshot,
  here: boolean,
  context: Context,
  last: RecordedEdit | undefined,
  set: Set_,
): void {
  const path = doc.path ?? "";
  const kind = fileKind(path);
  const lastKind = fileKind(last?.path ?? context.lastPath);
  set("isTest", kind === "test");
  set("isDocs", kind === "docs");
  set("isConfig", kind === "config");
  if (here) return;
  set("sameKind", kind === lastKind);
  set("toTest", kind === "test" && lastKind !== "test");
  set("toDocs", kind === "docs" && lastKind !== "docs");
  set("toConfig", kind === "config" && lastKind !== "config");
  set("fromTest", lastKind === "test" && kind === "source");
  set("sameStem", stemOf(path) === stemOf(context.lastPath));
  const stem = folded(stemOf(path));
  set("stemTrail", stem.length > 3 && context.names.some((name) => name.includes(stem)));
  set("stemEdited", context.stems.has(stemOf(path)));
  set("folder", folderLikeness(path, context.lastPath));
  set("index", isIndexFile(path));
}

function setLikeness(line: TokenLine, doc: number, context: Context, set: Set_): void {
  const before = context.before.to(line);
  const after = context.after.to(line);
  let [alike, sibling, sameShape] = [0, 0, 0];
  context.examples.forEach((example, at) => {
    const fade = 0.9 ** example.age;
    alike = Math.max(alike, before[at]! * fade);
    if (example.age === 0) set("alikeLast", before[at]!);
    sibling = Math.max(sibling, after[at]! * fade);
    if (line.shape !== "" && line.shape === example.before.shape) {
      sameShape = Math.max(sameShape, fade);
    }
  });
  set("alike", alike);
  set("alikeSibling", sibling);
  set("sameShape", sameShape);
  const [first] = context.examples;
  set("sameIndent", first?.doc === doc && first.before.indent === line.indent);
}
