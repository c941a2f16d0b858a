/** Makes the inputs of generated cases; which, the seed decides. */
import type { CaseInput } from "./case.ts";
import { Dice } from "./dice.ts";
import * as ex from "./ex-grammar.ts";
import * as g from "./grammar.ts";
import { TEXTS } from "./texts.ts";

interface Kind {
  readonly category: string;
  /** How often, against the others. */
  readonly weight: number;
  /** Kinds of text; any when absent. */
  readonly texts?: string;
  readonly options?: CaseInput["options"];
  readonly keys: (d: Dice) => string;
}

const visual =
  (key: string) =>
  (d: Dice): string =>
    `${d.chance(0.3) ? g.motion(d) : ""}${key}${g.visualMove(d)}${d.chance(0.92) ? g.visualAct(d) : ""}${d.chance(0.3) ? g.anything(d) : ""}${d.chance(0.12) ? d.word("gvd . gvy u") : ""}`;

const block = (d: Dice): string =>
  `<C-v>${d.some(1, 3, () => `${g.count(d)}${d.word("j j k l l h w e $ G b o O")}`)}${g.visualAct(d)}${d.chance(0.3) ? d.word("p P . u gvd gvy jp $p") : ""}`;

function macro(d: Dice): string {
  const body = d.some(1, 3, () => g.anything(d));
  const name = d.word("a b q z");
  const again = d.chance(0.15) ? "@@" : "";
  const more = d.chance(0.12) ? `q${name.toUpperCase()}${g.anything(d)}q` : "";
  return `q${name}${body}q${more}${d.chance(0.4) ? g.motion(d) : ""}${g.count(d, 0.5)}@${name}${again}`;
}

function marks(d: Dice): string {
  const name = d.word("a b x");
  const to =
    d.word("` '") + d.word(`${name} ${name} ${name} . [ ] < > ^ ' \``).replace("<", "<lt>");
  const op = d.chance(0.35) ? d.word("d y gU > =") : "";
  return `m${name}${d.some(1, 3, () => g.anything(d))}${op}${to}${d.chance(0.3) ? g.anything(d) : ""}`;
}

function undo(d: Dice): string {
  const steps = d.some(2, 4, () => g.change(d));
  const walk = d.some(1, 4, () =>
    d.word(
      "u u u <C-r> 2u g- g+ U :undo<CR> :redo<CR> 2<C-r> :earlier~1<CR> :later~1<CR> :undo~1<CR>",
    ),
  );
  return `${steps}${walk.replaceAll("~", " ")}${d.chance(0.3) ? g.change(d) + d.word("u <C-r> g-") : ""}`;
}

const search = (d: Dice): string => {
  const offset = d.chance(0.25)
    ? `${d.word("/ ?").slice(0, 0)}/${d.word("e s+1 b-1 +1 -1 e+1 e-2 0 s b")}`
    : "";
  const first = `/${g.pattern(d)}${offset}<CR>`;
  const back = `?${g.pattern(d)}<CR>`;
  const op = d.chance(0.25) ? d.word("d y gU") : "";
  return `${op}${d.chance(0.7) ? first : back}${d.some(0, 3, () => d.word("n N n cgnX<Esc> dgn . gn<Esc> * # gNd x ggn g* //<CR>"))}`;
};

const registers = (d: Dice): string => {
  const name = d.word("a b c");
  return (
    d.some(
      1,
      3,
      () =>
        `"${d.chance(0.3) ? name.toUpperCase() : name}${d.word("yw yy dd dw yiw D x ye yj cwz<Esc>")}${g.count(d)}${d.word("j w h k l b")}`,
    ) +
    `${d.chance(0.7) ? `"${name}` : `"${d.word("1 2 0 - .  / :")}`}${d.word("p P gp ]p p")}${d.chance(0.4) ? d.word('"1pu.u. "2p "-P ".p "0P') : ""}`
  );
};

