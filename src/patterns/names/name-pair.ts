/** What a rename tells about other names: `userId` → `accountId` makes `getUserIds` `getAccountIds`. */
import {
  formatName,
  isAcronym,
  type Name,
  type NameStyle,
  nameOf,
  pluralOf,
  STYLES,
  singularOf,
} from "./name.ts";
import { isWordCode } from "./word-index.ts";

export interface NamePair {
  readonly old: Name;
  readonly new: Name;
  readonly oldText: string;
  readonly newText: string;
}

export function namePair(oldText: string, newText: string): NamePair {
  return { old: nameOf(oldText), new: nameOf(newText), oldText, newText };
}

/**
 * How a name follows from a rename: `style`: the same name written in another way; `inside`: a part
 * of a longer name; `number`: its plural or singular; `core`: only the words that changed.
 */
export type Kinship = "style" | "inside" | "number" | "core";

/** `[from, to)` of a line is to become `insert`. */
export interface DerivedName {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  readonly kinship: Kinship;
  /** How many words of the renamed name stand here. */
  readonly words: number;
}

interface Form {
  readonly old: readonly string[];
  readonly new: readonly string[];
  readonly kinship: Kinship;
  readonly pattern: RegExp;
}

/** Words that make no name by themselves are too common to follow from a rename. */
const SHORTEST = 3;

const FORMS = new WeakMap<NamePair, readonly Form[]>();

function formsOf(pair: NamePair): readonly Form[] {
  const known = FORMS.get(pair);
  if (known) return known;
  const forms: Form[] = [];
  const add = (old: readonly string[], into: readonly string[], kinship: Kinship) => {
    if (old.length === 0 || into.length === 0 || old.join("").length < SHORTEST) return;
    if (old.join(" ").toLowerCase() === into.join(" ").toLowerCase()) return;
    const source = old.map((part) => escaped(part.toLowerCase())).join("[_\\-. ]?");
    forms.push({ old, new: into, kinship, pattern: new RegExp(source, "gi") });
  };
  const before = pair.old.spelled;
  const after = pair.new.spelled;
  add(before, after, "style");
  const numbers = otherNumber(before, after);
  if (numbers) add(numbers[0], numbers[1], "number");
  const head = sharedHead(pair);
  if (head > 0) add(before.slice(head), after.slice(head), "core");
  const core = coreOf(pair);
  if (core && core[0].length < before.length) {
    add(core[0], core[1], "core");
    const many = otherNumber(core[0], core[1]);
    if (many) add(many[0], many[1], "core");
  }
  FORMS.set(pair, forms);
  return forms;
}

/** The words that a rename changed, without those that both names start or end with. */
export function coreOf(pair: NamePair): [readonly string[], readonly string[]] | null {
  const { old } = pair;
  const most = Math.min(old.parts.length, pair.new.parts.length);
  const head = sharedHead(pair);
  let tail = 0;
  while (tail < most - head && old.parts.at(-1 - tail) === pair.new.parts.at(-1 - tail)) tail++;
  const before = old.spelled.slice(head, old.spelled.length - tail);
  const after = pair.new.spelled.slice(head, pair.new.spelled.length - tail);
  return before.length > 0 && after.length > 0 ? [before, after] : null;
}

/** How many words both names start with. */
function sharedHead(pair: NamePair): number {
  const most = Math.min(pair.old.parts.length, pair.new.parts.length);
  let head = 0;
  while (head < most && pair.old.parts[head] === pair.new.parts[head]) head++;
  return head;
}

/** Both names in the plural when they are in the singular, and the other way round. */
function otherNumber(
  before: readonly string[],
  after: readonly string[],
): [readonly string[], readonly string[]] | null {
  const old = before.at(-1)?.toLowerCase();
  const fresh = after.at(-1)?.toLowerCase();
  if (!old || !fresh) return null;
  const [one, other] = [singularOf(old), singularOf(fresh)];
  const last =
    one !== null && other !== null
      ? [one, other]
      : one === null && other === null
        ? [pluralOf(old), pluralOf(fresh)]
        : null;
  if (!last) return null;
  return [
    [...before.slice(0, -1), last[0]!],
    [...after.slice(0, -1), last[1]!],
  ];
}

