/** What two texts, or two lists, have in common at their ends. */

export interface Ends {
  /** How much both begin with, and how much of the rest both end with. */
  readonly head: number;
  readonly tail: number;
}

/** In UTF-16 units: the halves of a character may be parted. */
export function commonEnds(before: string, after: string): Ends {
  const head = commonHead(before, after);
  const most = Math.min(before.length, after.length) - head;
  return { head, tail: commonTail(before, after, most) };
}

export function commonHead(before: string, after: string): number {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  return head;
}

/** At most `most` units, of which both texts must have as many. */
export function commonTail(before: string, after: string, most: number): number {
  const endA = before.length - 1;
  const endB = after.length - 1;
  let tail = 0;
  while (tail < most && before.charCodeAt(endA - tail) === after.charCodeAt(endB - tail)) tail++;
  return tail;
}

/** In members that are the same. */
export function commonEndsOfLists<T>(before: readonly T[], after: readonly T[]): Ends {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  const endA = before.length - 1;
  const endB = after.length - 1;
  let tail = 0;
  while (tail < most - head && before[endA - tail] === after[endB - tail]) tail++;
  return { head, tail };
}
