/**
 * Where hunch differs from the recorded Neovim on purpose: rules about keys and text, each with its
 * reason, never the id of a case. A rule sets aside only cases that fail; together they may set aside
 * at most one case in a hundred.
 */
import type { CaseInput } from "./case.ts";

export interface Difference {
  readonly name: string;
  readonly reason: string;
  readonly applies: (given: CaseInput) => boolean;
}

export const DIFFERENCES: readonly Difference[] = [
  {
    name: "the comment operator",
    reason: "gc is a default mapping since Neovim 0.10; the recorded 0.7.2 has no such key",
    applies: ({ keys }) => /(^|[^gfFtTrq@"'`])gc[ci\]ajkG}]/.test(keys),
  },
  {
    name: "the indent text object",
    reason: "ii and ai are the rows of an indent; Neovim has no such text object",
    applies: ({ keys }) => /([dycvV=]|<lt>|>|g[uU~qw?J])\d*[ia][iI]/.test(keys),
  },
  {
    name: "the width of clusters",
    reason:
      "a family, a flag or a skin tone is one cluster and as wide as it is drawn; Neovim 0.7 adds " +
      "up the widths of its characters, so blocks and goal columns differ on such rows",
    applies: ({ text }) => /\u200d|\p{Emoji_Modifier}|\p{Regional_Indicator}/u.test(text),
  },
  {
    name: "columns of marks",
    reason:
      "marks stay in their column when their row changes; Vim counts bytes there, hunch UTF-16 " +
      "units, so they differ when characters before the mark change their length in bytes",
    applies: ({ text, keys }) =>
      /[^\0-\x7f]/.test(text + keys) && /m[a-z]|gv|[`'][[\]<.^]/.test(keys),
  },
  {
    name: "typed ahead of a search in the line that fails",
    reason:
      "when f or t fails in a selection, Neovim forgets what it had read ahead to look for mappings; " +
      "hunch reads no key before it needs it",
    applies: ({ keys }) => /:[vx](nore)?map /.test(keys) && /[vV]\d*[fFtT]/.test(keys),
  },
];

export const differenceOf = (given: CaseInput): Difference | null =>
  DIFFERENCES.find((rule) => rule.applies(given)) ?? null;

/** A default key that takes a key of Vim's (or, with a condition, takes it at times). */
export interface Shadow {
  /** The section of the keymap. */
  readonly mode: string;
  readonly keys: string;
  readonly reason: string;
}

const PREDICTION = "only while a prediction is shown: the keys to take it or hide it";
const HUNKS = "only in a repository and outside of diff mode, where Vim's has no meaning";
const SERVER = "only where a language server of the buffer offers it; else the key is Vim's";
const DIAGNOSTICS = "Neovim's own, which has no #define search on these keys either";

const JOINT = "right after a change of several files at once: it does the same in all of them";

export const SHADOWED: readonly Shadow[] = [
  { mode: "normal", keys: "<Tab>", reason: PREDICTION },
  { mode: "normal", keys: "<Esc>", reason: PREDICTION },
  { mode: "normal", keys: "!", reason: "only in the box that asks whether to do the next action" },
  { mode: "normal", keys: "g<Tab>", reason: "only right after a prediction was accepted" },
  { mode: "normal", keys: "u", reason: JOINT },
  { mode: "normal", keys: "<C-r>", reason: JOINT },
  { mode: "insert", keys: "<Tab>", reason: PREDICTION },
  { mode: "insert", keys: "<C-l>", reason: PREDICTION },
  { mode: "insert", keys: "<C-f>", reason: PREDICTION },
  { mode: "insert", keys: "<C-]>", reason: PREDICTION },
  ...["<C-n>", "<C-p>", "<Down>", "<Up>", "<C-y>", "<C-e>"].map((keys) => {
    return { mode: "insert", keys, reason: "only while the menu that opens by itself is shown" };
  }),
  { mode: "insert", keys: "<S-Tab>", reason: "only where there are places of a snippet to go to" },
  {
    mode: "insert",
    keys: "<C-x><C-o>",
    reason: "the menu, in place of the complaint that 'omnifunc' is not set",
  },
  { mode: "insert", keys: "<C-@>", reason: "where a server is: the menu that CTRL-Space opens" },
  ...["%", "]m", "[m", "]M", "[M", "]f", "[f"].map((keys) => {
    return {
      mode: "motion",
      keys,
      reason: "where there is a syntax tree: functions, tags, keywords",
    };
  }),
  { mode: "normal", keys: "]c", reason: HUNKS },
  { mode: "normal", keys: "[c", reason: HUNKS },
  ...["]d", "[d", "]D", "[D", "<C-w>d", "<C-w><C-d>"].map((keys) => {
    return { mode: "normal", keys, reason: DIAGNOSTICS };
  }),
  ...["K", "gd", "gD", "<C-]>", "grr", "gri", "grt", "grn", "gra"].map((keys) => {
    return { mode: "normal", keys, reason: SERVER };
  }),
  { mode: "normal", keys: "do", reason: "only in diff mode, where it does what Vim's does" },
  { mode: "normal", keys: "dp", reason: "only in diff mode, where it does what Vim's does" },
];
