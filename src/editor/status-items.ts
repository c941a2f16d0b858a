/** What features say in the status line: texts by name, which `%{NAME}` of `statusline` shows. */
import type { Editor } from "./editor.ts";
import type { Window } from "./window.ts";

/**
 * The text for a window now; empty: nothing. Call `changed` when it is another one: the status line is
 * not drawn anew for nothing.
 */
export type StatusItem = (win: Window) => string;

class StatusItems {
  /** Counts changes of what is said. */
  version = 0;
  private readonly items = new Map<string, StatusItem>();

  provide(name: string, item: StatusItem): void {
    this.items.set(name, item);
    this.version++;
  }

  /** Nothing more is said by this one; what another one has provided since stays. */
  withdraw(name: string, item: StatusItem): void {
    if (this.items.get(name) !== item) return;
    this.items.delete(name);
    this.version++;
  }

  /** An item says something else from now on; a frame has to be asked for, too. */
  changed(): void {
    this.version++;
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
