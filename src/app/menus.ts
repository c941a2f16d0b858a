/** Which menu is open, in the form that the view draws. */
import { textWidth } from "../base/width.ts";
import type { Editor } from "../editor/editor.ts";
import { slice } from "../text/text.ts";
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
    const back = textWidth(cmdline.text.slice(start, cmdline.cursor));
    return {
      items: items.map((label) => ({ label })),
      selected,
      anchor: { row: cursor.row, col: Math.max(0, cursor.col - back - 1) },
    };
  }
  if (completion === null || !isShown(editor, completion.items.length)) return null;
  const { doc, win } = editor;
  const back = textWidth(slice(doc.text, completion.from, win.cursor.pos));
  return {
    items: completion.items.map((item) =>
      item.kind === undefined ? { label: item.text } : { label: item.text, detail: item.kind },
    ),
    selected: completion.selected,
    anchor: { row: cursor.row, col: Math.max(0, cursor.col - back - 1) },
  };
}

/** Whether 'completeopt' wants a menu for so many items. */
function isShown(editor: Editor, items: number): boolean {
  const flags = editor.options.get("completeopt").split(",");
  return flags.includes("menuone") || (flags.includes("menu") && items > 1);
}
