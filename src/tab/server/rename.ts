/**
 * A name was changed at one of its places: the others follow. Which they are was gathered before the
 * edit, from a server; where there is none, the syntax tree says it.
 */
import type { Document } from "../../editor/document.ts";
import type { SyntaxTree } from "../../language/syntax/syntax.ts";
import {
  changeOf,
  type DocumentSnapshot,
  type PredictionAnswer,
  type PredictionSnapshot,
  type Predictor,
  type PredictorAnswers,
  type RecordedEdit,
} from "../../text/prediction.ts";
import { rowAt, type Span, type Text } from "../../text/text.ts";
import { distance, isUnfinished, type Live, missingOf, textAt } from "./live.ts";
import { type Gathered, pathsOf, placesIn, type ReferenceGatherer } from "./references.ts";
import type { Rest } from "./rest.ts";
import { scopePlaces } from "./scope.ts";
import { renamedTokens, type TokenChange } from "./token-change.ts";

const MOST_ANSWERS = 200;
/** Renamed names of one edit that are followed. */
const MOST_NAMES = 4;
/** Files that are read for a rename. */
const MOST_FILES = 40;

export interface SyntaxPort {
  /** The tree of a document's text as it is now; null: not ready, or none. */
  tree(doc: Document): SyntaxTree | null;
  /** The same, waited for; null when the text changes before or there will be none. */
  treeSoon(doc: Document, signal: AbortSignal): Promise<SyntaxTree | null>;
}

export function renamePredictor(
  live: Live,
  references: Pick<ReferenceGatherer, "of" | "pending">,
  syntax: SyntaxPort,
  rest: Rest,
): Predictor {
  return {
    name: "server-rename",
    predict(snapshot, signal): PredictorAnswers {
      const found = renameOf(live, snapshot);
      if (found === null) return [];
      const known = byServer(live, references, snapshot, found, signal);
      if (known !== null) return known;
      return later(live, references, { syntax, rest }, snapshot, found, signal);
    },
  };
}

/** What was gathered; null: nothing was. */
function byServer(
  live: Live,
  references: Pick<ReferenceGatherer, "of">,
  snapshot: PredictionSnapshot,
  rename: Rename,
  signal: AbortSignal,
): readonly PredictionAnswer[] | AsyncIterable<readonly PredictionAnswer[]> | null {
  const followed = rename.tokens.flatMap((token) => {
    const gathered = references.of(rename.doc, token.old, startOf(rename, token));
    return gathered === null ? [] : [{ token, gathered }];
  });
  if (followed.length === 0) return rename.ahead ? [] : null;
  // Several places of one name in one edit are one rename.
  const pairs = distinct(followed);
  const find = (): PredictionAnswer[] =>
    pairs.flatMap(({ token, gathered }) => byReferences(live, snapshot, rename, token, gathered));
  const paths = pairs.flatMap(({ gathered }) => pathsOf(gathered));
  const missing = missingOf(live, snapshot, paths).slice(0, MOST_FILES);
  return missing.length === 0 || rename.ahead ? find() : andThen(live, missing, find, signal);
}

/** What is still on its way from a server, else what the tree says. */
async function* later(
  live: Live,
  references: Pick<ReferenceGatherer, "of" | "pending">,
  { syntax, rest }: { readonly syntax: SyntaxPort; readonly rest: Rest },
  snapshot: PredictionSnapshot,
  rename: Rename,
  signal: AbortSignal,
): AsyncGenerator<readonly PredictionAnswer[]> {
  if (references.pending !== null) {
    await references.pending;
    if (signal.aborted) return;
    const found = byServer(live, references, snapshot, rename, signal);
    if (found !== null) {
      if (Symbol.asyncIterator in found) yield* found;
      else yield found;
      return;
    }
  }
  // Some milliseconds of work in a large file, for what the words alone say nearly as well.
  await rest.wait(signal);
  if (signal.aborted) return;
  const { doc } = rename;
  const tree = syntax.tree(doc) ?? (await syntax.treeSoon(doc, signal));
  if (tree === null || signal.aborted || tree.revision !== doc.revision) return;
  const [token] = rename.tokens as [TokenChange];
  yield byScope(rename, token, tree);
}

/** What is known now, then what is in files that have to be read. */
async function* andThen(
  live: Live,
  missing: readonly string[],
  find: () => PredictionAnswer[],
  signal: AbortSignal,
): AsyncGenerator<readonly PredictionAnswer[]> {
  const first = find();
  yield first;
  await live.bring(missing, signal);
  if (signal.aborted) return;
  const all = find();
  if (all.length > first.length) yield all;
}

interface Followed {
  readonly token: TokenChange;
  readonly gathered: Gathered;
}

