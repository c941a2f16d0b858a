/** What a question is about: the texts, the changes made so far, and where they stand now. */
import {
  type DocumentSnapshot,
  editBeingTyped,
  type PredictionSnapshot,
  type RecordedEdit,
  wholeEdits,
} from "../../text/prediction.ts";
import type { Text } from "../../text/text.ts";
import { changesOf, composedOf, type LineChange } from "./line-change.ts";
import { countOf, indexing, indexOf, rowAt, type TextIndex } from "./text-index.ts";

/** A changed place in the text of now. */
export interface Trace {
  readonly from: number;
  readonly to: number;
  /** The place of its edit in the history. */
  readonly at: number;
}

export interface SceneDoc {
  readonly snapshot: DocumentSnapshot;
  readonly index: TextIndex;
  /** 0 for the document that the question is asked in. */
  readonly order: number;
  /** The row from which places count as to come; -1 where nothing was done yet. */
  readonly row: number;
  /** Number of edits in it. */
  readonly edits: number;
  /** The place in the history of the last edit in it, or -1. */
  readonly lastEdit: number;
  /** The text that edits put in and that is still there, in order; null: it cannot be told. */
  readonly traces: readonly Trace[];
}

export interface Scene {
  readonly docs: readonly SceneDoc[];
  readonly here: SceneDoc;
  /** Single changes, oldest first. */
  readonly changes: readonly LineChange[];
  /** Several edits side by side, as one. */
  readonly composed: readonly LineChange[];
  readonly edits: readonly RecordedEdit[];
  /** How many rows of all texts hold a token. */
  count(token: string): number;
  /** The place in the history of the last edit that may be learned from. */
  readonly last: number;
  /** An edit that is being typed: nothing is learned from it. */
  readonly typing: RecordedEdit | null;
}

const LOOK_BACK = 40;
const LOOK_BACK_COMPOSED = 24;
const MOST_TOGETHER = 8;
const MOST_DOCUMENTS = 16;

const SCENES = new WeakMap<PredictionSnapshot, Scene>();

/**
 * One for all who ask about a snapshot. It yields where it may be interrupted: between the texts that
 * are cut into tokens.
 */
export function* sceneOf(snapshot: PredictionSnapshot): Generator<void, Scene> {
  const known = SCENES.get(snapshot);
  if (known) return known;
  const scene = yield* sceneMade(snapshot);
  SCENES.set(snapshot, scene);
  return scene;
}

function* sceneMade(snapshot: PredictionSnapshot): Generator<void, Scene> {
  const typed = editBeingTyped(snapshot);
  const edits = wholeEdits(snapshot.edits);
  const last = edits.length - (typed ? 2 : 1);
  const docs: SceneDoc[] = [];
  for (const doc of [snapshot.doc, ...snapshot.others.slice(0, MOST_DOCUMENTS)]) {
    yield* indexing(doc.text);
    docs.push(sceneDoc(doc, docs.length, edits));
    yield;
  }
  const changes: LineChange[] = [];
  for (let at = Math.max(0, last - LOOK_BACK + 1); at <= last; at++) {
    changes.push(...changesOf(edits[at]!, at));
    yield;
  }
  const counts = new Map<string, number>();
  const count = (token: string) => {
    let known = counts.get(token);
    if (known === undefined) {
      known = 0;
      for (const doc of docs) known += countOf(doc.index, token);
      counts.set(token, known);
    }
    return known;
  };
  const composed = composedChanges(edits, last);
  return {
    docs,
    here: docs[0]!,
    changes,
    composed,
    edits,
    count,
    last,
    typing: typed?.edit ?? null,
  };
}

function sceneDoc(doc: DocumentSnapshot, order: number, edits: readonly RecordedEdit[]): SceneDoc {
  const index = indexOf(doc.text);
  let lastEdit = -1;
  let count = 0;
  edits.forEach((edit, at) => {
    if (edit.doc !== doc.id) return;
    lastEdit = at;
    count++;
  });
  const traces = lastEdit < 0 ? [] : tracesOf(edits, lastEdit, doc.text);
  const row = order === 0 || lastEdit >= 0 ? rowAt(index, doc.pos) : -1;
  return { snapshot: doc, index, order, row, edits: count, lastEdit, traces };
}

