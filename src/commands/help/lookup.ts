/** Which help tag a subject means: Vim's spellings, then the nearest tag. */
import type { HelpTag } from "./tags.ts";

/**
 * One spelling for the many of a key: `^R`, `<C-r>`, `ctrl-r` are `CTRL-R`, and keys after one
 * another are joined by `_` (`<C-w>s` is `CTRL-W_s`).
 */
export function canonicalSubject(subject: string): string {
  let text = subject.trim();
  if (text.length > 1) text = text.replace(/^\|(.+)\|$/, "$1");
  text = text
    .replace(
      /<C-([^>]|lt)>/gi,
      (_, key: string) => `CTRL-${key === "lt" ? "<" : key.toUpperCase()}_`,
    )
    .replace(/(^|_)\^([A-Za-z@[\]\\^_])/g, (_, before: string, key: string) => {
      return `${before}CTRL-${key.toUpperCase()}_`;
    })
    .replace(/ctrl-(.)/gi, (_, key: string) => `CTRL-${key.toUpperCase()}`)
    .replace(/(CTRL-.)[ _]?(?=.)/g, "$1_")
    .replace(/(.)(?<![_\s])CTRL-/g, "$1_CTRL-")
    .replace(/(?<=CTRL-.)_+$/, "");
  return text;
}

/** The tags that fit a subject, the best first. */
export function findTags(tags: readonly HelpTag[], subject: string, limit = 50): HelpTag[] {
  const wanted = canonicalSubject(subject);
  if (wanted === "") return [];
  const lower = wanted.toLowerCase();
  const found: { tag: HelpTag; score: number }[] = [];
  for (const tag of tags) {
    const score = scoreOf(tag.tag, wanted, lower);
    if (score >= 0) found.push({ tag, score });
  }
  found.sort(
    (a, b) =>
      a.score - b.score ||
      a.tag.tag.length - b.tag.tag.length ||
      a.tag.rank - b.tag.rank ||
      (a.tag.tag < b.tag.tag ? -1 : 1),
  );
  return found.slice(0, limit).map(({ tag }) => tag);
}

/** Smaller is better; -1: it does not fit. */
function scoreOf(tag: string, wanted: string, lower: string): number {
  if (tag === wanted) return 0;
  const low = tag.toLowerCase();
  if (low === lower) return 1;
  if (low === `'${lower}'`) return 2;
  if (low === `:${lower}`) return 3;
  if (low === lower.replace(/[\s_]+/g, "-")) return 3;
  // Keys with a mode prefix are only found whole, or every short subject would find dozens.
  if (tag.startsWith(wanted) && wanted.length > 1) return 4;
  if (low.startsWith(lower) && lower.length > 1) return 5;
  if (low.startsWith(`'${lower}`) || low.startsWith(`:${lower}`)) return 6;
  if (lower.length > 2 && low.includes(lower)) return 7;
  return lower.length > 2 && isSubsequence(lower, low) ? 8 : -1;
}

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const ch of part) {
    at = whole.indexOf(ch, at);
    if (at < 0) return false;
    at++;
  }
  return true;
}

/** The subject under a cursor: `|tag|`, a code span, a link, 'option', or the word between blanks. */
export function subjectAt(line: string, col: number): string | null {
  const around = (pattern: RegExp): RegExpExecArray | null => {
    for (let match = pattern.exec(line); match; match = pattern.exec(line)) {
      if (match.index <= col && col < match.index + match[0].length) return match;
      if (match[0] === "") pattern.lastIndex++;
    }
    return null;
  };
  const link = around(/\[([^\]]*)\]\(([^)\s]*)\)/g);
  if (link) return link[2]!;
  const bar = around(/\|([^\s|]+)\|/g);
  if (bar) return bar[1]!;
  const code = around(/(`+)(.+?)\1/g);
  if (code) return code[2]!.replaceAll("\\|", "|");
  const option = around(/'[a-z]+'/g);
  if (option) return option[0];
  const word = around(/[^\s|()`]+/g);
  return word ? word[0].replace(/[.,;:!?]$/, "") || null : null;
}
