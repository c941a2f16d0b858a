/**
 * A changed signature, property, enum member or import path reaches those who rely on it: the errors
 * that it has caused in other files, and the uses of what was declared.
 */
import type { Document } from "../../editor/document.ts";
import {
  changeOf,
  type PredictionAnswer,
  type PredictionSnapshot,
  type Predictor,
  type RecordedEdit,
} from "../../text/prediction.ts";
import { rowAt, type Span, type Text } from "../../text/text.ts";
import type { Caused, CausedDiagnostic } from "./caused.ts";
import { rowsOf } from "./caused.ts";
import { type ChangedDeclaration, changedDeclaration, placeOfUse } from "./declaration.ts";
import { MOST_REASON, mentions, messageOf, placeAnswer } from "./error-place.ts";
import { isImport } from "./import-statement.ts";
import {
  causeOf,
  distance,
  isReplayed,
  isUnfinished,
  type Live,
  type LiveText,
  missingOf,
  textAt,
} from "./live.ts";
import type { Fix, QuickFixes } from "./quick-fix.ts";
import { type Gathered, pathsOf, placesIn, wayIn } from "./references.ts";
import type { SyntaxPort } from "./rename.ts";
import type { Rest } from "./rest.ts";
import type { Uses, UsesFinder } from "./uses.ts";

const MOST_USES = 200;
const MOST_ERRORS = 60;
/** Files that are read for their uses. */
const MOST_FILES = 40;
/** Errors elsewhere whose fixes are asked for. */
const MOST_FIXED = 5;

export interface PropagatePorts {
  readonly live: Live;
  readonly caused: Caused;
  readonly fixes: Pick<QuickFixes, "of">;
  readonly syntax: SyntaxPort;
  readonly uses: UsesFinder;
  readonly rest: Rest;
}

/** What is known about an edit that others rely on. */
interface Spread {
  readonly root: RecordedEdit;
  /**
   * The edit that was looked at last, and the text behind it: one may grow, and the uses of a
   * declaration are worked off by edits that are none of a declaration.
   */
  readonly seen: Pick<RecordedEdit, "id" | "after">;
  readonly declaration: ChangedDeclaration | null;
  uses: Uses | null;
}

/** So many edits later nobody is at it any more. */
const MOST_EDITS = 24;

export function propagatePredictor(ports: PropagatePorts): Predictor {
  let spread: Spread | null = null;
  return {
    name: "server-propagate",
    live: true,
    predict(snapshot, signal) {
      const { live } = ports;
      const cause = causeOf(live.edits());
      if (cause === null || isReplayed(live, snapshot) || isUnfinished(snapshot, cause)) return [];
      if (snapshot.mode === "insert") return [];
      if (spread !== null && cause.id - spread.root.id > MOST_EDITS) spread = null;
      const keep = (found: Spread): void => {
        spread = found;
      };
      return follow(ports, snapshot, cause, spread, keep, signal);
    },
  };
}

async function* follow(
  ports: PropagatePorts,
  snapshot: PredictionSnapshot,
  cause: RecordedEdit,
  before: Spread | null,
  keep: (found: Spread) => void,
  signal: AbortSignal,
): AsyncGenerator<readonly PredictionAnswer[]> {
  const { rest, caused, uses } = ports;
  let spread = before;
  if (spread?.seen.id !== cause.id || spread.seen.after !== cause.after) {
    await rest.wait(signal);
    if (signal.aborted) return;
    const found = await learn(ports, snapshot, cause, signal);
    if (found === null || signal.aborted) return;
    // The declaration that was changed before still has its uses.
    const goesOn = spread?.uses != null && found.declaration === null;
    spread = goesOn ? { ...spread!, seen: cause } : found;
    keep(spread);
  }
  for (let said = false; ; ) {
    const { told } = caused.news;
    const found = await find(ports, snapshot, spread, signal);
    if (signal.aborted) return;
    if (found.length > 0 || said) yield found;
    said = found.length > 0;
    if (spread.uses !== null && !spread.uses.checked) {
      // What is wrong in files that are not open, only a look at them can tell.
      const checked = await uses.check(spread.uses, signal);
      if (signal.aborted) return;
      spread.uses = checked;
      keep(spread);
      continue;
    }
    await caused.news.after(told, signal);
    if (signal.aborted) return;
  }
}

