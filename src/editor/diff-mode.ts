/**
 * Windows that show the differences of their texts ('diff'), scroll together ('scrollbind') and move
 * their cursors together ('cursorbind'), within a tab page. The first of the windows is what the others
 * are compared with.
 */
import { alignBlocks, type Block, rowAcross } from "../text/diff/align.ts";
import { refine } from "../text/diff/refine.ts";
import { inverted, renewedHunks } from "../text/diff/renewed.ts";
import { type Hunk, hunks } from "../text/diff.ts";
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
/** Where more rows differ in all, no words are looked for. */
const MOST_CHANGED = 4000;
/** What takes longer than this is not done before a frame. Milliseconds. */
const QUICK = 4;
/** So long the user types nothing in a pause. Milliseconds. */
const PAUSE = 250;

/** How a pause is found; without it everything is compared before each frame. */
export interface Pauses {
  /** Milliseconds since the last input. */
  quietMs(): number;
  /** Draws a frame soon. */
  redraw(): void;
}

interface Compared {
  readonly windows: readonly Window[];
  readonly texts: readonly Text[];
  /** First text → each other one. */
  readonly lists: readonly (readonly Hunk[])[];
  readonly blocks: readonly Block[];
}

export class DiffMode {
  private readonly editor: Editor;
  private compared: Compared | null = null;
  /** Where the current window was when the others last followed it. */
  private last: { readonly win: Window; readonly top: number; readonly pos: number } | null = null;
  /** Of the last comparison. Milliseconds. */
  private took = 0;
  private timer: NodeJS.Timeout | null = null;
  pause: Pauses | null = null;
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

  /**
   * Before a frame: what changed is compared again, bound windows follow the current one. Where that has
   * taken long, it is done in a pause; until then the marks go along with their rows.
   */
  frame(): void {
    const { tab } = this.editor;
    if (tab.windows.length < 2 && this.shown.length === 0) return;
    if (this.pause === null || this.took < QUICK || !this.onlyTextsDiffer()) this.compare();
    else this.compareLater(PAUSE);
    this.follow();
  }

  private compareLater(ms: number): void {
    if (this.timer !== null) return;
    const { pause } = this;
    this.timer = setTimeout(() => {
      this.timer = null;
      const quiet = pause!.quietMs();
      if (quiet < PAUSE) this.compareLater(PAUSE - quiet);
      else if (this.compared !== null) {
        this.compare();
        pause!.redraw();
      }
    }, ms);
    this.timer.unref();
  }

  private onlyTextsDiffer(): boolean {
    const { compared } = this;
    const now = this.windows;
    return (
      compared?.windows.length === now.length && now.every((w, i) => w === compared.windows[i])
    );
  }

  private compare(): Compared | null {
    const windows = this.windows;
    const known = this.compared;
    const sameWindows = this.onlyTextsDiffer();
    if (sameWindows && windows.every((win, i) => win.doc.text === known!.texts[i])) return known;
    const start = performance.now();
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
    const lists = others.map((text, i) =>
      sameWindows ? renewed(known!, i, first!, text) : hunks(first!, text),
    );
    const blocks = alignBlocks(lists);
    for (const [which, win] of windows.entries()) this.publish(win, which, texts, blocks);
    this.compared = { windows, texts, lists, blocks };
    this.took = performance.now() - start;
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
    const changed = blocks.reduce((sum, { height }) => sum + height, 0);
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
        if (twin === null || height > MOST_REFINED || changed > MOST_CHANGED) continue;
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

/** The hunks of the first text and another one (`i`), either of which may have changed. */
function renewed({ texts, lists }: Compared, i: number, first: Text, text: Text) {
  const ofOld = renewedHunks(lists[i]!, texts[0]!, texts[i + 1]!, text);
  if (first === texts[0]) return ofOld;
  return renewedHunks(ofOld.map(inverted), text, texts[0]!, first).map(inverted);
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
