/**
 * Options: their names, types, defaults and scopes, after Vim's. A `buffer` or `window` option has a
 * global value too, which new documents and windows start from (`:set` sets both, `:setlocal` one).
 */
import { UserError } from "../base/errors.ts";

export type OptionScope = "global" | "buffer" | "window";

interface OptionDefinition<T> {
  readonly short: string;
  readonly scope: OptionScope;
  readonly default: T;
  /** A comma list: `:set x+=` joins with a comma; `flags` are single letters. */
  readonly list?: "comma" | "flags";
  readonly values?: readonly string[];
  /** A number from 0 to 1 is allowed, too. */
  readonly orShare?: true;
  readonly min?: number;
  readonly doc: string;
}

function on(short: string, scope: OptionScope, doc: string): OptionDefinition<boolean> {
  return { short, scope, default: true, doc };
}
function off(short: string, scope: OptionScope, doc: string): OptionDefinition<boolean> {
  return { short, scope, default: false, doc };
}
function num(
  short: string,
  scope: OptionScope,
  value: number,
  doc: string,
  min = 0,
): OptionDefinition<number> {
  return { short, scope, default: value, doc, min };
}
function str(
  short: string,
  scope: OptionScope,
  value: string,
  doc: string,
  extra: { list?: "comma" | "flags"; values?: readonly string[]; orShare?: true } = {},
): OptionDefinition<string> {
  return { short, scope, default: value, doc, ...extra };
}

const LISTCHARS = "tab:> ,trail:-,nbsp:+";

