/**
 * Windows that show the differences of their texts ('diff'), scroll together ('scrollbind') and move
 * their cursors together ('cursorbind'), within a tab page. The first of the windows is what the others
 * are compared with.
 */
import { alignBlocks, type Block, rowAcross } from "../text/diff/align.ts";
import { refine } from "../text/diff/refine.ts";
import { hunks } from "../text/diff.ts";
import { Highlight, Sign, VirtualLines, windowNamespace } from "../text/slots.ts";
import { type Point, posOf, type Text } from "../text/text.ts";
import type { Document } from "./document.ts";
import type { Editor } from "./editor.ts";
import { scrollToCursor } from "./viewport-follow.ts";
import type { Window } from "./window.ts";

const NAMESPACE = "diff";
/** What diff mode changes of a window, besides 'diff'. */
const BOUND = ["scrollbind", "cursorbind", "wrap"] as const;
/** Longer blocks are compared row by row without looking for words. Rows. */
const MOST_REFINED = 200;

interface Compared {
  readonly windows: readonly Window[];
  readonly texts: readonly Text[];
  readonly blocks: readonly Block[];
}

export class DiffMode {
  private readonly editor: Editor;
  private compared: Compared | null = null;
  /** Where the current window was when the others last followed it. */
  private last: { readonly win: Window; readonly top: number; readonly pos: number } | null = null;
  /** What is shown where, to take it away again. */
  private shown: { readonly doc: Document; readonly win: Window }[] = [];

  /** What windows had before their texts were compared. */
  private readonly before = new WeakMap<Window, ReadonlyMap<(typeof BOUND)[number], boolean>>();

  constructor(editor: Editor) {
    this.editor = editor;
    // A window that nothing is left to compare with goes back to what it was ("closeoff").
    editor.events.on("window-close", (closed) => {
      if (!closed.options.get("diff")) return;
      for (const { windows } of editor.tabs) {
        const left = windows.filter((win) => win !== closed && win.options.get("diff"));
        if (left.length === 1) this.remove(left[0]!);
      }
    });
  }

  /** The windows of the tab page that show differences, first to last. */
  get windows(): Window[] {
    return this.editor.tab.windows.filter((win) => win.options.get("diff"));
  }

  /** Begins to compare a window. */
  add(win: Window): void {
    if (win.options.get("diff")) return;
    this.before.set(win, new Map(BOUND.map((name) => [name, win.options.get(name)])));
    for (const name of ["diff", "scrollbind", "cursorbind"] as const) win.options.set(name, true);
    win.options.set("wrap", false);
  }

  remove(win: Window): void {
    if (!win.options.get("diff")) return;
    win.options.set("diff", false);
    for (const [name, value] of this.before.get(win) ?? []) win.options.set(name, value);
    this.before.delete(win);
  }

  /** The blocks of the windows as they are now, and the number of a window among them; null: not one. */
  blocksFor(win: Window): { readonly compared: Compared; readonly which: number } | null {
    const compared = this.compare();
    const which = compared?.windows.indexOf(win) ?? -1;
    return compared === null || which < 0 ? null : { compared, which };
  }

  /** Before a frame: what changed is compared again, bound windows follow the current one. */
  frame(): void {
    const { tab } = this.editor;
    if (tab.windows.length < 2 && this.shown.length === 0) return;
    this.compare();
    this.follow();
  }

  private compare(): Compared | null {
    const windows = this.windows;
    const known = this.compared;
    const same =
      known !== null &&
      windows.length === known.windows.length &&
      windows.every((win, i) => win === known.windows[i] && win.doc.text === known.texts[i]);
    if (same) return known;
    if (known === null && windows.length < 2) return null;
    for (const { doc, win } of this.shown) {
      for (const kind of ["highlights", "lines", "signs"] as const) {
        doc.slots.clear(kind, windowNamespace(NAMESPACE, win.id));
      }
    }
    this.shown = [];
    this.compared = null;
    if (windows.length < 2) return null;
    const texts = windows.map((win) => win.doc.text);
    const [first, ...others] = texts;
    const blocks = alignBlocks(others.map((text) => hunks(first!, text)));
    for (const [which, win] of windows.entries()) this.publish(win, which, texts, blocks);
    this.compared = { windows, texts, blocks };
    return this.compared;
  }

