/** Going from item to item of a list. */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { enterWindow, splitWindow } from "../../editor/layout-windows.ts";
import { goToPlace } from "../../editor/place.ts";
import type { QuickfixItem } from "../../editor/quickfix.ts";
import type { Window } from "../../editor/window.ts";
import {
  fileOf,
  isValid,
  KINDS,
  type ListKind,
  listDocument,
  listsOf,
  requireList,
} from "./lists.ts";

/** Goes to an item (0-based, clipped) and says which one it is; with `split` in a new window. */
export function* goToItem(editor: Editor, kind: ListKind, index: number, split = false): Fiber {
  const list = requireList(editor, kind);
  const lists = listsOf(editor, kind);
  const at = Math.max(0, Math.min(index, list.items.length - 1));
  const item = list.items[at]!;
  lists.select(at);
  if (isValid(item)) {
    leaveListWindow(editor);
    const how = split ? "split" : "edit";
    const { path, doc, point } = item;
    const open = doc && editor.docs.includes(doc) ? { doc } : {};
    if (path === undefined && !open.doc) throw new UserError("E92: The buffer is gone");
    const place = { ...open, ...(path === undefined ? {} : { path }), point: point! };
    yield* goToPlace(editor, place, how);
  }
  const text = item.text.replace(/\s+/g, " ").trim();
  editor.showMessage(`(${at + 1} of ${list.items.length})${KINDS[item.kind ?? ""]}: ${text}`);
}

/** A list's own window is not where files are shown: goes to another one. */
function leaveListWindow(editor: Editor): void {
  const shows = listDocument(editor.doc);
  if (shows === null) return;
  const { tab } = editor;
  const takes = (win: Window | null): win is Window =>
    win !== null && tab.windows.includes(win) && listDocument(win.doc) === null;
  const files = tab.windows.filter((win) => takes(win) && win.doc.kind === "file");
  const target =
    [shows.owner, tab.previous].find(takes) ?? files[0] ?? tab.windows.find((win) => takes(win));
  if (target) enterWindow(editor, target);
  else splitWindow(editor, editor.win, { before: true });
}

/** Goes `steps` items that lead somewhere further; as many as there are, at least one (E553). */
export function* step(editor: Editor, kind: ListKind, steps: number): Fiber {
  const { items, index } = requireList(editor, kind);
  const direction = Math.sign(steps);
  let target = index;
  let left = Math.abs(steps);
  for (let at = index + direction; left > 0 && items[at]; at += direction) {
    if (!isValid(items[at]!)) continue;
    target = at;
    left--;
  }
  if (target === index) throw new UserError("E553: No more items");
  yield* goToItem(editor, kind, target);
}

/** Goes to the first item of a later file, or the last one of an earlier file. */
export function* stepFile(editor: Editor, kind: ListKind, steps: number): Fiber {
  const { items, index } = requireList(editor, kind);
  const direction = Math.sign(steps);
  let target = index;
  let left = Math.abs(steps);
  for (let at = index + direction; items[at]; at += direction) {
    const item: QuickfixItem = items[at]!;
    if (!isValid(item) || fileOf(item) === fileOf(items[target]!)) continue;
    if (left-- === 0) break;
    target = at;
  }
  if (target === index) throw new UserError("E553: No more items");
  yield* goToItem(editor, kind, target);
}

/** The first (or last) item, or the one of a number (1-based). */
export function* goToEnd(
  editor: Editor,
  kind: ListKind,
  end: "first" | "last",
  number: number | null,
): Fiber {
  const { items } = requireList(editor, kind);
  const fallback = end === "first" ? 0 : items.length - 1;
  yield* goToItem(editor, kind, number === null ? fallback : number - 1);
}
