/** Secrets behind their names: `NAME=x`, `--name x`, `"name": "x"`, `name := "x"`. */
import {
  DOUBTFUL_NAMES,
  HARMLESS_NAMES,
  HARMLESS_VALUES,
  PASSWORD_NAMES,
  TOKEN_NAMES,
} from "./secret-rules.ts";

/** UTF-16 offsets. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where the group `secret` of a rule stands. */
export function groupOf(match: RegExpExecArray): Range {
  const [from, to] = match.indices!.groups!.secret!;
  return { from, to };
}

export function unquoted(text: string, { from, to }: Range): Range {
  const first = text[from];
  if (to - from >= 2 && (first === '"' || first === "'") && text[to - 1] === first) {
    return { from: from + 1, to: to - 1 };
  }
  return { from, to };
}

/** The last word of each name that counts, at the end of a name. */
const END = new RegExp(`(?:${lastWords().join("|")})[_.-]{0,3}(?![\\w.-])`, "gi");
/** The most UTF-16 units of a name, and those of a value that are looked at. */
const NAME = 82;
const LOOK = 256;
const NAME_START = /^-{0,2}[A-Za-z_]/;
/** What stands between a name and its value, with the type of a variable: `: &str = `. */
const JOIN =
  /\\{0,3}["']?\]?(?<join>[ \t]{0,3}(?::[ \t]{0,3}&?\w{1,30}|\[\]|[ \t]string)[ \t]{0,3}=(?!=)[ \t]{0,3}|\s{0,3}[ \t]{0,60}(?:=>|:=|[:=])(?!=)[ \t]{0,60}(?:\n[ \t]{0,40})?|[ \t]{1,3})/y;
const QUOTED =
  /"(?:[^"\\\n]|\\.){0,4000}"|'(?:[^'\\\n]|\\.){0,4000}'|"[^"\n]{0,4000}"|'[^'\n]{0,4000}'/y;
