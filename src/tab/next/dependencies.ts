/** What a file says that the project needs: when that changes, it has to be installed. */
import { basename } from "node:path";

const NODE_TABLES = [
  "dependencies",
  "devDependencies",
  "peerDependencies",
  "optionalDependencies",
] as const;

type Reader = (text: string) => string;

const READERS: Readonly<Record<string, Reader>> = {
  "package.json": (text) => tables(text, NODE_TABLES),
  "composer.json": (text) => tables(text, ["require", "require-dev"]),
  "requirements.txt": (text) => lines(text, /^[^#\s]/),
  "requirements-dev.txt": (text) => lines(text, /^[^#\s]/),
  Gemfile: (text) => lines(text, /^\s*gem\b/),
  "go.mod": (text) => lines(text, /^\s*(?:require\s+)?[\w./-]+\.[\w./-]+\s+v\d/),
  "pyproject.toml": (text) =>
    (text.match(/^[\w-]*dependencies\s*=\s*\[[^\]]*\]/gm) ?? []).join("\n"),
};

/** Whether the file (a path) lists what has to be installed. */
export function listsDependencies(path: string): boolean {
  return Object.hasOwn(READERS, basename(path));
}

/** The same string as long as the same is needed; null: the text makes no sense as it is. */
export function dependenciesIn(path: string, text: string): string | null {
  try {
    return READERS[basename(path)]?.(text) ?? null;
  } catch (error) {
    // Half-written: what it needs is not known yet.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function tables(text: string, names: readonly string[]): string {
  const json = JSON.parse(text) as Readonly<Record<string, unknown>> | null;
  const found = names.flatMap((name) => {
    const table = json?.[name];
    if (typeof table !== "object" || table === null) return [];
    return Object.entries(table).map(([key, version]) => `${name} ${key} ${String(version)}`);
  });
  return found.sort().join("\n");
}

function lines(text: string, wanted: RegExp): string {
  const found = text.split("\n").filter((line) => wanted.test(line));
  return found
    .map((line) => line.trim().replace(/\s+/g, " "))
    .sort()
    .join("\n");
}
