/**
 * Long predictions come in stages: what is shown, and made by one accept, never needs more rows than
 * there are. The rest waits for the accept and is a prediction on the text that the first stage leads
 * to, so that both together are what was predicted. Offsets are UTF-16.
 */
import { changeOf, type Hunk, hunksOf, type Prediction } from "../../text/prediction.ts";
import { slice, type Text } from "../../text/text.ts";

/** Lines of the largest stage. */
export const STAGE_LINES = 12;
/** Unchanged lines between two places from which on they are stages of their own. */
export const STAGE_GAP = 2;

export interface StageLimits {
  /** Where the user is: the stage there, or nearest to it, comes first. */
  readonly pos: number;
  /** Most lines that a stage puts in or takes away; at least 1. */
  readonly lines?: number;
  /** Places with more unchanged lines between them are separate; `Infinity` keeps them together. */
  readonly gap?: number;
}

export interface Staged {
  readonly first: Prediction;
  /** For the text after `first`, whose revision is one higher; null when `first` is all of it. */
  readonly rest: Prediction | null;
}

/** Parts `prediction` into what is shown first and what follows; `text` is what it applies to. */
export function stageOf(prediction: Prediction, text: Text, limits: StageLimits): Staged {
  const { pos, gap = STAGE_GAP } = limits;
  const lines = Math.max(1, limits.lines ?? STAGE_LINES);
  const hunks = hunksOf(prediction.changes).flatMap((hunk) => parted(hunk, text, lines));
  const whole: Staged = { first: prediction, rest: null };
  if (hunks.length < 2) return whole;
  const rowOf = (at: number) => text.lineAt(at).number;
  // Hunks that are near each other and together not too long.
  const stages: Hunk[][] = [];
  let used = 0;
  for (const hunk of hunks) {
    const stage = stages[stages.length - 1];
    const last = stage?.[stage.length - 1];
    const between = last ? rowOf(hunk.from) - rowOf(last.to) - 1 : 0;
    const size = linesOf(hunk, text);
    if (stage && between <= gap && used + size <= lines) {
      stage.push(hunk);
      used += size;
    } else {
      stages.push([hunk]);
      used = size;
    }
  }
  if (stages.length < 2) return whole;
  const first = nearest(stages, pos);
  const before = (hunk: Hunk) => hunks.indexOf(hunk) < hunks.indexOf(first[0]!);
  const shift = first.reduce((sum, { from, to, insert }) => sum + insert.length - (to - from), 0);
  const rest = hunks
    .filter((hunk) => !first.includes(hunk))
    .map((hunk) =>
      before(hunk) ? hunk : { ...hunk, from: hunk.from + shift, to: hunk.to + shift },
    );
  const firstChange = changeOf(joined(first), text.length);
  const restChange = changeOf(joined(rest), firstChange.newLength);
  const last = first[first.length - 1]!;
  const end = last.to + shift;
  const final = prediction.cursor;
  const inRest = hunksOf(restChange).some(({ from, insert }) => {
    const start = restChange.mapPos(from, -1);
    return final > start && final <= start + insert.length;
  });
  const cursor = inRest ? end : restChange.invertedDesc.mapPos(final, -1);
  return {
    first: { ...prediction, changes: firstChange, cursor },
    rest: { ...prediction, revision: prediction.revision + 1, changes: restChange },
  };
}

/** Parts that touch each other are one change again. */
function joined(hunks: readonly Hunk[]): Hunk[] {
  const out: Hunk[] = [];
  for (const hunk of hunks) {
    const last = out[out.length - 1];
    if (last && last.to === hunk.from) {
      out[out.length - 1] = { from: last.from, to: hunk.to, insert: last.insert + hunk.insert };
    } else out.push(hunk);
  }
  return out;
}

function breaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** Rows that a hunk needs on the screen beside the one it starts in, at least 1. */
function linesOf(hunk: Hunk, text: Text): number {
  const old = text.lineAt(hunk.to).number - text.lineAt(hunk.from).number;
  return Math.max(1, old, breaks(hunk.insert));
}

/** A long hunk in parts of `lines` line breaks; each leads to a text of whole lines. */
function parted(hunk: Hunk, text: Text, lines: number): Hunk[] {
  if (linesOf(hunk, text) <= lines) return [hunk];
  const old = slice(text, hunk.from, hunk.to);
  // Whole lines end in their break; what goes on from a line starts with one.
  const after = hunk.insert === "" ? old.endsWith("\n") : hunk.insert.endsWith("\n");
  const news = pieces(hunk.insert, lines, after);
  const matching = old === "" || hunk.insert === "" || old.endsWith("\n") === after;
  const olds = matching ? pieces(old, lines, after) : [old];
  const parts: Hunk[] = [];
  const count = Math.max(news.length, olds.length);
  let at = hunk.from;
  for (let i = 0; i < count; i++) {
    // What has no counterpart goes with the last part.
    const took = matching ? (olds[i] ?? "") : i === count - 1 ? old : "";
    parts.push({ from: at, to: at + took.length, insert: news[i] ?? "" });
    at += took.length;
  }
  return parts;
}

/** Cuts behind (or before) every `lines`th line break. */
function pieces(text: string, lines: number, after: boolean): string[] {
  const out: string[] = [];
  let start = 0;
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
    if (after && ++count === lines && at + 1 < text.length) {
      out.push(text.slice(start, at + 1));
      start = at + 1;
      count = 0;
    } else if (!after && count++ === lines) {
      out.push(text.slice(start, at));
      start = at;
      count = 1;
    }
  }
  if (start < text.length || out.length === 0) out.push(text.slice(start));
  return out;
}

/** The stage at a position, else the next one behind it, else the last one before it. */
function nearest(stages: readonly Hunk[][], pos: number): Hunk[] {
  return stages.find((stage) => stage[stage.length - 1]!.to >= pos) ?? stages[stages.length - 1]!;
}
