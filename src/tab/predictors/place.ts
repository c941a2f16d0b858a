/**
 * Where the next edit belongs when nobody knows its text: rows that share words with the last edits,
 * look like what they changed, or come next; the nearest rows are left out, as the user is there.
 */
import { indexOf } from "../../patterns/edits/text-index.ts";
import { isImportLine } from "../../patterns/names/import-line.ts";
import type { PredictionAnswer, PredictionSnapshot, Predictor } from "../../text/prediction.ts";
import type { NextSlice } from "../slice.ts";
import { isUnfinished } from "./history.ts";
import { columnCandidates } from "./place-columns.ts";
import type { RowCandidate } from "./place-features.ts";
import { bestColumn, rowChances } from "./place-model.ts";
import { candidates } from "./place-rows.ts";
import { type Scene, sceneOf } from "./place-scene.ts";
import { sliced, type Work } from "./sliced.ts";

/** Places given, and rows (on either side) that one of them stands for. */
const MOST = 6;
const APART = 2;
/** Keys that a right place saves, in the file and in another one; a wrong one costs one. */
const SAVED_HERE = 1.4;
const SAVED_ELSEWHERE = 4.4;
const LEAST = 0.03;

export function place(nextSlice: NextSlice): Predictor {
  return sliced("place", predictPlaces, nextSlice);
}

interface Scored {
  readonly candidate: RowCandidate;
  /** How likely some edit, and the very next one, belongs there. */
  readonly chance: number;
  readonly next: number;
  readonly worth: number;
}

function* predictPlaces(snapshot: PredictionSnapshot): Work {
  if (isUnfinished(snapshot)) return [];
  const scene = yield* sceneOf(snapshot);
  const scored: Scored[] = [];
  for (const candidate of yield* candidates(scene)) {
    const here = candidate.doc.id === snapshot.doc.id;
    const { any: chance, next } = rowChances(candidate.values);
    const worth = next * (here ? SAVED_HERE : SAVED_ELSEWHERE) - (1 - chance);
    scored.push({ candidate, chance, next, worth });
  }
  scored.sort((a, b) => b.worth - a.worth);
  const chosen: Scored[] = [];
  for (const one of scored) {
    if (chosen.length >= MOST || one.chance < LEAST) break;
    if (!chosen.some((other) => covers(other.candidate, one.candidate))) chosen.push(one);
  }
  const left = scored.filter(({ chance }) => chance > 0.1).length;
  return chosen.map((one, order) => answer(one, order, left, scene));
}

function covers(a: RowCandidate, b: RowCandidate): boolean {
  return a.doc.id === b.doc.id && Math.abs(a.row - b.row) <= APART;
}

function answer(scored: Scored, order: number, left: number, scene: Scene): PredictionAnswer {
  const { candidate, chance } = scored;
  const { doc, row, word, wordSort } = candidate;
  const index = indexOf(doc.text);
  const line = index.lines[row]!;
  const column = bestColumn(columnCandidates(scene, line, isImportLine(line.text)));
  const here = doc.id === scene.snapshot.doc.id;
  return {
    doc: doc.id,
    revision: doc.revision,
    changes: scene.noChange(doc),
    cursor: index.starts[row]! + column.col,
    probability: chance,
    reason: reasonOf(word, wordSort, isImportLine(line.text)),
    traits: {
      here: here ? 1 : 0,
      column: column.chance,
      exact: column.chance * chance,
      next: scored.next,
      worth: Math.max(-1, Math.min(2, scored.worth / 2)),
      first: order === 0 ? 1 : 0,
      rivals: Math.min(1, left / 20),
      gone: wordSort === 0 ? 1 : 0,
      come: wordSort === 1 ? 1 : 0,
    },
  };
}

function reasonOf(word: string | null, sort: number, isImport: boolean): string {
  if (word === null)
    return isImport ? "the imports, after what you changed" : "next after your edit";
  switch (sort) {
    case 0:
      return `you removed \`${word}\`, and it still stands here`;
    case 1:
      return `you put in \`${word}\`, which stands here, too`;
    case 5:
      return `you changed \`${word}\`, which stands here, too`;
    default:
      return `\`${word}\` stands here as in the lines you changed`;
  }
}
