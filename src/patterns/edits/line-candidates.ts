/**
 * Whole edits of lines carried to lines of like shape, with their own names: table rows, arms of a
 * branch, the sibling function. Lines put in or deleted beside like lines, and edits made together in
 * one place, are carried together.
 */
import type { Hunk } from "../../text/prediction.ts";
import { align, mostAlike } from "./align.ts";
import { alignBlocks, type Block, blockOf, indentOf, moved, transfer } from "./block.ts";
import { bracketGrowth, type Candidate, quoted, scale } from "./candidate.ts";
import type { LineChange } from "./line-change.ts";
import { NameMap } from "./names-map.ts";
import type { Scene, SceneDoc } from "./scene.ts";
import { rowsShaped, rowsText, rowsWith, type TextIndex } from "./text-index.ts";
import { isWordToken, type TokenLine } from "./token-line.ts";

/** Examples that are carried over, single edits and those made of several. */
const MOST_SINGLE = 12;
const MOST_COMPOSED = 6;
/** Rows tried for one example, in the current document and in each other one. */
const MOST_HERE = 36;
const MOST_ELSEWHERE = 8;
/** Rows around the cursor that are tried whatever they hold. */
const AROUND = 6;
const MOST_OF_EXAMPLE = 6;
const MOST_CHANGED = 1200;

interface Found {
  readonly doc: SceneDoc;
  readonly row: number;
  readonly hunks: readonly Hunk[];
  readonly traits: Record<string, number>;
}

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
      confirmed: scale(confirmed, 4),
      skippedLike: skipped / (skipped + 1 + confirmed),
      places: scale(found.length, 30),
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
    edits: scale(change.edits - 1, 6),
    lines: scale(change.rows, 8),
    put: change.hunks.every((hunk) => hunk.from === hunk.to) ? 1 : 0,
    gone: change.hunks.every((hunk) => hunk.insert === "") ? 1 : 0,
    whole: change.whole ? 1 : 0,
    newLength: scale(
      change.hunks.reduce((sum, hunk) => sum + hunk.insert.length, 0),
      200,
    ),
    oldLength: scale(
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

/** Lines like the one that an edit changed. */
function changing(change: LineChange, scene: Scene): Found[] {
  const found: Found[] = [];
  const a = blockOf(change.old);
  const next = blockOf(change.next);
  if (!a.tokens.some(isWordToken) && change.rows < 2) return found;
  const first = change.before.lines[change.row]!;
  for (const doc of scene.docs) {
    for (const row of likeRows([first], doc, scene, change, true)) {
      if (row + change.rows > doc.index.lines.length) continue;
      const line = doc.index.lines[row]!;
      if (line.text.trim() === "") continue;
      let text = rowsText(doc.index, row, row + change.rows);
      if (change.whole) {
        // The last line of a text has no break that could go with it.
        if (row + change.rows === doc.index.lines.length) continue;
        text += "\n";
      }
      const one = changed(change, a, next, text, doc, row, scene);
      if (one) found.push(one);
    }
  }
  return found;
}

function changed(
  change: LineChange,
  a: Block,
  next: Block,
  text: string,
  doc: SceneDoc,
  row: number,
  scene: Scene,
): Found | null {
  const b = blockOf(text);
  const sameShape = change.before.lines[change.row]!.shape === doc.index.lines[row]!.shape;
  const least = sameShape ? 0.3 : 0.5;
  if (mostAlike(a.tokens, b.tokens) < least) return null;
  const alignment = alignBlocks(a, b);
  const { alike } = alignment;
  if (alike < least) return null;
  const done = align(next.tokens, b.tokens).alike;
  if (done > alike || text === change.next) return null;
  const names = new NameMap();
  // Whether there are places at all costs less than how everything is called.
  if (!transfer(a, change.hunks, b, alignment, names)) return null;
  names.addPairs(a.tokens, b.tokens, alignment);
  const around = surroundings(names, change, doc, row, change.rows);
  const made = transfer(a, change.hunks, b, alignment, names);
  if (!made) return null;
  const base = doc.index.starts[row]!;
  const hunks = kept(made.hunks, b.text).map(({ from, to, insert }) => ({
    from: from + base,
    to: to + base,
    insert,
  }));
  if (hunks.length === 0) return null;
  const fresh = freshness(doc, change, hunks[0]!.from, hunks[hunks.length - 1]!.to);
  if (fresh < 0) return null;
  const traits = {
    alike,
    sameShape: sameShape ? 1 : 0,
    equal: text.trim() === change.old.trim() ? 1 : 0,
    names: scale(names.size, 6),
    conflicts: scale(names.conflicts, 3),
    bound: scale(made.bound, 4),
    holes: scale(made.holes, 4),
    lost: scale(made.lost, 3),
    unbalanced: bracketGrowth(change.old, change.next) !== 0 ? 1 : 0,
    blanks: change.hunks.some(({ from, to, insert }) => isBlank(change.old.slice(from, to), insert))
      ? 1
      : 0,
    around,
    fresh,
    undone: Math.max(0, alike - done),
    indentSame: indentOf(text) === indentOf(change.old) ? 1 : 0,
    rarity: rarityOf(change.before.lines[change.row]!, doc.index.lines[row]!, scene),
  };
  return { doc, row, hunks, traits };
}

/** Blanks change at the start of what is replaced, so that the indent counts. */
function isBlank(old: string, next: string): boolean {
  return indentOf(old) !== indentOf(next) || (old + next).trim() === "";
}

/** Without hunks that change nothing. */
function kept(hunks: readonly Hunk[], text: string): Hunk[] {
  return hunks.filter(({ from, to, insert }) => text.slice(from, to) !== insert);
}

/** Rows that may be like the given ones, those near the cursor first. */
function likeRows(
  lines: readonly TokenLine[],
  doc: SceneDoc,
  scene: Scene,
  change: LineChange,
  nearby: boolean,
): number[] {
  const rows = new Set<number>();
  const own = doc === scene.here;
  const most = own ? MOST_HERE : MOST_ELSEWHERE;
  const center = Math.max(0, doc.row);
  const add = (list: readonly number[], offset: number, count: number) => {
    let low = 0;
    while (low < list.length && list[low]! < center) low++;
    const from = Math.max(0, low - Math.floor(count / 3));
    for (let i = from; i < list.length && i < from + count; i++) {
      const row = list[i]! + offset;
      if (row >= 0 && row <= doc.index.lines.length) rows.add(row);
    }
  };
  lines.forEach((line, i) => {
    if (!line.wordy) return;
    const token = rarestOf(line, scene);
    if (token !== null) add(rowsWith(doc.index, token), -i, most / 2);
    add(rowsShaped(doc.index, line.shape), -i, most / 2);
  });
  if (own && nearby) {
    for (let row = center - AROUND; row <= center + AROUND; row++) {
      if (row >= 0 && row < doc.index.lines.length) rows.add(row);
    }
  }
  void change;
  return [...rows].sort((a, b) => a - b);
}

function rarestOf(line: TokenLine, scene: Scene): string | null {
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const token of line.tokens) {
    if (!isWordToken(token)) continue;
    const count = scene.count(token);
    // What stands nowhere else leads nowhere.
    if (count > 0 && count < least) [best, least] = [token, count];
  }
  return best;
}

