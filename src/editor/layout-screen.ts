/** The part of the screen that windows have, and keeping their text in place when it changes. */
import type { Editor } from "./editor.ts";
import { type LayoutLeaf, leafOf, type TabPage } from "./layout.ts";
import { fitLayout, type ScreenShape } from "./layout-size.ts";
import { cursorScreenPosition, keepFraction, scrollToCursor } from "./viewport.ts";
import type { Window } from "./window.ts";

/** Whether the tab line is shown. */
export function hasTabline(editor: Editor): boolean {
  const option = editor.options.get("showtabline");
  return option === 2 || (option === 1 && editor.tabs.length > 1);
}

/** Whether one status line at the bottom serves all windows. */
export function hasGlobalStatus(editor: Editor): boolean {
  return editor.options.get("laststatus") === 3;
}

/** The row of the command line's first row. */
export function commandRow(editor: Editor): number {
  return Math.max(0, editor.rows - commandHeight(editor));
}

function commandHeight(editor: Editor): number {
  return Math.max(1, Math.min(editor.options.get("cmdheight"), editor.rows - 2));
}

/** The area of the windows of a tab page, and what their sizes depend on. */
export function screenShape(editor: Editor, tab: TabPage = editor.tab): ScreenShape {
  const row = hasTabline(editor) ? 1 : 0;
  const last = editor.options.get("laststatus");
  const height = editor.rows - commandHeight(editor) - row - (last === 3 ? 1 : 0);
  return {
    row,
    width: Math.max(1, editor.columns),
    height: Math.max(1, height),
    bottomStatus: last === 2 || (last === 1 && tab.root.kind !== "leaf"),
    minWidth: Math.max(1, editor.options.get("winminwidth")),
    minHeight: Math.max(1, editor.options.get("winminheight")),
  };
}

/** Gives every window of the current tab page its place; call it when anything about it changed. */
export function arrange(editor: Editor): void {
  fitLayout(editor.tab, screenShape(editor));
}

/** The terminal has a new size. */
export function resizeScreen(editor: Editor, rows: number, columns: number): void {
  editor.rows = rows;
  editor.columns = columns;
  keepView(editor, () => {
    for (const tab of editor.tabs) fitLayout(tab, screenShape(editor, tab));
  });
}

/** Does something to the layout and keeps the text in place as 'splitkeep' says. */
export function keepView<T>(editor: Editor, change: () => T, copy?: { of: Window; to: Window }): T {
  const keep = editor.options.get("splitkeep");
  const before = new Map(
    editor.tab.windows.map((win) => [
      win,
      {
        row: win.row,
        top: win.top,
        height: win.height,
        place: keep === "cursor" ? cursorScreenPosition(editor, win) : null,
      },
    ]),
  );
  const result = change();
  for (const win of editor.tab.windows) {
    const old = before.get(copy && win === copy.to ? copy.of : win);
    if (!old || old.height === win.height || win.height === 0) continue;
    if (keep === "screen") {
      win.top = Math.max(0, Math.min(win.doc.text.lines - 1, old.top + win.row - old.row));
    } else if (keep === "cursor")
      keepFraction(editor, win, old.height, old.place?.row ?? 0, copy?.to === win ? copy.of : win);
    scrollToCursor(editor, win);
  }
  return result;
}

export function leafIn(tab: TabPage, win: Window): LayoutLeaf {
  const leaf = leafOf(tab.root, win);
  if (!leaf) throw new Error(`Window ${win.id} is not in the tab page`);
  return leaf;
}

export function tabOf(editor: Editor, win: Window): TabPage | null {
  return editor.tabs.find((tab) => leafOf(tab.root, win) !== null) ?? null;
}
