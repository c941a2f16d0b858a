/** The text of queries: reading it, and cutting it into patterns. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { GRAMMARS, type Grammar } from "./grammars.ts";

const here = createRequire(import.meta.url);

/** The folder of a package, as seen from a module or a folder; null when it is not installed. */
function packageFolder(name: string, from: NodeJS.Require): string | null {
  try {
    return dirname(from.resolve(`${name}/package.json`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return null;
    throw error;
  }
}

/** The parser's file of a grammar; null when its package is not installed. */
export function parserFile(grammar: Grammar): string | null {
  const folder = packageFolder(grammar.package, here);
  return folder === null ? null : join(folder, grammar.wasm);
}

/** Our own queries: beside this file, or beside the bundle. */
function ownFile(name: string): string {
  return join(dirname(fileURLToPath(import.meta.url)), "queries", name);
}

/** The path of a query as the table of grammars names it; null when it is not there. */
function queryFile(grammar: Grammar, name: string): string | null {
  if (name.startsWith("own:")) return ownFile(name.slice(4));
  const folder = packageFolder(grammar.package, here);
  if (folder === null) return null;
  const colon = name.indexOf(":");
  if (colon < 0) return join(folder, name);
  // A grammar that builds on another one brings the version that it was built on.
  const from = createRequire(join(folder, "package.json"));
  const other =
    packageFolder(name.slice(0, colon), from) ?? packageFolder(name.slice(0, colon), here);
  return other === null ? null : join(other, name.slice(colon + 1));
}

/** The joined queries of a kind; empty where the grammar has none. Throws when a file is missing. */
export function querySource(language: string, kind: "highlights" | "injections"): string {
  const grammar = GRAMMARS[language];
  if (!grammar) throw new Error(`No grammar ${language}`);
  return (grammar[kind] ?? [])
    .map((name) => {
      const file = queryFile(grammar, name);
      if (file === null || !existsSync(file)) {
        throw new Error(`The query ${name} of ${language} is missing`);
      }
      return readFileSync(file, "utf8");
    })
    .join("\n");
}

/** The patterns of a query, each with what follows it up to the next one. */
export function patternsOf(source: string): string[] {
  const starts: number[] = [];
  let depth = 0;
  for (let i = 0; i < source.length; i++) {
    const c = source[i];
    if (c === '"') {
      // A bare string is a pattern, too.
      if (depth === 0) starts.push(i);
      for (i++; i < source.length && source[i] !== '"'; i++) if (source[i] === "\\") i++;
    } else if (c === ";") {
      while (i + 1 < source.length && source[i + 1] !== "\n") i++;
    } else if (c === "(" || c === "[") {
      if (depth++ === 0) starts.push(i);
    } else if (c === ")" || c === "]") depth--;
  }
  return starts.map((start, i) => source.slice(start, starts[i + 1] ?? source.length));
}
