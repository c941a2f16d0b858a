/**
 * The grammars that hunch knows, as data: where the parser is, which queries colour it, which texts it
 * is for. A grammar is in an npm package with its parser (`.wasm`) and, mostly, its queries; where
 * those say too little, a file in `queries/` adds to them. Of two patterns for the same text the one
 * that comes later wins.
 */

export interface Grammar {
  readonly package: string;
  /** The parser's file in the package. */
  readonly wasm: string;
  /**
   * Queries in the order in which they are joined: a file of the package, one of another package
   * (`package:file`, looked for from the grammar's package first), or one of ours (`own:file`).
   */
  readonly highlights: readonly string[];
  readonly injections?: readonly string[];
  /** Values of 'filetype'. */
  readonly filetypes: string;
  /** Where it is injected, the colours of the text around it stay below its own. */
  readonly transparent?: true;
  /** What a Markdown fence or an `injection.language` may call it, beside its name and filetypes. */
  readonly aliases?: string;
}

const HIGHLIGHTS = "queries/highlights.scm";
const INJECTIONS = "queries/injections.scm";

const PREBUILT = "@cursorless/tree-sitter-wasms";

export const GRAMMARS: Readonly<Record<string, Grammar>> = {
  bash: {
    package: "tree-sitter-bash",
    wasm: "tree-sitter-bash.wasm",
    highlights: [HIGHLIGHTS, "own:bash.scm"],
    filetypes: "sh zsh bash",
    aliases: "shell console shell-session shellscript ksh dash",
  },
  c: {
    package: "tree-sitter-c",
    wasm: "tree-sitter-c.wasm",
    highlights: ["own:c.scm"],
    filetypes: "c",
    aliases: "h",
  },
  cpp: {
    package: "tree-sitter-cpp",
    wasm: "tree-sitter-cpp.wasm",
    highlights: ["own:c.scm", "own:cpp.scm"],
    filetypes: "cpp cuda",
    aliases: "c++ cc cxx hpp h++",
  },
  css: {
    package: "tree-sitter-css",
    wasm: "tree-sitter-css.wasm",
    highlights: [HIGHLIGHTS, "own:css.scm"],
    filetypes: "css",
  },
  go: {
    package: "tree-sitter-go",
    wasm: "tree-sitter-go.wasm",
    highlights: [HIGHLIGHTS, "own:go.scm"],
    filetypes: "go",
    aliases: "golang",
  },
  html: {
    package: "tree-sitter-html",
    wasm: "tree-sitter-html.wasm",
    highlights: [HIGHLIGHTS, "own:html.scm"],
    injections: ["own:html-injections.scm"],
    filetypes: "html svelte vue",
    aliases: "htm xhtml",
  },
  java: {
    package: "tree-sitter-java",
    wasm: "tree-sitter-java.wasm",
    highlights: [HIGHLIGHTS, "own:java.scm"],
    filetypes: "java",
  },
  javascript: {
    package: "tree-sitter-javascript",
    wasm: "tree-sitter-javascript.wasm",
    highlights: ["own:ecma.scm", "own:javascript.scm", "own:jsx.scm"],
    injections: ["own:ecma-injections.scm"],
    filetypes: "javascript javascriptreact",
    aliases: "js mjs cjs node jsx",
  },
  json: {
    package: "tree-sitter-json",
    wasm: "tree-sitter-json.wasm",
    highlights: [HIGHLIGHTS, "own:json.scm"],
    filetypes: "json jsonc",
    aliases: "json5 jsonl",
  },
  lua: {
    package: "@tree-sitter-grammars/tree-sitter-lua",
    wasm: "tree-sitter-lua.wasm",
    highlights: [HIGHLIGHTS, "own:lua.scm"],
    injections: [INJECTIONS],
    filetypes: "lua",
  },
  make: {
    package: "tree-sitter-make",
    wasm: "tree-sitter-make.wasm",
    highlights: [HIGHLIGHTS, "own:make.scm"],
    injections: ["own:make-injections.scm"],
    filetypes: "make",
    aliases: "makefile mk",
  },
  markdown: {
    package: PREBUILT,
    wasm: "out/tree-sitter-markdown.wasm",
    highlights: ["own:markdown.scm"],
    injections: ["own:markdown-injections.scm"],
    filetypes: "markdown mdx",
    aliases: "md mkd",
  },
  markdown_inline: {
    package: PREBUILT,
    wasm: "out/tree-sitter-markdown_inline.wasm",
    highlights: ["own:markdown-inline.scm"],
    injections: ["own:markdown-inline-injections.scm"],
    transparent: true,
    filetypes: "",
  },
  python: {
    package: "tree-sitter-python",
    wasm: "tree-sitter-python.wasm",
    highlights: [HIGHLIGHTS, "own:python.scm"],
    filetypes: "python",
    aliases: "py py3 python3",
  },
  rust: {
    package: "tree-sitter-rust",
    wasm: "tree-sitter-rust.wasm",
    highlights: [HIGHLIGHTS, "own:rust.scm"],
    injections: [INJECTIONS],
    filetypes: "rust",
    aliases: "rs",
  },
  toml: {
    package: "@tree-sitter-grammars/tree-sitter-toml",
    wasm: "tree-sitter-toml.wasm",
    highlights: ["own:toml.scm"],
    filetypes: "toml",
  },
  tsx: {
    package: "tree-sitter-typescript",
    wasm: "tree-sitter-tsx.wasm",
    highlights: ["own:ecma.scm", "own:typescript.scm", "own:jsx.scm"],
    injections: ["own:ecma-injections.scm"],
    filetypes: "typescriptreact",
  },
  typescript: {
    package: "tree-sitter-typescript",
    wasm: "tree-sitter-typescript.wasm",
    highlights: ["own:ecma.scm", "own:typescript.scm"],
    injections: ["own:ecma-injections.scm"],
    filetypes: "typescript",
    aliases: "ts mts cts",
  },
  yaml: {
    package: "@tree-sitter-grammars/tree-sitter-yaml",
    wasm: "tree-sitter-yaml.wasm",
    highlights: [HIGHLIGHTS, "own:yaml.scm"],
    filetypes: "yaml",
    aliases: "yml",
  },
  c_sharp: {
    package: PREBUILT,
    wasm: "out/tree-sitter-c_sharp.wasm",
    highlights: ["own:c-sharp.scm"],
    filetypes: "cs",
    aliases: "c# csharp",
  },
  dart: {
    package: PREBUILT,
    wasm: "out/tree-sitter-dart.wasm",
    highlights: ["own:dart.scm"],
    filetypes: "dart",
  },
  elixir: {
    package: PREBUILT,
    wasm: "out/tree-sitter-elixir.wasm",
    highlights: ["own:elixir.scm"],
    filetypes: "elixir",
    aliases: "ex exs",
  },
  hcl: {
    package: PREBUILT,
    wasm: "out/tree-sitter-hcl.wasm",
    highlights: ["own:hcl.scm"],
    filetypes: "hcl terraform",
    aliases: "tf",
  },
  kotlin: {
    package: PREBUILT,
    wasm: "out/tree-sitter-kotlin.wasm",
    highlights: ["own:kotlin.scm"],
    filetypes: "kotlin",
    aliases: "kt kts",
  },
  php: {
    package: PREBUILT,
    wasm: "out/tree-sitter-php.wasm",
    highlights: ["own:php.scm"],
    injections: ["own:php-injections.scm"],
    filetypes: "php",
  },
  ruby: {
    package: PREBUILT,
    wasm: "out/tree-sitter-ruby.wasm",
    highlights: ["own:ruby.scm"],
    filetypes: "ruby",
    aliases: "rb",
  },
  scala: {
    package: PREBUILT,
    wasm: "out/tree-sitter-scala.wasm",
    highlights: ["own:scala.scm"],
    filetypes: "scala",
    aliases: "sbt",
  },
  scss: {
    package: PREBUILT,
    wasm: "out/tree-sitter-scss.wasm",
    highlights: ["own:scss.scm"],
    filetypes: "scss less",
  },
  swift: {
    package: PREBUILT,
    wasm: "out/tree-sitter-swift.wasm",
    highlights: ["own:swift.scm"],
    filetypes: "swift",
  },
  xml: {
    package: PREBUILT,
    wasm: "out/tree-sitter-xml.wasm",
    highlights: ["own:xml.scm"],
    filetypes: "xml",
    aliases: "svg plist",
  },
  zig: {
    package: PREBUILT,
    wasm: "out/tree-sitter-zig.wasm",
    highlights: ["own:zig.scm"],
    filetypes: "zig",
  },
};

