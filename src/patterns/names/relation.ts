/** How files of a project belong together, by their paths alone. */

export type FileKind = "source" | "test" | "example" | "docs" | "config";

const DOCS = /\.(?:md|mdx|rst|txt|adoc)$/i;
const CONFIG = /(?:\.(?:json|jsonc|ya?ml|toml|ini|cfg|lock)|\.config\.\w+)$/i;
const TEST = /(?:^|[/._-])(?:tests?|specs?|__tests__|e2e|testing)(?:[/._-]|$)/i;
const EXAMPLE = /(?:^|\/)(?:examples?|demos?|samples?|playground)\//i;

export function fileKind(path: string): FileKind {
  if (DOCS.test(path)) return "docs";
  if (TEST.test(path)) return "test";
  if (EXAMPLE.test(path)) return "example";
  return CONFIG.test(path) ? "config" : "source";
}

/** The name of a file without folder, ending and what marks a test: `a/user_test.go` is `user`. */
export function stemOf(path: string): string {
  const base = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return base
    .replace(/\.\w+$/, "")
    .replace(/\.(?:test|tests|spec|stories|types|d)$/, "")
    .replace(/^(?:test|tests|spec)[_.-]/, "")
    .replace(/[_.-](?:test|tests|spec|types|typetest)$/, "");
}

/** How much of their folders two paths share, 0 to 1. */
export function folderLikeness(a: string, b: string): number {
  const [x, y] = [a.split("/").slice(0, -1), b.split("/").slice(0, -1)];
  let same = 0;
  while (same < x.length && same < y.length && x[same] === y[same]) same++;
  const most = Math.max(x.length, y.length);
  return most === 0 ? 1 : same / most;
}

/** The files that stand for a whole folder. */
export function isIndexFile(path: string): boolean {
  return /(?:^|\/)(?:index|mod|lib|main|__init__)\.\w+$/.test(path);
}
