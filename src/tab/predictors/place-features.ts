/** What speaks for a row as the place of the next edit, as numbers 0 to 1. */
import { indexOf } from "../../patterns/edits/text-index.ts";
import { type TokenLine, tokenLine } from "../../patterns/edits/token-line.ts";
import { logScale } from "../../patterns/logistic.ts";
import { type WordChange, wordChanges } from "../../patterns/names/edit-words.ts";
import { definedName, enclosing } from "../../patterns/names/enclosing.ts";
import { isImportLine } from "../../patterns/names/import-line.ts";
import { fileKind, folderLikeness, isIndexFile, stemOf } from "../../patterns/names/relation.ts";
import type { EditRun } from "../../patterns/names/rename-rule.ts";
import { Likeness, SORTS } from "../../patterns/names/trail.ts";
import { folded } from "../../patterns/names/word-index.ts";
import type { DocumentSnapshot, RecordedEdit } from "../../text/prediction.ts";
import {
  type DocRows,
  HEAD,
  lastImport,
  ROUGH,
  type Scene,
  SLOTS,
  SORT_COUNT,
} from "./place-scene.ts";

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
  "editNear",
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
  "hereBest",
  "hereGone",
  "hereLeft",
  "hereEdits",
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

interface Example {
  readonly doc: number;
  readonly before: TokenLine;
  readonly after: TokenLine;
  readonly age: number;
}

export interface Context {
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
  /** Of the document of the cursor, below it: the best row, rows with words that went, its share. */
  readonly hereBest: number;
  readonly hereGone: number;
  readonly hereLeft: number;
  /** How many edits there were in it. */
  readonly hereEdits: number;
  readonly skipped: number;
}

const MOST_EXAMPLES = 8;

export function contextOf(scene: Scene, all: readonly DocRows[]): Context {
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
  let hereBest = 0;
  let hereGone = 0;
  let skipped = 0;
  let goneRows = 0;
  for (const own of all) {
    const here = own.doc.id === scene.snapshot.doc.id;
    for (const [row, slots] of own.rows) {
      if (here && row > scene.cursorRow) {
        let sum = 0;
        for (let sort = 0; sort < SORT_COUNT; sort++) sum += ROUGH[sort]! * slots[sort]!;
        hereBest = Math.max(hereBest, sum);
        if (slots[SORT_COUNT]! >= 0.2) hereGone++;
      }
      if (slots[SORT_COUNT]! < 0.2) continue;
      goneRows++;
      if (here && row < scene.cursorRow) skipped++;
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
    hereBest: Math.min(1, hereBest / 6),
    hereGone: logScale(hereGone, 16),
    hereLeft: 1 - scene.cursorRow / Math.max(1, scene.snapshot.doc.text.lines),
    hereEdits: logScale(
      scene.snapshot.edits.filter((edit) => edit.doc === scene.snapshot.doc.id).length,
      16,
    ),
  };
}

function exampleOf(run: EditRun, change: WordChange, age: number): Example {
  const row = run.before.lineAt(change.from);
  const before = indexOf(run.before).lines[row.number - 1]!;
  const after = tokenLine(run.after.lineAt(Math.min(change.at, run.after.length)).text);
  return { doc: run.doc, before, after, age };
}

export function describe(
  own: DocRows,
  row: number,
  rank: number,
  docRank: number,
  context: Context,
): RowCandidate {
  own.base ??= describeDoc(own, context);
  const values = own.base.slice();
  const set = setter(values);
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
  set("rank", 1 - logScale(rank, 80));
  set("docRank", 1 - logScale(docRank, 40));
  const here = doc.id === snapshot.doc.id;
  const delta = here ? row - scene.cursorRow : 0;
  set("below", here && delta > 0);
  set("above", here && delta < 0);
  set("distance", here ? logScale(Math.abs(delta), 1000) : 0);
  const edited = scene.editedRows.get(doc.id) ?? [];
  let apart = Number.POSITIVE_INFINITY;
  for (const other of edited) apart = Math.min(apart, Math.abs(other - row));
  set("edited", apart <= 2);
  set("editNear", 1 - logScale(Math.min(apart, 200), 200));
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
  set("repeatsGone", slots && slots[SORT_COUNT]! > 0.2 ? 1 - logScale(context.goneRows, 32) : 0);
  const word = own.words.get(row);
  return { doc, row, values, word: word?.word ?? null, wordSort: word?.sort ?? -1 };
}

function setter(values: Float64Array): Set_ {
  return (name, value) => {
    values[AT[name]] = Number(value);
  };
}

/** The features that all rows of a document have in common. */
function describeDoc(own: DocRows, context: Context): Float64Array {
  const values = new Float64Array(FEATURES.length);
  const set = setter(values);
  const { scene } = context;
  const { snapshot } = scene;
  const here = own.doc.id === snapshot.doc.id;
  const best = context.docBest.get(own)!;
  set("docGone", best[0]!);
  set("docCome", best[1]!);
  set("docBest", Math.min(1, best[2]! / 6));
  set("here", here);
  const edited = (scene.editedRows.get(own.doc.id) ?? []).length > 0;
  set("editedDoc", edited);
  set("leftDoc", !here && edited);
  setFile(own.doc, here, context, snapshot.edits[snapshot.edits.length - 1], set);
  set("skipped", logScale(context.skipped, 16));
  set("goneShare", logScale(context.goneRows, 32));
  set("hereBest", context.hereBest);
  set("hereGone", context.hereGone);
  set("hereLeft", context.hereLeft);
  set("hereEdits", context.hereEdits);
  set("docSize", logScale(own.index.lines.length, 3000));
  set("others", Math.min(1, snapshot.others.length / 10));
  return values;
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
