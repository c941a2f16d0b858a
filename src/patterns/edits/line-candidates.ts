/**
 * Whole edits of lines carried to lines of like shape, with their own names: table rows, arms of a
 * branch, the sibling function. Lines put in or deleted beside like lines, and edits made together in
 * one place, are carried together.
 */
import type { Hunk } from "../../text/prediction.ts";
import { logScale, sigmoid } from "../logistic.ts";
import { align, mostAlike } from "./align.ts";
import { alignBlocks, blockOf, transfer } from "./block.ts";
import { type Candidate, quoted } from "./candidate.ts";
import { changing } from "./like-lines.ts";
import type { LineChange } from "./line-change.ts";
import type { Found } from "./line-surroundings.ts";
import { puttingIn } from "./lines-between.ts";
import { NameMap } from "./names-map.ts";
import type { Scene } from "./scene.ts";

/** Examples that are carried over, single edits and those made of several. */
const MOST_SINGLE = 12;
const MOST_COMPOSED = 6;
const MOST_OF_EXAMPLE = 6;
const MOST_CHANGED = 1200;

export function* lineCandidates(scene: Scene): Generator<void, Candidate[]> {
  const candidates: Candidate[] = [];
  for (const change of examplesOf(scene)) {
    const found = change.rows === 0 ? puttingIn(change, scene) : changing(change, scene);
    candidates.push(...candidatesOf(change, found, scene));
    yield;
  }
  return candidates;
}

/** The newest changes, each text of a change once. */
function examplesOf(scene: Scene): LineChange[] {
  const seen = new Set<string>();
  const newest = (changes: readonly LineChange[], most: number) => {
    const kept: LineChange[] = [];
    for (let i = changes.length - 1; i >= 0 && kept.length < most; i--) {
      const change = changes[i]!;
      if (change.old.length + change.next.length > MOST_CHANGED) continue;
      const key = `${change.old}\0${change.next}`;
      if (seen.has(key) || change.old.trim() === change.next.trim()) continue;
      seen.add(key);
      kept.push(change);
    }
    return kept;
  };
  return [...newest(scene.composed, MOST_COMPOSED), ...newest(scene.changes, MOST_SINGLE)];
}

function candidatesOf(change: LineChange, found: readonly Found[], scene: Scene): Candidate[] {
  const confirmed = confirmations(change, scene);
  const past = found.filter(({ doc, row }) =>
    doc === scene.here ? row < scene.here.row : doc.edits > 0,
  );
  const all = found.map((one) => {
    let skipped = 0;
    for (const other of past) {
      if (other !== one && other.traits.alike! >= one.traits.alike! - 0.01) skipped++;
    }
    const unlike = likestOf(one, past.slice(-8));
    const traits: Record<string, number> = {
      unlike,
      likelier: one.traits.alike! - unlike,
      ...one.traits,
      ...changeTraits(change, scene),
      ...placeTraits(one, change, scene),
      confirmed: logScale(confirmed, 4),
      skippedLike: skipped / (skipped + 1 + confirmed),
      places: logScale(found.length, 30),
    };
    return { one, traits, score: guess(traits) };
  });
  all.sort((a, b) => b.score - a.score);
  return all.slice(0, MOST_OF_EXAMPLE).map(({ one, traits, score }, order) => ({
    doc: one.doc.snapshot.id,
    hunks: one.hunks,
    traits: { ...traits, order: order / 6 },
    score,
    reason: reasonOf(change),
    group: `parallel:${change.old}\0${change.next}`,
  }));
}

/** How alike a line is to the likest of others. */
function likestOf(one: Found, others: readonly Found[]): number {
  const line = one.doc.index.lines[one.row];
  if (!line) return 0;
  let most = 0;
  for (const other of others) {
    const text = other === one ? undefined : other.doc.index.lines[other.row];
    if (!text || mostAlike(line.tokens, text.tokens) <= most) continue;
    most = Math.max(most, align(line.tokens, text.tokens).alike);
  }
  return most;
}

