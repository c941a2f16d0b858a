/** The jump list of a window: where CTRL-O goes back to (mark.c). */
import type { Point } from "../text/text.ts";
import type { Document } from "./document.ts";

export interface Jump {
  readonly doc: Document;
  point: Point;
}

const MAX_JUMPS = 100;

export class JumpList {
  entries: Jump[] = [];
  /** Where CTRL-O and CTRL-I are in the list; `entries.length` when not in it. */
  index = 0;
  /** Where the last jump started (`''`), in the document that the window shows. */
  last: Point | null = null;
  /** `last` before this command: it comes back when the command ends where it started. */
  before: Point | null = null;

  /** Adds a place; an older entry on the same line goes away when the list is used. */
  push(doc: Document, point: Point): void {
    this.entries.push({ doc, point });
    if (this.entries.length > MAX_JUMPS) this.entries.shift();
    this.index = this.entries.length;
  }

  /** Keeps only the newest entry of each line. */
  tidy(): void {
    const newest = this.entries.filter(
      (entry, i) =>
        !this.entries.some(
          (e, j) => j > i && e.doc === entry.doc && e.point.row === entry.point.row,
        ),
    );
    this.index -= this.index >= this.entries.length ? this.entries.length - newest.length : 0;
    this.entries = newest;
    if (this.index > newest.length) this.index = newest.length;
  }

  clone(): JumpList {
    const copy = new JumpList();
    copy.entries = this.entries.map((e) => ({ ...e }));
    copy.index = this.index;
    return copy;
  }
}