function byFiletype(): Map<string, string> {
  const names = new Map<string, string>();
  for (const [name, grammar] of Object.entries(GRAMMARS)) {
    for (const filetype of words(grammar.filetypes)) names.set(filetype, name);
  }
  return names;
}

function byWord(): Map<string, string> {
  const names = new Map(FILETYPES);
  for (const [name, grammar] of Object.entries(GRAMMARS)) {
    names.set(name, name);
    for (const alias of words(grammar.aliases ?? "")) names.set(alias, name);
  }
  return names;
}

function words(list: string): string[] {
  return list === "" ? [] : list.split(" ");
}

const FILETYPES = byFiletype();
const WORDS = byWord();

/** The grammar for a 'filetype', or null. */
export function grammarFor(filetype: string): string | null {
  return FILETYPES.get(filetype) ?? null;
}

/** The grammar that a word means, as in a Markdown fence (`ts`, `Shell`), or null. */
export function grammarNamed(word: string): string | null {
  return WORDS.get(word.toLowerCase()) ?? null;
}

/**
 * Groups for names that queries use and themes do not. Null: not a colour at all. The empty group is
 * plain text, over whatever lies below.
 */
const GROUPS: Readonly<Record<string, string | null>> = {
  boolean: "constant.builtin",
  charset: "keyword.import",
  clean: null,
  conditional: "keyword.conditional",
  conceal: null,
  constructor: "type.constructor",
  delimiter: "punctuation.delimiter",
  embedded: "",
  error: null,
  escape: "string.escape",
  exception: "keyword.exception",
  field: "property",
  float: "number",
  import: "keyword.import",
  include: "keyword.import",
  keyframes: "keyword",
  method: "function.method",
  "method.call": "function.method.call",
  namespace: "module",
  none: "",
  nospell: null,
  parameter: "variable.parameter",
  preproc: "preprocessor",
  repeat: "keyword.repeat",
  spell: null,
  storageclass: "keyword.storage",
  "string.special.key": "property",
  supports: "keyword",
  symbol: "constant",
  text: null,
  "text.emphasis": "markup.italic",
  "text.literal": "markup.raw",
  "text.reference": "markup.link.label",
  "text.strong": "markup.bold",
  "text.title": "markup.heading",
  "text.uri": "markup.link.url",
  "text.warning": "message.warning",
};

/** The highlight group of a capture; null where it is none (`_x`, `spell`). */
export function groupOf(capture: string): string | null {
  if (capture.startsWith("_") || capture.startsWith("injection.")) return null;
  const known = GROUPS[capture];
  return known === undefined ? capture : known;
}
