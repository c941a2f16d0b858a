/**
 * The words of a shell's command line, as bash, zsh and fish would see most of them: enough to know
 * which programs a line names and what they are given. It reads and never runs or expands; what is not
 * understood is an ordinary word, and a line that is not complete is read as far as it goes. Offsets
 * are UTF-16 in the whole line.
 */

export interface Substitution {
  /** Of the commands in it, without the signs around. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface ShellWord {
  readonly type: "word";
  readonly from: number;
  readonly to: number;
  /** As it is written. */
  readonly raw: string;
  /** Quotes and backslashes resolved; variables, patterns and substitutions are left as written. */
  readonly text: string;
  /** Part of it is quoted. */
  readonly quoted: boolean;
  /** Commands whose output becomes part of it: `$(…)`, `` `…` ``, `<(…)`. */
  readonly substitutions: readonly Substitution[];
}

export interface ShellOperator {
  readonly type: "operator";
  readonly from: number;
  readonly to: number;
  /** One of `;` `;;` `&` `&&` `|` `||` `|&` `(` `)` or a line break. */
  readonly text: string;
}

export interface ShellRedirection {
  readonly type: "redirection";
  readonly from: number;
  readonly to: number;
  /** `>`, `>>`, `>|`, `<`, `<>`, `<<`, `<<-`, `<<<`, `>&`, `<&`, `&>`, `&>>`. */
  readonly operator: string;
  /** Null: not typed yet. */
  readonly target: ShellWord | null;
  /** The lines of a here-document; null: it is none, or they are not typed yet. */
  readonly body: string | null;
}

export interface ShellComment {
  readonly type: "comment";
  readonly from: number;
  readonly to: number;
}

export type ShellToken = ShellWord | ShellOperator | ShellRedirection | ShellComment;

/** Lines beyond this are cut: what nobody types needs no reading (UTF-16 units). */
const LONGEST = 65_536;
/** Substitutions in substitutions in … */
const DEEPEST = 64;

const OPERATORS = ["&&", "||", ";;", "|&", ";", "|", "&", "(", ")", "\n"];
const REDIRECTION = /^(?:\d{1,4}|\{\w{1,64}\})?(?:&>>|&>|<<<|<<-|<<|<>|<&|>>|>\||>&|>|<)/;
const REDIRECTION_SIGN = /(?:&>>|&>|<<<|<<-|<<|<>|<&|>>|>\||>&|>|<)$/;
const ENDS_WORD = new Set([" ", "\t", "\n", ";", "&", "|", "(", ")", "<", ">"]);

/** The tokens of a command line; never throws. */
export function shellTokens(line: string): ShellToken[] {
  return new Reader(line.length > LONGEST ? line.slice(0, LONGEST) : line).tokens();
}

class Reader {
  readonly #line: string;
  #pos = 0;
  /** Redirections whose here-documents begin behind the next line break. */
  #awaited: number[] = [];
  readonly #tokens: ShellToken[] = [];

  constructor(line: string) {
    this.#line = line;
  }

