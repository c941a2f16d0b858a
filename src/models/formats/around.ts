/** The text before and behind the cursor that fills what a prompt has room for. */
import type { Layout } from "../format.ts";
import { isLow } from "./ends.ts";
import { endOf } from "./lines.ts";
import type { Span, View } from "./view.ts";
import { chooseWindow } from "./window.ts";

/** Of the text before the cursor: what stands behind it is sent anew with each key. */
const SUFFIX_SHARE = 1 / 12;
const LEAST_SUFFIX = 160;
/** UTF-16 units behind the cursor in its own line that are shown whatever they cost. */
const REST = 1000;
/** A line that is longer than the room before the cursor begins at a multiple of this. */
const STEP = 1024;

export interface Around {
  readonly window: Span;
  readonly prefix: string;
  readonly suffix: string;
}

/**
 * At most `before` UTF-16 units up to the cursor and `behind` from it on, as whole rows, but for a line that
 * is longer than that. `behind` absent: a share of what stands before.
 */
export function aroundCursor(
  view: View,
  before: number,
  layout: Layout | undefined,
  behind?: number,
): Around {
  const { text, cursor } = view.scene;
  const core = { first: view.row, last: view.row };
  const { first } = chooseWindow(view, core, before - view.col, 0, layout);
  const start = Math.max(view.starts[first]!, stepped(text, cursor - before, view));
  const prefix = text.slice(start, cursor);
  const room = behind ?? Math.max(LEAST_SUFFIX, prefix.length * SUFFIX_SHARE);
  const rest = endOf(view, view.row) - cursor;
  const { last } = chooseWindow(view, core, 0, room - rest, layout);
  const most = cursor + Math.floor(Math.max(room, Math.min(REST, before)));
  const end = rest > most - cursor ? whole(text, most) : endOf(view, last);
  return { window: { first, last }, prefix, suffix: text.slice(cursor, end) };
}

/** A place in the cursor's line from `at` on that stays while some characters are typed. */
function stepped(text: string, at: number, view: View): number {
  const start = view.starts[view.row]!;
  if (at <= start) return 0;
  const step = start + Math.ceil((at - start) / STEP) * STEP;
  return whole(text, Math.min(step, view.scene.cursor));
}

/** The place itself, or behind the character that it parts. */
function whole(text: string, at: number): number {
  return isLow(text.charCodeAt(at)) ? at + 1 : at;
}
