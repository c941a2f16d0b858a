/**
 * A line put in beside one that it is a variant of (`width?: number` beside `height?: number`) goes on
 * elsewhere: other lines and lists that name the one may want the other, too.
 */
import type { Hunk } from "../../text/prediction.ts";
import { logScale, sigmoid } from "../logistic.ts";
import { align } from "./align.ts";
import { indentOf } from "./block.ts";
import type { Candidate } from "./candidate.ts";
import type { LineChange } from "./line-change.ts";
import { NameMap } from "./names-map.ts";
import type { Scene, SceneDoc } from "./scene.ts";
import { rowAt, rowsText, rowsWith } from "./text-index.ts";
import { isNumberToken, isWordToken, type TokenLine, tokenLine } from "./token-line.ts";

/** Changes of the history that are looked at, and places given for one pair. */
const LOOK_BACK = 12;
const MOST_PLACES = 8;
const MOST_COUNT = 80;
const MOST_BLOCK = 14;

/** `old` got `next` beside it. */
interface Pair {
  readonly old: string;
  readonly next: string;
  /** The new one stands behind the old one. */
  behind: boolean;
  examples: number;
  at: number;
  readonly change: LineChange;
  /** How alike the two lines are. */
  readonly alike: number;
}

export function* siblingCandidates(scene: Scene): Generator<void, Candidate[]> {
  const candidates: Candidate[] = [];
  for (const pair of pairsOf(scene)) {
    candidates.push(...placesOf(pair, scene));
    yield;
  }
  return candidates;
}

function pairsOf(scene: Scene): Pair[] {
  const pairs = new Map<string, Pair>();
  const add = (pair: Pair) => {
    const key = `${pair.old} ${pair.next}`;
    const known = pairs.get(key);
    if (!known) pairs.set(key, pair);
    else known.examples++;
  };
  const oldest = scene.last - LOOK_BACK;
  for (let i = scene.changes.length - 1; i >= 0 && scene.changes[i]!.at > oldest; i--) {
    const change = scene.changes[i]!;
    if (change.rows === 0) for (const pair of pairsOfLines(change)) add(pair);
    else if (!change.whole && change.rows === 1) for (const pair of pairsInLine(change)) add(pair);
  }
  return [...pairs.values()].slice(0, 8);
}

/** Each line put in with the line beside the block that it is a variant of. */
function pairsOfLines(change: LineChange): Pair[] {
  const lines = change.next.split("\n").slice(0, -1);
  const { before, row } = change;
  const pairs: Pair[] = [];
  for (const string of lines.slice(0, 4)) {
    const line = tokenLine(string);
    if (!line.wordy) continue;
    for (const [other, behind] of [
      [before.lines[row - 1], true],
      [before.lines[row], false],
      [before.lines[row - 2], true],
      [before.lines[row + 1], false],
    ] as const) {
      const found = other?.wordy ? variant(other, line, behind, change) : [];
      pairs.push(...found);
      if (found.length > 0) break;
    }
  }
  return pairs;
}

/** The names by which a line differs from the one it is a variant of. */
function variant(old: TokenLine, next: TokenLine, behind: boolean, change: LineChange): Pair[] {
  if (old.shape !== next.shape && old.tokens[0] !== next.tokens[0]) return [];
  const alignment = align(old.tokens, next.tokens);
  if (old.shape !== next.shape && alignment.alike < 0.5) return [];
  const pairs: Pair[] = [];
  alignment.to.forEach((partner, i) => {
    const a = old.tokens[i]!;
    const b = partner < 0 ? a : next.tokens[partner]!;
    if (a === b || !isWordToken(a) || isNumberToken(a) || a.length < 2) return;
    if (pairs.some((pair) => pair.old === a)) return;
    const { alike } = alignment;
    pairs.push({ old: a, next: b, behind, examples: 1, at: change.at, change, alike });
  });
  return pairs.length <= 3 ? pairs : [];
}

/** `, b` put in behind `a`, or `b, ` before it. */
function pairsInLine(change: LineChange): Pair[] {
  const pairs: Pair[] = [];
  for (const hunk of change.hunks) {
    if (hunk.from !== hunk.to) continue;
    const line = tokenLine(hunk.insert);
    if (line.tokens.length > 5) continue;
    const word = line.tokens.filter(isWordToken);
    if (word.length !== 1 || !/^\W*,|,\W*$/.test(hunk.insert.trim())) continue;
    const beside = tokenLine(change.old);
    const left = beside.tokens.findLastIndex((_, i) => beside.starts[i]! < hunk.from);
    const names = [
      [beside.tokens.slice(Math.max(0, left - 2), left + 1).findLast(isWordToken), true],
      [beside.tokens.slice(left + 1, left + 4).find(isWordToken), false],
    ] as const;
    for (const [old, behind] of names) {
      if (old === undefined || isNumberToken(old) || old === word[0]) continue;
      const [next] = word as [string];
      pairs.push({ old, next, behind, examples: 1, at: change.at, change, alike: 0.5 });
    }
  }
  return pairs;
}

function placesOf(pair: Pair, scene: Scene): Candidate[] {
  const count = scene.count(pair.old);
  if (count > MOST_COUNT) return [];
  const found: Candidate[] = [];
  for (const doc of scene.docs) {
    const center = Math.max(0, doc.row);
    const rows = [...rowsWith(doc.index, pair.old)];
    rows.sort((a, b) => order(a, center) - order(b, center));
    for (const row of rows.slice(0, MOST_PLACES)) {
      if (near(doc, row, pair.next)) continue;
      for (const [hunk, traits] of variantsAt(pair, doc, row, scene)) {
        const all = { ...traits, ...traitsOf(pair, doc, row, count, scene) };
        found.push({
          doc: doc.snapshot.id,
          hunks: [hunk],
          traits: all,
          score: guess(all),
          reason: `"${pair.next}" goes beside "${pair.old}"`,
          group: `sibling:${pair.old} ${pair.next}`,
        });
      }
    }
  }
  found.sort((a, b) => b.score - a.score);
  return found.slice(0, MOST_PLACES);
}

