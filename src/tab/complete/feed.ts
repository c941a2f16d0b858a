/** Keeps the completer's documents as they are here: sends what changed since the last question. */
import { commonEndsOfLists } from "../../text/common-ends.ts";
import type { DocumentSnapshot } from "../../text/prediction.ts";
import type { Text } from "../../text/text.ts";
import type { DocumentUpdate, RowChange } from "./engine.ts";

/** Larger texts (UTF-16 units) are not read. */
export const MOST_TEXT = 1_000_000;
/** Characters of whole documents that one question may send besides the first: about 0.2 ms. */
const MOST_AT_ONCE = 100_000;

export class Feed {
  private readonly sent = new Map<number, { readonly text: Text; readonly path: string | null }>();

  /**
   * What to send so that these documents are known as they are; empty when they are. The first is the one
   * that is asked about; many new ones are sent a few with each question.
   */
  updates(docs: readonly DocumentSnapshot[]): DocumentUpdate[] {
    const updates: DocumentUpdate[] = [];
    let left = MOST_AT_ONCE;
    for (const [order, { id, path, text }] of docs.entries()) {
      if (id < 0 || text.length > MOST_TEXT) continue;
      const known = this.sent.get(id);
      if (known?.text === text && known.path === path) continue;
      const whole = !known || known.path !== path;
      if (whole && order > 0) {
        if (left <= 0) continue;
        left -= text.length;
      }
      this.sent.set(id, { text, path });
      if (whole) {
        updates.push({ id, path, text: text.sliceString(0, text.length), change: null });
        continue;
      }
      const change = changedRows(known.text, text);
      if (change) updates.push({ id, path, text: null, change });
    }
    return updates;
  }

  /** Begins anew: everything is sent again. */
  clear(): void {
    this.sent.clear();
  }
}

function leavesOf(text: Text, into: Text[]): Text[] {
  if (text.children === null) into.push(text);
  else for (const child of text.children) leavesOf(child, into);
  return into;
}

/**
 * The rows in which two texts differ; null when they don't. Parts that both share, as a text and the
 * one after an edit do, are not looked into.
 */
export function changedRows(before: Text, after: Text): RowChange | null {
  if (before === after) return null;
  const [a, b] = [leavesOf(before, []), leavesOf(after, [])];
  const { head, tail } = commonEndsOfLists(a, b);
  const old = a.slice(head, a.length - tail).flatMap((leaf) => leaf.toJSON());
  const now = b.slice(head, b.length - tail).flatMap((leaf) => leaf.toJSON());
  const { head: same, tail: end } = commonEndsOfLists(old, now);
  if (same + end === old.length && same + end === now.length) return null;
  const row = a.slice(0, head).reduce((rows, leaf) => rows + leaf.lines, 0);
  return {
    row: row + same,
    removed: old.length - same - end,
    lines: now.slice(same, now.length - end),
  };
}
