/**
 * Predictions: changes that have not happened yet. A prediction belongs to one revision of one
 * document and is carried forward as the user types: typing what was predicted shortens it, typing
 * something else drops it. One without changes is a place: the next change belongs there, but nobody
 * knows its text. All offsets are UTF-16.
 */
import type { ChangeSet, Span, Text } from "./text.ts";
import { ChangeSet as Changes, slice, Text as Texts, textOf } from "./text.ts";

/**
 * What an answer rests on, by name, each about 0 to 1 (`examples`, `sameToken`): the gate learns what
 * each of them is worth. Names are written in camelCase and hold for every language and project.
 */
export type Traits = Readonly<Record<string, number>>;

/** A definition that a change hangs on. Rows and columns (UTF-16) count from 0. */
export interface Peek {
  readonly path: string;
  readonly row: number;
  readonly col: number;
}

export interface Prediction {
  /** Unique in the session; kept while the prediction is carried forward. */
  readonly id: number;
  /** The id of the document it changes; negative: a file that is not open (see `isClosed`). */
  readonly doc: number;
  /** The revision of that document whose text `changes` apply to. */
  readonly revision: number;
  /** Empty: only the place is known, and it is `cursor`. */
  readonly changes: ChangeSet;
  /** The name of the predictor. */
  readonly source: string;
  /** The predictor's own estimate that the user wants this, 0 to 1. */
  readonly probability: number;
  /** Where the cursor belongs afterwards: an offset in the changed text. */
  readonly cursor: number;
  /** One line for the user: why this is suggested. */
  readonly reason: string;
  readonly traits?: Traits;
  /** Predictions of one group are the same change at other places, which one key can take at once. */
  readonly group?: string;
  readonly peek?: Peek;
  /** What its predictor knows it by; it stays with the prediction. */
  readonly mark?: object;
  /** What is certain by now of an answer that still comes: more of the same text may follow. */
  readonly growing?: boolean;
  /** The model that says so, as the user calls it. */
  readonly model?: string;
}

/** `ghost`: text to come at the cursor; `edit`: a change in sight; `jump`: a change elsewhere. */
export type PredictionKind = "ghost" | "edit" | "jump";

/** Where the user looks. Rows are 0-based; `lastRow` is the last one on the screen. */
export interface Sight {
  readonly doc: number;
  readonly pos: number;
  readonly firstRow: number;
  readonly lastRow: number;
}

/** One replaced range of a change: `[from, to)` of the text before becomes `insert`. */
export interface Hunk extends Span {
  readonly insert: string;
}

/** What a predictor may know of a document, or of a file that is not open. */
export interface DocumentSnapshot {
  /** Negative for a file of the project that is not open: its text is as on disk. */
  readonly id: number;
  readonly revision: number;
  readonly text: Text;
  /** Absolute path, or null. */
  readonly path: string | null;
  readonly filetype: string;
  /** Where the cursor is, or was last. */
  readonly pos: number;
  readonly isKeyword: (codePoint: number) => boolean;
}

export type EditKind =
  | "typed"
  | "operator"
  | "put"
  | "repeat"
  | "macro"
  | "ex"
  | "accepted"
  | "tool"
  | "undo"
  | "disk";

/** Edits that belong together in place and time; see the edit history. */
export interface RecordedEdit {
  readonly id: number;
  /** The id of its document. */
  readonly doc: number;
  readonly path: string | null;
  readonly before: Text;
  readonly after: Text;
  readonly changes: ChangeSet;
  /** Where it was last changed, in `after`. */
  readonly last: Span;
  /** The origin of the last change in it (`input.type`, `operator`, `tab.accept`...). */
  readonly origin: string;
  /** It was an accepted prediction. */
  readonly accepted: boolean;
  /** False for what teaches nothing about the user: undo, redo, reload. */
  readonly learn: boolean;
  /** How it was made; a macro, `:s` or `.` over many places is one edit. */
  readonly kind: EditKind;
  /** The name of the function, class or section it lies in, when that is known. */
  readonly symbol: string | null;
  /** Milliseconds since the epoch of the last change in it. */
  readonly time: number;
}

