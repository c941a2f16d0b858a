/** What is shown in the text while a command line is typed: `incsearch` and `inccommand`. */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import { parseCommand } from "../../modal/ex/parse.ts";
import { patternEnd } from "../../modal/ex/skip.ts";
import { Budget, PatternTooSlow } from "../../text/pattern/pattern.ts";
import { findPattern, matchesInRow } from "../../text/search/search.ts";
import { Highlight, Inlay } from "../../text/slots.ts";
import { lineText, pointOf, posOf, rowStart } from "../../text/text.ts";
import { compileFor, matchContext, rememberedPattern } from "../ex/pattern.ts";
import { evaluateRange } from "../ex/range.ts";
import { compileReplacement, fillTilde } from "../ex/replacement.ts";
import { parseSubstitute } from "../ex/substitute-arguments.ts";
import { findCommand } from "../ex/table.ts";
import type { LineKind } from "./history.ts";

/** Steps and milliseconds for one look at the text: it must not be felt while typing. */
const STEPS = 1_000_000;
const PATIENCE = 25;
const NAMESPACE = "inccommand";

export class Preview {
  private readonly editor: Editor;
  private readonly kind: LineKind;
  /** The window that was current: CTRL-F opens another one. */
  private readonly win: Editor["win"];
  private readonly cursor: Editor["win"]["cursor"];
  private readonly top: number;
  private readonly left: number;
  /** Where the search starts: CTRL-G and CTRL-T move it. */
  private start: number;
  private moved = false;
  match: { from: number; to: number } | null = null;

  constructor(editor: Editor, kind: LineKind) {
    this.editor = editor;
    this.kind = kind;
    this.win = editor.win;
    this.cursor = editor.win.cursor;
    this.top = editor.win.top;
    this.left = editor.win.left;
    this.start = editor.win.cursor.pos;
  }

  /** Shows what `text` would find or change. */
  update(text: string): void {
    const { editor, kind } = this;
    this.clear();
    try {
      if ((kind === "/" || kind === "?") && editor.options.get("incsearch")) this.search(text);
      else if (kind === ":" && editor.options.get("inccommand") !== "") this.substitute(text);
    } catch (error) {
      // A half-typed pattern may be none, or take too long: then nothing is shown.
      if (!(error instanceof UserError)) throw error;
    }
  }

  private search(text: string): void {
    const { editor, kind } = this;
    const { win, doc } = editor;
    const source = text.slice(0, patternEnd(text, 0, kind));
    this.match = null;
    if (source === "") {
      win.cursor = this.cursor;
      return;
    }
    const found = this.find(source, kind === "/", this.start, false);
    if (!found) {
      win.cursor = this.cursor;
      return;
    }
    const { match } = found;
    const from = posOf(doc.text, match.from.row, match.from.col);
    this.match = { from, to: posOf(doc.text, match.to.row, match.to.col) };
    editor.search.preview = { pattern: source, match: this.match };
    win.cursor = { ...this.cursor, pos: from };
  }

  private find(source: string, forward: boolean, from: number, accept: boolean) {
    const { editor } = this;
    const { text } = editor.doc;
    return findPattern(text, compileFor(editor, source), pointOf(text, from), {
      forward,
      wrap: editor.options.get("wrapscan"),
      acceptAtCursor: accept,
      context: matchContext(editor),
      budget: this.budget(),
    });
  }

  private budget(): Budget {
    const { poll } = this.editor.services;
    const end = performance.now() + PATIENCE;
    return new Budget({
      steps: STEPS,
      poll: () => {
        poll();
        if (performance.now() > end) throw new PatternTooSlow();
      },
    });
  }

