/** Brackets in code that the parser does not understand. */
import type { Node } from "../../syntax/syntax.ts";

const CLOSES: Readonly<Record<string, string>> = { "}": "{", ")": "(", "]": "[" };

/** So many UTF-16 units are looked at. */
const MOST_UNITS = 20_000;

/**
 * The offset of the innermost bracket that is open at `pos`, not before `floor`; null: there is none.
 * Brackets in strings and comments are no tokens and do not count.
 */
export function unmatchedOpener(node: Node, pos: number, floor: number): number | null {
  const from = Math.max(floor, pos - MOST_UNITS);
  const { startIndex } = node;
  const text = node.text;
  const depth: Record<string, number> = { "{": 0, "(": 0, "[": 0 };
  for (let at = Math.min(pos, node.endIndex) - 1; at >= from; at--) {
    const char = text[at - startIndex];
    if (char === undefined) continue;
    const closed = CLOSES[char];
    if (closed !== undefined) {
      if (isToken(node, at, char)) depth[closed]!++;
    } else if (char === "{" || char === "(" || char === "[") {
      if (!isToken(node, at, char)) continue;
      if (depth[char]! === 0) return at;
      depth[char]!--;
    }
  }
  return null;
}

function isToken(node: Node, at: number, char: string): boolean {
  const leaf = node.descendantForIndex(at, at + 1);
  // `${` and `#[` end in the bracket.
  return leaf !== null && !leaf.isNamed && leaf.type.endsWith(char);
}