const TRACES = new WeakMap<RecordedEdit, { at: number; traces: readonly Trace[] }>();

/** Carried forward edit by edit; what an unrecorded change came between is forgotten. */
function tracesOf(edits: readonly RecordedEdit[], last: number, text: Text): readonly Trace[] {
  const edit = edits[last]!;
  return edit.after === text || edit.after.eq(text) ? tracesAfter(edits, last) : [];
}

function tracesAfter(edits: readonly RecordedEdit[], at: number): readonly Trace[] {
  const edit = edits[at]!;
  const known = TRACES.get(edit);
  // The history forgets its oldest edits: then places in it shift.
  if (known && known.at === at) return known.traces;
  let previous = at - 1;
  while (previous >= 0 && edits[previous]!.doc !== edit.doc) previous--;
  const joined =
    previous >= 0 &&
    (edits[previous]!.after === edit.before || edits[previous]!.after.eq(edit.before));
  const older = joined ? tracesAfter(edits, previous) : [];
  const traces: Trace[] = older.map((trace) => ({
    from: edit.changes.mapPos(trace.from, -1),
    to: edit.changes.mapPos(trace.to, 1),
    at: trace.at,
  }));
  edit.changes.iterChangedRanges((_fromA, _toA, from, to) => {
    if (traces.length < 400) traces.push({ from, to, at });
  });
  TRACES.set(edit, { at, traces });
  return traces;
}

/** Runs of edits on the same row or on neighbouring rows, each run as one change. */
function composedChanges(edits: readonly RecordedEdit[], last: number): LineChange[] {
  const found: LineChange[] = [];
  const least = Math.max(0, last - LOOK_BACK_COMPOSED + 1);
  for (let end = last; end > least; ) {
    let start = end;
    while (start > least && end - start + 1 < MOST_TOGETHER && follows(edits, start)) start--;
    for (const [from, to] of partsOf(edits, start, end)) {
      const together = composedOf(edits.slice(from, to + 1), to);
      // Only what became one block is one change.
      if (together.length === 1) found.push(together[0]!);
    }
    end = start - 1;
  }
  return found.reverse();
}

/** The whole run and those of its parts that lie on one row. */
function partsOf(edits: readonly RecordedEdit[], start: number, end: number): [number, number][] {
  const parts: [number, number][] = [];
  if (end > start) parts.push([start, end]);
  for (let from = start; from < end; ) {
    let to = from;
    while (to < end && sameRow(edits[to]!, edits[to + 1]!)) to++;
    if (to > from && !(from === start && to === end)) parts.push([from, to]);
    from = to + 1;
  }
  return parts;
}

function follows(edits: readonly RecordedEdit[], at: number): boolean {
  const edit = edits[at]!;
  const before = edits[at - 1]!;
  if (edit.doc !== before.doc || !edit.learn || !before.learn) return false;
  if (before.after !== edit.before && !before.after.eq(edit.before)) return false;
  return distance(before, edit) <= 1;
}

function sameRow(before: RecordedEdit, edit: RecordedEdit): boolean {
  return distance(before, edit) === 0;
}

/** Rows between what two consecutive edits changed. */
function distance(before: RecordedEdit, edit: RecordedEdit): number {
  const text = edit.before;
  let first = Number.POSITIVE_INFINITY;
  let last = -1;
  edit.changes.iterChangedRanges((from, to) => {
    first = Math.min(first, text.lineAt(from).number);
    last = Math.max(last, text.lineAt(to).number);
  });
  let low = Number.POSITIVE_INFINITY;
  let high = -1;
  before.changes.iterChangedRanges((_fromA, _toA, from, to) => {
    low = Math.min(low, text.lineAt(from).number);
    const end = text.lineAt(to);
    high = Math.max(high, to === end.from && to > from ? end.number - 1 : end.number);
  });
  return Math.max(0, first - high, low - last);
}