/**
 * `ask`: the user asks for one; `idle`: nobody types, and every place of the project is wanted, not only
 * the next ones.
 */
export type PredictionTrigger = "change" | "move" | "accept" | "ask" | "idle";

export interface PredictionSnapshot {
  readonly doc: DocumentSnapshot;
  /** The other open documents, the most recently edited first; then files that are not open. */
  readonly others: readonly DocumentSnapshot[];
  readonly mode: "insert" | "normal";
  /** The edit history, oldest first. */
  readonly edits: readonly RecordedEdit[];
  /** What the question follows. */
  readonly trigger: PredictionTrigger;
  /**
   * The texts are not there yet, but what accepting a prediction leads to: its source when it is shown,
   * "" when the coming steps are only listed. Absent: they are there.
   */
  readonly ahead?: string;
}

export type PredictionAnswer = Omit<Prediction, "id" | "source">;

/** Whether a document id stands for a file that is not open. */
export function isClosed(doc: number): boolean {
  return doc < 0;
}

export type PredictorAnswers =
  | readonly PredictionAnswer[]
  | Promise<readonly PredictionAnswer[]>
  | AsyncIterable<readonly PredictionAnswer[]>;

/** What is being typed, and where. */
export type TypedState = Pick<DocumentSnapshot, "id" | "path" | "text" | "pos">;

export interface Predictor {
  readonly name: string;
  /** Least milliseconds between two questions; absent: none. For what costs more than a slice. */
  readonly throttle?: number;
  /** It completes what is being typed: it is asked first, and nobody else is waited for. */
  readonly first?: boolean;
  /**
   * What it says hangs on more than the snapshot (a server, a tree): it is asked about texts that are
   * there, never about those that an accept would lead to, and nobody waits for it.
   */
  readonly live?: boolean;
  /**
   * Questions that may be open at a time, for one that takes long (a model): a new question does not
   * end the older ones, whose answers are carried to the text as it is by then. Absent: one, which a
   * new question ends.
   */
  readonly inFlight?: number;
  /**
   * Its lists are one answer that grows: each says all that is known by now, and stands for the list
   * before it. With `inFlight`.
   */
  readonly grows?: boolean;
  /** Whether it has anybody to ask now; absent: always. With `inFlight`. */
  isAble?(): boolean;
  /**
   * When its answer about what is typed is there, as a rule, in milliseconds of the arbiter's clock; null:
   * it is not asked about that, or takes too long. Absent: nobody waits for it. With `inFlight`.
   */
  expected?(state: TypedState): number | null;
  /**
   * Answers, the likeliest first. A predictor that needs longer than a millisecond gives a promise
   * and looks at `signal` between its slices; one whose answers come in parts (a stream) gives each
   * list when it is there. What comes after `signal` is aborted is dropped.
   */
  predict(snapshot: PredictionSnapshot, signal: AbortSignal): PredictorAnswers;
}

/**
 * What is being typed, as one edit, and how many edits of the history it is made of: the cursor of
 * insert mode is in it or at its end. Null when the last edit is done.
 */
export function editBeingTyped(
  snapshot: PredictionSnapshot,
): { readonly edit: RecordedEdit; readonly count: number } | null {
  const { edits, doc, mode } = snapshot;
  if (mode !== "insert") return null;
  const whole = lastWhole(edits, edits.length);
  if (!whole || whole.edit.accepted || whole.edit.doc !== doc.id) return null;
  const { from, to } = whole.edit.last;
  return doc.pos >= from && doc.pos <= to ? whole : null;
}

/**
 * The history with ghost text that was accepted while typing as part of what was typed, oldest first:
 * half a line is no example of anything.
 */
export function wholeEdits(edits: readonly RecordedEdit[]): readonly RecordedEdit[] {
  const whole: RecordedEdit[] = [];
  for (let end = edits.length; end > 0; ) {
    const { edit, count } = lastWhole(edits, end)!;
    whole.push(edit);
    end -= count;
  }
  return whole.reverse();
}