function changeTraits(change: LineChange, scene: Scene): Record<string, number> {
  return {
    last: change.at === scene.last ? 1 : 0,
    since: 1 / (1 + scene.last - change.at),
    edits: logScale(change.edits - 1, 6),
    lines: logScale(change.rows, 8),
    put: change.hunks.every((hunk) => hunk.from === hunk.to) ? 1 : 0,
    gone: change.hunks.every((hunk) => hunk.insert === "") ? 1 : 0,
    whole: change.whole ? 1 : 0,
    newLength: logScale(
      change.hunks.reduce((sum, hunk) => sum + hunk.insert.length, 0),
      200,
    ),
    oldLength: logScale(
      change.hunks.reduce((sum, hunk) => sum + hunk.to - hunk.from, 0),
      200,
    ),
  };
}

function placeTraits(found: Found, change: LineChange, scene: Scene): Record<string, number> {
  const { here } = scene;
  const own = found.doc === here;
  const rows = own ? found.row - here.row : 0;
  return {
    here: own ? 1 : 0,
    before: own && rows < 0 ? 1 : 0,
    next: own && rows >= 0 && rows <= 2 ? 1 : 0,
    near: own ? 1 / (1 + Math.abs(rows) / 5) : 0,
    passed: !own && found.doc.edits > 0 ? 1 : 0,
    untouched: found.doc.edits === 0 ? 1 : 0,
    sameDoc: change.doc === found.doc.snapshot.id ? 1 : 0,
  };
}

/** How many other changes are what this one would have been there. */
function confirmations(change: LineChange, scene: Scene): number {
  let count = 0;
  const a = blockOf(change.old);
  let tried = 0;
  for (let i = scene.changes.length - 1; i >= 0 && tried < 10; i--) {
    const other = scene.changes[i]!;
    if (other.at > change.at - change.edits && other.at <= change.at && other.doc === change.doc) {
      continue;
    }
    if (other.whole !== change.whole || other.rows !== change.rows) continue;
    tried++;
    if (change.rows === 0) {
      if (alikeText(change.next, other.next)) count++;
      continue;
    }
    const b = blockOf(other.old);
    const alignment = alignBlocks(a, b);
    if (alignment.alike < 0.3) continue;
    const names = new NameMap();
    names.addPairs(a.tokens, b.tokens, alignment);
    const moved = transfer(a, change.hunks, b, alignment, names);
    if (moved && applied(other.old, moved.hunks) === other.next) count++;
  }
  return count;
}

function alikeText(a: string, b: string): boolean {
  if (a.trim() === b.trim()) return true;
  const x = blockOf(a);
  const y = blockOf(b);
  return align(x.tokens, y.tokens).alike >= 0.6;
}

function applied(text: string, hunks: readonly Hunk[]): string {
  let made = "";
  let at = 0;
  for (const { from, to, insert } of hunks) {
    made += text.slice(at, from) + insert;
    at = to;
  }
  return made + text.slice(at);
}

function reasonOf(change: LineChange): string {
  if (change.rows === 0) return `you put in ${quoted(change.next)} beside a like line`;
  if (change.next === "") return `you deleted the like line ${quoted(change.old)}`;
  if (change.edits > 1)
    return `you made ${change.edits} edits in the like line ${quoted(change.old)}`;
  return `you changed the like line ${quoted(change.old)}`;
}

function guess(t: Record<string, number>): number {
  let sum = -2.2;
  sum += 1.5 * t.alike! + 0.6 * (t.sameShape ?? 0) + 0.8 * (t.equal ?? 0) + 1.4 * t.confirmed!;
  sum += 0.5 * t.last! + 0.5 * t.since! + 0.6 * t.near! + 0.5 * t.next!;
  sum += 0.9 * t.around! + 0.5 * (t.sameOver ?? 0) + 0.7 * (t.sameUnder ?? 0);
  sum -= 1.2 * t.skippedLike! + 0.9 * t.before! + 1.0 * t.passed! + 0.4 * t.untouched!;
  sum -= 0.4 * t.conflicts! + 0.5 * (t.holes ?? 0) + 0.8 * (t.between ?? 0) + 0.4 * t.fresh!;
  return sigmoid(sum);
}
