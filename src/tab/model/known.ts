/**
 * Answers that are known already, also those that say that nothing is to be changed: by the state they
 * are for, and for what was typed since as far as they agree with it. A state is known by its text; texts
 * that come from one another share their parts, so that comparing and keeping them costs little.
 */
import type { FormatUse } from "../../models/format.ts";
import {
  changeOf,
  type DocumentSnapshot,
  type Hunk,
  interpolate,
  type Prediction,
  type PredictionAnswer,
  type PredictionSnapshot,
} from "../../text/prediction.ts";
import { rowOf, slice, type Text } from "../../text/text.ts";
import { MOST_TYPED, typedBetween, typing } from "./between.ts";

/** A change that a model wants, in a text that it is for. */
export interface Wanted {
  /** The document or closed file: see `keyOf`. */
  readonly key: string;
  readonly text: Text;
  readonly hunk: Hunk;
  /** Where the cursor belongs afterwards. */
  readonly cursor: number;
  readonly probability: number;
  readonly reason: string;
  readonly traits: Readonly<Record<string, number>>;
  readonly model: string;
}

export interface Known {
  readonly key: string;
  readonly text: Text;
  readonly pos: number;
  /** Null: nothing is to be changed. */
  readonly wanted: Wanted | null;
}

/** What is known of a state: an answer, that there is none, or nothing (`null`). */
export type Found = { readonly answer: PredictionAnswer | null } | null;

const MOST = 64;
/** Rows from where an edit was asked for in which it is the answer still, and in which there is none still. */
const NEAR_ROWS = 10;
const NONE_ROWS = 2;

export function keyOf({ path, id }: Pick<DocumentSnapshot, "path" | "id">): string {
  return path ?? `#${id}`;
}

export class KnownAnswers {
  /** The most recently used last. */
  private list: Known[] = [];
  private readonly use: FormatUse;
  private readonly closed: (path: string) => DocumentSnapshot | null;

  /** `closed`: a file that is not open and was read. */
  constructor(use: FormatUse, closed: (path: string) => DocumentSnapshot | null) {
    this.use = use;
    this.closed = closed;
  }

  add(known: Known): void {
    const { key, text, pos } = known;
    const isOther = (old: Known) => old.key !== key || old.pos !== pos || !old.text.eq(text);
    this.list = [...this.list.filter(isOther), known].slice(-MOST);
  }

  clear(): void {
    this.list = [];
  }

  /** What is known of a snapshot. */
  find(snapshot: PredictionSnapshot): Found {
    const { doc } = snapshot;
    const key = keyOf(doc);
    for (let i = this.list.length - 1; i >= 0; i--) {
      const known = this.list[i]!;
      if (known.key !== key) continue;
      const found = this.same(known, snapshot) ?? typedAlong(known, doc);
      if (!found) continue;
      this.list.splice(i, 1);
      this.list.push(known);
      return found;
    }
    return null;
  }

  private same({ text, pos, wanted }: Known, snapshot: PredictionSnapshot): Found {
    const { doc, others } = snapshot;
    if (text.length !== doc.text.length || !this.isHere(doc, pos, wanted === null)) return null;
    if (!text.eq(doc.text)) return null;
    if (wanted === null) return { answer: null };
    const open = [doc, ...others].find((one) => keyOf(one) === wanted.key);
    const target = open ?? this.closed(wanted.key);
    return target?.text.eq(wanted.text) ? { answer: answerOf(wanted, target) } : null;
  }

  private isHere(doc: DocumentSnapshot, pos: number, none: boolean): boolean {
    if (this.use === "complete") return pos === doc.pos;
    const rows = Math.abs(
      rowOf(doc.text, Math.min(pos, doc.text.length)) - rowOf(doc.text, doc.pos),
    );
    return rows <= (none ? NONE_ROWS : NEAR_ROWS);
  }
}

/** The rest of an answer of whose beginning something was typed. */
function typedAlong({ key, text, pos, wanted }: Known, doc: DocumentSnapshot): Found {
  if (wanted === null || wanted.key !== key || wanted.text !== text) return null;
  const length = doc.text.length - text.length;
  if (length <= 0 || length > MOST_TYPED || doc.pos - pos !== length) return null;
  // Texts are only compared where what was typed is what was said.
  const { from, to, insert } = wanted.hunk;
  const atCursor = from === pos && to === pos;
  if (atCursor && !insert.startsWith(slice(doc.text, pos, doc.pos))) return null;
  const typed = typedBetween({ text, pos }, doc);
  if (!typed) return null;
  const whole: Prediction = { ...answerFor(wanted, -1, 0), id: 0, source: "" };
  const left = interpolate(whole, typing({ text, pos }, typed), text);
  if (!left) return null;
  const { id: _id, source: _source, ...answer } = left;
  return { answer: { ...answer, doc: doc.id, revision: doc.revision } };
}

export function answerOf(wanted: Wanted, target: DocumentSnapshot): PredictionAnswer {
  return answerFor(wanted, target.id, target.revision);
}

function answerFor(wanted: Wanted, doc: number, revision: number): PredictionAnswer {
  const { text, hunk, cursor, probability, reason, traits, model } = wanted;
  const changes = changeOf([hunk], text.length);
  return { doc, revision, changes, cursor, probability, reason, traits, model };
}