const KINDS: readonly Kind[] = [
  { category: "motion", weight: 5, keys: (d) => d.some(1, 4, () => `${g.count(d)}${g.motion(d)}`) },
  { category: "operator", weight: 7, keys: (d) => d.some(1, 3, () => g.operation(d)) },
  {
    category: "text-object",
    weight: 6,
    texts: "code nested markup prose",
    keys: (d) =>
      `${d.chance(0.3) ? `v${g.textObject(d)}${g.textObject(d)}` : `${d.chance(0.15) ? g.count(d, 1) : ""}${d.word("d y gU c")}${g.textObject(d)}`}${d.word("x x x<Esc> <Esc>")}`,
  },
  { category: "visual-char", weight: 5, keys: visual("v") },
  { category: "visual-line", weight: 4, keys: visual("V") },
  { category: "visual-block", weight: 5, keys: block },
  { category: "block-columns", weight: 8, texts: "tabs wide", keys: block },
  {
    category: "block-edge",
    weight: 4,
    texts: "tabs wide prose",
    options: { virtualedit: "block" },
    keys: block,
  },
  {
    category: "dot-repeat",
    weight: 7,
    keys: (d) =>
      `${g.change(d)}${d.some(1, 3, () => `${d.chance(0.7) ? `${g.count(d)}${g.motion(d)}` : ""}${g.count(d, 0.2)}.`)}`,
  },
  { category: "macro", weight: 6, keys: macro },
  { category: "register", weight: 4, keys: registers },
  { category: "mark", weight: 4, keys: marks },
  {
    category: "jumplist",
    weight: 3,
    keys: (d) =>
      `${d.some(2, 4, () => d.word("G gg /e<CR> * n 3G } { % L ?a<CR> `` '' x ddp"))}${d.some(1, 3, () => d.word("<C-o> <C-o> <C-i> g; g, 2<C-o> `` g;"))}`,
  },
  { category: "undo-redo", weight: 6, keys: undo },
  { category: "insert", weight: 4, keys: (d) => d.some(1, 3, () => g.insertion(d, 0.05)) },
  {
    category: "insert-keys",
    weight: 7,
    keys: (d) =>
      `${d.chance(0.3) ? '"ayw' : ""}${g.insertion(d, 0.6)}${d.chance(0.3) ? g.insertion(d, 0.5) : ""}`,
  },
  {
    category: "replace",
    weight: 3,
    keys: (d) =>
      `${g.count(d, 0.2)}${d.word("R R gR r gr")}${g.typed(d)}${d.word("<BS> <BS><BS> <CR> <Tab> x <C-w>")}<Esc>${d.chance(0.3) ? "w." : ""}`,
  },
  {
    category: "paste",
    weight: 4,
    keys: (d) =>
      `${g.register(d)}${d.word("yy yw y$ yip <C-v>jly <C-v>2jy ye dd vjy yiw 2yy")}${g.motion(d)}${g.put(d)}${d.chance(0.3) ? "." : ""}`,
  },
  { category: "search", weight: 6, keys: search },
  {
    category: "search-case",
    weight: 2,
    options: { ignorecase: true, smartcase: true },
    keys: search,
  },
  {
    category: "increment",
    weight: 3,
    texts: "lists code",
    keys: (d) =>
      `${d.chance(0.5) ? `${g.count(d, 0.5)}${d.word("<C-a> <C-x>")}` : `${d.word("V <C-v> v")}${d.word("j 3j G jl $")}${g.count(d)}${d.word("<C-a> <C-x> g<C-a> g<C-x>")}`}${d.chance(0.4) ? `${d.word("j w u")}.` : ""}`,
  },
  {
    category: "indent",
    weight: 3,
    texts: "code indented tabs",
    keys: (d) =>
      d.some(
        1,
        3,
        () =>
          `${g.count(d, 0.2)}${d.word(">> << >j <ip >} == =ip >ip Vj> V2j<lt> ]p . j. gg>G").replaceAll("<<", "<lt><lt>").replace("<ip", "<lt>ip")}`,
      ),
  },
  {
    category: "tabs",
    weight: 3,
    texts: "tabs",
    options: { expandtab: false, shiftwidth: 4, tabstop: 4 },
    keys: (d) => d.some(1, 2, () => (d.chance(0.5) ? g.operation(d) : g.insertion(d, 0.4))),
  },
  {
    category: "multibyte",
    weight: 5,
    texts: "wide",
    keys: (d) => d.some(1, 3, () => g.anything(d)),
  },
  {
    category: "empty-buffer",
    weight: 2,
    texts: "empty",
    keys: (d) => d.some(1, 2, () => g.anything(d)),
  },
  {
    category: "join",
    weight: 2,
    keys: (d) =>
      `${g.count(d, 0.5)}${d.word("J gJ VjJ vjjgJ :j<CR> :2,4j!<CR> J.")}${d.word("x p u . j")}`,
  },
  {
    category: "format",
    weight: 2,
    texts: "prose",
    options: { textwidth: 20 },
    keys: (d) =>
      d
        .word(
          "gqip gqq gqG gwip Vjgq gqj A~more~words~to~wrap~here<Esc> o~~very~long~inserted~line~it~is<Esc> gwG",
        )
        .replaceAll("~", " "),
  },
  { category: "ex-lines", weight: 6, keys: (d) => d.some(1, 2, () => ex.exLine(d)) },
  {
    category: "ex-modifier",
    weight: 2,
    keys: (d) => `${ex.exWithModifier(d)}${d.word("u `. '' p x")}`,
  },
  {
    category: "ex-substitute",
    weight: 6,
    keys: (d) =>
      `${ex.substitute(d)}${d.chance(0.35) ? d.word("& g& :&&<CR> :~<CR> u n j& :s<CR> :%&g<CR>") : ""}`,
  },
  {
    category: "substitute-confirm",
    weight: 6,
    keys: (d) => `${ex.confirmed(d)}${d.chance(0.3) ? d.word("u & x ``") : ""}`,
  },
  { category: "mapping", weight: 7, keys: ex.mapping },
  { category: "abbreviation", weight: 2, keys: ex.abbreviation },
  { category: "command-line", weight: 4, keys: ex.commandLine },
  { category: "windows", weight: 7, texts: "prose code lists folds", keys: ex.windows },
  { category: "folds", weight: 6, texts: "folds", options: { foldenable: true }, keys: ex.folds },
  {
    category: "folds-indent",
    weight: 2,
    texts: "folds",
    options: { foldenable: true, foldmethod: "indent" },
    keys: (d) =>
      d.some(2, 6, () => d.word("zo zc za zR zM zj zk [z ]z dd j k G yyp zr zm x zv >> u gg")),
  },
  {
    category: "folds-marker",
    weight: 2,
    texts: "folds",
    options: { foldenable: true, foldmethod: "marker" },
    keys: (d) =>
      d.some(2, 6, () => d.word("zo zc za zR zM zj zk [z ]z dd j k G yyp zr zm x zv zd u gg")),
  },
  { category: "mixed", weight: 6, keys: (d) => d.some(2, 5, () => g.anything(d)) },
];

