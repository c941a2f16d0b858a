/** What a pattern means, before it becomes a program. */
import type { Collection } from "./char-set.ts";

/** How a number or a mark is compared: at, before, after. */
export type Order = "=" | "<" | ">";

export type Assertion =
  | { readonly kind: "bol" | "eol" | "bow" | "eow" | "bof" | "eof" | "visual" | "cursor" }
  | {
      readonly kind: "line" | "column" | "cell";
      readonly order: Order;
      /** 1-based; undefined means the cursor's. */
      readonly value: number | undefined;
    }
  | { readonly kind: "mark"; readonly order: Order; readonly name: string };

export type SetName =
  | { readonly kind: "any" }
  | { readonly kind: "class"; readonly letter: string }
  | { readonly kind: "collection"; readonly collection: Collection };

export type Node =
  | { readonly type: "empty" }
  /** One character with exactly these combining marks. `code` 0 with marks: any base. */
  | { readonly type: "char"; readonly code: number; readonly marks: string }
  | { readonly type: "set"; readonly set: SetName; readonly newline: boolean }
  | { readonly type: "newline" }
  | { readonly type: "concat"; readonly nodes: readonly Node[] }
  | { readonly type: "alternatives"; readonly nodes: readonly Node[] }
  | { readonly type: "group"; readonly index: number; readonly node: Node }
  | {
      readonly type: "repeat";
      readonly node: Node;
      readonly min: number;
      readonly max: number;
      readonly greedy: boolean;
    }
  | {
      readonly type: "look";
      readonly node: Node;
      readonly behind: boolean;
      readonly negative: boolean;
      /** Bytes to look back, 0 for no limit. */
      readonly limit: number;
    }
  | { readonly type: "atomic"; readonly node: Node }
  | { readonly type: "assertion"; readonly assertion: Assertion }
  | { readonly type: "start" }
  | { readonly type: "end" }
  | { readonly type: "backref"; readonly index: number }
  | { readonly type: "skipMarks" };

/** A parsed pattern with what its flags said. */
export interface ParsedPattern {
  readonly node: Node;
  /** `\c` true, `\C` false. */
  readonly ignorecase: boolean | undefined;
  /** `\Z`: combining marks do not count. */
  readonly ignoreMarks: boolean;
  /** Number of the last `\(`. */
  readonly groups: number;
}

/** Largest count of `\{}`, for "no limit". */
export const UNLIMITED = Number.POSITIVE_INFINITY;

export function concat(nodes: readonly Node[]): Node {
  if (nodes.length === 1) return nodes[0]!;
  return nodes.length === 0 ? { type: "empty" } : { type: "concat", nodes };
}

/** Calls `visit` for the node and all below it. */
export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  if (node.type === "concat" || node.type === "alternatives") {
    for (const child of node.nodes) walk(child, visit);
  } else if ("node" in node) walk(node.node, visit);
}