/** 1 when lines share a word that stands nowhere else, less the more common what they share is. */
function rarityOf(a: TokenLine, b: TokenLine, scene: Scene): number {
  let least = Number.POSITIVE_INFINITY;
  for (const token of a.tokens) {
    if (isWordToken(token) && b.tokens.includes(token)) least = Math.min(least, scene.count(token));
  }
  return least === Number.POSITIVE_INFINITY ? 0 : 1 / (1 + Math.log2(1 + least));
}

/** Names from the lines around both places; how alike these are. */
function surroundings(
  names: NameMap,
  change: LineChange,
  doc: SceneDoc,
  row: number,
  rows: number,
): number {
  let sum = 0;
  let count = 0;
  for (const offset of [-1, -2, rows, rows + 1]) {
    const a = change.before.lines[change.row + offset];
    const b = doc.index.lines[row + offset];
    if (!a || !b || a.tokens.length === 0) continue;
    count++;
    if (mostAlike(a.tokens, b.tokens) < 0.4) continue;
    const alignment = align(a.tokens, b.tokens);
    const { alike } = alignment;
    sum += alike;
    if (alike >= 0.4) names.addPairs(a.tokens, b.tokens, alignment);
  }
  let over = enclosing(change.before, change.row);
  let under = enclosing(doc.index, row);
  for (let level = 0; level < 2 && over >= 0 && under >= 0; level++) {
    const x = change.before.lines[over]!;
    const y = doc.index.lines[under]!;
    if (x.text !== y.text && mostAlike(x.tokens, y.tokens) >= 0.3) {
      const alignment = align(x.tokens, y.tokens);
      if (alignment.alike >= 0.3) names.addPairs(x.tokens, y.tokens, alignment);
    }
    over = enclosing(change.before, over);
    under = enclosing(doc.index, under);
  }
  const a = stemOf(change.edit.path);
  const b = stemOf(doc.snapshot.path);
  if (a !== null && b !== null) names.add(a, b);
  return count === 0 ? 0.5 : sum / count;
}

/** The row of the nearest line above that is indented less; -1 when there is none near. */
function enclosing(index: TextIndex, row: number): number {
  const line = index.lines[row];
  if (!line || line.indent === 0) return -1;
  for (let at = row - 1; at >= 0 && at > row - 80; at--) {
    const above = index.lines[at]!;
    if (above.wordy && above.indent < line.indent) return at;
  }
  return -1;
}

function stemOf(path: string | null): string | null {
  return path === null ? null : (/([\p{L}\p{N}_]+)[^/]*$/u.exec(path)?.[1] ?? null);
}

