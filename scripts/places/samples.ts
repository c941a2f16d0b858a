/** What the place predictor saw at each moment of an episode, and where the edits then went. */
import { indexOf } from "../../src/patterns/edits/text-index.ts";
import { isImportLine } from "../../src/patterns/names/import-line.ts";
import { EpisodeState } from "../../src/tab/eval/episode-state.ts";
import { randomSource } from "../../src/tab/eval/random.ts";
import type { Replayed } from "../../src/tab/eval/replay.ts";
import { Workspace } from "../../src/tab/eval/workspace.ts";
import { columnCandidates } from "../../src/tab/predictors/place-columns.ts";
import { candidates } from "../../src/tab/predictors/place-rows.ts";
import { type Scene, sceneOf } from "../../src/tab/predictors/place-scene.ts";
import { pointOf } from "../../src/text/text.ts";
import type { Sample } from "./network.ts";

/** Questions looked at in an episode, and edits whose columns are looked at in each. */
const QUESTIONS = 10;
const EDITS = 3;
/** Rows from the cursor that are no places. */
const IN_SIGHT = 5;

export interface Samples {
  /** Right: some edit is left near the row. */
  readonly rows: Sample[];
  /** Right: the next edit is near the row. */
  readonly next: Sample[];
  readonly columns: Sample[];
}

/** The groups are numbered from `group`. */
export function samplesOf({ episode, distraction }: Replayed, group: number): Samples {
  const samples: Samples = { rows: [], next: [], columns: [] };
  const random = randomSource(group);
  const state = new EpisodeState(episode, distraction);
  const workspace = new Workspace();
  const share = QUESTIONS / state.slots.length;
  state.start(1);
  for (let reset = true; ; reset = false) {
    state.settle();
    if (state.remaining().length === 0) return samples;
    const files: Record<string, string> = {};
    for (const path of reset ? state.files.keys() : state.dirty) {
      files[path] = state.files.get(path)!.text;
    }
    state.dirty.clear();
    const { path, line, col } = state.cursor;
    const cursor = { file: path, line, col };
    workspace.take({ reset, files, edits: state.log, cursor }, () => false);
    if (random() < share) {
      group++;
      const scene = finished(sceneOf(workspace.snapshot()));
      for (const { doc, row, values } of finished(candidates(scene))) {
        const near = state.near(workspace.path(doc.id)!, row);
        samples.rows.push({ values, right: near.length > 0, group });
        samples.next.push({ values, right: near.includes(state.next()!), group });
      }
      addColumns(samples, state, scene, group);
    }
    state.apply([state.next()!]);
  }
}

function addColumns(samples: Samples, state: EpisodeState, scene: Scene, group: number): void {
  for (const [at, slot] of state.remaining().slice(0, EDITS).entries()) {
    const doc = scene.docs.find(({ path }) => path === slot.file.path);
    if (!doc) continue;
    const { row, col } = pointOf(doc.text, Math.min(state.span(slot)[0], doc.text.length));
    const here = doc === scene.snapshot.doc;
    if (here && Math.abs(row - scene.cursorRow) <= IN_SIGHT) continue;
    const line = indexOf(doc.text).lines[row]!;
    for (const column of columnCandidates(scene, line, isImportLine(line.text))) {
      const right = column.col === col;
      samples.columns.push({ values: column.values, right, group: group + at / EDITS });
    }
  }
}

function finished<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
