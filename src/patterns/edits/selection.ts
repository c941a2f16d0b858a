/** From all candidates those worth ranking: each change once, the likeliest first, not too many alike. */
import type { Candidate } from "./candidate.ts";

const MOST = 40;

export function selected(candidates: readonly Candidate[]): Candidate[] {
  const sorted = [...candidates].sort((a, b) => b.score - a.score);
  const seen = new Set<string>();
  const kept: Candidate[] = [];
  for (const candidate of sorted) {
    if (kept.length >= MOST) break;
    let key = `${candidate.doc}`;
    for (const { from, to, insert } of candidate.hunks) key += `\0${from},${to},${insert}`;
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(candidate);
  }
  return kept;
}
