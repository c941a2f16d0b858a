/** The window of a list: one line for each item; Enter goes there, the current one is marked. */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import {
  closeWindow,
  enterWindow,
  setWindowSize,
  splitWindow,
} from "../../editor/layout-windows.ts";
import type { Quickfix } from "../../editor/quickfix.ts";
import { findVirtual, replaceText, virtualDocument } from "../../editor/virtual.ts";
import type { Window } from "../../editor/window.ts";
import { Highlight, Sign } from "../../text/slots.ts";
import { rowOf, rowStart } from "../../text/text.ts";
import { goToItem } from "./go.ts";
import {
  isValid,
  type ListKind,
  lineParts,
  listDocument,
  listsOf,
  ownerOf,
  setListDocument,
} from "./lists.ts";

const HEIGHT = 10;
const SPACE = "quickfix";

/** The window that shows the list in this tab page, or null. */
function findListWindow(editor: Editor, kind: ListKind): Window | null {
  const lists = listsOf(editor, kind);
  return editor.tab.windows.find((win) => listDocument(win.doc)?.lists === lists) ?? null;
}

/** Opens the window of the list, or goes to it; `height` in rows. */
export function openListWindow(editor: Editor, kind: ListKind, height: number | null): void {
  const lists = listsOf(editor, kind);
  const open = findListWindow(editor, kind);
  if (open) {
    enterWindow(editor, open);
    if (height !== null) setWindowSize(editor, open, "height", height);
    return;
  }
  const owner = kind === "location" ? ownerOf(editor) : null;
  const doc = documentOf(editor, kind, lists, owner);
  const edge = kind === "quickfix";
  const win = splitWindow(editor, editor.win, { doc, size: height ?? HEIGHT, edge, before: false });
  for (const name of ["number", "relativenumber", "list", "foldenable", "wrap"] as const) {
    win.options.set(name, false);
  }
  win.options.set("signcolumn", "auto");
  win.options.set("colorcolumn", "");
  follow(editor, doc);
}

export function closeListWindow(editor: Editor, kind: ListKind): void {
  const win = findListWindow(editor, kind);
  if (!win) return;
  const back = win === editor.win ? editor.tab.previous : editor.win;
  closeWindow(editor, win);
  if (back && editor.tab.windows.includes(back)) enterWindow(editor, back);
}

/** Opens the window when the list leads somewhere, else closes it. */
export function showListWindow(editor: Editor, kind: ListKind, height: number | null): void {
  const list = listsOf(editor, kind).list;
  if (!list?.items.some(isValid)) closeListWindow(editor, kind);
  else if (!findListWindow(editor, kind)) openListWindow(editor, kind, height);
}

/** Goes to the item of the cursor's line, with `split` in a new window. */
export function* openItem(editor: Editor, split: boolean): Fiber {
  const shows = listDocument(editor.doc);
  if (shows === null) return;
  const row = rowOf(editor.doc.text, editor.win.cursor.pos);
  yield* goToItem(editor, shows.kind, row, split);
}

function documentOf(
  editor: Editor,
  kind: ListKind,
  lists: Quickfix,
  owner: Window | null,
): Document {
  const title = owner === null ? "[Quickfix List]" : `[Location List ${owner.id}]`;
  const known = findVirtual(editor, title);
  if (known && listDocument(known)?.lists === lists) {
    refresh(editor, known);
    return known;
  }
  const doc = virtualDocument(editor, { title, text: "", filetype: "qf" });
  setListDocument(doc, { lists, kind, owner, shown: { list: null, count: -1 } });
  refresh(editor, doc);
  const stop = lists.onChange(() => {
    if (editor.docs.includes(doc)) refresh(editor, doc);
    else stop();
  });
  return doc;
}

/** Writes the lines anew when the items are others; the mark goes to the current one. */
function refresh(editor: Editor, doc: Document): void {
  const shows = listDocument(doc)!;
  const { list } = shows.lists;
  const count = list?.items.length ?? 0;
  if (shows.shown.list !== list || shows.shown.count !== count) {
    const parts = (list?.items ?? []).map((item) => lineParts(editor, item));
    replaceText(editor, doc, parts.map(({ place, text }) => `${place} ${text}`).join("\n"));
    const ranges = parts.map(({ place }, row) => {
      const from = rowStart(doc.text, row);
      return new Highlight("label", 90).range(from, from + place.length);
    });
    doc.slots.publish("highlights", SPACE, ranges);
    shows.shown = { list, count };
  }
  const mark = `${SPACE}.current`;
  if (!list || count === 0) {
    doc.slots.clear("signs", mark);
    doc.slots.clear("highlights", mark);
    return;
  }
  const line = doc.text.line(list.index + 1);
  doc.slots.publish("signs", mark, [new Sign(">", "ui.linenr.current").range(line.from)]);
  const bold = new Highlight("heading", 110);
  doc.slots.publish("highlights", mark, line.length > 0 ? [bold.range(line.from, line.to)] : []);
  follow(editor, doc);
}

/** The cursors of the list's windows go to its current item. */
function follow(editor: Editor, doc: Document): void {
  const list = listDocument(doc)?.lists.list;
  if (!list || list.items.length === 0) return;
  for (const win of editor.windows) {
    if (win.doc === doc) editor.setCursor(win, rowStart(doc.text, list.index));
  }
}
