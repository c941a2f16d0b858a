/** Token rules at their like places, as candidates: one place, or all places of a line at once. */
import type { Hunk } from "../../text/prediction.ts";
import { slice, type Text } from "../../text/text.ts";
import { logScale, sigmoid } from "../logistic.ts";
import { align, mostAlike } from "./align.ts";
import { bracketGrowth, type Candidate, quoted, times } from "./candidate.ts";
import type { Scene } from "./scene.ts";
import { isNumberToken, isWordToken, type TokenLine, tokenLine } from "./token-line.ts";
import { type TokenPlace, tokenPlaces } from "./token-places.ts";
import { REACH, type TokenRule, tokenRules } from "./token-rule.ts";

/** Places of one rule that are given. */
const MOST_OF_RULE = 8;
/** Places of one rule that are looked at closely. */
const MOST_PLACES = 160;
const MOST_CLOSE = 24;

interface Hit {
  readonly rule: TokenRule;
  readonly facts: RuleFacts;
  readonly place: TokenPlace;
  readonly traits: Record<string, number>;
  readonly score: number;
}

/** What holds of a rule wherever it is applied. */
interface RuleFacts {
  readonly traits: Record<string, number>;
  readonly places: readonly TokenPlace[];
  /** Lines that were changed, and like ones that the user went past. */
  readonly changed: readonly TokenLine[];
  readonly skipped: readonly TokenPlace[];
  /** Words that all changed lines have. */
  readonly common: readonly string[];
  /** How many places that the user went past have at least so many like neighbours. */
  readonly past: readonly number[];
}

/** Candidates of all token rules, in no order; it yields where it may be interrupted. */
export function* tokenCandidates(scene: Scene): Generator<void, Candidate[]> {
  const candidates: Candidate[] = [];
  const hits: Hit[] = [];
  for (const rule of tokenRules(scene.changes)) {
    if (rule.part && rule.examples.length === 1 && scene.last - newest(rule) > 12) continue;
    const places = tokenPlaces(rule, scene).slice(0, MOST_PLACES);
    yield;
    if (places.length === 0) continue;
    const facts = factsOf(rule, places, scene);
    const own = promising(places, scene).map((place) => hitOf(rule, facts, place, scene));
    own.sort((a, b) => b.score - a.score);
    hits.push(...own.slice(0, MOST_OF_RULE * 3));
    candidates.push(...single(own, scene), ...lineCandidates(own));
    yield;
  }
  candidates.push(...joined(hits));
  return candidates;
}

function factsOf(rule: TokenRule, places: readonly TokenPlace[], scene: Scene): RuleFacts {
  const changed = rule.examples.slice(-6).map((example) => tokenLine(example.line));
  const { here } = scene;
  const past = places.filter(({ doc, row }) => (doc === here ? row < here.row : doc.edits > 0));
  // The nearest ones are the last.
  const skipped = past.slice(-8);
  let common: string[] = [];
  if (changed.length > 1) {
    common = [...new Set(changed[0]!.tokens)].filter(
      (token) => isWordToken(token) && changed.every((line) => line.tokens.includes(token)),
    );
  }
  const levels = new Array<number>(2 * REACH + 1).fill(0);
  for (const { left, right } of past) {
    for (let level = 0; level <= left + right; level++) levels[level]!++;
  }
  const traits = ruleTraits(rule, places, scene);
  return { traits, places, changed, skipped, common, past: levels };
}

/** Places that are worth a closer look: the likest, those to come before those behind. */
function promising(places: readonly TokenPlace[], scene: Scene): readonly TokenPlace[] {
  if (places.length <= MOST_CLOSE) return places;
  const { here } = scene;
  const worth = (place: TokenPlace) => {
    const { doc, left, right, fits, same } = place;
    let sum = left + right + (fits ? 2 : 0) + (same ? 2 : 0);
    if (doc === here) {
      const rows = place.row - here.row;
      sum += rows >= 0 ? 3 + 3 / (1 + rows / 10) : 1 / (1 - rows / 10);
    } else if (doc.edits > 0) sum -= 1;
    return sum;
  };
  const rated = places.map((place) => ({ place, sum: worth(place) }));
  rated.sort((a, b) => b.sum - a.sum);
  return rated.slice(0, MOST_CLOSE).map(({ place }) => place);
}

