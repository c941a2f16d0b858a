import type { CaseInput } from "./case.ts";

/** Texts of the cases written by hand. `¦` marks the cursor. */
export const ARGS = "call(fi¦rst, second(a, b), 'third one')\nnext line here\nlast";
export const CODE =
  'function area(w, h) {\n  const r¦esult = w * h;\n  if (result > 10) {\n    return [result, "big"];\n  }\n  return result;\n}';
export const LIST = "- app¦les\n- pears\n- plums\n- figs\n- dates";
export const PROSE =
  "It was a dark¦ night.  The rain fell in torrents!\nExcept now and then.\n\nWho knew?  Nobody did.\nNot one of them.";
export const WORDS = "one t¦wo three\nfour five six\nseven eight nine";
export const HTML = '<div>\n  <p class="x">so¦me <b>bold</b> text</p>\n</div>';
export const TABLE = "id\tname\tage\n1\tA¦nn\t31\n22\tBartholomew\t7\n333\tCy\t55";
export const WIDE = "漢字¦テスト\nab漢字cd\nx\tyz\n😀 smile";
export const CONFIG = "a¦=1\nb=2\n# note\nc=3\na=4";

export type Group = readonly [
  text: string,
  keys: readonly string[],
  options?: CaseInput["options"],
];
