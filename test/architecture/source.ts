/** The source files and what they import and export, read with a parser that knows `import type`. */
import { globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parseSync } from "oxc-parser";

export interface Import {
  /** The path of another source file, or the name of a package or `node:` module. */
  readonly target: string;
  /** The whole declaration is `import type` or `export type`: nothing is loaded. */
  readonly typeOnly: boolean;
  /** `import()`: loaded later, or never. */
  readonly late: boolean;
}

export interface SourceFile {
  /** From the root of the project, such as `src/text/text.ts`. */
  readonly path: string;
  /** The folder under src/. */
  readonly room: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly defaultExport: boolean;
}

export const root = join(import.meta.dirname, "..", "..");

function readSource(path: string): SourceFile {
  const source = readFileSync(join(root, path), "utf8");
  const { module, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const imports: Import[] = [];
  const add = (request: string, typeOnly: boolean, late: boolean): void => {
    const target = request.startsWith(".") ? posix.join(posix.dirname(path), request) : request;
    imports.push({ target, typeOnly, late });
  };
  const starts = (at: number, word: RegExp): boolean => word.test(source.slice(at, at + 40));
  for (const one of module.staticImports) {
    add(one.moduleRequest.value, starts(one.start, /^import\s+type\b/), false);
  }
  for (const one of module.staticExports) {
    const request = one.entries.find((entry) => entry.moduleRequest)?.moduleRequest;
    if (request) add(request.value, starts(one.start, /^export\s+type\b/), false);
  }
  for (const { moduleRequest: at } of module.dynamicImports) {
    const literal = /^["'](.*)["']$/.exec(source.slice(at.start, at.end));
    if (literal?.[1]) add(literal[1], false, true);
  }
  return {
    path,
    room: path.split("/")[1] ?? "",
    lines: source.split("\n").length - 1,
    imports,
    defaultExport: module.staticExports.some((one) =>
      one.entries.some((entry) => entry.exportName.kind === "Default"),
    ),
  };
}

/** Every file of src/, sorted by path. */
export function sourceFiles(): SourceFile[] {
  return globSync("src/**/*.{ts,tsx}", { cwd: root }).sort().map(readSource);
}
