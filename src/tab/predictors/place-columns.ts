/** Where on its row an edit is likely to start. */
import { indexOf, rowAt } from "../../patterns/edits/text-index.ts";
import { isWordToken, type TokenLine } from "../../patterns/edits/token-line.ts";
import { Likeness } from "../../patterns/names/trail.ts";
import type { Scene } from "./place-scene.ts";

export const COLUMN_FEATURES = [
  "zero",
  "indent",
  "end",
  "start",
  "after",
  "gone",
  "goneEnd",
  "come",
  "beside",
  "line",
  "left",
  "right",
  "leftRight",
  "leftAlike",
  "rightAlike",
  "zeroWhole",
  "zeroMost",
  "endMost",
  "zeroGone",
  "zeroBlank",
  "zeroImport",
  "beforeClose",
  "afterOpen",
  "beforeComma",
  "word",
  "mark",
  "lateness",
  "firstWord",
  "lastToken",
  "sameColumn",
  "goneFirst",
  "quote",
  "insertLeft",
  "removeRight",
] as const;
type ColumnFeature = (typeof COLUMN_FEATURES)[number];

const AT = Object.fromEntries(COLUMN_FEATURES.map((name, at) => [name, at])) as Record<
  ColumnFeature,
  number
>;

/** Where an earlier edit started, in its row before it. */
interface Start {
  readonly line: TokenLine;
  readonly left: string;
  readonly right: string;
  readonly col: number;
  readonly indent: number;
  /** It took away or put in whole lines. */
  readonly whole: boolean;
  readonly atEnd: boolean;
  readonly inserts: boolean;
  readonly fade: number;
}

const LIKENESS = new WeakMap<Scene, Likeness>();

function likenessOf(scene: Scene, starts: readonly Start[]): Likeness {
  let likeness = LIKENESS.get(scene);
  if (!likeness) {
    likeness = new Likeness(starts.map((start) => start.line));
    LIKENESS.set(scene, likeness);
  }
  return likeness;
}

const STARTS = new WeakMap<Scene, readonly Start[]>();
const MOST_STARTS = 8;
const MOST_TOKENS = 60;

function startsOf(scene: Scene): readonly Start[] {
  const known = STARTS.get(scene);
  if (known) return known;
  const starts: Start[] = [];
  scene.snapshot.edits.slice(-MOST_STARTS).forEach((edit, i, all) => {
    const fade = 0.8 ** (all.length - 1 - i);
    let first = true;
    edit.changes.iterChanges((from, to, _fromB, _toB, inserted) => {
      if (!first) return;
      first = false;
      const index = indexOf(edit.before);
      const line = index.lines[rowAt(index, from)]!;
      const col = from - index.starts[rowAt(index, from)]!;
      const [left, right] = beside(line, col);
      starts.push({
        line,
        left,
        right,
        col,
        indent: line.indent,
        whole: col === 0 && (inserted.lines > 1 || to > from + line.text.length),
        atEnd: col === line.text.length,
        inserts: to === from,
        fade,
      });
    });
  });
  STARTS.set(scene, starts);
  return starts;
}

/** The tokens left and right of a column; empty at the ends of the line. */
function beside(line: TokenLine, col: number): [string, string] {
  let at = 0;
  while (at < line.starts.length && line.starts[at]! < col) at++;
  const left = line.tokens[at - 1] ?? "";
  const inside = left !== "" && line.starts[at - 1]! + left.length > col;
  return [inside ? left.slice(0, col - line.starts[at - 1]!) : left, line.tokens[at] ?? ""];
}

export interface ColumnCandidate {
  readonly col: number;
  readonly values: Float64Array;
}

