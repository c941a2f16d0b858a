/**
 * The file of a scene as rows, where its cursor is, and which edit is being typed. Rows are those of
 * `scene.text`, not of the file, unless they say so.
 */
import type { Scene, SceneEdit } from "../scene.ts";
import { commonEnds } from "./ends.ts";
import { endOf, type Rows, rowAt, rowsOf } from "./lines.ts";

/** Rows of the scene's text, both ends included. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

export interface View extends Rows {
  readonly scene: Scene;
  readonly row: number;
  /** UTF-16 offset in the row. */
  readonly col: number;
  /** The edit that is being typed; null: none. */
  readonly open: SceneEdit | null;
  /** The edits before it, oldest first. */
  readonly closed: readonly SceneEdit[];
  /** Where the open edit is in the text; null: none, or it is not found. */
  readonly typed: Typed | null;
}

/** An edit in a text: `[from, to)` stands where `removed` was. */
export interface Typed {
  readonly from: number;
  readonly to: number;
  readonly removed: string;
}

export function viewOf(scene: Scene): View {
  const rows = rowsOf(scene.text);
  const row = rowAt(rows, scene.cursor);
  const last = scene.edits.at(-1);
  const open = last?.open ? last : null;
  return {
    ...rows,
    scene,
    row,
    col: scene.cursor - rows.starts[row]!,
    open,
    closed: scene.edits.filter((edit) => edit !== open),
    typed: open ? placeOf(scene, rows, open) : null,
  };
}

/** Where the text that an edit led to stands in the scene; null when it is in another file, or not there as it was. */
export function placeOf(scene: Scene, rows: Rows, edit: SceneEdit): Typed | null {
  if (edit.path !== scene.path) return null;
  const start = rows.starts[edit.row - scene.firstRow];
  if (start === undefined || !rows.text.startsWith(edit.updated, start)) return null;
  const end = start + edit.updated.length;
  if (end < rows.text.length && rows.text[end] !== "\n" && !edit.updated.endsWith("\n"))
    return null;
  const { head, tail } = commonEnds(edit.original, edit.updated);
  return {
    from: start + head,
    to: end - tail,
    removed: edit.original.slice(head, edit.original.length - tail),
  };
}

/** Whether these rows show the whole of an edit. */
export function isWithin(view: View, { from, to }: Typed, rows: Span): boolean {
  return from >= view.starts[rows.first]! && to <= endOf(view, rows.last);
}

/** Whether these rows show all that the open edit did: it took nothing away. */
export function showsOpen(view: View, rows: Span): boolean {
  const { typed } = view;
  return typed !== null && typed.removed.trim() === "" && isWithin(view, typed, rows);
}
