/**
 * Changes in the text of `models.toml` that leave everything else as its user wrote it: comments, order,
 * blanks. Each change is checked: the new text must say what the old one says, and the change, and
 * nothing else; texts that are too unusual for that (inline tables, dotted keys) are refused.
 */
import { isDeepStrictEqual } from "node:util";
import { parse, stringify, TomlError, type TomlTable } from "smol-toml";
import { UserError } from "../../base/errors.ts";

/** What a table says, in its order; undefined: not written. */
export type Entries = Readonly<Record<string, unknown>>;

const BARE = /^[\w-]+$/;

/**
 * Adds `[provider.box]` at the end. Of a table that is there only what differs is changed; where that can't
 * be done line by line, all of it.
 */
export function withTable(text: string, path: readonly string[], entries: Entries): string {
  const lines = linesOf(text);
  const found = sectionOf(lines, path);
  const table = [`[${keyText(path)}]`, ...bodyOf(entries)];
  const asWanted = (all: Record<string, unknown>): void => {
    setIn(all, path, parse(table.slice(1).join("\n")));
  };
  if (found === null) return checked(text, inserted(lines, table), asWanted);
  try {
    return checked(text, linesOf(withEntries(text, path, entries)), asWanted);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const rest = lines.slice(found.last + 1);
    return checked(text, [...lines.slice(0, found.from), ...table, ...rest], asWanted);
  }
}

function withEntries(text: string, path: readonly string[], entries: Entries): string {
  let old: unknown = tableOf(text);
  for (const name of path) old = (old as Record<string, unknown>)[name];
  const before = old as Record<string, unknown>;
  let changed = text;
  for (const key of new Set([...Object.keys(before), ...Object.keys(entries)])) {
    const value = entries[key];
    if (value === undefined) changed = withoutValue(changed, path, key);
    else if (!isDeepStrictEqual(plain(before[key]), plain(value))) {
      changed = withValue(changed, path, key, value);
    }
  }
  return changed;
}

