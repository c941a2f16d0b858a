/** What an edit did to the words of a text: which went, which came, which took another's place. */
import { type Hunk, hunksOf, isLarge, type RecordedEdit } from "../../text/prediction.ts";
import type { ChangeSet, Text } from "../../text/text.ts";
import { slice } from "../../text/text.ts";
import { tokensIn } from "../edits/token-line.ts";
import { isWordCode, wordsOf } from "./word-index.ts";

/** One changed place of an edit, widened to whole words. */
export interface WordChange {
  /** The range in the text before, whole words. */
  readonly from: number;
  readonly to: number;
  readonly old: string;
  readonly insert: string;
  /** Offset of the changed place in the text after. */
  readonly at: number;
  /** Words that are there only before. */
  readonly gone: readonly string[];
  /** Words that are there only after. */
  readonly come: readonly string[];
  /** Names that took the place of a name, in order. */
  readonly pairs: readonly (readonly [old: string, fresh: string])[];
}

/** Tokens compared on either side; larger changes teach no renames. */
const MOST_TOKENS = 160;
/** Places of one edit that are looked at. */
const MOST_PLACES = 40;

const CHANGES = new WeakMap<ChangeSet, readonly WordChange[]>();

/** The changed places of an edit, top to bottom. */
export function wordChanges(
  edit: Pick<RecordedEdit, "before" | "after" | "changes">,
): readonly WordChange[] {
  const known = CHANGES.get(edit.changes);
  if (known) return known;
  const changes = isLarge(edit.changes) ? [] : read(edit.before, edit.changes);
  CHANGES.set(edit.changes, changes);
  return changes;
}

function read(before: Text, changes: ChangeSet): WordChange[] {
  const found: WordChange[] = [];
  let shift = 0;
  for (const hunk of hunksOf(changes).slice(0, MOST_PLACES)) {
    found.push(wordChange(before, hunk, shift));
    shift += hunk.insert.length - (hunk.to - hunk.from);
  }
  return found;
}

function wordChange(before: Text, hunk: Hunk, shift: number): WordChange {
  const raw = slice(before, hunk.from, hunk.to);
  const [lead, trail] = wordEdges(before, hunk, raw);
  const old = lead + raw + trail;
  const insert = lead + hunk.insert + trail;
  const [olds, news] = [wordsOf(old), wordsOf(insert)];
  const [was, is] = [new Set(olds), new Set(news)];
  return {
    from: hunk.from - lead.length,
    to: hunk.to + trail.length,
    old,
    insert,
    at: hunk.from - lead.length + shift,
    gone: [...was].filter((word) => !is.has(word)),
    come: [...is].filter((word) => !was.has(word)),
    pairs: pairsOf(old, insert),
  };
}

/** What of the words that the change cuts through stands outside of it. */
function wordEdges(before: Text, hunk: Hunk, raw: string): [string, string] {
  const from = Math.max(0, hunk.from - 80);
  const left = slice(before, from, hunk.from);
  const right = slice(before, hunk.to, Math.min(before.length, hunk.to + 80));
  const cutsLeft = [raw, hunk.insert].some((text) => isWordCode(text.charCodeAt(0)));
  const cutsRight = [raw, hunk.insert].some((text) => isWordCode(text.charCodeAt(text.length - 1)));
  let head = left.length;
  if (cutsLeft) while (head > 0 && isWordCode(left.charCodeAt(head - 1))) head--;
  let tail = 0;
  if (cutsRight) while (tail < right.length && isWordCode(right.charCodeAt(tail))) tail++;
  return [left.slice(head), right.slice(0, tail)];
}

const NAME = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/** The names that took a name's place, by the longest common run of tokens around them. */
function pairsOf(old: string, insert: string): (readonly [string, string])[] {
  if (old === "" || insert === "") return [];
  const a = tokensIn(old);
  const b = tokensIn(insert);
  if (a.length > MOST_TOKENS || b.length > MOST_TOKENS) return [];
  const pairs: (readonly [string, string])[] = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...commonTokens(a, b), [a.length, b.length] as const]) {
    // As many tokens as before: each stands for the one that was there.
    if (x - i === y - j) {
      for (let k = 0; k < x - i; k++) {
        const [was, is] = [a[i + k]!, b[j + k]!];
        if (NAME.test(was) && NAME.test(is) && was !== is) pairs.push([was, is]);
      }
    }
    [i, j] = [x + 1, y + 1];
  }
  return pairs;
}

/** Places of the tokens that both lists have in common, in order. */
function commonTokens(a: readonly string[], b: readonly string[]): [number, number][] {
  const width = b.length + 1;
  const best = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      best[i * width + j] =
        a[i] === b[j]
          ? best[(i + 1) * width + j + 1]! + 1
          : Math.max(best[(i + 1) * width + j]!, best[i * width + j + 1]!);
    }
  }
  const common: [number, number][] = [];
  for (let [i, j] = [0, 0]; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) common.push([i++, j++]);
    else if (best[(i + 1) * width + j]! >= best[i * width + j + 1]!) i++;
    else j++;
  }
  return common;
}
