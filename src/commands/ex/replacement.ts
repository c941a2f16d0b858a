/** The replacement of `:s`: `&`, `\1`, `~`, `\u\U\l\L\E`, `\r`, `\n`, `\t` (regtilde and vim_regsub). */
import { UserError } from "../../base/errors.ts";

/** Lines of a result are joined by `\n`. */
export type Replacer = (groups: readonly (string | undefined)[]) => string;

type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "group"; readonly index: number }
  | { readonly kind: "case"; readonly letter: "u" | "U" | "l" | "L" | "E" };

/** Puts what `~` stands for in its place; without a replacement before it is nothing. */
export function fillTilde(source: string, previous: string | null, magic: boolean): string {
  let result = "";
  for (let i = 0; i < source.length; i++) {
    const ch = source[i]!;
    if (ch === "~" && magic) result += previous ?? "";
    else if (ch === "\\" && source[i + 1] === "~" && !magic) {
      result += previous ?? "";
      i++;
    } else if (ch === "\\" && i + 1 < source.length) {
      result += ch + source[++i]!;
    } else result += ch;
  }
  return result;
}

/** `evaluate` is asked for `\=…`. */
export function compileReplacement(
  source: string,
  magic: boolean,
  evaluate: ((expression: string, groups: readonly (string | undefined)[]) => string) | null = null,
): Replacer {
  if (source.startsWith("\\=")) {
    if (!evaluate)
      throw new UserError("E15: Invalid expression: expressions are not supported here");
    const expression = source.slice(2);
    return (groups) => evaluate(expression, groups).replaceAll("\r", "\n");
  }
  const parts = parseReplacement(source, magic);
  if (parts.every((part) => part.kind === "text")) {
    const text = parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
    return () => text;
  }
  if (parts.every((part) => part.kind !== "case")) {
    return (groups) => {
      let result = "";
      for (const part of parts) {
        result +=
          part.kind === "text"
            ? part.text
            : part.kind === "group"
              ? (groups[part.index] ?? "")
              : "";
      }
      return result;
    };
  }
  return (groups) => withCase(parts, groups);
}

function parseReplacement(source: string, magic: boolean): Part[] {
  const parts: Part[] = [];
  let text = "";
  const push = (part: Part) => {
    if (text !== "") parts.push({ kind: "text", text });
    text = "";
    parts.push(part);
  };
  for (let i = 0; i < source.length; i++) {
    const ch = source[i]!;
    if (ch === "&" && magic) push({ kind: "group", index: 0 });
    else if (ch === "\r") text += "\n";
    else if (ch !== "\\" || i + 1 >= source.length) text += ch;
    else {
      const next = source[++i]!;
      if (next === "&" && !magic) push({ kind: "group", index: 0 });
      else if (/[0-9]/.test(next)) push({ kind: "group", index: Number(next) });
      else if (/[uUlL]/.test(next)) push({ kind: "case", letter: next as "u" });
      else if (next === "e" || next === "E") push({ kind: "case", letter: "E" });
      else if (next === "r") text += "\n";
      else if (next === "n") text += "\0";
      else if (next === "t") text += "\t";
      else if (next === "b") text += "\b";
      else text += next;
    }
  }
  if (text !== "") parts.push({ kind: "text", text });
  return parts;
}

function withCase(parts: readonly Part[], groups: readonly (string | undefined)[]): string {
  let once: "u" | "l" | null = null;
  let all: "U" | "L" | null = null;
  let result = "";
  for (const part of parts) {
    if (part.kind === "case") {
      if (part.letter === "u" || part.letter === "l") once = part.letter;
      else if (part.letter === "E") once = all = null;
      else all = part.letter;
      continue;
    }
    let string = part.kind === "text" ? part.text : (groups[part.index] ?? "");
    if (string === "") continue;
    if (once !== null) {
      const first = String.fromCodePoint(string.codePointAt(0)!);
      result += once === "u" ? upper(first) : lower(first);
      once = null;
      string = string.slice(first.length);
    }
    result += all === "U" ? upperAll(string) : all === "L" ? lowerAll(string) : string;
  }
  return result;
}

/** One character stays one character, as in Vim: ß has no upper case. */
function upper(ch: string): string {
  const changed = ch.toUpperCase();
  return [...changed].length === 1 ? changed : ch;
}

function lower(ch: string): string {
  const changed = ch.toLowerCase();
  return [...changed].length === 1 ? changed : ch;
}

function upperAll(string: string): string {
  return Array.from(string, upper).join("");
}

function lowerAll(string: string): string {
  return Array.from(string, lower).join("");
}