/** Inside of another string. */
const ESCAPED = /(?<open>\\{1,3}["'])(?<secret>[^"'\\\n]{0,4000})\k<open>/dy;
const BARE = /[^\s"'`;&|<>()]+/y;

/** What was found out about a text so far, so that nothing is measured twice. */
interface Seen {
  readonly kinds: Map<string, Kind | null>;
  /** Where the last value without quotes ends: many names may stand in one. */
  wordEnd: number;
}

export function* namedSecrets(text: string): Generator<Range> {
  const seen: Seen = { kinds: new Map(), wordEnd: 0 };
  for (let at = 0; ; ) {
    END.lastIndex = at;
    if (!END.test(text)) return;
    at = END.lastIndex;
    const range = secretBehind(text, at, seen);
    // What is none may be a name itself: `curl --token x`.
    if (range === null) continue;
    yield range;
    at = range.to;
  }
}

/** The secret whose name ends at a place. */
function secretBehind(text: string, end: number, seen: Seen): Range | null {
  const name = nameBefore(text, end);
  if (name === null) return null;
  let kind = seen.kinds.get(name);
  if (kind === undefined) {
    kind = kindOf(name);
    seen.kinds.set(name, kind);
  }
  if (kind === null) return null;
  JOIN.lastIndex = end;
  const between = JOIN.exec(text);
  if (between === null) return null;
  const from = end + between[0].length;
  const { join } = between.groups as { join: string };
  const quotes = quotedAt(text, from);
  if (quotes === null && from >= seen.wordEnd) seen.wordEnd = endOf(BARE, text, from) ?? from;
  const range = quotes ?? { from, to: seen.wordEnd };
  const value = text.slice(range.from, Math.min(range.to, range.from + LOOK));
  const follows = text[range.to] ?? "";
  const quoted = quotes !== null;
  if (!isNamedSecret({ name, kind, join, value, quoted, follows })) return null;
  if (quoted || join !== "=") return range;
  return { from, to: lineEnd(text, end - name.length, range.to) };
}

function endOf(pattern: RegExp, text: string, from: number): number | null {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : null;
}

/** What stands between the quotes at a place, which may be escaped. */
function quotedAt(text: string, from: number): Range | null {
  const to = endOf(QUOTED, text, from);
  if (to !== null) return { from: from + 1, to: to - 1 };
  ESCAPED.lastIndex = from;
  const match = ESCAPED.exec(text);
  return match === null ? null : groupOf(match);
}

/** The name that ends at a place, with its dashes: `--api-key`, `spring.datasource.password`, `/p`. */
export function nameBefore(text: string, end: number): string | null {
  let start = end;
  while (start > 0 && end - start <= NAME && isNameUnit(text.charCodeAt(start - 1))) start--;
  if (end - start > NAME) return null;
  const name = text.slice(start, end);
  if (!NAME_START.test(name)) return null;
  const isOption = text[start - 1] === "/" && /^\s?$/.test(text[start - 2] ?? "");
  return isOption ? `/${name}` : name;
}

/** Letters, digits, `_`, `-` and `.`. */
function isNameUnit(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45 ||
    code === 46
  );
}

/** In .env a value takes all of its line, with characters that a shell would take for its own. */
function lineEnd(text: string, name: number, end: number): number {
  const before = text.slice(Math.max(0, name - 8), name);
  if (!/(?:^|\n)(?:export )?$/.test(name < 8 ? before : `.${before}`)) return end;
  const to = endOf(/\S+/y, text, end);
  return to !== null && (to === text.length || text[to] === "\n") ? to : end;
}

interface Named {
  readonly name: string;
  readonly kind: Kind;
  /** What stands between both: `=`, `: `, a blank. */
  readonly join: string;
  readonly value: string;
  readonly quoted: boolean;
  /** The character behind the value. */
  readonly follows: string;
}

function isNamedSecret(named: Named): boolean {
  const { name, kind, join, value, quoted } = named;
  if (isReference(value) || isCode(named)) return false;
  // The value of an empty assignment is not what stands in the next line.
  if (!quoted && join.includes("\n")) return false;
  if (kind === "doubtful") {
    const first = quoted ? value : value.split(",", 1)[0]!;
    return isRandomToken(first, 16) && !isPublic(first);
  }
  const isOption = /^[-/]/.test(name);
  // The program, whose argument is a user.
  if (name === "passwd" && !/[=:]/.test(join)) return false;
  if (kind === "token" && isPlace(value)) return false;
  if (join === "=") return kind === "password" || !/^\d{1,4}$/.test(value);
  // A word behind a word is prose, or code, unless it is an option with its value.
  if (/^[ \t]+$/.test(join)) {
    if (!isOption) return isRandomToken(value, kind === "password" ? 12 : 16) && !isPublic(value);
    return !/^-/.test(value) && !/^\d{1,4}$/.test(value);
  }
  if (quoted && isLabel(name, value)) return false;
  if (kind === "password") return quoted || looksRandom(value, 6) || /=/.test(join);
  return isRandomToken(value, 10) || (quoted && /secret$/i.test(name));
}

/** The parts of a name in lower case: `_authToken` is auth, token. */
function partsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[_./-]+/)
    .filter((part) => part !== "");
}

type Kind = "password" | "token" | "doubtful";

export function kindOf(name: string): Kind | null {
  const parts = partsOf(name);
  const last = parts.at(-1);
  if (last === undefined || (HARMLESS_NAMES.has(last) && parts.length === 1)) return null;
  const pair = parts.slice(-2).join(" ");
  if (last.length > 4 && HARMLESS_NAMES.has(last)) return null;
  if (PASSWORD_NAMES.some((each) => last.endsWith(each))) return "password";
  const isToken = (each: string): boolean =>
    each === pair || (each.length > 3 ? last.endsWith(each) : last === each && parts.length > 1);
  if (TOKEN_NAMES.some(isToken)) return "token";
  return DOUBTFUL_NAMES.includes(last) ? "doubtful" : null;
}

function lastWords(): string[] {
  const names = [...PASSWORD_NAMES, ...TOKEN_NAMES, ...DOUBTFUL_NAMES];
  return [...new Set(names.map((name) => name.split(" ").at(-1)!))];
}

