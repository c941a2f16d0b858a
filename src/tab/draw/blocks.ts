/** A change as blocks that a reader understands: rows, and the words in them that go or come. */
import type { SuggestionBlock, SuggestionLine, SuggestionSpan } from "../../editor/suggestion.ts";
import { commonEndsOfLists } from "../../text/common-ends.ts";
import { type Hunk, hunksOf } from "../../text/prediction.ts";
import { type ChangeSet, rowOf, slice, type Text } from "../../text/text.ts";
import { type WordHunk, wordHunks } from "./words.ts";

/** More places or rows than any screen shows are not looked at. */
const MOST_BLOCKS = 60;
const MOST_ROWS = 80;
/** Rows that correspond are shown one by one when at least this share of their text stays. */
const ALIKE = 0.5;
/** Words of rows that become others are told apart when more than this share stays. */
const LITTLE = 0.35;

interface Region {
  /** Rows, 0-based, inclusive. */
  first: number;
  last: number;
  readonly hunks: Hunk[];
}

/** The blocks of a change of `text`, in its order; `cursor`: what is put in there is read from there. */
export function blocksOf(changes: ChangeSet, text: Text, cursor = -1): SuggestionBlock[] {
  const blocks: SuggestionBlock[] = [];
  for (const region of regionsOf(hunksOf(changes), text)) {
    if (blocks.length >= MOST_BLOCKS) break;
    blocks.push(...regionBlocks(region, text, cursor));
  }
  return blocks;
}

export function plainLine(text: string, marked: readonly SuggestionSpan[] = []): SuggestionLine {
  return { text, colours: [], marked };
}

/** Hunks that share a row belong together. */
function regionsOf(hunks: readonly Hunk[], text: Text): Region[] {
  const regions: Region[] = [];
  for (const hunk of hunks) {
    const first = rowOf(text, hunk.from);
    const last = rowOf(text, hunk.to);
    const region = regions[regions.length - 1];
    if (region && first <= region.last) {
      region.last = Math.max(region.last, last);
      region.hunks.push(hunk);
    } else regions.push({ first, last, hunks: [hunk] });
  }
  return regions;
}

function regionBlocks(region: Region, text: Text, cursor: number): SuggestionBlock[] {
  const [hunk] = region.hunks as [Hunk];
  if (region.hunks.length === 1 && hunk.from === hunk.to) {
    const block = insertBlock(hunk, text, cursor);
    if (block) return [block];
  }
  const { first, last } = region;
  const start = text.line(first + 1).from;
  const end = text.line(last + 1).to;
  let now = "";
  let at = start;
  for (const { from, to, insert } of region.hunks) {
    now += slice(text, at, from) + insert;
    at = to;
  }
  now += slice(text, at, end);
  return changedRows(first, slice(text, start, end).split("\n"), now.split("\n"), text);
}

/** Rows that become others, without what is equal at both ends. */
function changedRows(
  first: number,
  old: readonly string[],
  now: readonly string[],
  text: Text,
): SuggestionBlock[] {
  const { head: top, tail: bottom } = commonEndsOfLists(old, now);
  const from = first + top;
  const gone = old.slice(top, old.length - bottom);
  const come = now.slice(top, now.length - bottom);
  if (gone.length === 0 && come.length === 0) return [];
  if (gone.length === 0) {
    const above = from === 0;
    const pos = above ? 0 : text.line(from).to;
    const row = Math.max(0, from - 1);
    return [inserted(row, pos, above ? come : ["", ...come], above)];
  }
  const start = text.line(from + 1).from;
  if (come.length === 0) {
    const last = from + gone.length - 1;
    const deleted = spansOf(gone, start, [{ from: 0, to: gone.join("\n").length }]);
    return [{ ...EMPTY, kind: "delete", first: from, last, pos: start, deleted, old: oldOf(gone) }];
  }
  if (gone.length === come.length && gone.length > 1) {
    const pairs = gone.map((line, i) => wordHunks(line, come[i]!));
    if (pairs.every((hunks, i) => staying(gone[i]!, hunks) >= ALIKE)) {
      return gone.flatMap((line, i) =>
        line === come[i] ? [] : [lineBlock(from + i, line, come[i]!, pairs[i]!, text)],
      );
    }
  }
  if (gone.length === 1 && come.length === 1) {
    return [lineBlock(from, gone[0]!, come[0]!, wordHunks(gone[0]!, come[0]!), text)];
  }
  return [rowsBlock(from, gone, come, start)];
}

const EMPTY = {
  above: false,
  deleted: [],
  lines: [],
  old: [],
  short: null,
  whole: null,
} as const;

