/** Lists of arguments and parameters: what stands between the brackets behind a name. */

export interface Argument {
  /** Offsets in the string it was cut from, without blanks around it. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface ArgumentList {
  readonly name: string;
  /** Offset of the name, of `(` and of `)`. */
  readonly from: number;
  readonly open: number;
  readonly close: number;
  readonly list: readonly Argument[];
}

/** Characters of a list at most. */
const LONGEST = 2000;
const OPENS = "([{";
const CLOSES = ")]}";
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*$/u;

/** The list of the call or definition whose name ends at `end`; null when none follows. */
export function argumentsAt(text: string, end: number): ArgumentList | null {
  const name = NAME.exec(text.slice(Math.max(0, end - 100), end))?.[0];
  if (!name) return null;
  let open = end;
  // Type arguments of TypeScript and Rust.
  if (text.startsWith("::<", open) || text[open] === "<") {
    const close = text.indexOf(">", open);
    if (close < 0 || close > open + 100 || text[close + 1] !== "(") return null;
    open = close + 1;
  }
  return text[open] === "(" ? listAt(text, name, end - name.length, open) : null;
}

/** The innermost list around an offset; null when there is none near. */
export function argumentsAround(text: string, at: number): ArgumentList | null {
  let depth = 0;
  for (let i = at - 1; i >= 0 && i > at - LONGEST; i--) {
    const character = text[i]!;
    if (CLOSES.includes(character)) depth++;
    else if (OPENS.includes(character) && depth-- === 0) {
      if (character !== "(") return null;
      const before = text.slice(Math.max(0, i - 100), i).replace(/(?:::)?<[^<>]*>$/, "");
      const name = NAME.exec(before)?.[0];
      return name ? listAt(text, name, i - name.length, i) : null;
    }
  }
  return null;
}

function listAt(text: string, name: string, from: number, open: number): ArgumentList | null {
  const list: Argument[] = [];
  let depth = 0;
  let start = open + 1;
  const add = (to: number) => {
    const raw = text.slice(start, to);
    const trimmed = raw.trim();
    const begin = start + (raw.length - raw.trimStart().length);
    if (trimmed !== "") list.push({ from: begin, to: begin + trimmed.length, text: trimmed });
    start = to + 1;
  };
  for (let i = open + 1; i < text.length && i < open + LONGEST; i++) {
    const character = text[i]!;
    if (character === '"' || character === "'" || character === "`") {
      const close = text.indexOf(character, i + 1);
      // A quote that does not close on this line is an apostrophe or a lifetime.
      if (close > 0 && !text.slice(i, close).includes("\n")) i = close;
    } else if (OPENS.includes(character)) depth++;
    else if (CLOSES.includes(character)) {
      if (depth-- > 0) continue;
      if (character !== ")") return null;
      add(i);
      return { name, from, open, close: i, list };
    } else if (character === "," && depth === 0) add(i);
  }
  return null;
}

/** One argument more or less than before. */
export interface ListChange {
  readonly kind: "added" | "removed";
  readonly index: number;
  readonly argument: Argument;
  /** How many there were before. */
  readonly count: number;
}

/** The one argument by which two lists differ; null when they differ in another way. */
export function listChange(
  before: readonly Argument[],
  after: readonly Argument[],
): ListChange | null {
  const more = after.length - before.length;
  if (Math.abs(more) !== 1) return null;
  const [short, long] = more > 0 ? [before, after] : [after, before];
  let index = 0;
  while (index < short.length && short[index]!.text === long[index]!.text) index++;
  for (let i = index; i < short.length; i++) {
    if (short[i]!.text !== long[i + 1]!.text) return null;
  }
  const kind = more > 0 ? "added" : "removed";
  return { kind, index, argument: long[index]!, count: before.length };
}

/** Words that stand before or behind the name of a parameter. */
const NOT_NAMES =
  /^(?:mut|ref|readonly|public|private|protected|const|final|var|let|this|self|cls)$/;

/** The name of a parameter without type, default and stars; null for a pattern. */
export function parameterName(parameter: string): string | null {
  const bare = parameter.replace(/^[*&.\s]+/, "").replace(/[=:?].*$/s, "");
  const words = bare.split(/\s+/).filter((word) => word !== "" && !NOT_NAMES.test(word));
  const [first] = words;
  return first && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(first) ? first : null;
}

/** Whether callers may leave a parameter out. */
export function isOptional(parameter: string): boolean {
  return /=|\?\s*:|^\s*(?:\*|\.\.\.)/.test(parameter);
}
