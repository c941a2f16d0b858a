/** Looking up and setting marks. */
import { UserError } from "../base/errors.ts";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import { paragraphBackward, paragraphForward } from "../text/motion/paragraph.ts";
import { findSentence } from "../text/motion/sentence.ts";
import { type Point, pointOf, posOf } from "../text/text.ts";
import { firstNonBlankPos } from "./cursor.ts";
import { motionOptions } from "./options-of.ts";

export interface MarkPlace {
  /** null: the mark is in the file `path`, which is not open. */
  readonly doc: Document | null;
  readonly path: string | null;
  readonly point: Point;
}

/** Where a mark is; throws UserError (E20, E78) when it is not set or has no such name. */
export function findMark(editor: Editor, name: string): MarkPlace {
  const { doc, win } = editor;
  const here = (point: Point): MarkPlace => ({ doc, path: doc.path, point });
  const { text } = doc;
  if (/^[A-Z0-9]$/.test(name)) {
    const mark = editor.globalMarks.get(name);
    if (!mark) throw new UserError("E20: Mark not set");
    return { doc: mark.doc, path: mark.path, point: mark.point };
  }
  if (name === "'" || name === "`") {
    if (win.jumps.last && win.jumps.last.row < 0) throw new UserError("E20: Mark not set");
    return here(win.jumps.last ?? pointOf(text, firstNonBlankPos(text, 0)));
  }
  if (name === "(" || name === ")" || name === "{" || name === "}") {
    const options = motionOptions(editor, doc);
    const { pos } = win.cursor;
    const found =
      name === "(" || name === ")"
        ? findSentence(text, pos, 1, name === ")", options)
        : (name === "}" ? paragraphForward : paragraphBackward)(text, pos, 1, options)?.pos;
    if (found == null) throw new UserError("E20: Mark not set");
    return here(pointOf(text, found));
  }
  if (!/^[a-z<>[\].^"]$/.test(name)) throw new UserError("E78: Unknown mark");
  const mark = doc.marks.get(name);
  if (!mark) throw new UserError("E20: Mark not set");
  if (mark.row >= text.lines) throw new UserError("E19: Mark has invalid line number");
  if ((name === "<" || name === ">") && editor.modal.lastVisual.get(doc)?.kind === "V") {
    return here({ row: mark.row, col: name === "<" ? 0 : text.line(mark.row + 1).length });
  }
  return here(mark);
}

/** The offset of a mark in its document, on a character. */
export function markPos(doc: Document, point: Point): number {
  const row = Math.min(point.row, doc.text.lines - 1);
  return posOf(doc.text, row, point.col);
}

/** `m{name}`; throws UserError for a name that can't be set. */
export function setMark(editor: Editor, name: string): void {
  const { doc, win } = editor;
  const point = pointOf(doc.text, win.cursor.pos);
  if (name === "'" || name === "`") {
    win.jumps.last = point;
    win.jumps.push(doc, point);
    return;
  }
  if (/^[A-Z]$/.test(name)) {
    editor.globalMarks.set(name, { doc, path: doc.path, point });
    return;
  }
  if (!/^[a-z<>[\]"]$/.test(name)) throw new UserError("E78: Unknown mark");
  doc.marks.set(name, point);
}
