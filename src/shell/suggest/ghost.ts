/** Whether a found line is worth to be shown. */
import type { Params } from "./params.ts";
import type { Found } from "./search.ts";

/** Characters of a word that count for what a ghost is worth. */
const MOST_GAIN = 12;

/** Whether it is shown; all but the eagerness is the same for everybody. */
export function isSure(found: Found, prefix: string, p: Params): boolean {
  // On the empty line those who show it have a bar of their own.
  return prefix === "" || worth(found, prefix, p.gain) >= p.least;
}

/** What a ghost is worth: that it is right as a whole, and the keys that its next word may save. */
export function worth(found: Found, prefix: string, perCharacter: number): number {
  const { line, chance, wordChance } = found;
  const gain = Math.min(wordAt(line, prefix.length).length - 1, MOST_GAIN);
  return chance + perCharacter * wordChance * gain;
}

/** The next word of a line from an offset on, with the blanks before it: through a "/", or up to a blank. */
export function wordAt(line: string, from: number): string {
  let at = from;
  while (line[at] === " ") at++;
  while (at < line.length && line[at] !== " " && line[at] !== "/") at++;
  return line.slice(from, line[at] === "/" ? at + 1 : at);
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
