/** Completion of the command line as `wildmode` goes about it. */
import { textWidth } from "../../base/width.ts";
import type { Editor } from "../../editor/editor.ts";
import type { CommandLineState } from "../../editor/ex-state.ts";
import { completions } from "./candidates.ts";
import type { CommandLine } from "./line.ts";

interface Session {
  readonly items: readonly string[];
  readonly start: number;
  readonly typed: string;
  readonly tail: string;
  selected: number;
  /** Which part of `wildmode` is next. */
  step: number;
  shown: boolean;
}

export class Completer {
  private readonly editor: Editor;
  private readonly line: CommandLine;
  private session: Session | null = null;

  constructor(editor: Editor, line: CommandLine) {
    this.editor = editor;
    this.line = line;
  }

  get menu(): CommandLineState["menu"] {
    const { session } = this;
    if (!session?.shown) return null;
    return { items: session.items, selected: session.selected, start: session.start };
  }

  close(): void {
    this.session = null;
  }

  /** CTRL-E: back to what was typed. */
  cancel(): void {
    if (this.session) this.show(this.session, -1);
    this.session = null;
  }

  private open(): Session | null {
    if (this.session) return this.session;
    const { line } = this;
    const { start, items } = completions(this.editor, line.text, line.cursor);
    if (items.length === 0) {
      this.editor.beep();
      return null;
    }
    this.session = {
      items,
      start,
      typed: line.text.slice(start, line.cursor),
      tail: line.text.slice(line.cursor),
      selected: -1,
      step: 0,
      shown: false,
    };
    return this.session;
  }

  private show(session: Session, index: number): void {
    const { line } = this;
    session.selected = index;
    const word = index < 0 ? session.typed : session.items[index]!;
    const head = line.text.slice(0, session.start);
    line.set(head + word + session.tail, head.length + word.length);
  }

  next(): void {
    const fresh = this.session === null;
    const session = this.open();
    if (!session) return;
    const modes = this.editor.options.get("wildmode").split(",");
    const mode = modes[Math.min(session.step, modes.length - 1)] ?? "full";
    session.step++;
    if (session.items.length === 1) {
      this.show(session, 0);
      this.session = null;
      return;
    }
    const parts = mode.split(":");
    if (parts.includes("list")) this.list();
    if (parts.includes("longest")) {
      this.insertCommon(session);
      session.shown = parts.includes("full") && this.editor.options.get("wildmenu");
      return;
    }
    if (mode === "" || parts.includes("full")) {
      session.shown = this.editor.options.get("wildmenu");
      const count = session.items.length;
      const at = session.selected + 1;
      this.show(session, mode === "" && !fresh ? 0 : at >= count ? -1 : at);
    }
  }

  previous(): void {
    const session = this.open();
    if (!session) return;
    session.shown = this.editor.options.get("wildmenu") && session.items.length > 1;
    const at = session.selected < 0 ? session.items.length - 1 : session.selected - 1;
    this.show(session, at);
  }

  /** CTRL-L: what all have in common. */
  longest(): void {
    const session = this.open();
    if (session) this.insertCommon(session);
    this.session = null;
  }

  private insertCommon(session: Session): void {
    let common = session.items[0]!;
    for (const item of session.items) {
      let n = 0;
      while (n < common.length && n < item.length && common[n] === item[n]) n++;
      common = common.slice(0, n);
    }
    if (common.length < session.typed.length) return;
    const { line } = this;
    const head = line.text.slice(0, session.start);
    line.set(head + common + session.tail, head.length + common.length);
  }

  /** CTRL-D: all of them in the message area. */
  list(): void {
    const { line } = this;
    const found = this.session ?? completions(this.editor, line.text, line.cursor);
    if (found.items.length === 0) this.editor.beep();
    else this.editor.showMessage(inColumns(found.items.map(tailOf), this.editor.columns));
  }

  /** CTRL-A: all of them, one after another. */
  insertAll(): void {
    const session = this.open();
    if (!session) return;
    const { line } = this;
    const head = line.text.slice(0, session.start);
    const words = session.items.join(" ");
    line.set(head + words + session.tail, head.length + words.length);
    this.session = null;
  }
}

/** The last part of a path; other words as they are. */
function tailOf(item: string): string {
  return item.slice(item.lastIndexOf("/", item.length - 2) + 1);
}

/** Words one below the other, in as many columns as the screen's cells have room for. */
function inColumns(words: readonly string[], cells: number): string {
  const wide = Math.max(...words.map((word) => textWidth(word))) + 2;
  const columns = Math.max(1, Math.floor((cells + 1) / wide));
  const rows = Math.ceil(words.length / columns);
  const lines = Array.from({ length: rows }, (_, row) => {
    let line = "";
    for (let at = row; at < words.length; at += rows) {
      line += words[at]! + " ".repeat(wide - textWidth(words[at]!));
    }
    return line.trimEnd();
  });
  return lines.join("\n");
}
