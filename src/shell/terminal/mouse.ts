/** The mouse over windows on terminals: for the program where it asked for it, else to scroll and select. */
import type { MouseEvent } from "../../base/key.ts";
import type { Editor } from "../../editor/editor.ts";
import { enterWindow } from "../../editor/layout-windows.ts";
import { posAtScreen } from "../../editor/viewport.ts";
import type { Window } from "../../editor/window.ts";
import { encodeMouse } from "../keys/input.ts";
import type { ShellTerminal } from "./terminal.ts";
import type { TerminalWindows } from "./windows.ts";

const WHEEL_ROWS = 3;

export class TerminalMouse {
  /** Presses the left button at a screen cell, as anywhere; set by who draws the windows. */
  press: (row: number, col: number) => void = () => {};
  /** Scrolls a window of the text by rows; set with it. */
  scroll: (win: Window, rows: number) => void = (win, rows) => {
    win.top = Math.max(0, Math.min(win.top + rows, win.doc.text.lines - 1));
  };
  private readonly editor: Editor;
  private readonly windows: TerminalWindows;
  /** Where the left button went down in a live window. */
  private pressed: { readonly win: Window; readonly event: MouseEvent } | null = null;

  constructor(editor: Editor, windows: TerminalWindows) {
    this.editor = editor;
    this.windows = windows;
  }

  /** At a 0-based row and cell of a window; true: that was all. */
  handle(
    terminal: ShellTerminal,
    win: Window,
    event: MouseEvent,
    row: number,
    col: number,
  ): boolean {
    const { windows } = this;
    const wheel = event.action === "wheel-up" || event.action === "wheel-down";
    if (!windows.isLive(terminal, win)) return wheel && this.wheelInText(terminal, win, event);
    if (event.action === "press") {
      this.pressed = { win, event };
      if (win !== this.editor.win) {
        enterWindow(this.editor, win);
        windows.settle();
        return true;
      }
    }
    if (terminal.modes.mouse !== "none" && !event.shift && terminal.running) {
      const at = row + windows.topOf(terminal, win);
      const cell = col - terminal.margin(win);
      terminal.send(encodeMouse({ ...event, row: at, col: cell }, terminal.modes) ?? "");
      return true;
    }
    if (wheel) this.wheel(terminal, win, event);
    else if (event.action === "drag") this.select(win, event);
    else if (event.action === "release") this.pressed = null;
    return true;
  }

  /** In a full-screen program the wheel is arrow keys, else it leads into the scrollback. */
  private wheel(terminal: ShellTerminal, win: Window, event: MouseEvent): void {
    const up = event.action === "wheel-up";
    if (terminal.modes.alternate) {
      const arrow = `${terminal.modes.applicationCursor ? "\x1bO" : "\x1b["}${up ? "A" : "B"}`;
      terminal.send(arrow.repeat(WHEEL_ROWS));
      return;
    }
    if (!up) return;
    this.windows.wheeled.add(win);
    this.windows.goNormalSoon(win, () => this.scroll(win, -WHEEL_ROWS));
  }

  /** Down at the end leads back where the wheel came from. */
  private wheelInText(terminal: ShellTerminal, win: Window, event: MouseEvent): boolean {
    const { windows } = this;
    const back = event.action === "wheel-down" && windows.wheeled.has(win) && win.visual === null;
    if (!back || terminal.doc.text.lines - win.top > win.height) return false;
    windows.goLive(win);
    return true;
  }

  /** A drag over a live terminal selects in its text. */
  private select(win: Window, event: MouseEvent): void {
    const { pressed, editor } = this;
    if (pressed?.win !== win) return;
    this.pressed = null;
    this.windows.goNormalSoon(win, () => {
      this.press(pressed.event.row, pressed.event.col);
      const pos = posAtScreen(editor, win, event.row - win.row, event.col - win.col);
      if (pos === win.cursor.pos) return;
      win.visual = { kind: "v", anchor: win.cursor.pos, anchorAdd: 0 };
      editor.setCursor(win, pos);
    });
  }
}