/** The last of the first `end` edits, with those that it goes on from. */
function lastWhole(
  edits: readonly RecordedEdit[],
  end: number,
): { readonly edit: RecordedEdit; readonly count: number } | null {
  const newest = edits[end - 1];
  if (!newest) return null;
  let first = newest;
  let { changes } = newest;
  let count = 1;
  let typed = newest.accepted ? null : newest;
  for (let at = end - 2; at >= 0; at--) {
    const before = edits[at]!;
    if (!(first.accepted || before.accepted) || !goesOn(before, first)) break;
    changes = before.changes.compose(changes);
    if (!before.accepted) typed ??= before;
    first = before;
    count++;
  }
  if (count === 1 || !typed) return { edit: newest, count: 1 };
  const { kind, learn } = typed;
  return {
    edit: { ...newest, before: first.before, changes, kind, learn, accepted: false },
    count,
  };
}

/** Whether an edit puts text in right where the one before it ended. */
function goesOn(before: RecordedEdit, edit: RecordedEdit): boolean {
  if (before.doc !== edit.doc || before.after !== edit.before) return false;
  const [hunk, ...more] = hunksOf(edit.changes);
  return more.length === 0 && hunk?.from === before.last.to && hunk.to === hunk.from;
}

/** A change with more places than this, or more text, is none that a person made by hand. */
const MOST_PLACES = 200;
const MOST_TEXT = 1_000_000;
const LARGE = new WeakMap<ChangeSet, boolean>();

/** Whether a change is too large to be learned from, kept or carried along (`:%s`, a filter). */
export function isLarge(change: ChangeSet): boolean {
  const known = LARGE.get(change);
  if (known !== undefined) return known;
  let places = 0;
  let characters = 0;
  change.iterChangedRanges((fromA, toA, fromB, toB) => {
    places++;
    characters += toA - fromA + (toB - fromB);
  });
  const large = places > MOST_PLACES || characters > MOST_TEXT;
  LARGE.set(change, large);
  return large;
}

/** The replaced ranges of a change, first to last. */
export function hunksOf(change: ChangeSet): Hunk[] {
  const hunks: Hunk[] = [];
  change.iterChanges((from, to, _fromB, _toB, inserted) => {
    hunks.push({ from, to, insert: slice(inserted, 0, inserted.length) });
  });
  return hunks;
}

/** The change that makes these replacements in a text of `length`. */
export function changeOf(hunks: readonly Hunk[], length: number): ChangeSet {
  return Changes.of(
    hunks.map(({ from, to, insert }) => ({
      from,
      to,
      insert: insert === "" ? Texts.empty : textOf(insert),
    })),
    length,
  );
}

/** How a prediction has to be shown to someone who looks at `sight`; `text` is its document's. */
export function predictionKind(
  prediction: Prediction,
  text: Text,
  sight: Sight,
  insert: boolean,
): PredictionKind {
  if (prediction.doc !== sight.doc) return "jump";
  const hunks = hunksOf(prediction.changes);
  const first = hunks[0];
  if (!first) return "jump";
  if (insert && hunks.length === 1 && first.from === first.to && first.from === sight.pos) {
    return "ghost";
  }
  const row = text.lineAt(first.from).number - 1;
  // The screen follows the cursor only in the next frame.
  const beside = Math.abs(row - (text.lineAt(sight.pos).number - 1)) <= 1;
  return beside || (row >= sight.firstRow && row <= sight.lastRow) ? "edit" : "jump";
}

/**
 * The prediction after a change of its document, such that the text it leads to still comes true;
 * null when the change contradicts it or has made all of it. What the change did elsewhere is kept.
 * `before` is the text that the change applied to.
 */
