/**
 * What the node types of each grammar mean for structure: `languages/NAME.toml`, read when a language
 * is first asked about. A table that inherits has the words of the other one, too.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";

/** Node types. */
export type Types = ReadonlySet<string>;

/** What can be selected or moved over. */
export type ObjectKind =
  | "function"
  | "class"
  | "conditional"
  | "loop"
  | "comment"
  | "call"
  | "parameter";

export interface IndentTable {
  /** Lines of such a node, but for its first one, are a step further in than where it starts. */
  readonly nodes: Types;
  /** Their parts that start a line stand where the node's first line stands, as `else` does. */
  readonly branch: Types;
  /** What follows such a node is level with it. */
  readonly after: Types;
  /** A node of `nodes` in one of them is measured from the line where that one starts. */
  readonly owners: Types;
  /** Operators over several lines: a step in only inside of `operands`. */
  readonly binary: Types;
  readonly operands: Types;
  /** Tokens that may start a line of a list; what is behind them is where deeper lines count from. */
  readonly bullets: Types;
  /** Directly in one of the same type, such a node is level with it. */
  readonly chained: Types;
  /** Brackets whose lines stand below what follows the bracket, where something does. */
  readonly align: Types;
  /** Parts of such a node stand below its start. */
  readonly stack: Types;
  /** Choices that may be written as a column of `a ? b` and `: c ? d`. */
  readonly inline: Types;
  /** Brackets that are two steps in, in one of `owners`: the body is one step in. */
  readonly condition: Types;
  /** The lines of such nodes stay as they are. */
  readonly keep: Types;
  /** Lines that start with such a node stand at the left edge. */
  readonly zero: Types;
  /** Lines that start with such a node stand one step further out. */
  readonly outdent: Types;
  /** Statements after which a block ends (`offside` languages). */
  readonly leaves: Types;
  /** Words that may change the indent of their line when they are typed. */
  readonly typed: readonly string[];
  /** A line that ends so goes on in the next one. */
  readonly continues: readonly string[];
  /** A line that starts so and ends in `)` or this word itself has its statement in the next one. */
  readonly headers: readonly string[];
  /** A line that ends in such a word opens a block. */
  readonly opening: readonly string[];
  /** Names of tags whose content is not indented. */
  readonly flat: Types;
  /** Whether `=` uses the tree; else it does what Vim's C indenting does. */
  readonly equal: boolean;
  /** The indent makes the blocks. */
  readonly offside: boolean;
}

export interface LanguageTable {
  readonly language: string;
  readonly objects: Readonly<Record<Exclude<ObjectKind, "parameter">, Types>>;
  /** Lists whose items are parameters or arguments. */
  readonly parameters: Types;
  /** Nodes around an object that belong to it (decorators). */
  readonly wrap: Types;
  /** Functions that motions pass, but for those in a node of `named`. */
  readonly skip: Types;
  readonly named: Types;
  readonly folds: Types;
  /** Neighbours of one of these types fold together. */
  readonly foldGroups: Types;
  /** Null: no rules, the language is indented as Vim does. */
  readonly indent: IndentTable | null;
  /** Kind of symbol by node type. */
  readonly symbols: ReadonlyMap<string, string>;
  /** The field that names a symbol where it is not `name`. */
  readonly symbolNames: ReadonlyMap<string, string>;
  readonly context: Types;
  /** Value of 'commentstring', and those inside of some nodes. */
  readonly comment: string | null;
  readonly commentIn: ReadonlyMap<string, string>;
  readonly tags: { readonly pairs: Types; readonly open: Types; readonly close: Types } | null;
  /** Keywords of a node that belong together; `inner` nodes hold some of them. */
  readonly match: { readonly nodes: Types; readonly words: Types; readonly inner: Types } | null;
  /** Whether other languages may be inside. */
  readonly embeds: boolean;
}

type Data = Record<string, Record<string, unknown>>;

const TABLES = new Map<string, LanguageTable | null>();

