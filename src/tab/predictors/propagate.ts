/**
 * What follows from a changed list of parameters or arguments: callers pass the new one on or drop
 * the old one, and a definition takes what its callers now give.
 */
import { indexOf, rowAt } from "../../patterns/edits/text-index.ts";
import { logScale } from "../../patterns/logistic.ts";
import {
  type ArgumentList,
  argumentsAround,
  argumentsAt,
  isOptional,
  type ListChange,
  listChange,
  parameterName,
} from "../../patterns/names/argument-list.ts";
import { wordChanges } from "../../patterns/names/edit-words.ts";
import { isLanguageWord } from "../../patterns/names/language-words.ts";
import { type EditRun, editRuns } from "../../patterns/names/rename-rule.ts";
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
import { ChangeSet, rowOf, rowStart, slice } from "../../text/text.ts";
import type { NextSlice } from "../slice.ts";
import { isUnfinished } from "./history.ts";
import { logistic, type Weights } from "./logistic.ts";
import { sortAt } from "./rename.ts";
import { sliced, type Work } from "./sliced.ts";

const RUNS = 6;
const MOST_PLACES = 24;
const MOST = 8;
/** Characters around a place in which its list is read. */
const WINDOW = 2500;

const WEIGHTS: Weights = {
  bias: -3,
  below: 2.2,
  fromCall: -1,
  here: -0.4,
  known: 1,
  last: 0.8,
  passedOn: 0.9,
  removed: -0.5,
  sameCount: 0.9,
  toDefinition: 1,
};

export function propagate(nextSlice: NextSlice): Predictor {
  return sliced("propagate", predictPropagation, nextSlice);
}

/** A list that the last edits changed. */
interface Signature {
  readonly name: string;
  readonly change: ListChange;
  readonly definition: boolean;
  readonly age: number;
  readonly doc: number;
  /** Offset of the list's name in the text after. */
  readonly at: number;
}

function* predictPropagation(snapshot: PredictionSnapshot): Work {
  if (isUnfinished(snapshot)) return [];
  const found: PredictionAnswer[] = [];
  for (const signature of signatures(editRuns(snapshot.edits, RUNS))) {
    for (const doc of [snapshot.doc, ...snapshot.others]) {
      found.push(...inDoc(signature, doc, snapshot));
      yield;
    }
  }
  return found.sort((a, b) => b.probability - a.probability).slice(0, MOST);
}

function signatures(runs: readonly EditRun[]): Signature[] {
  const found = new Map<string, Signature>();
  runs.forEach((run, age) => {
    for (const change of wordChanges(run).slice(0, 4)) {
      const fromBefore = Math.max(0, change.from - WINDOW);
      const fromAfter = Math.max(0, change.at - WINDOW);
      const before = slice(run.before, fromBefore, Math.min(run.before.length, change.to + WINDOW));
      const end = change.at + change.insert.length;
      const after = slice(run.after, fromAfter, Math.min(run.after.length, end + WINDOW));
      const same = sharedHead(change.old, change.insert);
      const old = argumentsAround(before, change.from - fromBefore + same);
      const fresh = argumentsAround(after, change.at - fromAfter + same);
      if (!old || !fresh || old.name !== fresh.name || isLanguageWord(old.name)) continue;
      const difference = listChange(old.list, fresh.list);
      if (!difference || found.has(fresh.name)) continue;
      const definition = isDefinition(after, fresh);
      const at = fromAfter + fresh.from;
      found.set(fresh.name, {
        name: fresh.name,
        change: difference,
        definition,
        age,
        doc: run.doc,
        at,
      });
    }
  });
  return [...found.values()];
}

/** How many characters both texts start with. */
function sharedHead(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  return at;
}

/** Whether a list holds parameters: a word before the name or a body behind the list says so. */
function isDefinition(text: string, list: ArgumentList): boolean {
  const line = text.slice(text.lastIndexOf("\n", list.from) + 1, list.from);
  if (/(?:^|\W)(?:def|func|function|fn|fun)\s+(?:\([^)]*\)\s*)?$/.test(line)) return true;
  const behind = text.slice(list.close + 1, list.close + 160);
  const modifiers = /^\s*(?:(?:public|private|protected|static|async|override|get|set)\s+)*$/;
  return modifiers.test(line) && /^\s*(?::[^=;\n]*)?\{\s*(?:\n|$)/.test(behind);
}

