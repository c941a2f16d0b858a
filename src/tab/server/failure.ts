/**
 * What a failed command named: the first place that was not dealt with since, in an open file or not,
 * and what servers would do about the errors that they see in such lines.
 */
import type { Editor } from "../../editor/editor.ts";
import { type Diagnostics, diagnosticsOf } from "../../language/diagnostics.ts";
import {
  closedOffsetOf,
  type Failure,
  failuresOf,
  offsetOf,
  relevant,
  type Tracked,
} from "../../shell/run/failures.ts";
import {
  changeOf,
  hunksOf,
  type PredictionAnswer,
  type PredictionSnapshot,
  type Predictor,
} from "../../text/prediction.ts";
import { rowAt } from "../../text/text.ts";
import type { Arbiter } from "../arbiter.ts";
import { type CausedDiagnostic, OLD } from "./caused.ts";
import { MOST_REASON } from "./error-place.ts";
import { FailureVisits } from "./failure-visits.ts";
import { isReplayed, type Live, missingOf, textAt } from "./live.ts";
import { type News, withNews } from "./news.ts";
import type { QuickFixes } from "./quick-fix.ts";

/** Findings whose quick fixes are asked for, and errors of a line. */
const MOST_FIXED = 4;
const MOST_IN_LINE = 2;

export interface FailurePorts {
  readonly live: Live;
  readonly fixes: Pick<QuickFixes, "of">;
  readonly diagnostics: Pick<Diagnostics, "between">;
  /** The last failed command; null: there is none. */
  failure(): Failure | null;
  /** The user went there and left it again as it was, and has edited nothing since. */
  wasSeen(tracked: Tracked): boolean;
  /** Told when it, or what became of its places, has changed. */
  readonly news: News;
}

export function failurePredictor(ports: FailurePorts): Predictor {
  return {
    name: "failure",
    live: true,
    predict(snapshot, signal) {
      // Where else something is wrong can wait until what is typed is done.
      if (snapshot.mode === "insert" || isReplayed(ports.live, snapshot)) return [];
      return withNews(ports.news, signal, (inner) => find(ports, snapshot, inner));
    },
  };
}

async function find(
  ports: FailurePorts,
  snapshot: PredictionSnapshot,
  signal: AbortSignal,
): Promise<PredictionAnswer[]> {
  const { live } = ports;
  const failure = ports.failure();
  if (failure === null) return [];
  // What a program names elsewhere is no file to look into before the user goes there himself.
  const left = relevant(failure).filter(
    ({ dealt, at, finding }) => !dealt && (finding.own || at !== null),
  );
  const answers: PredictionAnswer[] = [];
  for (const tracked of left.filter(({ at }) => at !== null).slice(0, MOST_FIXED)) {
    answers.push(...(await fixesOf(ports, tracked, signal)));
    if (signal.aborted) return [];
  }
  // Where the cursor is stays the first one: it is looked at now.
  const here = live.documentById(snapshot.doc.id);
  const row = rowAt(snapshot.doc.text, snapshot.doc.pos);
  const isHere = ({ at }: Tracked): boolean =>
    at !== null && at.doc === here && rowAt(at.doc.text, at.from) === row;
  const first = left.find((tracked) => isHere(tracked) || !ports.wasSeen(tracked));
  const place = first && (await placeOf(live, snapshot, first, left.length, signal));
  return place ? [...answers, place] : answers;
}

/** Where it is, unless the cursor is in its line. */
async function placeOf(
  live: Live,
  snapshot: PredictionSnapshot,
  { finding, at }: Tracked,
  left: number,
  signal: AbortSignal,
): Promise<PredictionAnswer | null> {
  const path = finding.path!;
  if (at === null) {
    await live.bring(missingOf(live, snapshot, [path]), signal);
    if (signal.aborted) return null;
  }
  const file = textAt(live, snapshot, path);
  if (file === null) return null;
  const { text } = file;
  const pos = at === null ? closedOffsetOf(text, finding) : offsetOf(text, at.from, finding);
  const here = live.documentById(snapshot.doc.id);
  if (file.id === here?.id && rowAt(text, pos) === rowAt(text, snapshot.doc.pos)) return null;
  return {
    doc: file.id,
    revision: file.revision,
    changes: changeOf([], text.length),
    probability: 0.85,
    cursor: Math.min(pos, text.length),
    reason: reasonOf(finding.source, finding.message),
    traits: { failure: 1, left: Math.min(1, left / 10), otherFile: file.id === here?.id ? 0 : 1 },
  };
}

/** Quick fixes of what servers see in the line of a finding. */
async function fixesOf(
  { fixes, diagnostics }: FailurePorts,
  { at, finding }: Tracked,
  signal: AbortSignal,
): Promise<PredictionAnswer[]> {
  const { doc, from } = at!;
  const line = doc.text.lineAt(Math.min(from, doc.text.length));
  const errors = diagnostics
    .between(doc, line.from, line.to)
    .filter(({ item }) => item.severity === "error" || item.severity === "warning")
    .slice(0, MOST_IN_LINE);
  const answers: PredictionAnswer[] = [];
  for (const { source, item, from: start, to } of errors) {
    const place = { doc, from: start, to };
    const error: CausedDiagnostic = { path: finding.path!, source, item, at: place, edit: OLD };
    for (const fix of await fixes.of(error, signal)) {
      if (signal.aborted) return [];
      const hunks = hunksOf(fix.changes);
      const last = hunks[hunks.length - 1]!;
      const only = fix.choices === 1;
      answers.push({
        doc: fix.doc.id,
        revision: fix.revision,
        changes: fix.changes,
        probability: fix.preferred ? (only ? 0.75 : 0.65) : only ? 0.55 : 0.35,
        cursor: fix.changes.mapPos(last.from, -1) + last.insert.length,
        reason: reasonOf(fix.title, finding.message),
        traits: { quickFix: 1, preferredFix: fix.preferred ? 1 : 0, onlyFix: only ? 1 : 0 },
      });
    }
  }
  return answers;
}

function reasonOf(who: string, message: string): string {
  return `${who}: ${message}`.replace(/\s+/g, " ").slice(0, MOST_REASON);
}

/** The ports of an editor; `news` is told by `followFailures`. */
export function failurePorts(
  editor: Editor,
  live: Live,
  fixes: Pick<QuickFixes, "of">,
  news: News,
): FailurePorts {
  const failure = (): Failure | null => failuresOf(editor)?.current ?? null;
  const visits = new FailureVisits(editor, () => failuresOf(editor));
  const wasSeen = (tracked: Tracked): boolean => visits.has(tracked);
  return { live, fixes, diagnostics: diagnosticsOf(editor), failure, wasSeen, news };
}

/** Asks the predictors when a command has failed. Terminals must be followed (`installRuns`). */
export function followFailures(
  editor: Editor,
  arbiter: Pick<Arbiter, "ask">,
  news: News,
  afterFrame: (callback: () => void) => void,
): void {
  const failures = failuresOf(editor);
  let known: Failure | null = null;
  // Nobody may have asked anything yet: nothing was edited.
  const ask = (): void => afterFrame(() => arbiter.ask("move"));
  failures?.onChange(() => {
    news.tell();
    const { current } = failures;
    const isNew = current !== null && current !== known;
    known = current;
    if (isNew) ask();
  });
  // In a terminal nothing is predicted: the user comes back from it.
  editor.events.on("window-enter", ({ doc }) => {
    if (doc.kind === "file" && failures?.current != null) ask();
  });
}
