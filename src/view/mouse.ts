/** What the mouse does to windows: click, drag, wheel, moving a separator, choosing a tab. */
import type { MouseEvent } from "../base/key.ts";
import type { Editor } from "../editor/editor.ts";
import { leaves } from "../editor/layout.ts";
import { faceOf } from "../editor/terminal-face.ts";
import { posAtScreen, scrollToCursor } from "../editor/viewport.ts";
import type { Window } from "../editor/window.ts";
import { tabLabels, tabLineRows } from "./tab-line.ts";

const WHEEL_ROWS = 3;
const WHEEL_CELLS = 6;

/** What is being dragged. */
type Drag =
  | { readonly kind: "select"; readonly win: Window; readonly anchor: number }
  | { readonly kind: "height"; readonly win: Window; row: number }
  | { readonly kind: "width"; readonly win: Window; col: number };

/** Changes of the layout, given by whoever owns it. */
export interface WindowActions {
  /** Makes a window the current one. */
  focus(win: Window): void;
  /** Makes a window higher (or lower, for a negative number) by moving its lower edge. */
  resize(win: Window, direction: "height" | "width", cells: number): void;
  /** Rows up for a negative number. The cursor stays in the window. */
  scroll(win: Window, rows: number): void;
  chooseTab(index: number): void;
  closeTab(): void;
}

export class MousePointer {
  private readonly editor: Editor;
  private drag: Drag | null = null;
  actions: WindowActions | null = null;

  constructor(editor: Editor) {
    this.editor = editor;
  }

  /** Whether the event was for the windows. */
  handle(event: MouseEvent): boolean {
    const { editor } = this;
    if (!this.enabled()) return false;
    if (this.inTerminal(event)) return true;
    if (event.action === "wheel-up" || event.action === "wheel-down") {
      this.wheel(event, event.action === "wheel-up" ? -WHEEL_ROWS : WHEEL_ROWS);
      return true;
    }
    if (event.action === "wheel-left" || event.action === "wheel-right") {
      this.sideways(event, event.action === "wheel-left" ? -WHEEL_CELLS : WHEEL_CELLS);
      return true;
    }
    if (event.button !== "left" && event.action !== "release") return false;
    if (event.action === "release") {
      this.drag = null;
      return true;
    }
    if (event.action === "drag") {
      this.dragTo(event);
      return true;
    }
    if (tabLineRows(editor) > 0 && event.row === 0) {
      this.clickTab(event.col);
      return true;
    }
    this.press(event);
    return true;
  }

  /** Offers what happens in a window on a terminal to that terminal. */
  private inTerminal(event: MouseEvent): boolean {
    const { editor } = this;
    const { drag } = this;
    const win = this.windowAt(event.row, event.col);
    const other = drag !== null && (drag.kind !== "select" || drag.win !== win);
    if (editor.cmdline !== null || other) return false;
    const face = win === null ? null : faceOf(win.doc);
    if (win === null || face === null) return false;
    return face.mouse(win, event, event.row - win.row, event.col - win.col);
  }

  /** Presses a button at a screen cell: the selection begins there. */
  pressAt(row: number, col: number): void {
    this.press({
      type: "mouse",
      action: "press",
      button: "left",
      row,
      col,
      shift: false,
      ctrl: false,
      alt: false,
    });
  }

  private enabled(): boolean {
    const letters = this.editor.options.get("mouse");
    if (letters.includes("a")) return true;
    const { mode } = this.editor;
    const letter = mode === "visual" || mode === "select" ? "v" : mode === "cmdline" ? "c" : null;
    if (letter !== null) return letters.includes(letter);
    return letters.includes(mode === "normal" || mode === "operator" ? "n" : "i");
  }

  private windowAt(row: number, col: number): Window | null {
    for (const win of leaves(this.editor.tab.root)) {
      const inRows = row >= win.row && row < win.row + win.height;
      if (inRows && col >= win.col && col < win.col + win.width) return win;
    }
    return null;
  }

  private clickTab(col: number): void {
    const labels = tabLabels(this.editor, this.editor.columns);
    const index = labels.findIndex((label) => col >= label.from && col < label.to);
    if (index >= 0) this.actions?.chooseTab(index);
    else if (col === this.editor.columns - 1) this.actions?.closeTab();
  }

  private press(event: MouseEvent): void {
    const { editor } = this;
    const win = this.windowAt(event.row, event.col);
    if (win === null) {
      this.drag = this.edgeAt(event.row, event.col);
      return;
    }
    if (editor.mode === "cmdline") return;
    if (win !== editor.win) this.actions?.focus(win);
    const pos = posAtScreen(editor, win, event.row - win.row, event.col - win.col);
    if (editor.mode === "visual" || editor.mode === "select") {
      win.visual = null;
      editor.setMode("normal");
    }
    this.setCursor(win, pos);
    this.drag = { kind: "select", win, anchor: win.cursor.pos };
  }

  /** The cursor at a position, on a character where the mode wants one. */
  private setCursor(win: Window, pos: number): void {
    const { editor } = this;
    const line = win.doc.text.lineAt(pos);
    const typing = editor.mode === "insert" || editor.mode === "replace" || win.visual !== null;
    const last = typing ? line.to : Math.max(line.from, line.to - 1);
    editor.setCursor(win, Math.min(pos, last));
  }

  /** A status line or separator under the pointer: dragging it resizes the window before it. */
  private edgeAt(row: number, col: number): Drag | null {
    for (const win of leaves(this.editor.tab.root)) {
      if (row === win.row + win.height && col >= win.col && col < win.col + win.width) {
        return { kind: "height", win, row };
      }
      if (col === win.col + win.width && row >= win.row && row < win.row + win.height) {
        return { kind: "width", win, col };
      }
    }
    return null;
  }

  private dragTo(event: MouseEvent): void {
    const { drag, editor } = this;
    if (drag === null) return;
    if (drag.kind === "height") {
      const rows = event.row - drag.row;
      if (rows !== 0) this.actions?.resize(drag.win, "height", rows);
      drag.row = event.row;
      return;
    }
    if (drag.kind === "width") {
      const cells = event.col - drag.col;
      if (cells !== 0) this.actions?.resize(drag.win, "width", cells);
      drag.col = event.col;
      return;
    }
    const { win, anchor } = drag;
    if (editor.mode !== "normal" && editor.mode !== "visual") return;
    const row = Math.max(0, Math.min(win.height - 1, event.row - win.row));
    const pos = posAtScreen(editor, win, row, Math.max(0, event.col - win.col));
    if (win.visual === null) {
      if (pos === anchor) return;
      win.visual = { kind: "v", anchor, anchorAdd: 0 };
      editor.setMode("visual");
    }
    if (event.row < win.row) this.actions?.scroll(win, -1);
    else if (event.row >= win.row + win.height) this.actions?.scroll(win, 1);
    this.setCursor(win, pos);
  }

  private wheel(event: MouseEvent, rows: number): void {
    const win = this.windowAt(event.row, event.col) ?? this.editor.win;
    this.actions?.scroll(win, rows);
  }

  private sideways(event: MouseEvent, cells: number): void {
    const win = this.windowAt(event.row, event.col) ?? this.editor.win;
    if (win.options.get("wrap")) return;
    win.left = Math.max(0, win.left + cells);
    if (win === this.editor.win) scrollToCursor(this.editor, win);
  }
}
