/**
 * The `statusline` option: Vim's % items, parsed once and filled in for each frame. What an item
 * says comes from a `StatusSource`, so that this file knows no window.
 */
import { printable, textWidth } from "../base/width.ts";

/** Gives the text of an item letter (`f`, `l`, `P`), of `{...}`, or null when it has none. */
export interface StatusSource {
  item(letter: string): string | null;
  expression(source: string): string;
}

type Node =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "item"; readonly letter: string; readonly box: Box; readonly last: Boxed }
  | {
      readonly type: "expression";
      readonly source: string;
      readonly box: Box;
      readonly last: Boxed;
    }
  | { readonly type: "group"; readonly nodes: readonly Node[]; readonly box: Box }
  | { readonly type: "highlight"; readonly group: string }
  | { readonly type: "spread" }
  | { readonly type: "cut" };

/** Minimal and maximal width in cells; 0 is none. */
interface Box {
  readonly left: boolean;
  readonly zero: boolean;
  readonly min: number;
  readonly max: number;
}

/** What an item said last and how it was shown: most say the same with each key. */
interface Boxed {
  text: string;
  shown: string;
}

/** A run of the status line in one highlight group; "" is the line's own. */
export interface StatusRun {
  text: string;
  readonly group: string;
}

const parsed = new Map<string, readonly Node[]>();

/** The runs of a status line of `width` cells. Texts are printable. */
export function renderStatus(template: string, source: StatusSource, width: number): StatusRun[] {
  let nodes = parsed.get(template);
  if (!nodes) {
    nodes = new Parser(template).nodes();
    if (parsed.size > 50) parsed.clear();
    parsed.set(template, nodes);
  }
  const output = new Output();
  emit(nodes, source, output);
  return output.fit(width);
}

class Parser {
  private readonly source: string;
  private at = 0;

  constructor(source: string) {
    this.source = source;
  }

  nodes(inGroup = false): Node[] {
    const nodes: Node[] = [];
    const { source } = this;
    while (this.at < source.length) {
      const percent = source.indexOf("%", this.at);
      const end = percent < 0 ? source.length : percent;
      if (end > this.at) {
        nodes.push({ type: "text", text: printable(source.slice(this.at, end)) });
      }
      this.at = end;
      if (this.at >= source.length) break;
      this.at++;
      if (source[this.at] === ")" && inGroup) {
        this.at++;
        return nodes;
      }
      const node = this.item();
      if (node) nodes.push(node);
    }
    return nodes;
  }

  private item(): Node | null {
    const { source } = this;
    const match = /^(-?)(0?)(\d*)(?:\.(\d*))?/.exec(source.slice(this.at, this.at + 12))!;
    this.at += match[0].length;
    const box: Box = {
      left: match[1] === "-",
      zero: match[2] === "0",
      min: Math.min(50, Number(match[3] || 0)),
      max: Math.min(9999, Number(match[4] || 0)),
    };
    const letter = source[this.at++];
    if (letter === undefined) return null;
    if (letter === "%") return { type: "text", text: "%" };
    if (letter === "=") return { type: "spread" };
    if (letter === "<") return { type: "cut" };
    if (letter === "(") return { type: "group", nodes: this.nodes(true), box };
    if (letter === "{") {
      const end = source.indexOf("}", this.at);
      const expression = source.slice(this.at, end < 0 ? source.length : end);
      this.at = end < 0 ? source.length : end + 1;
      return { type: "expression", source: expression, box, last: nothing() };
    }
    if (letter === "#") {
      const end = source.indexOf("#", this.at);
      const group = source.slice(this.at, end < 0 ? source.length : end);
      this.at = end < 0 ? source.length : end + 1;
      return { type: "highlight", group };
    }
    if (letter === "*") return { type: "highlight", group: box.min > 0 ? `ui.user${box.min}` : "" };
    // Click regions (%T, %X) take no room.
    if (letter === "T" || letter === "X") return null;
    return { type: "item", letter, box, last: nothing() };
  }
}

class Output {
  readonly runs: StatusRun[] = [];
  /** Index of the run before which the line is cut when it is too long. */
  cut = -1;
  /** Indices of the runs before which free room goes. */
  readonly spreads: number[] = [];
  private group = "";
  private fresh = true;

