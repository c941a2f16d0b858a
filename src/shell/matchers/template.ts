/**
 * Templates of lines, as the matchers' tables have them: `{path}:{row}[:{col}]: {message}`. They match
 * a whole line. Every look at a place of the line is a step, and the steps of a match are limited: no
 * line, however it was made, costs more than that.
 *
 * - a blank: one or more blanks; `{}`: any number of them; `{2}`: two or more
 * - `[…]`: may be missing; `\[`: the character itself
 * - `{a|b}`: one of these; `{name:a|b}`: the same, and kept
 * - `{-+}`: one or more of a character
 * - `{path}`, `{row}`, … : fields; see `FIELDS`
 */

export type Captures = Map<string, string>;

type Node =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "blanks"; readonly least: number }
  | { readonly kind: "repeat"; readonly char: string }
  | { readonly kind: "choice"; readonly name: string; readonly words: readonly string[] }
  | { readonly kind: "maybe"; readonly nodes: readonly Node[] }
  | { readonly kind: "field"; readonly name: string; readonly field: Field };

interface Field {
  /** The greatest length, or how many digits. */
  readonly most: number;
  /** As short as can be; else as long as `takes` goes. */
  readonly lazy: boolean;
  takes(code: number): boolean;
  /** Whether the whole of it may stand there. */
  fits?(text: string): boolean;
  readonly empty?: true;
}

export interface Template {
  readonly source: string;
  /** A part that every line of it has; empty: none. */
  readonly needs: string;
  readonly nodes: readonly Node[];
}

/** Steps that are left; shared by all matches of an output. */
export interface Budget {
  steps: number;
}

/** Steps of one template at one line. */
const MOST_STEPS = 1500;

const BLANK = (code: number): boolean => code === 32 || code === 9;
const DIGIT = (code: number): boolean => code >= 48 && code <= 57;
const ANY = (): boolean => true;
const NO_BLANK = (code: number): boolean => !BLANK(code);
/** What no name of a file has that programs print; a colon only as `file://`. */
const UNNAMED = new Set([...'\0"<>|*?:`'].map((char) => char.charCodeAt(0)));
const NAMED = (code: number): boolean => !UNNAMED.has(code) && code >= 32;
const IDENTIFIER = (code: number): boolean =>
  DIGIT(code) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  code === 95 ||
  code === 36 ||
  code === 46 ||
  code > 127;
const CLASS = (code: number): boolean =>
  IDENTIFIER(code) || code === 47 || code === 60 || code === 62 || code === 64;
const CARET = (code: number): boolean => code === 94 || code === 45 || code === 126;

const isTrimmed = (text: string): boolean =>
  !BLANK(text.charCodeAt(0)) && !BLANK(text.charCodeAt(text.length - 1));
const isFile = (text: string): boolean =>
  isTrimmed(text) && /^[^\s].*[./]/.test(text) && !text.includes("  ");

const NUMBER: Field = { most: 7, lazy: false, takes: DIGIT };
const TEXT: Field = { most: 1000, lazy: true, takes: ANY, fits: isTrimmed };

/** What fields may stand for. Others are text that neither starts nor ends with a blank. */
const FIELDS: Readonly<Record<string, Field>> = {
  path: { most: 400, lazy: true, takes: NAMED, fits: isTrimmed },
  /** A path with a folder or an extension. */
  file: { most: 400, lazy: true, takes: NAMED, fits: isFile },
  row: NUMBER,
  col: NUMBER,
  endRow: NUMBER,
  endCol: NUMBER,
  n: { most: 20, lazy: false, takes: (code) => DIGIT(code) || code === 46 },
  code: { most: 100, lazy: true, takes: NO_BLANK },
  word: { most: 200, lazy: true, takes: NO_BLANK },
  /** The name of an error: `TypeError`. */
  type: {
    most: 100,
    lazy: false,
    takes: IDENTIFIER,
    fits: (text) => /(?:Error|Exception|Failure|Interrupt|Warning)$/.test(text),
  },
  /** A name with dots, as programs of the JVM have: `app.Main.run`. */
  class: { most: 300, lazy: false, takes: CLASS },
  /** `^---^` below a line; its column is that of the place. */
  caret: { most: 300, lazy: false, takes: CARET, fits: (text) => text.startsWith("^") },
  text: { most: 1000, lazy: true, takes: ANY },
  "*": { most: 1000, lazy: true, takes: ANY, empty: true },
};

/** Throws an Error that names the template when it can't be read. */
export function template(source: string, kinds: readonly string[]): Template {
  const reader = { source, at: 0, kinds };
  const nodes = readNodes(reader, false);
  return { source, needs: longest(nodes), nodes };
}

interface Reader {
  readonly source: string;
  readonly kinds: readonly string[];
  at: number;
}

function readNodes(reader: Reader, inner: boolean): Node[] {
  const nodes: Node[] = [];
  let text = "";
  const flush = (): void => {
    if (text !== "") nodes.push({ kind: "literal", text });
    text = "";
  };
  const { source } = reader;
  while (reader.at < source.length) {
    const char = source[reader.at++]!;
    if (char === "\\") text += source[reader.at++] ?? "";
    else if (char === " ") {
      flush();
      while (source[reader.at] === " ") reader.at++;
      nodes.push({ kind: "blanks", least: 1 });
    } else if (char === "{") {
      flush();
      const end = source.indexOf("}", reader.at);
      if (end < 0) throw new Error(`A field without its end: ${source}`);
      nodes.push(readField(source.slice(reader.at, end), reader.kinds));
      reader.at = end + 1;
    } else if (char === "[") {
      flush();
      nodes.push({ kind: "maybe", nodes: readNodes(reader, true) });
    } else if (char === "]" && inner) {
      flush();
      return nodes;
    } else text += char;
  }
  if (inner) throw new Error(`A part without its end: ${source}`);
  flush();
  return nodes;
}

