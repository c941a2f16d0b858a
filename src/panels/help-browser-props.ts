/** What the help browser's panel is drawn from, and where its cursor stands. */
import { textWidth } from "../base/width.ts";

export interface HelpBrowserProps {
  readonly rows: number;
  readonly cols: number;
  /** No characters but ASCII. */
  readonly ascii: boolean;
  readonly filter: string;
  readonly topics: readonly { readonly tag: string; readonly title: string }[];
  /** Index in `topics`; -1 when there is none. */
  readonly selected: number;
  readonly preview: readonly string[];
}

/** Rows for the list: all but the header, its rule and the footer. */
export function listHeight(rows: number): number {
  return Math.max(1, rows - 3);
}

/** The topics that fit, the chosen one among them. */
export function visibleTopics({
  rows,
  topics,
  selected,
}: HelpBrowserProps): { tag: string; title: string; index: number }[] {
  const height = listHeight(rows);
  const first = Math.max(0, Math.min(selected - Math.floor(height / 2), topics.length - height));
  return topics
    .slice(first, first + height)
    .map(({ tag, title }, i) => ({ tag, title, index: first + i }));
}

/** The cell of the text cursor in the panel, behind the filter. */
export function filterCursor({ cols, filter }: HelpBrowserProps): { row: number; col: number } {
  return { row: 0, col: Math.min(cols - 1, "Help ".length + textWidth(filter)) };
}
