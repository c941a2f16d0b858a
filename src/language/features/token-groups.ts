/** Semantic tokens as highlight groups: a type, then its modifiers, as in `variable.readonly`. */

/** The types of the protocol (and of servers) in the names that themes know. */
const TYPES: Readonly<Record<string, string>> = {
  namespace: "module",
  type: "type",
  class: "type.class",
  enum: "type.enum",
  interface: "type.interface",
  struct: "type.struct",
  union: "type.union",
  trait: "type.trait",
  typeAlias: "type.alias",
  typeParameter: "type.parameter",
  builtinType: "type.builtin",
  selfTypeKeyword: "type.builtin",
  parameter: "variable.parameter",
  selfParameter: "variable.builtin",
  selfKeyword: "variable.builtin",
  variable: "variable",
  property: "property",
  field: "property",
  enumMember: "constant.enum",
  const: "constant",
  constant: "constant",
  event: "property.event",
  function: "function",
  method: "function.method",
  member: "function.method",
  macro: "function.macro",
  label: "label",
  lifetime: "label",
  keyword: "keyword",
  modifier: "keyword.modifier",
  comment: "comment",
  string: "string",
  number: "number",
  boolean: "constant.builtin",
  regexp: "string.regexp",
  escapeSequence: "string.escape",
  operator: "operator",
  decorator: "attribute",
  attribute: "attribute",
};

/** What is told first, as themes fall back by cutting names at the end. */
const ORDER = ["deprecated", "readonly", "defaultLibrary", "static", "async", "abstract"];

const NAME = /^[A-Za-z][\w-]{0,40}$/;

/** The group for a type and its modifiers; null for a type that is none. */
export function tokenGroup(type: unknown, modifiers: readonly string[]): string | null {
  if (typeof type !== "string" || !NAME.test(type)) return null;
  const base = Object.hasOwn(TYPES, type) ? TYPES[type]! : type;
  const rank = (name: string) => (ORDER.indexOf(name) + ORDER.length + 1) % (ORDER.length + 1);
  const kept = modifiers
    .filter((name) => NAME.test(name) && name !== "declaration" && name !== "definition")
    .sort((a, b) => rankOf(rank(a), a, rank(b), b));
  return [base, ...kept].join(".");
}

function rankOf(a: number, nameA: string, b: number, nameB: string): number {
  return a - b || (nameA < nameB ? -1 : 1);
}

/** The groups of a server's legend, worked out when they are met. */
export class TokenLegend {
  private readonly types: readonly unknown[];
  private readonly modifiers: readonly unknown[];
  private readonly known = new Map<number, string | null>();

  constructor(legend: unknown) {
    const { tokenTypes, tokenModifiers } = (legend ?? {}) as Readonly<Record<string, unknown>>;
    this.types = Array.isArray(tokenTypes) ? tokenTypes : [];
    this.modifiers = Array.isArray(tokenModifiers) ? tokenModifiers : [];
  }

  /** `bits`: one for each modifier. Null: nothing to colour. */
  group(type: number, bits: number): string | null {
    const key = type * 0x1_0000_0000 + (bits >>> 0);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const modifiers = this.modifiers.filter(
      (name, i): name is string => i < 32 && ((bits >>> i) & 1) === 1 && typeof name === "string",
    );
    const group = tokenGroup(this.types[type], modifiers);
    this.known.set(key, group);
    return group;
  }
}