/** The names of a line that follow from a rename; the renamed name itself is left out. */
export function derivedNames(pair: NamePair, line: string): DerivedName[] {
  const found: DerivedName[] = [];
  for (const form of formsOf(pair)) {
    for (const match of line.matchAll(form.pattern)) {
      const from = match.index;
      const to = from + match[0].length;
      if (!startsName(line, from) || !endsName(line, to)) continue;
      const insert = rewritten(pair, form, match[0], line, to);
      if (insert === null || found.some((one) => one.from < to && one.to > from)) continue;
      if (wordAround(line, from, to) === pair.oldText) continue;
      const whole = !isWordAt(line, from - 1) && !isWordAt(line, to);
      const kinship = form.kinship === "style" && !whole ? "inside" : form.kinship;
      found.push({ from, to, insert, kinship, words: form.old.length });
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

/** The new words as the old ones are written here. */
function rewritten(
  pair: NamePair,
  form: Form,
  match: string,
  line: string,
  to: number,
): string | null {
  for (const style of candidates(match)) {
    for (const acronyms of [true, false]) {
      if (formatName(form.old, style, acronyms) !== match) continue;
      return formatName(form.new, among(style, pair, line, to), acronyms || hasNewAcronym(form));
    }
  }
  const mixed = mixedStyle(form, match);
  return mixed === null ? null : formatName(form.new, mixed);
}

/** The style of words run together with some in capitals: `HTTPClient` for `httpClient`. */
function mixedStyle(form: Form, match: string): NameStyle | null {
  if (form.old.join("").length !== match.length) return null;
  let at = 0;
  const words = form.old.map((word) => match.slice(at, (at += word.length)));
  const starts = words.every((word, i) => i === 0 || word[0] !== word[0]!.toLowerCase());
  if (!starts || words.length < 2) return null;
  return words[0] === words[0]!.toLowerCase() ? "camel" : "pascal";
}

function hasNewAcronym(form: Form): boolean {
  return !form.old.some(isAcronym) && form.new.some(isAcronym);
}

function candidates(match: string): readonly NameStyle[] {
  if (/[_\-. ]/.test(match)) return STYLES;
  return ["flat", "camel", "pascal", "screaming"];
}

/** One plain word says nothing of how several are joined: the rest of the name or the rename does. */
function among(style: NameStyle, pair: NamePair, line: string, to: number): NameStyle {
  if (style !== "flat") return style;
  const own = pair.new.style;
  if (line[to] === "_") return "snake";
  if (line[to] === "-") return own === "kebab" ? "kebab" : "camel";
  if (own === "snake" || own === "screaming") return "snake";
  if (own === "kebab" || own === "flat") return own;
  return pair.old.style === "flat" || isWordAt(line, to) ? "camel" : "flat";
}

/** The whole name that a part of it stands in. */
function wordAround(line: string, from: number, to: number): string {
  while (isWordAt(line, from - 1)) from--;
  while (isWordAt(line, to)) to++;
  return line.slice(from, to);
}

function isWordAt(line: string, at: number): boolean {
  return at >= 0 && at < line.length && isWordCode(line.charCodeAt(at));
}

type Sort = "lower" | "upper" | "other";

function sortAt(line: string, at: number): Sort {
  const character = line[at];
  if (character === undefined) return "other";
  if (character !== character.toUpperCase()) return "lower";
  return character === character.toLowerCase() ? "other" : "upper";
}

/** Whether a word of a name starts at `from`. */
function startsName(line: string, from: number): boolean {
  const before = sortAt(line, from - 1);
  if (before === "other") return !/\p{Lo}/u.test(line[from - 1] ?? "");
  if (sortAt(line, from) !== "upper") return false;
  return before === "lower" || sortAt(line, from + 1) === "lower";
}

function endsName(line: string, to: number): boolean {
  const after = sortAt(line, to);
  if (after === "other") return !/\p{Lo}/u.test(line[to] ?? "");
  if (after === "lower") return false;
  return sortAt(line, to - 1) !== "upper" || sortAt(line, to + 1) === "lower";
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
