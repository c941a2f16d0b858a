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
const FORMS: readonly RegExp[] = [
  /^\s*(?:import|export)\s+(?:type\s+)?(?<names>[^"']*?)\s*(?:from\s*)?["'](?<target>[^"']+)["']/,
  /^[^"']*\b(?:const|let|var)\s+(?<names>[^=]+)=\s*require\(\s*["'](?<target>[^"']+)["']/,
  /^\s*\}?\s*(?<names>[\w\s,{}]*)\}\s*from\s*["'](?<target>[^"']+)["']/,
  /^\s*from\s+(?<target>[.\w]+)\s+import\s+(?<names>.+)$/,
  /^\s*import\s+(?<target>[\w.]+)(?:\s+as\s+(?<names>\w+))?\s*;?\s*$/,
  /^\s*(?:pub\s+)?use\s+(?<target>(?:crate|super|self)(?:::\w+)*)(?:::\{(?<names>[^}]*)\})?/,
  /^\s*(?:pub\s+)?mod\s+(?<target>\w+)\s*;/,
  /^\s*#\s*include\s+"(?<target>[^"]+)"/,
  /^\s*require_relative\s+["'](?<target>[^"']+)["']/,
];

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
    if (line.length > 500) continue;
    if (pending === "" && !MAY_BE.test(line)) continue;
    if (/^\s*(?:import|export)\b[^"';]*\{[^}"']*$/.test(line)) {
      pending = line;
      continue;
    }
    if (pending !== "") {
      pending += ` ${line.trim()}`;
      if (!/["'};]/.test(line)) continue;
    }
    const whole = pending === "" ? line : pending;
    pending = "";
    for (const form of FORMS) {
      const { target, names = "" } = form.exec(whole)?.groups ?? {};
      if (target === undefined) continue;
      imports.push({ target, names: names.match(/[A-Za-z_$][\w$]*/g) ?? [] });
      break;
    }
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