export function interpolate(
  prediction: Prediction,
  change: ChangeSet,
  before: Text,
): Prediction | null {
  if (prediction.changes.empty) return carriedPlace(prediction, change, before);
  const made = hunksOf(change);
  const hunks: Hunk[] = [];
  let after: Text | null = null;
  const isDone = ({ from, to, insert }: Hunk): boolean => {
    if (to - from !== insert.length) return false;
    if (from === to) return true;
    after ??= change.apply(before);
    return slice(after, from, to) === insert;
  };
  let used = 0;
  let shift = 0;
  for (const hunk of hunksOf(prediction.changes)) {
    for (; used < made.length && made[used]!.to < hunk.from; used++) shift += growth(made[used]!);
    const inside: Hunk[] = [];
    for (; used < made.length && made[used]!.from <= hunk.to; used++) inside.push(made[used]!);
    const left = remainder(hunk, inside, before);
    if (left === null) return null;
    const moved = { from: left.from + shift, to: left.to + shift, insert: left.insert };
    // What the change left alone is carried as it is; what it touched may be complete by it.
    if (inside.length === 0 || !isDone(moved)) hunks.push(moved);
    for (const part of inside) shift += growth(part);
  }
  if (hunks.length === 0) return null;
  const changes = changeOf(hunks, change.newLength);
  const cursor = carriedCursor(prediction, made);
  return {
    ...prediction,
    revision: prediction.revision + 1,
    changes,
    cursor: Math.max(0, Math.min(cursor, changes.newLength)),
  };
}

/** A place after a change; null when the change is in its line: that is what was predicted. */
function carriedPlace(prediction: Prediction, change: ChangeSet, before: Text): Prediction | null {
  if (change.length !== before.length || prediction.cursor > before.length) return null;
  const line = before.lineAt(prediction.cursor);
  if (change.touchesRange(line.from, line.to)) return null;
  return {
    ...prediction,
    revision: prediction.revision + 1,
    changes: Changes.empty(change.newLength),
    cursor: change.mapPos(prediction.cursor, 1),
  };
}

function growth(hunk: Hunk): number {
  return hunk.insert.length - (hunk.to - hunk.from);
}

/**
 * What is left of a hunk after changes that touch it, in offsets of the text before plus what those
 * changes inserted. Null when they contradict it.
 */
function remainder(hunk: Hunk, inside: readonly Hunk[], before: Text): Hunk | null {
  if (inside.length === 0) return hunk;
  if (inside.length > 1) return null;
  const [part] = inside as [Hunk];
  if (part.from < hunk.from || part.to > hunk.to) return null;
  const left = slice(before, hunk.from, part.from);
  if (part.insert === "") return { ...hunk, to: hunk.to - (part.to - part.from) };
  const start = left + part.insert;
  if (!hunk.insert.startsWith(start)) return null;
  const from = part.from + part.insert.length;
  return { from, to: from + (hunk.to - part.to), insert: hunk.insert.slice(start.length) };
}

/** The cursor of a carried prediction: it stays where it was in the text that both lead to. */
function carriedCursor(prediction: Prediction, made: readonly Hunk[]): number {
  const touched = hunksOf(prediction.changes);
  let { cursor } = prediction;
  for (const part of made) {
    const own = touched.some((hunk) => part.from <= hunk.to && part.to >= hunk.from);
    const before = prediction.changes.mapPos(part.from, -1) <= prediction.cursor;
    if (!own && before) cursor += growth(part);
  }
  return cursor;
}

/** A state that a later change may lead back to, with what was predicted in it. */
export interface Kept<T> {
  readonly doc: number;
  readonly text: Text;
  readonly value: T;
}

/** How many states are looked back at. */
const KEPT = 32;

/**
 * The states behind the present one, so that undo and Backspace bring a prediction back. A state is
 * known by its text, as undo makes a new revision of an old text.
 */
export class KeptStates<T> {
  private states: Kept<T>[] = [];

  keep(doc: number, text: Text, value: T): void {
    this.states.push({ doc, text, value });
    if (this.states.length > KEPT) this.states.shift();
  }

  /** What was kept for this text, newest first; it and everything newer is forgotten. */
  take(doc: number, text: Text): T | null {
    for (let i = this.states.length - 1; i >= 0; i--) {
      const state = this.states[i]!;
      if (state.doc !== doc || !state.text.eq(text)) continue;
      this.states = this.states.slice(0, i);
      return state.value;
    }
    return null;
  }

  forget(doc: number): void {
    this.states = this.states.filter((state) => state.doc !== doc);
  }
}