/** Null for what is better told as changed rows. */
function insertBlock(hunk: Hunk, text: Text, cursor: number): SuggestionBlock | null {
  const line = text.lineAt(hunk.from);
  const row = line.number - 1;
  const lines = hunk.insert.split("\n");
  const atStart = hunk.from === line.from && hunk.from !== cursor;
  if (lines.length > 1 && atStart && hunk.insert.endsWith("\n")) {
    // Whole rows before this one.
    lines.pop();
    if (row === 0) return inserted(0, 0, lines, true);
    return inserted(row - 1, hunk.from - 1, ["", ...lines], false);
  }
  // In the middle of a line several lines would tear it: the reader sees both halves as rows.
  const torn = lines.length > 1 && hunk.from < line.to;
  if (torn && hunk.from !== cursor) return null;
  const block = inserted(row, hunk.from, lines, false);
  if (lines.length > 1) return block;
  const col = hunk.from - line.from;
  const now = line.text.slice(0, col) + hunk.insert + line.text.slice(col);
  return { ...block, whole: plainLine(now, [{ from: col, to: col + hunk.insert.length }]) };
}

function inserted(
  row: number,
  pos: number,
  lines: readonly string[],
  above: boolean,
): SuggestionBlock {
  const shown = lines.map((line) =>
    plainLine(line, line === "" ? [] : [{ from: 0, to: line.length }]),
  );
  return { ...EMPTY, kind: "insert", first: row, last: row, pos, above, lines: shown };
}

function lineBlock(
  row: number,
  old: string,
  now: string,
  hunks: readonly WordHunk[],
  text: Text,
): SuggestionBlock {
  const { from: start } = text.line(row + 1);
  const gone = hunks.filter(({ fromA, toA }) => toA > fromA);
  const come = hunks.filter(({ fromB, toB }) => toB > fromB);
  const marked = come.map(({ fromB, toB }) => ({ from: fromB, to: toB }));
  const words = new Set(come.map(({ fromB, toB }) => now.slice(fromB, toB)));
  const replaced = hunks.length > 0 && gone.length === hunks.length && come.length === gone.length;
  let short: SuggestionLine | null = null;
  if (replaced && words.size === 1) {
    const [word] = words as unknown as [string];
    const shown = word.trim();
    if (shown !== "") short = plainLine(shown, [{ from: 0, to: shown.length }]);
  }
  return {
    ...EMPTY,
    kind: "line",
    first: row,
    last: row,
    pos: start + (hunks[0]?.fromA ?? 0),
    deleted: gone.map(({ fromA, toA }) => ({ from: start + fromA, to: start + toA })),
    lines: [plainLine(now, marked)],
    old: [
      plainLine(
        old,
        gone.map(({ fromA, toA }) => ({ from: fromA, to: toA })),
      ),
    ],
    short,
  };
}

function rowsBlock(
  first: number,
  gone: readonly string[],
  come: readonly string[],
  start: number,
): SuggestionBlock {
  const old = gone.join("\n");
  const now = come.join("\n");
  const words = wordHunks(old, now);
  // Where little stays, words that do are chance.
  const hunks =
    staying(old, words) < LITTLE
      ? [{ fromA: 0, toA: old.length, fromB: 0, toB: now.length }]
      : words;
  const before = hunks.map(({ fromA, toA }) => ({ from: fromA, to: toA }));
  const after = hunks.map(({ fromB, toB }) => ({ from: fromB, to: toB }));
  return {
    ...EMPTY,
    kind: "lines",
    first,
    last: first + gone.length - 1,
    pos: start + (hunks[0]?.fromA ?? 0),
    deleted: spansOf(gone, start, before),
    lines: markedLines(come, after),
    old: markedLines(gone, before),
  };
}

/** Lines with what ranges of all of them (joined by line breaks) mark in each. */
function markedLines(lines: readonly string[], spans: readonly SuggestionSpan[]): SuggestionLine[] {
  const out: SuggestionLine[] = [];
  let at = 0;
  for (const line of lines.slice(0, MOST_ROWS)) {
    const end = at + line.length;
    const indent = /^\s*/.exec(line)![0].length;
    const marked = spans.flatMap(({ from, to }) => {
      const a = Math.max(from, at) - at;
      const b = Math.min(to, end) - at;
      // Blanks before the first character say nothing, unless only they changed.
      const start = a < indent && b > indent ? indent : a;
      return b > start ? [{ from: start, to: b }] : [];
    });
    out.push(plainLine(line, marked));
    at = end + 1;
  }
  return out;
}

function spansOf(
  lines: readonly string[],
  start: number,
  spans: readonly SuggestionSpan[],
): SuggestionSpan[] {
  const out: SuggestionSpan[] = [];
  let at = start;
  for (const { text, marked } of markedLines(lines, spans)) {
    for (const { from, to } of marked) out.push({ from: at + from, to: at + to });
    at += text.length + 1;
  }
  return out;
}

function oldOf(lines: readonly string[]): SuggestionLine[] {
  return markedLines(lines, [{ from: 0, to: lines.join("\n").length }]);
}

/** The share of a line that stays, blanks left out. */
function staying(line: string, hunks: readonly WordHunk[]): number {
  const all = line.replace(/\s/g, "").length;
  if (all === 0) return hunks.length === 0 ? 1 : 0;
  let gone = 0;
  for (const { fromA, toA, fromB, toB } of hunks) {
    gone += Math.max(line.slice(fromA, toA).replace(/\s/g, "").length, fromB < toB ? 1 : 0);
  }
  return 1 - gone / all;
}
