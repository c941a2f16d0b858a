/** The small part of Vim's expressions that is understood: strings, numbers, registers, options, `.`. */
import { UserError } from "../../base/errors.ts";
import { literalOfKey, parseKeys } from "../../base/key.ts";
import type { Editor } from "../../editor/editor.ts";
import { optionName } from "../../editor/options.ts";
import { registerString } from "../../text/register.ts";
import { rowOf } from "../../text/text.ts";

type Value = string | number;

/** Evaluates; throws UserError (E15) for what it does not understand. `groups` are of a `:s`. */
export function evaluate(
  editor: Editor,
  source: string,
  groups: readonly (string | undefined)[] = [],
): Value {
  const reader = new Reader(editor, source, groups);
  const value = reader.sum();
  reader.blanks();
  if (reader.rest !== "") throw new UserError(`E15: Invalid expression: ${source}`);
  return value;
}

/** Evaluates several expressions that stand one after another (`:echo`, `:execute`). */
export function evaluateAll(editor: Editor, source: string): Value[] {
  const reader = new Reader(editor, source, []);
  const values: Value[] = [];
  for (reader.blanks(); reader.rest !== ""; reader.blanks()) values.push(reader.sum());
  return values;
}

/** Where the expressions of a line end: at a `|` outside of strings. */
export function expressionsEnd(source: string): number {
  for (let i = 0; i < source.length; i++) {
    const ch = source[i];
    if (ch === "|") return source[i + 1] === "|" ? source.length : i;
    if (ch === "'") {
      const end = source.indexOf("'", i + 1);
      i = end < 0 ? source.length : end;
    } else if (ch === '"') {
      for (i++; i < source.length && source[i] !== '"'; i++) if (source[i] === "\\") i++;
    }
  }
  return source.length;
}

/** The number that a string starts with, else 0. */
function numberOf(value: Value): number {
  if (typeof value === "number") return value;
  return Number(/^\s*-?(?:0x[0-9a-fA-F]+|\d+)/.exec(value)?.[0] ?? 0);
}

class Reader {
  private at = 0;
  private readonly editor: Editor;
  private readonly source: string;
  private readonly groups: readonly (string | undefined)[];

  constructor(editor: Editor, source: string, groups: readonly (string | undefined)[]) {
    this.editor = editor;
    this.source = source;
    this.groups = groups;
  }

  get rest(): string {
    return this.source.slice(this.at);
  }

  blanks(): void {
    while (this.source[this.at] === " " || this.source[this.at] === "\t") this.at++;
  }

  private take(pattern: RegExp): string | null {
    const match = pattern.exec(this.rest);
    if (match?.index !== 0) return null;
    this.at += match[0].length;
    return match[0];
  }

  sum(): Value {
    let left = this.product();
    for (;;) {
      const operator = this.take(/^\s*(\.\.|[-+.])/)?.trim();
      if (operator === undefined) return left;
      const right = this.product();
      if (operator === "+") left = numberOf(left) + numberOf(right);
      else if (operator === "-") left = numberOf(left) - numberOf(right);
      else left = `${left}${right}`;
    }
  }

  private product(): Value {
    let left = this.value();
    for (;;) {
      const operator = this.take(/^\s*[*/%]/)?.trim();
      if (operator === undefined) return left;
      const right = numberOf(this.value());
      if (operator === "*") left = numberOf(left) * right;
      else if (operator === "%") left = numberOf(left) % right;
      else left = Math.trunc(numberOf(left) / right);
    }
  }

