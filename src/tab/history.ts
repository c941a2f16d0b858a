/**
 * The edit history: what the user changed, newest last, across documents. Changes that follow each
 * other within a few lines are one edit; an accepted prediction is one of its own; an undo that
 * leads back to the text before an edit takes the edit away.
 */
import type { DocumentChange, Editor } from "../editor/editor.ts";
import {
  type EditKind,
  type Hunk,
  hunksOf,
  isLarge,
  type RecordedEdit,
} from "../text/prediction.ts";
import { type Span, slice, type Text } from "../text/text.ts";
import { type Environment, isPrivate } from "./gate.ts";

/** Changes this many lines apart still belong together. */
const GROUP_ROWS = 8;
/** A person who waited this long (ms) started something new. */
const PAUSE_MS = 30_000;
const MAX_EDITS = 64;

export const ACCEPT_ORIGIN = "tab.accept";
const UNDOING = new Set(["undo", "redo"]);

/** Whole lines around an edit, before and after it, without line breaks at the ends. */
export interface Excerpt {
  /** 0-based row of the first line of both. */
  readonly row: number;
  readonly before: string;
  readonly after: string;
}

/** So many changes wait at most until somebody asks. */
const MOST_WAITING = 32;

interface Waiting {
  readonly event: DocumentChange;
  readonly time: number;
}

export class EditHistory {
  private list: RecordedEdit[] = [];
  /** Changes of which nothing is known but that they were made: that is all a key has time for. */
  private waiting: Waiting[] = [];
  private ids = 0;

  /** Oldest first. */
  get edits(): readonly RecordedEdit[] {
    this.settle();
    return this.list;
  }

  get last(): RecordedEdit | null {
    this.settle();
    return this.newest;
  }

  /** Whether nothing was recorded; some of what was may turn out to be nothing. */
  get isBlank(): boolean {
    return this.list.length === 0 && this.waiting.length === 0;
  }

  private get newest(): RecordedEdit | null {
    return this.list[this.list.length - 1] ?? null;
  }

  /** Adds a change; `time` in ms since the epoch. */
  record(event: DocumentChange, time: number): void {
    this.waiting.push({ event, time });
    if (this.waiting.length >= MOST_WAITING) this.settle();
  }

  private settle(): void {
    if (this.waiting.length === 0) return;
    const { waiting } = this;
    this.waiting = [];
    for (const { event, time } of waiting) this.add(event, time);
  }

  private add(event: DocumentChange, time: number): void {
    if (isLarge(event.change)) {
      // Nothing to learn from, and the texts before it would be kept alive.
      this.drop(event.doc.id);
      return;
    }
    const hunks = hunksOf(event.change);
    if (hunks.length === 0) return;
    if (UNDOING.has(event.origin) && this.cancel(event)) return;
    const last = this.newest;
    if (last && !isScattered(last) && joins(last, event, hunks, time))
      this.extend(last, event, time);
    else this.append(event, time);
  }

  /** Forgets the edits of a document. */
  forget(doc: number): void {
    this.settle();
    this.drop(doc);
  }

  private drop(doc: number): void {
    this.list = this.list.filter((edit) => edit.doc !== doc);
  }

  /** Undo led back to the text before some of the newest edits: they did not happen. */
  private cancel(event: DocumentChange): boolean {
    for (let i = this.list.length - 1; i >= 0; i--) {
      const edit = this.list[i]!;
      if (edit.doc !== event.doc.id) continue;
      if (!edit.before.eq(event.after)) continue;
      this.list = this.list.filter((e, j) => j < i || e.doc !== edit.doc);
      return true;
    }
    return false;
  }

  private extend(last: RecordedEdit, event: DocumentChange, time: number): void {
    this.list[this.list.length - 1] = {
      ...last,
      after: event.after,
      changes: last.changes.compose(event.change),
      last: changedSpan(event),
      origin: event.origin,
      learn: last.learn && !UNDOING.has(event.origin),
      time,
    };
  }

  private append(event: DocumentChange, time: number): void {
    this.list.push({
      id: ++this.ids,
      doc: event.doc.id,
      path: event.doc.path,
      before: event.before,
      after: event.after,
      changes: event.change,
      last: changedSpan(event),
      origin: event.origin,
      accepted: event.origin === ACCEPT_ORIGIN,
      learn: learns(event.origin),
      kind: kindOf(event.origin),
      symbol: null,
      time,
    });
    if (this.list.length > MAX_EDITS) this.list.shift();
  }
}

/** A macro over many rows is no one edit, and composing changes costs the places they have. */
const MOST_PLACES = 64;

function isScattered(edit: RecordedEdit): boolean {
  let places = 0;
  edit.changes.iterChangedRanges(() => places++);
  return places >= MOST_PLACES;
}

/** Records every change of an editor's files, but of those that must leave no trace. */
export function recordHistory(editor: Editor, history: EditHistory, env: Environment): void {
  editor.events.on("change", (event) => {
    if (!isPrivate(event.doc, env)) history.record(event, editor.services.now());
  });
  editor.events.on("document-close", (doc) => history.forget(doc.id));
}

/** The lines that an edit changed, as they were and as they are. */
export function excerptOf(edit: RecordedEdit): Excerpt {
  const hunks = hunksOf(edit.changes);
  const first = hunks[0]!;
  const end = hunks[hunks.length - 1]!;
  const from = edit.before.lineAt(first.from);
  const to = edit.before.lineAt(end.to);
  const afterFrom = edit.after.lineAt(edit.changes.mapPos(first.from, -1));
  const afterTo = edit.after.lineAt(edit.changes.mapPos(end.to, 1));
  return {
    row: from.number - 1,
    before: slice(edit.before, from.from, to.to),
    after: slice(edit.after, afterFrom.from, afterTo.to),
  };
}

function kindOf(origin: string): EditKind {
  if (origin === ACCEPT_ORIGIN) return "accepted";
  if (UNDOING.has(origin)) return "undo";
  if (origin.startsWith("disk.")) return "disk";
  return origin.startsWith("input.") ? "typed" : "operator";
}

function learns(origin: string): boolean {
  return !UNDOING.has(origin) && !origin.startsWith("disk.");
}

function joins(
  last: RecordedEdit,
  event: DocumentChange,
  hunks: readonly Hunk[],
  time: number,
): boolean {
  if (last.doc !== event.doc.id || last.after !== event.before) return false;
  if (last.accepted || event.origin === ACCEPT_ORIGIN) return false;
  if (!learns(event.origin) || !last.learn) return false;
  if (time - last.time > PAUSE_MS) return false;
  return (
    rowsApart(event.before, last.last, {
      from: hunks[0]!.from,
      to: hunks[hunks.length - 1]!.to,
    }) <= GROUP_ROWS
  );
}

function rowsApart(text: Text, a: Span, b: Span): number {
  const row = (pos: number) => text.lineAt(Math.min(pos, text.length)).number;
  if (row(b.from) > row(a.to)) return row(b.from) - row(a.to);
  return Math.max(0, row(a.from) - row(b.to));
}

/** From the first to the last changed place, in the text after. */
function changedSpan(event: DocumentChange): Span {
  let from = -1;
  let to = 0;
  event.change.iterChanges((_fromA, _toA, fromB, toB) => {
    if (from < 0) from = fromB;
    to = toB;
  });
  return { from, to };
}
