/**
 * Rewritten rows as precise changes, and which of them are worth showing. Offsets are UTF-16 of the
 * scene's text.
 */
import type { ModelHunk } from "../format.ts";
import type { Scene, SceneSpan } from "../scene.ts";
import { commonEnds, isHigh, isLow } from "./ends.ts";
import { endOf, type Rows } from "./lines.ts";
import { placeOf, type Typed } from "./view.ts";

export type SpanHunk = Extract<ModelHunk, { kind: "span" }>;

/** Replacing the rows `[from, to)` by other lines, as one replaced range; `to` is at most `last` + 1. */
export function rowsSpan(
  rows: Rows,
  from: number,
  to: number,
  last: number,
  lines: readonly string[],
): SpanHunk {
  if (to <= last) {
    const insert = lines.map((line) => `${line}\n`).join("");
    return { kind: "span", from: rows.starts[from]!, to: rows.starts[to]!, insert };
  }
  const end = endOf(rows, last);
  if (from <= last && (lines.length > 0 || from === 0)) {
    return { kind: "span", from: rows.starts[from]!, to: end, insert: lines.join("\n") };
  }
  const start = from === 0 ? 0 : endOf(rows, from - 1);
  return { kind: "span", from: start, to: end, insert: lines.map((line) => `\n${line}`).join("") };
}

/** UTF-16 units that an insertion moves at most. */
const MOST_SLIDE = 1000;

/** What differs in a replaced range; null: nothing. A pure insertion goes to the cursor where it may. */
export function trimmed(text: string, hunk: SpanHunk, cursor: number): SpanHunk | null {
  const old = text.slice(hunk.from, hunk.to);
  if (old === hunk.insert) return null;
  const { head, tail } = commonEnds(old, hunk.insert);
  const from = hunk.from + head;
  const to = hunk.to - tail;
  const insert = hunk.insert.slice(head, hunk.insert.length - tail);
  return from === to ? slid(text, from, insert, cursor) : { kind: "span", from, to, insert };
}

/**
 * An insertion may stand wherever the characters that it moves over are those that it ends or begins with.
 * It moves to the cursor, inside its row or to the end of the one above: other rows may change, too.
 */
function slid(text: string, at: number, insert: string, cursor: number): SpanHunk {
  const still: SpanHunk = { kind: "span", from: at, to: at, insert };
  const over = text.slice(Math.min(at, cursor), Math.max(at, cursor));
  const breaks = over.split("\n", 3).length - 1;
  if (over === "" || over.length > MOST_SLIDE || breaks > (cursor < at ? 1 : 0)) return still;
  const moved =
    cursor < at ? (over + insert).slice(0, insert.length) : (insert + over).slice(over.length);
  const fits = cursor < at ? over + insert === moved + over : insert + over === over + moved;
  const parts =
    isLow(text.charCodeAt(cursor)) ||
    isLow(moved.charCodeAt(0)) ||
    isHigh(moved.charCodeAt(moved.length - 1));
  return fits && !parts ? { kind: "span", from: cursor, to: cursor, insert: moved } : still;
}

/**
 * The changes of replaced rows: line by line where as many come as go and they are alike, else as one
 * range, each without what stays the same.
 */
export function preciseHunks(
  rows: Rows,
  from: number,
  to: number,
  last: number,
  lines: readonly string[],
  cursor: number,
): SpanHunk[] {
  if (to - from !== lines.length || to === from) {
    const hunk = trimmed(rows.text, rowsSpan(rows, from, to, last, lines), cursor);
    return hunk ? [hunk] : [];
  }
  const hunks: SpanHunk[] = [];
  for (let row = from; row < to; row++) {
    const whole: SpanHunk = {
      kind: "span",
      from: rows.starts[row]!,
      to: endOf(rows, row),
      insert: lines[row - from]!,
    };
    const hunk = trimmed(rows.text, whole, cursor);
    if (hunk) hunks.push(hunk);
  }
  return hunks;
}

function touches({ from, to }: SceneSpan, span: SceneSpan): boolean {
  return from <= span.to && to >= span.from;
}

/** Whether a change touches text that stands for a secret. */
export function touchesMasked(scene: Scene, span: SceneSpan): boolean {
  return scene.masked.some((masked) => touches(masked, span));
}

/** Whether a change is of blanks only. */
export function isBlankChange(old: string, insert: string): boolean {
  return old.replace(/\s+/g, "") === insert.replace(/\s+/g, "");
}

/** What tells a change that takes back what the user did last. */
export interface LastEdit {
  readonly typed: Typed;
  readonly open: boolean;
}

/** The last edit, where the text still is as it left it. */
export function lastEditOf(scene: Scene, rows: Rows): LastEdit | null {
  const edit = scene.edits.at(-1);
  const typed = edit && placeOf(scene, rows, edit);
  return typed ? { typed, open: edit.open } : null;
}

/**
 * Whether a change brings back what the last edit took away, or takes away what is being typed: the text
 * with it is that of before the edit, or has only less of the edit.
 */
export function reverts(text: string, hunk: SpanHunk, last: LastEdit | null): boolean {
  if (!last) return false;
  const { from, to, removed } = last.typed;
  if (hunk.to < from || hunk.from > to) return false;
  const before = removed + text.slice(to, Math.max(to, hunk.to));
  const start = Math.min(from, hunk.from);
  const old = text.slice(start, from) + before;
  const now =
    text.slice(start, hunk.from) + hunk.insert + text.slice(hunk.to, Math.max(to, hunk.to));
  if (old === now) return true;
  const inside = hunk.from >= from && hunk.to <= to;
  return last.open && inside && hunk.insert === "" && hunk.to > hunk.from;
}