function distinct(list: readonly Followed[]): Followed[] {
  const known = new Set<string>();
  return list.filter(({ token: { old, name } }) => {
    const pair = `${old}>${name}`;
    return !known.has(pair) && known.add(pair);
  });
}

/** Where the name starts in the document as it is. */
function startOf({ ahead }: Rename, { before, from }: TokenChange): number {
  return ahead ? before : from;
}

interface Rename {
  readonly edit: RecordedEdit;
  readonly tokens: readonly TokenChange[];
  readonly doc: Document;
  /** As in the snapshot, which may be ahead of the document: then the edit has not been made yet. */
  readonly file: DocumentSnapshot;
  readonly ahead: boolean;
}

function renameOf(live: Live, snapshot: PredictionSnapshot): Rename | null {
  const edit = snapshot.edits[snapshot.edits.length - 1];
  if (!edit || !(edit.learn || edit.accepted) || isUnfinished(snapshot, edit)) return null;
  const file = [snapshot.doc, ...snapshot.others].find(({ id }) => id === edit.doc);
  const doc = live.documentById(edit.doc);
  if (!file || doc === null || file.text !== edit.after) return null;
  const ahead = doc.text !== file.text;
  if (ahead && doc.text !== edit.before) return null;
  const tokens = renamedTokens(edit, file.isKeyword).slice(0, MOST_NAMES);
  return tokens.length === 0 ? null : { edit, tokens, doc, file, ahead };
}

interface FilePlace extends Span {
  readonly id: number;
  readonly revision: number;
  readonly text: Text;
}

function byReferences(
  live: Live,
  snapshot: PredictionSnapshot,
  rename: Rename,
  token: TokenChange,
  gathered: Gathered,
): PredictionAnswer[] {
  const places = pathsOf(gathered).flatMap((path) =>
    placesOf(live, snapshot, rename, gathered, path, token),
  );
  const others = gathered.count - 1;
  const reason = `you renamed \`${token.old}\` → \`${token.name}\`; ${count(others, "reference")}`;
  return answersFor(rename, token, places, reason, 0.92, {
    serverReferences: 1,
    references: Math.min(1, others / 20),
    shareDone: others > 0 ? 1 - places.length / Math.max(others, places.length) : 0,
  });
}

function placesOf(
  live: Live,
  snapshot: PredictionSnapshot,
  { doc, edit, file, ahead }: Rename,
  gathered: Gathered,
  path: string,
  token: TokenChange,
): FilePlace[] {
  const text = textAt(live, snapshot, path);
  if (text === null) return [];
  const spans = placesIn(gathered, text, live.document(path));
  if (text.id !== doc.id || !ahead) return spans.map((span) => ({ ...text, ...span }));
  // The text with the edit that is not made yet.
  return spans
    .filter(({ from }) => from !== token.before)
    .map(({ from, to }) => ({
      id: file.id,
      revision: file.revision,
      text: file.text,
      from: edit.changes.mapPos(from, 1),
      to: edit.changes.mapPos(to, -1),
    }));
}

function byScope(rename: Rename, token: TokenChange, tree: SyntaxTree): PredictionAnswer[] {
  const { file, doc } = rename;
  if (doc.text !== file.text) return [];
  const found = scopePlaces(tree, file.text, token, token.old);
  if (found === null || found.places.length === 0) return [];
  const places = found.places.map((span) => ({
    id: file.id,
    revision: file.revision,
    text: file.text,
    ...span,
  }));
  const where = found.local ? "in its function" : "in the file";
  const reason = `you renamed \`${token.old}\` → \`${token.name}\`; ${count(places.length, "more")} ${where}`;
  return answersFor(rename, token, places, reason, found.local ? 0.75 : 0.45, {
    scopeReferences: 1,
    local: found.local ? 1 : 0,
    references: Math.min(1, places.length / 20),
  });
}

function answersFor(
  { file }: Rename,
  token: TokenChange,
  places: readonly FilePlace[],
  reason: string,
  probability: number,
  traits: Readonly<Record<string, number>>,
): PredictionAnswer[] {
  const row = rowAt(file.text, token.from);
  const far = (place: FilePlace): number =>
    place.id === file.id ? distance(row, rowAt(place.text, place.from)) : 1e9;
  return places
    .map((place) => ({ place, far: far(place) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, MOST_ANSWERS)
    .map(({ place: { id, revision, text, from, to } }) => ({
      doc: id,
      revision,
      changes: changeOf([{ from, to, insert: token.name }], text.length),
      probability,
      cursor: from + token.name.length,
      reason,
      traits,
      group: `rename:${token.old}>${token.name}`,
    }));
}

function count(n: number, word: string): string {
  return word === "more" ? `${n} more` : `${n} ${word}${n === 1 ? "" : "s"}`;
}
