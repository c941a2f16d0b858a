/** Which menu is open, in the form that the view draws. */
import type { Editor } from "../editor/editor.ts";
import type { PlacedMenu } from "../view/overlays.ts";
import type { Screen } from "./screen.ts";

/** The menu of insert completion or of the command line, whichever is open. */
export function menuOf(editor: Editor, screen: Screen): PlacedMenu | null {
  const { cmdline, completion } = editor;
  if (!cmdline?.menu && completion === null) return null;
  const cursor = screen.view.cursor();
  if (cursor === null) return null;
  if (cmdline?.menu) {
    const { items, selected, start } = cmdline.menu;
    const back = cmdline.cursor - start;
    return {
      items: items.map((label) => ({ label })),
      selected,
      anchor: { row: cursor.row, col: Math.max(0, cursor.col - back - 1) },
    };
  }
  if (completion === null) return null;
  const back = editor.win.cursor.pos - completion.from;
  return {
    items: completion.items.map((item) =>
      item.kind === undefined ? { label: item.text } : { label: item.text, detail: item.kind },
    ),
    selected: completion.selected,
    anchor: { row: cursor.row, col: Math.max(0, cursor.col - back - 1) },
  };
}