function cursorIn(d: Dice, text: string): readonly [number, number] {
  const lines = text.split("\n");
  const row = d.below(Math.min(lines.length, 8));
  const starts = [...new Intl.Segmenter().segment(lines[row] ?? "")].map((one) => one.index);
  return [row, starts.length === 0 ? 0 : d.pick(starts)];
}

function caseOf(d: Dice, kind: Kind): CaseInput {
  const names = kind.texts?.split(" ") ?? Object.keys(TEXTS).filter((name) => name !== "empty");
  const text = d.pick(TEXTS[d.pick(names)] ?? [""]);
  return {
    category: kind.category,
    text,
    cursor: cursorIn(d, text),
    keys: kind.keys(d),
    ...(kind.options ? { options: kind.options } : {}),
  };
}

/** `wanted` different inputs, the kinds in turn by weight. */
export function generate(seed: number, wanted: number): CaseInput[] {
  const d = new Dice(seed);
  const turns = KINDS.flatMap((kind) => Array.from({ length: kind.weight }, () => kind));
  const made = new Map<string, CaseInput>();
  for (let turn = 0; made.size < wanted && turn < wanted * 2; turn++) {
    const given = caseOf(d, turns[turn % turns.length] as Kind);
    made.set(JSON.stringify(given), given);
  }
  return [...made.values()];
}
