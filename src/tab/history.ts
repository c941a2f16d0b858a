/**
 * The edit history: what the user changed, newest last, across documents. Changes at the same place that
 * follow each other without a pause are one edit; so is all that one macro, `.` or Ex command did, and
 * an accepted prediction is one of its own; an undo that leads back to the text before an edit takes the
 * edit away.
 */
import type { Document } from "../editor/document.ts";
import type { DocumentChange, Editor } from "../editor/editor.ts";
import { type EditKind, isLarge, type RecordedEdit } from "../text/prediction.ts";
import { type ChangeSet, rowAt, type Span, type Text } from "../text/text.ts";
import { type Environment, isPrivate } from "./gate.ts";
import { kindOf, teaches } from "./history-kind.ts";

export { ACCEPT_ORIGIN } from "./history-kind.ts";

/** Who waited so long (ms) started something new, even where the last change was. */
const PAUSE_MS = 30_000;
/** The same elsewhere in the line. */
const LINE_PAUSE_MS = 5_000;
const MAX_EDITS = 64;

const UNDOING = new Set(["undo", "redo"]);

/** How a change was made, besides its origin. */
export interface Circumstances {
  /** Counts commands: what has the same number was done by one. */
  readonly command: number;
  /** Counts macros; 0: none is being run. */
  readonly macro: number;
  /** `.` does it again. */
  readonly redoing: boolean;
  /** An Ex command runs keys (`:normal`, `:g`). */
  readonly nested: boolean;
}

const BY_HAND: Circumstances = { command: -1, macro: 0, redoing: false, nested: false };

/** So many changes wait at most until somebody asks. */
const MOST_WAITING = 32;

interface Waiting {
  readonly event: DocumentChange;
  readonly time: number;
  readonly how: Circumstances;
}

export class EditHistory {
  /** The name of what lies around a position of a document's present text; null: not known. */
  symbolAt: (doc: Document, pos: number) => string | null = () => null;
  private list: RecordedEdit[] = [];
  /** What makes the newest edit one: its command or macro; null: place and time. */
  private unit: string | null = null;
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
  record(event: DocumentChange, time: number, how = BY_HAND): void {
    this.waiting.push({ event, time, how });
    if (this.waiting.length >= MOST_WAITING) this.settle();
  }

  private settle(): void {
    if (this.waiting.length === 0) return;
    const { waiting } = this;
    this.waiting = [];
    for (const change of waiting) this.add(change);
  }

  private add({ event, time, how }: Waiting): void {
    if (isLarge(event.change)) {
      // Nothing to learn from, and the texts before it would be kept alive.
      this.drop(event.doc.id);
      return;
    }
    if (event.change.empty) return;
    if (UNDOING.has(event.origin) && this.cancel(event)) return;
    const kind = kindOf(event.origin, how);
    const unit = unitOf(kind, how);
    const last = this.newest;
    if (last && !isScattered(last) && this.joins(last, event, kind, unit, time)) {
      this.extend(last, event, kind, time);
    } else this.append(event, kind, time);
    this.unit = unit;
  }

  private joins(
    last: RecordedEdit,
    event: DocumentChange,
    kind: EditKind,
    unit: string | null,
    time: number,
  ): boolean {
    if (last.doc !== event.doc.id || last.after !== event.before) return false;
    if (unit !== null || this.unit !== null) return unit === this.unit;
    if (kind !== last.kind && !(isByHand(kind) && isByHand(last.kind))) return false;
    if (!isByHand(kind) || !last.learn) return false;
    const pause = time - last.time;
    const span = { from: event.before.length, to: 0 };
    event.change.iterChangedRanges((from, to) => {
      span.from = Math.min(span.from, from);
      span.to = Math.max(span.to, to);
    });
    if (span.from <= last.last.to && span.to >= last.last.from) return pause <= PAUSE_MS;
    return pause <= LINE_PAUSE_MS && inOneLine(event.before, span, last.last);
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

  private extend(last: RecordedEdit, event: DocumentChange, kind: EditKind, time: number): void {
    this.list[this.list.length - 1] = {
      ...last,
      after: event.after,
      changes: last.changes.compose(event.change),
      last: changedSpan(event.change),
      origin: event.origin,
      // What an operator took away for typing (`cw`) was typed over.
      kind: kind === "typed" ? kind : last.kind,
      symbol: last.symbol ?? this.symbolOf(event),
      time,
    };
  }

  private append(event: DocumentChange, kind: EditKind, time: number): void {
    this.list.push({
      id: ++this.ids,
      doc: event.doc.id,
      path: event.doc.path,
      before: event.before,
      after: event.after,
      changes: event.change,
      last: changedSpan(event.change),
      origin: event.origin,
      accepted: kind === "accepted",
      learn: teaches(event.origin),
      kind,
      symbol: this.symbolOf(event),
      time,
    });
    if (this.list.length > MAX_EDITS) this.list.shift();
  }

  /** Only the present text can be asked about. */
  private symbolOf({ doc, after, change }: DocumentChange): string | null {
    return doc.text === after ? this.symbolAt(doc, changedSpan(change).from) : null;
  }
}

/** A macro over many rows is no one edit, and composing changes costs the places they have. */
const MOST_PLACES = 64;

function isScattered(edit: RecordedEdit): boolean {
  let places = 0;
  edit.changes.iterChangedRanges(() => places++);
  return places >= MOST_PLACES;
}

/** What is done by one command however far apart; null: by hand. */
function unitOf(kind: EditKind, how: Circumstances): string | null {
  if (kind === "macro") return `macro ${how.macro}`;
  return kind === "repeat" || kind === "ex" || kind === "tool" ? `${kind} ${how.command}` : null;
}

function isByHand(kind: EditKind): boolean {
  return kind === "typed" || kind === "operator" || kind === "put";
}

/** Records every change of an editor's files, but of those that must leave no trace. */
export function recordHistory(editor: Editor, history: EditHistory, env: Environment): void {
  let command = 0;
  let macro = 0;
  let macros = 0;
  editor.events.on("change", (event) => {
    if (isPrivate(event.doc, env)) return;
    const { redoing } = editor.modal;
    const nested = editor.nesting > 0;
    history.record(event, editor.services.now(), { command, macro, redoing, nested });
  });
  editor.events.on("command-done", ({ keys }) => {
    if (editor.nesting > 0) return;
    command++;
    const stuffed = editor.loop?.queue.isStuffed ?? false;
    if (!stuffed) macro = 0;
    // Only mappings and macros leave keys behind them, and a mapping has none of these.
    else if (macro === 0 && (keys.includes("@") || keys.includes("Q"))) macro = ++macros;
  });
  editor.events.on("document-close", (doc) => history.forget(doc.id));
}

/** Both in the same rows, which are few. */
function inOneLine(text: Text, a: Span, b: Span): boolean {
  const row = (pos: number) => rowAt(text, pos);
  return row(a.from) === row(b.from) && row(a.to) === row(b.to) && row(a.from) === row(a.to);
}

/** From the first to the last changed place, in the text after. */
export function changedSpan(change: ChangeSet): Span {
  let from = -1;
  let to = 0;
  change.iterChanges((_fromA, _toA, fromB, toB) => {
    if (from < 0) from = fromB;
    to = toB;
  });
  return { from, to };
}
