/** The drawer: a window along the bottom that shows a terminal, hidden and shown with one key. */
import { showDocument } from "../../editor/buffers.ts";
import type { Editor } from "../../editor/editor.ts";
import { closeWindow, enterWindow, splitWindow, tabOf } from "../../editor/layout-windows.ts";
import type { Window } from "../../editor/window.ts";
import type { OpenRequest, Registry } from "./registry.ts";
import type { ShellTerminal } from "./terminal.ts";

const LEAST_ROWS = 3;

export class Drawer {
  /** What it shows, or showed last. */
  terminal: ShellTerminal | null = null;
  private readonly editor: Editor;
  private readonly registry: Registry;
  private win: Window | null = null;
  /** Where the user was when it was opened. */
  private from: Window | null = null;
  private height = 0;

  constructor(editor: Editor, registry: Registry) {
    this.editor = editor;
    this.registry = registry;
    registry.events.on("closed", (terminal) => {
      if (terminal === this.terminal) this.terminal = null;
    });
    editor.events.on("window-close", (win) => {
      if (win === this.win) this.win = null;
    });
  }

  /** Its window in the current tab page, while it shows a terminal. */
  private get shown(): Window | null {
    const { win, editor } = this;
    if (win === null || tabOf(editor, win) !== editor.tab) return null;
    return win.doc.kind === "terminal" ? win : null;
  }

  /** Hides it where the cursor is in it, else goes there; opens it with its shell, or a new one. */
  toggle(): void {
    const { editor, registry } = this;
    const { shown } = this;
    if (shown !== null && shown === editor.win) this.hide(shown);
    else if (shown !== null) {
      this.from = editor.win;
      enterWindow(editor, shown);
    } else if (this.terminal?.running) this.show(this.terminal, false);
    else this.open({ command: null }, false);
    registry.windows.settle();
  }

  /** Starts a program in it. Throws UserError. */
  open(request: Omit<OpenRequest, "rows" | "cols">, background: boolean): ShellTerminal {
    const { editor } = this;
    const size = { rows: this.rows, cols: editor.columns };
    const terminal = this.registry.open({ ...request, ...size });
    this.show(terminal, background);
    return terminal;
  }

  /** Shows a terminal in it; in the background the cursor stays where it is. */
  show(terminal: ShellTerminal, background: boolean): void {
    const { editor, registry } = this;
    const old = this.terminal;
    this.terminal = terminal;
    const before = editor.win;
    let win = this.shown ?? editor.tab.windows.find((other) => other.doc === terminal.doc) ?? null;
    if (win === null) {
      this.from = before;
      win = splitWindow(editor, before, {
        edge: true,
        before: false,
        size: this.rows,
        doc: terminal.doc,
      });
      win.options.set("winfixheight", true);
      this.win = win;
    } else if (win.doc !== terminal.doc) showDocument(editor, win, terminal.doc);
    const next = background ? before : win;
    if (editor.win !== next && tabOf(editor, next) === editor.tab) enterWindow(editor, next);
    // What has ended was seen long ago.
    if (old !== null && old !== terminal && !old.running) registry.close(old);
    registry.windows.settle();
  }

  private get rows(): number {
    const { editor } = this;
    const option = editor.options.get("termheight");
    const most = Math.max(LEAST_ROWS, editor.rows - 6);
    const wanted = this.height || option || Math.floor(editor.rows / 3);
    return Math.max(LEAST_ROWS, Math.min(most, wanted));
  }

  private hide(win: Window): void {
    const { editor, from } = this;
    // One that has the tab page to itself is as high as that.
    if (editor.tab.windows.length > 1) this.height = win.height;
    if (editor.windows.length === 1) {
      // The only window: what was there before takes its place.
      const other = editor.docs.findLast((doc) => doc.listed && doc.kind !== "terminal");
      if (other) showDocument(editor, win, other);
      return;
    }
    closeWindow(editor, win);
    if (from !== null && tabOf(editor, from) === editor.tab) enterWindow(editor, from);
    this.from = null;
  }
}