  private value(): Value {
    this.blanks();
    const number = this.take(/^(?:0x[0-9a-fA-F]+|\d+(?:\.\d+)?)/);
    if (number !== null) return Number(number);
    if (this.take(/^-/) !== null) return -numberOf(this.value());
    if (this.take(/^\(/) !== null) {
      const value = this.sum();
      if (this.take(/^\s*\)/) === null) this.fail();
      return value;
    }
    const single = this.take(/^'(?:[^']|'')*'/);
    if (single !== null) return single.slice(1, -1).replaceAll("''", "'");
    const double = this.take(/^"(?:[^"\\]|\\.)*"/s);
    if (double !== null) return unescaped(double.slice(1, -1));
    const register = this.take(/^@./);
    if (register !== null) {
      const value = this.editor.registers.get(register[1]!);
      return value ? registerString(value) : "";
    }
    const option = this.take(/^&(?:[lg]:)?[a-z]+/);
    if (option !== null) return this.option(option.replace(/^&(?:[lg]:)?/, ""));
    const call = this.take(/^[a-z_]+\(/);
    if (call !== null) return this.call(call.slice(0, -1));
    const name = this.take(/^(?:g:)?(?:mapleader|maplocalleader)/);
    if (name !== null) {
      const state = this.editor.exState;
      return name.endsWith("localleader") ? state.localleader : state.mapleader;
    }
    const constant = this.take(/^v:(?:true|false|null)\b/);
    if (constant !== null) return constant === "v:true" ? 1 : 0;
    return this.fail();
  }

  private fail(): never {
    throw new UserError(`E15: Invalid expression: ${this.source}`);
  }

  private option(short: string): Value {
    const name = optionName(short);
    if (!name) throw new UserError(`E113: Unknown option: ${short}`);
    const { win, doc, options } = this.editor;
    const store = win.options.has(name)
      ? win.options
      : doc.options.has(name)
        ? doc.options
        : options;
    const value = store.get(name);
    return typeof value === "boolean" ? Number(value) : value;
  }

  private call(name: string): Value {
    const args: Value[] = [];
    while (this.take(/^\s*\)/) === null) {
      args.push(this.sum());
      if (this.take(/^\s*,/) === null && !/^\s*\)/.test(this.rest)) this.fail();
    }
    const [first = "", second = ""] = args;
    const { doc, win } = this.editor;
    const line = doc.text.lineAt(win.cursor.pos);
    switch (name) {
      case "submatch":
        return this.groups[Number(first)] ?? "";
      case "toupper":
        return String(first).toUpperCase();
      case "tolower":
        return String(first).toLowerCase();
      case "strlen":
      case "len":
        return Buffer.byteLength(String(first));
      case "repeat":
        return String(first).repeat(Math.max(0, Number(second)));
      case "line":
        if (first === ".") return rowOf(doc.text, win.cursor.pos) + 1;
        if (first === "$") return doc.text.lines;
        return (doc.marks.get(String(first).slice(1))?.row ?? -1) + 1;
      case "col":
        return first === "$" ? line.length + 1 : win.cursor.pos - line.from + 1;
      case "getline":
        return first === "."
          ? line.text
          : doc.text.line(Math.max(1, Math.min(Number(first), doc.text.lines))).text;
      case "getreg": {
        const value = this.editor.registers.get(String(first) || '"');
        return value ? registerString(value) : "";
      }
      case "nr2char":
        return String.fromCodePoint(Number(first));
      case "char2nr":
        return String(first).codePointAt(0) ?? 0;
      case "printf":
        return String(first).replace(/%[ds]/, String(second));
      case "expand":
        return first === "%" ? (doc.path ?? "") : String(first);
      default:
        throw new UserError(`E117: Unknown function: ${name}`);
    }
  }
}

/** The escapes of a "string"; `\<Esc>` is the key. */
function unescaped(source: string): string {
  return source.replace(
    /\\(<[^>]*>|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[0-7]{1,3}|.)/gs,
    (_all, code: string) => {
      if (code[0] === "<" && code.length > 1) {
        return parseKeys(code)
          .map((key) => literalOfKey(key) ?? key)
          .join("");
      }
      if (/^[xuU]./.test(code)) return String.fromCodePoint(Number.parseInt(code.slice(1), 16));
      if (/^[0-7]/.test(code)) return String.fromCodePoint(Number.parseInt(code, 8));
      const named: Record<string, string> = {
        n: "\n",
        r: "\r",
        t: "\t",
        e: "\x1b",
        b: "\b",
        f: "\f",
      };
      return named[code] ?? code;
    },
  );
}
