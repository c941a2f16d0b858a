/** What the mouse may do to windows and tab pages. */
import { scrollWheel } from "../commands/scroll.ts";
import type { Editor } from "../editor/editor.ts";
import { closeTab, enterTab, enterWindow, setWindowSize } from "../editor/layout-windows.ts";
import type { WindowActions } from "../view/mouse.ts";

export function windowActions(editor: Editor): WindowActions {
  return {
    focus: (win) => enterWindow(editor, win),
    resize: (win, direction, cells) =>
      setWindowSize(editor, win, direction, Math.max(1, win[direction] + cells)),
    scroll: (win, rows) => scrollWheel(editor, win, rows),
    chooseTab(index) {
      const tab = editor.tabs[index];
      if (tab) enterTab(editor, tab);
    },
    closeTab: () => {
      if (editor.tabs.length > 1) closeTab(editor, editor.tab);
    },
  };
}