/** Every option. The key is the full name. */
export const OPTIONS = {
  ambiwidth: str("ambw", "global", "single", "Width of characters of ambiguous width", {
    values: ["single", "double"],
  }),
  ascii: off("ascii", "global", "Draw with ASCII only: no box drawing, no special font"),
  autocomplete: on("ac", "global", "The completion menu opens by itself where a server completes"),
  autocompletewords: off(
    "acw",
    "global",
    "It opens by itself also where no server is, with words and snippets",
  ),
  autoindent: on("ai", "buffer", "A new line takes the indent of the one before"),
  autoread: on("ar", "global", "Reload a file that changed outside when the buffer has no changes"),
  autowrite: off("aw", "global", "Write the buffer when a command leaves it"),
  background: str("bg", "global", "dark", "Background of the terminal", {
    values: ["dark", "light"],
  }),
  backspace: str("bs", "global", "indent,eol,start", "What Backspace deletes in insert mode", {
    list: "comma",
  }),
  backupcopy: str(
    "bkc",
    "global",
    "auto",
    "Save in place (yes), by rename (no), or as fits (auto)",
    { values: ["auto", "yes", "no"] },
  ),
  breakindent: off("bri", "window", "Wrapped lines keep the indent of their line"),
  breakindentopt: str("briopt", "window", "", "How breakindent goes: shift:n, min:n, sbr", {
    list: "comma",
  }),
  clipboard: str("cb", "global", "", "`unnamed` and `unnamedplus` use the system clipboard", {
    list: "comma",
  }),
  cmdheight: num("ch", "global", 1, "Rows of the command line", 1),
  cmdwinheight: num("cwh", "global", 7, "Rows of the command-line window", 1),
  colorcolumn: str("cc", "window", "", "Screen columns to mark", { list: "comma" }),
  comments: str(
    "com",
    "buffer",
    "s1:/*,mb:*,ex:*/,://,b:#,:%,:XCOMM,n:>,fb:-",
    "What starts a comment line",
    { list: "comma" },
  ),
  commentstring: str("cms", "buffer", "", "Template of a comment: %s is the text"),
  completeopt: str("cot", "global", "menu,preview", "How insert completion behaves", {
    list: "comma",
  }),
  completereplace: off(
    "cor",
    "global",
    "A completion takes the place of the word behind the cursor",
  ),
  confirm: off("cf", "global", "Ask instead of refusing when there are unsaved changes"),
  cpoptions: str("cpo", "global", "aABceFs_", "Compatibility flags", { list: "flags" }),
  cursorbind: off("crb", "window", "The cursor moves with those of other windows that have it"),
  cursorline: off("cul", "window", "Mark the line of the cursor"),
  cursorlineopt: str("culopt", "window", "both", "What `cursorline` marks", { list: "comma" }),
  diagnostictext: on("dgt", "global", "The worst diagnostic of a line is shown behind it"),
  diff: off("diff", "window", "The window shows its differences to others that have it"),
  digraph: off("dg", "global", "Enter digraphs with {char} Backspace {char}"),
  display: str("dy", "global", "lastline,msgsep", "How a last line that does not fit is shown", {
    list: "comma",
  }),
  documenthighlight: on(
    "dhl",
    "global",
    "The other places of the word under a resting cursor are marked",
  ),
  equalalways: on("ea", "global", "Windows get equal sizes when one is opened or closed"),
  equalprg: str("ep", "buffer", "", "Program for the = operator"),
  expandtab: off("et", "buffer", "Insert spaces for a Tab"),
  fileencoding: str("fenc", "buffer", "", "Encoding of the file"),
  fileformat: str("ff", "buffer", "unix", "Line ends of the file", {
    values: ["unix", "dos", "mac"],
  }),
  fileformats: str("ffs", "global", "unix,dos", "Line ends that are recognised", { list: "comma" }),
  filetype: str("ft", "buffer", "", "Kind of the file's text"),
  fillchars: str("fcs", "window", "", "Characters for separators and empty lines", {
    list: "comma",
  }),
  fixendofline: off("fixeol", "buffer", "Write a final line end where it is missing"),
  foldclose: str("fcl", "global", "", "Folds close when the cursor leaves them (all)", {
    values: ["", "all"],
  }),
  foldcolumn: str("fdc", "window", "0", "Width of the fold column"),
  foldenable: on("fen", "window", "Closed folds are shown closed"),
  foldlevel: num("fdl", "window", 0, "Folds of a higher level are closed"),
  foldlevelstart: num("fdls", "global", -1, "foldlevel when a file is opened", -1),
  foldmarker: str("fmr", "window", "{{{,}}}", "Markers for foldmethod=marker", { list: "comma" }),
  foldmethod: str("fdm", "window", "manual", "How folds are made", {
    values: ["manual", "indent", "marker", "syntax"],
  }),
  foldminlines: num("fml", "window", 1, "Smallest fold that is shown closed"),
  foldnestmax: num("fdn", "window", 20, "Deepest nesting of indent folds"),
  foldopen: str(
    "fdo",
    "global",
    "block,hor,mark,percent,quickfix,search,tag,undo",
    "Commands that open folds",
    { list: "comma" },
  ),
  formatexpr: str(
    "fex",
    "buffer",
    "",
    "Who formats for the gq operator: lsp, or formatprg and hunch",
    {
      values: ["", "lsp"],
    },
  ),
  formatlistpat: str(
    "flp",
    "buffer",
    "^\\s*\\d\\+[\\]:.)}\\t ]\\s*",
    "What a numbered list looks like",
  ),
  formatoptions: str("fo", "buffer", "tcqj", "How text is formatted", { list: "flags" }),
  formatonsave: off("fos", "buffer", "The server formats the buffer before it is written"),
  formatprg: str("fp", "buffer", "", "Program for the gq operator"),
  gdefault: off("gd", "global", "`:s` replaces all matches of a line"),
  guicursor: str(
    "gcr",
    "global",
    "n-v-c-sm:block,i-ci-ve:ver25,r-cr-o:hor20",
    "Shape of the cursor by mode",
    { list: "comma" },
  ),
  hidden: on("hid", "global", "A buffer with changes can be left"),
  history: num("hi", "global", 10000, "Entries kept of each history"),
  hlsearch: on("hls", "global", "Mark the matches of the last search"),
  ignorecase: off("ic", "global", "Ignore case in patterns"),
  inccommand: str("icm", "global", "nosplit", "Preview of :s while it is typed", {
    values: ["", "nosplit", "split"],
  }),
  incsearch: on("is", "global", "Show the match while the pattern is typed"),
  infercase: off("inf", "buffer", "Keyword completion keeps the typed case"),
  inlayhints: off("ilh", "global", "Servers add types and names of parameters to the text"),
  iskeyword: str("isk", "buffer", "@,48-57,_,192-255", "Characters of a word", { list: "comma" }),
  joinspaces: off("js", "global", "Two spaces after a full stop when joining"),
  journal: on("jrnl", "buffer", "Keep a recovery log of the buffer"),
  keywordprg: str(
    "kp",
    "buffer",
    ":help",
    "What K runs on a word: a program, or an Ex command with a :",
  ),
  laststatus: num("ls", "global", 2, "When the last window has a status line (3: one for all)"),
  lazyredraw: off("lz", "global", "Do not draw while a macro runs"),
  lightbulb: on("lbulb", "global", "A sign marks a line whose server has a fix for it"),
  linebreak: off("lbr", "window", "Wrap at words"),
  list: off("list", "window", "Show tabs and trailing space"),
  listchars: str("lcs", "window", LISTCHARS, "Characters that `list` shows", { list: "comma" }),
  lowband: off("lowband", "global", "Draw less: for slow lines"),
  magic: on("magic", "global", "Patterns are magic"),
  makeprg: str("mp", "global", "make", "What :make runs; $* stands for its arguments"),
  matchpairs: str("mps", "buffer", "(:),{:},[:]", "Pairs that % matches", { list: "comma" }),
  maxmapdepth: num("mmd", "global", 1000, "Deepest recursion of mappings"),
  modeline: off("ml", "buffer", "Modelines are never read"),
  model: on("model", "global", "Ask the models of models.toml"),
  modeldelay: num(
    "mdy",
    "global",
    0,
    "Least milliseconds between two questions to a model (0: by how fast it answers)",
  ),
  modifiable: on("ma", "buffer", "The buffer can be changed"),
  modified: off("mod", "buffer", "The buffer has unsaved changes"),
  more: on("more", "global", "Long messages are shown page by page"),
  mouse: str("mouse", "global", "nvi", "Modes in which the mouse is used", { list: "flags" }),
  nrformats: str("nf", "buffer", "bin,hex", "Number formats of CTRL-A", { list: "comma" }),
  number: off("nu", "window", "Show line numbers"),
  numberwidth: num("nuw", "window", 4, "Least width of the number column", 1),
  paste: off("paste", "global", "Insert text as it comes, without indenting"),
  path: str("pa", "global", ".,,**", "Where gf and :find look", { list: "comma" }),
  predict: on("predict", "global", "Predict the next edit"),
  readonly: off("ro", "buffer", "The buffer is not written without !"),
  relativenumber: off("rnu", "window", "Line numbers relative to the cursor"),
  report: num("report", "global", 2, "Changed lines above which a message is given"),
  ruler: on("ru", "global", "Show the cursor position"),
  scrollback: num("scbk", "global", 10_000, "Lines that a terminal keeps behind its screen"),
  scroll: num("scr", "window", 0, "Lines that CTRL-D scrolls (0: half the window)"),
  scrollbind: off("scb", "window", "The window scrolls with others that have it"),
  scrolloff: num("so", "global", 0, "Rows kept above and below the cursor"),
  selection: str("sel", "global", "inclusive", "Whether the end of a selection belongs to it", {
    values: ["inclusive", "exclusive", "old"],
  }),
  semantictokens: on("smt", "global", "Servers colour names over the syntax"),
  shell: str("sh", "global", "sh", "Shell for :! and filters"),
  shellghost: on(
    "shg",
    "global",
    "Suggest the next command at the prompts of shells and behind :!",
  ),
  shellhistory: on("shhi", "global", "Remember the commands of shells, but those with secrets"),
  shellmarks: on(
    "shma",
    "global",
    "Follow the commands of shells that are started: scripts of hunch are read beside your own",
  ),
  shellnotify: num(
    "shno",
    "global",
    10_000,
    "Tell of commands that ran this long (milliseconds) where nobody looked; 0: never",
  ),
  shiftround: off("sr", "global", "Shift to a multiple of shiftwidth"),
  shiftwidth: num("sw", "buffer", 8, "Columns of one indent step (0: tabstop)"),
  shortmess: str("shm", "global", "filnxtToOF", "Which messages are shortened", { list: "flags" }),
  showbreak: str("sbr", "window", "", "Shown at the start of wrapped lines"),
  showcmd: on("sc", "global", "Show the pending command"),
  showmatch: off("sm", "global", "Jump to the matching bracket for a moment"),
  showmode: on("smd", "global", "Show the mode in the message line"),
  showtabline: num("stal", "global", 1, "When the tab line is shown"),
  sidescroll: num("ss", "global", 1, "Columns to scroll sideways"),
  sidescrolloff: num("siso", "global", 0, "Columns kept left and right of the cursor"),
  signaturehelp: off("sgh", "global", "What a call takes is shown while it is typed"),
  signcolumn: str("scl", "window", "auto", "When the sign column is shown", {
    values: ["auto", "yes", "no", "number"],
  }),
  smartcase: off("scs", "global", "An upper-case letter in a pattern makes case matter"),
  smartindent: off("si", "buffer", "Indent after { and cinwords"),
  smarttab: on("sta", "global", "Tab at the start of a line indents by shiftwidth"),
  softtabstop: num("sts", "buffer", 0, "Columns a typed Tab counts for", -1),
  splitbelow: off("sb", "global", "A new window is below"),
  splitkeep: str("spk", "global", "cursor", "What stays in place when windows change", {
    values: ["cursor", "screen", "topline"],
  }),
  splitright: off("spr", "global", "A new window is to the right"),
  startofline: off("sol", "global", "Some motions go to the first non-blank"),
  statusline: str("stl", "window", "", "Text of the status line"),
  stickycontext: num(
    "sctx",
    "window",
    0,
    "Lines at the top for the code around that is out of sight",
  ),
  suffixesadd: str("sua", "buffer", "", "Suffixes that gf tries", { list: "comma" }),
  syntax: str("syn", "buffer", "", "What colours the buffer, if not 'filetype'; `off` for nothing"),
  syntaxindent: on(
    "syi",
    "buffer",
    "New lines and = indent by the syntax tree, where there is one",
  ),
  tabactions: on(
    "tac",
    "global",
    "Tab offers what may be done next: run the tests, write the file, open its test",
  ),
  tabhint: off("tabhint", "global", "Show only that there is a prediction; a key shows it"),
  tablowband: str("tablowband", "global", "auto", "One line of a prediction, after a rest", {
    values: ["auto", "on", "off"],
  }),
  tabguard: num(
    "tgd",
    "global",
    60,
    "Tab accepts what was on the screen for so many ms (250 over SSH and on slow lines)",
  ),
  tabnormal: str(
    "tno",
    "global",
    "auto",
    "Tab accepts in normal mode; auto: until the next jump, where CTRL-I sends the same byte",
    { values: ["auto", "on", "off"] },
  ),
  tabrecord: off("trc", "global", "Predictions are shown while a macro is recorded"),
  tabshow: str(
    "tsh",
    "global",
    "normal",
    "How likely a prediction must be to be shown: a word, or the probability (0 to 1)",
    { values: ["quiet", "normal", "eager"], orShare: true },
  ),
  tabstop: num("ts", "buffer", 8, "Columns of a Tab", 1),
  termheight: num("tmh", "global", 0, "Rows of the terminal drawer (0: a third of the screen)"),
  textwidth: num("tw", "buffer", 0, "Columns after which text is broken"),
  theme: str("theme", "global", "hunch-dark", "The colours"),
  tildeop: off("top", "global", "~ is an operator"),
  timeout: on("to", "global", "Wait only timeoutlen for the rest of a mapping"),
  timeoutlen: num("tm", "global", 1000, "Milliseconds to wait for the rest of a mapping"),
  title: off("title", "global", "Set the title of the terminal"),
  titlestring: str("titlestring", "global", "", "Text of the title"),
  ttimeoutlen: num("ttm", "global", 50, "Milliseconds to wait for the rest of a key code"),
  undofile: off("udf", "buffer", "Keep the undo history on disk"),
  undolevels: num("ul", "buffer", 1000, "Undo steps that are kept", -1),
  updatetime: num("ut", "global", 4000, "Milliseconds without a key until CursorHold"),
  vartabstop: str("vts", "buffer", "", "Columns of each Tab", { list: "comma" }),
  virtualedit: str("ve", "global", "", "Where the cursor may stand without text", {
    list: "comma",
  }),
  visualbell: off("vb", "global", "Flash instead of beeping"),
  whichwrap: str("ww", "global", "b,s", "Keys that move to the next line", { list: "comma" }),
  wildignorecase: off("wic", "global", "Ignore case when completing file names"),
  wildmenu: on("wmnu", "global", "Show completions in a menu"),
  wildmode: str("wim", "global", "full", "How command-line completion goes on", { list: "comma" }),
  winfixheight: off("wfh", "window", "The window keeps its height when others change"),
  winfixwidth: off("wfw", "window", "The window keeps its width when others change"),
  winminheight: num("wmh", "global", 1, "Least height of a window"),
  winminwidth: num("wmw", "global", 1, "Least width of a window"),
  wrap: on("wrap", "window", "Long lines wrap"),
  wrapmargin: num("wm", "buffer", 0, "Columns from the right edge where text is broken"),
  wrapscan: on("ws", "global", "Searches wrap around the end of the file"),
  write: on("write", "global", "Files can be written"),
} as const satisfies Record<
  string,
  OptionDefinition<boolean> | OptionDefinition<number> | OptionDefinition<string>