function readField(inside: string, kinds: readonly string[]): Node {
  if (inside === "") return { kind: "blanks", least: 0 };
  if (inside === "2") return { kind: "blanks", least: 2 };
  if (inside.length === 2 && inside[1] === "+") return { kind: "repeat", char: inside[0]! };
  if (inside === "kind") return { kind: "choice", name: "kind", words: kinds };
  if (inside.includes("|") || inside.includes(":")) {
    const [, name = "", list = ""] = /^(?:([a-zA-Z]+):)?(.*)$/.exec(inside)!;
    return { kind: "choice", name, words: list.split("|") };
  }
  return { kind: "field", name: inside, field: FIELDS[inside] ?? TEXT };
}

function longest(nodes: readonly Node[]): string {
  let best = "";
  for (const node of nodes) {
    const text = node.kind === "literal" ? node.text : node.kind === "repeat" ? node.char : "";
    if (text.length > best.length) best = text;
  }
  return best;
}

interface Match {
  readonly line: string;
  readonly captures: Captures;
  readonly budget: Budget;
  steps: number;
}

/** What the fields of a line stand for; null: it is no such line. `line` has no blanks at its end. */
export function match(template: Template, line: string, budget: Budget): Captures | null {
  if (template.needs !== "" && !line.includes(template.needs)) return null;
  const state: Match = { line, captures: new Map(), budget, steps: MOST_STEPS };
  return walk(state, template.nodes, 0, 0, null) ? state.captures : null;
}

/** What comes behind the nodes of a part that may be missing. */
interface Rest {
  readonly nodes: readonly Node[];
  readonly index: number;
  readonly rest: Rest | null;
}

function walk(
  state: Match,
  nodes: readonly Node[],
  index: number,
  at: number,
  rest: Rest | null,
): boolean {
  if (state.steps-- <= 0 || state.budget.steps-- <= 0) return false;
  const { line } = state;
  const node = nodes[index];
  if (node === undefined) {
    return rest === null ? at === line.length : walk(state, rest.nodes, rest.index, at, rest.rest);
  }
  const go = (to: number): boolean => walk(state, nodes, index + 1, to, rest);
  switch (node.kind) {
    case "literal":
      return line.startsWith(node.text, at) && go(at + node.text.length);
    case "blanks": {
      let to = at;
      while (to < line.length && BLANK(line.charCodeAt(to))) to++;
      return to - at >= node.least && go(to);
    }
    case "repeat": {
      let to = at;
      while (line[to] === node.char) to++;
      return to > at && go(to);
    }
    case "choice":
      return node.words.some((word) => {
        if (!startsWith(line, word, at) || !go(at + word.length)) return false;
        if (node.name !== "") state.captures.set(node.name, word);
        return true;
      });
    case "maybe":
      return walk(state, node.nodes, 0, at, { nodes, index: index + 1, rest }) || go(at);
    case "field":
      return node.field.lazy
        ? lazily(state, nodes, index, at, rest, node.name, node.field)
        : greedily(state, at, node.name, node.field, go);
  }
}

function startsWith(line: string, word: string, at: number): boolean {
  if (line.startsWith(word, at)) return true;
  return line.slice(at, at + word.length).toLowerCase() === word;
}

function greedily(
  state: Match,
  at: number,
  name: string,
  field: Field,
  go: (to: number) => boolean,
): boolean {
  const { line } = state;
  let to = at;
  while (to < line.length && to - at < field.most && field.takes(line.charCodeAt(to))) to++;
  if (to === at) return false;
  const text = line.slice(at, to);
  if (field.fits?.(text) === false || !go(to)) return false;
  state.captures.set(name, text);
  if (name === "caret") state.captures.set("col", String(at + 1));
  return true;
}

function lazily(
  state: Match,
  nodes: readonly Node[],
  index: number,
  at: number,
  rest: Rest | null,
  name: string,
  field: Field,
): boolean {
  const { line } = state;
  const next = nodes[index + 1];
  const literal = next?.kind === "literal" ? next.text : null;
  // Nothing behind it: it takes all.
  const takesAll = next === undefined && rest === null;
  let to = at;
  if (name === "path" || name === "file") {
    if (line.startsWith("file://", at)) to += 7;
  }
  const most = Math.min(line.length, at + field.most);
  const end = (): boolean => {
    if (to === at && field.empty !== true) return false;
    const text = line.slice(at, to);
    if (text !== "" && field.fits?.(text) === false) return false;
    if (!walk(state, nodes, index + 1, to, rest)) return false;
    state.captures.set(name, text);
    return true;
  };
  for (; ; to++) {
    if (takesAll) {
      while (to < most && field.takes(line.charCodeAt(to))) to++;
      return to === line.length && end();
    }
    if (literal === null || line.startsWith(literal, to)) {
      if (end()) return true;
      if (state.steps <= 0) return false;
    }
    if (to >= most || !field.takes(line.charCodeAt(to))) return false;
  }
}