/** The columns of a row at which an edit may start. */
export function columnCandidates(
  scene: Scene,
  line: TokenLine,
  isImport: boolean,
): ColumnCandidate[] {
  const starts = startsOf(scene);
  const { trail } = scene;
  const weight = (token: string | undefined, sort: number) =>
    (token !== undefined && trail.get(token)?.weight[sort]) || 0;
  const likeness = likenessOf(scene, starts).to(line);
  const goneAt = line.tokens.findIndex((token) => weight(token, 0) > 0.2);
  let whole = 0;
  let atEnd = 0;
  let total = 1e-9;
  for (const start of starts) {
    total += start.fade;
    if (start.whole) whole += start.fade;
    if (start.atEnd) atEnd += start.fade;
  }
  const cols = new Map<number, number>();
  const tokens = Math.min(line.tokens.length, MOST_TOKENS);
  cols.set(0, -1);
  cols.set(line.text.length, -1);
  for (let i = 0; i < tokens; i++) {
    cols.set(line.starts[i]!, i);
    const end = line.starts[i]! + line.tokens[i]!.length;
    if (!cols.has(end)) cols.set(end, -1);
  }
  return Array.from(cols, ([col]) => {
    const values = new Float64Array(COLUMN_FEATURES.length);
    const set = (name: ColumnFeature, value: number | boolean) => {
      values[AT[name]] = Number(value);
    };
    let next = 0;
    while (next < line.starts.length && line.starts[next]! < col) next++;
    const isStart = line.starts[next] === col;
    const right = line.tokens[next];
    const left = line.tokens[next - 1];
    const isAfter = left !== undefined && line.starts[next - 1]! + left.length === col;
    const zero = col === 0;
    set("zero", zero);
    set("indent", col === line.indent && !zero);
    set("end", col === line.text.length && !zero);
    set("start", isStart);
    set("after", isAfter);
    if (isStart) {
      set("gone", weight(right, 0));
      set("come", weight(right, 1));
      set("beside", weight(right, 2));
      set("line", weight(right, 3));
      set("goneFirst", next === goneAt);
      set("word", isWordToken(right!));
      set("mark", !isWordToken(right!));
      set("quote", /^["'`]$/.test(right!));
      set("firstWord", next === 0);
      set("lastToken", next === line.tokens.length - 1);
    }
    set("goneEnd", isAfter ? weight(left, 0) : 0);
    let [sameLeft, sameRight, both, leftAlike, rightAlike, sameColumn] = [0, 0, 0, 0, 0, 0];
    let [insertLeft, removeRight] = [0, 0];
    starts.forEach((start, i) => {
      // The start of a whole line says nothing of the tokens of another.
      if (start.whole) return;
      const l = start.left === (left ?? "") ? start.fade : 0;
      const r = start.right === (right ?? "") ? start.fade : 0;
      sameLeft = Math.max(sameLeft, l);
      sameRight = Math.max(sameRight, r);
      both = Math.max(both, Math.min(l, r));
      leftAlike = Math.max(leftAlike, l * likeness[i]!);
      rightAlike = Math.max(rightAlike, r * likeness[i]!);
      if (start.inserts) insertLeft = Math.max(insertLeft, l);
      else removeRight = Math.max(removeRight, r);
      if (start.col === col) sameColumn = Math.max(sameColumn, start.fade * likeness[i]!);
    });
    set("left", sameLeft);
    set("right", sameRight);
    set("leftRight", both);
    set("leftAlike", leftAlike);
    set("rightAlike", rightAlike);
    set("insertLeft", insertLeft);
    set("removeRight", removeRight);
    set("sameColumn", sameColumn);
    set("zeroWhole", zero && starts.at(-1)?.whole === true);
    set("zeroMost", zero ? whole / total : 0);
    set("endMost", col === line.text.length ? atEnd / total : 0);
    set("zeroGone", zero && goneAt >= 0);
    set("zeroBlank", zero && line.tokens.length === 0);
    set("zeroImport", zero && isImport);
    set("beforeClose", right !== undefined && /^[)\]}>]$/.test(right));
    set("afterOpen", left !== undefined && /^[([{<]$/.test(left));
    set("beforeComma", right === ",");
    set("lateness", line.text.length === 0 ? 0 : col / line.text.length);
    return { col, values };
  });
}
