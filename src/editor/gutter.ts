/** The columns left of the text of a window: folds, signs, line numbers. Widths in cells. */
import type { Window } from "./window.ts";

export interface GutterParts {
  readonly fold: number;
  readonly sign: number;
  /** The number and the blank after it. */
  readonly number: number;
}

export function gutterParts(win: Window): GutterParts {
  const options = win.options;
  const absolute = options.get("number");
  let number = 0;
  if (absolute || options.get("relativenumber")) {
    const highest = absolute ? win.doc.text.lines : win.height;
    number = Math.max(String(highest).length + 1, options.get("numberwidth"));
  }
  return { fold: foldColumnWidth(win), sign: signColumnWidth(win), number };
}

export function gutterWidth(win: Window): number {
  const parts = gutterParts(win);
  return Math.min(parts.fold + parts.sign + parts.number, Math.max(0, win.width - 1));
}

/** Cells for text in each row of a window, at least 1. */
export function textWidth(win: Window): number {
  return Math.max(1, win.width - gutterWidth(win));
}

function signColumnWidth(win: Window): number {
  const option = win.options.get("signcolumn");
  if (option === "yes") return 2;
  return option === "auto" && win.doc.slots.signed ? 2 : 0;
}

function foldColumnWidth(win: Window): number {
  const option = win.options.get("foldcolumn");
  const auto = /^auto(?::(\d))?$/.exec(option);
  if (!auto) return Math.min(9, Number.parseInt(option, 10) || 0);
  return Math.min(Number(auto[1] ?? 1), win.folds.depth());
}
