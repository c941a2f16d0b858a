/**
 * The options of windows while they show a terminal: no numbers, no marks of blanks, lines that wrap.
 * They belong to the window: what was set before comes back with the next other document.
 */
import type { Editor } from "../../editor/editor.ts";
import { faceOf } from "../../editor/terminal-face.ts";
import type { Window } from "../../editor/window.ts";

const PLAIN = {
  number: false,
  relativenumber: false,
  signcolumn: "no",
  foldcolumn: "0",
  foldenable: true,
  foldmethod: "syntax",
  list: false,
  wrap: true,
  linebreak: false,
  breakindent: false,
  showbreak: "",
  colorcolumn: "",
  cursorline: false,
  scrollbind: false,
  cursorbind: false,
  diff: false,
} as const;

const ALL_OPEN = 99;

type Name = keyof typeof PLAIN;
type Kept = Partial<Record<Name | "foldlevel", boolean | string | number>>;
const NAMES = Object.keys(PLAIN) as Name[];

export class WindowOptions {
  private readonly known = new WeakSet<Window>();
  private readonly kept = new WeakMap<Window, Kept>();

  constructor(editor: Editor) {
    for (const win of editor.tabs.flatMap((tab) => tab.windows)) this.known.add(win);
    editor.events.on("window-leave", ({ win, next }) => {
      // A new window has a copy of the options of the one it was split off from.
      const kept = this.kept.get(win);
      if (kept && next !== win && !this.known.has(next)) this.kept.set(next, kept);
    });
  }

  /** Whether the window has been entered before. */
  knows(win: Window): boolean {
    return this.known.has(win);
  }

  /** Sets the options for what the window shows now. */
  follow(win: Window): void {
    this.known.add(win);
    const kept = this.kept.get(win);
    const face = faceOf(win.doc);
    if (face === null) {
      if (!kept) return;
      this.kept.delete(win);
      for (const name of NAMES) win.options.set(name, kept[name] as never);
      win.options.set("foldlevel", kept.foldlevel as number);
      return;
    }
    if (!kept) {
      const now: Kept = {};
      for (const name of NAMES) now[name] = win.options.get(name);
      // Only now: what is closed meanwhile stays so.
      now.foldlevel = win.options.get("foldlevel");
      win.options.set("foldlevel", ALL_OPEN);
      this.kept.set(win, now);
    }
    const column = face.margin(win) > 0 ? "yes" : "no";
    for (const name of NAMES) {
      const value = name === "signcolumn" ? column : PLAIN[name];
      if (win.options.get(name) !== value) win.options.set(name, value as never);
    }
  }
}
