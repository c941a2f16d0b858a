/** Files of settings, and notes: there a word behind the name of a password is one, however plain it is. */
import { isReference, kindOf } from "../../base/secret-names.ts";
import type { Span, Text } from "../../text/text.ts";

const FILETYPES =
  /^(?:|yaml|toml|json|jsonc|dosini|ini|conf|config|cfg|sh|bash|zsh|fish|properties|text|markdown|env|netrc|terraform|hcl|dockerfile|xml)$/;
const BARE = /\/\.?[^/.]+$/;
const NAMES =
  /\/(?:[^/]*(?:dockerfile|compose)[^/]*|[^/]+\.(?:ya?ml|toml|jsonc?|json5|ini|conf|config|cfg|cnf|properties|env|tf|tfvars|hcl|sh|bash|zsh|fish|txt|md|log|xml|plist|http|rest|service|j2|tpl|tmpl))$/i;

/** Whether a text is none of a program. `path`: absolute; null: it has none. */
export function isSettings(path: string | null, filetype: string | null = null): boolean {
  if (filetype !== null && FILETYPES.test(filetype)) return true;
  if (path !== null && NAMES.test(path)) return true;
  // Programs need no ending.
  return filetype === null && (path === null || BARE.test(path));
}

/** `password: x`, `DB_PASSWORD=x y`, `ENV DB_PASSWORD x`, `**Password:** x`, in a line of its own. */
const LINE =
  /^[ \t]*(?:[-#;/*>]{1,3}[ \t]+)?(?<word>export[ \t]+|env[ \t]+|arg[ \t]+|set[ \t]+)?["'`*]{0,3}(?<name>[\w.-]{2,80})["'`*]{0,3}[ \t]{0,60}(?<join>[:?+]?=|:|(?<=env[ \t]{1,9}\w{2,80})[ \t])["'`*]{0,3}[ \t]{0,60}(?<value>\S[^\n]{0,400}?)[ \t\r]*$/dgim;
const BLOCK =
  /^(?<indent>[ \t]*)(?:- )?["']?(?<name>[\w.-]{2,80})["']?[ \t]{0,60}:[ \t]{0,60}[|>][-+0-9]{0,2}[ \t\r]*(?<value>(?:\n(?:\k<indent>[ \t]+[^\n]{1,4000}|[ \t\r]*(?=\n))){1,100})/dgm;
const TABLE =
  /^[ \t]*\|[^|\n]{0,40}?(?<name>\w{2,80})[ \t*`]*\|[ \t*`]*(?<value>[^\s|*`]{6,200})[ \t*`]*\|/dgm;
/** What says of a password what it is, and names of variables. */
const PLAIN =
  /^(?:string|str|text|number|int|integer|bool|boolean|any|object|hidden|password|secret|secretstr|varchar\S*|char\S*|binary|bytes|input|[?!*&|>{}[\]()].*)[,;]?$/i;
const CLASS = /^(?:[A-Z][a-z]+){2,}[,;]?$/;
const SUFFIX =
  /[_.-]?(?:\d{1,3}|[_.-](?:prod|production|live|dev|development|test|staging|stage|old|new|value|admin|root|user|default))$/i;

/** The name without what tells apart those of its kind: `DB_PASSWORD_PROD`, `password2`. */
export function bareName(name: string): string {
  return name.replace(SUFFIX, "");
}

/** The passwords behind their names. */
export function* settingsSecrets(text: string): Generator<Span> {
  for (const { groups, indices } of text.matchAll(LINE)) {
    const { name, join, value } = groups as Record<"name" | "join" | "value", string>;
    const kind = kindOf(bareName(name));
    if (kind !== "password") continue;
    const told = value.replace(/\s#.*$/, "").trimEnd();
    // More than a word is prose, unless it is an environment.
    if (/\s/.test(told) && !(join === "=" && /^[A-Z0-9_]+$/.test(name))) continue;
    const bare = told.replace(/^["'`]|["'`*]*[,;]?$/g, "");
    if (isReference(bare) || PLAIN.test(bare) || CLASS.test(bare) || isUnset(told)) continue;
    const [from] = indices!.groups!.value!;
    yield { from, to: from + told.length };
  }
  for (const { groups, indices } of text.matchAll(BLOCK)) {
    const kind = kindOf(bareName(groups!.name!));
    if (kind !== "password" && kind !== "token") continue;
    const [from, to] = indices!.groups!.value!;
    yield { from: from + 1, to };
  }
  for (const { groups, indices } of text.matchAll(TABLE)) {
    const value = groups!.value!;
    if (kindOf(groups!.name!) !== "password" || isReference(value) || PLAIN.test(value)) continue;
    if (/^[-:]+$/.test(value)) continue;
    const [from, to] = indices!.groups!.value!;
    yield { from, to };
  }
}

/** References in the words of YAML. */
function isUnset(value: string): boolean {
  return /^(?:!\w|<<)/.test(value);
}

/** `${PASSWORD:-x}`: what holds where nothing else is given. */
export const FALLBACK = /\$\{(?<name>\w{2,80}):?-(?<value>[^}\n$]{1,200})\}/dg;

const MANIFEST = /^[ \t]*["']?kind["']?:[ \t]*["']?Secret["']?[ \t\r]*,?$/;

/** Rows that are looked at. */
const MOST_ROWS = 5000;
const MANIFESTS = /\.(?:ya?ml|json|tpl|tmpl|j2)$/i;
const KNOWN = new WeakMap<Text, boolean>();

/** Whether a file is, or has, a Kubernetes Secret: all of what is in one is secret, whatever its name. */
export function isManifest(path: string | null, text: Text): boolean {
  if (path !== null && !MANIFESTS.test(path)) return false;
  let known = KNOWN.get(text);
  if (known === undefined) {
    known = false;
    for (const line of text.iterLines(1, Math.min(text.lines, MOST_ROWS) + 1)) {
      if (!MANIFEST.test(line)) continue;
      known = true;
      break;
    }
    KNOWN.set(text, known);
  }
  return known;
}