/** How alike a line is to the likest of others. */
function likest(line: TokenLine, others: readonly TokenLine[]): number {
  let most = 0;
  for (const other of others) {
    if (mostAlike(line.tokens, other.tokens) <= most) continue;
    most = Math.max(most, align(line.tokens, other.tokens).alike);
  }
  return most;
}

function newest(rule: TokenRule): number {
  return rule.examples[rule.examples.length - 1]!.change.at;
}

function ruleTraits(
  rule: TokenRule,
  places: readonly TokenPlace[],
  scene: Scene,
): Record<string, number> {
  const { examples, oldTokens, newTokens } = rule;
  const last = newest(rule);
  const ats = new Set(examples.map((example) => example.change.at));
  let streak = 0;
  while (ats.has(scene.last - streak)) streak++;
  const docs = new Set(examples.map((example) => example.change.doc));
  const words = oldTokens.filter(isWordToken);
  const counts = words.map((word) => scene.count(word));
  const { here } = scene;
  let passed = 0;
  let before = 0;
  let after = 0;
  let elsewhere = 0;
  for (const place of places) {
    if (place.doc === here) {
      if (place.row < here.row) before++;
      else after++;
    } else if (place.doc.edits > 0) passed++;
    else elsewhere++;
  }
  const n = examples.length;
  const made = n / (n + before + passed);
  return {
    examples: 1 - 1 / n,
    many: n >= 3 ? 1 : 0,
    last: last === scene.last ? 1 : 0,
    since: 1 / (1 + scene.last - last),
    streak: Math.min(1, (streak - 1) / 3),
    share:
      examples.filter((e) => e.change.at > scene.last - 8).length / Math.min(8, scene.last + 1),
    docs: docs.size > 1 ? 1 : 0,
    made,
    skipped: logScale(before + passed, 30),
    left: logScale(after, 30),
    leftElsewhere: logScale(elsewhere, 30),
    rarity: counts.length > 0 ? 1 / (1 + Math.log2(1 + Math.min(...counts))) : 0,
    put: rule.old.trim() === "" ? 1 : 0,
    gone: rule.insert.trim() === "" ? 1 : 0,
    marks: oldTokens.length > 0 && words.length === 0 ? 1 : 0,
    newMarks: newTokens.length > 0 && !newTokens.some(isWordToken) ? 1 : 0,
    words: logScale(words.length, 6),
    oldLength: logScale(rule.old.trim().length, 40),
    newLength: logScale(rule.insert.trim().length, 40),
    number: words.length > 0 && words.every(isNumberToken) ? 1 : 0,
    part: rule.part ? 1 : 0,
  };
}

