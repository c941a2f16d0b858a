/**
 * Cuts a line hunk into edits as small as a person makes them: lines of a like look are pairs, a pair
 * differs by tokens, and what has no partner is put in or taken out as whole lines.
 */
export interface Cut {
  /** 0-based, counted from the hunk's first line. */
  readonly line: number;
  readonly col: number;
  readonly removed: string;
  readonly inserted: string;
  readonly reindent: boolean;
}

/** Lines that share less of their tokens than this are not the same line. */
const LIKE = 0.45;
const TOKEN = /[\p{L}_$][\p{L}\p{N}_$]*|\p{N}[\p{L}\p{N}_.]*|[^\S\n]+|[^\s]/gu;

/** The edits of one hunk, top to bottom; `before` and `after` are its lines without line breaks. */
export function cutHunk(before: readonly string[], after: readonly string[]): Cut[] {
  const cuts: Cut[] = [];
  const pairs = [...pairLines(before, after), { a: before.length, b: after.length }];
  let a = 0;
  let b = 0;
  for (let i = 0; i < pairs.length; i++) {
    const pair = pairs[i]!;
    if (pair.a > a || pair.b > b) {
      cuts.push(wholeLines(a, before.slice(a, pair.a), after.slice(b, pair.b), false));
    }
    if (pair.a === before.length) break;
    const moved = movedTogether(pairs, i, before, after);
    if (moved > 0) {
      const old = before.slice(pair.a, pair.a + moved);
      cuts.push(wholeLines(pair.a, old, after.slice(pair.b, pair.b + moved), true));
      i += moved - 1;
      a = pair.a + moved;
      b = pair.b + moved;
      continue;
    }
    for (const cut of cutLine(before[pair.a]!, after[pair.b]!)) {
      cuts.push({ ...cut, line: pair.a, reindent: false });
    }
    a = pair.a + 1;
    b = pair.b + 1;
  }
  return cuts;
}

function wholeLines(
  line: number,
  removed: readonly string[],
  inserted: readonly string[],
  reindent: boolean,
): Cut {
  const joined = (lines: readonly string[]) => lines.map((text) => `${text}\n`).join("");
  return { line, col: 0, removed: joined(removed), inserted: joined(inserted), reindent };
}

/** How many pairs from the i-th on are neighbours that moved sideways by the same blanks. */
function movedTogether(
  pairs: readonly { a: number; b: number }[],
  i: number,
  before: readonly string[],
  after: readonly string[],
): number {
  const first = pairs[i]!;
  let shift: string | null = null;
  let count = 0;
  for (; i + count < pairs.length; count++) {
    const pair = pairs[i + count]!;
    if (pair.a !== first.a + count || pair.b !== first.b + count || pair.a >= before.length) break;
    const old = before[pair.a]!;
    const next = after[pair.b]!;
    if (old.trimStart() !== next.trimStart() || old === next) break;
    const oldIndent = old.slice(0, old.length - old.trimStart().length);
    const nextIndent = next.slice(0, next.length - next.trimStart().length);
    const step = nextIndent.endsWith(oldIndent)
      ? `+${nextIndent.slice(0, nextIndent.length - oldIndent.length)}`
      : oldIndent.endsWith(nextIndent)
        ? `-${oldIndent.slice(0, oldIndent.length - nextIndent.length)}`
        : "";
    if (step === "" || (shift !== null && step !== shift)) break;
    shift = step;
  }
  return count;
}

/** The pairs of lines, in order, that have the most tokens in common. */
function pairLines(
  before: readonly string[],
  after: readonly string[],
): { a: number; b: number }[] {
  const oldTokens = before.map(tokensOf);
  const newTokens = after.map(tokensOf);
  const width = after.length + 1;
  const best = new Float64Array((before.length + 1) * width);
  const like = new Float64Array(before.length * after.length);
  for (let a = before.length - 1; a >= 0; a--) {
    for (let b = after.length - 1; b >= 0; b--) {
      const share = likeness(oldTokens[a]!, newTokens[b]!);
      like[a * after.length + b] = share;
      const skip = Math.max(best[(a + 1) * width + b]!, best[a * width + b + 1]!);
      const take = share >= LIKE ? share + best[(a + 1) * width + b + 1]! : 0;
      best[a * width + b] = Math.max(skip, take);
    }
  }
  const pairs: { a: number; b: number }[] = [];
  let a = 0;
  let b = 0;
  while (a < before.length && b < after.length) {
    const share = like[a * after.length + b]!;
    const here = best[a * width + b]!;
    if (share >= LIKE && here === share + best[(a + 1) * width + b + 1]!) {
      pairs.push({ a: a++, b: b++ });
    } else if (here === best[(a + 1) * width + b]!) a++;
    else b++;
  }
  return pairs;
}