>;

export type OptionName = keyof typeof OPTIONS;
type Widen<T> = T extends boolean ? boolean : T extends number ? number : string;
export type OptionValue<N extends OptionName> = Widen<(typeof OPTIONS)[N]["default"]>;
export type AnyOptionValue = boolean | number | string;

const SHORT_NAMES = new Map<string, OptionName>();
for (const name of Object.keys(OPTIONS) as OptionName[]) {
  SHORT_NAMES.set(name, name);
  SHORT_NAMES.set(OPTIONS[name].short, name);
}

/** The full name of an option given by its full or short name; null when there is none. */
export function optionName(name: string): OptionName | null {
  return SHORT_NAMES.get(name) ?? null;
}

/** The values of one scope. A local store falls back to its parent, the global one. */
export class OptionStore {
  private readonly values = new Map<OptionName, AnyOptionValue>();
  private readonly parent: OptionStore | null;
  /** Counts changes, so that what is computed from options can be cached. */
  version = 0;

  constructor(parent: OptionStore | null) {
    this.parent = parent;
  }

  get<N extends OptionName>(name: N): OptionValue<N> {
    const value = this.values.get(name) ?? this.parent?.get(name) ?? OPTIONS[name].default;
    return value as OptionValue<N>;
  }

  /** Throws UserError when the value is of the wrong kind or out of range. */
  set(name: OptionName, value: AnyOptionValue): void {
    const definition: OptionDefinition<AnyOptionValue> = OPTIONS[name];
    if (typeof value !== typeof definition.default) {
      throw new UserError(`E474: Invalid argument: ${name}=${value}`);
    }
    if (typeof value === "number" && definition.min !== undefined && value < definition.min) {
      throw new UserError(`E487: Argument must be positive: ${name}=${value}`);
    }
    const isShare = definition.orShare && /^(?:0?\.\d+|[01](?:\.0*)?)$/.test(String(value));
    if (definition.values && !isShare && !definition.values.includes(value as string)) {
      throw new UserError(`E474: Invalid argument: ${name}=${value}`);
    }
    this.values.set(name, value);
    this.version++;
  }

  /** Forgets a local value, so that the global one shows. */
  unset(name: OptionName): void {
    this.values.delete(name);
    this.version++;
  }

  has(name: OptionName): boolean {
    return this.values.has(name);
  }

  /** A copy with the same local values and the same parent. */
  clone(): OptionStore {
    const copy = new OptionStore(this.parent);
    for (const [name, value] of this.values) copy.values.set(name, value);
    return copy;
  }
}
