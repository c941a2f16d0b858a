/**
 * Where the beginning of a prompt that stays the same ends: a provider that caches up to marks finds
 * only what was marked at that very place, so that the mark has to stay while the prompt grows.
 */

/** A mark is moved when more than this share of what is the same lies behind it. */
const LEFT_BEHIND = 0.5;

/**
 * The length of the beginning to be marked (UTF-16, behind a newline); 0: none. `cuts` remembers the
 * prompt of each key. `least` is the least length that is worth a mark.
 */
export function stableCut(
  cuts: Map<string, { readonly text: string; readonly cut: number }>,
  key: string,
  text: string,
  least: number,
): number {
  const before = cuts.get(key);
  const same = before === undefined ? 0 : commonLength(before.text, text);
  let cut = before !== undefined && before.cut <= same ? before.cut : 0;
  if (cut < same * LEFT_BEHIND) cut = text.lastIndexOf("\n", same - 1) + 1;
  if (cut < least) cut = 0;
  cuts.set(key, { text, cut });
  return cut;
}

function commonLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let i = 0;
  while (i < most && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  return i;
}
