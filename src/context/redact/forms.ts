/**
 * Secrets by where they stand in programs, beyond what `base/secrets.ts` knows: it is for command lines,
 * where a word that is taken for a secret is lost. In what models see it is only not told.
 */
import {
  isLabel,
  isPublic,
  isRandomToken,
  isReference,
  kindOf,
  looksRandom,
  nameBefore,
} from "../../base/secret-names.ts";
import type { Span } from "../../text/text.ts";
import { isRandom } from "./memory.ts";
import { bareName, FALLBACK } from "./settings.ts";

const SUFFIX = String.raw`(?:[_-]?\d{1,3}|(?:[_-](?:prod|production|live|dev|test|staging|old|new|value|admin|root|user|default))|For[A-Z]\w{0,30})?`;
/** The end of a name, also in other languages. */
const NAME = new RegExp(
  `(?:(?<foreign>(?<![a-z])pw|kennwort|senha|contrase[nñ]a|mot_?de_?passe|пароль|密码|パスワード)|[Pp]ass(?:w(?:or)?d|phrase|wort)?s?|PASS(?:W(?:OR)?D|PHRASE)?S?|[Pp]wd|PWD|[Ss]ecrets?|SECRET|[Tt]okens?|TOKEN|[Kk]ey|KEY|[Cc]redentials?|CREDENTIALS?)${SUFFIX}(?![A-Za-z0-9_])`,
  "gu",
);
/** Between a name and the literal that is its value, or is compared with it. */
const DIRECT =
  /["'\])]{0,3}[ \t\u00a0]{0,60}(?:(?:\[\w{0,10}\][ \t]{0,3})?(?::[^=\n"`;(){}]{1,60}|\?)?(?:[=!]==?|\?\?=|\|\|=|[:?+]?=)|:|[ \t](?=[ \t]{0,60}["']))[ \t\u00a0]{0,60}[([]?(?:(?:[fbru]|rb|br)(?=["'])|String::from\(|ConvertTo-SecureString[ ]{1,4})?(?=["'`])/y;
