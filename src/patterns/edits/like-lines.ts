/** Lines like the ones that an edit changed, and the edit as it would be in them. */
import type { Hunk } from "../../text/prediction.ts";
import { logScale } from "../logistic.ts";
import { align, mostAlike } from "./align.ts";
import { alignBlocks, type Block, blockOf, indentOf, transfer } from "./block.ts";
import { bracketGrowth } from "./candidate.ts";
import type { LineChange } from "./line-change.ts";
import { type Found, freshness, likeRows, rarityOf, surroundings } from "./line-surroundings.ts";
import { NameMap } from "./names-map.ts";
import type { Scene, SceneDoc } from "./scene.ts";
import { rowsText } from "./text-index.ts";
import { isWordToken } from "./token-line.ts";

/** Lines like the one that an edit changed. */
export function changing(change: LineChange, scene: Scene): Found[] {
  const found: Found[] = [];
  const a = blockOf(change.old);
  const next = blockOf(change.next);
  if (!a.tokens.some(isWordToken) && change.rows < 2) return found;
  const first = change.before.lines[change.row]!;
  for (const doc of scene.docs) {
    for (const row of likeRows([first], doc, scene, true)) {
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
    names: logScale(names.size, 6),
    conflicts: logScale(names.conflicts, 3),
    bound: logScale(made.bound, 4),
    holes: logScale(made.holes, 4),
    lost: logScale(made.lost, 3),
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
