/**
 * A change as the journal takes it. A change of a whole file is one of some thousand blocks in which
 * most rows are the same: only rows that differ are written, and they are handed over in batches, so
 * that no key waits for a hundred megabytes. A command that knows its edits gives them along.
 */
import { commonEnds } from "../../text/common-ends.ts";
import { insertedBy, type ManyEdits, ManyEditsBuilder, someEdits } from "../../text/many-edits.ts";
import type { ChangeSet, Text } from "../../text/text.ts";

/** from, to, insert, from, to, insert, ...: ascending, in the text before the batch. */
export type FlatEdits = (number | string)[];

/** UTF-16 units of new text up to which a change is one batch, and of large insertions. */
const BATCH = 1 << 18;
/** Edits in a batch of many. */
const MANY = 1 << 14;

interface Section {
  readonly from: number;
  readonly to: number;
  readonly inserted: Text;
}

/**
 * The batches of a change of `before`, to be applied one after another. They go from the end of the
 * text to its start, so that each leaves the places of the later ones alone. `known` are the edits
 * that the change was made of, where that is known.
 */
export function* editBatches(
  change: ChangeSet,
  before: Text,
  known: ManyEdits | null = null,
): Generator<FlatEdits | ManyEdits> {
  if (known !== null) {
    yield* batchesOf(known);
    return;
  }
  const sections: Section[] = [];
  let size = 0;
  change.iterChanges((from, to, _fromB, _toB, inserted) => {
    sections.push({ from, to, inserted });
    size += inserted.length;
  }, true);
  if (size <= BATCH) {
    yield sections.flatMap(({ from, to, inserted }) => [from, to, inserted.sliceString(0)]);
    return;
  }
  // Sections are looked at from the last to the first, a batch of them from the first to the last.
  let end = sections.length;
  while (end > 0) {
    let start = end;
    let lines = 0;
    while (start > 0 && !isLump(sections[start - 1]!) && lines < MANY) {
      lines += sections[--start]!.inserted.lines;
    }
    if (start === end) {
      yield* piecesOf(sections[--end]!);
      continue;
    }
    const builder = new ManyEditsBuilder();
    for (const section of sections.slice(start, end)) addRows(builder, section, before);
    if (builder.count > 0) yield builder.done();
    end = start;
  }
}

function* batchesOf(edits: ManyEdits): Generator<ManyEdits> {
  const count = edits.spans.length / 3;
  let at = edits.repeated ? 0 : edits.insert.length;
  for (let end = count; end > 0; end -= MANY) {
    const start = Math.max(0, end - MANY);
    if (!edits.repeated) at -= insertedBy(edits.spans.subarray(start * 3, end * 3));
    yield someEdits(edits, start, end, at);
  }
}

/** Whether a section is better handed over in pieces. */
function isLump({ inserted }: Section): boolean {
  return inserted.lines > BATCH || (inserted.length > BATCH && inserted.lines < BATCH >> 9);
}

/** The rows of a section that differ, or all of it where it has other rows than before. */
function addRows(builder: ManyEditsBuilder, { from, to, inserted }: Section, before: Text): void {
  const removed = before.slice(from, to);
  if (removed.lines !== inserted.lines) {
    builder.add(from, to, inserted.sliceString(0));
    return;
  }
  const rows = inserted.iterLines();
  let at = from;
  for (const old of removed.iterLines()) {
    const row = rows.next().value as string;
    if (row !== old) {
      const { head, tail } = commonEnds(old, row);
      builder.add(at + head, at + old.length - tail, row.slice(head, row.length - tail));
    }
    at += old.length + 1;
  }
}

/** A large insertion, its end first. */
function* piecesOf({ from, to, inserted }: Section): Generator<FlatEdits> {
  let until = to;
  for (let end = inserted.length; end > 0; ) {
    const start = Math.max(0, end - BATCH);
    yield [from, until, inserted.sliceString(start, end)];
    until = from;
    end = start;
  }
}
