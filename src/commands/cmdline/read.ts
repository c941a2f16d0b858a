/** Reading a command line: `:`, `/`, `?`, and the lines that commands ask for. */
import { Cancelled, UserError } from "../../base/errors.ts";
import { type Key, literalOfKey, textOfKey } from "../../base/key.ts";
import type { Editor } from "../../editor/editor.ts";
import { type Fiber, rawKey } from "../../editor/fiber.ts";
import { evaluate } from "../ex/expression.ts";
import { expandCommandAbbreviation } from "./abbreviation.ts";
import { Completer } from "./completer.ts";
import { addHistory, HistoryWalk, type LineKind } from "./history.ts";
import { CommandLine } from "./line.ts";
import { Preview } from "./preview.ts";
import { readRegister } from "./register-text.ts";

export interface ReadHooks {
  /** The text after each key. */
  onChange?(text: string): void;
  /** Words before the text, in place of the kind's character. */
  readonly prompt?: string;
  /** What Tab completes (`input()` of a command); null: nothing. */
  readonly complete?: boolean;
}

/**
 * Reads keys until Enter (gives the text and remembers it) or Esc (gives null). What is typed stands
 * in `editor.cmdline` meanwhile.
 */
export function* readCommandLine(
  editor: Editor,
  kind: LineKind,
  initial = "",
  hooks: ReadHooks = {},
): Fiber<string | null> {
  const reader = new LineReader(editor, kind, initial, hooks);
  const mode = editor.mode;
  const outer = editor.cmdline;
  editor.setMode("cmdline");
  let accepted = false;
  try {
    const text = yield* reader.read();
    accepted = text !== null;
    if (text !== null || reader.line.text !== "")
      addHistory(editor, kind, text ?? reader.line.text);
    return text;
  } finally {
    reader.preview.close(accepted);
    editor.cmdline = outer;
    editor.setMode(mode);
  }
}

class LineReader {
  readonly line: CommandLine;
  readonly preview: Preview;
  private readonly editor: Editor;
  private readonly kind: LineKind;
  private readonly hooks: ReadHooks;
  private readonly completer: Completer;
  private walk: HistoryWalk | null = null;
  private pending = "";

  constructor(editor: Editor, kind: LineKind, initial: string, hooks: ReadHooks) {
    this.editor = editor;
    this.kind = kind;
    this.hooks = hooks;
    this.line = new CommandLine(initial);
    this.preview = new Preview(editor, kind);
    this.completer = new Completer(editor, this.line);
  }

  private publish(): void {
    const { line } = this;
    this.editor.cmdline = {
      kind: this.kind,
      text: line.text,
      cursor: line.cursor,
      prompt: this.hooks.prompt ?? "",
      pending: this.pending,
      menu: this.completer.menu,
      ghost: this.ghost(),
      insert: (text) => line.insert(text),
    };
  }

  private ghost(): string {
    const { editor, line, pending } = this;
    if (this.kind !== ":" || line.cursor < line.text.length || pending !== "") return "";
    if (editor.nesting > 0 || this.completer.menu !== null) return "";
    // a macro would not find it again
    if (editor.recording !== null) return "";
    return editor.lineGhost?.(line.text) ?? "";
  }

  /** Runs what the [cmdline] section of the default keys names, where its condition holds. */
  private *boundKey(key: Key): Fiber<boolean> {
    const { editor } = this;
    const action = editor.defaultKeys.cmdline?.lookup([key], editor.holds).mapping?.action;
    if (action?.type !== "command" || !editor.loop?.typed) return false;
    const { win, doc } = editor;
    const command = editor.commands.require(action.name);
    const fiber = command.run({ editor, win, doc, count: 0, register: "", keys: [key] });
    if (fiber) yield* fiber;
    return true;
  }

  *read(): Fiber<string | null> {
    const { editor, line } = this;
    this.publish();
    for (;;) {
      const before = line.text;
      const key = yield { mode: "c" };
      let done: "accept" | "cancel" | null = null;
      try {
        done = yield* this.handle(key);
      } catch (error) {
        // What a key can't do (a register that is empty) leaves the line as it is.
        if (error instanceof Cancelled || !(error instanceof UserError)) throw error;
        editor.showMessage(error.message, "error");
      }
      if (done === "accept") return line.text;
      if (done === "cancel") return null;
      this.pending = "";
      this.publish();
      if (line.text !== before) {
        this.hooks.onChange?.(line.text);
        const { loop } = editor;
        const shown = loop?.queue.isEmpty && !loop.expectsMore && editor.nesting === 0;
        if (shown) this.preview.update(line.text);
      }
    }
  }

