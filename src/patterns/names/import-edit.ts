/** Edits of import statements that keep to how the file writes them: lists, order, groups. */
import type { Hunk } from "../../text/prediction.ts";
import { lineText, rowOf, rowStart, slice, type Text } from "../../text/text.ts";
import type { ImportedName, ImportStatement } from "./imports.ts";

/** Puts a name into the list of a statement; null when it has no list. */
export function addToList(text: Text, into: ImportStatement, written: string): Hunk | null {
  const { list } = into;
  const names = into.names.filter((name) => name.listed);
  const last = names[names.length - 1];
  if (!list || !last) return null;
  const before = isSorted(names.map(sortKey))
    ? names.find((name) => compare(sortKey(name), keyOf(written)) > 0)
    : undefined;
  const rows = rowOf(text, list.to) > rowOf(text, list.from) && ownRow(text, last);
  if (rows) {
    const indent = /^\s*/.exec(lineText(text, rowOf(text, last.from)))![0];
    if (before) {
      const at = rowStart(text, rowOf(text, before.from));
      return { from: at, to: at, insert: `${indent}${written},\n` };
    }
    const comma = slice(text, last.to, last.to + 1) === ",";
    const end = comma ? last.to + 1 : last.to;
    return {
      from: end,
      to: end,
      insert: `${comma ? "" : ","}\n${indent}${written}${comma ? "," : ""}`,
    };
  }
  if (before) return { from: before.from, to: before.from, insert: `${written}, ` };
  return { from: last.to, to: last.to, insert: `, ${written}` };
}

/** Whether a name stands on a row of its own. */
function ownRow(text: Text, name: ImportedName): boolean {
  const line = lineText(text, rowOf(text, name.from)).trim();
  return line === name.written || line === `${name.written},`;
}

function sortKey(name: ImportedName): string {
  return keyOf(name.written);
}

function keyOf(written: string): string {
  return written.replace(/^type\s+/, "");
}

function compare(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : 0;
}

export function isSorted(keys: readonly string[]): boolean {
  return keys.every((key, at) => at === 0 || compare(keys[at - 1]!, key) <= 0);
}

/** Where a file writes what comes before all imports: comments, a docstring, directives. */
const PREAMBLE = /^\s*(?:\/\/|\/\*|\*|#|["'](?:use \w+)["'];?\s*$|package\s|"""|'''|$)/;

/** Puts a new statement among the others: in order where they are in order, else after its like. */
export function addStatement(
  text: Text,
  statements: readonly ImportStatement[],
  line: string,
  module: string,
): Hunk {
  const flat = statements.filter((one) => one.form !== "go" || one.text.trim() !== "");
  if (flat.length === 0) {
    let row = 0;
    while (row < text.lines && row < 40 && PREAMBLE.test(lineText(text, row))) row++;
    const at = row >= text.lines ? text.length : rowStart(text, row);
    return { from: at, to: at, insert: `${line}\n` };
  }
  const like = flat.filter((one) => sortOf(one.module) === sortOf(module));
  const group = like.length > 0 ? lastRun(text, like) : flat;
  const sorted = group.length > 1 && isSorted(group.map((one) => one.module));
  const next = sorted ? group.find((one) => compare(one.module, module) > 0) : undefined;
  const first = like.length === 0 && sortOf(module) < sortOf(flat[0]!.module);
  const before = next ?? (first ? flat[0] : undefined);
  const indent = /^[ \t]*/.exec(group[0]!.text)![0];
  if (before) {
    const at = rowStart(text, rowOf(text, before.from));
    return { from: at, to: at, insert: `${indent}${line}\n` };
  }
  const last = group[group.length - 1]!;
  const row = rowOf(text, last.to);
  if (row + 1 >= text.lines)
    return { from: text.length, to: text.length, insert: `\n${indent}${line}` };
  const at = rowStart(text, row + 1);
  return { from: at, to: at, insert: `${indent}${line}\n` };
}

/** 0: what comes with the language; 1: packages; 2: the project's own files. */
function sortOf(module: string): number {
  if (/^(?:\.|crate\b|super\b|self\b|~|@\/)/.test(module)) return 2;
  return /^(?:node:|std\b|core\b)/.test(module) ? 0 : 1;
}

/** The last statements that follow each other without a gap. */
function lastRun(text: Text, list: readonly ImportStatement[]): readonly ImportStatement[] {
  let start = list.length - 1;
  while (start > 0 && rowOf(text, list[start]!.from) - rowOf(text, list[start - 1]!.to) <= 1)
    start--;
  return list.slice(start);
}

/** Takes names out of a statement; the whole lines when none is left. */
export function removeNames(
  text: Text,
  from: ImportStatement,
  gone: readonly ImportedName[],
): Hunk[] {
  if (gone.length === from.names.length) {
    const first = rowStart(text, rowOf(text, from.from));
    const row = rowOf(text, from.to);
    const to = row + 1 < text.lines ? rowStart(text, row + 1) : text.length;
    return [{ from: first, to, insert: "" }];
  }
  const names = from.names.filter((name) => name.listed);
  const hunks: Hunk[] = [];
  for (const name of gone) {
    const at = names.indexOf(name);
    if (at < 0) continue;
    if (ownRow(text, name)) {
      const row = rowOf(text, name.from);
      hunks.push({ from: rowStart(text, row), to: rowStart(text, row + 1), insert: "" });
      continue;
    }
    const next = names[at + 1];
    const before = names[at - 1];
    if (next) hunks.push({ from: name.from, to: next.from, insert: "" });
    else if (before) hunks.push({ from: before.to, to: name.to, insert: "" });
  }
  return merged(hunks);
}

function merged(hunks: readonly Hunk[]): Hunk[] {
  const sorted = [...hunks].sort((a, b) => a.from - b.from);
  const out: Hunk[] = [];
  for (const hunk of sorted) {
    const last = out[out.length - 1];
    if (last && hunk.from <= last.to)
      out[out.length - 1] = { ...last, to: Math.max(last.to, hunk.to) };
    else out.push(hunk);
  }
  return out;
}