/** The table of a grammar (`typescript`), or null. */
export function tableOf(language: string): LanguageTable | null {
  let table = TABLES.get(language);
  if (table === undefined) {
    const data = readData(language);
    table = data === null ? null : makeTable(language, data);
    TABLES.set(language, table);
  }
  return table;
}

function readData(language: string): Data | null {
  if (!/^\w+$/.test(language)) return null;
  const folder = join(dirname(fileURLToPath(import.meta.url)), "languages");
  const file = join(folder, `${language}.toml`);
  if (!existsSync(file)) return null;
  const data = parse(readFileSync(file, "utf8")) as Data & { inherit?: unknown };
  const { inherit, ...own } = data;
  if (typeof inherit !== "string") return own as Data;
  return merged(readData(inherit) ?? {}, own as Data);
}

function merged(base: Data, own: Data): Data {
  const result: Data = { ...base };
  for (const [section, values] of Object.entries(own)) {
    const before = base[section] ?? {};
    const joined: Record<string, unknown> = { ...before };
    for (const [key, value] of Object.entries(values)) {
      const old = before[key];
      joined[key] =
        typeof value === "string" && typeof old === "string" ? `${old} ${value}` : value;
    }
    result[section] = joined;
  }
  return result;
}

function words(value: unknown): string[] {
  return typeof value === "string" ? value.split(/\s+/).filter((word) => word !== "") : [];
}

function makeTable(language: string, data: Data): LanguageTable {
  const section = (name: string) => data[name] ?? {};
  const types = (name: string, key: string): Types => new Set(words(section(name)[key]));
  const symbols = new Map<string, string>();
  for (const [kind, value] of Object.entries(section("symbols"))) {
    for (const type of words(value)) symbols.set(type, kind);
  }
  const comment = section("comment");
  const commentIn = Object.entries(comment).filter(([key]) => key !== "string");
  return {
    language,
    objects: {
      function: types("objects", "function"),
      class: types("objects", "class"),
      conditional: types("objects", "conditional"),
      loop: types("objects", "loop"),
      comment: types("objects", "comment"),
      call: types("objects", "call"),
    },
    parameters: types("objects", "parameters"),
    wrap: types("objects", "wrap"),
    skip: types("objects", "skip"),
    named: types("objects", "named"),
    folds: types("folds", "nodes"),
    foldGroups: types("folds", "groups"),
    indent: data.indent === undefined ? null : indentTable(data.indent),
    symbols,
    symbolNames: stringMap(section("symbols").names),
    context: types("context", "nodes"),
    comment: typeof comment.string === "string" ? comment.string : null,
    commentIn: new Map(commentIn.map(([key, value]) => [key, String(value)])),
    tags:
      data.tags === undefined
        ? null
        : {
            pairs: types("tags", "pairs"),
            open: types("tags", "open"),
            close: types("tags", "close"),
          },
    match:
      data.match === undefined
        ? null
        : {
            nodes: types("match", "nodes"),
            words: types("match", "words"),
            inner: types("match", "inner"),
          },
    embeds: section("indent").embeds === true,
  };
}

function stringMap(value: unknown): Map<string, string> {
  if (typeof value !== "object" || value === null) return new Map();
  return new Map(Object.entries(value).map(([key, each]) => [key, String(each)]));
}

function indentTable(data: Record<string, unknown>): IndentTable {
  const types = (key: string): Types => new Set(words(data[key]));
  return {
    nodes: types("nodes"),
    branch: types("branch"),
    after: types("after"),
    owners: types("owners"),
    binary: types("binary"),
    operands: types("operands"),
    bullets: types("bullets"),
    chained: types("chained"),
    stack: types("stack"),
    inline: types("inline"),
    condition: types("condition"),
    align: types("align"),
    keep: types("keep"),
    zero: types("zero"),
    outdent: types("outdent"),
    leaves: types("leaves"),
    typed: words(data.typed),
    continues: words(data.continues),
    headers: words(data.headers),
    opening: words(data.opening),
    flat: types("flat"),
    equal: data.equal !== false,
    offside: data.offside === true,
  };
}
