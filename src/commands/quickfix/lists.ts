/** The quickfix list and the location lists, as commands see them. */

import { UserError } from "../../base/errors.ts";
import { printable } from "../../base/width.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import { shownPath } from "../../editor/paths.ts";
import {
  locationsOf,
  type Quickfix,
  type QuickfixItem,
  type QuickfixList,
  quickfixOf,
} from "../../editor/quickfix.ts";
import type { Window } from "../../editor/window.ts";

/** Which lists a command is about: the one of the editor, or that of the window. */
export type ListKind = "quickfix" | "location";

/** What a document with a list shows. */
export interface ListDocument {
  readonly lists: Quickfix;
  readonly kind: ListKind;
  /** The window that a location list belongs to. */
  readonly owner: Window | null;
  /** What is shown now. */
  shown: { readonly list: QuickfixList | null; readonly count: number };
}

const DOCUMENTS = new WeakMap<Document, ListDocument>();

export function listDocument(doc: Document): ListDocument | null {
  return DOCUMENTS.get(doc) ?? null;
}

export function setListDocument(doc: Document, shows: ListDocument): void {
  DOCUMENTS.set(doc, shows);
}

/** The window whose location list is meant: that of a location window's owner. */
export function ownerOf(editor: Editor): Window {
  const shows = listDocument(editor.doc);
  return shows?.owner && editor.windows.includes(shows.owner) ? shows.owner : editor.win;
}

export function listsOf(editor: Editor, kind: ListKind): Quickfix {
  if (kind === "quickfix") return quickfixOf(editor);
  const shows = listDocument(editor.doc);
  return shows?.kind === "location" ? shows.lists : locationsOf(editor, editor.win);
}

/** The current list; throws UserError (E42, E776) when there is none or nothing is in it. */
export function requireList(editor: Editor, kind: ListKind): QuickfixList {
  const { list } = listsOf(editor, kind);
  if (list === null && kind === "location") throw new UserError("E776: No location list");
  if (list === null || list.items.length === 0) throw new UserError("E42: No Errors");
  return list;
}

/** Whether an item leads somewhere. */
export function isValid({ path, doc, point }: QuickfixItem): boolean {
  return point !== undefined && (path !== undefined || doc !== undefined);
}

/** What two items have in common when they are in the same file. */
export function fileOf({ path, doc }: QuickfixItem): Document | string | null {
  return path ?? doc?.path ?? doc ?? null;
}

/** What a kind of item is called behind its place. */
export const KINDS = { E: " error", W: " warning", I: " info", N: " note", "": "" } as const;

/** The parts of a line in a list's window, as Vim writes it: `file|12 col 5 error| text`. */
export function lineParts(editor: Editor, item: QuickfixItem): { place: string; text: string } {
  const { path, doc, point, endPoint } = item;
  const name = path ?? doc?.path ?? null;
  const shown = name === null ? (doc?.title ?? "") : shownPath(editor, name);
  const range = (from: number, to: number | undefined) =>
    to === undefined || to === from ? `${from + 1}` : `${from + 1}-${to + 1}`;
  const last = endPoint && endPoint.col > 0 ? endPoint.col - 1 : undefined;
  const where = point
    ? `${range(point.row, endPoint?.row)} col ${range(point.col, last)}${KINDS[item.kind ?? ""]}`
    : KINDS[item.kind ?? ""].trim();
  const text = item.text.replace(/[\r\n]+/g, " ").trimStart();
  return { place: `${printable(shown)}|${where}|`, text };
}
