/** Names and the words they are made of: `getUserId`, `get_user_id` and `GET_USER_ID` are one name. */

export type NameStyle =
  | "camel"
  | "pascal"
  | "snake"
  | "screaming"
  | "kebab"
  | "dotted"
  | "words"
  | "title"
  | "sentence"
  | "flat";

export const STYLES: readonly NameStyle[] = [
  "camel",
  "pascal",
  "snake",
  "screaming",
  "kebab",
  "dotted",
  "words",
  "title",
  "sentence",
  "flat",
];

export interface Name {
  /** Marks before the first word: `_`, `$`. */
  readonly lead: string;
  /** The words as they are spelled. */
  readonly spelled: readonly string[];
  /** The words in lower case. */
  readonly parts: readonly string[];
  readonly trail: string;
  /** The style the name is written in; of one that fits several (`user`), the plainest. */
  readonly style: NameStyle;
}

const WORD = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}]+\p{N}*|\p{Lu}+\p{N}*|\p{N}+|\p{L}+/gu;

/** The words of a name; `HTTPServer` is `HTTP` and `Server`, `sha256Sum` is `sha256` and `Sum`. */
export function splitName(name: string): string[] {
  return name.match(WORD) ?? [];
}

export function nameOf(text: string): Name {
  const lead = /^[_$]*/.exec(text)![0];
  const rest = text.slice(lead.length);
  const trail = /[_$]*$/.exec(rest)![0];
  const core = rest.slice(0, rest.length - trail.length);
  const spelled = splitName(core);
  const parts = spelled.map((part) => part.toLowerCase());
  return { lead, spelled, parts, trail, style: styleOf(core, spelled) };
}

function styleOf(core: string, spelled: readonly string[]): NameStyle {
  const lower = core === core.toLowerCase();
  const upper = core === core.toUpperCase();
  if (core.includes("_")) return upper && !lower ? "screaming" : "snake";
  if (core.includes("-")) return "kebab";
  if (core.includes(".")) return "dotted";
  if (/\s/.test(core)) {
    if (lower) return "words";
    return spelled.slice(1).some((part) => part !== part.toLowerCase()) ? "title" : "sentence";
  }
  if (lower) return "flat";
  if (upper && spelled.length === 1 && core.length > 1) return "screaming";
  return isUpper(core[0]!) ? "pascal" : "camel";
}

/**
 * The words joined in a style. `spelled` words in all capitals stay so in `camel` and `pascal` names
 * when `acronyms` is set (`userID`), else they are written as any other word (`userId`).
 */
export function formatName(
  spelled: readonly string[],
  style: NameStyle,
  acronyms: boolean = false,
): string {
  const low = spelled.map((part) => part.toLowerCase());
  const capital = (at: number) => {
    const part = spelled[at]!;
    if (acronyms && isAcronym(part)) return part;
    return capitalised(low[at]!);
  };
  switch (style) {
    case "camel":
      return low.map((part, at) => (at === 0 ? part : capital(at))).join("");
    case "pascal":
      return low.map((_part, at) => capital(at)).join("");
    case "snake":
      return low.join("_");
    case "screaming":
      return low.join("_").toUpperCase();
    case "kebab":
      return low.join("-");
    case "dotted":
      return low.join(".");
    case "words":
      return low.join(" ");
    case "title":
      return low.map((_part, at) => capital(at)).join(" ");
    case "sentence":
      return low.map((part, at) => (at === 0 ? capital(0) : part)).join(" ");
    case "flat":
      return low.join("");
  }
}

export function isAcronym(part: string): boolean {
  return part.length > 1 && part === part.toUpperCase() && part !== part.toLowerCase();
}

function isUpper(character: string): boolean {
  return character !== character.toLowerCase();
}

function capitalised(word: string): string {
  const first = word.slice(0, word.codePointAt(0)! > 0xffff ? 2 : 1);
  return first.toUpperCase() + word.slice(first.length);
}

const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ["child", "children"],
  ["person", "people"],
  ["man", "men"],
  ["woman", "women"],
  ["foot", "feet"],
  ["mouse", "mice"],
  ["datum", "data"],
  ["index", "indices"],
  ["vertex", "vertices"],
  ["matrix", "matrices"],
  ["analysis", "analyses"],
  ["leaf", "leaves"],
  ["half", "halves"],
  ["shelf", "shelves"],
]);
const SINGULAR = new Map(Array.from(IRREGULAR, ([one, many]) => [many, one]));

/** The plural of an English noun in lower case. */
export function pluralOf(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular) return irregular;
  if (/(?:s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return `${word}s`;
}

/** The singular of an English noun in lower case; null when the word is no plural. */
export function singularOf(word: string): string | null {
  const irregular = SINGULAR.get(word);
  if (irregular) return irregular;
  if (word.length < 3 || /(?:ss|us|is)$/.test(word) || !word.endsWith("s")) return null;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}
