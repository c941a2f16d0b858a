/** Which files of the project a text imports, by its lines: where no server says more. */
import { stat } from "node:fs/promises";
import { dirname, extname, join, resolve } from "node:path";
import { lineText, type Text } from "../../text/text.ts";

export interface ImportLine {
  /** As it is written: `./a.ts`, `.models`, `crate::a::b`, `util.h`. */
  readonly target: string;
  /** The names that it brings, as far as the line says them. */
  readonly names: readonly string[];
}

/** Imports stand in the first rows. */
export const IMPORT_ROWS = 120;
const MOST_IMPORTS = 30;

const MAY_BE = /\b(?:import|export|from|require|require_relative|use|mod|include)\b/;
/** Forms without quotes. */
const FORMS: readonly RegExp[] = [
  /^\s*from\s+(?<target>[.\w]+)\s+import\s+(?<names>\S.*)$/,
  /^\s*import\s+(?<target>[\w.]+)(?:\s+as\s+(?<names>\w+))?\s*;?\s*$/,
  /^\s*(?:pub\s+)?use\s+(?<target>(?:crate|super|self)(?:::\w+)*)(?:::\{(?<names>[^}]*)\})?/,
  /^\s*(?:pub\s+)?mod\s+(?<target>\w+)\s*;/,
];
/** What stands before the quotes of what is imported. */
const BEFORE =
  /^\s*(?:import|export|\})|\brequire\(\s{0,8}$|^\s*#\s*include\s{0,8}$|^\s*require_relative\b/;
const MOST_LINE = 500;
const MOST_PENDING = 2000;

function importOf(line: string): ImportLine | null {
  const at = line.search(/["']/);
  if (at < 0) {
    for (const form of FORMS) {
      const { target, names = "" } = form.exec(line)?.groups ?? {};
      if (target !== undefined) return { target, names: namesIn(names) };
    }
    return null;
  }
  const head = line.slice(0, at);
  const end = line.indexOf(line[at]!, at + 1);
  if (end <= at + 1 || !BEFORE.test(head)) return null;
  return { target: line.slice(at + 1, end), names: namesIn(head) };
}

const NO_NAMES = new Set("import export from type typeof as const let var require".split(" "));

function namesIn(head: string): string[] {
  const names = head.match(/[A-Za-z_$][\w$]*/g) ?? [];
  return names.filter((name) => !NO_NAMES.has(name));
}

/** The imports of the first lines of a text. An import over several lines has the names of its last one. */
export function importsOf(text: Text): ImportLine[] {
  const imports: ImportLine[] = [];
  let pending = "";
  for (
    let row = 0;
    row < Math.min(text.lines, IMPORT_ROWS) && imports.length < MOST_IMPORTS;
    row++
  ) {
    const line = lineText(text, row);
    if (line.length > MOST_LINE || (pending === "" && !MAY_BE.test(line))) continue;
    if (/^\s*(?:import|export)\b[^"';]*\{[^}"']*$/.test(line)) {
      pending = line;
      continue;
    }
    if (pending !== "") {
      pending += ` ${line.trim()}`;
      if (!/["'};]/.test(line) && pending.length < MOST_PENDING) continue;
    }
    const found = importOf(pending === "" ? line : pending);
    pending = "";
    if (found !== null) imports.push(found);
  }
  return imports;
}

const INDEXES = ["index.ts", "index.tsx", "index.js", "__init__.py", "mod.rs"];

/** Where an import may lead to: absolute paths, the likeliest first. `root`: the project's folder. */
export function candidatesOf({ target }: ImportLine, from: string, root: string): string[] {
  const ext = extname(from);
  const folder = dirname(from);
  if (/^\.{1,2}\//.test(target)) return variants(resolve(folder, target), ext);
  if (ext === ".py") {
    const dots = /^\.*/.exec(target)![0].length;
    const parts = target.slice(dots).split(".").filter(Boolean);
    const base = dots > 0 ? resolve(folder, "../".repeat(dots - 1) || ".") : root;
    const bases = dots > 0 ? [base] : [root, join(root, "src"), folder];
    return bases.flatMap((each) => [
      `${join(each, ...parts)}.py`,
      join(each, ...parts, "__init__.py"),
    ]);
  }
  if (ext === ".rs") {
    const parts = target.split("::");
    const head = parts[0];
    const base = head === "crate" ? join(root, "src") : head === "super" ? dirname(folder) : folder;
    const rest = head === "crate" || head === "super" || head === "self" ? parts.slice(1) : parts;
    const paths: string[] = [];
    for (let end = rest.length; end > 0; end--) {
      const path = join(base, ...rest.slice(0, end));
      paths.push(`${path}.rs`, join(path, "mod.rs"));
    }
    return paths;
  }
  if (/^\.[ch](?:pp|h|xx|c)?$|^\.cc$/.test(ext)) {
    return [resolve(folder, target), join(root, target), join(root, "include", target)];
  }
  if (/^\.(?:java|kt|scala)$/.test(ext)) {
    const path = `${target.split(".").join("/")}${ext}`;
    return ["src/main/java", "src/main/kotlin", "src"].map((each) => join(root, each, path));
  }
  if (ext === ".rb") return variants(resolve(folder, target), ext);
  return [];
}

function variants(path: string, ext: string): string[] {
  const own = extname(path);
  const bare = /^\.[cm]?jsx?$/.test(own) ? path.slice(0, -own.length) : path;
  const ends = /^\.[cm]?[jt]sx?$/.test(ext) ? [".ts", ".tsx", ".js", ".jsx", ".mts"] : [ext];
  return [
    ...(own === "" || bare !== path ? [] : [path]),
    ...ends.map((end) => bare + end),
    ...(bare === path ? [] : [path]),
    ...INDEXES.map((name) => join(path, name)),
  ];
}

/** The first of some paths that is a file. */
export async function firstFile(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    try {
      if ((await stat(path)).isFile()) return path;
    } catch {
      // Not this one.
    }
  }
  return null;
}
