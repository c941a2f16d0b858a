/** The pieces that generated keys are made of: Vim's grammar, with a die at every choice. */
import type { Dice } from "./dice.ts";

const LETTERS = "a b c d e i n o r s t x ( [ { < . , \" ' 1 2";
/** Escapes what a key string may not hold as such. */
export const literal = (text: string): string => text.replaceAll("<", "<lt>");

export const count = (d: Dice, part = 0.3): string =>
  d.chance(part) ? String(d.chance(0.85) ? 1 + d.below(5) : 6 + d.below(20)) : "";

const character = (d: Dice): string => literal(d.word(LETTERS));

export function motion(d: Dice): string {
  if (d.chance(0.15))
    return `${d.word("f F t T")}${character(d)}${d.some(0, 2, () => d.word("; ,"))}`;
  if (d.chance(0.06)) return `/${pattern(d)}<CR>`;
  if (d.chance(0.03)) return `?${pattern(d)}<CR>`;
  return d
    .word(
      "h l j k w w W e E b B ge gE 0 ^ $ g_ gg G % ( ) { } + - _ | <Space> <BS> * # n N H M L [( ]) [{ ]} gM g0 g$ go ]] [[",
    )
    .replace("<Space>", " ");
}

export const textObject = (d: Dice): string =>
  literal(d.word("i a")) + literal(d.word("w w W s p p ( ) b { } B [ ] < > t \" ' `"));

/** An operator's keys; `c` is left out, since text has to follow it. */
export const operator = (d: Dice): string =>
  literal(d.word("d d d y y > < = g~ gu gU g? gq gw gJ".replace(" gJ", "")));

export const register = (d: Dice, part = 0.15): string =>
  d.chance(part) ? `"${d.word("a b c A B 1 2 - _ 0")}` : "";

const WORDS = "new x foo Bar 42 (y) é 漢 end; a,b it's {";
export const typed = (d: Dice): string =>
  literal(d.some(1, 3, () => d.word(WORDS) + (d.chance(0.3) ? " " : "")));

/** Keys that do something in insert mode besides writing themselves. */
export function insertKey(d: Dice): string {
  if (d.chance(0.2)) return `<C-r>${d.word('a b " 0 - . /')}`;
  if (d.chance(0.1)) return `<C-v>${d.word("065 u00e9 x41 <Tab> <Esc> 10x")}`;
  if (d.chance(0.08)) return `<C-k>${d.word("e: a' Eu -> ss o/")}`;
  if (d.chance(0.08)) return `<C-o>${d.word("h l 0 $ w b dw D x u p ~ J A I")}`;
  return d.word(
    "<C-w> <C-u> <C-h> <BS> <BS> <Del> <CR> <CR> <Tab> <C-t> <C-d> <C-y> <C-e> <C-a> <Left> <Right> <Up> <Down> <Home> <End> <S-Left> <S-Right> <C-n> <C-p> <C-g>u 0<C-d> ^<C-d>",
  );
}

export const insertEntry = (d: Dice): string =>
  d.word("i i a a A I o O gI gi S cc C s R cw ciw ce cb cE c0 c$ cl 2cw cj ct, 3s ggO Go");

export function insertion(d: Dice, special = 0.15): string {
  const body = d.some(1, 4, () => (d.chance(special) ? insertKey(d) : typed(d)));
  return `${count(d, 0.12)}${insertEntry(d)}${body}<Esc>`;
}

export function operation(d: Dice): string {
  const reg = register(d);
  if (d.chance(0.15))
    return `${reg}${count(d)}${d.word("dd yy >> << == g~~ guu gUU g?? D Y x X J gJ ~ dd yy")}`.replaceAll(
      "<<",
      "<lt><lt>",
    );
  const op = d.chance(0.12) ? "c" : operator(d);
  const force = d.chance(0.05) ? d.word("v V <C-v>") : "";
  const target = d.chance(0.45)
    ? `${count(d, 0.15)}${textObject(d)}`
    : `${count(d, 0.25)}${motion(d)}`;
  return `${reg}${count(d, 0.15)}${op}${force}${target}${op === "c" ? `${typed(d)}<Esc>` : ""}`;
}

export const put = (d: Dice): string =>
  `${register(d, 0.25)}${count(d)}${d.word("p p P P gp gP ]p [p")}`;

const ATOMS =
  "a e o the foo one \\w\\+ \\d\\+ [aeiou] . x* \\s \\<\\w ^ $ a\\|e \\(a\\|o\\)n \\v(a|e)+ \\a\\{2} \\k\\{-1,} beta\\zs. .\\ze, \\Vb.c \\csum \\u \\l\\u\\= [^a-m ] o\\@<!n t\\(h\\)\\@= \\%2l\\w \\_s\\w \\f\\+";
export const pattern = (d: Dice): string => literal(d.word(ATOMS));

export function visualMove(d: Dice): string {
  return d.some(1, 3, () =>
    d.chance(0.15) ? textObject(d) : d.chance(0.1) ? d.word("o O") : `${count(d, 0.2)}${motion(d)}`,
  );
}

export function visualAct(d: Dice): string {
  const simple = "d x y ~ u U J gJ > < = g? c s r p D X Y S R P gu gU gq gw I A <C-a> <C-x> g<C-a>";
  const act = d.word(simple);
  if (/^[csSRIA]$/.test(act)) return `${act}${typed(d)}<Esc>`;
  if (act === "r") return `r${character(d)}`;
  return `${register(d, 0.1)}${count(d, 0.1)}${act === "<" ? "<lt>" : act}`;
}

/** A command that `.` can repeat. */
export function change(d: Dice): string {
  if (d.chance(0.35)) return insertion(d);
  if (d.chance(0.12)) return put(d);
  if (d.chance(0.1)) return `${count(d)}r${character(d)}`;
  if (d.chance(0.1)) return `${count(d)}${d.word("<C-a> <C-x>")}`;
  if (d.chance(0.15)) return `${d.word("v V <C-v>")}${visualMove(d)}${visualAct(d)}`;
  return operation(d);
}

export const anything = (d: Dice): string =>
  d.chance(0.4) ? `${count(d)}${motion(d)}` : d.chance(0.15) ? put(d) : change(d);
