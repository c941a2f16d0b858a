/**
 * Collects many small edits of one text. A ChangeSet with a section for each of two million matches
 * costs seconds and gigabytes, so from some thousands on the edits of up to 512 rows become one
 * section; then a map of row shifts says where marks belong. Rows between the edits of a section
 * are the same strings as before: they cost a pointer.
 */
import { type ManyEdits, ManyEditsBuilder } from "../../text/many-edits.ts";
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
  private reader: RowReader | null = null;
  private readonly many = new ManyEditsBuilder();
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
    this.many.add(from, to, insert);
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

  /** The edits one by one, where `changes` are blocks of them. Once, when all have been added. */
  edits(): ManyEdits | null {
    return this.isMerged ? this.many.done() : null;
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
    if (recent.length === 0) return;
    this.reader ??= new RowReader(this.text, recent[0]!.from);
    for (let i = 0; i < recent.length; ) {
      const end = rows[i]! + BLOCK_ROWS;
      const first = i;
      while (i < recent.length && rows[i]! < end) i++;
      this.blocks.push(blockOf(recent, first, i, this.reader));
    }
    this.recent = [];
    this.rows = [];
  }
}

/** One change from the start of edit `first` to the end of the one before `end`. */
function blockOf(
  edits: readonly Edit[],
  first: number,
  end: number,
  reader: RowReader,
): CollectedChange {
  const { from } = edits[first]!;
  const lines: string[] = [];
  let line = "";
  let at = from;
  reader.skipTo(from);
  for (let i = first; i < end; i++) {
    const edit = edits[i]!;
    while (edit.from > reader.to) {
      line += reader.slice(at, reader.to);
      lines.push(flat(line));
      line = "";
      reader.next();
      at = reader.from;
    }
    line += reader.slice(at, edit.from);
    if (!edit.insert.includes("\n")) line += edit.insert;
    else {
      const parts = edit.insert.split("\n");
      lines.push(flat(line + parts[0]!), ...parts.slice(1, -1));
      line = parts[parts.length - 1]!;
    }
    at = edit.to;
    reader.skipTo(at);
  }
  lines.push(flat(line));
  const insert = lines.length === 1 && line === "" ? Text.empty : Text.of(lines);
  return { from, to: at, insert };
}

/** Looking at a string that was put together makes it one piece, which takes less memory. */
function flat(line: string): string {
  line.charCodeAt(0);
  return line;
}

/** Walks over the rows of a text without looking each up. */
class RowReader {
  private readonly lines: ReturnType<Text["iterLines"]>;
  private line: string;
  /** Offsets of the row's start and end. */
  from: number;
  to: number;

  constructor(text: Text, pos: number) {
    const { number, from } = text.lineAt(pos);
    this.lines = text.iterLines(number);
    this.lines.next();
    this.line = this.lines.value;
    this.from = from;
    this.to = from + this.line.length;
  }

  next(): void {
    this.lines.next();
    this.line = this.lines.value;
    this.from = this.to + 1;
    this.to = this.from + this.line.length;
  }

  skipTo(pos: number): void {
    while (pos > this.to) this.next();
  }

  /** A part of the row; all of it is the row's own string. */
  slice(from: number, to: number): string {
    return from === this.from && to === this.to
      ? this.line
      : this.line.slice(from - this.from, to - this.from);
  }
}
