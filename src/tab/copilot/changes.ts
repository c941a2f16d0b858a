/** What the server suggests, as changes of a text. Offsets are UTF-16. */
import { fromRange } from "../../language/lsp/position.ts";
import { changeOfEdits } from "../../language/lsp/text-edits.ts";
import { changeOf, type Hunk, hunksOf } from "../../text/prediction.ts";
import { type ChangeSet, slice, type Text } from "../../text/text.ts";
import type { InlineEdit, InlineItem } from "./protocol.ts";

/** Answers are in UTF-16, whatever else the server offers. */
const ENCODING = "utf-16";

export interface Suggested {
  readonly changes: ChangeSet;
  /** Where the cursor belongs afterwards: behind what is put in. */
  readonly cursor: number;
}

export interface SuggestedText extends Suggested {
  /** Where in the item's text (with `\n` as its line break) the part begins that is put in at the cursor. */
  readonly start: number;
  /** How much of the item's text is behind that part. */
  readonly rest: number;
}

/**
 * What an item puts in at `pos`. It repeats the line from its start, so what is there before and behind
 * the cursor is taken off. Null: nothing is left of it, or it makes no sense for this text.
 */
export function changeOfItem(
  text: Text,
  pos: number,
  item: InlineItem,
  finalBreak: boolean,
): SuggestedText | null {
  const insert = item.insertText.replaceAll("\r\n", "\n");
  const { from, to } = fromRange(text, item.range, ENCODING);
  if (pos < from || pos > to) return null;
  const before = slice(text, from, pos);
  const after = slice(text, pos, to);
  // A lone carriage return is another character to the server.
  if (before.includes("\r") || after.includes("\r")) return null;
  const fits =
    insert.startsWith(before) &&
    insert.endsWith(after) &&
    insert.length > before.length + after.length;
  if (fits) {
    const part = insert.slice(before.length, insert.length - after.length);
    const changes = changeOf([{ from: pos, to: pos, insert: part }], text.length);
    return { changes, cursor: pos + part.length, start: before.length, rest: after.length };
  }
  const edit = { range: item.range, newText: insert };
  const changes = changeOfEdits(text, [edit], ENCODING, finalBreak);
  if (changes === null || changes.empty) return null;
  return { changes, cursor: endOf(changes), start: 0, rest: 0 };
}

/** What an edit makes of a text; null: nothing, or it makes no sense for this text. */
export function changeOfEdit(text: Text, edit: InlineEdit, finalBreak: boolean): Suggested | null {
  const rows = text.lines + (finalBreak ? 1 : 0);
  if (edit.range.start.line >= rows || edit.range.end.line > rows) return null;
  const newText = edit.text.replaceAll("\r\n", "\n");
  const range = wholeLine(text, edit.range, newText);
  const { from, to } = fromRange(text, range, ENCODING);
  if (slice(text, from, to).includes("\r")) return null;
  const changes = changeOfEdits(text, [{ range, newText }], ENCODING, finalBreak);
  if (changes === null || changes.empty) return null;
  return { changes, cursor: endOf(changes) };
}

/**
 * A range from the start of a line may stop short of the line's end although the text is of the whole
 * line: the rest would be there twice. It is taken to be so when the text begins with what it replaces
 * and ends with that rest.
 */
function wholeLine(text: Text, range: InlineEdit["range"], newText: string): InlineEdit["range"] {
  const { start, end } = range;
  if (start.line !== end.line || start.character !== 0 || start.line >= text.lines) return range;
  const line = text.line(start.line + 1).text;
  const old = line.slice(0, end.character);
  const rest = line.slice(end.character);
  if (old === "" || rest === "" || newText.length < line.length) return range;
  if (!newText.startsWith(old) || !newText.endsWith(rest)) return range;
  return { start, end: { line: end.line, character: line.length } };
}

function endOf(changes: ChangeSet): number {
  let end = 0;
  changes.iterChangedRanges((_fromA, _toA, _fromB, toB) => {
    end = toB;
  });
  return end;
}

/** The only hunk of a change; null: there are others. */
export function onlyHunk(changes: ChangeSet): Hunk | null {
  const [hunk, ...more] = hunksOf(changes);
  return hunk !== undefined && more.length === 0 ? hunk : null;
}

/** The length in a text as it came of its first `length` units with `\n` as the line break. */
export function rawLength(raw: string, length: number): number {
  let left = length;
  let at = 0;
  for (; at < raw.length && left > 0; at++) {
    if (raw[at] === "\r" && raw[at + 1] === "\n") continue;
    left--;
  }
  return at;
}
