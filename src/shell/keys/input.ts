/** Mouse actions, pastes and the focus as the bytes that a program in a terminal reads. */
import type { MouseEvent } from "../../base/key.ts";
import type { TerminalModes } from "../emulator/protocol.ts";

type MouseModes = Pick<TerminalModes, "mouse" | "sgrMouse">;

const BUTTONS = { left: 0, middle: 1, right: 2, none: 3 } as const;
const WHEELS: Readonly<Record<string, number>> = {
  "wheel-up": 64,
  "wheel-down": 65,
  "wheel-left": 66,
  "wheel-right": 67,
};
const MOTION = 32;
/** The farthest cell that the oldest form can name; further ones would not be ASCII. */
const FARTHEST = 127 - 32;

/**
 * A mouse action at a cell of the terminal (`row` and `col` are 0-based cells of its own screen); null:
 * the program has not asked for such a thing.
 */
export function encodeMouse(event: MouseEvent, { mouse, sgrMouse }: MouseModes): string | null {
  const { action } = event;
  if (mouse === "none" || event.row < 0 || event.col < 0) return null;
  if (mouse === "x10" && (action !== "press" || event.button === "none")) return null;
  if (action === "drag" && mouse !== "drag" && mouse !== "any") return null;
  if (action === "drag" && event.button === "none" && mouse !== "any") return null;
  let code = WHEELS[action] ?? BUTTONS[event.button];
  if (action === "drag") code += MOTION;
  if (mouse !== "x10") {
    code += (event.shift ? 4 : 0) + (event.alt ? 8 : 0) + (event.ctrl ? 16 : 0);
  }
  const col = event.col + 1;
  const row = event.row + 1;
  const release = action === "release";
  if (sgrMouse) return `\x1b[<${code};${col};${row}${release ? "m" : "M"}`;
  if (col > FARTHEST || row > FARTHEST) return null;
  if (release) code = (code & ~3) | 3;
  return `\x1b[M${String.fromCharCode(32 + code, 32 + col, 32 + row)}`;
}

/**
 * Text as a paste. Nothing in it can act as a key, or end the brackets: of the control characters only
 * tabs and line breaks are left, which are written as the Enter key writes them.
 */
export function encodePaste(
  text: string,
  { bracketedPaste }: Pick<TerminalModes, "bracketedPaste">,
): string {
  const plain = text.replace(/\r\n?|\n/g, "\r").replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, "");
  return bracketedPaste ? `\x1b[200~${plain}\x1b[201~` : plain;
}

/** Whether the terminal has the focus; null: the program does not want to know. */
export function encodeFocus(
  gained: boolean,
  { focus }: Pick<TerminalModes, "focus">,
): string | null {
  return focus ? (gained ? "\x1b[I" : "\x1b[O") : null;
}
