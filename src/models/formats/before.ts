/** The file as it was before its last edit: the part of a prompt that does not change while somebody types. */
import type { SceneEdit } from "../scene.ts";
import { endOf, type Rows, rowAt, rowsOf } from "./lines.ts";
import { placeOf, type Span, type Typed, type View } from "./view.ts";

export interface Before extends Rows {
  /** The edit that is undone in it; null: none, it is the text as it is. */
  readonly edit: SceneEdit | null;
  /** Where it is in the view's text. */
  readonly place: Typed | null;
  /** Rows of the text that are these rows of the view's; rows that the edit made are where it was. */
  readonly span: (rows: Span) => Span;
}

/** Without the open edit; where `closed`, without the last one even when it is done. */
export function beforeOf(view: View, closed = false): Before {
  const edit = view.open ?? (closed ? (view.closed.at(-1) ?? null) : null);
  const typed = edit === view.open ? view.typed : edit && placeOf(view.scene, view, edit);
  if (!edit || !typed)
    return { ...rowsOf(view.text), edit: null, place: null, span: (rows) => rows };
  const text = view.text.slice(0, typed.from) + typed.removed + view.text.slice(typed.to);
  const rows = rowsOf(text);
  const grown = view.lines.length - rows.lines.length;
  const row = (at: number) => rowBefore(view, typed, grown, at, rows.lines.length - 1);
  return {
    ...rows,
    edit,
    place: typed,
    span: ({ first, last }) => ({ first: row(first), last: row(last) }),
  };
}

function rowBefore(view: View, typed: Typed, grown: number, row: number, last: number): number {
  if (row <= rowAt(view, typed.from)) return row;
  return Math.min(last, Math.max(rowAt(view, typed.from), row - grown));
}

/** The rows' text without the last "\n". */
export function spanText(rows: Rows, { first, last }: Span): string {
  return last < first ? "" : rows.text.slice(rows.starts[first]!, endOf(rows, last));
}
