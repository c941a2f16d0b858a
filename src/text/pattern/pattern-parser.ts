/** Reads a Vim pattern into a tree. Errors are `UserError`s with Neovim's numbers and words. */
import { UserError } from "../../base/errors.ts";
import { isComposing } from "./char-class.ts";
import { codeNumberAt, collectionEnd, readCollection } from "./collection.ts";
import { END, magic, PatternLexer, plain } from "./pattern-lexer.ts";
import type { Assertion, Node, Order, ParsedPattern, SetName } from "./pattern-tree.ts";
import { concat, UNLIMITED } from "./pattern-tree.ts";

/** Deeper nesting than this is refused: the parser and compiler recurse on it. */
const MAX_DEPTH = 400;
const CLASS_LETTERS = "iIkKfFpPsSdDxXoOwWhHaAlLuU";

export interface ParseOptions {
  readonly magic: boolean;
  /** What `~` stands for; undefined when nothing was substituted yet. */
  readonly lastSubstitute: string | undefined;
}

const BAR = magic("|");
const AND = magic("&");
const CLOSE = magic(")");
const STAR = magic("*");
const PLUS = magic("+");
const EQUALS = magic("=");
const QUESTION = magic("?");
const BRACE = magic("{");
const AT = magic("@");

function isRepeat(code: number): boolean {
  return [STAR, PLUS, EQUALS, QUESTION, BRACE, AT].includes(code);
}

function char(code: number, marks = ""): Node {
  return { type: "char", code, marks };
}

function assertion(
  kind: "bol" | "eol" | "bow" | "eow" | "bof" | "eof" | "visual" | "cursor",
): Node {
  return { type: "assertion", assertion: { kind } };
}

function repeat(node: Node, min: number, max: number, greedy: boolean): Node {
  return { type: "repeat", node, min, max, greedy };
}

/** E867 as Neovim words it: the quote is lost where the pattern ends. */
function unknown(operator: string, code: number): UserError {
  return new UserError(`E867: (NFA) Unknown operator '${operator}${code === END ? "" : "'"}`);
}

class PatternParser {
  private readonly lexer: PatternLexer;
  private readonly options: ParseOptions;
  private ignorecase: boolean | undefined;
  private ignoreMarks = false;
  private groups = 0;
  private readonly closed = new Set<number>();
  private depth = 0;

  constructor(source: string, options: ParseOptions) {
    this.options = options;
    const engine = /^\\%#=(.?)/su.exec(source);
    if (engine && !"012".includes(engine[1]!)) {
      throw new UserError(
        "E864: \\%#= can only be followed by 0, 1, or 2. The automatic engine will be used ",
      );
    }
    this.lexer = new PatternLexer(source, options.magic, engine ? engine[0].length : 0);
  }

  parse(): ParsedPattern {
    const node = this.alternatives();
    const { lexer, ignorecase, ignoreMarks, groups } = this;
    if (lexer.peek() === CLOSE) throw new UserError(`E55: Unmatched ${lexer.slash})`);
    return { node, ignorecase, ignoreMarks, groups };
  }

  private alternatives(): Node {
    if (++this.depth > MAX_DEPTH) throw new UserError("E363: Pattern is nested too deeply");
    const nodes = [this.branch()];
    while (this.lexer.peek() === BAR) {
      this.lexer.skip();
      nodes.push(this.branch());
    }
    this.depth--;
    return nodes.length === 1 ? nodes[0]! : { type: "alternatives", nodes };
  }

  /** Concats joined by `\&`: all but the last only have to match. */
  private branch(): Node {
    const nodes: Node[] = [];
    for (;;) {
      const node = this.sequence();
      if (this.lexer.peek() !== AND) return concat([...nodes, node]);
      this.lexer.skip();
      nodes.push({ type: "look", node, behind: false, negative: false, limit: 0 });
    }
  }

  private sequence(): Node {
    const nodes: Node[] = [];
    const { lexer } = this;
    for (;;) {
      const code = lexer.peek();
      if (code === END || code === BAR || code === AND || code === CLOSE) return concat(nodes);
      if (code === magic("c") || code === magic("C")) this.ignorecase = code === magic("c");
      else if (code === magic("Z")) this.ignoreMarks = true;
      else if (!"vmMV".split("").some((flag) => code === magic(flag))) {
        nodes.push(this.piece());
        continue;
      }
      lexer.skipFlag();
    }
  }

