/** Places between lines like those between which an edit put some in. */
import { logScale } from "../logistic.ts";
import { align, mostAlike } from "./align.ts";
import { indentOf, moved } from "./block.ts";
import type { LineChange } from "./line-change.ts";
import { type Found, freshness, likeRows, rarityOf, surroundings } from "./line-surroundings.ts";
import { NameMap } from "./names-map.ts";
import type { Scene, SceneDoc } from "./scene.ts";
import { isWordToken, type TokenLine } from "./token-line.ts";

export function puttingIn(change: LineChange, scene: Scene): Found[] {
  const found: Found[] = [];
  const { before, row: at, next: text } = change;
  const previous = before.lines[at - 1] ?? null;
  const following = before.lines[at] ?? null;
  if (!previous?.wordy && !following?.wordy) return found;
  for (const doc of scene.docs) {
    const rows = new Set<number>();
    if (following) for (const row of likeRows([following], doc, scene, true)) rows.add(row);
    if (previous) {
      for (const row of likeRows([previous], doc, scene, false)) rows.add(row + 1);
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
    names: logScale(names.size, 6),
    conflicts: logScale(names.conflicts, 3),
    bound: logScale(made.bound, 4),
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
