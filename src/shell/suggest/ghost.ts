/** Whether a found line is worth to be shown. */
import type { Params } from "./params.ts";
import type { Found } from "./search.ts";

/** Characters of a word that count for what a ghost is worth. */
const MOST_GAIN = 12;

/** Whether it is shown; all but the eagerness is the same for everybody. */
export function isSure(found: Found, prefix: string, p: Params): boolean {
  if (prefix === "") return found.chance >= p.leastEmpty;
  return worth(found, prefix, p.gain) >= p.least;
}

/** What a ghost is worth: that it is right as a whole, and the keys that its next word may save. */
export function worth(found: Found, prefix: string, perCharacter: number): number {
  const { line, chance, wordChance } = found;
  const gain = Math.min(wordLength(line, prefix.length) - 1, MOST_GAIN);
  return chance + perCharacter * wordChance * gain;
}

/** How many characters the next word adds: up to and with the next "/", or up to the next space. */
function wordLength(line: string, from: number): number {
  let at = from;
  while (line[at] === " ") at++;
  while (at < line.length && line[at] !== " " && line[at] !== "/") at++;
  return at - from + (line[at] === "/" ? 1 : 0);
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
