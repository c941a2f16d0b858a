/** Help windows: showing a tag, following one, going back, closing. */
import { UserError } from "../../base/errors.ts";
import { parseKeys } from "../../base/key.ts";
import { showDocument } from "../../editor/buffers.ts";
import type { Document } from "../../editor/document.ts";
import { type Editor, newMaps } from "../../editor/editor.ts";
import { closeWindow, enterWindow, splitWindow } from "../../editor/layout-windows.ts";
import type { Window } from "../../editor/window.ts";
import { pointOf, posOf, textOf } from "../../text/text.ts";
import type { HelpLibrary } from "./library.ts";
import { publishLook } from "./look.ts";
import { subjectAt } from "./lookup.ts";
import type { HelpTag } from "./tags.ts";

/** The keys of help windows, in normal mode. */
const HELP_KEYS: Readonly<Record<string, string>> = {
  "<C-]>": "help.follow",
  "<CR>": "help.follow",
  K: "help.follow",
  "<C-t>": "help.back",
  q: "help.close",
};

interface Place {
  readonly doc: Document;
  readonly pos: number;
  readonly top: number;
}

/** The help windows of one editor. */
export class HelpWindows {
  readonly library: HelpLibrary;
  private readonly editor: Editor;
  private readonly documents = new Map<string, Document>();
  /** Where tags were followed from, the last one at the end. */
  private readonly trail: Place[] = [];

  constructor(editor: Editor, library: HelpLibrary) {
    this.editor = editor;
    this.library = library;
  }

  /** Shows what a subject means, in the help window or a new one. Throws E149. */
  open(subject: string): void {
    const tag = this.library.find(subject);
    const { editor } = this;
    const doc = this.documentOf(tag.file);
    const open = editor.tab.windows.find((win) => win.doc.kind === "help");
    if (open) {
      enterWindow(editor, open);
      if (open.doc !== doc) showDocument(editor, open, doc);
    } else {
      splitWindow(editor, editor.win, { doc, before: true });
      setLook(editor.win);
    }
    this.go(tag);
  }

  /** Follows the tag under the cursor. */
  follow(): void {
    const { editor } = this;
    const { win, doc } = editor;
    const at = pointOf(doc.text, win.cursor.pos);
    const subject = subjectAt(doc.text.line(at.row + 1).text, at.col);
    if (subject === null) throw new UserError("E349: No identifier under cursor");
    const tag = this.library.find(subject);
    this.trail.push({ doc, pos: win.cursor.pos, top: win.top });
    const target = this.documentOf(tag.file);
    if (target !== doc) showDocument(editor, win, target);
    this.go(tag);
  }

  /** Goes back to where the last tag was followed. */
  back(): void {
    const place = this.trail.pop();
    if (!place) throw new UserError("E555: at bottom of tag stack");
    const { editor } = this;
    if (place.doc !== editor.doc) showDocument(editor, editor.win, place.doc);
    editor.setCursor(editor.win, place.pos);
    editor.win.top = place.top;
  }

  close(): void {
    if (!closeWindow(this.editor, this.editor.win)) {
      throw new UserError("E444: Cannot close last window");
    }
  }

  private go(tag: HelpTag): void {
    const { win, doc } = this.editor;
    this.editor.setCursor(win, posOf(doc.text, tag.row, 0));
    win.top = tag.row;
    win.skip = 0;
  }

  private documentOf(file: string): Document {
    const known = this.documents.get(file);
    if (known && this.editor.docs.includes(known)) return known;
    const text = this.library.texts().get(file);
    if (text === undefined) throw new UserError(`E433: No help file ${file}.md`);
    const doc = this.editor.addDocument(textOf(text.replace(/\n$/, "")), null);
    doc.kind = "help";
    doc.path = `${this.library.folder}/${file}.md`;
    doc.listed = false;
    doc.options.set("filetype", "help");
    doc.options.set("readonly", true);
    doc.options.set("modifiable", false);
    doc.options.set("tabstop", 8);
    const maps = newMaps();
    for (const [keys, name] of Object.entries(HELP_KEYS)) {
      const action = { type: "command", name } as const;
      const doc = this.editor.commands.get(name)?.doc ?? "";
      maps.n.set({ keys: parseKeys(keys), action, when: "", silent: true, doc });
    }
    this.editor.localMaps.set(doc, maps);
    publishLook(doc.slots, doc.text);
    this.documents.set(file, doc);
    return doc;
  }
}

function setLook(win: Window): void {
  for (const name of ["number", "relativenumber", "list", "foldenable", "cursorline"] as const) {
    win.options.set(name, false);
  }
  win.options.set("colorcolumn", "");
  win.options.set("signcolumn", "auto");
  win.options.set("linebreak", true);
}
