/**
 * `when` expressions: the condition of a mapping, as in `insert && prediction && !completion`.
 *
 *     or   = and { "||" and }
 *     and  = not { "&&" not }
 *     not  = "!" not | "(" or ")" | name [ ("==" | "!=") word ]
 *
 * A name stands for a fact of `WHEN_FACTS`; a word is a name or a string in quotes. A fact that is
 * text is true when it is not empty.
 */
import { UserError } from "../base/errors.ts";

/** Every fact that an expression may name, and what it says. */
export const WHEN_FACTS = {
  normal: "Normal mode, and no operator waits",
  operator: "An operator waits for its motion",
  visual: "Visual mode, of any kind",
  insert: "Insert mode",
  replace: "Replace mode, the virtual one too",
  cmdline: "A command line is being typed",
  completion: "The completion menu of insert mode is open",
  completes: "The completion menu can be asked for",
  menu: "The completion menu that opens by itself is shown",
  menuSelected: "An item of that menu is selected",
  snippet: "There are places of a snippet to go to",
  commandGhost:
    "A command is suggested behind the cursor: at a shell's prompt or in a command line",
  wildmenu: "The completion menu of the command line is open",
  prediction: "A prediction is shown (a ghost or a jump)",
  ghost: "The prediction that is shown is at the cursor",
  jump: "The prediction that is shown is somewhere else",
  armed: "The prediction has been seen for `tabguard` ms, and the key came alone: Tab may accept",
  early: "A Tab that comes too early for what follows the prediction just accepted",
  repeat: "The prediction goes on with a change that was made; it does not complete what is typed",
  tabAccepts: "In normal mode Tab is for predictions now (see `tabnormal`)",
  action: "What may be done next (run the tests, write the file) is shown, and has been seen",
  actionAsked: "The box that asks whether to do it is open",
  accepted: "A prediction was accepted within the last half minute, and nothing changed since",
  jointUndo: "The last change was made in several files at once, and can be taken back in all",
  jointRedo: "It was taken back, and can be made again in all of them",
  leadingBlank: "Nothing but blanks is before the cursor in its line",
  lineEnd: "The cursor is behind the last character of its line",
  modified: "The buffer has unsaved changes",
  readonly: "The buffer is read-only or can't be changed",
  recording: "A macro is being recorded",
  picker: "A picker is open",
  syntax: "The buffer has a syntax tree",
  searching: "There is a search pattern",
  git: "The file is in a git repository",
  diffmode: "The window shows differences",
  split: "The tab page has more than one window",
  filetype: "The kind of the text, as in `filetype == python`",
  server: "A language server is at work for the buffer",
  "server.hover": "A server of the buffer tells about words",
  "server.signature": "A server of the buffer tells what calls take",
  "server.definition": "A server of the buffer knows definitions",
  "server.declaration": "A server of the buffer knows declarations",
  "server.implementation": "A server of the buffer knows implementations",
  "server.type": "A server of the buffer knows where types are defined",
  "server.references": "A server of the buffer knows references",
  "server.symbols": "A server of the buffer knows its symbols",
  "server.rename": "A server of the buffer can rename",
  "server.actions": "A server of the buffer offers code actions",
  kind: "What the buffer is for: file, scratch, help, cmdwin, prompt or terminal",
} as const satisfies Record<string, string>;

export type FactName = keyof typeof WHEN_FACTS;

/** Gives the value of a fact now. */
export type Facts = (name: FactName) => boolean | string;

/** A compiled expression. */
export type Condition = (facts: Facts) => boolean;

interface Token {
  readonly kind: "name" | "string" | "op" | "end";
  readonly text: string;
  /** 0-based offset in the source. */
  readonly at: number;
}

/**
 * Compiles an expression; the empty one always holds. Throws UserError that names the column
 * (1-based) of what is wrong.
 */
export function compileWhen(source: string): Condition {
  const tokens = tokenize(source);
  if (tokens.length === 1) return () => true;
  let next = 0;
  const peek = (): Token => tokens[next]!;
  const taken = (text: string): boolean => {
    if (peek().kind !== "op" || peek().text !== text) return false;
    next++;
    return true;
  };

  function or(): Condition {
    let left = and();
    while (taken("||")) {
      const [a, b] = [left, and()];
      left = (facts) => a(facts) || b(facts);
    }
    return left;
  }

  function and(): Condition {
    let left = not();
    while (taken("&&")) {
      const [a, b] = [left, not()];
      left = (facts) => a(facts) && b(facts);
    }
    return left;
  }

  function not(): Condition {
    if (taken("!")) {
      const inner = not();
      return (facts) => !inner(facts);
    }
    if (taken("(")) {
      const inner = or();
      if (!taken(")")) throw fault(source, peek(), "expected )");
      return inner;
    }
    return fact();
  }

  function fact(): Condition {
    const token = peek();
    if (token.kind !== "name") throw fault(source, token, "expected a condition");
    if (!Object.hasOwn(WHEN_FACTS, token.text)) {
      throw fault(source, token, `unknown condition ${token.text}`);
    }
    next++;
    const name = token.text as FactName;
    const equal = taken("==");
    if (!equal && !taken("!=")) return (facts) => Boolean(facts(name));
    const word = peek();
    if (word.kind !== "name" && word.kind !== "string") {
      throw fault(source, word, "expected a word to compare with");
    }
    next++;
    return (facts) => (String(facts(name)) === word.text) === equal;
  }

  const condition = or();
  if (peek().kind !== "end") throw fault(source, peek(), "expected && or ||");
  return condition;
}

/** Compiles each expression once. A wrong one never holds. */
export function whenEvaluator(facts: Facts): (source: string) => boolean {
  const compiled = new Map<string, Condition>();
  return (source) => {
    let condition = compiled.get(source);
    if (!condition) {
      try {
        condition = compileWhen(source);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        // Whoever made the mapping was told when it was read.
        condition = () => false;
      }
      compiled.set(source, condition);
    }
    return condition(facts);
  };
}

const TOKEN = /\s*(?:(\|\||&&|==|!=|[!()])|([A-Za-z_][\w.+-]*)|"([^"]*)"|'([^']*)')/y;

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  let at = 0;
  for (;;) {
    const match = TOKEN.exec(source);
    if (!match) break;
    const [whole, op, name, double, single] = match;
    const text = op ?? name ?? double ?? single!;
    const kind = op !== undefined ? "op" : name !== undefined ? "name" : "string";
    tokens.push({ kind, text, at: at + whole.length - whole.trimStart().length });
    at = TOKEN.lastIndex;
  }
  const end = at + source.slice(at).search(/\S|$/);
  if (end < source.length) throw fault(source, { kind: "op", text: source[end]!, at: end });
  tokens.push({ kind: "end", text: "", at: end });
  return tokens;
}

function fault(source: string, token: Token, what?: string): UserError {
  const found = token.kind === "end" ? "the end" : `"${token.text}"`;
  const why = what ?? `${found} is not understood`;
  return new UserError(`when "${source}", column ${token.at + 1}: ${why}`);
}
