/** What stands before a place, as numbers to look it up by. */
import { TokenKind } from "./code-token.ts";

/** Tokens by number: their kinds, and what they are in a shape. */
export interface KnownTokens {
  readonly kinds: readonly number[];
  readonly shapes: readonly number[];
}

/** In a shape a name that was never read is a name all the same. */
export const NAME_SHAPE = 3;
export const NUMBER_SHAPE = 5;

export function mix(hash: number, value: number): number {
  let h = Math.imul(hash ^ value, 0x9e3779b1);
  h ^= h >>> 15;
  return Math.imul(h, 0x85ebca6b) ^ (h >>> 13);
}

/** A line reduced to what a like line shares with it. */
export interface LineSums {
  first: number;
  last: number;
  /** Hash of its shape, of its tokens. */
  shape: number;
  exact: number;
  /** The quote that a string in it has begun with and is not yet ended by; 0: none. */
  quote: number;
}

/**
 * The shape of a line by one token more. A string is one thing in it, whatever it says. `sums.quote` is
 * kept up to date.
 */
export function shapeBy(
  known: KnownTokens,
  sums: { shape: number; quote: number },
  token: number,
): void {
  if (sums.quote !== 0) {
    if (token !== sums.quote) return;
    sums.quote = 0;
  } else if (token !== 0 && known.kinds[token] === TokenKind.quote) sums.quote = token;
  sums.shape = mix(sums.shape, token === 0 ? NAME_SHAPE : known.shapes[token]!);
}

export function addToken(known: KnownTokens, sums: LineSums, token: number): void {
  sums.last = token;
  sums.exact = mix(sums.exact, token);
  shapeBy(known, sums, token);
}

export function startKey(above: LineSums): number {
  return mix(mix(19, above.first), above.last);
}

export function keyTwo(t1: number, t2: number): number {
  return mix(mix(23, t1), t2);
}

export function keyFour(t1: number, t2: number, t3: number, t4: number): number {
  return mix(mix(mix(mix(29, t1), t2), t3), t4);
}
