/** Walking through what was typed before. */
import type { Editor } from "../../editor/editor.ts";

export type LineKind = ":" | "/" | "?" | "=" | "@";

export function historyOf(editor: Editor, kind: LineKind): string[] {
  return editor.history[kind === "?" ? "/" : kind];
}

/** Adds an entry as the newest; an older one like it goes away. */
export function addHistory(editor: Editor, kind: LineKind, text: string): void {
  if (text === "") return;
  const list = historyOf(editor, kind);
  const at = list.indexOf(text);
  if (at >= 0) list.splice(at, 1);
  list.push(text);
  const limit = Math.max(0, editor.options.get("history"));
  if (list.length > limit) list.splice(0, list.length - limit);
}

export class HistoryWalk {
  private readonly entries: readonly string[];
  private index: number;
  private readonly typed: string;

  constructor(editor: Editor, kind: LineKind, typed: string) {
    this.entries = [...historyOf(editor, kind)];
    this.index = this.entries.length;
    this.typed = typed;
  }

  /** The next older (-1) or newer (1) entry; with `prefix` only those that start as the typed text. */
  step(delta: -1 | 1, prefix: boolean): string | null {
    for (let i = this.index + delta; i >= 0 && i <= this.entries.length; i += delta) {
      if (i === this.entries.length) {
        this.index = i;
        return this.typed;
      }
      const entry = this.entries[i]!;
      if (!prefix || entry.startsWith(this.typed)) {
        this.index = i;
        return entry;
      }
    }
    return null;
  }
}