/** Rows below come first. */
function order(row: number, center: number): number {
  return row >= center ? row - center : 100_000 + center - row;
}

/** Whether a word stands near a row already. */
function near(doc: SceneDoc, row: number, word: string): boolean {
  for (let at = Math.max(0, row - 2); at <= row + 2; at++) {
    if (doc.index.lines[at]?.tokens.includes(word)) return true;
  }
  return false;
}

function variantsAt(
  pair: Pair,
  doc: SceneDoc,
  row: number,
  scene: Scene,
): [Hunk, Record<string, number>][] {
  const line = doc.index.lines[row]!;
  const found: [Hunk, Record<string, number>][] = [];
  const first = line.tokens.indexOf(pair.old);
  const left = line.tokens[first - 1] ?? "";
  const right = line.tokens[first + 1] ?? "";
  const once = line.tokens.lastIndexOf(pair.old) === first;
  const before = line.tokens[first - 2] ?? "";
  const listed = "([{,<|".includes(left) && ")]},>|".includes(right) && left !== "" && right !== "";
  if (once && listed && (left === "," || right === "," || before !== "")) {
    const from = doc.index.starts[row]! + line.starts[first]!;
    const end = from + pair.old.length;
    const mark = left === "|" || right === "|" ? " |" : ",";
    const hunk = pair.behind
      ? { from: end, to: end, insert: `${mark} ${pair.next}` }
      : { from, to: from, insert: `${pair.next}${mark} ` };
    found.push([hunk, { inList: 1, comma: left === "," || right === "," ? 1 : 0 }]);
  }
  const names = new NameMap();
  names.add(pair.old, pair.next);
  const rows = blockRows(doc, row);
  if (rows === 0) return found;
  const text = rowsText(doc.index, row, row + rows);
  const made = names.apply(text);
  const at = pair.behind ? row + rows : row;
  if (at >= doc.index.lines.length) return found;
  const pos = doc.index.starts[at]!;
  const fresh = doc.traces.some((trace) => trace.from <= pos && trace.to >= pos) ? 1 : 0;
  const own = line.tokens.filter(isWordToken);
  const rare = own.filter((word) => word !== pair.old && scene.count(word) < 3).length;
  const traits = {
    copied: 1,
    rows: logScale(rows - 1, 10),
    bound: logScale(made.bound, 4),
    words: logScale(own.length, 8),
    rare: logScale(rare, 4),
    first: first === 0 ? 1 : 0,
    comma: line.text.trimEnd().endsWith(",") ? 1 : 0,
    fresh,
    assigns: line.tokens.includes("=") || line.tokens.includes(":") ? 1 : 0,
    sameShape:
      pair.change.rows === 0 && tokenLine(pair.change.next.split("\n")[0]!).shape === line.shape
        ? 1
        : 0,
  };
  found.push([{ from: pos, to: pos, insert: `${made.text}\n` }, traits]);
  return found;
}

/** How many rows belong to a line: those up to where what it opens is closed; 0: it is not to be copied. */
function blockRows(doc: SceneDoc, row: number): number {
  const { lines } = doc.index;
  const { text } = lines[row]!;
  if (/^\s*[)\]}]/.test(text)) return 0;
  if (!/[({[:]\s*$|=>\s*$/.test(text)) return 1;
  const width = indentOf(text).length;
  for (let at = row + 1; at < lines.length && at < row + MOST_BLOCK; at++) {
    const line = lines[at]!.text;
    if (line.trim() === "" || indentOf(line).length > width) continue;
    return /^\s*[)\]}]/.test(line) ? at - row + 1 : 0;
  }
  return 0;
}

function traitsOf(
  pair: Pair,
  doc: SceneDoc,
  row: number,
  count: number,
  scene: Scene,
): Record<string, number> {
  const own = doc === scene.here;
  const distance = own ? Math.abs(row - rowAt(doc.index, doc.snapshot.pos)) : 0;
  return {
    examples: 1 - 1 / pair.examples,
    alike: pair.alike,
    since: 1 / (1 + scene.last - pair.at),
    last: pair.at === scene.last ? 1 : 0,
    count: logScale(count, 60),
    newCount: logScale(scene.count(pair.next), 30),
    behind: pair.behind ? 1 : 0,
    fromLine: pair.change.rows === 0 ? 1 : 0,
    here: own ? 1 : 0,
    before: own && row < doc.row ? 1 : 0,
    near: own ? 1 / (1 + distance / 5) : 0,
    passed: !own && doc.edits > 0 ? 1 : 0,
    untouched: doc.edits === 0 ? 1 : 0,
  };
}

function guess(t: Record<string, number>): number {
  let sum = -2.6;
  sum += 1.2 * t.examples! + 1.0 * t.alike! + 0.5 * t.since! - 1.0 * t.count!;
  sum += 0.5 * (t.inList ?? 0) + 0.6 * (t.sameShape ?? 0) - 0.6 * t.before! - 0.6 * t.passed!;
  sum += 0.5 * t.near! - 0.5 * (t.rare ?? 0);
  return sigmoid(sum);
}
