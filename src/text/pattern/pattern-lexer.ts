/**
 * Characters of a pattern with the magic that `\v \m \M \V` and a backslash give them. Whether `*`,
 * `^` and `$` are special depends on what stands around them, so the lexer remembers the last two
 * characters.
 */
import { isComposing } from "./char-class.ts";

/** Added to a code point that is special. */
const MAGIC = 0x200000;
/** What `peek` gives at the end of the pattern. */
export const END = -1;

const NO_MAGIC = 1;
const SOME = 2;
const NORMAL = 3;
const VERY = 4;

const META = new Set("%&()*+.123456789<=>?@ACDFHIKLMOPSUVWXZ[_acdfhiklmnopsuvwxz{|~");
const SPECIAL_WHEN_VERY = new Set("(){%+=?@!&|<>#\"',-:;`/");
const ESCAPES: Readonly<Record<string, number>> = { e: 27, t: 9, r: 13, b: 8 };

export function magic(char: string): number {
  return MAGIC + char.charCodeAt(0);
}

export function plain(code: number): number {
  return code >= MAGIC ? code - MAGIC : code;
}

function toggle(code: number): number {
  if (code === END) return END;
  return code >= MAGIC ? code - MAGIC : code + MAGIC;
}

const OPEN = magic("(");
const BAR = magic("|");
const AND = magic("&");
const NEWLINE = magic("n");
const CARET = magic("^");

export class PatternLexer {
  readonly source: string;
  /** Offset of the next character, in UTF-16 units. */
  at: number;
  private level: number;
  private current: number | undefined;
  private previous = END;
  private beforePrevious = END;
  private atStart = true;
  private previousAtStart = false;

  constructor(source: string, magicOption: boolean, from = 0) {
    this.source = source;
    this.at = from;
    this.level = magicOption ? NORMAL : SOME;
  }

  /** The next character, with MAGIC added when it is special. */
  peek(): number {
    this.current ??= this.look(this.at, false);
    return this.current;
  }

  next(): number {
    const code = this.peek();
    this.skip();
    return code;
  }

  skip(): void {
    const current = this.peek();
    if (this.source[this.at] === "\\" && this.at + 1 < this.source.length) this.at++;
    if (this.at < this.source.length) this.at += this.width(this.at);
    this.previousAtStart = this.atStart;
    this.atStart = false;
    this.beforePrevious = this.previous;
    this.previous = current;
    this.current = undefined;
  }

  /** Skips `\c` and the like, after which a `*` or `^` is as special as before. */
  skipFlag(): void {
    const { previousAtStart, previous, beforePrevious } = this;
    const start = this.atStart || previousAtStart;
    this.skip();
    this.atStart = start;
    this.previous = previous;
    this.beforePrevious = beforePrevious;
    const flag = this.source[this.at - 1];
    if (flag === "v") this.level = VERY;
    else if (flag === "m") this.level = NORMAL;
    else if (flag === "M") this.level = SOME;
    else if (flag === "V") this.level = NO_MAGIC;
  }

  /** Goes on reading at an offset, after the caller read some characters itself. */
  resume(at: number): void {
    this.at = at;
    this.current = undefined;
  }

  /** The combining marks at the next character, which are skipped. */
  takeMarks(): string {
    let end = this.at;
    while (end < this.source.length && isComposing(this.source.codePointAt(end)!)) {
      end += this.width(end);
    }
    const marks = this.source.slice(this.at, end);
    if (marks !== "") this.resume(end);
    return marks;
  }

  /** A backslash where the pattern needs one to be special; for error messages. */
  get slash(): string {
    return this.level === VERY ? "" : "\\";
  }

  private width(at: number): number {
    return this.source.codePointAt(at)! > 0xffff ? 2 : 1;
  }

  private look(at: number, afterSlash: boolean): number {
    const { source, level } = this;
    if (at >= source.length) return END;
    const code = source.codePointAt(at)!;
    const char = source[at]!;
    if (char === "." || char === "[" || char === "~") return level >= NORMAL ? code + MAGIC : code;
    if (char === "*") return this.isStar(afterSlash) ? code + MAGIC : code;
    if (char === "^") return this.isCaret() ? code + MAGIC : code;
    if (char === "$") return this.isDollar(at) ? code + MAGIC : code;
    if (SPECIAL_WHEN_VERY.has(char)) return level === VERY ? code + MAGIC : code;
    return char === "\\" ? this.escaped(at) : code;
  }

  private escaped(at: number): number {
    const { source } = this;
    const char = source[at + 1];
    if (char === undefined) return 0x5c;
    if (META.has(char)) {
      this.previousAtStart = this.atStart;
      this.atStart = false;
      return toggle(this.look(at + 1, true));
    }
    const control = ESCAPES[char];
    if (control !== undefined) return control;
    if (this.level === NO_MAGIC && (char === "^" || char === "$")) return magic(char);
    return source.codePointAt(at + 1)!;
  }

  private isStar(afterSlash: boolean): boolean {
    if (this.level < NORMAL || this.atStart) return false;
    if (this.previousAtStart && this.previous === CARET) return false;
    const { previous } = this;
    return afterSlash || (previous !== OPEN && previous !== AND && previous !== BAR);
  }

  private isCaret(): boolean {
    if (this.level < SOME) return false;
    const { previous } = this;
    const special =
      this.atStart ||
      this.level === VERY ||
      previous === OPEN ||
      previous === BAR ||
      previous === AND ||
      previous === NEWLINE ||
      (plain(previous) === 0x28 && this.beforePrevious === magic("%"));
    if (special) {
      this.atStart = true;
      this.previousAtStart = false;
    }
    return special;
  }

  private isDollar(at: number): boolean {
    if (this.level < SOME) return false;
    if (this.level === VERY) return true;
    let very = false;
    let next = at + 1;
    for (; ; next += 2) {
      const flag = this.source[next] === "\\" ? this.source[next + 1] : undefined;
      if (flag === undefined || !"cCmMvVZ".includes(flag)) break;
      if (flag === "v") very = true;
      else if ("mMV".includes(flag)) very = false;
    }
    if (next >= this.source.length) return true;
    const char = this.source[next]!;
    if (char === "\\") return "|&)n".includes(this.source[next + 1] ?? " ");
    return very && "|&)".includes(char);
  }
}
