/**
 * A change as the journal takes it. A change of a whole file is one of some thousand blocks in which
 * most rows are the same: only rows that differ are written, and they are handed over in batches, so
 * that no key waits for a hundred megabytes.
 */
import type { ChangeSet, Text } from "../../text/text.ts";

/** from, to, insert, from, to, insert, ...: ascending, in the text before the batch. */
export type FlatEdits = (number | string)[];

/** UTF-16 units of new text up to which a change is one batch, and of the batches of others. */
const BATCH = 1 << 18;
/** An edit counts as many units as it costs to hand over. */
const EDIT_COST = 64;

interface Section {
  readonly from: number;
  readonly to: number;
  readonly inserted: Text;
}

/**
 * The batches of a change of `before`, to be applied one after another. They go from the end of the
 * text to its start, so that each leaves the places of the later ones alone.
 */
export function* editBatches(change: ChangeSet, before: Text): Generator<FlatEdits> {
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
  let batch: FlatEdits[] = [];
  let cost = 0;
  for (const section of sections.reverse()) {
    const edits = editsOf(section, before);
    if (edits === null) {
      if (batch.length > 0) yield batch.reverse().flat();
      batch = [];
      cost = 0;
      yield* piecesOf(section);
      continue;
    }
    batch.push(edits);
    cost += costOf(edits);
    if (cost < BATCH) continue;
    yield batch.reverse().flat();
    batch = [];
    cost = 0;
  }
  if (batch.length > 0) yield batch.reverse().flat();
}

function costOf(edits: FlatEdits): number {
  let cost = (edits.length / 3) * EDIT_COST;
  for (let i = 2; i < edits.length; i += 3) cost += (edits[i] as string).length;
  return cost;
}

/** The rows of a section that differ; null where it is better handed over in pieces. */
function editsOf({ from, to, inserted }: Section, before: Text): FlatEdits | null {
  const removed = before.slice(from, to);
  if (removed.lines !== inserted.lines || inserted.lines > BATCH) {
    return inserted.length > BATCH ? null : [from, to, inserted.sliceString(0)];
  }
  const edits: FlatEdits = [];
  const rows = inserted.iterLines();
  let at = from;
  for (const old of removed.iterLines()) {
    const row = rows.next().value as string;
    if (row !== old) {
      let start = 0;
      const shorter = Math.min(row.length, old.length);
      while (start < shorter && row.charCodeAt(start) === old.charCodeAt(start)) start++;
      let end = 0;
      while (
        end < shorter - start &&
        row.charCodeAt(row.length - 1 - end) === old.charCodeAt(old.length - 1 - end)
      ) {
        end++;
      }
      edits.push(at + start, at + old.length - end, row.slice(start, row.length - end));
    }
    at += old.length + 1;
  }
  return edits;
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
