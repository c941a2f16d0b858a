/** What two texts begin and end with; characters of two UTF-16 units are not parted. */

export interface Ends {
  readonly head: number;
  /** Of what is left behind `head`. */
  readonly tail: number;
}

export function commonEnds(a: string, b: string): Ends {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a.charCodeAt(head) === b.charCodeAt(head)) head++;
  if (head > 0 && isHigh(a.charCodeAt(head - 1))) head--;
  let tail = 0;
  while (
    tail < most - head &&
    a.charCodeAt(a.length - 1 - tail) === b.charCodeAt(b.length - 1 - tail)
  ) {
    tail++;
  }
  if (tail > 0 && isLow(a.charCodeAt(a.length - tail))) tail--;
  return { head, tail };
}

export function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

export function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** An overlap longer than this is not looked for. */
const MOST_OVERLAP = 2000;

/** The longest end of `text` that `next` begins with, in UTF-16 units. */
export function overlapOf(text: string, next: string): number {
  if (next === "") return 0;
  const first = next[0]!;
  const least = Math.max(0, text.length - Math.min(next.length, MOST_OVERLAP));
  for (let at = text.indexOf(first, least); at >= 0; at = text.indexOf(first, at + 1)) {
    if (next.startsWith(text.slice(at))) return text.length - at;
  }
  return 0;
}
