/** The modifiers that stand before an Ex command: `silent! keepjumps 3s/a/b/`. */
import { skipBlanks } from "./skip.ts";

export interface Modifiers {
  /** Messages are not shown; 2: errors neither. */
  readonly silent: 0 | 1 | 2;
  readonly unsilent: boolean;
  readonly keepjumps: boolean;
  readonly keeppatterns: boolean;
  readonly keepalt: boolean;
  readonly keepmarks: boolean;
  readonly lockmarks: boolean;
  readonly noautocmd: boolean;
  readonly noswapfile: boolean;
  readonly sandbox: boolean;
  readonly confirm: boolean;
  readonly browse: boolean;
  readonly hide: boolean;
  readonly verbose: number;
  readonly vertical: boolean;
  /** Where a new window goes. */
  readonly split: "" | "leftabove" | "rightbelow" | "topleft" | "botright";
  /** Open in a new tab page after this one (0: before the first); -1: not at all. Null: after the current. */
  readonly tab: number | "current" | "last" | null;
  /** `:filter /pat/`: only lines with it are listed; with `!` those without. */
  readonly filter: { readonly pattern: string; readonly invert: boolean } | null;
}

const NO_MODIFIERS: Modifiers = {
  silent: 0,
  unsilent: false,
  keepjumps: false,
  keeppatterns: false,
  keepalt: false,
  keepmarks: false,
  lockmarks: false,
  noautocmd: false,
  noswapfile: false,
  sandbox: false,
  confirm: false,
  browse: false,
  hide: false,
  verbose: -1,
  vertical: false,
  split: "",
  tab: null,
  filter: null,
};

/** Name, shortest abbreviation, what it sets. */
const TABLE: ReadonlyArray<readonly [string, number, Partial<Modifiers>]> = [
  ["aboveleft", 3, { split: "leftabove" }],
  ["belowright", 3, { split: "rightbelow" }],
  ["botright", 2, { split: "botright" }],
  ["browse", 3, { browse: true }],
  ["confirm", 4, { confirm: true }],
  ["hide", 3, { hide: true }],
  ["keepalt", 5, { keepalt: true }],
  ["keepjumps", 5, { keepjumps: true }],
  ["keepmarks", 3, { keepmarks: true }],
  ["keeppatterns", 5, { keeppatterns: true }],
  ["leftabove", 5, { split: "leftabove" }],
  ["lockmarks", 3, { lockmarks: true }],
  ["noautocmd", 3, { noautocmd: true }],
  ["noswapfile", 3, { noswapfile: true }],
  ["rightbelow", 6, { split: "rightbelow" }],
  ["sandbox", 3, { sandbox: true }],
  ["topleft", 2, { split: "topleft" }],
  ["unsilent", 3, { unsilent: true }],
  ["vertical", 4, { vertical: true }],
];

/** The modifier names, for completion. */
export const MODIFIER_NAMES: readonly string[] = [
  ...TABLE.map(([name]) => name),
  "filter",
  "silent",
  "tab",
  "verbose",
].sort();

/** Reads modifiers from `from` on; `end` is where the range or the command starts. */
export function parseModifiers(line: string, from: number): { modifiers: Modifiers; end: number } {
  let modifiers = NO_MODIFIERS;
  let at = from;
  for (;;) {
    while (line[at] === " " || line[at] === "\t" || line[at] === ":") at++;
    const match = /^([0-9$]*)[ \t]*([a-z]+)(!?)/.exec(line.slice(at, at + 60));
    const found = match && modifierOf(match[1]!, match[2]!, match[3] === "!", line, at, match[0]);
    if (!found) return { modifiers, end: at };
    modifiers = { ...modifiers, ...found.set };
    at = found.end;
  }
}

function modifierOf(
  count: string,
  name: string,
  bang: boolean,
  line: string,
  at: number,
  whole: string,
): { set: Partial<Modifiers>; end: number } | null {
  const end = at + whole.length;
  const isWord = (full: string, min: number) => name.length >= min && full.startsWith(name);
  if (isWord("silent", 3)) {
    return count === "" ? { set: { silent: bang ? 2 : 1 }, end } : null;
  }
  if (isWord("verbose", 4) && !bang) {
    return { set: { verbose: count === "" ? 1 : Number(count) }, end };
  }
  if (name === "tab" && !bang) {
    const tab = count === "" ? "current" : count === "$" ? "last" : Number(count);
    return { set: { tab }, end };
  }
  if (count !== "") return null;
  if (isWord("filter", 4)) {
    const start = skipBlanks(line, end);
    const delimiter = line[start] ?? "";
    if (/[A-Za-z0-9_]/.test(delimiter) || delimiter === "") {
      const word = /^\S*/.exec(line.slice(start))![0];
      return { set: { filter: { pattern: word, invert: bang } }, end: start + word.length };
    }
    const close = line.indexOf(delimiter, start + 1);
    const stop = close < 0 ? line.length : close;
    const pattern = line.slice(start + 1, stop);
    return { set: { filter: { pattern, invert: bang } }, end: Math.min(stop + 1, line.length) };
  }
  // `:hide` and `:confirm` alone are commands too; as modifiers something follows them.
  for (const [full, min, set] of TABLE) {
    if (!isWord(full, min)) continue;
    if (bang) return null;
    const rest = skipBlanks(line, end);
    if (full === "hide" && (rest >= line.length || line[rest] === "|")) return null;
    return { set, end };
  }
  return null;
}
