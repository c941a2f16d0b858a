/** Seeded random lines with everything that has a width of its own. */

export type Random = (below: number) => number;

export function seeded(seed: number): Random {
  let state = seed * 2654435761;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

const PIECES = [
  ..."abc  ,;.",
  "word",
  "  ",
  "\t",
  "日本",
  "é",
  "e\u0301",
  "👍",
  "👩\u200d👧",
  "🇩🇪",
  "\x01",
  "\x7f",
  "\u200b",
  "\udc80",
];

export function randomLine(random: Random, pieces: number): string {
  let line = "";
  for (let i = random(pieces + 1); i > 0; i--) line += PIECES[random(PIECES.length)];
  return line;
}
