/** What was typed between two states of a document. */
import { ChangeSet, slice, type Text, textOf } from "../../text/text.ts";

export interface State {
  readonly text: Text;
  /** Where the cursor is. */
  readonly pos: number;
}

/** Characters that are looked back at. */
export const MOST_TYPED = 128;

/** The text that was put in at the cursor, which went along with it; "" where nothing was; null: something else happened. */
export function typedBetween(before: State, now: State): string | null {
  const length = now.text.length - before.text.length;
  if (length < 0 || length > MOST_TYPED || now.pos - before.pos !== length) return null;
  if (length === 0) return before.text.eq(now.text) ? "" : null;
  const typed = slice(now.text, before.pos, now.pos);
  return typing(before, typed).apply(before.text).eq(now.text) ? typed : null;
}

/** The change that puts a text in at the cursor. */
export function typing({ text, pos }: State, typed: string): ChangeSet {
  return ChangeSet.of({ from: pos, insert: textOf(typed) }, text.length);
}
