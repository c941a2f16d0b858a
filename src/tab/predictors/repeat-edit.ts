/** Repeats the last edit: the same change at the next like place, here or in another open document. */
import { type ExampleRule, generalise, ruleOf } from "../../patterns/example-rule.ts";
import { type LikePlace, likePlaces } from "../../patterns/like-place.ts";
import type { IsWord } from "../../patterns/token.ts";
import {
  changeOf,
  type DocumentSnapshot,
  type PredictionAnswer,
  type PredictionSnapshot,
  type Predictor,
  type RecordedEdit,
} from "../../text/prediction.ts";
import { slice } from "../../text/text.ts";
import type { NextSlice } from "../slice.ts";

/** Places given per question; the first is shown, the others wait their turn. */
const MOST = 5;
const OTHER_DOCUMENTS = 8;
/** Edits of the history that are looked at for further examples. */
const LOOK_BACK = 16;

/** Other documents are searched one in a slice, and only when this one has no place left. */
export function repeatEdit(nextSlice: NextSlice): Predictor {
  return {
    name: "repeat-edit",
    predict(snapshot, signal) {
      const rule = currentRule(snapshot);
      if (!rule) return [];
      const here = answersIn(snapshot.doc, rule, snapshot);
      return here.length > 0 || snapshot.others.length === 0
        ? here
        : elsewhere(rule, snapshot, nextSlice, signal);
    },
  };
}

async function elsewhere(
  rule: ExampleRule,
  snapshot: PredictionSnapshot,
  nextSlice: NextSlice,
  signal: AbortSignal,
): Promise<readonly PredictionAnswer[]> {
  for (const doc of snapshot.others.slice(0, OTHER_DOCUMENTS)) {
    await nextSlice();
    if (signal.aborted) return [];
    const answers = answersIn(doc, rule, snapshot);
    if (answers.length > 0) return answers;
  }
  return [];
}

/** The like places of one document: from the edit on, in others from where their cursor is. */
function answersIn(
  doc: DocumentSnapshot,
  rule: ExampleRule,
  snapshot: PredictionSnapshot,
): readonly PredictionAnswer[] {
  const edit = snapshot.edits[snapshot.edits.length - 1];
  const own = doc.id === edit?.doc;
  const places = likePlaces(rule, {
    text: doc.text,
    isWord: doc.isKeyword,
    start: own ? rule.at.to : doc.pos,
    except: own ? rule.at : null,
    limit: MOST,
  });
  return places.map((place) => answer(rule, place, doc));
}

/** The rule of the last edit, with what earlier examples of it leave open. */
function currentRule(snapshot: PredictionSnapshot): ExampleRule | null {
  const { edits } = snapshot;
  const edit = edits[edits.length - 1];
  if (!edit?.learn || isUnfinished(snapshot, edit)) return null;
  const doc = [snapshot.doc, ...snapshot.others].find((d) => d.id === edit.doc);
  // The text went on without the history: a change that is not recorded.
  if (!doc || doc.text !== edit.after) return null;
  const rules = rulesOf(edit, doc.isKeyword, edit.last.to);
  let rule = rules.shift();
  if (!rule) return null;
  for (const other of rules) rule = generalise(rule, other) ?? rule;
  for (let i = edits.length - 2; i >= Math.max(0, edits.length - LOOK_BACK); i--) {
    for (const other of rulesOf(edits[i]!, doc.isKeyword, 0)) {
      rule = generalise(rule, other) ?? rule;
    }
  }
  return rule;
}

/** The text is being typed: what is there is not yet what was meant. */
function isUnfinished(snapshot: PredictionSnapshot, edit: RecordedEdit): boolean {
  if (snapshot.mode !== "insert" || edit.accepted || edit.doc !== snapshot.doc.id) return false;
  const { pos } = snapshot.doc;
  return pos >= edit.last.from && pos <= edit.last.to;
}

/** A rule for each place that an edit changed; the one nearest to `pos` (in its `after`) is first. */
function rulesOf(edit: RecordedEdit, isWord: IsWord, pos: number): ExampleRule[] {
  if (!edit.learn) return [];
  const rules: ExampleRule[] = [];
  edit.changes.iterChanges((from, to, fromB, _toB, inserted) => {
    if (inserted.length > 4000) return;
    const rule = ruleOf(
      {
        before: edit.before,
        after: edit.after,
        from,
        to,
        start: fromB,
        insert: slice(inserted, 0, inserted.length),
      },
      isWord,
    );
    if (rule) rules.push(rule);
  });
  const distance = (rule: ExampleRule) =>
    pos < rule.at.from ? rule.at.from - pos : Math.max(0, pos - rule.at.to);
  return rules.sort((a, b) => distance(a) - distance(b));
}

function answer(rule: ExampleRule, place: LikePlace, doc: DocumentSnapshot): PredictionAnswer {
  const { from, to } = place;
  return {
    doc: doc.id,
    revision: doc.revision,
    changes: changeOf([{ from, to, insert: rule.insert }], doc.text.length),
    probability: likelihood(rule, place),
    cursor: from + rule.insert.length,
    reason: reasonOf(rule),
  };
}

/** By how much the rule says about itself, and how often it was right. */
function likelihood(rule: ExampleRule, place: LikePlace): number {
  const letters = rule.old.trim().length;
  const whole = rule.wordLeft && rule.wordRight;
  let probability = rule.old === "" ? 0.3 : whole && letters >= 3 ? 0.6 : letters >= 2 ? 0.5 : 0.35;
  probability += 0.1 * place.alike;
  const more = rule.examples - 1;
  return 1 - (1 - Math.min(0.9, probability)) * 0.6 ** more;
}

function reasonOf(rule: ExampleRule): string {
  const times = rule.examples === 1 ? "once" : `${rule.examples} times`;
  const what = (text: string) => (text.length > 20 ? `${text.slice(0, 19)}…` : text).trim();
  if (rule.old === "") return `you put in "${what(rule.insert)}" ${times}`;
  if (rule.insert === "") return `you deleted "${what(rule.old)}" ${times}`;
  return `you changed "${what(rule.old)}" to "${what(rule.insert)}" ${times}`;
}