function inDoc(
  signature: Signature,
  doc: DocumentSnapshot,
  snapshot: PredictionSnapshot,
): PredictionAnswer[] {
  const answers: PredictionAnswer[] = [];
  for (const { row, col } of wordPlaces(doc.text, signature.name).slice(0, MOST_PLACES)) {
    const at = rowStart(doc.text, row) + col;
    if (
      doc.id === signature.doc &&
      rowOf(doc.text, Math.min(signature.at, doc.text.length)) === row
    )
      continue;
    const from = Math.max(0, at - 200);
    const text = slice(doc.text, from, Math.min(doc.text.length, at + WINDOW));
    const list = argumentsAt(text, at - from + signature.name.length);
    const line = indexOf(doc.text).lines[row]!.text;
    if (!list || sortAt(line, col) !== "code") continue;
    const definition = isDefinition(text, list);
    // One definition says nothing of another of the same name.
    if (definition && signature.definition) continue;
    const answer = answerAt(signature, doc, text, list, from, definition, snapshot);
    if (answer) answers.push(answer);
  }
  return answers;
}

function answerAt(
  signature: Signature,
  doc: DocumentSnapshot,
  text: string,
  list: ArgumentList,
  offset: number,
  definition: boolean,
  snapshot: PredictionSnapshot,
): PredictionAnswer | null {
  const { change, name } = signature;
  const { kind, index, argument } = change;
  if (kind === "added" && list.list.some((one) => one.text === argument.text)) return null;
  // A call that is as the change left the others has been taken care of.
  if (kind === "removed" && list.list.length < change.count && !definition) return null;
  if (kind === "removed" && (index >= list.list.length || list.list.length !== change.count)) {
    return null;
  }
  if (kind === "added" && index > list.list.length) return null;
  const written = kind === "added" ? writtenAs(signature, definition) : null;
  const hunk = kind === "removed" ? without(list, index) : added(text, list, index, written);
  const here = doc.id === snapshot.doc.id;
  const first = offset + (hunk?.from ?? list.list[index - 1]?.to ?? list.open + 1);
  const row = rowAt(indexOf(doc.text), first);
  const around = indexOf(doc.text).lines.slice(Math.max(0, row - 30), row + 1);
  const traits: Traits = {
    removed: kind === "removed" ? 1 : 0,
    fromCall: signature.definition ? 0 : 1,
    toDefinition: definition ? 1 : 0,
    passedOn: passesOn(signature, list) ? 1 : 0,
    sameCount: list.list.length === change.count ? 1 : 0,
    optional: isOptional(argument.text) ? 1 : 0,
    age: logScale(signature.age, 8),
    here: here ? 1 : 0,
    below: here && first > doc.pos ? 1 : 0,
    known: written !== null && around.some((line) => line.tokens.includes(written)) ? 1 : 0,
    last: index === list.list.length ? 1 : 0,
  };
  const hunks: Hunk[] = hunk ? [{ ...hunk, from: hunk.from + offset, to: hunk.to + offset }] : [];
  const changes = hunk ? changeOf(hunks, doc.text.length) : ChangeSet.empty(doc.text.length);
  const did = kind === "added" ? "gave" : "took from";
  return {
    doc: doc.id,
    revision: doc.revision,
    changes,
    cursor: hunk ? changes.mapPos(hunks[0]!.to, 1) : first,
    probability: logistic(WEIGHTS, traits),
    reason: `you ${did} \`${name}\` the ${signature.definition ? "parameter" : "argument"} \`${argument.text.split("\n")[0]}\``,
    traits,
    group: `propagate ${name} ${kind} ${index}`,
  };
}

/** What stands for the new argument at another place; null when nobody can know. */
function writtenAs(signature: Signature, definition: boolean): string | null {
  const { text } = signature.change.argument;
  if (signature.definition) return parameterName(text);
  // What a call gives may be another thing in another call, unless it is a plain name.
  const plain = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(text) && !isLanguageWord(text);
  return plain || (!definition && /^(?:\d+|true|false|null|None|nil)$/i.test(text)) ? text : null;
}

/** Whether the other arguments of a call are called as the parameters are. */
function passesOn(signature: Signature, list: ArgumentList): boolean {
  return (
    list.list.length > 0 &&
    list.list.every(({ text }) => /^[\w$]+$/.test(text)) &&
    signature.change.count === list.list.length
  );
}

function without(list: ArgumentList, index: number): Hunk {
  const one = list.list[index]!;
  const next = list.list[index + 1];
  const before = list.list[index - 1];
  if (next) return { from: one.from, to: next.from, insert: "" };
  if (before) return { from: before.to, to: one.to, insert: "" };
  return { from: one.from, to: one.to, insert: "" };
}

function added(
  text: string,
  list: ArgumentList,
  index: number,
  written: string | null,
): Hunk | null {
  if (written === null) return null;
  const next = list.list[index];
  const before = list.list[index - 1];
  if (next) {
    const gap = before ? text.slice(before.to, next.from) : ", ";
    return { from: next.from, to: next.from, insert: written + (/^,\s/.test(gap) ? gap : ", ") };
  }
  if (!before) return { from: list.open + 1, to: list.open + 1, insert: written };
  const other = list.list[index - 2];
  const gap = other ? text.slice(other.to, before.from) : ", ";
  return { from: before.to, to: before.to, insert: (/^,\s/.test(gap) ? gap : ", ") + written };
}
