/** Ex commands, windows, folds and mappings for generated keys. */
import type { Dice } from "./dice.ts";
import { anything, change, count, literal, motion, pattern, typed } from "./grammar.ts";

export function address(d: Dice): string {
  if (d.chance(0.1)) return `/${pattern(d)}/`;
  if (d.chance(0.05)) return `?${pattern(d)}?`;
  const base = d.word("1 2 3 . $ 5 .");
  return d.chance(0.25) ? `${base}${d.word("+1 -1 +2 - +")}` : base;
}

export function range(d: Dice): string {
  if (d.chance(0.25)) return "%";
  if (d.chance(0.25)) return "";
  if (d.chance(0.3)) return address(d);
  return `${address(d)}${d.word(", , ;")}${address(d)}`;
}

const REPLACEMENTS = "X & [&] \\0\\0 \\u& \\U&\\E! \\r a\\tb ~ foo\\1 \\L& \\e\\u\\0x \\n \\\\ é";

export function substitute(
  d: Dice,
  flags = d.word("g g g - - i & gi n e ge").replace("-", ""),
): string {
  const mark = d.chance(0.9) ? "/" : d.word("# , ;");
  const replacement = literal(d.chance(0.1) ? "" : d.word(REPLACEMENTS));
  return `:${range(d)}s${mark}${pattern(d)}${mark}${replacement}${mark}${flags}<CR>`;
}

export function exLine(d: Dice): string {
  switch (d.below(9)) {
    case 0:
      return `:${range(d)}${d.word("d y d2 ya>2 d_ da join j! j3")}<CR>`
        .replace("da", "d a")
        .replace("ya>2", "y a 2")
        .replace("d_", "d _");
    case 1:
      return `:${range(d)}${d.word("m t co move copy")} ${d.word("0 $ . 1 3 .-1 .+1")}<CR>`;
    case 2:
      return `:${range(d)}${d.word("> >> < <<").replaceAll("<", "<lt>")}<CR>`;
    case 3:
      return `:${range(d)}sort${d.chance(0.3) ? "!" : ""} ${d.word("n u i nu x - -").replace("-", "")}<CR>`;
    case 4:
      return `:${range(d)}norm ${anything(d)
        .replaceAll(/<[^>]*>/g, "")
        .replaceAll(/\n/g, "")}<CR>`;
    case 5:
      return `:${d.chance(0.5) ? "" : range(d)}${d.word("g g g v g!")}/${pattern(d)}/${d
        .word("d s/a/A/g m0 t. j norm~>x >")
        .replace("norm~>x", "norm Ax")}<CR>`;
    case 6:
      return `:${address(d)}${d.word("pu pu! k~a ma~b")}<CR>`.replaceAll("~", " ");
    case 7:
      return `:${range(d)}${d.word("retab! le ri~30 ce~40 left~4")}<CR>`.replaceAll("~", " ");
    default:
      return `:${address(d)}<CR>`;
  }
}

export function exWithModifier(d: Dice): string {
  const line = exLine(d).slice(1);
  return `:${d.word("keepjumps silent! keeppatterns lockmarks sil keepj")} ${line}`;
}

/** `:s///c` and the answers to it. */
export function confirmed(d: Dice): string {
  const answers = d.some(0, 4, () => d.word("y y n n y n"));
  return `${substitute(d, d.word("c gc gc gc"))}${answers}${d.word("a q l <Esc> a q")}`;
}

