/** The visual selection of a window, in the coordinates that drawing needs. */
import type { Editor } from "../editor/editor.ts";
import type { Window } from "../editor/window.ts";
import { cellsOf } from "../text/display/columns.ts";
import { type Point, pointOf } from "../text/text.ts";

export interface Selection {
  readonly kind: "char" | "line" | "block";
  readonly first: Point;
  /** `col` is the UTF-16 column after the last selected character; `char` only. */
  readonly last: Point;
  /** First and last cell of a block; `right` is Infinity where it goes to each line's end. */
  readonly left: number;
  readonly right: number;
  /** Differs when the selection differs. */
  readonly key: string;
  readonly hash: number;
}

/** The selection to draw, or null outside of visual and select mode. */
export function selectionOf(editor: Editor, win: Window): Selection | null {
  const { visual, cursor, doc } = win;
  if (visual === null) return null;
  if (!(editor.mode === "visual" || editor.mode === "select" || editor.mode === "cmdline")) {
    return null;
  }
  const { text } = doc;
  const from = Math.min(visual.anchor, cursor.pos);
  const to = Math.min(text.length, Math.max(visual.anchor, cursor.pos));
  const first = pointOf(text, from);
  const last = pointOf(text, to);
  const inclusive = editor.options.get("selection") !== "exclusive";
  const endLine = text.line(last.row + 1).text;
  const endCol = inclusive ? afterCharacter(endLine, last.col) : last.col;
  const kind = visual.kind === "v" ? "char" : visual.kind === "V" ? "line" : "block";
  let left = 0;
  let right = 0;
  if (kind === "block") {
    const tabs = {
      tabstop: doc.options.get("tabstop"),
      ambiwidth: editor.options.get("ambiwidth") === "double" ? "double" : "single",
    } as const;
    const anchor = pointOf(text, Math.min(visual.anchor, text.length));
    const head = pointOf(text, Math.min(cursor.pos, text.length));
    const a = cellsOf(text.line(anchor.row + 1).text, anchor.col, tabs);
    const b = cellsOf(text.line(head.row + 1).text, head.col, tabs);
    left = Math.min(a.start + visual.anchorAdd, b.start + cursor.coladd);
    right = Math.max(a.end + visual.anchorAdd, b.end + cursor.coladd);
    if (cursor.want === Number.POSITIVE_INFINITY) right = Number.POSITIVE_INFINITY;
    if (!inclusive && right > left && right !== Number.POSITIVE_INFINITY) right--;
  }
  const key = `${kind} ${from} ${to} ${left} ${right} ${inclusive}`;
  let hash = 7;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
  return { kind, first, last: { row: last.row, col: endCol }, left, right, key, hash };
}

/** Characters of a selection beyond which they are not counted one by one. */
const COUNTED = 100_000;

/**
 * The size of the selection as `showcmd` has it: characters (and bytes, if they are others) in a
 * row, rows, or rows and cells of a block. "" without a selection.
 */
export function selectionSize(editor: Editor, win: Window): string {
  const selection = editor.mode === "visual" ? selectionOf(editor, win) : null;
  if (selection === null) return "";
  const { kind, first, last, left, right } = selection;
  const rows = last.row - first.row + 1;
  if (kind === "block") {
    const cells = right - left + 1;
    return `${rows}x${cells === Number.POSITIVE_INFINITY ? "$" : cells}`;
  }
  if (kind === "line" || rows > 1) return String(rows);
  const line = win.doc.text.line(first.row + 1);
  if (last.col - first.col > COUNTED) return String(last.col - first.col);
  const text = line.text.slice(first.col, last.col) || " ";
  // The line break counts where it is selected.
  const more = win.cursor.pos >= line.to && line.length > 0 && last.col > first.col ? 1 : 0;
  let characters = more;
  let bytes = more;
  for (const character of text) {
    const point = character.codePointAt(0)!;
    characters++;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return characters === bytes ? String(characters) : `${characters}-${bytes}`;
}

function afterCharacter(line: string, col: number): number {
  if (col >= line.length) return line.length;
  let end = col + (line.codePointAt(col)! > 0xffff ? 2 : 1);
  while (end < line.length && /\p{M}/u.test(line[end]!)) end++;
  return end;
}
