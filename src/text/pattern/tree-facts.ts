/** What can be told about a pattern's matches without running it. */
import type { CharSet } from "./char-set.ts";
import type { Node } from "./pattern-tree.ts";
import { UNLIMITED, walk } from "./pattern-tree.ts";

/** Can the node match without taking a character? */
export function isNullable(node: Node): boolean {
  return widthOf(node)[0] === 0;
}

/** Fewest and most characters (with their combining marks; a line break is one) a node takes. */
export function widthOf(node: Node): readonly [number, number] {
  switch (node.type) {
    case "char":
    case "set":
    case "newline":
      return [1, 1];
    case "concat": {
      let [min, max] = [0, 0];
      for (const child of node.nodes) {
        const [low, high] = widthOf(child);
        min += low;
        max += high;
      }
      return [min, max];
    }
    case "alternatives": {
      const widths = node.nodes.map(widthOf);
      return [Math.min(...widths.map(([low]) => low)), Math.max(...widths.map(([, high]) => high))];
    }
    case "group":
    case "atomic":
      return widthOf(node.node);
    case "repeat": {
      const [low, high] = widthOf(node.node);
      return [low * node.min, high === 0 ? 0 : high * node.max];
    }
    case "backref":
      return [0, UNLIMITED];
    default:
      return [0, 0];
  }
}

/** Can a match reach beyond the line it starts in? */
export function spansLines(node: Node): boolean {
  let spans = false;
  walk(node, (one) => {
    spans ||= one.type === "newline" || (one.type === "set" && one.newline);
  });
  return spans;
}

/** The pattern's text when it is nothing but plain characters. */
export function literalOf(node: Node): string | undefined {
  const nodes = node.type === "concat" ? node.nodes : [node];
  let string = "";
  for (const one of nodes) {
    if (one.type !== "char" || one.code === 0 || one.marks !== "") return undefined;
    string += String.fromCodePoint(one.code);
  }
  return string === "" ? undefined : string;
}

/** A string that every match has in the line where it starts; "" when none is known. */
export function requiredLiteral(node: Node): string {
  return required(node).best;
}

interface Required {
  readonly best: string;
  /** What follows may be in another line. */
  readonly ended: boolean;
}

function required(node: Node): Required {
  switch (node.type) {
    case "char":
      return { best: literalOf(node) ?? "", ended: false };
    case "group":
      return required(node.node);
    case "atomic":
      return required(node.node);
    case "repeat": {
      const inner = node.min > 0 ? required(node.node).best : "";
      return { best: inner, ended: spansLines(node.node) };
    }
    case "concat": {
      let best = "";
      let run = "";
      for (const child of node.nodes) {
        const literal = child.type === "char" ? literalOf(child) : undefined;
        run = literal === undefined ? "" : run + literal;
        if (run.length > best.length) best = run;
        if (literal !== undefined) continue;
        const inner = required(child);
        if (inner.best.length > best.length) best = inner.best;
        if (inner.ended) return { best, ended: true };
      }
      return { best, ended: false };
    }
    case "look":
      return { best: "", ended: false };
    default:
      return { best: "", ended: spansLines(node) };
  }
}

/** What a match can start with. */
export interface FirstCharacters {
  /** Of U+0000–U+00FF. */
  readonly low: Uint8Array;
  /** Any character above. */
  readonly high: boolean;
  /** The line's end. */
  readonly end: boolean;
}

export type SetOf = (node: Extract<Node, { type: "set" | "char" }>) => CharSet;

/** The characters a match can start with; undefined when it can be empty. */
export function firstCharacters(node: Node, setOf: SetOf): FirstCharacters | undefined {
  const low = new Uint8Array(256);
  const found = { high: false, end: false };
  /** Adds what the node can start with; true when it can also take nothing. */
  const add = (one: Node): boolean => {
    switch (one.type) {
      case "char":
      case "set": {
        if (one.type === "char" && one.code === 0) {
          low.fill(1);
          found.high = true;
          return false;
        }
        const set = setOf(one);
        for (let code = 0; code < 256; code++) if (set.low[code] === 1) low[code] = 1;
        found.high ||= one.type === "set" || one.code > 255 || mayFoldHigh(set);
        if (one.type === "set" && one.newline) found.end = true;
        return false;
      }
      case "newline":
        found.end = true;
        return false;
      case "concat":
        return one.nodes.every(add);
      case "alternatives":
        return one.nodes.map(add).some((empty) => empty);
      case "group":
      case "atomic":
        return add(one.node);
      case "repeat":
        return add(one.node) || one.min === 0;
      case "backref":
        low.fill(1);
        found.high = true;
        found.end = true;
        return true;
      default:
        return true;
    }
  };
  return add(node) ? undefined : { low, ...found };
}

/** Characters above U+00FF that fold to one below. */
function mayFoldHigh(set: CharSet): boolean {
  return set.high(0x212a) || set.high(0x212b) || set.high(0x178) || set.high(0x17f);
}
