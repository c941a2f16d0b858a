/** The file that history says comes next: a place in it, when the edits in this one have settled. */
import {
  changeOf,
  type PredictionAnswer,
  type PredictionSnapshot,
  type Predictor,
  type RecordedEdit,
} from "../../text/prediction.ts";
import type { Text } from "../../text/text.ts";
import { causeOf, isReplayed, type Live, type LiveText, missingOf, textAt } from "./live.ts";
import type { News } from "./news.ts";

/** A file that has changed together with another one. */
export interface PartnerFile {
  /** Absolute. */
  readonly path: string;
  /** Share of the commits of the one that touched this one: 0 to 1. */
  readonly probability: number;
  /** Commits that touched both. */
  readonly count: number;
}

export interface CoChangePorts {
  readonly live: Live;
  /** The likeliest first; none outside of a repository. */
  partners(path: string): readonly PartnerFile[];
  /** Told when a file was written, or after a longer pause. */
  readonly settled: News;
  /** A pause that may be one after an edit was asked for. */
  wantPause(): void;
  symbolAt(doc: number, pos: number): string | null;
}

const MOST = 3;
const LEAST_SHARE = 0.2;
/** What history alone is worth at most: there was an edit there as often as not, or there will be. */
const WORTH = 0.45;

export function coChangePredictor(ports: CoChangePorts): Predictor {
  return {
    name: "co-change",
    live: true,
    predict(snapshot, signal) {
      const { live } = ports;
      const cause = causeOf(live.edits());
      if (cause === null || snapshot.mode === "insert" || isReplayed(live, snapshot)) return [];
      if (cause.doc !== snapshot.doc.id || cause.path === null) return [];
      if (ports.partners(cause.path).length === 0) return [];
      return follow(ports, snapshot, cause, cause.path, signal);
    },
  };
}

async function* follow(
  ports: CoChangePorts,
  snapshot: PredictionSnapshot,
  cause: RecordedEdit,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<readonly PredictionAnswer[]> {
  const { live, settled } = ports;
  const doc = live.documentById(cause.doc);
  // Already written: there is nothing to wait for.
  if (doc === null || doc.modified) {
    ports.wantPause();
    await settled.after(settled.told, signal);
  }
  if (signal.aborted || causeOf(live.edits())?.id !== cause.id) return;
  const likely = partnersToCome(ports, path).map((partner) => partner.path);
  const missing = missingOf(live, snapshot, likely.slice(0, MOST));
  if (missing.length > 0) await live.bring(missing, signal);
  if (signal.aborted) return;
  const answers = placesIn(ports, snapshot, cause, path);
  if (answers.length > 0) yield answers;
}

/** Those that were not edited in this session. */
function partnersToCome({ live, partners }: CoChangePorts, path: string): PartnerFile[] {
  const edited = new Set(live.edits().map((edit) => edit.path));
  return partners(path).filter(
    (partner) => partner.probability >= LEAST_SHARE && !edited.has(partner.path),
  );
}

function placesIn(
  ports: CoChangePorts,
  snapshot: PredictionSnapshot,
  cause: RecordedEdit,
  path: string,
): PredictionAnswer[] {
  const { live } = ports;
  const symbol = cause.symbol ?? ports.symbolAt(cause.doc, cause.last.to);
  const answers: PredictionAnswer[] = [];
  for (const partner of partnersToCome(ports, path)) {
    const file = textAt(live, snapshot, partner.path);
    if (file === null) continue;
    const place = counterpart(file.text, symbol) ?? lastPlace(snapshot, file);
    answers.push({
      doc: file.id,
      revision: file.revision,
      changes: changeOf([], file.text.length),
      probability: WORTH * partner.probability,
      cursor: place.pos,
      reason: `it changed together with this file in ${partner.count} commits`,
      traits: {
        share: partner.probability,
        commits: Math.min(1, partner.count / 10),
        counterpart: place.symbol ? 1 : 0,
      },
    });
    if (answers.length >= MOST) break;
  }
  return answers;
}

interface FoundPlace {
  readonly pos: number;
  readonly symbol: boolean;
}

/** A longer text is not looked through, UTF-16 units. */
const MOST_TEXT = 300_000;

/** Where the other file speaks of the same symbol: its declaration or test first. */
function counterpart(text: Text, symbol: string | null): FoundPlace | null {
  if (symbol === null || text.length > MOST_TEXT) return null;
  const names = symbol.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu);
  const name = names?.[names.length - 1];
  if (name === undefined || name.length < 3) return null;
  const lower = name.toLowerCase().replaceAll("_", "");
  let best: FoundPlace | null = null;
  let pos = 0;
  for (const line of text.iterLines()) {
    const plain = line.toLowerCase().replaceAll("_", "");
    if (
      line.length < 500 &&
      plain.includes(lower) &&
      !/^\s*(?:import|from|use|#include)\b/.test(line)
    ) {
      const indent = line.length - line.trimStart().length;
      if (DECLARES.test(line)) return { pos: pos + indent, symbol: true };
      best ??= { pos: pos + indent, symbol: true };
    }
    pos += line.length + 1;
  }
  return best;
}

const DECLARES =
  /^\s*(?:export\s+|pub\s+|public\s+|private\s+|static\s+|async\s+)*(?:test|it|describe|func|function|fn|def|class|interface|type|struct|enum|const|#+)\b/;

/** Where the user was last in an open file; the first line of others. */
function lastPlace(snapshot: PredictionSnapshot, file: LiveText): FoundPlace {
  const known = snapshot.others.find(({ id }) => id === file.id);
  return { pos: known && known.id >= 0 ? Math.min(known.pos, file.text.length) : 0, symbol: false };
}
