/** Texts and edits as the predictors see them, made from strings. */
import { balanceCandidates } from "../../../src/patterns/edits/balance.ts";
import type { Candidate } from "../../../src/patterns/edits/candidate.ts";
import { lineCandidates } from "../../../src/patterns/edits/line-candidates.ts";
import { reindentCandidates } from "../../../src/patterns/edits/reindent.ts";
import { type Scene, sceneOf } from "../../../src/patterns/edits/scene.ts";
import { selected } from "../../../src/patterns/edits/selection.ts";
import { siblingCandidates } from "../../../src/patterns/edits/sibling.ts";
import { tokenCandidates } from "../../../src/patterns/edits/token-candidates.ts";
import {
  changeOf,
  type DocumentSnapshot,
  type PredictionSnapshot,
  type RecordedEdit,
} from "../../../src/text/prediction.ts";
import { slice, type Text, textOf } from "../../../src/text/text.ts";

/** What stands in a file and what is put in its place: the first that is there, unless one is named. */
export interface Step {
  readonly file?: number;
  readonly old: string;
  readonly next: string;
  /** Which of several, from 0. */
  readonly nth?: number;
}

export interface Made {
  readonly snapshot: PredictionSnapshot;
  readonly texts: readonly Text[];
}

/** `old` has `|` where something is only put in, so that a place can be told. */
export function episode(files: readonly string[], steps: readonly Step[]): Made {
  const texts = files.map(textOf);
  const edits: RecordedEdit[] = [];
  let at = { file: 0, pos: 0 };
  for (const step of steps) {
    const file = step.file ?? 0;
    const before = texts[file]!;
    const string = slice(before, 0, before.length);
    const mark = step.old.indexOf("|");
    const wanted = step.old.replace("|", "");
    let found = string.indexOf(wanted);
    for (let i = 0; i < (step.nth ?? 0); i++) found = string.indexOf(wanted, found + 1);
    if (found < 0) throw new Error(`${JSON.stringify(wanted)} is not in the text`);
    const from = mark < 0 ? found : found + mark;
    const to = mark < 0 ? found + wanted.length : from;
    at = record(texts, edits, file, from, to, step.next);
  }
  return { snapshot: snapshotOf(texts, edits, at.file, at.pos), texts };
}

/** Makes one edit and notes it; gives where the cursor is then. */
export function record(
  texts: Text[],
  edits: RecordedEdit[],
  file: number,
  from: number,
  to: number,
  insert: string,
): { file: number; pos: number } {
  const before = texts[file]!;
  const changes = changeOf([{ from, to, insert }], before.length);
  const after = changes.apply(before);
  texts[file] = after;
  edits.push({
    id: edits.length + 1,
    doc: file + 1,
    path: `/p/file${file}.ts`,
    before,
    after,
    changes,
    last: { from, to: from + insert.length },
    origin: "input.type",
    accepted: false,
    learn: true,
    kind: "typed",
    symbol: null,
    time: edits.length * 1000,
  });
  return { file, pos: from + insert.length };
}

export function snapshotOf(
  texts: readonly Text[],
  edits: readonly RecordedEdit[],
  file: number,
  pos: number,
  mode: "normal" | "insert" = "normal",
): PredictionSnapshot {
  const docs = texts.map(
    (text, i): DocumentSnapshot => ({
      id: i + 1,
      revision: edits.filter((edit) => edit.doc === i + 1).length,
      text,
      path: `/p/file${i}.ts`,
      filetype: "typescript",
      pos: i === file ? pos : 0,
      isKeyword: (code) => /[\p{L}\p{N}_]/u.test(String.fromCodePoint(code)),
    }),
  );
  const doc = docs[file]!;
  return { doc, others: docs.filter((d) => d !== doc), mode, edits, trigger: "change" };
}

export const SEARCHES: Readonly<Record<string, (scene: Scene) => Generator<void, Candidate[]>>> = {
  repeat: tokenCandidates,
  parallel: lineCandidates,
  reindent: reindentCandidates,
  sibling: siblingCandidates,
  balance: balanceCandidates,
};

/** The candidates of a search, the likeliest first. */
export function candidatesOf(name: string, snapshot: PredictionSnapshot): readonly Candidate[] {
  const scene = finished(sceneOf(snapshot));
  return selected(finished(SEARCHES[name]!(scene)));
}

export function finished<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** The text of a file after a candidate. */
export function applied(candidate: Candidate, texts: readonly Text[]): string {
  const text = texts[candidate.doc - 1]!;
  const after = changeOf(candidate.hunks, text.length).apply(text);
  return slice(after, 0, after.length);
}
