/**
 * Bodies of snippets, in the syntax of the Language Server Protocol (TextMate's):
 *
 *     $1 ${1} ${1:placeholder} ${1|one,two|} ${1/regex/format/flags}
 *     $NAME ${NAME} ${NAME:default} ${NAME/regex/format/flags}
 *
 * What can't be read as one of these is text: a body is never wrong.
 */

export type SnippetNode =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "stop";
      readonly index: number;
      /** The placeholder's content; null: none is given here. */
      readonly children: readonly SnippetNode[] | null;
      readonly choices: readonly string[] | null;
      readonly transform: Transform | null;
    }
  | {
      readonly kind: "variable";
      readonly name: string;
      readonly children: readonly SnippetNode[] | null;
      readonly transform: Transform | null;
    };

export type CaseChange = "upcase" | "downcase" | "capitalize" | "camelcase" | "pascalcase";

export type FormatPart =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "group";
      readonly index: number;
      readonly change: CaseChange | null;
      /** What stands for a group that has matched, and for one that has not; null: the group, "". */
      readonly filled: string | null;
      readonly otherwise: string | null;
    };

export interface Transform {
  readonly pattern: string;
  readonly flags: string;
  readonly format: readonly FormatPart[];
}

const CASES: readonly string[] = ["upcase", "downcase", "capitalize", "camelcase", "pascalcase"];
/** Deeper nesting is text. */
const MOST_DEPTH = 32;

export function parseSnippet(body: string): SnippetNode[] {
  return new Parser(body).nodes(0, "");
}

class Parser {
  private readonly source: string;
  private at = 0;

  constructor(source: string) {
    this.source = source;
  }

  /** Nodes up to a character that ends them (left unread), or to the end. */
  nodes(depth: number, end: string): SnippetNode[] {
    const nodes: SnippetNode[] = [];
    let text = "";
    const flush = (): void => {
      if (text !== "") nodes.push({ kind: "text", text });
      text = "";
    };
    while (this.at < this.source.length) {
      const ch = this.source[this.at]!;
      if (end !== "" && ch === end) break;
      if (ch === "\\") {
        const next = this.source[this.at + 1] ?? "";
        const escapes = next !== "" && "$}\\".includes(next);
        text += escapes ? next : ch;
        this.at += escapes ? 2 : 1;
        continue;
      }
      const node = ch === "$" && depth < MOST_DEPTH ? this.dollar(depth) : null;
      if (node !== null) {
        flush();
        nodes.push(node);
        continue;
      }
      text += ch;
      this.at++;
    }
    flush();
    return nodes;
  }

  /** What starts with a dollar; null (and nothing is read) when it is only a dollar. */
  private dollar(depth: number): SnippetNode | null {
    const start = this.at;
    this.at++;
    const braced = this.take("{");
    const number = this.match(/\d{1,9}/y);
    const name = number === null ? this.match(/[A-Za-z_]\w*/y) : null;
    const node =
      number === null && name === null
        ? null
        : braced
          ? this.braced(depth, number, name)
          : this.plain(number, name);
    if (node === null) this.at = start;
    return node;
  }

  private plain(number: string | null, name: string | null): SnippetNode {
    if (number === null) return { kind: "variable", name: name!, children: null, transform: null };
    const index = Number(number);
    return { kind: "stop", index, children: null, choices: null, transform: null };
  }

  /** What comes behind `${1` or `${NAME`. */
  private braced(depth: number, number: string | null, name: string | null): SnippetNode | null {
    const make = (
      children: readonly SnippetNode[] | null,
      choices: readonly string[] | null,
      transform: Transform | null,
    ): SnippetNode =>
      number !== null
        ? { kind: "stop", index: Number(number), children, choices, transform }
        : { kind: "variable", name: name!, children, transform };
    if (this.take("}")) return make(null, null, null);
    if (this.take(":")) {
      const children = this.nodes(depth + 1, "}");
      return this.take("}") ? make(children, null, null) : null;
    }
    if (number !== null && this.take("|")) {
      const choices = this.choices();
      return choices && make([{ kind: "text", text: choices[0]! }], choices, null);
    }
    if (this.take("/")) {
      const transform = this.transform();
      return transform && make(null, null, transform);
    }
    return null;
  }

  private choices(): string[] | null {
    const choices: string[] = [];
    let text = "";
    while (this.at < this.source.length) {
      const ch = this.source[this.at++]!;
      const next = this.source[this.at] ?? "";
      if (ch === "\\" && next !== "" && "\\,|}$".includes(next)) {
        text += next;
        this.at++;
      } else if (ch === ",") {
        choices.push(text);
        text = "";
      } else if (ch === "|" && next === "}") {
        this.at++;
        choices.push(text);
        return choices;
      } else text += ch;
    }
    return null;
  }

  private transform(): Transform | null {
    const pattern = this.until("/");
    if (pattern === null) return null;
    const format: FormatPart[] = [];
    let text = "";
    for (;;) {
      const ch = this.source[this.at];
      if (ch === undefined) return null;
      if (ch === "/") break;
      if (ch === "\\") {
        const next = this.source[this.at + 1] ?? "";
        text +=
          next === "n" ? "\n" : next === "t" ? "\t" : "$}\\/".includes(next) ? next : ch + next;
        this.at += 2;
        continue;
      }
      const group = ch === "$" ? this.group() : null;
      if (group === null) {
        text += ch;
        this.at++;
        continue;
      }
      if (text !== "") format.push({ kind: "text", text });
      text = "";
      format.push(group);
    }
    if (text !== "") format.push({ kind: "text", text });
    this.at++;
    const flags = this.match(/[a-z]*/y) ?? "";
    return this.take("}") ? { pattern, format, flags } : null;
  }

  /** `$1`, `${1}`, `${1:/upcase}`, `${1:+if}`, `${1:?if:else}`, `${1:-else}`. */
  private group(): FormatPart | null {
    const start = this.at;
    const found = this.match(/\$(\d{1,3})|\$\{(\d{1,3})(?=[:}])/y);
    if (found === null) return null;
    const index = Number(/\d+/.exec(found)![0]);
    const bare = { kind: "group", index, change: null, filled: null, otherwise: null } as const;
    if (!found.startsWith("${") || this.take("}")) return bare;
    this.at++;
    if (this.take("/")) {
      const change = this.match(/[a-z]+/y) ?? "";
      if (CASES.includes(change) && this.take("}"))
        return { ...bare, change: change as CaseChange };
    } else if (this.take("+")) {
      const filled = this.until("}");
      if (filled !== null) return { ...bare, filled };
    } else if (this.take("?")) {
      const filled = this.until(":");
      const otherwise = filled === null ? null : this.until("}");
      if (otherwise !== null) return { ...bare, filled, otherwise };
    } else {
      this.take("-");
      const otherwise = this.until("}");
      if (otherwise !== null) return { ...bare, otherwise };
    }
    this.at = start;
    return null;
  }

  /** The text up to a character that is not escaped, which is read too; null when there is none. */
  private until(end: string): string | null {
    let text = "";
    for (let i = this.at; i < this.source.length; i++) {
      const ch = this.source[i]!;
      if (ch === end) {
        this.at = i + 1;
        return text;
      }
      if (ch === "\\" && i + 1 < this.source.length) {
        const next = this.source[++i]!;
        text += next === end ? next : ch + next;
      } else text += ch;
    }
    return null;
  }

  private take(ch: string): boolean {
    if (this.source[this.at] !== ch) return false;
    this.at++;
    return true;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (found === null) return null;
    this.at += found[0].length;
    return found[0];
  }
}
