/**
 * The kinds of text that hunch knows: how to recognise them, their comments, and the indent that
 * their own style guides ask for (nothing where there is none). Names are Vim's.
 */
import type { AnyOptionValue, OptionName } from "../editor/options.ts";

export interface FiletypeEntry {
  /** Words: extensions without the dot, whole file names, interpreters. */
  readonly extensions?: string;
  readonly names?: string;
  readonly shebangs?: string;
  /** 'commentstring' */
  readonly comment?: string;
  /** 'comments' */
  readonly comments?: string;
  /** Comments go on in a new line, and only they are wrapped. */
  readonly code?: true;
  /** Columns of an indent with blanks, or `tab`. */
  readonly indent?: number | "tab";
  readonly options?: Readonly<Partial<Record<OptionName, AnyOptionValue>>>;
}

const SLASHES = { comment: "// %s", comments: "s1:/*,mb:*,ex:*/,://", code: true } as const;
const BLOCK = { comment: "/* %s */", comments: "s1:/*,mb:*,ex:*/", code: true } as const;
const HASH = { comment: "# %s", comments: "b:#", code: true } as const;
const DASHES = { comment: "-- %s", comments: ":---,:--", code: true } as const;
const SEMICOLON = { comment: "; %s", comments: "n:;", code: true } as const;
const PERCENT = { comment: "% %s", comments: ":%", code: true } as const;
const MARKUP = { comment: "<!-- %s -->", comments: "s:<!--,m:    ,e:-->" } as const;