  private *handle(key: Key): Fiber<"accept" | "cancel" | null> {
    const { editor, line, completer } = this;
    if (
      key !== "<Up>" &&
      key !== "<Down>" &&
      key !== "<C-p>" &&
      key !== "<C-n>" &&
      !/^<S-(?:Up|Down)>$/.test(key)
    ) {
      this.walk = null;
    }
    if (yield* this.boundKey(key)) return null;
    if (this.completionKey(key)) return null;
    const pasted = editor.loop?.pastedText(key);
    if (pasted != null) {
      line.insert(pasted.replace(/\r?\n$/, "").replace(/\r?\n/g, "\r"));
      return null;
    }
    switch (key) {
      case "<CR>":
      case "<NL>":
      case "<C-m>":
      case "<C-j>":
        this.abbreviate();
        return "accept";
      case "<Esc>":
      case "<C-c>":
      case "<C-[>":
        return "cancel";
      case "<BS>":
      case "<S-BS>":
        if (line.text === "") return "cancel";
        line.deleteBefore();
        return null;
      case "<Del>":
        if (line.text === "") return "cancel";
        line.deleteAfter();
        return null;
      case "<C-w>":
        line.deleteWordBefore(editor.doc.isKeyword);
        return null;
      case "<C-u>":
        line.replaceBefore(0, "");
        return null;
      case "<Left>":
        line.left();
        return null;
      case "<Right>":
        line.right();
        return null;
      case "<S-Left>":
      case "<C-Left>":
        line.wordLeft();
        return null;
      case "<S-Right>":
      case "<C-Right>":
        line.wordRight();
        return null;
      case "<Home>":
      case "<C-b>":
        line.cursor = 0;
        return null;
      case "<End>":
      case "<C-e>":
        line.cursor = line.text.length;
        return null;
      case "<Insert>":
        line.overstrike = !line.overstrike;
        return null;
      case "<Up>":
      case "<Down>":
        this.history(key === "<Up>" ? -1 : 1, true);
        return null;
      case "<C-p>":
      case "<S-Up>":
      case "<PageUp>":
        this.history(-1, false);
        return null;
      case "<C-n>":
      case "<S-Down>":
      case "<PageDown>":
        this.history(1, false);
        return null;
      case "<C-v>":
      case "<C-q>":
        yield* this.literal();
        return null;
      case "<C-k>":
        yield* this.digraph();
        return null;
      case "<C-r>":
        yield* this.register();
        return null;
      case "<C-g>":
      case "<C-t>":
        this.preview.step(line.text, key === "<C-g>");
        return null;
      case "<C-l>": {
        const next = this.preview.nextCharacter();
        if (next !== null) line.insert(next);
        else completer.longest();
        return null;
      }
      case "<C-f>":
        if (this.kind === ":" || this.kind === "/" || this.kind === "?") {
          yield* editor.commandWindow(this.kind, { text: line.text, col: line.cursor });
          return "cancel";
        }
        return null;
      case "<C-]>":
        this.abbreviate();
        return null;
      case "<C-\\>":
        yield* this.controlBackslash();
        return null;
      default: {
        const text = textOfKey(key);
        if (text === null) return null;
        if (!editor.doc.isKeyword(text.codePointAt(0)!)) this.abbreviate();
        line.insert(text);
        return null;
      }
    }
  }

  private completionKey(key: Key): boolean {
    const { completer } = this;
    if (this.kind !== ":" && this.hooks.complete !== true) return false;
    switch (key) {
      case "<Tab>":
        completer.next();
        return true;
      case "<S-Tab>":
        completer.previous();
        return true;
      case "<C-d>":
        completer.list();
        return true;
      case "<C-a>":
        completer.insertAll();
        return true;
      default:
        break;
    }
    if (completer.menu !== null) {
      if (key === "<C-n>" || key === "<C-p>") {
        if (key === "<C-n>") completer.next();
        else completer.previous();
        return true;
      }
      if (key === "<C-e>") {
        completer.cancel();
        return true;
      }
      completer.close();
      if (key === "<C-y>") return true;
    }
    return false;
  }

  private history(delta: -1 | 1, prefix: boolean): void {
    this.walk ??= new HistoryWalk(this.editor, this.kind, this.line.text);
    const entry = this.walk.step(delta, prefix);
    if (entry !== null) this.line.set(entry);
  }

  private abbreviate(): void {
    if (this.kind === ":" || this.kind === "/" || this.kind === "?") {
      expandCommandAbbreviation(this.editor, this.line);
    }
  }

  /** CTRL-V: the next key as it is, or the character of a number. */
  private *literal(): Fiber {
    this.pending = "^";
    this.publish();
    const first = yield* rawKey();
    const base =
      first === "x" || first === "X"
        ? 16
        : first === "o" || first === "O"
          ? 8
          : /^[uU]$/.test(first)
            ? 16
            : 10;
    const most = first === "u" ? 4 : first === "U" ? 8 : base === 16 ? 2 : 3;
    const isDigit = (key: string) =>
      (base === 16 ? /^[0-9a-fA-F]$/ : base === 8 ? /^[0-7]$/ : /^[0-9]$/).test(key);
    let digits = base === 10 && isDigit(first) ? first : "";
    if (digits === "" && base === 10) {
      this.line.insert(literalOfKey(first) ?? first);
      return;
    }
    while (digits.length < most) {
      const key = yield* rawKey();
      if (!isDigit(key)) {
        if (digits === "") this.line.insert(first);
        else this.line.insert(String.fromCodePoint(Number.parseInt(digits, base)));
        this.editor.loop?.queue.untake({ key, typed: true });
        return;
      }
      digits += key;
    }
    const code = Number.parseInt(digits, base);
    this.line.insert(String.fromCodePoint(base === 10 ? code & 255 : Math.min(code, 0x10ffff)));
  }

  private *digraph(): Fiber {
    this.pending = "?";
    this.publish();
    const first = yield* rawKey();
    if (first === "<Esc>") return;
    const a = textOfKey(first);
    if (a === null) {
      this.line.insert(literalOfKey(first) ?? first);
      return;
    }
    this.pending = a;
    this.publish();
    const second = yield* rawKey();
    if (second === "<Esc>") return;
    this.line.insert(this.editor.digraph(a, textOfKey(second) ?? ""));
  }

  private *register(): Fiber {
    this.pending = '"';
    this.publish();
    const { editor, line } = this;
    const text = yield* readRegister(editor, () => readCommandLine(editor, "="));
    if (text !== null) line.insert(text);
  }

  private *controlBackslash(): Fiber {
    const key = yield* rawKey();
    if (key === "<C-n>" || key === "<C-g>") this.editor.loop?.queue.stuff(["<C-c>"], false);
    else if (key === "e") {
      const expression = yield* readCommandLine(this.editor, "=");
      if (expression !== null) this.line.set(String(evaluate(this.editor, expression)));
    }
  }
}