export function mapping(d: Dice): string {
  const key = d.word("x Q s <lt>leader>a \\b <lt>C-j> gz <lt>F2> Z");
  const press = key.replace("<lt>leader>", "\\").replace("<lt>", "<");
  const plain = d.word(
    "ddp yyP dw ix<lt>Esc> A;<lt>Esc>j :s/a/b/<lt>CR> ciwnew<lt>Esc> >>. xp viwU vipJ 2x :d<lt>CR> jdd gUiw @q .",
  );
  switch (d.below(7)) {
    case 0: {
      const body = d.word("<lt>Esc> <lt>Esc>A <lt>C-w> <lt>BS> xyz <lt>CR>{} <lt>Esc>u");
      return `:inoremap jk ${body}<CR>${d.word("i A o")}${typed(d)}jk${d.word("x e <Esc> j")}<Esc>`;
    }
    case 1:
      return `:${d.word("vnoremap xnoremap vmap")} ${key} ${d.word("d yp U ~gv c-<lt>Esc>")}<CR>v${motion(d)}${press}`;
    case 2:
      return `:onoremap ${d.word("p z il")} ${d.word("iw i( $ :normal!~ggVG<lt>CR> t, ip").replace("~", " ")}<CR>${d.word("d y gU")}${d.word("p z il")}`;
    case 3:
      return `:nmap ${key} ${d.word("yyp dd x j 3w")}<CR>:nmap gy ${key}${d.word("j x .")}<CR>${count(d)}gy`;
    case 4:
      return `:nnoremap ${key} ${plain}<CR>qa${press}jq${count(d, 0.6)}@a`;
    case 5:
      return `:nnoremap ${key} ${plain}<CR>${press}:nunmap ${key}<CR>${d.word("j w")}${d.word("x .")}`;
    default:
      return `:nnoremap ${d.chance(0.2) ? "<lt>silent> " : ""}${key} ${plain}<CR>${count(d)}${press}${d.some(0, 2, () => (d.chance(0.5) ? press : anything(d)))}`;
  }
}

export function abbreviation(d: Dice): string {
  const end = d.word("_ . <CR> <Esc> <C-]> ,").replace("_", " ");
  return `:${d.word("iab ab iabbrev inoreab")} ${d.word("ab foo x1 teh")} ${d.word("the abc long~text n<lt>Left>m").replace("~", " ")}<CR>${d.word("i A o")}${d.word("ab foo x1 teh yfoo")}${end}z<Esc>`;
}

const splitKey = (d: Dice): string =>
  d
    .word(
      "<C-w>s <C-w>v :sp<CR> :vs<CR> :bel~sp<CR> :abo~vs<CR> <C-w>S :topleft~vs<CR> :bot~sp<CR>",
    )
    .replaceAll("~", " ");
const goKey = (d: Dice): string =>
  d
    .word(
      "<C-w>j <C-w>k <C-w>h <C-w>l <C-w>w <C-w>W <C-w>p <C-w>t <C-w>b <C-w>x <C-w>r <C-w>R <C-w>K <C-w>L <C-w>H <C-w>J 2<C-w>w :wincmd~w<CR>",
    )
    .replaceAll("~", " ");
const closeKey = (d: Dice): string =>
  d.word("<C-w>c <C-w>o :clo<CR> :only<CR> <C-w>q :q<CR> :hide<CR>");

export function windows(d: Dice): string {
  const act = (): string =>
    `${d.chance(0.6) ? goKey(d) : ""}${d.chance(0.5) ? anything(d) : `${count(d)}${motion(d)}`}`;
  return `${d.chance(0.5) ? anything(d) : ""}${splitKey(d)}${d.some(1, 3, act)}${d.chance(0.3) ? splitKey(d) + act() : ""}${d.chance(0.35) ? closeKey(d) : goKey(d)}${d.chance(0.4) ? act() : ""}`;
}

export function folds(d: Dice): string {
  const make = d.word("zfj zfip 3zF VGzf Vjjzf :2,5fo<CR> zf2j zfG :3,7fold<CR> zfk");
  const act = (): string =>
    d.word(
      "zo zc za zR zM zO zC zA zd zE zj zk [z ]z zn zN zi zv zx j k dd yyp yy p gg G 3j dj yj >j J x :.d<CR> zD A!<Esc> cc1<Esc> u zfj Vd VjU P",
    );
  return `${d.word("gg 2G 3G j .").replace(".", "")}${make}${d.some(2, 5, act)}`;
}

export function commandLine(d: Dice): string {
  const edit = d.word(
    "<C-w> <C-u>d <C-b>2<Del> <C-r><C-w> <BS>1 <C-e>! <Left>3 <C-v>124 <C-k>e: <Home>. <C-r>/ <C-h>2 <C-r>- <C-r>=2+3<CR>",
  );
  const body = d.word("s/a/bb/g 2,3d normal~Ax g/a/d m$ t0 .,$j s/e/E/");
  return `${change(d)}:${body.replace("~", " ")}${edit}<CR>${d.chance(0.4) ? d.word("@: :<Up><CR> & g& u") : ""}`;
}
