/** Completes the word or the line at the cursor with what stands elsewhere in the open documents. */
import { type Continuation, continuationsAt } from "../../patterns/continuation.ts";
import { ChunkCache, cutText, type PlacedChunk } from "../../patterns/text-chunk.ts";
import {
  changeOf,
  type DocumentSnapshot,
  type PredictionAnswer,
  type PredictionSnapshot,
  type Predictor,
} from "../../text/prediction.ts";
import { slice } from "../../text/text.ts";
import type { NextSlice } from "../slice.ts";

/** Characters read on either side of a document's cursor. */
const HALF_WINDOW = 32 * 1024;
const OTHER_DOCUMENTS = 8;
/** Characters read anew in one slice; more of them wait for the next one. About a millisecond. */
const SLICE = 4 * 1024;
/** A longer line is data: nothing is typed into it by hand. */
const LONG_LINE = 2000;

interface Window {
  readonly revision: number;
  readonly from: number;
  readonly pieces: readonly string[];
}

export function repeatText(nextSlice: NextSlice): Predictor {
  const cache = new ChunkCache();
  const windows = new Map<number, Window>();
  return {
    name: "repeat-text",
    predict(snapshot, signal) {
      if (snapshot.mode !== "insert" || snapshot.trigger === "move") return [];
      const { text, pos } = snapshot.doc;
      if (text.lineAt(pos).length > LONG_LINE) return [];
      const reading = read(snapshot, cache, windows);
      const first = reading.next();
      return first.done
        ? answers(snapshot, first.value)
        : wait(snapshot, reading, nextSlice, signal);
    },
  };
}

async function wait(
  snapshot: PredictionSnapshot,
  reading: Generator<void, readonly PlacedChunk[]>,
  nextSlice: NextSlice,
  signal: AbortSignal,
): Promise<readonly PredictionAnswer[]> {
  for (;;) {
    await nextSlice();
    if (signal.aborted) return [];
    const step = reading.next();
    if (step.done) return answers(snapshot, step.value);
  }
}

/** Reads what is not known yet; yields when a slice is full. */
function* read(
  snapshot: PredictionSnapshot,
  cache: ChunkCache,
  windows: Map<number, Window>,
): Generator<void, readonly PlacedChunk[]> {
  const placed: PlacedChunk[] = [];
  let fresh = 0;
  const docs = [snapshot.doc, ...snapshot.others.slice(0, OTHER_DOCUMENTS)];
  for (const [rank, doc] of docs.entries()) {
    const window = windowOf(doc, rank === 0, windows);
    let { from } = window;
    for (const piece of window.pieces) {
      let chunk = cache.get(piece);
      if (!chunk) {
        if (fresh > 0 && fresh + piece.length > SLICE) {
          yield;
          fresh = 0;
        }
        fresh += piece.length;
        chunk = cache.read(piece, doc.isKeyword);
      }
      placed.push({ chunk, from, rank });
      from += piece.length;
    }
  }
  return placed;
}

/** The whole lines around a document's cursor, cut in pieces. */
function windowOf(doc: DocumentSnapshot, here: boolean, windows: Map<number, Window>): Window {
  const known = windows.get(doc.id);
  if (known?.revision === doc.revision && (!here || covers(known, doc))) return known;
  let from = Math.max(0, doc.pos - HALF_WINDOW);
  let text = slice(doc.text, from, Math.min(doc.text.length, doc.pos + HALF_WINDOW));
  if (from > 0) {
    const head = text.indexOf("\n") + 1;
    text = text.slice(head);
    from += head;
  }
  if (from + text.length < doc.text.length) text = text.slice(0, text.lastIndexOf("\n") + 1);
  const window = { revision: doc.revision, from, pieces: cutText(text) };
  // Closed documents go with the rest: a window is soon made again.
  if (windows.size > 4 * OTHER_DOCUMENTS) windows.clear();
  windows.set(doc.id, window);
  return window;
}

/** Whether a window still reaches far enough on both sides of the cursor. */
function covers(window: Window, doc: DocumentSnapshot): boolean {
  const length = window.pieces.reduce((sum, piece) => sum + piece.length, 0);
  const margin = HALF_WINDOW / 2;
  const before = doc.pos - window.from;
  const behind = window.from + length - doc.pos;
  return (
    before >= 0 &&
    behind >= 0 &&
    (before >= margin || window.from === 0) &&
    (behind >= margin || window.from + length === doc.text.length)
  );
}

function answers(
  snapshot: PredictionSnapshot,
  chunks: readonly PlacedChunk[],
): readonly PredictionAnswer[] {
  const { doc } = snapshot;
  const line = doc.text.lineAt(doc.pos);
  const col = doc.pos - line.from;
  const place = {
    before: line.text.slice(0, col),
    after: line.text.slice(col),
    lineFrom: line.from,
  };
  return continuationsAt(place, chunks, doc.isKeyword).map((found) => answer(doc, found));
}

function answer(doc: DocumentSnapshot, found: Continuation): PredictionAnswer {
  const insert = found.text;
  return {
    doc: doc.id,
    revision: doc.revision,
    changes: changeOf([{ from: doc.pos, to: doc.pos, insert }], doc.text.length),
    probability: found.probability,
    cursor: doc.pos + insert.length,
    reason: found.places === 1 ? "it stands elsewhere" : `it stands in ${found.places} places`,
  };
}
