/** Going to a place in a file: what a definition, a match or a diagnostic leads to. */
import { UserError } from "../base/errors.ts";
import { type Point, pointOf, posOf } from "../text/text.ts";
import { openDocument, showDocument } from "./buffers.ts";
import type { Document } from "./document.ts";
import type { Editor } from "./editor.ts";
import type { Fiber } from "./fiber.ts";
import { openFoldsFor } from "./folding.ts";
import { openTab, splitWindow } from "./layout-windows.ts";

/** Where something is. One of `doc` and `path` is given; `path` is absolute. */
export interface Place {
  readonly doc?: Document;
  readonly path?: string;
  /** 0-based row and UTF-16 column; what is past the end goes to the end. */
  readonly point: Point;
}

/** In the current window, a new one, or a new tab page. */
export type OpenHow = "edit" | "split" | "vsplit" | "tab";

/** Notes where the cursor is, so that CTRL-O leads back (mark.c, setpcmark). */
export function noteJump(editor: Editor): void {
  const { win, doc } = editor;
  const point = pointOf(doc.text, win.cursor.pos);
  win.jumps.before = win.jumps.last;
  win.jumps.last = point;
  win.jumps.push(doc, point);
}

/**
 * Opens a place and puts the cursor there; the way back is in the jump list. Throws UserError when
 * the file can't be opened.
 */
export function* goToPlace(editor: Editor, place: Place, how: OpenHow = "edit"): Fiber {
  const { path } = place;
  const doc = place.doc ?? (path === undefined ? null : yield* openDocument(editor, path));
  if (doc === null) throw new UserError("E20: Mark not set");
  noteJump(editor);
  if (how === "tab") openTab(editor, doc);
  else if (how !== "edit") {
    const win = splitWindow(editor, editor.win, { vertical: how === "vsplit" });
    showDocument(editor, win, doc);
  } else showDocument(editor, editor.win, doc);
  const { row, col } = place.point;
  editor.setCursor(editor.win, posOf(doc.text, Math.min(row, doc.text.lines - 1), col));
  openFoldsFor(editor, editor.win, "jump");
}
