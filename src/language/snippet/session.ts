/** A snippet that is being filled in: where its stops are in the text, and which one is at hand. */
import type { Document } from "../../editor/document.ts";
import type { ChangeDesc, ChangeSet, Span, Text } from "../../text/text.ts";
import { ChangeSet as Changes, slice, textOf } from "../../text/text.ts";
import type { Expansion } from "./expansion.ts";
import type { Transform } from "./parser.ts";
import { transformed } from "./transform.ts";

export interface Field {
  readonly index: number;
  from: number;
  to: number;
  readonly choices: readonly string[] | null;
  readonly transform: Transform | null;
  readonly leads: boolean;
  readonly parent: Field | null;
}

export class SnippetSession {
  readonly doc: Document;
  /** UTF-16 offsets of all that was put in. */
  from: number;
  to: number;
  readonly fields: readonly Field[];
  /** The stops in the order of their visits; the last one is where the snippet ends. */
  readonly stops: readonly Field[];
  private at = -1;

  /** `at`: where the text of the expansion stands in the document. */
  constructor(doc: Document, at: number, expansion: Expansion) {
    this.doc = doc;
    this.from = at;
    this.to = at + expansion.text.length;
    const fields: Field[] = [];
    for (const place of expansion.places) {
      const parent = fields[place.parent] ?? null;
      fields.push({ ...place, from: at + place.from, to: at + place.to, parent });
    }
    this.fields = fields;
    const rank = ({ index }: Field): number => (index === 0 ? Number.POSITIVE_INFINITY : index);
    this.stops = fields
      .filter(({ leads }) => leads)
      .sort((a, b) => (rank(a) === rank(b) ? a.from - b.from : rank(a) - rank(b)));
  }

  get current(): Field | null {
    return this.stops[this.at] ?? null;
  }

  /** Whether the last stop was reached: nothing is left to be visited. */
  get finished(): boolean {
    return this.at === this.stops.length - 1;
  }

  /** Goes to the next or previous stop; null where there is none. */
  step(by: 1 | -1): Field | null {
    const next = this.stops[this.at + by];
    if (next === undefined) return null;
    this.at += by;
    return next;
  }

  holds(pos: number): boolean {
    return pos >= this.from && pos <= this.to;
  }

  /** Carries every place through a change. The stop at hand takes what is typed at its borders. */
  carry(change: ChangeDesc): void {
    const growing = new Set<Field>();
    for (let field = this.current; field !== null; field = field.parent) growing.add(field);
    for (const field of this.fields) {
      const grows = growing.has(field);
      field.from = change.mapPos(field.from, grows ? -1 : 1);
      field.to = Math.max(field.from, change.mapPos(field.to, grows ? 1 : -1));
    }
    this.from = change.mapPos(this.from, -1);
    this.to = change.mapPos(this.to, 1);
  }

  /** The change that makes every place of the stop at hand say the same; null when all do. */
  mirror(text: Text): { readonly change: ChangeSet; readonly places: readonly Field[] } | null {
    const { current } = this;
    if (current === null) return null;
    const value = slice(text, current.from, current.to);
    const places: Field[] = [];
    const hunks: (Span & { readonly insert: Text })[] = [];
    for (const field of this.fields) {
      if (field === current || field.index !== current.index || field.leads) continue;
      if (field.from < current.to && field.to > current.from) continue;
      const wanted = field.transform === null ? value : transformed(value, field.transform);
      if (slice(text, field.from, field.to) === wanted) continue;
      places.push(field);
      hunks.push({ from: field.from, to: field.to, insert: textOf(wanted) });
    }
    if (hunks.length === 0) return null;
    return { change: Changes.of(hunks, text.length), places };
  }

  /** Where the places of a `mirror` are behind its change, once `carry` has seen it. */
  mirrored(places: readonly Field[], before: readonly Span[], change: ChangeDesc): void {
    for (const [i, field] of places.entries()) {
      field.from = change.mapPos(before[i]!.from, -1);
      field.to = change.mapPos(before[i]!.to, 1);
    }
  }
}