export const FILETYPES: Readonly<Record<string, FiletypeEntry>> = {
  asm: { extensions: "asm s S", ...SEMICOLON },
  awk: { extensions: "awk", shebangs: "awk gawk mawk", ...HASH },
  c: { extensions: "c h", ...SLASHES },
  clojure: { extensions: "clj cljs cljc edn", ...SEMICOLON, comment: ";; %s", indent: 2 },
  cmake: { extensions: "cmake", names: "CMakeLists.txt", ...HASH },
  conf: { extensions: "conf cfg", ...HASH },
  cpp: { extensions: "cc cpp cxx c++ hh hpp hxx h++ ipp tpp", ...SLASHES },
  cs: { extensions: "cs csx", ...SLASHES },
  css: { extensions: "css", ...BLOCK },
  csv: { extensions: "csv" },
  cuda: { extensions: "cu cuh", ...SLASHES },
  d: { extensions: "d", ...SLASHES },
  dart: { extensions: "dart", ...SLASHES, indent: 2 },
  diff: { extensions: "diff patch rej", ...HASH },
  dockerfile: { extensions: "dockerfile", names: "Dockerfile Containerfile", ...HASH },
  dosbatch: { extensions: "bat cmd", comment: "REM %s", comments: "b:rem,b:@rem,b:REM,:::" },
  dosini: { extensions: "ini", names: ".npmrc .gitmodules", ...SEMICOLON },
  editorconfig: { names: ".editorconfig", ...HASH },
  elixir: { extensions: "ex exs", shebangs: "elixir", ...HASH, indent: 2 },
  elm: { extensions: "elm", ...DASHES, indent: 4 },
  erlang: { extensions: "erl hrl", shebangs: "escript", ...PERCENT },
  fish: { extensions: "fish", shebangs: "fish", ...HASH },
  fortran: { extensions: "f90 f95 f03 f08", comment: "! %s", comments: ":!", code: true },
  fsharp: { extensions: "fs fsi fsx", ...SLASHES },
  gitcommit: {
    names: "COMMIT_EDITMSG MERGE_MSG TAG_EDITMSG",
    comment: "# %s",
    comments: ":#",
    options: { textwidth: 72 },
  },
  gitconfig: { names: ".gitconfig", ...HASH },
  gitignore: { names: ".gitignore .dockerignore .npmignore", ...HASH },
  gitrebase: { names: "git-rebase-todo", ...HASH },
  go: { extensions: "go", ...SLASHES, indent: "tab" },
  gomod: { names: "go.mod go.work", ...SLASHES, indent: "tab" },
  graphql: { extensions: "graphql gql", ...HASH, indent: 2 },
  groovy: { extensions: "groovy gradle", names: "Jenkinsfile", ...SLASHES },
  haskell: { extensions: "hs lhs", shebangs: "runhaskell", ...DASHES },
  hcl: { extensions: "hcl", ...HASH, indent: 2 },
  html: { extensions: "html htm xhtml", ...MARKUP },
  java: { extensions: "java", ...SLASHES },
  javascript: { extensions: "js mjs cjs", shebangs: "node deno bun", ...SLASHES },
  javascriptreact: { extensions: "jsx", ...SLASHES },
  json: { extensions: "json webmanifest", comment: "// %s" },
  jsonc: { extensions: "jsonc", names: "tsconfig.json jsconfig.json", ...SLASHES },
  julia: { extensions: "jl", shebangs: "julia", ...HASH },
  kotlin: { extensions: "kt kts", ...SLASHES },
  less: { extensions: "less", ...SLASHES },
  lisp: { extensions: "lisp lsp cl el", ...SEMICOLON, comment: ";; %s", indent: 2 },
  lua: { extensions: "lua rockspec", shebangs: "lua luajit", ...DASHES },
  make: {
    extensions: "mk mak",
    names: "Makefile makefile GNUmakefile",
    shebangs: "make",
    ...HASH,
    indent: "tab",
  },
  markdown: {
    extensions: "md markdown mkd mdown mdx",
    comment: "<!-- %s -->",
    comments: "fb:*,fb:-,fb:+,n:>",
    options: { formatoptions: "tcqln" },
  },
  meson: { names: "meson.build meson_options.txt", ...HASH },
  nginx: { names: "nginx.conf", ...HASH },
  nim: { extensions: "nim nims nimble", ...HASH, indent: 2 },
  nix: { extensions: "nix", ...HASH, indent: 2 },
  ocaml: { extensions: "ml mli", comment: "(* %s *)", comments: "sr:(*,mb:*,ex:*)", code: true },
  perl: { extensions: "pl pm t", shebangs: "perl", ...HASH },
  php: { extensions: "php phtml", shebangs: "php", ...SLASHES },
  proto: { extensions: "proto", ...SLASHES, indent: 2 },
  ps1: { extensions: "ps1 psm1 psd1", shebangs: "pwsh", ...HASH },
  python: {
    extensions: "py pyw pyi",
    names: "SConstruct SConscript",
    shebangs: "python pypy uv",
    comment: "# %s",
    comments: "b:#,fb:-",
    indent: 4,
  },
  r: { extensions: "r R", shebangs: "Rscript", ...HASH, indent: 2 },
  rst: { extensions: "rst", comment: ".. %s", comments: "fb:.." },
  ruby: {
    extensions: "rb rake gemspec ru",
    names: "Rakefile Gemfile Vagrantfile Brewfile",
    shebangs: "ruby",
    ...HASH,
    indent: 2,
  },
  rust: { extensions: "rs", ...SLASHES, indent: 4, options: { textwidth: 99 } },
  sass: { extensions: "sass", ...SLASHES, indent: 2 },
  scala: { extensions: "scala sbt sc", ...SLASHES, indent: 2 },
  scheme: { extensions: "scm ss rkt", ...SEMICOLON, comment: ";; %s", indent: 2 },
  scss: { extensions: "scss", ...SLASHES },
  sh: {
    extensions: "sh bash ksh zsh ebuild",
    names: ".bashrc .bash_profile .profile .zshrc .zshenv .zprofile PKGBUILD",
    shebangs: "sh bash dash ksh zsh ash",
    ...HASH,
  },
  solidity: { extensions: "sol", ...SLASHES },
  sql: { extensions: "sql", ...DASHES },
  sshconfig: { names: "ssh_config", ...HASH },
  svelte: { extensions: "svelte", ...MARKUP },
  swift: { extensions: "swift", shebangs: "swift", ...SLASHES },
  systemd: { extensions: "service socket timer mount target", ...HASH },
  tcl: { extensions: "tcl", shebangs: "tclsh wish", ...HASH },
  terraform: { extensions: "tf tfvars", ...HASH, indent: 2 },
  tex: { extensions: "tex sty cls", comment: "%%s", comments: ":%" },
  text: { extensions: "txt" },
  tmux: { extensions: "tmux", names: ".tmux.conf tmux.conf", ...HASH },
  toml: { extensions: "toml", names: "Cargo.lock", ...HASH },
  typescript: { extensions: "ts mts cts", ...SLASHES },
  typescriptreact: { extensions: "tsx", ...SLASHES },
  verilog: { extensions: "v sv svh", ...SLASHES },
  vhdl: { extensions: "vhd vhdl", ...DASHES },
  vim: {
    extensions: "vim",
    names: ".vimrc _vimrc .exrc",
    comment: '"%s',
    comments: ':"',
    code: true,
  },
  vue: { extensions: "vue", ...MARKUP },
  xml: { extensions: "xml xsd xsl xslt svg plist rng", ...MARKUP },
  yaml: { extensions: "yaml yml", names: ".clang-format .clang-tidy", ...HASH, indent: 2 },
  zig: { extensions: "zig zon", ...SLASHES, indent: 4 },
};
