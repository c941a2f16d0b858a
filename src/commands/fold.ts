/** The commands on folds: z and a letter. In visual mode they work on the selected lines. */
import { UserError } from "../base/errors.ts";
import type { Command, CommandContext } from "../editor/command.ts";
import {
  closeFold,
  createFold,
  deleteFolds,
  eraseFolds,
  openFold,
  openFoldsAtCursor,
  setFoldsDeep,
} from "../editor/folding.ts";
import { cursorRow, moveToRow } from "../editor/viewport.ts";
import type { Window } from "../editor/window.ts";
import { rowOf } from "../text/text.ts";

/** The selected rows, or the cursor's. Visual mode ends, with the cursor at the selection's start. */
function takeRows({ editor, win }: CommandContext): { first: number; last: number } {
  const row = cursorRow(win);
  if (!win.visual) return { first: row, last: row };
  const anchor = rowOf(win.doc.text, win.visual.anchor);
  const start = Math.min(win.visual.anchor, win.cursor.pos);
  win.visual = null;
  editor.setMode("normal");
  editor.setCursor(win, start);
  return { first: Math.min(row, anchor), last: Math.max(row, anchor) };
}

/** Does something at each row that shows on the screen of its own; E490 when no row is in a fold. */
function onRows(context: CommandContext, act: (win: Window, row: number) => boolean): void {
  const { win } = context;
  const visual = win.visual !== null;
  const { first, last } = takeRows(context);
  let found = false;
  for (let row = first; row <= last; row++) {
    const end = visual ? (win.folds.closedAt(row)?.end ?? row) : row;
    if (act(win, row)) found = true;
    row = Math.max(row, Math.min(end, last));
  }
  if (!found) throw new UserError("E490: No fold found");
}

function setLevel(win: Window, level: number): void {
  win.folds.refresh();
  const wanted = Math.max(0, level);
  win.options.set("foldlevel", wanted);
  win.folds.applyLevel(wanted);
}

function enable(win: Window, on: boolean): void {
  win.options.set("foldenable", on);
}

function command(name: string, doc: string, run: (context: CommandContext) => void): Command {
  return { name: `fold.${name}`, doc, run };
}

export const foldCommands: readonly Command[] = [
  command("open", "Open one fold under the cursor (zo)", (context) =>
    onRows(context, (win, row) => openFold(win, row, context.count || 1)),
  ),
  command("open-deep", "Open all folds under the cursor (zO)", (context) =>
    onRows(context, (win, row) => setFoldsDeep(win, row, false)),
  ),
  command("close", "Close one fold under the cursor (zc)", (context) => {
    onRows(context, (win, row) => closeFold(win, row, context.count || 1));
    enable(context.win, true);
  }),
  command("close-deep", "Close all folds under the cursor (zC)", (context) => {
    onRows(context, (win, row) => setFoldsDeep(win, row, true));
    enable(context.win, true);
  }),
  command("toggle", "Open a closed fold, close an open one (za)", (context) => {
    onRows(context, (win, row) => {
      if (win.folds.closedAt(row)) return openFold(win, row, context.count || 1);
      const found = closeFold(win, row, context.count || 1);
      enable(win, true);
      return found;
    });
  }),
  command("toggle-deep", "Open or close all folds under the cursor (zA)", (context) => {
    onRows(context, (win, row) => {
      if (win.folds.closedAt(row)) return setFoldsDeep(win, row, false);
      const found = setFoldsDeep(win, row, true);
      enable(win, true);
      return found;
    });
  }),
  command("view", "Open folds until the cursor's line shows (zv)", ({ win }) =>
    openFoldsAtCursor(win),
  ),
  command("update", "Close folds by level again, then show the cursor's line (zx)", ({ win }) => {
    enable(win, true);
    setLevel(win, win.options.get("foldlevel"));
    openFoldsAtCursor(win);
  }),
  command("apply-level", "Close folds by level again (zX)", ({ win }) => {
    enable(win, true);
    setLevel(win, win.options.get("foldlevel"));
  }),
  command("more", "Close one level more (zm)", ({ win, count }) => {
    setLevel(win, win.options.get("foldlevel") - (count || 1));
    enable(win, true);
  }),
  command("close-all", "Close all folds (zM)", ({ win }) => {
    setLevel(win, 0);
    enable(win, true);
  }),
  command("reduce", "Open one level more (zr)", ({ win, count }) => {
    win.folds.refresh();
    const level = win.options.get("foldlevel") + (count || 1);
    setLevel(win, Math.min(level, win.folds.depth()));
  }),
  command("open-all", "Open all folds (zR)", ({ win }) => {
    win.folds.refresh();
    setLevel(win, win.folds.depth());
  }),
  command("off", "Show all folds open (zn)", ({ win }) => enable(win, false)),
  command("on", "Show closed folds closed (zN)", ({ win }) => enable(win, true)),
  command("invert", "Switch folding on or off (zi)", ({ win }) =>
    enable(win, !win.options.get("foldenable")),
  ),
  command("create-lines", "Make a fold of lines (zF)", (context) => {
    const { editor, win, doc, count } = context;
    const visual = win.visual !== null;
    const { first, last } = takeRows(context);
    const end = visual ? last : Math.min(doc.text.lines - 1, first + (count || 1) - 1);
    enable(win, true);
    createFold(editor, win, first, win.folds.closedAt(end)?.end ?? end);
  }),
  command("delete", "Delete the fold under the cursor (zd)", (context) => {
    const { first, last } = takeRows(context);
    deleteFolds(context.editor, context.win, first, last, false);
  }),
  command("delete-deep", "Delete the fold under the cursor and all in it (zD)", (context) => {
    const { first, last } = takeRows(context);
    deleteFolds(context.editor, context.win, first, last, true);
  }),
  command("erase-all", "Delete all folds of the window (zE)", ({ editor, win }) =>
    eraseFolds(editor, win),
  ),
];

/** What the zf operator and `:fold` do with rows: a closed fold, the cursor in its first row. */
export function foldRows(
  editor: CommandContext["editor"],
  win: Window,
  first: number,
  last: number,
): void {
  win.options.set("foldenable", true);
  createFold(editor, win, first, last);
  if (cursorRow(win) !== first) moveToRow(editor, win, first);
}
