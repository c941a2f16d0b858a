/**
 * What fires autocommands, and when: the editor's own events, told as Vim's. They fire in Vim's order:
 * leaving (BufLeave, WinLeave, TabLeave), the change itself, what is new (WinNew, TabNew), entering
 * (WinEnter, TabEnter, BufRead, BufEnter, BufWinEnter).
 */
import type { Document } from "../../editor/document.ts";
import type { Editor, ModeName } from "../../editor/editor.ts";
import type { TabPage } from "../../editor/layout.ts";
import { tabOf } from "../../editor/layout-windows.ts";
import type { Window } from "../../editor/window.ts";
import { fireEvent } from "./autocommands.ts";

/** Lets the editor's own events run autocommands. */
export function installAutocommands(editor: Editor): void {
  const fire: Fire = (names, doc, subject) => {
    for (const name of names) fireEvent(editor, name, doc, subject);
  };
  followWindows(editor, fire);
  followModes(editor, fire);
  followText(editor, fire);
  const { events } = editor;
  events.on("document-saved", (doc) => fire(["BufWritePost"], doc));
  events.on("terminal", ({ doc, what }) => fire([what === "open" ? "TermOpen" : "TermClose"], doc));
  events.on("yank", (doc) => fire(["TextYankPost"], doc));
  events.on("option", ({ name }) => {
    // The configuration is read before there is a window.
    if (editor.tabs.length === 0) return;
    fire(["OptionSet"], editor.doc, name);
    if (name === "filetype") fire(["FileType"], editor.doc, editor.doc.options.get("filetype"));
    if (name === "theme") fire(["ColorScheme"], editor.doc, editor.options.get("theme"));
  });
  events.on("quit", () => fire(["VimLeavePre", "VimLeave"], editor.doc));
}

type Fire = (names: readonly string[], doc: Document, subject?: string) => void;

interface Place {
  readonly tab: TabPage;
  readonly win: Window;
  readonly doc: Document;
}

function followWindows(editor: Editor, fire: Fire): void {
  const { events } = editor;
  /** Documents, windows and tab pages that have been entered. */
  const known = new WeakSet<object>();
  let here: Place | null = null;

  /** A document that is in no window any more. */
  const hidden = (doc: Document): void => {
    if (editor.windows.some((win) => win.doc === doc)) return;
    fire(["BufWinLeave"], doc);
    if (editor.docs.includes(doc)) fire(["BufHidden"], doc);
  };

  events.on("document-open", (doc) => fire(doc.listed ? ["BufNew", "BufAdd"] : ["BufNew"], doc));
  events.on("document-close", (doc) => {
    // The buffer that a start begins with was never seen.
    if (known.has(doc)) fire(["BufUnload", "BufDelete", "BufWipeout"], doc);
  });
  events.on("window-leave", ({ win, next, nextDoc }) => {
    if (here === null) return;
    const { doc } = win;
    if (nextDoc !== doc) fire(["BufLeave"], doc);
    if (next === win) return;
    fire(["WinLeave"], doc);
    // The window of a new tab page is in none yet.
    if (tabOf(editor, next) !== editor.tab) fire(["TabLeave"], doc);
  });
  events.on("window-close", (win) => {
    fire(["WinClosed"], win.doc, String(win.id));
    if (here?.win !== win) hidden(win.doc);
  });
  events.on("window-enter", (win) => {
    if (win !== editor.win) return;
    const left: Place | null = here;
    const { doc } = win;
    const { tab } = editor;
    here = { tab, win, doc };
    const newWindow = note(known, win);
    if (left !== null && left.win !== win) {
      if (newWindow) fire(["WinNew"], doc);
      fire(["WinEnter"], doc);
    }
    const newTab = note(known, tab);
    if (left !== null && left.tab !== tab) {
      if (newTab) fire(["TabNew"], doc);
      fire(["TabEnter"], doc);
    }
    if (left !== null && left.doc === doc) return;
    if (left !== null && (left.win === win || !editor.windows.includes(left.win))) hidden(left.doc);
    if (note(known, doc) && doc.path !== null) {
      fire(doc.file.identity === null ? ["BufNewFile"] : ["BufRead", "BufReadPost"], doc);
    }
    fire(["BufEnter"], doc);
    if (newWindow || left === null || left.win === win) fire(["BufWinEnter"], doc);
  });
  events.on("tab-close", ({ number }) => fire(["TabClosed"], editor.doc, String(number)));
}

/** Adds; true when it was not there. */
function note(set: WeakSet<object>, one: object): boolean {
  if (set.has(one)) return false;
  set.add(one);
  return true;
}

const INSERTING: ReadonlySet<ModeName> = new Set(["insert", "replace", "vreplace"]);
/** As `mode()` says them, for the pattern of ModeChanged. */
const LETTERS: Readonly<Record<ModeName, string>> = {
  normal: "n",
  operator: "no",
  insert: "i",
  replace: "R",
  vreplace: "Rv",
  visual: "v",
  select: "s",
  cmdline: "c",
  terminal: "t",
};

function followModes(editor: Editor, fire: Fire): void {
  let inserting = false;
  editor.events.on("mode", ({ from, to }) => {
    const { doc } = editor;
    const cmdline = () => editor.cmdline?.kind ?? ":";
    if (from === "cmdline") fire(["CmdlineLeave"], doc, cmdline());
    if (to === "cmdline") fire(["CmdlineEnter"], doc, cmdline());
    // A command line within insert mode (CTRL-R =) does not leave it.
    const entered = !inserting && INSERTING.has(to);
    const left = inserting && !INSERTING.has(to) && to !== "cmdline";
    const quietly = editor.loop?.peekLog().at(-1) === "<C-c>";
    if (entered) fire(["InsertEnter"], doc);
    if (left && !quietly) fire(["InsertLeavePre"], doc);
    fire(["ModeChanged"], doc, `${LETTERS[from]}:${LETTERS[to]}`);
    if (left && !quietly) fire(["InsertLeave"], doc);
    if (entered || left) inserting = entered;
    if (to === "terminal") fire(["TermEnter"], doc);
    else if (from === "terminal" && to !== "cmdline") fire(["TermLeave"], doc);
  });
}

function followText(editor: Editor, fire: Fire): void {
  const revisions = new WeakMap<Document, number>();
  let at: { readonly doc: Document; readonly pos: number } | null = null;
  editor.events.on("command-done", () => {
    const { doc, win, mode } = editor;
    if (editor.exState.autocommands.length === 0) {
      // Nobody listens; what has happened until now is no news for those who will.
      at = null;
      revisions.delete(doc);
      return;
    }
    const insert = INSERTING.has(mode);
    const { pos } = win.cursor;
    if (at !== null && (at.doc !== doc || at.pos !== pos)) {
      fire([insert ? "CursorMovedI" : "CursorMoved"], doc);
    }
    const known = revisions.get(doc);
    if (known !== undefined && known !== doc.revision) {
      fire([insert ? "TextChangedI" : "TextChanged"], doc);
    }
    revisions.set(doc, doc.revision);
    at = { doc, pos: win.cursor.pos };
  });
}
