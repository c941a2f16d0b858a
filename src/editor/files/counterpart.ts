/** Which file tests which: by the names that languages and their tools have for it. */
import { basename, dirname, extname, join, sep } from "node:path";

const TEST_NAMES: readonly RegExp[] = [
  /\.(?:test|spec)\.[cm]?[jt]sx?$/,
  /_test\.(?:go|py|dart|exs?|cc|cpp|c|rb|lua)$/,
  /^test_[^/]*\.(?:py|rb|c|cc|cpp|lua)$/,
  /_spec\.(?:rb|lua|cr)$/,
  /(?:Test|Tests|Spec|IT)\.(?:java|kt|kts|scala|cs|swift|php|groovy)$/,
];

const TEST_FOLDERS = /(?:^|[\\/])(?:tests?|__tests__|specs?)[\\/]/;
const CODE =
  /\.(?:[cm]?[jt]sx?|py|go|rs|rb|java|kt|scala|cs|swift|php|lua|dart|exs?|c|cc|cpp|groovy|cr)$/;

/** Whether a file (absolute path, its project's root) is made of tests. */
export function isTestFile(path: string, root: string): boolean {
  const name = basename(path);
  if (TEST_NAMES.some((pattern) => pattern.test(name))) return true;
  return CODE.test(name) && TEST_FOLDERS.test(path.slice(root.length));
}

/** The names that the tests of a source file may have. */
function testNames(name: string): string[] {
  const ext = extname(name);
  const stem = name.slice(0, name.length - ext.length);
  if (/^\.[cm]?[jt]sx?$/.test(ext)) return [`${stem}.test${ext}`, `${stem}.spec${ext}`];
  switch (ext) {
    case ".py":
      return [`test_${name}`, `${stem}_test.py`];
    case ".rb":
      return [`${stem}_spec.rb`, `${stem}_test.rb`, `test_${name}`];
    case ".lua":
      return [`${stem}_spec.lua`, `test_${name}`];
    case ".java":
    case ".kt":
    case ".scala":
    case ".cs":
    case ".swift":
    case ".php":
      return [`${stem}Test${ext}`, `${stem}Tests${ext}`, `${stem}Spec${ext}`];
    case ".ex":
      return [`${stem}_test.exs`];
    default:
      return [`${stem}_test${ext}`];
  }
}

/** The name of the source file that a file of tests is about; null: it is none by its name. */
function sourceName(name: string): string | null {
  const ext = extname(name);
  const stem = name.slice(0, name.length - ext.length);
  const bare = stem
    .replace(/\.(?:test|spec)$/, "")
    .replace(/_(?:test|spec)$/, "")
    .replace(/^test_(?=.)/, "")
    .replace(/(?<=.)(?:Tests?|Spec|IT)$/, "");
  if (bare === stem) return null;
  return bare + (ext === ".exs" ? ".ex" : ext);
}

/** Folders of sources, and those of their tests beside them. */
const SOURCE_ROOTS = ["src", "lib", "app", ""];
const TEST_ROOTS = ["test", "tests", "spec", "__tests__"];

/**
 * Where the tests of a source file may be, or the source of a file of tests; the likeliest first, all
 * absolute. `root`: the top folder of the project.
 */
export function counterparts(path: string, root: string): string[] {
  if (!CODE.test(path) || !path.startsWith(root + sep)) return [];
  return isTestFile(path, root) ? sourcesOf(path, root) : testsOf(path, root);
}

function testsOf(path: string, root: string): string[] {
  const folder = dirname(path);
  const names = testNames(basename(path));
  const parts = dirname(path.slice(root.length + 1)).split(sep);
  const inner = parts[0] === "." ? [] : parts;
  const folders = new Set([folder, join(folder, "__tests__"), join(folder, "tests")]);
  for (let at = 0; at <= inner.length; at++) {
    // `pkg/src/room/name` is tested in `pkg/test/room/name`.
    const above = inner.slice(0, at);
    if (at < inner.length && !SOURCE_ROOTS.includes(inner[at]!)) continue;
    const below = inner.slice(at + 1);
    for (const tests of TEST_ROOTS) {
      folders.add(join(root, ...above, tests, ...below));
      folders.add(join(root, ...above, tests));
    }
  }
  // A package of its own name, with its tests beside it or in its likeness.
  for (const tests of TEST_ROOTS) {
    folders.add(join(root, tests));
    folders.add(join(root, tests, ...inner.slice(1)));
    folders.add(join(root, tests, ...inner));
  }
  // Java and its kin: src/main/java/… and src/test/java/….
  if (folder.includes(`${sep}src${sep}main${sep}`)) {
    folders.add(folder.replace(`${sep}src${sep}main${sep}`, `${sep}src${sep}test${sep}`));
  }
  return [...folders].flatMap((each) => names.map((name) => join(each, name)));
}

function sourcesOf(path: string, root: string): string[] {
  const name = sourceName(basename(path)) ?? basename(path);
  const folder = dirname(path);
  const parts = dirname(path.slice(root.length + 1)).split(sep);
  const folders = new Set([folder]);
  if (TEST_ROOTS.includes(basename(folder))) folders.add(dirname(folder));
  parts.forEach((part, at) => {
    if (!TEST_ROOTS.includes(part)) return;
    for (const source of SOURCE_ROOTS) {
      folders.add(join(root, ...parts.slice(0, at), source, ...parts.slice(at + 1)));
    }
  });
  if (folder.includes(`${sep}src${sep}test${sep}`)) {
    folders.add(folder.replace(`${sep}src${sep}test${sep}`, `${sep}src${sep}main${sep}`));
  }
  const found = [...folders].map((each) => join(each, name));
  return found.filter((each) => each !== path);
}