/** What the edit was about, and who uses it; asked once for an edit. */
async function learn(
  { live, syntax, uses }: PropagatePorts,
  snapshot: PredictionSnapshot,
  cause: RecordedEdit,
  signal: AbortSignal,
): Promise<Spread | null> {
  const doc = live.documentById(cause.doc);
  if (doc === null) return null;
  const declaration = await declarationOf(syntax, doc, cause, signal);
  if (signal.aborted) return null;
  const found = declaration === null ? null : await uses.of(doc, declaration, signal);
  if (found !== null) {
    const paths = missingOf(live, snapshot, pathsOf(found.references)).slice(0, MOST_FILES);
    if (paths.length > 0) await live.bring(paths, signal);
    if (signal.aborted) return null;
  }
  return { root: cause, seen: cause, declaration, uses: found };
}

async function declarationOf(
  syntax: SyntaxPort,
  doc: Document,
  cause: RecordedEdit,
  signal: AbortSignal,
): Promise<ChangedDeclaration | null> {
  if (doc.text !== cause.after) return null;
  const tree = syntax.tree(doc) ?? (await syntax.treeSoon(doc, signal));
  if (tree === null || doc.text !== cause.after || tree.revision !== doc.revision) return null;
  return changedDeclaration(tree, cause);
}

async function find(
  ports: PropagatePorts,
  snapshot: PredictionSnapshot,
  { root: cause, declaration, uses }: Spread,
  signal: AbortSignal,
): Promise<PredictionAnswer[]> {
  const errors = errorsElsewhere(ports, cause, declaration);
  const missing = missingOf(ports.live, snapshot, [...new Set(errors.map(({ path }) => path))]);
  if (missing.length > 0) await ports.live.bring(missing.slice(0, MOST_FILES), signal);
  if (signal.aborted) return [];
  const used =
    declaration === null || uses === null ? [] : placesOfUses(ports, snapshot, cause, uses);
  const total = new Set([
    ...errors.map((error) => `${error.path}:${rowsOf(error)[0]}`),
    ...used.map(({ file, row }) => `${file.path}:${row}`),
  ]).size;
  const group = `propagate:${cause.id}`;
  const answers: PredictionAnswer[] = [];
  for (const [i, error] of errors.entries()) {
    const list = i < MOST_FIXED && error.at !== null ? await ports.fixes.of(error, signal) : [];
    if (signal.aborted) return [];
    const [fix] = list;
    if (fix !== undefined) answers.push(fixAnswer(fix, error, total, group));
    else {
      const use = used.find((each) => isAt(each, error));
      const place = placeAnswer(ports.live, snapshot, error, cause, total);
      if (place === null) continue;
      answers.push({
        ...place,
        probability: use ? 0.65 : place.probability,
        cursor: use?.cursor ?? place.cursor,
        traits: { ...place.traits, use: use ? 1 : 0, waiting: Math.min(1, total / 20) },
        group,
      });
    }
  }
  if (declaration === null || uses === null) return answers;
  const rest = used.filter((each) => !errors.some((error) => isAt(each, error)));
  for (const use of rest) answers.push(answerFor(use, declaration, uses, total, group));
  const row = rowAt(snapshot.doc.text, snapshot.doc.pos);
  const far = (answer: PredictionAnswer): number => {
    if (answer.doc !== snapshot.doc.id) return 1e9;
    return distance(row, rowAt(snapshot.doc.text, answer.cursor));
  };
  return answers
    .map((answer) => ({ answer, far: far(answer) }))
    .sort((a, b) => b.answer.probability - a.answer.probability || a.far - b.far)
    .map(({ answer }) => answer);
}

/** Those in the file of the edit are the predictor `diagnostic`'s. */
function errorsElsewhere(
  { caused, live }: PropagatePorts,
  cause: RecordedEdit,
  declaration: ChangedDeclaration | null,
): CausedDiagnostic[] {
  const elsewhere = ({ path, item }: CausedDiagnostic): boolean =>
    path !== cause.path && item.severity === "error";
  // A file that was first looked at behind the edit: what is wrong there may be about it.
  const about = (each: CausedDiagnostic): boolean => {
    const text = each.at === null ? "" : spanText(each.at.doc.text, each.at);
    const words = `${messageOf(each)} ${text}`;
    return mentions(cause, words) || (declaration !== null && hasWord(words, declaration.name));
  };
  return [
    ...caused.since(cause.id).filter(elsewhere),
    ...caused.unknown().filter((each) => elsewhere(each) && about(each)),
  ]
    .filter(({ path }) => live.document(path)?.options.get("modifiable") !== false)
    .slice(0, MOST_ERRORS);
}

function spanText(text: Text, { from, to }: Span): string {
  const line = text.lineAt(from);
  return text.sliceString(line.from, Math.min(Math.max(to, line.from), line.to), "\n");
}

function hasWord(text: string, word: string): boolean {
  const words: readonly string[] = text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
  return words.includes(word);
}

