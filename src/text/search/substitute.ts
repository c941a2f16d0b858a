/** The replacement of `:s`: `\1`, `&`, `~`, `\u`, `\r` … */
import { lower, upper } from "../pattern/char-class.ts";

/** What a matched group holds; 0 is the whole match. Lines are joined by `\n`. */
export type Groups = readonly (string | undefined)[];

type Part =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "group"; readonly group: number }
  | { readonly type: "case"; readonly letter: string };

export interface ReplacementOptions {
  /** 'magic', on when not given. */
  readonly magic?: boolean;
  /** What `~` stands for: the `source` of the last replacement. */
  readonly last?: string;
}

export type Replacement =
  | {
      readonly kind: "template";
      /** With every `~` put in: keep it as `last` for the next one. */
      readonly source: string;
      /** The text that takes the match's place: `\n` splits lines, `\0` is a NUL (shown ^@). */
      readonly expand: (groups: Groups) => string;
    }
  | { readonly kind: "expression"; readonly source: string };

/** Puts the last replacement where `~` (or `\~` with 'nomagic') stands. */
function withLast(source: string, magic: boolean, last: string): string {
  return source.replace(/\\(.)|~/gsu, (whole, char) => {
    if (whole === "~") return magic ? last : whole;
    return char === "~" && !magic ? last : whole;
  });
}

const CONTROLS: Readonly<Record<string, string>> = { r: "\n", n: "\0", t: "\t", b: "\b" };

function partsOf(source: string, magic: boolean): Part[] {
  const parts: Part[] = [];
  let text = "";
  const add = (part: Part): void => {
    if (text !== "") parts.push({ type: "text", text });
    text = "";
    parts.push(part);
  };
  for (let at = 0; at < source.length; at++) {
    const char = source[at]!;
    const next = source[at + 1];
    if (char === "&" && magic) add({ type: "group", group: 0 });
    else if (char === "\r") text += "\n";
    else if (char !== "\\" || next === undefined) text += char;
    else {
      at++;
      if (next === "&" && !magic) add({ type: "group", group: 0 });
      else if (next >= "0" && next <= "9") add({ type: "group", group: Number(next) });
      else if ("uUlLeE".includes(next)) add({ type: "case", letter: next });
      else text += CONTROLS[next] ?? next;
    }
  }
  if (text !== "") parts.push({ type: "text", text });
  return parts;
}

/** Changes the case of what is written, as `\u` and the like asked for. */
class CaseWriter {
  output = "";
  private once = "";
  private all = "";

  set(letter: string): void {
    if (letter === "u" || letter === "l") this.once = letter;
    else if (letter === "U" || letter === "L") this.all = letter;
    else {
      this.once = "";
      this.all = "";
    }
  }

  write(text: string): void {
    if (this.once === "" && this.all === "") {
      this.output += text;
      return;
    }
    for (const char of text) {
      const letter = this.once === "" ? this.all : this.once;
      this.once = "";
      if (letter === "") this.output += char;
      else {
        const change = letter === "u" || letter === "U" ? upper : lower;
        this.output += String.fromCodePoint(change(char.codePointAt(0)!));
      }
    }
  }
}

function expander(parts: readonly Part[]): (groups: Groups) => string {
  if (parts.every((part) => part.type !== "case")) {
    return (groups) => {
      let output = "";
      for (const part of parts) {
        if (part.type === "text") output += part.text;
        else if (part.type === "group") output += groups[part.group] ?? "";
      }
      return output;
    };
  }
  return (groups) => {
    const writer = new CaseWriter();
    for (const part of parts) {
      if (part.type === "case") writer.set(part.letter);
      else writer.write(part.type === "text" ? part.text : (groups[part.group] ?? ""));
    }
    return writer.output;
  };
}

/** Reads a replacement. `\=` makes it an expression, which the caller evaluates. */
export function parseReplacement(source: string, options: ReplacementOptions = {}): Replacement {
  if (source.startsWith("\\=")) return { kind: "expression", source: source.slice(2) };
  const magic = options.magic ?? true;
  const whole = withLast(source, magic, options.last ?? "");
  return { kind: "template", source: whole, expand: expander(partsOf(whole, magic)) };
}