  tokens(): ShellToken[] {
    while (this.#pos < this.#line.length) this.#next();
    return this.#tokens;
  }

  #next(): void {
    const line = this.#line;
    const char = line[this.#pos] ?? "";
    if (char === " " || char === "\t" || char === "\r") {
      this.#pos++;
      return;
    }
    if (char === "\\" && line[this.#pos + 1] === "\n") {
      this.#pos += 2;
      return;
    }
    if (char === "#") {
      const end = line.indexOf("\n", this.#pos);
      const to = end < 0 ? line.length : end;
      this.#tokens.push({ type: "comment", from: this.#pos, to });
      this.#pos = to;
      return;
    }
    if (this.#redirection()) return;
    const operator = OPERATORS.find((text) => line.startsWith(text, this.#pos));
    if (operator !== undefined) {
      const from = this.#pos;
      this.#pos += operator.length;
      this.#tokens.push({ type: "operator", from, to: this.#pos, text: operator });
      if (operator === "\n") this.#hereDocuments();
      return;
    }
    this.#tokens.push(this.#word());
  }

  /** `2>file`, `<<END`; not `<(…)` and `>(…)`, which are words. */
  #redirection(): boolean {
    const from = this.#pos;
    const found = REDIRECTION.exec(this.#line.slice(from, from + 80));
    if (found === null) return false;
    const operator = REDIRECTION_SIGN.exec(found[0])?.[0] ?? "";
    const behind = from + found[0].length;
    if (/^[<>]$/.test(operator) && found[0].length === 1 && this.#line[behind] === "(")
      return false;
    this.#pos = behind;
    while (this.#line[this.#pos] === " " || this.#line[this.#pos] === "\t") this.#pos++;
    const next = this.#line[this.#pos];
    const process = (next === "<" || next === ">") && this.#line[this.#pos + 1] === "(";
    const target = next === undefined || (ENDS_WORD.has(next) && !process) ? null : this.#word();
    if (target !== null && operator.startsWith("<<") && operator !== "<<<") {
      this.#awaited.push(this.#tokens.length);
    }
    this.#tokens.push({
      type: "redirection",
      from,
      to: target?.to ?? behind,
      operator,
      target,
      body: null,
    });
    if (target === null) this.#pos = behind;
    return true;
  }

  /** Reads the here-documents that begin here. */
  #hereDocuments(): void {
    const awaited = this.#awaited;
    this.#awaited = [];
    for (const index of awaited) {
      const token = this.#tokens[index];
      if (token?.type !== "redirection" || token.target === null) continue;
      const from = this.#pos;
      let end = this.#line.length;
      let behind = end;
      for (let at = from; at < this.#line.length; ) {
        const lineEnd = this.#line.indexOf("\n", at);
        const to = lineEnd < 0 ? this.#line.length : lineEnd;
        const text = this.#line.slice(at, to);
        const marker = token.operator === "<<-" ? text.replace(/^\t+/, "") : text;
        if (marker === token.target.text) {
          end = at;
          behind = Math.min(to + 1, this.#line.length);
          break;
        }
        at = to + 1;
      }
      this.#tokens[index] = { ...token, body: this.#line.slice(from, end) };
      this.#pos = behind;
    }
  }

  #word(): ShellWord {
    const line = this.#line;
    const from = this.#pos;
    const substitutions: Substitution[] = [];
    let text = "";
    let quoted = false;
    let pos = from;
    const substitute = (start: number, sign: 1 | 2): void => {
      const end = closing(line, start + sign, 0);
      const to = end ?? line.length;
      substitutions.push({
        from: start + sign,
        to,
        text: line.slice(start + sign, to),
      });
      const behind = Math.min(to + 1, line.length);
      text += line.slice(start, behind);
      pos = behind;
    };
    while (pos < line.length) {
      const char = line[pos] ?? "";
      const next = line[pos + 1];
      if ((char === "<" || char === ">") && next === "(" && pos === from) {
        substitute(pos, 2);
        continue;
      }
      // "f()" and patterns as "?(a|b)" are rare: a parenthesis ends a word
      if (ENDS_WORD.has(char)) break;
      if (char === "\\") {
        if (next !== undefined && next !== "\n") text += next;
        quoted = true;
        pos += 2;
      } else if (char === "'" || (char === "$" && next === "'")) {
        const plain = char === "'";
        const start = pos + (plain ? 1 : 2);
        const end = plain ? line.indexOf("'", start) : ansiEnd(line, start);
        const inside = line.slice(start, end < 0 ? line.length : end);
        text += plain ? inside : unescaped(inside);
        quoted = true;
        pos = end < 0 ? line.length : end + 1;
      } else if (char === '"' || (char === "$" && next === '"')) {
        quoted = true;
        pos += char === '"' ? 1 : 2;
        let closed = false;
        while (pos < line.length && !closed) {
          const inner = line[pos] ?? "";
          if (inner === '"') {
            closed = true;
            pos++;
          } else if (inner === "\\") {
            const escaped = line[pos + 1] ?? "";
            if (escaped !== "\n") text += '$`"\\'.includes(escaped) ? escaped : `\\${escaped}`;
            pos += 2;
          } else if (inner === "$" && line[pos + 1] === "(") {
            substitute(pos, 2);
          } else if (inner === "`") {
            pos = backquoted(pos);
          } else {
            text += inner;
            pos++;
          }
        }
      } else if (char === "$" && next === "(") {
        substitute(pos, 2);
      } else if (char === "`") {
        pos = backquoted(pos);
      } else if (char === "$" && next === "{") {
        const end = line.indexOf("}", pos);
        const behind = end < 0 ? line.length : end + 1;
        text += line.slice(pos, behind);
        pos = behind;
      } else {
        text += char;
        pos++;
      }
    }
    pos = Math.min(pos, line.length);
    this.#pos = pos;
    return {
      type: "word",
      from,
      to: pos,
      raw: line.slice(from, pos),
      text,
      quoted,
      substitutions,
    };

    function backquoted(start: number): number {
      let end = start + 1;
      while (end < line.length && line[end] !== "`") end += line[end] === "\\" ? 2 : 1;
      end = Math.min(end, line.length);
      substitutions.push({ from: start + 1, to: end, text: line.slice(start + 1, end) });
      const behind = Math.min(end + 1, line.length);
      text += line.slice(start, behind);
      return behind;
    }
  }
}

/** Where the parenthesis closes whose inside begins at `pos`; null: nowhere. */
function closing(line: string, pos: number, depth: number): number | null {
  if (depth > DEEPEST) return null;
  let at = pos;
  while (at < line.length) {
    const char = line[at] ?? "";
    if (char === ")") return at;
    if (char === "\\") at += 2;
    else if (char === "'") {
      const end = line.indexOf("'", at + 1);
      if (end < 0) return null;
      at = end + 1;
    } else if (char === '"') {
      const end = quoteEnd(line, at + 1, depth);
      if (end === null) return null;
      at = end + 1;
    } else if (char === "(") {
      const end = closing(line, at + 1, depth + 1);
      if (end === null) return null;
      at = end + 1;
    } else at++;
  }
  return null;
}

function quoteEnd(line: string, pos: number, depth: number): number | null {
  let at = pos;
  while (at < line.length) {
    const char = line[at] ?? "";
    if (char === '"') return at;
    if (char === "\\") at += 2;
    else if (char === "$" && line[at + 1] === "(") {
      const end = closing(line, at + 2, depth + 1);
      if (end === null) return null;
      at = end + 1;
    } else at++;
  }
  return null;
}

function ansiEnd(line: string, pos: number): number {
  for (let at = pos; at < line.length; at++) {
    if (line[at] === "'") return at;
    if (line[at] === "\\") at++;
  }
  return -1;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\x07",
  b: "\b",
  e: "\x1b",
  E: "\x1b",
  f: "\f",
  v: "\v",
};

/** The inside of `$'…'`. */
function unescaped(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|u([0-9a-fA-F]{1,4})|(.))/gsu,
    (...found) => {
      const [, hex, octal, unicode, char] = found as (string | undefined)[];
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      if (unicode !== undefined) return String.fromCharCode(Number.parseInt(unicode, 16));
      return ESCAPES[char ?? ""] ?? char ?? "";
    },
  );
}
