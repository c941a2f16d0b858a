/**
 * An episode: a small commit cut into ordered edits, in the shape of the shared edit histories. Lines
 * and columns count from 0, columns in UTF-16 units, and places are in `before`.
 */
export type FileKind = "source" | "test" | "example" | "config" | "docs";

export interface EpisodeFile {
  readonly path: string;
  readonly kind: FileKind;
  readonly lang: string;
  readonly before: string;
  readonly created?: boolean;
}

export interface EpisodeEdit {
  /** Index into the episode's files. */
  readonly file: number;
  readonly line: number;
  readonly col: number;
  readonly removed: string;
  readonly inserted: string;
  readonly hunk: number;
  /** `reindent`: lines moved sideways; `newfile`: given, never asked for. */
  readonly type?: "reindent" | "newfile";
  readonly import?: true;
}

export interface Episode {
  readonly id: string;
  readonly repo: string;
  readonly sha: string;
  readonly parent: string;
  /** Seconds since the epoch. */
  readonly time: number;
  readonly subject: string;
  readonly lang: string;
  readonly files: readonly EpisodeFile[];
  readonly edits: readonly EpisodeEdit[];
  readonly pathsAdd: readonly string[];
  readonly pathsDel: readonly string[];
}

/** Files that are open in an episode though its commit does not change them. */
export interface Distraction {
  readonly id: string;
  readonly files: readonly { readonly path: string; readonly before: string }[];
}

const LANGUAGES: Readonly<Record<string, string>> = {
  js: "js",
  cjs: "js",
  mjs: "js",
  jsx: "js",
  ts: "ts",
  cts: "ts",
  mts: "ts",
  tsx: "ts",
  py: "py",
  pyi: "py",
  go: "go",
  rs: "rs",
  c: "c",
  h: "c",
  cc: "cpp",
  cpp: "cpp",
  cxx: "cpp",
  hpp: "cpp",
  java: "java",
  kt: "kotlin",
  scala: "scala",
  swift: "swift",
  cs: "csharp",
  rb: "ruby",
  php: "php",
  lua: "lua",
  sh: "sh",
  bash: "sh",
  vim: "vim",
  el: "lisp",
  clj: "lisp",
  ex: "elixir",
  exs: "elixir",
  hs: "haskell",
  ml: "ocaml",
  vue: "vue",
  svelte: "svelte",
  css: "css",
  scss: "css",
  html: "html",
  sql: "sql",
};

const EXTRA: Readonly<Record<string, "config" | "docs">> = {
  json: "config",
  jsonc: "config",
  yaml: "config",
  yml: "config",
  toml: "config",
  md: "docs",
  mdx: "docs",
  rst: "docs",
  txt: "docs",
};

export const KINDS: readonly FileKind[] = ["source", "test", "example", "config", "docs"];

const LEFT_OUT =
  /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|[^/]*\.lock|[^/]*-lock\.ya?ml|go\.sum|change(log|s)?[^/]*|history\.(md|rst|txt)|release[^/]*notes?[^/]*|news(\.[^/]*)?|authors[^/]*|contributors[^/]*|backers[^/]*|sponsors?[^/]*|\.all-contributorsrc)$|(^|\/)(vendor|third_party|node_modules|dist|build|__snapshots__|snapshots|generated)\/|\.min\.|\.snap$|\.pb\.go$|_generated\.|\.generated\./i;

/** What a path says of its file; null: it takes no part in episodes. */
export function classify(path: string): { kind: FileKind; lang: string; code: boolean } | null {
  if (LEFT_OUT.test(path)) return null;
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  const extra = EXTRA[ending];
  if (extra) return { kind: extra, lang: ending, code: false };
  const lang = LANGUAGES[ending];
  if (lang === undefined) return null;
  const kind = /(^|[/_.-])(tests?|specs?|__tests__|testing)([/_.-]|$)/i.test(path)
    ? "test"
    : /(^|\/)(examples?|samples?|demos?|benchmarks?|benches)\//i.test(path)
      ? "example"
      : "source";
  return { kind, lang, code: true };
}

const IMPORT =
  /^\s*(import\b|from\s+\S+\s+import\b|(pub(\([^)]*\))?\s+)?use\s|export\s.*\bfrom\s|#\s*include\b|(const|let|var)\s.*=\s*require\(|require\(|\} from )/;

/** Whether an edit is on a line that imports something. */
export function isImport(line: string): boolean {
  return IMPORT.test(line);
}
