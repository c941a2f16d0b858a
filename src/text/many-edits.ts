/** Very many small edits of one text as columns: they cost bytes, not objects. */
import { Text } from "./text.ts";

export interface ManyEdits {
  /**
   * For each edit where it begins and ends in the text before all of them (UTF-16 offsets), and the
   * length of what it inserts. Ascending, without overlaps.
   */
  readonly spans: Int32Array;
  /** What they insert, one after another. */
  readonly insert: string;
  /** Every edit inserts the whole of `insert`. */
  readonly repeated: boolean;
}

/** Pieces that wait to be put together. */
const PIECES = 4096;

export class ManyEditsBuilder {
  private spans = new Int32Array(3 << 10);
  private used = 0;
  /** What all edits so far insert; null when it is not the same. */
  private same: string | null = null;
  private readonly texts: string[] = [];
  private pieces: string[] = [];

  /** Edits; their number. */
  get count(): number {
    return this.used / 3;
  }

  /** Adds an edit behind the others. */
  add(from: number, to: number, insert: string): void {
    if (this.used === this.spans.length) {
      const wider = new Int32Array(this.used * 2);
      wider.set(this.spans);
      this.spans = wider;
    }
    const { spans } = this;
    if (this.used === 0) this.same = insert;
    else if (this.same !== null && insert !== this.same) {
      this.texts.push(this.same.repeat(this.count));
      this.same = null;
    }
    spans[this.used++] = from;
    spans[this.used++] = to;
    spans[this.used++] = insert.length;
    if (this.same !== null || insert === "") return;
    this.pieces.push(insert);
    if (this.pieces.length < PIECES) return;
    this.texts.push(this.pieces.join(""));
    this.pieces = [];
  }

  /** All of them; the builder is not to be used any more. */
  done(): ManyEdits {
    const spans = this.spans.slice(0, this.used);
    if (this.same !== null) return { spans, insert: this.same, repeated: true };
    this.texts.push(this.pieces.join(""));
    return { spans, insert: this.texts.join(""), repeated: false };
  }
}

/** Edits `from` to `to` (exclusive) of them. `at` is where the text of the first begins. */
export function someEdits(edits: ManyEdits, from: number, to: number, at: number): ManyEdits {
  const spans = edits.spans.slice(from * 3, to * 3);
  if (edits.repeated) return { ...edits, spans };
  return { spans, insert: edits.insert.slice(at, at + insertedBy(spans)), repeated: false };
}

/** Edits of one text, in the order of their places, as one. */
export function joinEdits(batches: readonly ManyEdits[]): ManyEdits {
  const [first] = batches;
  if (first !== undefined && batches.length === 1) return first;
  const numbers = batches.reduce((sum, { spans }) => sum + spans.length, 0);
  const spans = new Int32Array(numbers);
  const texts: string[] = [];
  let at = 0;
  for (const batch of batches) {
    spans.set(batch.spans, at);
    at += batch.spans.length;
    const { insert, repeated } = batch;
    texts.push(repeated ? insert.repeat(batch.spans.length / 3) : insert);
  }
  return { spans, insert: texts.join(""), repeated: false };
}

/** UTF-16 units that edits insert. */
export function insertedBy(spans: Int32Array): number {
  let length = 0;
  for (let i = 2; i < spans.length; i += 3) length += spans[i]!;
  return length;
}

/** The text after them. Throws a plain Error where they do not fit the text. */
export function applyMany(text: Text, { spans, insert, repeated }: ManyEdits): Text {
  const whole = text.sliceString(0);
  const parts: string[] = [];
  let at = 0;
  let taken = 0;
  for (let i = 0; i < spans.length; i += 3) {
    const from = spans[i]!;
    const to = spans[i + 1]!;
    if (from < at || to < from || to > whole.length) {
      throw new Error(`edit ${from} to ${to} in a text of ${whole.length}, behind ${at}`);
    }
    if (from > at) parts.push(whole.slice(at, from));
    const length = spans[i + 2]!;
    if (length > 0) parts.push(repeated ? insert : insert.slice(taken, taken + length));
    taken += length;
    at = to;
  }
  parts.push(whole.slice(at));
  return Text.of(parts.join("").split("\n"));
}
