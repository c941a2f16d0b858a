/** Regular expressions of snippets. They come from servers and files, so that they are given a limit. */
import vm from "node:vm";
import type { CaseChange, FormatPart, Transform } from "./parser.ts";

/** An expression that takes longer changes nothing, ms. */
const PATIENCE_MS = 100;
/** A longer text is not transformed, UTF-16 units. */
const MOST_TEXT = 10_000;

/** Expressions that took too long or are wrong: they are not tried again. */
const BAD = new Set<string>();
let context: vm.Context | null = null;

/** The text behind a transform; as it was when the expression is wrong or takes too long. */
export function transformed(text: string, transform: Transform): string {
  const { pattern, flags, format } = transform;
  const name = `${pattern}/${flags}`;
  if (text.length > MOST_TEXT || BAD.has(name)) return text;
  const matches = matchesOf(pattern, flags, text);
  if (matches === null) {
    BAD.add(name);
    return text;
  }
  // A transform that does not match still writes what it has for groups that did not.
  if (matches.length === 0) {
    const empty = format.map((part) => formatted(part, [])).join("");
    return format.some((part) => part.kind === "group" && part.otherwise !== null) ? empty : text;
  }
  let out = "";
  let at = 0;
  for (const { index, groups } of matches) {
    out += text.slice(at, index) + format.map((part) => formatted(part, groups)).join("");
    at = index + groups[0]!.length;
  }
  return out + text.slice(at);
}

interface Match {
  readonly index: number;
  readonly groups: readonly (string | undefined)[];
}

/** Runs where it can be stopped: an expression may need for ever. */
function matchesOf(pattern: string, flags: string, text: string): Match[] | null {
  const known = [...new Set(flags)].filter((flag) => "gimsu".includes(flag)).join("");
  context ??= vm.createContext(Object.create(null) as object);
  const code = `(() => {
    const expression = new RegExp(${JSON.stringify(pattern)}, ${JSON.stringify(known)});
    const text = ${JSON.stringify(text)};
    const found = expression.global ? [...text.matchAll(expression)] : [expression.exec(text)];
    return JSON.stringify(found.filter(Boolean).map((m) => ({ index: m.index, groups: [...m] })));
  })()`;
  try {
    const json: unknown = vm.runInContext(code, context, { timeout: PATIENCE_MS });
    const all = JSON.parse(String(json)) as { index: number; groups: (string | null)[] }[];
    return all.map(({ index, groups }) => ({
      index,
      groups: groups.map((group) => group ?? undefined),
    }));
  } catch {
    // A wrong expression, or one that does not end: the snippet goes on without it.
    return null;
  }
}

function formatted(part: FormatPart, groups: readonly (string | undefined)[]): string {
  if (part.kind === "text") return part.text;
  const value = groups[part.index];
  if (value === undefined || value === "") return part.otherwise ?? "";
  if (part.filled !== null) return part.filled;
  return part.change === null ? value : CHANGES[part.change](value);
}

const words = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
const pascal = (text: string): string => words(text).map(capital).join("");

const CHANGES: Readonly<Record<CaseChange, (text: string) => string>> = {
  upcase: (text) => text.toUpperCase(),
  downcase: (text) => text.toLowerCase(),
  capitalize: capital,
  pascalcase: pascal,
  camelcase: (text) => {
    const name = pascal(text);
    return name.slice(0, 1).toLowerCase() + name.slice(1);
  },
};
