/** How near a place is to the cursor's, in classes that the tables of weights have entries for. */
import type { Corpus } from "./corpus.ts";
import type { Situation } from "./situation.ts";

/** Distances beyond those of rows, which go up to 9. */
const EDITED = 10;
export const SAME_FOLDER = 11;
const OTHER_FOLDER = 12;
export const OTHER_LANGUAGE = 13;

/** 0 for none, then one more for each doubling. */
export function bucket(value: number, most: number): number {
  return value <= 0 ? 0 : Math.min(most, 32 - Math.clz32(value));
}

/** How much of the next token stands there. */
export function partialBucket({ partial }: Situation): number {
  return [0, 1, 2, 3, 4, 4, 5][Math.min(6, partial.trimStart().length)]!;
}

/** How long ago a line was written: 0 before everything, 1 just now. */
export function ageOf(corpus: Corpus, line: number): number {
  const time = corpus.time[line]!;
  if (time === 0) return 0;
  const since = corpus.edits - time;
  return since < 64 ? 1 : since < 400 ? 2 : 3;
}

/** How far away a line is: by rows, or by what its document has to do with the cursor's. */
export function distanceOf(corpus: Corpus, situation: Situation, line: number): number {
  const document = corpus.document[line]!;
  if (document === situation.document) {
    const rows = Math.abs(corpus.row[line]! - situation.row);
    return rows <= 2 ? rows : Math.min(9, 1 + bucket(rows - 1, 9));
  }
  if (corpus.time[line]! > 0) return EDITED;
  const there = corpus.documents.get(document)!;
  const here = corpus.documents.get(situation.document);
  if (!here || there.extension !== here.extension) return OTHER_LANGUAGE;
  return there.folder === here.folder ? SAME_FOLDER : OTHER_FOLDER;
}

/** Whether a token is among the last ones before the cursor. */
export function isNear({ context }: Situation, token: number): boolean {
  if (token <= 1) return false;
  for (let i = context.length - 1; i >= 0 && i > context.length - 13; i--) {
    if (context[i] === token) return true;
  }
  return false;
}
