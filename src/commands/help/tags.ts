/**
 * Help tags of a Markdown text. A tag is
 *
 *   - each code span of a heading, and the heading itself with dashes for blanks;
 *   - each code span that starts a list item;
 *   - each code span in the first cell of a table's row.
 *
 * What follows the name in a code span is left out: "gq{motion}" is `gq`, ":earlier {time}" is
 * `:earlier`. Where two places claim a tag, the kind that comes first here has it.
 */

export interface HelpTag {
  readonly tag: string;
  /** The file's name without `.md`. */
  readonly file: string;
  /** 0-based. */
  readonly row: number;
  /** What the line says, without Markdown's signs. */
  readonly title: string;
  /** 0: a heading, 1: a list item, 2: a row of a table. */
  readonly rank: number;
}

const SPAN = /(`+)(.+?)\1/g;

export function tagsOf(file: string, text: string): HelpTag[] {
  const tags: HelpTag[] = [];
  let fenced = false;
  text.split("\n").forEach((line, row) => {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    if (fenced) return;
    const add = (tag: string, rank: number): void => {
      if (tag !== "") tags.push({ tag, file, row, title: plainText(line), rank });
    };
    const heading = /^(#+)\s+(.*)$/.exec(line);
    if (heading) {
      const title = heading[2]!;
      if (heading[1] === "#") add(file, 0);
      for (const [, , span] of title.matchAll(SPAN)) add(tagName(span!), 0);
      add(slug(title), 0);
      return;
    }
    const item = /^\s*[-*]\s+(?=`)(.*)$/.exec(line);
    if (item) {
      for (const span of leadingSpans(item[1]!)) add(tagName(span), 1);
      return;
    }
    const cell = /^\|((?:\\.|[^|\\])*)\|/.exec(line)?.[1];
    if (cell === undefined) return;
    for (const [, , span] of cell.matchAll(SPAN)) add(tagName(span!.replaceAll("\\|", "|")), 2);
  });
  return tags;
}

/** The code spans at the start of a text, with blanks, commas or "or" between them. */
function leadingSpans(text: string): string[] {
  const spans: string[] = [];
  let rest = text;
  for (;;) {
    const match = /^(?:\s|,|or\b|and\b)*(`+)(.+?)\1/.exec(rest);
    if (!match) return spans;
    spans.push(match[2]!);
    rest = rest.slice(match[0].length);
  }
}

/** The name in a code span: without arguments. */
function tagName(span: string): string {
  const text = span.trim();
  return /^(.+?)(?:\{\w.*|\[\w+\].*|\s.*)?$/su.exec(text)?.[1] ?? text;
}

export function slug(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, "")
    .trim()
    .replace(/\s+/g, "-");
}

/** A line of Markdown without its signs. */
export function plainText(line: string): string {
  let text = line.replace(/^#+\s+/, "").replace(/^\s*[-*]\s+/, "");
  if (text.startsWith("|") && text.trimEnd().endsWith("|")) {
    const cells =
      text
        .trim()
        .slice(1, -1)
        .match(/(?:\\.|[^|\\])+/g) ?? [];
    text = cells.map((cell) => cell.trim().replaceAll("\\|", "|")).join("  ");
  }
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/`+/g, "")
    .trim();
}
