/** The texts that answers are about, as they are now: an answer may come long after its question. */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import {
  type DocumentSnapshot,
  editBeingTyped,
  isClosed,
  type PredictionSnapshot,
  type RecordedEdit,
} from "../../text/prediction.ts";
import type { Text } from "../../text/text.ts";

/** The text of a file now. */
export interface LiveText {
  /** As in a prediction: negative for a file that is not open. */
  readonly id: number;
  readonly revision: number;
  readonly text: Text;
  readonly path: string;
}

export interface Live {
  /** The edit history as it is now, oldest first. */
  edits(): readonly RecordedEdit[];
  /** The open document of a path (absolute). */
  document(path: string): Document | null;
  documentById(id: number): Document | null;
  /** A file of the project that is not open and that predictions may be made in; null: there is none. */
  closed(path: string): DocumentSnapshot | null;
  /** Reads those of some files (absolute paths) that `closed` does not know; some stay unknown. */
  bring(paths: readonly string[], signal: AbortSignal): Promise<void>;
}

export function liveOf(
  editor: Editor,
  edits: () => readonly RecordedEdit[],
  files: Pick<Live, "closed" | "bring">,
): Live {
  return {
    edits,
    closed: (path) => files.closed(path),
    bring: (paths, signal) => files.bring(paths, signal),
    document: (path) =>
      editor.docs.find((doc) => doc.path === path && doc.kind === "file" && doc.loaded) ?? null,
    documentById: (id) => editor.docs.find((doc) => doc.id === id) ?? null,
  };
}

/** The files of a list whose texts nobody has, in the order of the list. */
export function missingOf(
  live: Live,
  snapshot: PredictionSnapshot,
  paths: readonly string[],
): string[] {
  return paths.filter((path) => textAt(live, snapshot, path) === null);
}

/** The text of a file: of its open document, else of the project's file that the snapshot knows. */
export function textAt(live: Live, snapshot: PredictionSnapshot, path: string): LiveText | null {
  const doc = live.document(path);
  if (doc !== null) return { id: doc.id, revision: doc.revision, text: doc.text, path };
  const known = snapshot.others.find((each) => each.path === path && isClosed(each.id));
  const file = known ?? live.closed(path);
  return file && { id: file.id, revision: file.revision, text: file.text, path };
}

/**
 * The last edit that a person made: predictions that were accepted since belong to what it began. Null
 * when there is none, or nothing is to be learned from it (undo, reload).
 */
export function causeOf(edits: readonly RecordedEdit[]): RecordedEdit | null {
  for (let i = edits.length - 1; i >= 0; i--) {
    const edit = edits[i]!;
    if (edit.accepted) continue;
    return edit.learn ? edit : null;
  }
  return null;
}

/** Whether the cursor is still in what is being typed, and `edit` is part of it. */
export function isUnfinished(snapshot: PredictionSnapshot, edit: RecordedEdit): boolean {
  const typed = editBeingTyped(snapshot);
  return typed !== null && snapshot.edits.slice(-typed.count).some(({ id }) => id === edit.id);
}

/** Near first: rows below count a little less than rows above, and another file is far away. */
export function distance(rowHere: number, row: number): number {
  return row >= rowHere ? row - rowHere : (rowHere - row) * 1.2;
}

/** Whether the snapshot is of a text that is not there yet: servers know nothing of it. */
export function isReplayed(live: Live, { doc }: PredictionSnapshot): boolean {
  const now = live.documentById(doc.id);
  return now === null || now.revision < doc.revision;
}
