/** Addresses to line numbers (get_address and parse_cmd_address in ex_docmd.c). Lines are 1-based. */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Address, RangeItem } from "../../modal/ex/address.ts";
import { findPattern } from "../../text/search/search.ts";
import { rowOf } from "../../text/text.ts";
import { findMark } from "../marks.ts";
import {
  commandBudget,
  compileFor,
  matchContext,
  rememberedPattern,
  rememberInHistory,
  rememberPattern,
} from "./pattern.ts";

export interface LineRange {
  line1: number;
  line2: number;
  /** Addresses given. */
  count: number;
}

export function cursorLine(editor: Editor): number {
  return rowOf(editor.doc.text, editor.win.cursor.pos) + 1;
}

/** Works out a range; `;` and patterns may move the cursor and the last pattern. */
export function evaluateRange(editor: Editor, items: readonly RangeItem[]): LineRange {
  let line1 = cursorLine(editor);
  let line2 = line1;
  let count = 0;
  let cursor = line1;
  let alone = true;
  for (const item of items) {
    line1 = line2;
    line2 = cursor;
    const base = item.address[0]!.base;
    if (base.kind === "all") {
      line1 = 1;
      line2 = editor.doc.text.lines;
      count++;
    } else if (base.kind === "visual") {
      line1 = findMark(editor, "<").point.row + 1;
      line2 = findMark(editor, ">").point.row + 1;
      count++;
    } else {
      const line = evaluateAddress(editor, item.address, cursor);
      if (line !== null) line2 = line;
      alone = line !== null;
    }
    count++;
    if (base.kind === "all" || base.kind === "visual") alone = true;
    if (item.separator === ";") {
      cursor = line2;
      if (line2 >= 1) moveToLine(editor, line2);
    }
  }
  if (count === 1) {
    line1 = line2;
    if (!alone) count = 0;
  }
  return { line1, line2, count };
}

function moveToLine(editor: Editor, line: number): void {
  const { text } = editor.doc;
  const target = text.line(Math.min(line, text.lines));
  const old = text.lineAt(editor.win.cursor.pos);
  const col = Math.min(editor.win.cursor.pos - old.from, target.length);
  editor.setCursor(editor.win, target.from + col, editor.win.cursor.want);
}

/** The line of one address, or null when it is empty. `cursor` is the current line (0 after `0;`). */
export function evaluateAddress(
  editor: Editor,
  address: Address,
  cursor = cursorLine(editor),
): number | null {
  const { text } = editor.doc;
  let line: number | null = null;
  for (const { base, offsets } of address) {
    switch (base.kind) {
      case "current":
        line = cursor;
        break;
      case "last":
        line = text.lines;
        break;
      case "line":
        line = base.line;
        break;
      case "mark": {
        const place = findMark(editor, base.name);
        if (place.doc !== editor.doc) throw new UserError("E20: Mark not set");
        line = place.point.row + 1;
        break;
      }
      case "search": {
        const which = base.pattern === "" ? rememberedPattern(editor, "last") : base.pattern;
        rememberPattern(editor, which, "search");
        rememberInHistory(editor, base.pattern);
        editor.search.forward = base.forward;
        editor.search.offset = base.offset;
        line = searchLine(editor, which, line ?? cursor, base.forward) + offsetOf(base.offset);
        line = Math.max(1, Math.min(line, text.lines));
        break;
      }
      case "again": {
        const pattern = rememberedPattern(editor, base.which === "&" ? "substitute" : "search");
        line = searchLine(editor, pattern, line ?? cursor, base.which !== "?");
        break;
      }
      default:
        break;
    }
    for (const offset of offsets) {
      line ??= cursor;
      line += offset;
      if (line > 0x7fffffff) throw new UserError("E16: Invalid range");
    }
  }
  return line;
}

function offsetOf(source: string): number {
  if (source === "") return 0;
  return /\d/.test(source) ? Number(source) : source === "-" ? -1 : 1;
}

function searchLine(editor: Editor, source: string, from: number, forward: boolean): number {
  const { text } = editor.doc;
  const row = Math.min(from, text.lines) - 1;
  const col = row < 0 ? 0 : forward ? Number.MAX_SAFE_INTEGER : 0;
  const wrap = editor.options.get("wrapscan");
  const found = findPattern(
    text,
    compileFor(editor, source),
    { row, col },
    {
      forward,
      wrap,
      context: matchContext(editor),
      budget: commandBudget(editor),
    },
  );
  if (!found) {
    if (wrap) throw new UserError(`E486: Pattern not found: ${source}`);
    throw new UserError(
      forward
        ? `E385: Search hit BOTTOM without match for: ${source}`
        : `E384: Search hit TOP without match for: ${source}`,
    );
  }
  if (found.wrapped) {
    editor.showMessage(
      forward ? "search hit BOTTOM, continuing at TOP" : "search hit TOP, continuing at BOTTOM",
      "warning",
    );
  }
  return found.at.row + 1;
}
