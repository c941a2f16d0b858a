/** Mouse reports: the button byte of X10 and SGR mode is the same. */
import type { MouseEvent } from "../base/key.ts";

const BUTTONS = ["left", "middle", "right", "none"] as const;
const WHEELS = ["wheel-up", "wheel-down", "wheel-left", "wheel-right"] as const;

/**
 * The event of a button code at a 0-based cell, or null for motion without a button and for
 * buttons beyond the third.
 */
export function mouseEvent(
  code: number,
  col: number,
  row: number,
  released: boolean,
): MouseEvent | null {
  if (code < 0 || code >= 128 || row < 0 || col < 0) return null;
  const where = {
    type: "mouse",
    row,
    col,
    shift: (code & 4) !== 0,
    alt: (code & 8) !== 0,
    ctrl: (code & 16) !== 0,
  } as const;
  const button = BUTTONS[code & 3]!;
  if ((code & 64) !== 0) {
    return released ? null : { ...where, action: WHEELS[code & 3]!, button: "none" };
  }
  if (released) return { ...where, action: "release", button };
  if ((code & 32) !== 0) return button === "none" ? null : { ...where, action: "drag", button };
  return { ...where, action: "press", button };
}
