/** Putting the cursor's line somewhere in the window: zt zz zb, z<CR> z. z-, z+ z^. */
import type { Command, CommandContext } from "../editor/command.ts";
import type { Editor } from "../editor/editor.ts";
import {
  clipCol,
  cursorRow,
  Metrics,
  placeCursorBottom,
  placeCursorTop,
  sameByteCol,
  scrollToCursor,
  settle,
  topWithCursorHalfway,
  wantedCell,
} from "../editor/viewport.ts";
import type { Window } from "../editor/window.ts";
import { lineText, pointOf, rowStart } from "../text/text.ts";

type Place = "top" | "middle" | "bottom";

/** `moved`: the cursor's row is a new one; only a line put at the top stays there then. */
function place(editor: Editor, win: Window, where: Place, moved: boolean): void {
  const metrics = new Metrics(editor, win);
  if (where === "top") placeCursorTop(editor, win, metrics, 0, true);
  else if (where === "bottom") placeCursorBottom(editor, win, metrics, 0, true);
  else win.top = topWithCursorHalfway(win, metrics, true);
  win.skip = 0;
  if (where === "top" || !moved) settle(editor, win);
}

/** A count is a line: the cursor goes there, in the column where it is. */
function goToCount({ editor, win, count }: CommandContext): void {
  const { text } = win.doc;
  const from = pointOf(text, win.cursor.pos);
  const row = Math.min(count, text.lines) - 1;
  if (count === 0 || row === from.row) return;
  win.doc.marks.set("'", from);
  win.jumps.push(win.doc, from);
  const line = lineText(text, row);
  const want = wantedCell(editor, win);
  const col = sameByteCol(lineText(text, from.row), from.col, line);
  editor.setCursor(win, rowStart(text, row) + clipCol(editor, win, line, col), want);
}

function toFirstNonBlank(editor: Editor, win: Window, row: number): void {
  const line = lineText(win.doc.text, row);
  const col = clipCol(editor, win, line, /^[ \t]*/.exec(line)![0].length);
  editor.setCursor(win, rowStart(win.doc.text, row) + col);
}

function command(name: string, doc: string, where: Place, nonBlank: boolean): Command {
  return {
    name,
    doc,
    run(context) {
      const { editor, win } = context;
      scrollToCursor(editor, win);
      const row = cursorRow(win);
      goToCount(context);
      if (nonBlank) toFirstNonBlank(editor, win, cursorRow(win));
      place(editor, win, where, cursorRow(win) !== row);
    },
  };
}

/** z+: the line below the window goes to its top. */
function nextWindow(context: CommandContext): void {
  const { editor, win, count } = context;
  scrollToCursor(editor, win);
  let row: number;
  if (count > 0) {
    goToCount(context);
    row = cursorRow(win);
  } else {
    const metrics = new Metrics(editor, win);
    row = Math.min(metrics.count - 1, metrics.bottom().row);
  }
  toFirstNonBlank(editor, win, row);
  place(editor, win, "top", true);
}

/** z^: the line above the window goes to its bottom. */
function previousWindow(context: CommandContext): void {
  const { editor, win, count } = context;
  scrollToCursor(editor, win);
  if (count > 0) {
    goToCount(context);
    place(editor, win, "bottom", true);
    toFirstNonBlank(editor, win, win.top);
  } else toFirstNonBlank(editor, win, Math.max(0, win.top - 1));
  place(editor, win, "bottom", true);
}

export const placeCommands: readonly Command[] = [
  command("scroll.cursor-top", "Put the cursor's line at the top of the window (zt)", "top", false),
  command("scroll.cursor-middle", "Put the cursor's line in the middle (zz)", "middle", false),
  command("scroll.cursor-bottom", "Put the cursor's line at the bottom (zb)", "bottom", false),
  command(
    "scroll.cursor-top-non-blank",
    "Put the cursor's line at the top, cursor on its first non-blank (z<CR>)",
    "top",
    true,
  ),
  command(
    "scroll.cursor-middle-non-blank",
    "Put the cursor's line in the middle, cursor on its first non-blank (z.)",
    "middle",
    true,
  ),
  command(
    "scroll.cursor-bottom-non-blank",
    "Put the cursor's line at the bottom, cursor on its first non-blank (z-)",
    "bottom",
    true,
  ),
  { name: "scroll.next-window", doc: "Show the text below the window (z+)", run: nextWindow },
  {
    name: "scroll.previous-window",
    doc: "Show the text above the window (z^)",
    run: previousWindow,
  },
];