  add(text: string): void {
    if (text === "") return;
    const last = this.runs[this.runs.length - 1];
    if (last && !this.fresh) last.text += text;
    else this.runs.push({ text, group: this.group });
    this.fresh = false;
  }

  highlight(group: string): void {
    this.group = group;
    this.fresh = true;
  }

  markCut(): void {
    if (this.cut < 0) this.cut = this.runs.length;
    this.fresh = true;
  }

  markSpread(): void {
    this.spreads.push(this.runs.length);
    this.fresh = true;
  }

  fit(width: number): StatusRun[] {
    const { runs } = this;
    let free = width;
    for (const run of runs) free -= cellsOf(run.text);
    if (free < 0) this.shorten(-free);
    else if (this.spreads.length > 0) {
      const share = Math.floor(free / this.spreads.length);
      for (let i = this.spreads.length - 1; i >= 0; i--) {
        const room =
          i === this.spreads.length - 1 ? free - share * (this.spreads.length - 1) : share;
        const at = this.spreads[i]!;
        const group = runs[at]?.group ?? runs[at - 1]?.group ?? "";
        runs.splice(at, 0, { text: " ".repeat(room), group });
      }
    }
    return runs;
  }

  /** Takes `excess` cells out where `%<` stands and puts a `<` there. */
  private shorten(excess: number): void {
    let drop = excess + 1;
    for (let i = Math.max(0, this.cut); i < this.runs.length && drop > 0; i++) {
      const run = this.runs[i]!;
      const chars = [...run.text];
      let gone = 0;
      while (gone < chars.length && drop > 0) drop -= textWidth(chars[gone++]!);
      run.text = chars.slice(gone).join("");
      if (drop <= 0) run.text = `<${" ".repeat(-drop)}${run.text}`;
    }
  }
}

function nothing(): Boxed {
  return { text: "", shown: "" };
}

function emit(nodes: readonly Node[], source: StatusSource, output: Output): void {
  for (const node of nodes) {
    if (node.type === "text") output.add(node.text);
    else if (node.type === "highlight") output.highlight(node.group);
    else if (node.type === "cut") output.markCut();
    else if (node.type === "spread") output.markSpread();
    else output.add(partText(node, source));
  }
}

type Part = Extract<Node, { readonly box: Box }>;

function partText(node: Part, source: StatusSource): string {
  if (node.type === "group") return groupText(node.nodes, source, node.box);
  const text =
    node.type === "item" ? (source.item(node.letter) ?? "") : source.expression(node.source);
  const { last, box } = node;
  if (text !== last.text || (text === "" && box.min > 0)) {
    last.text = text;
    last.shown = boxed(text, box);
  }
  return last.shown;
}

/** A group vanishes when none of its items has a text. Highlights inside are left out. */
function groupText(nodes: readonly Node[], source: StatusSource, box: Box): string {
  let text = "";
  let items = 0;
  let filled = 0;
  for (const node of nodes) {
    if (node.type === "text") text += node.text;
    else if (node.type === "item" || node.type === "expression" || node.type === "group") {
      items++;
      const part = partText(node, source);
      if (part !== "" && part.trim() !== "") filled++;
      text += part;
    }
  }
  return items > 0 && filled === 0 ? "" : boxed(text, box);
}

/** The cells of a printable text. */
function cellsOf(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : textWidth(text);
}

function boxed(text: string, box: Box): string {
  if (text === "" && box.min === 0) return "";
  let shown = printable(text);
  if (box.min === 0 && box.max === 0) return shown;
  let width = cellsOf(shown);
  if (box.max > 0 && width > box.max) {
    const chars = [...shown];
    let from = 0;
    while (width > box.max - 1 && from < chars.length) width -= textWidth(chars[from++]!);
    shown = `<${chars.slice(from).join("")}`;
    width++;
  }
  if (width >= box.min) return shown;
  const fill = (box.zero && !box.left ? "0" : " ").repeat(box.min - width);
  return box.left ? shown + fill : fill + shown;
}
