/** The import statements at the head of a file, by their text: TypeScript, JavaScript, Python, Go, Rust. */
import { slice, type Text } from "../../text/text.ts";

export type Family = "script" | "python" | "go" | "rust";

const FAMILIES: ReadonlyMap<string, Family> = new Map([
  ["javascript", "script"],
  ["javascriptreact", "script"],
  ["typescript", "script"],
  ["typescriptreact", "script"],
  ["python", "python"],
  ["go", "go"],
  ["rust", "rust"],
]);

export function familyOf(filetype: string): Family | null {
  return FAMILIES.get(filetype) ?? null;
}

export interface ImportedName {
  /** As it is called in this file. */
  readonly name: string;
  /** As it is written: `type a`, `a as b`. */
  readonly written: string;
  /** Offsets in the text of what is written. */
  readonly from: number;
  readonly to: number;
  /** It stands in a list of names. */
  readonly listed: boolean;
}

export interface ImportStatement {
  /** The whole statement, without the line break behind it. For Go's lists: one line of it. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly module: string;
  readonly names: readonly ImportedName[];
  /** What stands between the brackets of a list of names, or the list itself where it has none. */
  readonly list: { readonly from: number; readonly to: number } | null;
  readonly form: "import" | "require" | "from" | "plain" | "go" | "use";
  readonly isType: boolean;
}

/** Characters of a file in which its imports are looked for. */
const HEAD = 16_000;
const NO_IMPORTS: readonly ImportStatement[] = [];

const KNOWN = new WeakMap<Text, Map<Family, readonly ImportStatement[]>>();

/** The imports of a text, top to bottom. */
export function importsOf(text: Text, family: Family): readonly ImportStatement[] {
  let families = KNOWN.get(text);
  if (!families) {
    families = new Map();
    KNOWN.set(text, families);
  }
  const known = families.get(family);
  if (known) return known;
  const head = slice(text, 0, Math.min(text.length, HEAD));
  const found = READERS[family](head).sort((a, b) => a.from - b.from);
  families.set(family, found.length === 0 ? NO_IMPORTS : found);
  return found;
}

const SCRIPT =
  /^(import\s+(type\s+)?(?:([\w$]+)\s*,?\s*)?(?:\*\s+as\s+([\w$]+)\s*|\{([^}]*)\}\s*)?from\s*["']([^"'\n]+)["'];?)[ \t]*$/gm;
const REQUIRE =
  /^((?:const|let|var)\s+(?:([\w$]+)|\{([^}]*)\})\s*=\s*require\(\s*["']([^"'\n]+)["']\s*\);?)[ \t]*$/gm;

function readScript(head: string): ImportStatement[] {
  const found: ImportStatement[] = [];
  for (const match of head.matchAll(SCRIPT)) {
    const [, text, type, plain, space, list, module] = match as string[];
    const from = match.index;
    const names: ImportedName[] = [];
    const single = plain ?? space;
    if (single) names.push(nameAt(single, single, from + text!.indexOf(single), false));
    const inside = list === undefined ? null : insideOf(text!, "{", list, from);
    if (inside) names.push(...listed(list!, inside.from));
    found.push(statement(text!, from, module!, names, inside, "import", type !== undefined));
  }
  for (const match of head.matchAll(REQUIRE)) {
    const [, text, plain, list, module] = match as string[];
    const from = match.index;
    const inside = list === undefined ? null : insideOf(text!, "{", list, from);
    const names = inside
      ? listed(list!, inside.from)
      : [nameAt(plain!, plain!, from + text!.indexOf(plain!), false)];
    found.push(statement(text!, from, module!, names, inside, "require", false));
  }
  return found;
}

const PY_FROM = /^(from\s+(\S+)\s+import\s+(?:\(([^)]*)\)|([\w., \t*]+)))[ \t]*(?:#.*)?$/gm;
const PY_IMPORT = /^(import\s+([\w.]+)(?:\s+as\s+(\w+))?)[ \t]*(?:#.*)?$/gm;

function readPython(head: string): ImportStatement[] {
  const found: ImportStatement[] = [];
  for (const match of head.matchAll(PY_FROM)) {
    const [, text, module, bracketed, plain] = match as string[];
    const from = match.index;
    const list = bracketed ?? plain!;
    const start = from + text!.lastIndexOf(list);
    const inside = { from: start, to: start + list.trimEnd().length };
    if (bracketed !== undefined) inside.to = start + list.length;
    found.push(statement(text!, from, module!, listed(list, start), inside, "from", false));
  }
  for (const match of head.matchAll(PY_IMPORT)) {
    const [, text, module, alias] = match as string[];
    const name = alias ?? module!.split(".")[0]!;
    const at = match.index + text!.lastIndexOf(alias ?? module!);
    const names = [nameAt(name, alias ?? module!, at, false)];
    found.push(statement(text!, match.index, module!, names, null, "plain", false));
  }
  return found;
}

const GO_BLOCK = /^import\s*\(([^)]*)\)/gm;
const GO_LINE = /^[ \t]*(?:([\w.]+)[ \t]+)?"([^"\n]+)"/gm;
const GO_SINGLE = /^import\s+(?:(\w+)\s+)?"([^"\n]+)"/gm;

