/** Whether two pieces of text say the same: what stands twice in a prompt, a model says a third time. */

/** Lines that say nothing: brackets, short ones. */
const LEAST = 4;

export type LineSet = ReadonlySet<string>;

export function linesOf(text: string): LineSet {
  const lines = new Set<string>();
  for (const line of text.split("\n")) {
    const plain = line.trim();
    if (plain.length >= LEAST) lines.add(plain);
  }
  return lines;
}

/** How much of both is the same, 0 to 1. */
export function similarity(a: LineSet, b: LineSet): number {
  const all = a.size + b.size;
  return all === 0 ? 0 : (2 * common(a, b)) / all;
}

/** How much of one is in the other, 0 to 1. */
export function contained(part: LineSet, whole: LineSet): number {
  return part.size === 0 ? 0 : common(part, whole) / part.size;
}

function common(a: LineSet, b: LineSet): number {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  let count = 0;
  for (const line of few) if (many.has(line)) count++;
  return count;
}
