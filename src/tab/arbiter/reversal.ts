/** Whether a prediction takes back what the user just did: nobody wants to be argued with. */
import { commonEnds } from "../../text/common-ends.ts";
import type { Hunk, RecordedEdit } from "../../text/prediction.ts";
import { type ChangeSet, slice, type Text } from "../../text/text.ts";

/** Edits of its document that are looked back at. */
const LOOK_BACK = 8;
/** An edit in more places was made by a command, and is not argued about place by place. */
const MOST_PLACES = 20;

/** `hunks` are tight and of `text`, which is the document's as it is; `edits` are oldest first. */
export function isReversal(
  doc: number,
  predicted: readonly Hunk[],
  text: Text,
  edits: readonly RecordedEdit[],
): boolean {
  const hunks = predicted.map((hunk) => ({ ...hunk, old: slice(text, hunk.from, hunk.to) }));
  const since: ChangeSet[] = [];
  let now = text;
  let looked = 0;
  for (let i = edits.length - 1; i >= 0 && looked < LOOK_BACK; i--) {
    const edit = edits[i]!;
    if (edit.doc !== doc) continue;
    // What is between was not recorded: places can't be followed any more.
    if (edit.after !== now && !edit.after.eq(now)) return false;
    looked++;
    if (edit.learn) {
      for (const made of madeBy(edit)) {
        if (!hunks.some((hunk) => hunk.insert === made.old && hunk.old === made.insert)) continue;
        const from = since.reduceRight((pos, change) => change.mapPos(pos, -1), made.from);
        const to = since.reduceRight((pos, change) => change.mapPos(pos, 1), made.to);
        const back = hunks.some(
          (hunk) =>
            hunk.insert === made.old &&
            hunk.old === made.insert &&
            hunk.from <= to &&
            hunk.to >= from,
        );
        if (back) return true;
      }
    }
    since.push(edit.changes);
    now = edit.before;
  }
  return false;
}

interface Made {
  /** In the text after the edit. */
  readonly from: number;
  readonly to: number;
  readonly old: string;
  readonly insert: string;
}

const MADE = new WeakMap<RecordedEdit, readonly Made[]>();

/** What an edit did at each of its places, without what it left as it was at their ends. */
function madeBy(edit: RecordedEdit): readonly Made[] {
  const known = MADE.get(edit);
  if (known) return known;
  const made: Made[] = [];
  let places = 0;
  edit.changes.iterChanges((fromA, toA, fromB, _toB, inserted) => {
    if (++places > MOST_PLACES) return;
    const old = slice(edit.before, fromA, toA);
    const insert = slice(inserted, 0, inserted.length);
    const { head, tail } = commonEnds(old, insert);
    made.push({
      from: fromB + head,
      to: fromB + insert.length - tail,
      old: old.slice(head, old.length - tail),
      insert: insert.slice(head, insert.length - tail),
    });
  });
  const all = places > MOST_PLACES ? [] : made;
  MADE.set(edit, all);
  return all;
}
