/** What two versions of a long line have in common, at the speed of memory. */

export interface Overlap {
  /** UTF-16 units that are the same at the start, to a block's exactness: never too many. */
  readonly prefix: number;
  /** The same at the end; the two do not overlap in either line. */
  readonly suffix: number;
}

const LARGEST = 1 << 18;
const SMALLEST = 1 << 9;

let last: { older: string; line: string; overlap: Overlap } | null = null;

/** The common start and end of two lines. The last answer is kept: several ask after one key. */
export function overlapOf(older: string, line: string): Overlap {
  if (last?.older === older && last.line === line) return last.overlap;
  const shorter = Math.min(older.length, line.length);
  const prefix = commonPrefix(older, line, shorter);
  const overlap = { prefix, suffix: commonSuffix(older, line, shorter - prefix) };
  last = { older, line, overlap };
  return overlap;
}

function commonPrefix(a: string, b: string, most: number): number {
  let at = 0;
  for (let block = LARGEST; block >= SMALLEST; block >>= 3) {
    while (at + block <= most && a.slice(at, at + block) === b.slice(at, at + block)) at += block;
  }
  return at;
}

function commonSuffix(a: string, b: string, most: number): number {
  let at = 0;
  for (let block = LARGEST; block >= SMALLEST; block >>= 3) {
    for (; at + block <= most; at += block) {
      const one = a.slice(a.length - at - block, a.length - at);
      if (one !== b.slice(b.length - at - block, b.length - at)) break;
    }
  }
  return at;
}
