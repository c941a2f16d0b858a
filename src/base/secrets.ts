/**
 * Secrets in command lines and their output: whatever holds one is not kept, or shown without it. What
 * counts is data (`secret-rules.ts`). Hashes, UUIDs and paths are no secrets, whatever they look like.
 */
import {
  DOUBTFUL_NAMES,
  HARMLESS_NAMES,
  HARMLESS_VALUES,
  PASSWORD_NAMES,
  PLACE_RULES,
  TOKEN_NAMES,
  TOKEN_RULES,
} from "./secret-rules.ts";

/** What stands in the place of a secret. */
export const REDACTED = "[secret]";

/** UTF-16 offsets. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Whether a command line holds something that should not be kept. */
export function hasSecret(command: string): boolean {
  for (const _ of secretsIn(command)) return true;
  return false;
}

/** The text with `[secret]` in the place of each. */
export function redact(text: string): string {
  const ranges = [...secretsIn(text)].sort((a, b) => a.from - b.from);
  let result = "";
  let at = 0;
  for (const { from, to } of ranges) {
    if (from >= at) result += text.slice(at, from) + REDACTED;
    at = Math.max(at, to);
  }
  return result + text.slice(at);
}

function* secretsIn(text: string): Generator<Range> {
  for (const { pattern } of TOKEN_RULES) {
    for (const match of text.matchAll(pattern)) yield groupOf(match);
  }
  for (const { pattern } of PLACE_RULES) {
    for (const match of text.matchAll(pattern)) {
      const range = unquoted(text, groupOf(match));
      if (!isHarmless(text.slice(range.from, range.to))) yield range;
    }
  }
  yield* namedSecrets(text);
}

function groupOf(match: RegExpExecArray): Range {
  const [from, to] = match.indices!.groups!.secret!;
  return { from, to };
}

/** Something that mentions none of these has no named secret. */
const MENTION =
  /pass|pwd|secret|token|key|auth|credential|cookie|session|sig|webhook|dsn|bearer|code|pat/i;
/** A name with the value behind it: `NAME=x`, `--name x`, `"name": "x"`. */
const NAMED =
  /(?<![\w.-])(?<name>[-/]{0,2}[A-Za-z_][\w.-]{0,79})["']?(?<join>\s{0,3}[=:]\s{0,3}|[ \t]{1,3})(?<secret>"[^"\n]{0,400}"|'[^'\n]{0,400}'|[^\s"'`;&|<>()]{1,2000})/dg;

function* namedSecrets(text: string): Generator<Range> {
  if (!MENTION.test(text)) return;
  NAMED.lastIndex = 0;
  let match = NAMED.exec(text);
  while (match !== null) {
    const whole = groupOf(match);
    const range = unquoted(text, whole);
    const { name, join } = match.groups as { name: string; join: string };
    const value = text.slice(range.from, range.to);
    const next = whole.from;
    if (isNamedSecret({ name, join, value, quoted: range.from > whole.from })) yield range;
    // The value may be a name itself: `curl --token x`.
    NAMED.lastIndex = next;
    match = NAMED.exec(text);
  }
}

interface Named {
  readonly name: string;
  /** What stands between both: `=`, `: `, a blank. */
  readonly join: string;
  readonly value: string;
  readonly quoted: boolean;
}

function isNamedSecret({ name, join, value, quoted }: Named): boolean {
  const kind = kindOf(name);
  if (kind === null || isHarmless(value)) return false;
  if (kind === "doubtful") return looksRandom(value, 16) && !isPublic(value);
  const isOption = /^(?:--?|\/)/.test(name);
  // The program, whose argument is a user.
  if (name === "passwd" && !/[=:]/.test(join)) return false;
  if (join === "=") return kind === "password" || !/^\d{1,4}$/.test(value);
  // A word behind a word is prose, or code, unless it is an option with its value.
  if (/^[ \t]+$/.test(join)) {
    if (!isOption) return looksRandom(value, kind === "password" ? 12 : 16) && !isPublic(value);
    return !/^-/.test(value) && !/^\d{1,4}$/.test(value);
  }
  if (kind === "password") return quoted || looksRandom(value, 6) || /=/.test(join);
  return looksRandom(value, 10);
}

/** The parts of a name in lower case: `_authToken` is auth, token. */
function partsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[_./-]+/)
    .filter((part) => part !== "");
}

function kindOf(name: string): "password" | "token" | "doubtful" | null {
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

/** References (`$TOKEN`, `<password>`, `***`), switches, and nothing. */
function isHarmless(value: string): boolean {
  if (value === "" || HARMLESS_VALUES.has(value.toLowerCase())) return true;
  if (/^(?:\$|`|%\w+%$|@|<\w|\{\{)/.test(value)) return true;
  return /^(?:[*•.]+|x{3,}|\.{3}|<[^>]*>|\[[^\]]*\]|\{[^}]*\})$/i.test(value);
}

/** A hash, a UUID, a path, an address, a version, a date: long, mixed and known to all. */
function isPublic(value: string): boolean {
  return (
    /^(?:sha\d+[:-])?[0-9a-f]{7,128}$/i.test(value) ||
    /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value) ||
    /^(?:~|\.{0,2}\/|[A-Za-z]:\\|\w+:\/\/)/.test(value) ||
    /^[\w.@-]+(?:\/[\w.@-]+)+\.\w{1,5}$/.test(value) ||
    /^v?\d+(?:\.\d+)+/.test(value) ||
    /^\d{4}-\d\d-\d\d/.test(value)
  );
}

/** Letters and digits mixed as no word mixes them, at least so long. */
function looksRandom(value: string, least: number): boolean {
  if (value.length < least || /[\s()]/.test(value)) return false;
  if (!/[A-Za-z]/.test(value) || !/\d/.test(value)) return false;
  return value.length < 16 || entropyOf(value) >= 3;
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

function unquoted(text: string, { from, to }: Range): Range {
  const first = text[from];
  if (to - from >= 2 && (first === '"' || first === "'") && text[to - 1] === first) {
    return { from: from + 1, to: to - 1 };
  }
  return { from, to };
}
