/** What features say in the status line: texts by name, which `%{NAME}` of `statusline` shows. */
import type { Editor } from "./editor.ts";
import type { Window } from "./window.ts";

/** The text for a window now; empty: nothing. Called for each frame: it must be cheap. */
export type StatusItem = (win: Window) => string;

class StatusItems {
  private readonly items = new Map<string, StatusItem>();

  provide(name: string, item: StatusItem): void {
    this.items.set(name, item);
  }

  /** Empty for an item that nobody provides. */
  text(name: string, win: Window): string {
    return this.items.get(name)?.(win) ?? "";
  }
}

const REGISTRIES = new WeakMap<Editor, StatusItems>();

/** The status items of an editor; made by the first call. */
export function statusItemsOf(editor: Editor): StatusItems {
  let items = REGISTRIES.get(editor);
  if (!items) {
    items = new StatusItems();
    REGISTRIES.set(editor, items);
  }
  return items;
}
