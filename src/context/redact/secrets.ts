/**
 * Secrets in a text that is being written: what `base/secrets.ts` knows, and what is one only in part —
 * half typed, or cut by the edge of an excerpt.
 */
import { isReference } from "../../base/secret-names.ts";
import { secretSpans } from "../../base/secrets.ts";
import type { Span } from "../../text/text.ts";
import { formSecrets } from "./forms.ts";
import { isRandom } from "./memory.ts";
import { settingsSecrets } from "./settings.ts";

/** The beginnings of tokens that nothing else begins with, and some of what follows. */
const BEGINNINGS =
  /(?<![A-Za-z0-9_])(?:gh[pousr]_|github_pat_|gl(?:pat|dt|rt|cbt|ptt|soat)-|sk-(?:ant|proj|svcacct|or)-|[srp]k_(?:live|test)_|whsec_|xox[abeoprs]-|dckr_pat_|hvs\.|pypi-|AIza|GOCSPX-|ya29\.|AGE-SECRET-KEY-1)[\w.-]{3,}|(?<![A-Za-z0-9_])(?:AKIA|ASIA)[A-Z0-9]{3,}|(?<![A-Za-z0-9_-])(?:sk-|npm_|hf_|gsk_|eyJ)(?=[\w.-]*\d)[\w.-]{6,}/g;

/** The value behind the name of a secret in a line that ends in it: the quote is not closed. */
const UNCLOSED =
  /(?:passw(?:or)?d|passphrase|passwort|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)["'\]]{0,2}[ \t]{0,20}(?::[ \t]{0,20}\w{1,40}[ \t]{0,20})?(?:=>|:=|=|:)[ \t]{0,20}(["'`])([^"'`\n]+)$/gim;

/** A line whose last value is in a quote that is not closed. */
const OPEN_LINE = /^[^\n]{0,300}[:=][ \t]{0,8}(["'])[^"'\n]{4,4000}$/gm;

/** Of an address whose password is not done, and of a header: they may be too short to be known. */
const BEGUN =
  /:\/\/[^\s/:@'"`]{0,200}:(?!\d*(?:[^\w]|$))(?!\S{0,400}@)(?<address>[^\s/@'"`]{1,300})|(?<![\w-])(?:bearer|basic)[ \t]{1,3}(?=[\w.~+/-]{0,40}\d)(?<header>[\w.~+/-]{4,300})/dgi;

/** What chance has made, behind the name of a secret. */
const NAMED =
  /(?:passw(?:or)?d|passphrase|secret|token|[_-]?key|credentials?)\w{0,20}["'\]]{0,2}[ \t]{0,20}(?::[ \t]{0,20}\w{1,40}[ \t]{0,20})?(?:=>|:=|=|:)[ \t]{0,20}["'`]?(?<value>[A-Za-z0-9+/_=-]{16,400})(?![\w.(])/dgi;

/** A line of what a key is made of in PEM, maybe in the quotes of a program. */
const KEY_LINE = /^[^A-Za-z0-9+/\n]*([A-Za-z0-9+/]{40,})={0,2}(?:\\[nr])*[^A-Za-z0-9+/\n]*$/gm;
const REST = /^[^A-Za-z0-9+/\n]*[A-Za-z0-9+/]{1,80}={0,2}(?:\\[nr])*[^A-Za-z0-9+/\n]*$/;
const KEY_BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;

/**
 * Where the secrets of a text of whole lines are, sorted and apart; half typed ones included. `settings`:
 * it is none of a program.
 */
export function allSecrets(text: string, settings: boolean): readonly Span[] {
  const known = secretSpans(text).filter((span) => settings || !isExpression(text, span));
  const spans: Span[] = [...known, ...formSecrets(text, settings)];
  if (settings) spans.push(...settingsSecrets(text));
  for (const { 0: found, index } of text.matchAll(BEGINNINGS)) {
    spans.push({ from: index, to: index + found.length });
  }
  for (const match of text.matchAll(UNCLOSED)) {
    const to = match.index + match[0].length;
    if (!isReference(match[2]!)) spans.push({ from: to - match[2]!.length, to });
  }
  // With its quote closed it would be one.
  for (const { 0: line, 1: quote, index } of text.matchAll(OPEN_LINE)) {
    for (const { from, to } of secretSpans(line + quote)) {
      spans.push({ from: index + from, to: index + Math.min(to, line.length) });
    }
  }
  for (const { groups, indices } of text.matchAll(BEGUN)) {
    const name = groups!.address === undefined ? "header" : "address";
    const [from, to] = indices!.groups![name]!;
    if (!isReference(groups![name]!) && groups![name] !== "port") spans.push({ from, to });
  }
  for (const { groups, indices } of text.matchAll(NAMED)) {
    const [from, to] = indices!.groups!.value!;
    if (isRandom(groups!.value!)) spans.push({ from, to });
  }
  let covered = -1;
  const cover = (line: Span): void => {
    const lines = restOfKey(text, line);
    covered = lines.at(-1)!.to;
    spans.push(...lines.filter(({ from, to }) => from < to));
  };
  for (const { 0: found, index } of text.matchAll(KEY_BEGIN)) {
    const to = lineEnd(text, index + found.length);
    if (to >= covered) cover({ from: to, to });
  }
  covered = -1;
  for (const { 0: line, 1: body, index } of text.matchAll(KEY_LINE)) {
    if (index >= covered && isRandom(body!)) cover({ from: index, to: index + line.length });
  }
  return joined(spans);
}

/** Whether a value without quotes is a variable of a program: `self.password = password`. */
function isExpression(text: string, { from, to }: Span): boolean {
  const value = text.slice(from, to);
  if (!/^[A-Za-z_$][\w$]*(?:$|[.,;[({)\]}:!?])/.test(value) || isRandom(value)) return false;
  const line = text.slice(text.lastIndexOf("\n", from - 1) + 1, from);
  if (!/[=:]\s*$/.test(line) || /^\s*(?:export|set)\s|\/\/|#|^\s*\*|--/.test(line)) return false;
  // In a text of the program it may well be one.
  return [..."\"'`"].every((quote) => line.split(quote).length % 2 === 1);
}

const SETTING =
  /(?:passw(?:or)?d|passphrase|pwd|secret|token|[_-]key|credentials?)["']?[ \t]{0,20}[:=][ \t]{0,20}["']?([^\s"']+)$/i;

/** Whether a line of settings ends in the beginning of a secret: `api_key: ab`. */
export function endsInSecret(line: string): boolean {
  const value = SETTING.exec(line)?.[1];
  return value !== undefined && !isReference(value);
}

/** Sorted, and those that touch as one. */
export function joined(spans: readonly Span[]): Span[] {
  const result: { from: number; to: number }[] = [];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}

/** A line of a key and the shorter one that ends it. */
function restOfKey(text: string, line: Span): Span[] {
  const spans = [line];
  for (let at = line.to + 1; at < text.length; ) {
    const to = lineEnd(text, at);
    if (!REST.test(text.slice(at, to))) break;
    spans.push({ from: at, to });
    at = to + 1;
  }
  return spans;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}