  /** CTRL-G and CTRL-T: the next match, or the one before. */
  step(text: string, next: boolean): void {
    const { editor, kind } = this;
    if (!this.match) this.update(text);
    if (!this.match) return;
    const source = text.slice(0, patternEnd(text, 0, kind));
    const found = this.find(source, next, this.match.from, false);
    if (!found) return;
    const { match } = found;
    const from = posOf(editor.doc.text, match.from.row, match.from.col);
    this.match = { from, to: posOf(editor.doc.text, match.to.row, match.to.col) };
    this.moved = true;
    editor.search.preview = { pattern: source, match: this.match };
    editor.win.cursor = { ...this.cursor, pos: from };
  }

  /** The character after the match that is shown: CTRL-L. */
  nextCharacter(): string | null {
    if (!this.match) return null;
    const { text } = this.editor.doc;
    const line = text.lineAt(this.match.to);
    if (this.match.to >= line.to) return null;
    return String.fromCodePoint(line.text.codePointAt(this.match.to - line.from)!);
  }

  /** Matches and what would stand in their place, in the rows that are seen. */
  private substitute(text: string): void {
    const { editor } = this;
    const { doc, win } = editor;
    const parsed = parseCommand(text, 0, (word) => findCommand(editor, word));
    if (parsed.shape?.name !== "substitute" || parsed.args === "") return;
    if (parsed.range.some((item) => item.address.some((step) => step.base.kind === "search")))
      return;
    const { exState } = editor;
    const args = parseSubstitute(
      "substitute",
      parsed.args,
      exState.flags,
      editor.options.get("gdefault"),
    );
    if (args.pattern === null) return;
    const range = evaluateRange(
      editor,
      parsed.range.filter((item) => item.separator !== ";"),
    );
    const source = args.pattern || rememberedPattern(editor, args.which);
    const pattern = compileFor(editor, source, args.flags.ignorecase);
    const magic = editor.options.get("magic");
    const shown = /^[^\w\s]/.test(parsed.args) && parsed.args.indexOf(parsed.args[0]!, 1) > 0;
    const replacement = args.replacement ?? "";
    const replace =
      shown && !replacement.startsWith("\\=")
        ? compileReplacement(fillTilde(replacement, exState.previousReplacement, magic), magic)
        : null;
    const budget = this.budget();
    const context = matchContext(editor);
    const first = Math.max(range.line1 - 1, win.top);
    const last = Math.min(range.line2 - 1, win.top + win.height, doc.text.lines - 1);
    const highlights = [];
    const inlays = [];
    for (let row = first; row <= last; row++) {
      const line = lineText(doc.text, row);
      const start = rowStart(doc.text, row);
      const matches = matchesInRow(doc.text, pattern, row, line, context, budget);
      for (const match of args.flags.all ? matches : matches.slice(0, 1)) {
        const from = start + match.from.col;
        const to = posOf(doc.text, match.to.row, match.to.col);
        if (to > from)
          highlights.push(
            new Highlight(replace ? "diff.delete" : "ui.incsearch", 200).range(from, to),
          );
        const insert = replace?.(match.groups).replaceAll("\n", "↵") ?? "";
        if (insert !== "") {
          inlays.push(new Inlay([{ text: insert, group: "ui.substitute" }], "inline").range(to));
        }
      }
    }
    doc.slots.publish("highlights", NAMESPACE, highlights);
    doc.slots.publish("inlays", NAMESPACE, inlays);
  }

  private clear(): void {
    const { slots } = this.win.doc;
    slots.clear("highlights", NAMESPACE);
    slots.clear("inlays", NAMESPACE);
    this.editor.search.preview = null;
  }

  /** Puts the view back. An accepted search starts from where CTRL-G led. */
  close(accepted: boolean): void {
    this.clear();
    const { win } = this;
    win.cursor = this.cursor;
    if (!accepted || this.kind === ":") {
      win.top = this.top;
      win.left = this.left;
    }
    if (accepted && this.moved && this.match) {
      const back = this.kind === "/" ? Math.max(0, this.match.from - 1) : this.match.from + 1;
      win.cursor = { ...this.cursor, pos: back };
    }
  }
}
