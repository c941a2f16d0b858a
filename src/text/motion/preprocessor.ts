/** `%` on `#if`, `#else` and `#endif`, and `[#` `]#`. */
import type { Text } from "../text.ts";

/** The directive of a row (`if`, `el...`, `endif`), where its `#` is, or null. */
function directiveOf(
  line: string,
): { kind: "if" | "else" | "endif" | "other"; col: number } | null {
  const match = /^[ \t]*#[ \t]*/.exec(line);
  if (!match) return null;
  const col = line.indexOf("#");
  const rest = line.slice(match[0].length, match[0].length + 5);
  if (rest.startsWith("if")) return { kind: "if", col };
  if (rest.startsWith("el")) return { kind: "else", col };
  if (rest === "endif") return { kind: "endif", col };
  return { kind: "other", col };
}

/** Does `%` at this column of a row mean the directive? Only up to its `#`. */
export function isAtDirective(line: string, col: number): boolean {
  const directive = directiveOf(line);
  return directive !== null && directive.kind !== "other" && col <= directive.col;
}

/** Does a row start with `#`? */
export function isDirective(line: string): boolean {
  return directiveOf(line) !== null;
}

/**
 * The `#` that belongs to the row of `pos`: from #if or #else forward, from #endif backward.
 * `unmatched` (`[#` -1, `]#` 1) instead looks for the #if, #else or #endif around the row.
 */
export function matchingDirective(text: Text, pos: number, unmatched?: 1 | -1): number | null {
  let line = text.lineAt(pos);
  let direction: number = unmatched ?? 0;
  if (direction === 0) {
    const here = directiveOf(line.text);
    if (here === null || here.kind === "other") return null;
    direction = here.kind === "endif" ? -1 : 1;
  }
  const opens = direction === 1 ? "if" : "endif";
  const closes = direction === 1 ? "endif" : "if";
  let depth = 0;
  for (;;) {
    const number = line.number + direction;
    if (number < 1 || number > text.lines) return null;
    line = text.line(number);
    const directive = directiveOf(line.text);
    if (directive === null) continue;
    if (directive.kind === opens) {
      depth++;
    } else if (directive.kind === closes) {
      if (depth === 0) return line.from + directive.col;
      depth--;
    } else if (directive.kind === "else" && depth === 0) {
      if (direction === 1 || unmatched !== undefined) return line.from + directive.col;
    }
  }
}
