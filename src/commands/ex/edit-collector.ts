/**
 * Collects many small edits of one text. A ChangeSet with a section for each of two million matches
 * costs seconds and gigabytes, so from some thousands on the edits of up to 512 rows become one
 * section; then a map of row shifts says where marks belong.
 */
import { type Point, Text, textOf } from "../../text/text.ts";

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

export interface CollectedChange {
  readonly from: number;
  readonly to: number;
  readonly insert: Text;
}

const MERGE_FROM = 4096;
const BLOCK_ROWS = 512;

export class EditCollector {
  private readonly text: Text;
  private recent: Edit[] = [];
  private rows: number[] = [];
  private readonly blocks: CollectedChange[] = [];
  /** Rows after which the numbers change, and by how much in all from there on. */
  private readonly shiftRows: number[] = [];
  private readonly shifts: number[] = [];
  size = 0;

  constructor(text: Text) {
    this.text = text;
  }

  /** Edits come in order and do not overlap; `row` is where it starts, `shift` the rows it adds. */
  add(from: number, to: number, insert: string, row: number, shift: number): void {
    this.size++;
    this.recent.push({ from, to, insert });
    this.rows.push(row);
    if (shift !== 0) {
      this.shiftRows.push(row);
      this.shifts.push((this.shifts[this.shifts.length - 1] ?? 0) + shift);
    }
    if (this.recent.length >= MERGE_FROM) this.merge();
  }

  get isMerged(): boolean {
    return this.blocks.length > 0;
  }

  /** Everything, for `ChangeSet.of`. */
  changes(): CollectedChange[] {
    if (this.isMerged) {
      this.merge();
      return this.blocks;
    }
    return this.recent.map(({ from, to, insert }) => ({
      from,
      to,
      insert: insert === "" ? Text.empty : textOf(insert),
    }));
  }

  /** Where a place of the old text is in the new one; only rows move. */
  place(point: Point): Point {
    let low = 0;
    let high = this.shiftRows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.shiftRows[middle]! < point.row) low = middle + 1;
      else high = middle;
    }
    return low === 0
      ? point
      : { row: Math.max(0, point.row + this.shifts[low - 1]!), col: point.col };
  }

  private merge(): void {
    const { recent, rows } = this;
    for (let i = 0; i < recent.length; ) {
      const firstRow = rows[i]!;
      const { from } = recent[i]!;
      let end = i;
      while (end < recent.length && rows[end]! < firstRow + BLOCK_ROWS) end++;
      const last = recent[end - 1]!;
      // One slice for the block: looking up each gap by its offset would cost more than the match.
      const old = this.text.sliceString(from, last.to, "\n");
      let at = from;
      let string = "";
      for (; i < end; i++) {
        const edit = recent[i]!;
        string += old.slice(at - from, edit.from - from) + edit.insert;
        at = edit.to;
      }
      this.blocks.push({ from, to: at, insert: string === "" ? Text.empty : textOf(string) });
    }
    this.recent = [];
    this.rows = [];
  }
}
