/** Goes on with a rename: a name that the last edits changed, wherever else it stands. */

import { countOf, indexOf, rowsWith } from "../../patterns/edits/text-index.ts";
import { isWordToken } from "../../patterns/edits/token-line.ts";
import { logScale } from "../../patterns/logistic.ts";
import { enclosing } from "../../patterns/names/enclosing.ts";
import { folderLikeness } from "../../patterns/names/relation.ts";
import {
  currentRules,
  declaresAfter,
  editRuns,
  type RenameRule,
} from "../../patterns/names/rename-rule.ts";
import { wordPlaces } from "../../patterns/names/word-index.ts";
import {
  changeOf,
  type DocumentSnapshot,
  type Hunk,
  type PredictionAnswer,
  type PredictionSnapshot,
  type Predictor,
  type Traits,
} from "../../text/prediction.ts";
import { rowOf, rowStart } from "../../text/text.ts";
import type { NextSlice } from "../slice.ts";
import { isUnfinished } from "./history.ts";
import { logistic, type Weights } from "./logistic.ts";
import { sliced, type Work } from "./sliced.ts";

/** Rules of the history that are gone on with. */
const MOST_RULES = 8;
/** Rows given for the document of the cursor, and for all others together. */
const HERE = 8;
const ELSEWHERE = 8;
/** Rows described before others may have a turn. */
const AT_ONCE = 3;
/** Names shorter than this follow only within the block in which they were renamed. */
const SHORT = 2;

const WEIGHTS: Weights = {
  bias: -2.5,
  age: -1.2,
  below: 2.4,
  beside: -0.3,
  contested: -1,
  declared: 0.55,
  declares: -0.55,
  edited: -1.7,
  folder: -0.75,
  kin: 0.1,
  leftHome: -0.4,
  leftRight: 0.2,
  long: 1.8,
  member: 0.6,
  near: 0.5,
  newHere: -0.4,
  onRow: -1.4,
  once: -1.2,
  passed: -1,
  pure: 1.65,
  right: 0.8,
  rowsLeft: -1.3,
  sameBlock: 0.6,
  short: 0.1,
  strangeMember: -0.5,
  string: 0.15,
  taken: -1,
  words: 0.25,
};

export function rename(nextSlice: NextSlice): Predictor {
  return sliced("rename", predictRename, nextSlice);
}

function* predictRename(snapshot: PredictionSnapshot): Work {
  if (isUnfinished(snapshot)) return [];
  const rules = currentRules(editRuns(snapshot.edits)).slice(0, MOST_RULES);
  if (rules.length === 0) return [];
  const here = (yield* rowsIn(snapshot.doc, rules, snapshot)).slice(0, HERE);
  const elsewhere: PredictionAnswer[] = [];
  for (const doc of snapshot.others) {
    yield;
    elsewhere.push(...(yield* rowsIn(doc, rules, snapshot)).slice(0, 3));
  }
  const found = [
    ...here,
    ...elsewhere.sort((a, b) => b.probability - a.probability).slice(0, ELSEWHERE),
  ];
  return found.sort((a, b) => b.probability - a.probability);
}

interface Occurrence {
  readonly rule: RenameRule;
  readonly row: number;
  readonly col: number;
}

/** The rows of a document with names to rename, all names of a row together. */
function* rowsIn(
  doc: DocumentSnapshot,
  rules: readonly RenameRule[],
  snapshot: PredictionSnapshot,
): Generator<void, PredictionAnswer[]> {
  const rows = new Map<number, Occurrence[]>();
  for (const rule of rules) {
    if (rule.pair.oldText.length < SHORT && doc.id !== rule.doc) continue;
    for (const { row, col } of wordPlaces(doc.text, rule.pair.oldText)) {
      const list = rows.get(row);
      if (list) list.push({ rule, row, col });
      else rows.set(row, [{ rule, row, col }]);
    }
  }
  if (rows.size === 0) return [];
  const order = ordered([...rows.keys()], doc, snapshot).slice(0, 2 * HERE);
  const answers: PredictionAnswer[] = [];
  for (const row of order) {
    answers.push(answer(doc, rows.get(row)!, snapshot));
    if (answers.length % AT_ONCE === 0) yield;
  }
  return answers;
}

/** Below the cursor first, the nearest first; then above, top to bottom. */
function ordered(rows: number[], doc: DocumentSnapshot, snapshot: PredictionSnapshot): number[] {
  rows.sort((a, b) => a - b);
  if (doc.id !== snapshot.doc.id) return rows;
  const at = rowOf(doc.text, doc.pos);
  return [...rows.filter((row) => row >= at), ...rows.filter((row) => row < at)];
}

function answer(
  doc: DocumentSnapshot,
  places: readonly Occurrence[],
  snapshot: PredictionSnapshot,
): PredictionAnswer {
  const start = rowStart(doc.text, places[0]!.row);
  const hunks: Hunk[] = [...places]
    .sort((a, b) => a.col - b.col)
    .map(({ rule, col }) => ({
      from: start + col,
      to: start + col + rule.pair.oldText.length,
      insert: rule.pair.newText,
    }));
  const best = places.reduce((a, b) => (b.rule.made > a.rule.made ? b : a));
  const traits = traitsOf(doc, best, places.length, snapshot);
  const { oldText, newText } = best.rule.pair;
  const last = hunks[hunks.length - 1]!;
  const changes = changeOf(hunks, doc.text.length);
  return {
    doc: doc.id,
    revision: doc.revision,
    changes,
    cursor: changes.mapPos(last.to, 1),
    probability: logistic(WEIGHTS, traits),
    reason: reasonOf(oldText, newText, best.rule.made),
    traits,
    group: `rename ${oldText} ${newText}`,
  };
}

