/** Names that follow from a rename: the same in another case style, its plural, longer names with it. */
import { countOf, indexOf } from "../../patterns/edits/text-index.ts";
import { logScale } from "../../patterns/logistic.ts";
import {
  coreOf,
  type DerivedName,
  derivedNames,
  type Kinship,
} from "../../patterns/names/name-pair.ts";
import { currentRules, editRuns, type RenameRule } from "../../patterns/names/rename-rule.ts";
import { folded, foldedRows } from "../../patterns/names/word-index.ts";
import {
  changeOf,
  type DocumentSnapshot,
  type PredictionAnswer,
  type PredictionSnapshot,
  type Predictor,
  type Traits,
} from "../../text/prediction.ts";
import { lineText, rowOf, rowStart } from "../../text/text.ts";
import type { NextSlice } from "../slice.ts";
import { isUnfinished } from "./history.ts";
import { logistic, type Weights } from "./logistic.ts";
import { reasonOf, sortAt } from "./rename.ts";
import { sliced, type Work } from "./sliced.ts";

/** Rules that are gone on with, and how many runs old they may be. */
const MOST_RULES = 4;
const OLDEST = 10;
const MOST_ROWS = 24;
const MOST = 8;
/** Names with fewer letters are part of too many others. */
const SHORTEST = 4;

const WEIGHTS: Weights = {
  bias: -3,
  age: -1,
  below: 1.8,
  comment: 1,
  core: -0.2,
  declared: 1.4,
  edited: -1.8,
  exactLeft: 0.5,
  inside: -1.2,
  isNew: 0.7,
  long: 0.9,
  lower: 0.6,
  made: 2,
  near: 1.1,
  number: -0.8,
  onRow: -1.6,
  rowsFound: -1.4,
  sameDoc: -0.5,
  spaced: -1,
  string: -0.3,
  style: -0.2,
  taken: -0.2,
  words: 0.4,
};

export function derived(nextSlice: NextSlice): Predictor {
  return sliced("derived", predictDerived, nextSlice);
}

function* predictDerived(snapshot: PredictionSnapshot): Work {
  if (isUnfinished(snapshot)) return [];
  const rules = currentRules(editRuns(snapshot.edits))
    .filter(({ age, made, pure }) => age <= OLDEST && (pure || made > 1))
    .filter(({ pair }) => folded(pair.oldText).length >= SHORTEST)
    .slice(0, MOST_RULES);
  const found: PredictionAnswer[] = [];
  for (const rule of rules) {
    for (const doc of [snapshot.doc, ...snapshot.others]) {
      found.push(...(yield* inDoc(rule, doc, snapshot)));
    }
  }
  return found.sort((a, b) => b.probability - a.probability).slice(0, MOST);
}

/** What is searched for: the words that changed, which all derived names have in common. */
function fold({ pair }: RenameRule): string {
  const core = coreOf(pair)?.[0] ?? pair.old.spelled;
  const word = folded(core.join(""));
  // The plural may end in another way (`entry`, `entries`).
  const stem = word.endsWith("y") || word.endsWith("s") ? word.slice(0, -1) : word;
  return stem.length < SHORTEST ? folded(pair.oldText) : stem;
}

function* inDoc(
  rule: RenameRule,
  doc: DocumentSnapshot,
  snapshot: PredictionSnapshot,
): Generator<void, PredictionAnswer[]> {
  const rows = yield* foldedRows(doc.text, fold(rule));
  if (rows.length === 0) return [];
  const cursor = doc.id === snapshot.doc.id ? rowOf(doc.text, doc.pos) : 0;
  const near = rows.filter((row) => row >= cursor).concat(rows.filter((row) => row < cursor));
  const found: { row: number; names: DerivedName[] }[] = [];
  for (const row of near.slice(0, MOST_ROWS)) {
    const names = derivedNames(rule.pair, lineText(doc.text, row));
    const strong = names.filter(({ kinship }) => kinship !== "core");
    if (names.length > 0) found.push({ row, names: strong.length > 0 ? strong : names });
    if (found.length % 4 === 3) yield;
  }
  return found.map(({ row, names }) => answer(rule, doc, row, names, found.length, snapshot));
}

const KINSHIPS: readonly Kinship[] = ["style", "inside", "number", "core"];

function answer(
  rule: RenameRule,
  doc: DocumentSnapshot,
  row: number,
  names: readonly DerivedName[],
  rowsFound: number,
  snapshot: PredictionSnapshot,
): PredictionAnswer {
  const start = rowStart(doc.text, row);
  const hunks = names.map(({ from, to, insert }) => ({
    from: start + from,
    to: start + to,
    insert,
  }));
  const line = lineText(doc.text, row);
  const [first] = names as [DerivedName];
  const here = doc.id === snapshot.doc.id;
  const cursor = here ? rowOf(doc.text, doc.pos) : -1;
  const { pair } = rule;
  const exact = countOf(indexOf(doc.text), pair.oldText);
  const traits: Traits = {
    made: logScale(rule.made, 6),
    age: logScale(rule.age, 16),
    pure: rule.pure ? 1 : 0,
    declared: rule.declared ? 1 : 0,
    taken: rule.taken ? 1 : 0,
    words: Math.min(1, (first.words - 1) / 2),
    below: here && row >= cursor ? 1 : 0,
    near: here ? 1 - logScale(Math.abs(row - cursor), 400) : 0,
    sameDoc: doc.id === rule.doc ? 1 : 0,
    comment: sortAt(line, first.from) === "comment" ? 1 : 0,
    string: sortAt(line, first.from) === "string" ? 1 : 0,
    // The rename itself is left to be made here: that comes first.
    exactLeft: logScale(exact, 8),
    rowsFound: logScale(rowsFound, 16),
    onRow: logScale(names.length - 1, 3),
    long: Math.min(1, folded(pair.oldText).length / 16),
    edited: snapshot.edits.some((edit) => edit.doc === doc.id) ? 1 : 0,
    spaced: /[\s]/.test(line.slice(first.from, first.to)) ? 1 : 0,
    lower: pair.oldText === pair.oldText.toLowerCase() && pair.old.parts.length === 1 ? 1 : 0,
    isNew: wasRenamed(line, first) ? 1 : 0,
    [first.kinship]: 1,
  };
  for (const kinship of KINSHIPS) if (!(kinship in traits)) Object.assign(traits, { [kinship]: 0 });
  const changes = changeOf(hunks, doc.text.length);
  return {
    doc: doc.id,
    revision: doc.revision,
    changes,
    cursor: changes.mapPos(hunks[hunks.length - 1]!.to, 1),
    probability: logistic(WEIGHTS, traits),
    reason: `${reasonOf(pair.oldText, pair.newText, rule.made)}; \`${around(line, first)}\` is named after it`,
    traits,
    group: `derived ${pair.oldText} ${pair.newText}`,
  };
}

/** The new name stands on the row already. */
function wasRenamed(line: string, name: DerivedName): boolean {
  return line.includes(name.insert);
}

/** The whole name that a derived part stands in. */
function around(line: string, { from, to }: DerivedName): string {
  const left = /[\p{L}\p{N}_$]*$/u.exec(line.slice(0, from))![0];
  const right = /^[\p{L}\p{N}_$]*/u.exec(line.slice(to))![0];
  return left + line.slice(from, to) + right;
}