function hitOf(rule: TokenRule, facts: RuleFacts, place: TokenPlace, scene: Scene): Hit {
  const { here } = scene;
  const { doc } = place;
  const own = doc === here;
  const rows = own ? place.row - here.row : 0;
  const line = doc.index.lines[place.row]!;
  const n = rule.examples.length;
  const example = rule.examples[n - 1]!;
  const level = place.left + place.right;
  // Places like this one that the user went past.
  const past = own ? place.row < here.row : doc.edits > 0;
  const skipped = facts.past[level]! - (past ? 1 : 0);
  const bare = line.text.trimStart();
  const col = place.from - doc.index.starts[place.row]!;
  const like = likest(line, facts.changed);
  const unlike = likest(
    line,
    facts.skipped.filter((other) => other !== place).map((o) => o.doc.index.lines[o.row]!),
  );
  const missing = facts.common.filter((token) => !line.tokens.includes(token)).length;
  const traits: Record<string, number> = {
    ...facts.traits,
    lineLike: like,
    lineUnlike: unlike,
    likelier: like - unlike,
    missing: facts.common.length === 0 ? 0 : missing / facts.common.length,
    leftSame: place.left / 4,
    rightSame: place.right / 4,
    bothSame: place.left > 0 && place.right > 0 ? 1 : 0,
    noneSame: level === 0 ? 1 : 0,
    lineSame: place.same ? 1 : 0,
    fits: n > 1 && place.fits ? 1 : 0,
    misfits: n > 1 && !place.fits ? 1 : 0,
    here: own ? 1 : 0,
    before: own && rows < 0 ? 1 : 0,
    passed: !own && doc.edits > 0 ? 1 : 0,
    untouched: doc.edits === 0 ? 1 : 0,
    near: own ? 1 / (1 + Math.abs(rows) / 5) : 0,
    sameRow: own && rows === 0 ? 1 : 0,
    skippedLike: skipped / (skipped + n),
    fresh: place.fresh,
    sameDoc: example.change.doc === doc.snapshot.id ? 1 : 0,
    comment: /^(\/\/|#|\*|\/\*|--|<!--|;)/.test(bare) ? 1 : 0,
    text: inString(line.text, col) ? 1 : 0,
    importLine: /^(import|from|use|require|export \{|export \*)\b/.test(bare) ? 1 : 0,
  };
  return { rule, facts, place, traits, score: guess(traits) };
}

/** Whether a column lies between quotes, as far as the line tells. */
function inString(line: string, col: number): boolean {
  let quote = "";
  for (let i = 0; i < col; i++) {
    const char = line[i]!;
    if (char === "\\") i++;
    else if (quote !== "") quote = char === quote ? "" : quote;
    else if (char === '"' || char === "'" || char === "`") quote = char;
  }
  return quote !== "";
}

/** Candidates of one rule kept per document. */
const MOST_OF_DOCUMENT = 4;

/** The likest places, and of those ahead in the same text the next one, which a person sees first. */
function single(hits: readonly Hit[], { here }: Scene): Candidate[] {
  let next: Hit | null = null;
  for (const hit of hits) {
    const { doc, row, from } = hit.place;
    if (doc !== here || row < here.row) continue;
    if (next === null || from < next.place.from) next = hit;
  }
  const kept: Hit[] = [];
  const docs = new Map<number, number>();
  for (const hit of hits) {
    const { doc } = hit.place;
    const inDoc = docs.get(doc.order) ?? 0;
    const waits = doc === here && next !== null && hit !== next && !kept.includes(next);
    const most = waits ? MOST_OF_DOCUMENT - 1 : MOST_OF_DOCUMENT;
    if (inDoc >= most || kept.length >= MOST_OF_RULE) continue;
    docs.set(doc.order, inDoc + 1);
    kept.push(hit);
  }
  return kept.map((hit, order) => candidateOf([hit], hit.rule.key, { order: order / 8 }));
}

/** All places of a rule on one line, where there are several. */
function lineCandidates(hits: readonly Hit[]): Candidate[] {
  const found: Candidate[] = [];
  for (const row of byRow(hits)) {
    if (row.length < 2 || row.length > 8) continue;
    const apart = separate(row);
    if (apart.length < 2) continue;
    found.push(candidateOf(apart, apart[0]!.rule.key, { sameLine: 1 }));
    // Of several, those that all neighbours speak for.
    if (found.length >= 4) break;
  }
  return found;
}

/** Hits of one row of one document together, rows as they come first. */
function byRow(hits: readonly Hit[]): Iterable<Hit[]> {
  const rows = new Map<string, Hit[]>();
  for (const hit of hits) {
    const key = `${hit.place.doc.order}:${hit.place.row}`;
    const row = rows.get(key);
    if (row) row.push(hit);
    else rows.set(key, [hit]);
  }
  return rows.values();
}

/** Hits in order that do not overlap. */
function separate(hits: readonly Hit[]): Hit[] {
  const ordered = [...hits].sort((a, b) => a.place.from - b.place.from);
  const kept: Hit[] = [];
  for (const hit of ordered) {
    const previous = kept[kept.length - 1];
    if (previous && hit.place.from <= previous.place.to) continue;
    kept.push(hit);
  }
  return kept;
}

/** Different rules at places with only marks between them: one would not come without the other. */
function joined(hits: readonly Hit[]): Candidate[] {
  const found: Candidate[] = [];
  for (const row of byRow(hits)) {
    if (row.length < 2) continue;
    if (new Set(row.map((hit) => hit.rule.key)).size < 2) continue;
    const best = separateBest(row);
    if (best.length < 2) continue;
    found.push(candidateOf(best, "", { sameLine: 1, mixed: 1 }));
    for (let i = 0; i + 1 < best.length; i++) {
      if (best.length === 2 || !adjacent(best[i]!, best[i + 1]!)) continue;
      found.push(candidateOf(best.slice(i, i + 2), "", { sameLine: 1, mixed: 1 }));
    }
  }
  found.sort((a, b) => b.score - a.score);
  return found.slice(0, 16);
}

/** Of overlapping hits the longest, then the likeliest. */
function separateBest(hits: readonly Hit[]): Hit[] {
  const ordered = [...hits].sort(
    (a, b) => b.rule.old.length - a.rule.old.length || b.score - a.score,
  );
  const kept: Hit[] = [];
  for (const hit of ordered) {
    const { from, to } = hit.place;
    if (kept.some((k) => from <= k.place.to && to >= k.place.from)) continue;
    kept.push(hit);
  }
  return kept.sort((a, b) => a.place.from - b.place.from);
}

function adjacent(a: Hit, b: Hit): boolean {
  const line = a.place.doc.index.lines[a.place.row]!;
  const base = a.place.doc.index.starts[a.place.row]!;
  const between = line.text.slice(a.place.to - base, b.place.from - base).replace(/\s/g, "");
  return between.length <= 2 && !/[\p{L}\p{N}]/u.test(between);
}

function candidateOf(hits: readonly Hit[], group: string, more: Record<string, number>): Candidate {
  const [first] = hits as [Hit, ...Hit[]];
  const weakest = hits.reduce((a, b) => (b.score < a.score ? b : a));
  const traits: Record<string, number> = { ...weakest.traits, ...more };
  if (isUnbalanced(hits, first.place.doc.index.text)) traits.unbalanced = 1;
  if (hits.length > 1) traits.together = logScale(hits.length - 1, 4);
  else {
    const { place } = first;
    // What lies within two marks of it is changed together with it.
    traits.crowded = first.facts.places.some(
      (other) =>
        other !== place &&
        other.doc === place.doc &&
        other.row === place.row &&
        adjacent(first, { ...first, place: other }),
    )
      ? 1
      : 0;
  }
  const hunks: Hunk[] = hits.map(({ rule, place }) => ({
    from: place.from,
    to: place.to,
    insert: rule.insert,
  }));
  return {
    doc: first.place.doc.snapshot.id,
    hunks,
    traits,
    score: guess(traits),
    reason: reasonOf(first.rule),
    group: group === "" ? undefined : `repeat:${group}`,
  };
}

/** Brackets are opened without being closed, or the other way round. */
function isUnbalanced(hits: readonly Hit[], text: Text): boolean {
  let old = "";
  let next = "";
  for (const { rule, place } of hits) {
    old += slice(text, place.from, place.to);
    next += rule.insert;
  }
  return bracketGrowth(old, next) !== 0;
}

function reasonOf(rule: TokenRule): string {
  const count = times(rule.examples.length);
  if (rule.old.trim() === "") return `you put in ${quoted(rule.insert)} ${count}`;
  if (rule.insert.trim() === "") return `you deleted ${quoted(rule.old)} ${count}`;
  return `you changed ${quoted(rule.old)} to ${quoted(rule.insert)} ${count}`;
}

function guess(t: Record<string, number>): number {
  let sum = -1.2;
  sum += 1.6 * t.examples! + 0.5 * t.last! + 0.4 * t.since! + 1.2 * t.rarity!;
  sum += 1.2 * t.made! - 1.5 * t.skippedLike! - 0.8 * t.skipped!;
  sum += 0.9 * (t.leftSame! + t.rightSame!) + 0.5 * t.lineSame! + 0.7 * t.fits! - 0.7 * t.misfits!;
  sum += 0.6 * t.near! - 0.8 * t.before! - 1.0 * t.passed! - 0.3 * t.untouched!;
  sum -= 0.8 * t.noneSame! * (t.put! + t.marks!) + 0.5 * t.marks! + 0.6 * t.part! + 0.5 * t.put!;
  sum += 0.6 * t.oldLength! - 0.5 * t.fresh! - 3 * (t.crowded ?? 0) - 0.3 * (t.mixed ?? 0);
  return sigmoid(sum);
}