export function reasonOf(old: string, fresh: string, made: number): string {
  const where = made > 1 ? ` in ${made} places` : "";
  return `you renamed \`${old}\` → \`${fresh}\`${where}`;
}

function traitsOf(
  doc: DocumentSnapshot,
  place: Occurrence,
  onRow: number,
  snapshot: PredictionSnapshot,
): Traits {
  const { rule, row, col } = place;
  const index = indexOf(doc.text);
  const line = index.lines[row]!;
  const at = line.starts.indexOf(col);
  const left = line.tokens[at - 1] ?? "";
  const right = line.tokens[at + 1] ?? "";
  const { oldText, newText, old } = rule.pair;
  const total = countOf(index, oldText);
  const sort = sortAt(line.text, col);
  const home = doc.id === rule.doc;
  const cursorRow = doc.id === snapshot.doc.id ? rowOf(doc.text, doc.pos) : -1;
  const from = snapshot.edits.findLast((edit) => edit.doc === rule.doc);
  const homeDoc = home ? doc : snapshot.others.find((other) => other.id === rule.doc);
  const leftHome = homeDoc ? countOf(indexOf(homeDoc.text), oldText) : 0;
  return {
    made: logScale(rule.made, 6),
    once: rule.made === 1 ? 1 : 0,
    age: logScale(rule.age, 16),
    declared: rule.declared ? 1 : 0,
    taken: rule.taken ? 1 : 0,
    beside: logScale(rule.beside, 4),
    pure: rule.pure ? 1 : 0,
    contested: logScale(rule.contested, 4),
    kin: kinship(rule),
    passed: logScale(passed(rule, doc, snapshot), 8),
    leftHome: home ? 0 : logScale(leftHome, 16),
    left: rule.lefts.has(left) ? 1 : 0,
    right: rule.rights.has(right) ? 1 : 0,
    leftRight: rule.lefts.has(left) && rule.rights.has(right) ? 1 : 0,
    member: left === "." && !rule.lefts.has(".") ? 1 : 0,
    strangeMember: left !== "." && rule.lefts.has(".") ? 1 : 0,
    declares: declaresAfter(line.text.slice(0, col)) ? 1 : 0,
    comment: sort === "comment" ? 1 : 0,
    string: sort === "string" ? 1 : 0,
    sameDoc: home ? 1 : 0,
    sameBlock: home && cursorRow >= 0 && sameBlock(doc, row, cursorRow) ? 1 : 0,
    below: cursorRow >= 0 && row >= cursorRow ? 1 : 0,
    near: cursorRow >= 0 ? 1 - logScale(Math.abs(row - cursorRow), 400) : 0,
    rowsLeft: logScale(total - 1, 32),
    done: rule.made / (rule.made + total),
    newHere: logScale(countOf(index, newText), 8),
    onRow: logScale(onRow - 1, 3),
    words: Math.min(1, (old.parts.length - 1) / 2),
    long: Math.min(1, oldText.length / 16),
    short: oldText.length < 4 ? 1 : 0,
    edited: snapshot.edits.some((edit) => edit.doc === doc.id) ? 1 : 0,
    folder: !home && doc.path && from?.path ? folderLikeness(doc.path, from.path) : 0,
  };
}

/** The share of words that both names have in common. */
function kinship({ pair }: RenameRule): number {
  const fresh = new Set(pair.new.parts);
  const same = pair.old.parts.filter((part) => fresh.has(part)).length;
  return same / Math.max(1, pair.old.parts.length, pair.new.parts.length);
}

/** Occurrences that the user came by since the rename and left as they are. */
function passed(rule: RenameRule, doc: DocumentSnapshot, snapshot: PredictionSnapshot): number {
  if (doc.id !== rule.doc || doc.id !== snapshot.doc.id) return 0;
  const at = rowOf(doc.text, Math.min(rule.at, doc.text.length));
  const cursor = rowOf(doc.text, doc.pos);
  if (cursor <= at + 1) return 0;
  const rows = rowsWith(indexOf(doc.text), rule.pair.oldText);
  return rows.filter((row) => row > at && row < cursor).length;
}

function sameBlock(doc: DocumentSnapshot, row: number, other: number): boolean {
  const one = enclosing(doc.text, row)[0];
  return one !== undefined && one.row === enclosing(doc.text, other)[0]?.row;
}

/** Whether a column lies in a comment or a string, as far as its line tells. */
export function sortAt(line: string, col: number): "code" | "comment" | "string" {
  const before = line.slice(0, col);
  if (/^\s*(?:\/\/|#(?!\[|!|include|define|if)|\*|\/\*|--\s|;;|"""|''')/.test(line))
    return "comment";
  if (/(?:^|\s)(?:\/\/|#\s)/.test(before)) return "comment";
  let quote = "";
  for (let i = 0; i < before.length; i++) {
    const character = before[i]!;
    if (quote !== "") {
      if (character === "\\") i++;
      else if (character === quote) quote = "";
      else if (quote === "`" && character === "$" && before[i + 1] === "{") quote = "";
    } else if (character === '"' || character === "`" || character === "'") {
      // An apostrophe inside of a word opens nothing (`don't`), nor does a Rust lifetime.
      const opens = character !== "'" || (!isWordToken(before[i - 1] ?? " ") && closes(line, i));
      if (opens) quote = character;
    }
  }
  return quote === "" ? "code" : "string";
}

function closes(line: string, at: number): boolean {
  return line.indexOf("'", at + 1) > 0;
}
