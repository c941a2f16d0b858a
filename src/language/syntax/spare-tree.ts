/**
 * A tree that is kept although a newer one is shown. A quote or a comment that opens near the top
 * turns all that follows into something else; when it is closed or undone, everything is again as it
 * was. From the tree of before, the parser takes over all of that; from the newest one, nothing.
 */
import type { Range, Tree } from "web-tree-sitter";
import type { Text } from "../../text/text.ts";

/** In a shorter text (UTF-16 units) a new parse is as quick. */
const LEAST_TEXT = 20_000;
/** The tree is given up after so many parses: nobody will go back to that text. */
const MOST_PARSES = 200;

export class SpareTree {
  /** Moved by all changes that the shown tree has seen. */
  private tree: Tree | null = null;
  private parses = 0;

  get held(): boolean {
    return this.tree !== null;
  }

  /** A copy to parse from; the caller frees it. */
  copy(): Tree {
    if (this.tree === null) throw new Error("There is no spare tree");
    return this.tree.copy();
  }

  /**
   * After a parse from `base`: takes it as the spare tree where the parse could use little of it,
   * else frees it and gives the spare tree up.
   */
  settle(base: Tree, changed: readonly Range[], text: Text): void {
    let length = 0;
    for (const { startIndex, endIndex } of changed) length += endIndex - startIndex;
    const kept = text.length >= LEAST_TEXT && length * 2 > text.length && this.parses < MOST_PARSES;
    const parses = this.tree === null ? 0 : this.parses + 1;
    this.free();
    if (kept) {
      this.tree = base;
      this.parses = parses;
    } else base.delete();
  }

  free(): void {
    this.tree?.delete();
    this.tree = null;
    this.parses = 0;
  }
}