  private piece(): Node {
    const { lexer } = this;
    const atom = this.atom();
    const operator = lexer.peek();
    if (!isRepeat(operator)) return atom;
    lexer.skip();
    let node: Node;
    if (operator === STAR) node = repeat(atom, 0, UNLIMITED, true);
    else if (operator === PLUS) node = repeat(atom, 1, UNLIMITED, true);
    else if (operator === BRACE) node = this.limits(atom);
    else if (operator === AT) node = this.look(atom);
    else node = repeat(atom, 0, 1, true);
    if (isRepeat(lexer.peek())) {
      throw new UserError("E871: (NFA regexp) Can't have a multi follow a multi");
    }
    return node;
  }

  private look(node: Node): Node {
    const { lexer } = this;
    const digits = /[0-9]*/y;
    digits.lastIndex = lexer.at;
    const number = digits.exec(lexer.source)![0];
    lexer.resume(lexer.at + number.length);
    const limit = Number(number || 0);
    const operator = String.fromCodePoint(Math.max(0, plain(lexer.next())));
    if (operator === "=" || operator === "!") {
      return { type: "look", node, behind: false, negative: operator === "!", limit };
    }
    if (operator === ">") return { type: "atomic", node };
    if (operator === "<") {
      const second = String.fromCodePoint(Math.max(0, plain(lexer.next())));
      if (second === "=" || second === "!") {
        return { type: "look", node, behind: true, negative: second === "!", limit };
      }
      throw new UserError(`E869: (NFA) Unknown operator '\\@${second}'`);
    }
    throw new UserError(`E869: (NFA) Unknown operator '\\@${operator}'`);
  }