/** The same with something between: `process.env.X || "x"`, `("NAME", "x")`, `prod ? "x" : "y"`. */
const AROUND = /[^\n"'`;{}]{0,8}["']?[^\n"'`;{}]{0,80}(?=["'`])/y;
/** ... of which it says that it is the value all the same: `|| "x"`, `X ? "x"`, `("DB_PASSWORD", "x")`. */
const INSTEAD = /(?:\|\||\?\?|\bor|[^?]\?)[ \t]{0,9}$|^["'],[ \t]{0,9}$/;
const LITERAL = /(?<quote>["'`])(?<value>(?:(?!\k<quote>)[^\\\n]|\\.){4,400})\k<quote>/dy;
const LONG = /(?<quote>"""|'''|\[\[)(?<value>[^"'[\]]{8,4000})(?:"""|'''|\]\])/dy;
/** Words with digits that are no passwords. */
const WORD =
  /^(?:sha|md|utf|aes|base|hs|rs|es|ps|argon|ed|p|x|h|v|iso|latin|pbkdf|oauth|auth|id|col|row|tab|step|test)[-_]?\d{1,5}[\w-]{0,12}$|^[\w-]+(?:\.[\w-]+)+$/i;

/** Texts with holes, patterns, names of constants. */
const NONE = /\$\{|\{\{|\(\?|\[\^|\\[sdwb]|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/** `name: X` and `value: y` in YAML, JSON and XML, in either order. */
const VALUE = String.raw`(?<value>"[^"\n]{1,400}"|'[^'\n]{1,400}'|[^\s"'<>,{}[\]]{1,400})`;
const PAIRS: readonly RegExp[] = [
  new RegExp(
    String.raw`(?<![\w-])(?:name|key|id)["']?\s{0,3}[:=]\s{0,3}["']?(?<name>[\w.-]{2,80})["']?\s{0,3},?\s{1,60}["']?value["']?\s{0,3}[:=]\s{0,3}${VALUE}`,
    "dgi",
  ),
  new RegExp(
    String.raw`(?<![\w-])value["']?\s{0,3}[:=]\s{0,3}${VALUE}\s{0,3},?\s{1,60}["']?(?:name|key|id)["']?\s{0,3}[:=]\s{0,3}["']?(?<name>[\w.-]{2,80})`,
    "dgi",
  ),
  /<key>(?<name>[\w.-]{2,80})<\/key>\s{0,60}<string>(?<value>[^<\n]{1,400})<\/string>/dgi,
  /\bvariable[ \t]{1,9}"(?<name>[\w.-]{2,80})"[ \t]{0,9}\{[^{}]{0,400}?\bdefault[ \t]{0,60}=[ \t]{0,9}(?<value>"[^"\n]{1,400}")/dg,
  FALLBACK,
];

/** Behind a comment's sign, or in a note: `password is hunter2`. */
const SAID =
  /(?:pass(?:w(?:or)?d|code|phrase|wort)|pwd?)[ \t*_`:"'=()-]{1,8}(?:(?:is|was|ist|war)[ \t:]{1,3})?[`"'*]{0,3}(?<value>[^\s`"'|*]{6,80})/dgi;
const COMMENT = /(?:\/\/|#|^[ \t]*\*|--|;|<!--)[^\n]*$/;

/** The words that open a wallet. */
const PHRASE =
  /(?:mnemonic|seed[_ ]?(?:phrase|words)|recovery[_ ]?(?:phrase|key))\w{0,20}["'\]]{0,2}[ \t]{0,60}[:=]{1,2}[ \t]{0,60}["'`]?(?<value>[a-z]{3,10}(?:[ \t]{1,3}[a-z]{3,10}){11,24})/dgi;

/** What chance has made, wherever it stands. */
const RUN = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{20,4000}/g;
const DIGEST = /\b(?:sha\d{1,3}[-:]|h1:|md5[-:])/i;

export function* formSecrets(text: string, settings: boolean): Generator<Span> {
  yield* literals(text);
  for (const pattern of PAIRS) {
    for (const { groups, indices } of text.matchAll(pattern)) {
      const kind = kindOf(bareName(groups!.name!));
      if (kind !== "password" && kind !== "token") continue;
      const [from, to] = indices!.groups!.value!;
      const isQuoted = /^["']/.test(text.slice(from, to));
      const range = isQuoted ? { from: from + 1, to: to - 1 } : { from, to };
      if (!isReference(text.slice(range.from, range.to))) yield range;
    }
  }
  for (const { groups, indices } of text.matchAll(SAID)) {
    const [from, to] = indices!.groups!.value!;
    const line = text.slice(text.lastIndexOf("\n", from) + 1, from);
    if ((settings || COMMENT.test(line)) && isPasswordLike(groups!.value!)) yield { from, to };
  }
  for (const { indices } of text.matchAll(PHRASE)) {
    const [from, to] = indices!.groups!.value!;
    yield { from, to };
  }
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (!isChance(run) || DIGEST.test(text.slice(Math.max(0, index - 16), index + 8))) continue;
    yield { from: index, to: index + run.length };
  }
}

function* literals(text: string): Generator<Span> {
  for (const { 0: found, index, groups } of text.matchAll(NAME)) {
    const end = index + found.length;
    const name = groups!.foreign ?? nameBefore(text, end);
    if (name === null) continue;
    const kind =
      groups!.foreign === undefined
        ? kindOf(
            bareName(name)
              .replace(/For[A-Z]\w*$/, "")
              .replace(/s$/i, ""),
          )
        : "password";
    if (kind !== "password" && kind !== "token") continue;
    const direct = endOf(DIRECT, text, end);
    const at = direct ?? endOf(AROUND, text, end);
    if (at === null) continue;
    const match = matchAt(LONG, text, at) ?? matchAt(LITERAL, text, at);
    if (match === null) continue;
    const value = match.groups!.value!;
    const [from, to] = match.indices!.groups!.value!;
    const between = text.slice(end, at);
    const isValue = direct !== null || (INSTEAD.test(between) && /[A-Z=]/.test(name + between));
    const isSecret =
      kind === "token"
        ? (isRandomToken(value.trim(), 10) && !isPublic(value)) || (isValue && isMixed(value))
        : isValue
          ? !/\s/.test(value.trim()) && !isLabel(name, value) && !WORD.test(value)
          : isPasswordLike(value);
    if (isSecret && !isReference(value) && !NONE.test(value)) yield { from, to };
  }
}

function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function isPasswordLike(value: string): boolean {
  return looksRandom(value, 6) && !isPublic(value) && !WORD.test(value);
}

/** Letters and signs as no name and no address mixes them. */
function isMixed(value: string): boolean {
  const signs = new Set(value.replace(/[\w.:/ -]/g, ""));
  return value.length >= 16 && !/\s/.test(value) && /\w/.test(value) && signs.size >= 4;
}

/** Of small letters, capitals and digits as chance mixes them. */
export function isChance(run: string): boolean {
  return /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run) && isRandom(run);
}