function readGo(head: string): ImportStatement[] {
  const found: ImportStatement[] = [];
  const add = (from: number, text: string, alias: string | undefined, path: string) => {
    const name = alias ?? goPackage(path);
    found.push(
      statement(text, from, path, [nameAt(name, text.trim(), from, false)], null, "go", false),
    );
  };
  for (const block of head.matchAll(GO_BLOCK)) {
    const start = block.index + block[0].indexOf("(") + 1;
    for (const match of block[1]!.matchAll(GO_LINE)) {
      add(start + match.index, match[0], match[1], match[2]!);
    }
  }
  for (const match of head.matchAll(GO_SINGLE)) add(match.index, match[0], match[1], match[2]!);
  return found;
}

/** The name of a Go package as its path tells it: without version, `go-` and ending. */
export function goPackage(path: string): string {
  const parts = path.split("/");
  let last = parts.pop() ?? "";
  if (/^v\d+$/.test(last) && parts.length > 0) last = parts.pop()!;
  return last.replace(/\.v\d+$/, "").replace(/^go-|[.-]go$/g, "");
}

const RUST = /^([ \t]*(?:pub(?:\([^)]*\))?\s+)?use\s+([^;]+);)/gm;

function readRust(head: string): ImportStatement[] {
  const found: ImportStatement[] = [];
  for (const match of head.matchAll(RUST)) {
    const [, text, tree] = match as string[];
    const from = match.index;
    const open = tree!.indexOf("{");
    const start = from + text!.indexOf(tree!);
    const simple = open >= 0 && tree!.indexOf("{", open + 1) < 0 && tree!.trimEnd().endsWith("}");
    const module = (
      open < 0 ? tree!.replace(/::\s*[\w*]+(\s+as\s+\w+)?\s*$/, "") : tree!.slice(0, open)
    )
      .replace(/::\s*$/, "")
      .trim();
    const names: ImportedName[] = [];
    for (const name of tree!.matchAll(/(\w+)(?:\s+as\s+(\w+))?(?=\s*(?:[,}]|$))/g)) {
      const at = start + name.index;
      names.push(nameAt(name[2] ?? name[1]!, name[0], at, open >= 0));
    }
    const inside = simple ? { from: start + open + 1, to: start + tree!.lastIndexOf("}") } : null;
    found.push(statement(text!, from, module, names, inside, "use", false));
  }
  return found;
}

const READERS: Readonly<Record<Family, (head: string) => ImportStatement[]>> = {
  script: readScript,
  python: readPython,
  go: readGo,
  rust: readRust,
};

function statement(
  text: string,
  from: number,
  module: string,
  names: readonly ImportedName[],
  list: ImportStatement["list"],
  form: ImportStatement["form"],
  isType: boolean,
): ImportStatement {
  return { from, to: from + text.length, text, module, names, list, form, isType };
}

function insideOf(text: string, open: string, list: string, from: number) {
  const start = from + text.indexOf(open) + 1;
  return { from: start, to: start + list.length };
}

function nameAt(name: string, written: string, from: number, isListed: boolean): ImportedName {
  return { name, written, from, to: from + written.length, listed: isListed };
}

/** The names of a list: `a, type b, c as d`. */
function listed(list: string, start: number): ImportedName[] {
  const names: ImportedName[] = [];
  for (const match of list.matchAll(/[^,]+/g)) {
    const written = match[0].replace(/(?:\/\/|#).*$/gm, "").trim();
    if (written === "") continue;
    const name = /(?:\bas\s+|:\s*)?([\w$]+)$/.exec(written)?.[1];
    if (!name) continue;
    names.push(nameAt(name, written, start + match.index + match[0].indexOf(written), true));
  }
  return names;
}
