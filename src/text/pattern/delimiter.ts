/** Where a pattern ends on a command line, and text that must not be read as a pattern. */
import { collectionEnd } from "./collection.ts";

/**
 * The offset of the delimiter that ends the pattern starting at `from`, or the source's length. A
 * delimiter behind a backslash or inside `[...]` does not end it.
 */
export function skipPattern(source: string, from: number, delimiter: string, magic = true): number {
  let bracketsPlain = magic;
  let at = from;
  while (at < source.length) {
    const char = source[at]!;
    if (char === delimiter) return at;
    const escaped = source[at + 1];
    if (bracketsPlain ? char === "[" : char === "\\" && escaped === "[") {
      const end = collectionEnd(source, char === "[" ? at + 1 : at + 2);
      if (end >= source.length) return source.length;
      at = end + 1;
    } else if (char === "\\" && escaped !== undefined) {
      if (escaped === "v") bracketsPlain = true;
      else if (escaped === "V") bracketsPlain = false;
      at += 2;
    } else at++;
  }
  return source.length;
}

export interface EscapeOptions {
  /** 'magic', on when not given. */
  readonly magic?: boolean;
  /** The delimiter of the search line that the pattern is for. `\?` is a `?` only there: give the
   * pattern to `parseSearch`, not to `compilePattern`. `/` is always escaped. */
  readonly delimiter?: "/" | "?";
}

/** The text as a pattern that matches just it; line breaks become `\n`. */
export function escapePattern(text: string, options: EscapeOptions = {}): string {
  const special = (options.magic ?? true) ? "/.*~[^$\\" : "/^$\\";
  const all = options.delimiter === "?" ? `${special}?` : special;
  let pattern = "";
  for (const char of text) {
    if (char === "\n") pattern += "\\n";
    else pattern += all.includes(char) ? `\\${char}` : char;
  }
  return pattern;
}

/** The pattern of `*` and `#`: the escaped word, between `\<` and `\>` where it is of keywords. */
export function wordPattern(
  word: string,
  options: EscapeOptions & { readonly isKeyword: (codePoint: number) => boolean },
): string {
  const first = word.codePointAt(0);
  const last = [...word].at(-1)?.codePointAt(0);
  const open = first !== undefined && options.isKeyword(first) ? "\\<" : "";
  const close = last !== undefined && options.isKeyword(last) ? "\\>" : "";
  return open + escapePattern(word, options) + close;
}
