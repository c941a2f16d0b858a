/**
 * A run of very many changes (`:g`, `:normal` on many rows), kept and told as few. Each is applied at
 * once and carries cursors and marks along; the undo tree, the recovery log and the edit history get
 * one change from the text before some thousand of them to the text after.
 */
import { ChangeSet, type Text } from "../text/text.ts";
import type { UndoNode } from "../text/undo-tree.ts";
import type { Document } from "./document.ts";

/** Changes farther apart (UTF-16 units) are kept apart: what lies between costs too. */
const NEAR = 1 << 14;
/** Changes in one. */
const MOST = 4096;
/** A change is kept at most one part of so many of the time. */
const SHARE = 20;

interface Span {
  /** The undo step that it belongs to. */
  readonly node: UndoNode;
  /** In the text before the run. */
  readonly base: Text;
  from: number;
  to: number;
  /** The end in the text as it is; it starts at `from` too. */
  end: number;
  count: number;
}

export class Bulk {
  readonly doc: Document;
  private readonly tell: (change: ChangeSet, before: Text, node: UndoNode) => void;
  private span: Span | null = null;
  /** `performance.now()` before which a long run is not settled again. */
  private resting = 0;

  /** `tell` gets the few, with the undo step that they belong to. */
  constructor(doc: Document, tell: (change: ChangeSet, before: Text, node: UndoNode) => void) {
    this.doc = doc;
    this.tell = tell;
  }

  /** To be called before a change is applied: tells of the others where it does not go with them. */
  prepare(change: ChangeSet): void {
    const { span } = this;
    if (span === null) return;
    const { from, to } = hullOf(change);
    const isFar = from > span.end + NEAR || to < span.from - NEAR;
    if (isFar || (span.count >= MOST && performance.now() >= this.resting)) this.settle();
    else if (!this.doc.undo.isOpen) this.settle();
  }

  /** A change has been applied. */
  add(change: ChangeSet, before: Text, after: Text): void {
    const { from, to } = hullOf(change);
    this.span ??= { node: this.doc.undo.current, base: before, from, to, end: to, count: 0 };
    const { span } = this;
    // Outside of the span the text is as it was, but moved.
    if (to > span.end) {
      span.to += to - span.end;
      span.end = to;
    }
    span.from = Math.min(span.from, from);
    span.end += after.length - before.length;
    span.count++;
  }

  /** Tells of what was not told yet. */
  settle(): void {
    const { span } = this;
    if (span === null) return;
    this.span = null;
    const started = performance.now();
    const { node, base, from, to, end } = span;
    const insert = this.doc.text.slice(from, end);
    this.tell(ChangeSet.of({ from, to, insert }, base.length), base, node);
    const now = performance.now();
    this.resting = now + (now - started) * SHARE;
  }
}

/** From the first changed place to the last, in the text before. */
function hullOf(change: ChangeSet): { from: number; to: number } {
  let from = -1;
  let to = 0;
  change.iterChangedRanges((fromA, toA) => {
    if (from < 0) from = fromA;
    to = toA;
  });
  return { from: Math.max(0, from), to };
}
