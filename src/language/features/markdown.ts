/**
 * What servers say, as lines for a float: enough of Markdown to read it (headings, emphasis, code,
 * lists, links, rules). It is untrusted text: nothing in it is followed or run, and it has an end.
 */
import type { FloatLine, FloatSpan } from "../../editor/float.ts";
import { isTable } from "../lsp/server-table.ts";

/** A line that may be code in a language, to be coloured later. */
export interface RichLine extends FloatLine {
  /** The word behind the fence; absent: no code. */
  readonly language?: string;
}

const MOST_CHARACTERS = 100_000;
const MOST_LINES = 1000;
const TAB = "    ";

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  "#39": "'",
};

const RULE: RichLine = { text: "", spans: [], rule: true };

/** Lines of Markdown. */
export function markdownLines(source: string): RichLine[] {
  const lines: RichLine[] = [];
  let fence: { readonly mark: string; readonly language: string } | null = null;
  for (const raw of linesOf(source)) {
    const edge = /^\s*(`{3,}|~{3,})\s*([^\s`]*)/.exec(raw);
    if (fence !== null) {
      const [, mark = "", word = ""] = edge ?? [];
      if (mark.startsWith(fence.mark) && word === "") fence = null;
      else lines.push({ text: raw, spans: [], code: true, language: fence.language });
    } else if (edge) fence = { mark: edge[1]!, language: edge[2]! };
    else lines.push(textLine(raw));
  }
  return tidy(lines);
}

/** Lines of a text without marks. */
export function plainLines(source: string): RichLine[] {
  return tidy(linesOf(source).map((text) => ({ text, spans: [] })));
}

/** Lines of code in a language (as behind a fence). */
export function codeLines(source: string, language: string): RichLine[] {
  return linesOf(source).map((text) => ({ text, spans: [], code: true, language }));
}

/**
 * The lines of what the protocol calls contents: MarkupContent, a MarkedString or a list of them, a
 * plain string. Empty for what is none.
 */
export function contentLines(contents: unknown): RichLine[] {
  const parts = (Array.isArray(contents) ? contents.slice(0, 100) : [contents])
    .map(partLines)
    .filter((lines) => lines.length > 0);
  return joined(parts);
}

/** Lists of lines with a rule between each two. */
export function joined(parts: readonly (readonly RichLine[])[]): RichLine[] {
  return parts.flatMap((lines, i) => (i === 0 ? lines : [RULE, ...lines]));
}

function partLines(part: unknown): RichLine[] {
  if (typeof part === "string") return markdownLines(part);
  if (!isTable(part) || typeof part.value !== "string") return [];
  if (typeof part.language === "string") return tidy(codeLines(part.value, part.language));
  return part.kind === "plaintext" ? plainLines(part.value) : markdownLines(part.value);
}

function linesOf(source: string): string[] {
  const cut = source.length > MOST_CHARACTERS;
  const lines = (cut ? source.slice(0, MOST_CHARACTERS) : source)
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replaceAll("\t", TAB)
    .split("\n");
  if (cut || lines.length > MOST_LINES) return [...lines.slice(0, MOST_LINES), "…"];
  return lines;
}

/** Without empty lines at both ends, and with one in place of several. */
function tidy(lines: readonly RichLine[]): RichLine[] {
  const kept: RichLine[] = [];
  const isEmpty = (line: RichLine) => line.text.trim() === "" && !line.rule;
  for (const line of lines) {
    const last = kept.at(-1);
    if (isEmpty(line) && (last === undefined || isEmpty(last)) && !line.code) continue;
    kept.push(line);
  }
  while (kept.length > 0 && isEmpty(kept.at(-1)!)) kept.pop();
  return kept;
}

function textLine(raw: string): RichLine {
  if (/^ {0,3}(?:[-_*] *){3,}$/.test(raw)) return RULE;
  const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/.exec(raw);
  if (heading) {
    const { text, spans } = inline(heading[2]!);
    return { text, spans: covered(spans, text.length, "markup.heading") };
  }
  const quote = /^ {0,3}>\s?(.*)$/.exec(raw);
  if (quote) {
    const { text, spans } = inline(quote[1]!);
    const shifted = spans.map((span) => ({ ...span, from: span.from + 2, to: span.to + 2 }));
    return { text: `| ${text}`, spans: covered(shifted, text.length + 2, "markup.quote") };
  }
  const item = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/.exec(raw);
  if (!item) return inline(raw.replace(/ +$|\\$/, ""));
  const [, indent = "", mark = "", rest = ""] = item;
  const lead = `${indent}${/\d/.test(mark) ? mark : "-"} `;
  const { text, spans } = inline(rest);
  return {
    text: lead + text,
    spans: [
      { from: indent.length, to: lead.length - 1, group: "markup.list" },
      ...spans.map(({ from, to, group }) => ({
        from: from + lead.length,
        to: to + lead.length,
        group,
      })),
    ],
  };
}

/** Spans with a group in the gaps between them. */
function covered(spans: readonly FloatSpan[], length: number, group: string): FloatSpan[] {
  const all: FloatSpan[] = [];
  let at = 0;
  for (const span of spans) {
    if (span.from > at) all.push({ from: at, to: span.from, group });
    all.push(span);
    at = span.to;
  }
  if (length > at) all.push({ from: at, to: length, group });
  return all;
}

/** Code, links, emphasis, entities, what a backslash protects. */
const INLINE =
  /(`+)(?!`)(.+?)(?<!`)\1(?!`)|!?\[((?:\\.|[^\]\\])*)\]\(((?:[^()\s]|\([^()\s]*\))*)(?:\s+"[^"]*")?\)|<((?:https?|file|mailto):[^>\s]+)>|(\*\*|__)(?=\S)(.+?\S?)\6|(?<![\w*])(\*)(?=[^\s*])([^*]*[^\s*])\8|(?<!\w)(_)(?=[^\s_])([^_]*[^\s_])\10(?!\w)|~~(.+?)~~|\\([!-/:-@[-`{-~])|&(#?\w{1,8});/g;

function inline(source: string): { text: string; spans: FloatSpan[] } {
  let text = "";
  const spans: FloatSpan[] = [];
  let last = 0;
  const add = (piece: string, group: string): void => {
    if (piece === "") return;
    spans.push({ from: text.length, to: text.length + piece.length, group });
    text += piece;
  };
  // What is long without an end is not looked through for marks.
  const pieces = source.length > 4000 ? [] : source.matchAll(INLINE);
  for (const match of pieces) {
    text += source.slice(last, match.index);
    last = match.index + match[0].length;
    const [, , code, label, href, address, , bold, , star, , under, struck, escaped, entity] =
      match;
    if (code !== undefined) add(code.length > 2 ? code.replace(/^ (.*) $/, "$1") : code, RAW);
    else if (label !== undefined) {
      add(inline(label).text || (href ?? ""), "markup.link");
    } else if (address !== undefined) add(address, "markup.link");
    else if (bold !== undefined) add(inline(bold).text, "markup.bold");
    else if (star !== undefined) add(inline(star).text, "markup.italic");
    else if (under !== undefined) add(inline(under).text, "markup.italic");
    else if (struck !== undefined) add(inline(struck).text, "markup.strikethrough");
    else if (escaped !== undefined) text += escaped;
    else text += ENTITIES[entity!] ?? match[0];
  }
  text += source.slice(last);
  return { text, spans };
}

const RAW = "markup.raw";