  /** `\{n,m}` and `\{-n,m}`; the `{` was read. */
  private limits(node: Node): Node {
    const { lexer } = this;
    const form = /(-?)([0-9]*)(,?)([0-9]*)\\?\}/y;
    form.lastIndex = lexer.at;
    const match = form.exec(lexer.source);
    if (!match) throw new UserError(`E554: Syntax error in ${lexer.slash}{...}`);
    lexer.resume(lexer.at + match[0].length);
    const [, minus, first, comma, last] = match;
    let min = Number(first || 0);
    let max = first !== "" && comma === "" ? min : UNLIMITED;
    if (last !== "") max = Number(last);
    if (min > max) [min, max] = [max, min];
    if (max === 0) return { type: "empty" };
    return repeat(node, min, max, minus === "");
  }

  private group(index: number): Node {
    const { lexer } = this;
    const node = this.alternatives();
    if (lexer.peek() !== CLOSE) {
      throw new UserError(
        index === 0 ? `E53: Unmatched ${lexer.slash}%(` : `E54: Unmatched ${lexer.slash}(`,
      );
    }
    lexer.skip();
    if (index === 0) return node;
    this.closed.add(index);
    return { type: "group", index, node };
  }

  private atom(): Node {
    const { lexer } = this;
    const code = lexer.next();
    if (code === END) return { type: "empty" };
    if (plain(code) === code) return this.literal(code);
    const letter = String.fromCodePoint(plain(code));
    if (CLASS_LETTERS.includes(letter)) {
      return { type: "set", set: { kind: "class", letter }, newline: false };
    }
    if (letter >= "1" && letter <= "9") return this.backref(Number(letter));
    switch (letter) {
      case "^":
        return assertion("bol");
      case "$":
        return assertion("eol");
      case "<":
        return assertion("bow");
      case ">":
        return assertion("eow");
      case ".":
        return { type: "set", set: { kind: "any" }, newline: false };
      case "n":
        return { type: "newline" };
      case "_":
        return this.underscore();
      case "[":
        return this.collection(false) ?? this.literal(0x5b);
      case "(":
        if (this.groups >= 9) throw new UserError("E872: (NFA regexp) Too many '('");
        return this.group(++this.groups);
      case "~":
        return this.lastSubstitute();
      case "%":
        return this.percent();
      case "z":
        return this.zed();
      case "*":
      case "+":
      case "=":
      case "?":
      case "{":
      case "@":
        throw new UserError(`E866: (NFA regexp) Misplaced ${letter}`);
      default:
        return this.literal(plain(code));
    }
  }

  private literal(code: number): Node {
    if (isComposing(code)) {
      return char(0, String.fromCodePoint(code) + this.lexer.takeMarks());
    }
    return char(code, this.lexer.takeMarks());
  }

  private backref(index: number): Node {
    if (!this.closed.has(index)) throw new UserError("E65: Illegal back reference");
    return { type: "backref", index };
  }

  private lastSubstitute(): Node {
    const string = this.options.lastSubstitute;
    if (string === undefined) {
      throw new UserError("E33: No previous substitute regular expression");
    }
    return concat([...string].map((one) => char(one.codePointAt(0)!)));
  }

  private underscore(): Node {
    const code = plain(this.lexer.next());
    const letter = code < 0 ? "" : String.fromCodePoint(code);
    if (letter === "") throw new UserError("E865: (NFA) Regexp end encountered prematurely");
    if (letter === "^") return assertion("bol");
    if (letter === "$") return assertion("eol");
    if (letter === "[") return this.collection(true) ?? this.literal(0x5b);
    let set: SetName | undefined;
    if (letter === ".") set = { kind: "any" };
    else if (CLASS_LETTERS.includes(letter)) set = { kind: "class", letter };
    if (set) return { type: "set", set, newline: true };
    throw new UserError(`E877: (NFA regexp) Invalid character class: ${Math.max(0, code)}`);
  }

  /** The collection whose `[` was read; undefined when no `]` ends it. */
  private collection(newline: boolean): Node | undefined {
    const { lexer } = this;
    const end = collectionEnd(lexer.source, lexer.at);
    if (end >= lexer.source.length) return undefined;
    const read = readCollection(lexer.source, lexer.at, end);
    lexer.resume(end + 1);
    return {
      type: "set",
      set: { kind: "collection", collection: read.collection },
      newline: newline || read.newline,
    };
  }

  private zed(): Node {
    const code = plain(this.lexer.next());
    const letter = code < 0 ? "" : String.fromCodePoint(code);
    if (letter === "s" || letter === "e") {
      if ([STAR, PLUS, BRACE].includes(this.lexer.peek())) {
        throw new UserError("E888: (NFA regexp) cannot repeat \\zs");
      }
      return { type: letter === "s" ? "start" : "end" };
    }
    if (letter === "(") throw new UserError("E66: \\z( not allowed here");
    if (letter >= "1" && letter <= "9") throw new UserError("E67: \\z1 - \\z9 not allowed here");
    throw unknown(`\\z${letter}`, code);
  }

  private percent(): Node {
    const { lexer } = this;
    const letterAt = lexer.at;
    const code = plain(lexer.next());
    const letter = code < 0 ? "" : String.fromCodePoint(code);
    switch (letter) {
      case "(":
        return this.group(0);
      case "^":
        return assertion("bof");
      case "$":
        return assertion("eof");
      case "#":
        return assertion("cursor");
      case "V":
        return assertion("visual");
      case "C":
        return { type: "skipMarks" };
      case "[":
        return this.optionalSequence();
      case "d":
      case "o":
      case "x":
      case "u":
      case "U": {
        const number = codeNumberAt(lexer.source, letterAt);
        if (!number) {
          throw new UserError(`E678: Invalid character after ${lexer.slash}%[dxouU]`);
        }
        lexer.resume(number.end);
        return this.literal(number.code);
      }
      default:
        return this.place(letterAt);
    }
  }

  /** `\%23l`, `\%<.c`, `\%>'m`. */
  private place(at: number): Node {
    const { lexer } = this;
    const form = /([<>]?)(?:(\.|[0-9]+)([lcv])|'(.))/suy;
    form.lastIndex = at;
    const match = form.exec(lexer.source);
    if (!match) {
      const number = /[<>]?[.0-9]*/y;
      number.lastIndex = at;
      const rest = at + number.exec(lexer.source)![0].length;
      const code = lexer.source.codePointAt(rest) ?? END;
      throw unknown(code === END ? "\\%" : `\\%${String.fromCodePoint(code)}`, code);
    }
    lexer.resume(at + match[0].length);
    const order = (match[1] || "=") as Order;
    if (match[4] !== undefined) {
      return { type: "assertion", assertion: { kind: "mark", order, name: match[4] } };
    }
    const kind = match[3] === "l" ? "line" : match[3] === "c" ? "column" : "cell";
    const value = match[2] === "." ? undefined : Number(match[2]);
    const assertion: Assertion = { kind, order, value };
    return { type: "assertion", assertion };
  }

  /** `\%[abc]`: as much of the sequence as there is. */
  private optionalSequence(): Node {
    const { lexer } = this;
    const atoms: Node[] = [];
    for (;;) {
      const code = lexer.peek();
      if (code === END) throw new UserError(`E69: Missing ] after ${lexer.slash}%[`);
      if (code === 0x5d) break;
      atoms.push(this.atom());
    }
    lexer.skip();
    if (atoms.length === 0) throw new UserError(`E70: Empty ${lexer.slash}%[]`);
    return atoms.reduceRight<Node>(
      (rest, one) => repeat(concat(rest.type === "empty" ? [one] : [one, rest]), 0, 1, true),
      { type: "empty" },
    );
  }
}

/** Parses a pattern; throws `UserError`. */
export function parsePattern(source: string, options: ParseOptions): ParsedPattern {
  return new PatternParser(source, options).parse();
}