/** References (`$TOKEN`, `<password>`, `***`), switches, and nothing. */
export function isReference(value: string): boolean {
  if (value === "" || HARMLESS_VALUES.has(value.toLowerCase().replace(/[,;]$/, ""))) return true;
  if (/^(?:\$|`|%\w+%$|@|<\w|\{\{|[#%]\{)/.test(value)) return true;
  if (
    /^(?:process\.env|import\.meta\.env|os\.(?:environ|getenv)|System\.getenv|ENV\[)/.test(value)
  ) {
    return true;
  }
  if (/^(?:your|insert|enter|replace)[-_ ]/i.test(value)) return true;
  return /^(?:[*•.]+|x{3,}|\.{3}|<[^>]*>|\[[^\]]*\]|\{[^}]*\})[,;]?$/i.test(value);
}

/** An expression of a program: a call, a member, a variable of the same name. */
function isCode({ name, join, value, quoted, follows }: Named): boolean {
  if (quoted) return false;
  // An environment holds text only.
  if (join === "=" && /^[A-Z0-9_]+$/.test(name)) return false;
  if (follows === "(" || /^[!+?(]|^(?:f|r|b|rb|br|u)$/.test(value)) return true;
  const path = value.replace(/[,;]+$/, "").replace(/\[\w*\]?/g, "");
  const members = path.split(/\.|\?\.|::|->/);
  if (!members.every((each) => /^[A-Za-z_$][\w$]*[!?]?$/.test(each))) return false;
  if (/^[-/]/.test(name)) return false;
  if (partsOf(members.at(-1)!).join() === partsOf(name).join()) return true;
  if (!/\s/.test(join)) return partsOf(path).at(-1) === partsOf(name).at(-1);
  return members.length > 1 || path !== value || follows === ";";
}

/** What a person reads of a secret: "Enter your password", `"password": "Password"`. */
export function isLabel(name: string, value: string): boolean {
  if (/^[A-Za-z]+$/.test(value) && partsOf(name).at(-1) === value.toLowerCase()) return true;
  return (
    /\s/.test(value) && /\b(?:pass ?(?:word|phrase)|passwort|token|secret|key)s?\b/i.test(value)
  );
}

/** Where something is, also a secret. */
function isPlace(value: string): boolean {
  return /^(?:~\/|\.{1,2}\/|\/(?:etc|run|var|home|tmp|usr|opt|dev|mnt|root|Users)\/|[A-Za-z]:\\|\w{1,20}:\/\/|data:)/.test(
    value,
  );
}

/** A hash, a UUID, a path, an address, a version, a date: long, mixed and known to all. */
export function isPublic(value: string): boolean {
  return (
    /^(?:sha\d+[:-])?[0-9a-f]{7,128}$/i.test(value) ||
    /^(?:sha|md)\d+[:-]/i.test(value) ||
    /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value) ||
    /^(?:~|\.{0,2}\/|[A-Za-z]:\\|\w+:\/\/|data:)/.test(value) ||
    /^[\w.@-]+(?:\/[\w.@-]+)+\.\w{1,5}$/.test(value) ||
    /^v?\d+(?:\.\d+)+/.test(value) ||
    /^\d{4}-\d\d-\d\d/.test(value)
  );
}

/** Random, and no name as programs have them (`utf8Tokenizer`). */
export function isRandomToken(value: string, least: number): boolean {
  return looksRandom(value, least) && !isWords(value);
}

function isWords(value: string): boolean {
  const parts = value.split(/[_$.,:-]+|(?<=[a-z])(?=[A-Z\d])|(?<=[A-Z])(?=\d)|(?<=\d)(?=[A-Za-z])/);
  const digits = parts.filter((part) => /^\d/.test(part)).join("");
  return (
    digits.length <= 4 && parts.every((part) => part === "" || /^(?:[A-Za-z]{2,}|\d+)$/.test(part))
  );
}

/** Letters and digits mixed as no word mixes them, at least so long. */
export function looksRandom(value: string, least: number): boolean {
  if (value.length < least || /[\s()]/.test(value)) return false;
  if (!/[A-Za-z]/.test(value) || !/\d/.test(value)) return false;
  return value.length < 16 || entropyOf(value.slice(0, 64)) >= 3;
}

/** Bits for each character. */
function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    bits -= (count / value.length) * Math.log2(count / value.length);
  }
  return bits;
}