/** At the end, but before `[roles]` where that is the last: what is named comes first. */
function inserted(lines: readonly string[], table: readonly string[]): string[] {
  const roles = sectionOf(lines, ["roles"]);
  const isLast = roles !== null && !lines.some((line, i) => i > roles.from && headerOf(line));
  if (!isLast) return [...lines, ...(lines.length === 0 ? [] : [""]), ...table];
  let at = roles.from;
  while (at > 0 && /^\s*#/.test(lines[at - 1]!)) at--;
  const blank = at > 0 && lines[at - 1]!.trim() !== "" ? [""] : [];
  return [...lines.slice(0, at), ...blank, ...table, "", ...lines.slice(at)];
}

/** Sets a value of a table that is there or becomes one; a comment behind the old value stays. */
export function withValue(
  text: string,
  path: readonly string[],
  key: string,
  value: unknown,
): string {
  const lines = linesOf(text);
  const found = sectionOf(lines, path);
  const entry = `${keyText([key])} = ${valueText(value)}`;
  let changed: string[];
  if (found === null) {
    changed = [...lines, ...(lines.length === 0 ? [] : [""]), `[${keyText(path)}]`, entry];
  } else {
    const at = lines.findIndex(
      (line, i) => i > found.from && i <= found.last && isEntry(line, key),
    );
    changed =
      at >= 0
        ? [...lines.slice(0, at), replaced(lines[at]!, valueText(value)), ...lines.slice(at + 1)]
        : [...lines.slice(0, found.last + 1), entry, ...lines.slice(found.last + 1)];
  }
  return checked(text, changed, (table) => setIn(table, [...path, key], value));
}

/** Takes a key out of a table; the text as it is where there is none. */
export function withoutValue(text: string, path: readonly string[], key: string): string {
  const lines = linesOf(text);
  const found = sectionOf(lines, path);
  const at = lines.findIndex(
    (line, i) => found !== null && i > found.from && i <= found.last && isEntry(line, key),
  );
  if (at < 0) return text;
  lines.splice(at, 1);
  return checked(text, lines, (table) => removeIn(table, [...path, key]));
}

/** Takes a table out, with the comments right above it and the tables below it. */
export function withoutTable(text: string, path: readonly string[]): string {
  let lines = linesOf(text);
  for (let found = sectionOf(lines, path, true); found; found = sectionOf(lines, path, true)) {
    let from = found.from;
    while (from > 0 && /^\s*#/.test(lines[from - 1]!)) from--;
    // A comment at the top of the file, or behind other keys, is not this table's.
    if (from === 0 || lines[from - 1]!.trim() !== "") from = found.from;
    const to = found.last + 1;
    const blank = from > 0 && lines[from - 1]!.trim() === "" ? 1 : 0;
    lines = [...lines.slice(0, from - blank), ...lines.slice(to)];
    while (lines[0]?.trim() === "" && from - blank === 0) lines.shift();
  }
  return checked(text, lines, (table) => removeIn(table, path));
}

interface Section {
  /** The line of its header. */
  readonly from: number;
  /** The last line of its entries: comments and blanks behind it belong to what follows. */
  readonly last: number;
}

function sectionOf(
  lines: readonly string[],
  path: readonly string[],
  below = false,
): Section | null {
  const matches = (line: string): boolean => {
    const header = headerOf(line);
    if (header === null) return false;
    const start = header.slice(0, path.length);
    return isDeepStrictEqual(start, path) && (below || header.length === path.length);
  };
  const from = lines.findIndex(matches);
  if (from < 0) return null;
  const next = lines.findIndex((line, i) => i > from && headerOf(line) !== null);
  const end = next < 0 ? lines.length : next;
  let last = end - 1;
  while (last > from && /^\s*(?:#|$)/.test(lines[last]!)) last--;
  return { from, last };
}

/** The names in `[a.b]`; null: no header. */
function headerOf(line: string): string[] | null {
  if (!/^\s*\[[^[]/.test(line)) return null;
  let table: TomlTable;
  try {
    table = parse(line);
  } catch (error) {
    // A line inside of a list or of a long string.
    if (error instanceof TomlError) return null;
    throw error;
  }
  const path: string[] = [];
  for (let at: unknown = table; typeof at === "object" && at !== null; ) {
    const [name] = Object.keys(at);
    if (name === undefined) break;
    path.push(name);
    at = (at as Record<string, unknown>)[name];
  }
  return path;
}

function isEntry(line: string, key: string): boolean {
  const found = /^\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*=/.exec(line);
  return found !== null && (found[1] ?? found[2] ?? found[3]) === key;
}

/** A line with another value: what stands before it, and the comment behind it, stay. */
function replaced(line: string, value: string): string {
  const found = /^([^=]*=\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^#]*?)(\s*(?:#.*)?)$/.exec(line);
  return found === null ? line : `${found[1]}${value}${found[2]}`;
}

function keyText(path: readonly string[]): string {
  return path.map((name) => (BARE.test(name) ? name : JSON.stringify(name))).join(".");
}

function valueText(value: unknown): string {
  if (typeof value !== "object" || value === null) {
    return stringify({ v: value }).trim().replace(/^v = /, "");
  }
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`;
  const entries = Object.entries(value).map(
    ([key, each]) => `${keyText([key])} = ${valueText(each)}`,
  );
  return `{ ${entries.join(", ")} }`;
}

function bodyOf(entries: Entries): string[] {
  return Object.entries(entries)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${keyText([key])} = ${valueText(value)}`);
}

/** Without their line breaks, and without empty ones at the end. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  while (lines.length > 0 && lines.at(-1)!.trim() === "") lines.pop();
  return lines;
}

function checked(
  old: string,
  lines: readonly string[],
  change: (table: Record<string, unknown>) => void,
): string {
  const end = old.includes("\r\n") ? "\r\n" : "\n";
  const text = lines.map((line) => `${line}${end}`).join("");
  const wanted = tableOf(old);
  change(wanted);
  let now: Record<string, unknown> | null = null;
  try {
    now = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
  }
  if (now === null || !isDeepStrictEqual(plain(now), plain(wanted))) {
    throw new UserError(
      "models.toml is written in a way that hunch can't change: please do it by hand",
    );
  }
  return text;
}

/** Throws UserError for what is no TOML. */
export function checkToml(text: string): void {
  tableOf(text);
}

function tableOf(text: string): Record<string, unknown> {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new UserError(`models.toml, line ${error.line}, is no TOML: put it right first`);
  }
}

/** Without prototypes, and without tables that say nothing. */
function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, plain(each)] as const);
  const kept = entries.filter(([, each]) => !isEmpty(each));
  return Object.fromEntries(kept);
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function setIn(table: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let at = table;
  for (const name of path.slice(0, -1)) {
    const next = at[name];
    if (typeof next === "object" && next !== null) at = next as Record<string, unknown>;
    else {
      const made: Record<string, unknown> = {};
      at[name] = made;
      at = made;
    }
  }
  at[path.at(-1)!] = value;
}

function removeIn(table: Record<string, unknown>, path: readonly string[]): void {
  let at: Record<string, unknown> | undefined = table;
  for (const name of path.slice(0, -1)) at = at?.[name] as Record<string, unknown> | undefined;
  if (at !== undefined) delete at[path.at(-1)!];
}
