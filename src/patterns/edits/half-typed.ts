/** The rest of an edit that is being typed, when it begins like one that was made before. */
import { logScale, sigmoid } from "../logistic.ts";
import { type Candidate, quoted, times } from "./candidate.ts";
import { changesOf } from "./line-change.ts";
import type { Scene } from "./scene.ts";
import { tokenRules } from "./token-rule.ts";

export function* halfTyped(scene: Scene): Generator<void, Candidate[]> {
  const { typing, here } = scene;
  if (!typing) return [];
  const { pos } = here.snapshot;
  const [change, ...more] = changesOf(typing, scene.last + 1);
  if (!change || more.length > 0 || change.whole || change.hunks.length !== 1) return [];
  const hunk = change.hunks[0]!;
  const made = change.made[0]!;
  // Only at the end of what is typed can it go on.
  if (made.to !== pos || hunk.insert.includes("\n")) return [];
  const own = tokenRules([change])[0];
  const old = change.old.slice(hunk.from, hunk.to);
  const found: Candidate[] = [];
  for (const rule of tokenRules(scene.changes)) {
    const typed = hunk.insert;
    if (rule.old !== old || rule.insert === typed || !rule.insert.startsWith(typed)) continue;
    let left = 0;
    let right = 0;
    const mine = own?.examples[0];
    for (const example of rule.examples) {
      left = Math.max(left, agreeing(example.left, mine?.left ?? []));
      right = Math.max(right, agreeing(example.right, mine?.right ?? []));
    }
    if (old === "" && (typed.trim() === "" || left + right === 0)) continue;
    const traits: Record<string, number> = {
      half: 1,
      typed: logScale(typed.length, 12),
      put: old === "" ? 1 : 0,
      leftSame: left / 4,
      rightSame: right / 4,
      examples: 1 - 1 / rule.examples.length,
      part: rule.part ? 1 : 0,
      here: 1,
    };
    const sum = 0.4 + 0.5 * rule.examples.length + 0.3 * (left + right) - (old === "" ? 0.8 : 0);
    found.push({
      doc: here.snapshot.id,
      hunks: [{ from: pos, to: pos, insert: rule.insert.slice(typed.length) }],
      traits,
      score: sigmoid(sum),
      reason:
        old === ""
          ? `you put in ${quoted(rule.insert)} ${times(rule.examples.length)}`
          : `you changed ${quoted(old)} to ${quoted(rule.insert)} ${times(rule.examples.length)}`,
    });
  }
  yield;
  return found;
}

function agreeing(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count++;
  return count;
}
