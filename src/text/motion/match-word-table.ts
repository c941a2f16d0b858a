/** The words that `%` matches, by file type. */
import type { MatchWords } from "./match-words.ts";

const VIM: MatchWords = {
  comment: "",
  tags: false,
  groups: [
    { open: ["if"], middle: ["else", "elseif"], close: ["endif", "en"] },
    { open: ["while"], middle: ["break", "continue"], close: ["endwhile"] },
    { open: ["for"], middle: [], close: ["endfor"] },
    { open: ["function", "func"], middle: ["return"], close: ["endfunction", "endfunc"] },
    { open: ["def"], middle: [], close: ["enddef"] },
    { open: ["try"], middle: ["catch", "finally"], close: ["endtry"] },
  ],
};

const LUA: MatchWords = {
  comment: "--",
  tags: false,
  groups: [
    {
      open: ["function", "if", "for", "while", "do"],
      middle: ["else", "elseif"],
      close: ["end"],
      joins: "do",
    },
    { open: ["repeat"], middle: [], close: ["until"] },
  ],
};

const RUBY: MatchWords = {
  comment: "#",
  tags: false,
  groups: [
    {
      open: [
        "def",
        "class",
        "module",
        "begin",
        "case",
        "if",
        "unless",
        "while",
        "until",
        "for",
        "do",
      ],
      middle: ["else", "elsif", "when", "in", "rescue", "ensure"],
      close: ["end"],
      firstOnly: ["if", "unless", "while", "until"],
      joins: "do",
    },
  ],
};

const SHELL: MatchWords = {
  comment: "#",
  tags: false,
  groups: [
    { open: ["if"], middle: ["elif", "else"], close: ["fi"] },
    { open: ["do"], middle: [], close: ["done"] },
    { open: ["case"], middle: [], close: ["esac"] },
  ],
};

const MARKUP: MatchWords = { comment: "", tags: true, groups: [] };

const BY_FILE_TYPE: ReadonlyMap<string, MatchWords> = new Map([
  ["vim", VIM],
  ["lua", LUA],
  ["ruby", RUBY],
  ["sh", SHELL],
  ["bash", SHELL],
  ["zsh", SHELL],
  ["html", MARKUP],
  ["xml", MARKUP],
  ["svg", MARKUP],
  ["vue", MARKUP],
  ["svelte", MARKUP],
  ["javascriptreact", MARKUP],
  ["typescriptreact", MARKUP],
  ["jsx", MARKUP],
  ["tsx", MARKUP],
]);

/** The words of a file type, or null where `%` knows only brackets. */
export function matchWordsOf(fileType: string): MatchWords | null {
  return BY_FILE_TYPE.get(fileType) ?? null;
}
