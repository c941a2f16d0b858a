/**
 * The last changes of a document. Servers are sent what they have not seen of them, and what servers
 * answer for an older text is carried to the present one.
 */
import type { ChangeDesc, ChangeSet, Span, Text } from "../../text/text.ts";

/** Changes kept for each document. Texts share their lines, so that this is little memory. */
const MOST_CHANGES = 500;

export interface PastChange {
  /** The document's revisions before and after it; a command that does much counts several. */
  readonly base: number;
  readonly revision: number;
  readonly before: Text;
  readonly change: ChangeSet;
}

/** The way from the text of a revision to the present one. */
export interface Rebase {
  /** The text of that revision. */
  readonly text: Text;
  /** False: nothing has changed since. */
  readonly changed: boolean;
  /** Carries an offset of that text to the present one. `assoc`: with what an insertion there goes. */
  map(pos: number, assoc?: -1 | 1): number;
  /** Carries a range; null when a change since then touched what is in it. */
  span(from: number, to: number): Span | null;
  /** As `span`, but what was touched is carried as well as it can be; null when it is gone. */
  loose(from: number, to: number): Span | null;
}

export class ChangeHistory {
  private changes: PastChange[] = [];
  private tip: number;

  /** `revision`: that of the document now. */
  constructor(revision: number) {
    this.tip = revision;
  }

  /** Takes note of a change; cheap enough for the key's own turn. */
  note(revision: number, before: Text, change: ChangeSet): void {
    this.changes.push({ base: this.tip, revision, before, change });
    this.tip = revision;
    if (this.changes.length > MOST_CHANGES * 2) this.changes.splice(0, MOST_CHANGES);
  }

  /** The changes behind a revision up to `now`; null when they are not known (any more). */
  since(revision: number, now: number): readonly PastChange[] | null {
    if (revision === now) return [];
    if (this.tip !== now) return null;
    const first = this.changes.findLastIndex(({ base }) => base === revision);
    return first < 0 ? null : this.changes.slice(first);
  }

  /** The way from a revision to the present text, whose revision is `now`; null: it is too old. */
  rebase(revision: number, now: number, text: Text): Rebase | null {
    const changes = this.since(revision, now);
    if (changes === null) return null;
    return new Way(changes[0]?.before ?? text, changes);
  }
}

class Way implements Rebase {
  readonly text: Text;
  private readonly changes: readonly PastChange[];

  constructor(text: Text, changes: readonly PastChange[]) {
    this.text = text;
    this.changes = changes;
  }

  get changed(): boolean {
    return this.changes.length > 0;
  }

  map(pos: number, assoc: -1 | 1 = 1): number {
    let at = Math.min(pos, this.text.length);
    for (const { change } of this.changes) at = change.mapPos(at, assoc);
    return at;
  }

  span(from: number, to: number): Span | null {
    let span: Span = { from, to };
    for (const { change } of this.changes) {
      if (reaches(change, span)) return null;
      const start = change.mapPos(span.from, 1);
      span = { from: start, to: Math.max(start, change.mapPos(span.to, -1)) };
    }
    return span;
  }

  loose(from: number, to: number): Span | null {
    let span: Span = { from, to };
    for (const { change } of this.changes) {
      const next = { from: change.mapPos(span.from, 1), to: change.mapPos(span.to, -1) };
      if (next.to < next.from) next.to = next.from;
      if (next.from === next.to && span.from < span.to) return null;
      span = next;
    }
    return span;
  }
}

/** Whether a change lies inside of a range, more than only at its border. */
function reaches(change: ChangeDesc, { from, to }: Span): boolean {
  let inside = false;
  change.iterChangedRanges((fromA, toA) => {
    if (fromA === toA ? fromA > from && fromA < to : fromA < to && toA > from) inside = true;
  });
  return inside;
}
