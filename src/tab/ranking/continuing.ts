/** What goes on with the newest edit: the same name, or another one for it, at another place. */
import type { Hunk, Prediction, RecordedEdit } from "../../text/prediction.ts";
import { slice, type Text } from "../../text/text.ts";
import { tightHunks } from "./features.ts";

/** One word that becomes another one. */
export interface Renamed {
  readonly old: string;
  readonly next: string;
}

const BEFORE = /[\p{L}\p{N}_$]*$/u;
const BEHIND = /^[\p{L}\p{N}_$]*/u;
const NAME = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;
/** Characters of a word that is looked at. */
const MOST = 200;

/** What a hunk replaces and by what, with the rest of the words that it is in; `text` is the one before. */
export function wholeWords(text: Text, { from, to, insert }: Hunk): Renamed {
  const first = text.lineAt(from).from;
  const last = text.lineAt(to).to;
  const before = BEFORE.exec(slice(text, Math.max(first, from - MOST), from))![0];
  const behind = BEHIND.exec(slice(text, to, Math.min(last, to + MOST)))![0];
  return { old: before + slice(text, from, to) + behind, next: before + insert + behind };
}

const KNOWN = new WeakMap<RecordedEdit, Renamed | null>();

/** The rename that the newest edit is; null: it is none. */
export function renameOf(edits: readonly RecordedEdit[]): Renamed | null {
  const edit = edits[edits.length - 1];
  if (!edit?.learn) return null;
  let renamed = KNOWN.get(edit);
  if (renamed === undefined) KNOWN.set(edit, (renamed = renamedBy(edit, edit.before)));
  return renamed;
}

/** Which predictions rename as the newest edit did. */
export function goingOn(
  rename: Renamed | null,
  textOf: (doc: number) => Text | null,
): (one: { readonly prediction: Prediction }) => boolean {
  return ({ prediction }) => {
    const text = rename && textOf(prediction.doc);
    if (!rename || !text || prediction.changes.empty) return false;
    const own = renamedBy(prediction, text);
    return own?.old === rename.old && own.next === rename.next;
  };
}

/** The one rename that all hunks of a change make; null: they make another one. */
function renamedBy(made: Pick<Prediction, "changes">, text: Text): Renamed | null {
  const [first, ...more] = tightHunks(made, text).map((hunk) => wholeWords(text, hunk));
  if (!first || !NAME.test(first.old) || !NAME.test(first.next)) return null;
  return more.every(({ old, next }) => old === first.old && next === first.next) ? first : null;
}