interface PlacedUse {
  readonly file: LiveText;
  readonly row: number;
  readonly cursor: number;
  readonly implementation: boolean;
  /** What is wrong there, as a look at the file has found; null: nothing, or nobody has looked. */
  readonly error: string | null;
  /** Somebody has looked for errors in its file. */
  readonly looked: boolean;
}

/** The uses that nobody has changed since, one for each row. */
function placesOfUses(
  { live, caused }: PropagatePorts,
  snapshot: PredictionSnapshot,
  root: RecordedEdit,
  uses: Uses,
): PlacedUse[] {
  const found: PlacedUse[] = [];
  const own = caused
    .since(root.id)
    .filter(({ path, item }) => path === root.path && item.severity === "error")
    .map((error) => ({ row: rowsOf(error)[0], message: messageOf(error) }));
  const add = (gathered: Gathered, implementation: boolean): void => {
    for (const path of pathsOf(gathered)) {
      const file = textAt(live, snapshot, path);
      if (file === null) continue;
      const errors = path === root.path ? own : uses.errors.get(path);
      for (const span of placesIn(gathered, file, live.document(path))) {
        const row = rowAt(file.text, span.from);
        const declared = path === uses.path && isOwn(uses, live, span);
        const known = found.some((each) => each.file.path === path && each.row === row);
        if (declared || known || found.length >= MOST_USES || isImport(file.text, span.from))
          continue;
        if (isEdited(gathered, live.document(path), file, span)) continue;
        const error = errors?.find((each) => each.row === row);
        found.push({
          file,
          row,
          cursor: placeOfUse(file.text, span, uses.declaration.parameter),
          implementation,
          error: error?.message ?? null,
          looked: errors !== undefined || live.document(path) !== null,
        });
      }
    }
  };
  add(uses.references, false);
  if (uses.implementations !== null) add(uses.implementations, true);
  return found;
}

/** The declaration itself is no use. */
function isOwn({ references, doc, declaration }: Uses, live: Live, { from }: Span): boolean {
  if (live.documentById(doc.id) === null) return false;
  return wayIn(references, doc)?.map(declaration.at.from, -1) === from;
}

/** Whether the row of a use is another one than when it was found: files that are not open wait. */
function isEdited(
  gathered: Gathered,
  doc: Document | null,
  file: LiveText,
  { from }: Span,
): boolean {
  const way = doc === null ? null : wayIn(gathered, doc);
  if (way === null || !way.changed) return false;
  const lines = new Set<string>();
  for (const { start } of gathered.files.get(file.path) ?? []) {
    if (start.line < way.text.lines) lines.add(way.text.line(start.line + 1).text);
  }
  return !lines.has(file.text.lineAt(from).text);
}

function isAt(use: PlacedUse, error: CausedDiagnostic): boolean {
  if (use.file.path !== error.path) return false;
  const [first, last] = rowsOf(error);
  return first <= use.row && last >= use.row;
}

function answerFor(
  use: PlacedUse,
  declaration: ChangedDeclaration,
  uses: Uses,
  total: number,
  group: string,
): PredictionAnswer {
  const { file, cursor, error, implementation, looked } = use;
  const others = uses.references.count - 1;
  const why = error ?? `${others} ${others === 1 ? "use" : "uses"}`;
  return {
    doc: file.id,
    revision: file.revision,
    changes: changeOf([], file.text.length),
    // What a server has looked at and finds no fault with needs nothing, as a rule.
    probability: error !== null ? 0.65 : implementation ? 0.45 : looked ? 0.12 : 0.3,
    cursor,
    reason: `you changed \`${declaration.name}\`; ${why}`.slice(0, MOST_REASON),
    traits: {
      use: 1,
      serverError: error === null ? 0 : 1,
      implementation: implementation ? 1 : 0,
      looked: looked ? 1 : 0,
      waiting: Math.min(1, total / 20),
      parameter: declaration.parameter >= 0 ? 1 : 0,
    },
    group,
  };
}

function fixAnswer(
  fix: Fix,
  error: CausedDiagnostic,
  total: number,
  group: string,
): PredictionAnswer {
  return {
    doc: fix.doc.id,
    revision: fix.revision,
    changes: fix.changes,
    probability: fix.preferred ? 0.65 : fix.choices === 1 ? 0.5 : 0.35,
    cursor: fix.changes.mapPos(error.at!.from, 1),
    reason: `${fix.title}: ${messageOf(error)}`.slice(0, MOST_REASON),
    traits: {
      serverError: 1,
      quickFix: 1,
      preferredFix: fix.preferred ? 1 : 0,
      waiting: Math.min(1, total / 20),
      otherFile: 1,
    },
    group,
  };
}
