/**
 * A name that was typed and is not imported: the server's import of it. An import whose last use went
 * with the last edit: its removal.
 */
import {
  changeOf,
  type DocumentSnapshot,
  hunksOf,
  type PredictionAnswer,
  type PredictionSnapshot,
  type Predictor,
  type RecordedEdit,
} from "../../text/prediction.ts";
import { slice } from "../../text/text.ts";
import { afterNews } from "./after-news.ts";
import type { Caused } from "./caused.ts";
import { isImport, isImportFix } from "./import-statement.ts";
import type { Live } from "./live.ts";
import type { QuickFixes } from "./quick-fix.ts";
import { withoutImport } from "./unused-import.ts";

const MOST_ASKED = 3;

export function importPredictor(
  live: Live,
  caused: Caused,
  fixes: Pick<QuickFixes, "of">,
): Predictor {
  return afterNews("server-import", live, caused.news, async (snapshot, cause, signal) => [
    ...(await missing(caused, fixes, snapshot, cause, signal)),
    ...(await unused(live, caused, fixes, snapshot, cause, signal)),
  ]);
}

async function missing(
  caused: Caused,
  fixes: Pick<QuickFixes, "of">,
  snapshot: PredictionSnapshot,
  cause: RecordedEdit,
  signal: AbortSignal,
): Promise<PredictionAnswer[]> {
  const { doc } = snapshot;
  const errors = caused
    .since(cause.id)
    .filter(({ at, item }) => at?.doc.id === doc.id && item.severity === "error")
    // A name that is still being typed is another one soon.
    .filter(({ at }) => snapshot.mode !== "insert" || at!.to !== doc.pos)
    .sort((a, b) => Math.abs(a.at!.from - doc.pos) - Math.abs(b.at!.from - doc.pos));
  const answers: PredictionAnswer[] = [];
  for (const error of errors.slice(0, MOST_ASKED)) {
    const found = (await fixes.of(error, signal)).filter((fix) => isImportFix(fix, error));
    for (const [i, fix] of found.entries()) {
      const sure = found.length === 1 || fix.preferred;
      answers.push({
        doc: doc.id,
        revision: fix.revision,
        changes: fix.changes,
        probability: sure ? 0.75 : 0.5 * 0.6 ** i,
        cursor: fix.changes.mapPos(Math.min(doc.pos, fix.changes.length), 1),
        reason: fix.title,
        traits: {
          serverImport: 1,
          preferredFix: fix.preferred ? 1 : 0,
          onlyFix: found.length === 1 ? 1 : 0,
        },
      });
    }
  }
  return answers;
}

async function unused(
  live: Live,
  caused: Caused,
  fixes: Pick<QuickFixes, "of">,
  snapshot: PredictionSnapshot,
  cause: RecordedEdit,
  signal: AbortSignal,
): Promise<PredictionAnswer[]> {
  const { doc } = snapshot;
  const found = caused.since(cause.id).filter(({ at, item }) => {
    if (at?.doc.id !== doc.id || !item.tags.includes("unnecessary")) return false;
    return isImport(at.doc.text, at.from) && wasThere(live, cause, doc, at.from);
  });
  const answers: PredictionAnswer[] = [];
  for (const diagnostic of found.slice(0, MOST_ASKED)) {
    const at = diagnostic.at!;
    const list = await fixes.of(diagnostic, signal);
    if (signal.aborted) return [];
    const fix = list.find(({ changes }) => hunksOf(changes).every(isRemoval));
    const own = fix === undefined ? withoutImport(at.doc.text, at.from, at.to) : null;
    const changes = fix?.changes ?? (own && changeOf([own], at.doc.text.length));
    if (!changes) continue;
    const name = slice(at.doc.text, at.from, Math.min(at.to, at.from + 60)).replace(/\s+/g, " ");
    answers.push({
      doc: doc.id,
      revision: at.doc.revision,
      changes,
      probability: fix ? 0.7 : 0.6,
      cursor: changes.mapPos(Math.min(doc.pos, changes.length), 1),
      reason: `nothing uses ${name} any more`,
      traits: { serverUnused: 1, quickFix: fix ? 1 : 0, imports: Math.min(1, found.length / 5) },
    });
  }
  return answers;
}

function isRemoval({ from, to, insert }: { from: number; to: number; insert: string }): boolean {
  return insert.length < to - from;
}

/**
 * Whether a line was there before the edit, and before those predictions that were accepted since: an
 * import that is being written, or renamed, has no use yet.
 */
function wasThere(live: Live, cause: RecordedEdit, doc: DocumentSnapshot, pos: number): boolean {
  const { text } = doc.text.lineAt(Math.min(pos, doc.text.length));
  const first = live.edits().find((edit) => edit.id >= cause.id && edit.doc === doc.id);
  if (first === undefined) return true;
  for (const line of first.before.iterLines()) if (line === text) return true;
  return false;
}
