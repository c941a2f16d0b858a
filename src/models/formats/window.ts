/**
 * Which rows of a file go into a prompt, and which of them may be rewritten. What was chosen for the
 * prompt before is kept while the cursor is well inside, so that prompts keep their beginnings. Fresh
 * windows begin at multiples of a block, counted from the top of the file, and end at multiples of it
 * counted from the bottom: a line that is typed between them moves neither.
 */
import type { Layout } from "../format.ts";
import { endOf, sizeOf } from "./lines.ts";
import type { Span, View } from "./view.ts";

/** Rows that window starts and ends are multiples of. */
const BLOCK = 32;
/** Of what it may hold, a new window takes this share: there is room to type before the next one. */
const FRESH = 0.75;
/** A kept window may fall to this share of what it could hold, before a new one is chosen. */
const LEAST = 0.5;
/** Rows between the cursor and the end of a region that is kept. */
const MARGIN = 2;
/** A kept region may have grown by this factor. */
const MOST_GROWTH = 1.5;

/** The layout of the prompt before, if it was about this file. */
function keptLayout(view: View, layout: Layout | undefined): Layout | null {
  return layout && layout.path === view.scene.path ? layout : null;
}

/** Rows of the scene's text for rows of the file as it was; null when they are not all in it. */
function inScene(view: View, layout: Layout, first: number, last: number): Span | null {
  const grown = view.scene.rows - layout.rows;
  const span = { first: first - view.scene.firstRow, last: last + grown - view.scene.firstRow };
  const inside = span.first >= 0 && span.last < view.lines.length;
  return inside && span.first <= view.row && span.last >= view.row ? span : null;
}

/**
 * The rows around `core`, with at most `above` UTF-16 units before it and `below` behind it. `core` is in
 * it always.
 */
export function chooseWindow(
  view: View,
  core: Span,
  above: number,
  below: number,
  layout: Layout | undefined,
): Span {
  const old = keptLayout(view, layout);
  const kept = old && inScene(view, old, old.firstRow, old.lastRow);
  return {
    first: chooseStart(view, core.first, above, kept),
    last: chooseEnd(view, core.last, below, kept),
  };
}

function chooseStart(view: View, core: number, most: number, kept: Span | null): number {
  const size = (first: number) => sizeOf(view, first, core - 1);
  if (size(0) <= most) return 0;
  if (kept && kept.first <= core) {
    const held = size(kept.first);
    if (held <= most && held >= most * LEAST) return kept.first;
  }
  let furthest = core;
  while (furthest > 0 && size(furthest - 1) <= most * FRESH) furthest--;
  const { firstRow } = view.scene;
  const snapped = Math.ceil((firstRow + furthest) / BLOCK) * BLOCK - firstRow;
  return snapped <= core && size(snapped) >= most * LEAST ? snapped : furthest;
}

function chooseEnd(view: View, core: number, most: number, kept: Span | null): number {
  const end = view.lines.length - 1;
  const size = (last: number) => sizeOf(view, core + 1, last);
  if (size(end) <= most) return end;
  if (kept && kept.last >= core) {
    const held = size(kept.last);
    if (held <= most && held >= most * LEAST) return kept.last;
  }
  let furthest = core;
  while (furthest < end && size(furthest + 1) <= most * FRESH) furthest++;
  const bottom = view.scene.rows - 1 - view.scene.firstRow;
  const snapped = bottom - Math.ceil((bottom - furthest) / BLOCK) * BLOCK;
  return snapped >= core && size(snapped) >= most * LEAST ? snapped : furthest;
}

interface RegionSize {
  /** UTF-16 units at most. */
  readonly most: number;
  /** Rows at most above and below the cursor. */
  readonly above: number;
  readonly below: number;
}

/**
 * The rows that may be rewritten: that of the cursor and as many around it as fit. It does not change
 * while the cursor is at least two rows inside and the region has not grown by half.
 */
export function chooseRegion(view: View, size: RegionSize, layout: Layout | undefined): Span {
  const old = keptLayout(view, layout);
  const kept = old?.region && inScene(view, old, old.region.firstRow, old.region.lastRow);
  if (kept && fits(view, kept, size)) return kept;
  let first = view.row;
  let last = view.row;
  for (let grown = true; grown; ) {
    grown = false;
    if (first > 0 && view.row - first < size.above && sizeOf(view, first - 1, last) <= size.most) {
      first--;
      grown = true;
    }
    const end = view.lines.length - 1;
    if (last < end && last - view.row < size.below && sizeOf(view, first, last + 1) <= size.most) {
      last++;
      grown = true;
    }
  }
  return { first, last };
}

function fits(view: View, span: Span, size: RegionSize): boolean {
  const { row, lines } = view;
  if (sizeOf(view, span.first, span.last) > size.most * MOST_GROWTH) return false;
  if (span.last - span.first > (size.above + size.below) * MOST_GROWTH) return false;
  const above = Math.min(MARGIN, size.above);
  const below = Math.min(MARGIN, size.below);
  return (
    (span.first === 0 || row - span.first >= above) &&
    (span.last === lines.length - 1 || span.last - row >= below)
  );
}

/** The text of rows without the last "\n". */
export function textOf(view: View, { first, last }: Span): string {
  return last < first ? "" : view.text.slice(view.starts[first]!, endOf(view, last));
}

/** How a prompt was laid out, in rows of the file. */
export function layoutOf(
  view: View,
  window: Span,
  region: Span | null,
  related: readonly string[],
): Layout {
  const { path, firstRow, rows } = view.scene;
  return {
    path,
    firstRow: firstRow + window.first,
    lastRow: firstRow + window.last,
    rows,
    ...(region && {
      region: { firstRow: firstRow + region.first, lastRow: firstRow + region.last },
    }),
    related,
  };
}