function tokensOf(line: string): string[] {
  return line.match(TOKEN) ?? [];
}

/** The share of tokens, blanks aside, that two lines have in common, in order. */
function likeness(before: readonly string[], after: readonly string[]): number {
  const weight = (tokens: readonly string[]) =>
    tokens.reduce((sum, token) => sum + (isBlank(token) ? 0 : 1), 0);
  const all = weight(before) + weight(after);
  if (all === 0) return 0;
  let common = 0;
  for (const [a] of commonTokens(before, after)) {
    if (!isBlank(before[a]!)) common += 1;
  }
  return (2 * common) / all;
}

/** Indices of tokens that stay, in order: the ones with the most characters in all. */
function commonTokens(before: readonly string[], after: readonly string[]): [number, number][] {
  const found: [number, number][] = [];
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) {
    found.push([head, head++]);
  }
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++;
  }
  const n = before.length - head - tail;
  const m = after.length - head - tail;
  // A line of so many tokens is data.
  if (n > 0 && m > 0 && n * m <= 250_000) {
    const best = new Float64Array((n + 1) * (m + 1));
    for (let i = n - 1; i >= 0; i--) {
      for (let j = m - 1; j >= 0; j--) {
        const same = before[head + i] === after[head + j];
        const gain = isBlank(before[head + i]!) ? 0.1 : before[head + i]!.length + 0.2;
        best[i * (m + 1) + j] = Math.max(
          best[(i + 1) * (m + 1) + j]!,
          best[i * (m + 1) + j + 1]!,
          same ? gain + best[(i + 1) * (m + 1) + j + 1]! : 0,
        );
      }
    }
    let i = 0;
    let j = 0;
    while (i < n && j < m) {
      const same = before[head + i] === after[head + j];
      const here = best[i * (m + 1) + j]!;
      const gain = isBlank(before[head + i]!) ? 0.1 : before[head + i]!.length + 0.2;
      if (same && here === gain + best[(i + 1) * (m + 1) + j + 1]!) {
        found.push([head + i++, head + j++]);
      } else if (here === best[(i + 1) * (m + 1) + j]!) i++;
      else j++;
    }
  }
  for (let k = tail; k > 0; k--) found.push([before.length - k, after.length - k]);
  return found;
}

interface Replacement {
  col: number;
  removed: string;
  inserted: string;
}

/** The edits of one line; those with only blanks or two marks between them are one. */
function cutLine(before: string, after: string): Replacement[] {
  if (before === after) return [];
  const old = tokensOf(before);
  const next = tokensOf(after);
  const edits: Replacement[] = [];
  let a = 0;
  let b = 0;
  let col = 0;
  for (const [stayA, stayB] of [...commonTokens(old, next), [old.length, next.length] as const]) {
    const removed = old.slice(a, stayA).join("");
    const inserted = next.slice(b, stayB).join("");
    if (removed !== "" || inserted !== "") edits.push({ col, removed, inserted });
    col += removed.length + (old[stayA]?.length ?? 0);
    a = stayA + 1;
    b = stayB + 1;
  }
  return merged(before, edits);
}

function merged(before: string, edits: readonly Replacement[]): Replacement[] {
  const list: Replacement[] = [];
  for (const edit of edits) {
    const last = list[list.length - 1];
    const from = last ? last.col + last.removed.length : 0;
    const gap = before.slice(from, edit.col);
    if (last && isSmallGap(gap)) {
      last.removed += gap + edit.removed;
      last.inserted += gap + edit.inserted;
    } else list.push({ ...edit });
  }
  return list;
}

function isSmallGap(gap: string): boolean {
  const marks = gap.replace(/\s/g, "");
  return marks.length <= 2 && !/[\p{L}\p{N}_$]/u.test(marks);
}

function isBlank(token: string): boolean {
  return /^\s/.test(token);
}