  private publish(
    win: Window,
    which: number,
    texts: readonly Text[],
    blocks: readonly Block[],
  ): void {
    const { doc } = win;
    const text = texts[which]!;
    const highlights = [];
    const lines = [];
    const signs = [];
    const filler = [{ text: "-".repeat(Math.max(1, win.width)), group: "ui.nontext" }];
    for (const { spans, height } of blocks) {
      const { from, to } = spans[which]!;
      const blank = height - (to - from);
      if (blank > 0) {
        const row = Math.max(0, to - 1);
        const rows = Array.from({ length: blank }, () => filler);
        lines.push(new VirtualLines(rows, to === 0).range(text.line(row + 1).from));
      }
      for (let row = from; row < to; row++) {
        const line = text.line(row + 1);
        const twin = twinOf(texts, spans, which, row - from);
        const group = twin === null ? "diff.add" : "diff.change";
        if (line.length > 0) highlights.push(new Highlight(group, 40).range(line.from, line.to));
        signs.push(new Sign(twin === null ? "+" : "~", group, 4).range(line.from));
        if (twin === null || height > MOST_REFINED) continue;
        for (const part of refine(twin, line.text)) {
          if (part.fromB === part.toB) continue;
          const mark = new Highlight("diff.text", 45);
          highlights.push(mark.range(line.from + part.fromB, line.from + part.toB));
        }
      }
    }
    const namespace = windowNamespace(NAMESPACE, win.id);
    doc.slots.publish("highlights", namespace, highlights);
    doc.slots.publish("lines", namespace, lines);
    doc.slots.publish("signs", namespace, signs);
    this.shown.push({ doc, win });
  }

  private follow(): void {
    const { editor, compared } = this;
    const { win } = editor;
    const { last } = this;
    if (!win.options.get("scrollbind") && !win.options.get("cursorbind")) {
      this.last = null;
      return;
    }
    scrollToCursor(editor, win);
    this.last = { win, top: win.top, pos: win.cursor.pos };
    if (last !== null && last.win === win && last.top === win.top && last.pos === win.cursor.pos) {
      return;
    }
    const scrolled = last !== null && last.win === win ? win.top - last.top : 0;
    const which = compared?.windows.indexOf(win) ?? -1;
    for (const other of editor.tab.windows) {
      if (other === win) continue;
      const theirs = compared?.windows.indexOf(other) ?? -1;
      const aligned = compared !== null && which >= 0 && theirs >= 0;
      const across = (row: number): number =>
        aligned ? rowAcross(compared.blocks, which, theirs, row) : row;
      const lastRow = other.doc.text.lines - 1;
      if (win.options.get("cursorbind") && other.options.get("cursorbind")) {
        const line = win.doc.text.lineAt(win.cursor.pos);
        const at: Point = { row: Math.min(across(line.number - 1), lastRow), col: 0 };
        const pos = posOf(other.doc.text, at.row, win.cursor.pos - line.from);
        editor.setCursor(other, pos, win.cursor.want);
      }
      if (win.options.get("scrollbind") && other.options.get("scrollbind")) {
        const top = aligned ? across(win.top) : other.top + scrolled;
        other.top = Math.max(0, Math.min(top, lastRow));
        other.left = win.left;
      }
    }
  }
}

/** The row that a row of a block stands beside in another text; null where all others have a blank. */
function twinOf(
  texts: readonly Text[],
  spans: readonly { readonly from: number; readonly to: number }[],
  which: number,
  offset: number,
): string | null {
  for (let i = 0; i < texts.length; i++) {
    if (i === which) continue;
    const { from, to } = spans[i]!;
    if (from + offset < to) return texts[i]!.line(from + offset + 1).text;
  }
  return null;
}

const MODES = new WeakMap<Editor, DiffMode>();

/** The diff mode of an editor; made by the first call. */
export function diffModeOf(editor: Editor): DiffMode {
  let mode = MODES.get(editor);
  if (!mode) {
    mode = new DiffMode(editor);
    MODES.set(editor, mode);
  }
  return mode;
}
