/** Snapshots for tests of predictors: files by path, and edits told by what they replace. */
import { compileIsKeyword } from "../../../src/text/keyword.ts";
import type {
  DocumentSnapshot,
  PredictionAnswer,
  PredictionSnapshot,
  Predictor,
  RecordedEdit,
} from "../../../src/text/prediction.ts";
import { ChangeSet, replaceSpec, slice, type Text, textOf } from "../../../src/text/text.ts";

/** The first occurrence of the one becomes the other. */
export type Step = readonly [old: string, fresh: string];

const FILETYPES: Readonly<Record<string, string>> = {
  ts: "typescript",
  js: "javascript",
  py: "python",
  go: "go",
  rs: "rust",
  md: "markdown",
};
const IS_KEYWORD = compileIsKeyword("@,48-57,_,192-255");

/** Throws when what is to be replaced is not there. */
function editOf(before: Text, [old, fresh]: Step, doc: number, path: string, id: number) {
  const from = slice(before, 0, before.length).indexOf(old);
  if (from < 0) throw new Error(`There is no ${JSON.stringify(old)} in ${path}`);
  const changes = ChangeSet.of(replaceSpec(from, from + old.length, fresh), before.length);
  const edit: RecordedEdit = {
    id,
    doc,
    path,
    before,
    after: changes.apply(before),
    changes,
    last: { from, to: from + fresh.length },
    origin: "input.type",
    accepted: false,
    learn: true,
    kind: "typed",
    symbol: null,
    time: id * 5000,
  };
  return edit;
}

/** The edits that steps make of one text. */
export function stepsOf(text: string, steps: readonly Step[]): RecordedEdit[] {
  let now = textOf(text);
  return steps.map((step, id) => {
    const edit = editOf(now, step, 1, "a.ts", id + 1);
    now = edit.after;
    return edit;
  });
}

export interface Told {
  /** Path and text; the first one is the one that the cursor is in. */
  readonly files: Readonly<Record<string, string>>;
  /** Edits in order, each with the file it is made in; without one: the first file. */
  readonly steps: readonly (Step | readonly [...Step, path: string])[];
  readonly mode?: "insert" | "normal";
  /** Where the cursor is instead of the end of the last edit: before this text of the first file. */
  readonly cursor?: string;
}

export function snapshotOf({ files, steps, mode = "normal", cursor }: Told): PredictionSnapshot {
  const paths = Object.keys(files);
  const texts = new Map(paths.map((path) => [path, textOf(files[path]!)]));
  const edits: RecordedEdit[] = [];
  for (const [old, fresh, path = paths[0]!] of steps) {
    const doc = paths.indexOf(path) + 1;
    const edit = editOf(texts.get(path)!, [old, fresh], doc, path, edits.length + 1);
    texts.set(path, edit.after);
    edits.push(edit);
  }
  const docs = paths.map((path, at): DocumentSnapshot => {
    const text = texts.get(path)!;
    const last = edits.findLast((edit) => edit.doc === at + 1);
    const string = slice(text, 0, text.length);
    const pos = at === 0 && cursor !== undefined ? string.indexOf(cursor) : (last?.last.to ?? 0);
    const filetype = FILETYPES[path.slice(path.lastIndexOf(".") + 1)] ?? "";
    return { id: at + 1, revision: 0, text, path, filetype, pos, isKeyword: IS_KEYWORD };
  });
  return { doc: docs[0]!, others: docs.slice(1), mode, edits, trigger: "change" };
}

/** All answers of a predictor, in its order. */
export async function answersOf(
  make: (nextSlice: () => Promise<void>) => Predictor,
  told: Told,
): Promise<readonly PredictionAnswer[]> {
  const predictor = make(async () => {});
  const answers = predictor.predict(snapshotOf(told), new AbortController().signal);
  if (Symbol.asyncIterator in answers) throw new Error("This predictor does not stream");
  return await answers;
}

/** What each answer would make of its file: `path: text`, with the changed lines alone. */
export function outcomes(answers: readonly PredictionAnswer[], told: Told): string[] {
  const { doc, others } = snapshotOf(told);
  return answers.map((answer) => {
    const file = [doc, ...others].find(({ id }) => id === answer.doc)!;
    if (answer.changes.empty) {
      const line = file.text.lineAt(answer.cursor);
      return `${file.path}:${line.number - 1}:${answer.cursor - line.from}`;
    }
    const after = answer.changes.apply(file.text);
    const rows = new Set<number>();
    answer.changes.iterChangedRanges((_fromA, _toA, from, to) => {
      const first = after.lineAt(from).number;
      const last = after.lineAt(to).number;
      for (let n = first; n <= last; n++) rows.add(n);
    });
    const lines = [...rows].map((n) => after.line(n).text.trim());
    return `${file.path}: ${lines.join(" / ")}`;
  });
}