/** 0: no edit was here; 1: an older one was; -1: a newer one, or the example itself. */
function freshness(doc: SceneDoc, change: LineChange, from: number, to: number): number {
  let fresh = 0;
  const first = change.at - change.edits + 1;
  for (const trace of doc.traces) {
    if (trace.to < from || trace.from > to) continue;
    const inside = from < to && trace.to > trace.from && trace.to > from && trace.from < to;
    const own = trace.at >= first && trace.at <= change.at && doc.snapshot.id === change.doc;
    if (own && (inside || trace.from === trace.to || from === to)) return -1;
    if (inside && trace.at >= change.at) return -1;
    fresh = 1;
  }
  return fresh;
}

/** Places between lines like those between which an edit put some in. */
function puttingIn(change: LineChange, scene: Scene): Found[] {
  const found: Found[] = [];
  const { before, row: at, next: text } = change;
  const previous = before.lines[at - 1] ?? null;
  const following = before.lines[at] ?? null;
  if (!previous?.wordy && !following?.wordy) return found;
  for (const doc of scene.docs) {
    const rows = new Set<number>();
    if (following) for (const row of likeRows([following], doc, scene, change, true)) rows.add(row);
    if (previous) {
      for (const row of likeRows([previous], doc, scene, change, false)) rows.add(row + 1);
    }
    for (const row of [...rows].sort((a, b) => a - b)) {
      if (row >= doc.index.lines.length) continue;
      const one = putIn(change, text, previous, following, doc, row, scene);
      if (one) found.push(one);
    }
  }
  return found;
}

function putIn(
  change: LineChange,
  text: string,
  previous: TokenLine | null,
  following: TokenLine | null,
  doc: SceneDoc,
  row: number,
  scene: Scene,
): Found | null {
  const above = doc.index.lines[row - 1] ?? null;
  const below = doc.index.lines[row] ?? null;
  const names = new NameMap();
  const over = likeLines(previous, above, names);
  const under = likeLines(following, below, names);
  const strong = (alike: number, line: TokenLine | null) => alike >= 0.5 && line?.wordy === true;
  if (!strong(over, previous) && !strong(under, following)) return null;
  const around = surroundings(names, change, doc, row, 0);
  const made = names.apply(text);
  const [from, to] =
    strong(under, following) && (under >= over || !strong(over, previous))
      ? [following!, below!]
      : [previous!, above!];
  const insert = moved(made.text, indentOf(from.text), indentOf(to.text), true);
  const pos = doc.index.starts[row]!;
  // The lines are there already.
  const first = insert.split("\n").find((line) => line.trim() !== "") ?? "";
  if (first.trim() !== "") {
    const same = (line: TokenLine | null | undefined) => line?.text.trim() === first.trim();
    for (let r = row - 3; r < row + 3; r++) if (same(doc.index.lines[r])) return null;
  }
  const fresh = freshness(doc, change, pos, pos);
  if (fresh < 0) return null;
  const traits = {
    alike: Math.max(over, under),
    over: previous?.wordy ? over : 0,
    under: following?.wordy ? under : 0,
    sameOver: previous && above && previous.text.trim() === above.text.trim() ? 1 : 0,
    sameUnder: following && below && following.text.trim() === below.text.trim() ? 1 : 0,
    wordyOver: previous?.wordy ? 1 : 0,
    wordyUnder: following?.wordy ? 1 : 0,
    names: scale(names.size, 6),
    conflicts: scale(names.conflicts, 3),
    bound: scale(made.bound, 4),
    around,
    fresh,
    between: 1,
    indentSame: indentOf(from.text) === indentOf(to.text) ? 1 : 0,
    rarity: Math.max(
      previous && above ? rarityOf(previous, above, scene) : 0,
      following && below ? rarityOf(following, below, scene) : 0,
    ),
  };
  return { doc, row, hunks: [{ from: pos, to: pos, insert }], traits };
}

function likeLines(a: TokenLine | null, b: TokenLine | null, names: NameMap): number {
  if (!a || !b) return a === b ? 1 : 0;
  if (a.tokens.length === 0 || b.tokens.length === 0)
    return a.tokens.length === b.tokens.length ? 1 : 0;
  const starts =
    a.tokens[0] === b.tokens[0] && a.tokens[1] === b.tokens[1] && isWordToken(a.tokens[0]!);
  if (a.shape !== b.shape && !starts && mostAlike(a.tokens, b.tokens) < 0.5) return 0;
  const alignment = align(a.tokens, b.tokens);
  const alike = alignment.alike;
  const shaped = a.shape === b.shape ? Math.max(alike, 0.5 + alike / 2) : alike;
  const like = starts ? Math.max(shaped, 0.5) : shaped;
  if (like >= 0.5) names.addPairs(a.tokens, b.tokens, alignment);
  return like;
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
  return 1 / (1 + Math.exp(-sum));
}
