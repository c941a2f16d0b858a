/** Characters of two UTF-16 units: the halves may stand alone (a byte that is no UTF-8 is a low one). */

/** The first half of a character of two UTF-16 units. */
export function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** The second half of one. */
export function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Either of them. */
export function isHalf(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** The code point that ends at a UTF-16 offset; -1 at the start of the text. */
export function codeBefore(text: string, at: number): number {
  if (at <= 0) return -1;
  const low = text.charCodeAt(at - 1);
  return isLow(low) && at > 1 ? text.codePointAt(at - 2)! : low;
}
