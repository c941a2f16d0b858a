/** Commands with their output as folds of a terminal's text. */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { RowRange } from "../../editor/folds.ts";
import type { BlockWindows } from "./port.ts";
import { type BlockRows, blockRows } from "./rows.ts";
import { foldedText } from "./words.ts";

export class BlockFolds {
  private readonly windows: BlockWindows;
  private readonly known = new WeakMap<Document, readonly BlockRows[]>();
  private readonly waiting = new Set<Document>();

  constructor(editor: Editor, windows: BlockWindows) {
    this.windows = windows;
    const { events } = windows.terminals;
    editor.events.on("output", ({ doc }) => this.soon(doc));
    events.on("block-start", ({ terminal }) => this.soon(terminal.doc));
    events.on("block-end", ({ terminal }) => this.soon(terminal.doc));
  }

  /** When the text and what its first row is belong together again. */
  private soon(doc: Document): void {
    if (doc.kind !== "terminal" || this.waiting.has(doc)) return;
    this.waiting.add(doc);
    queueMicrotask(() => {
      this.waiting.delete(doc);
      this.publish(doc);
    });
  }

  private publish(doc: Document): void {
    const terminal = this.windows.terminals.of(doc);
    const first = terminal === null ? null : this.windows.firstLine(terminal);
    if (terminal === null || first === null) return;
    const ended = terminal.blocks.filter(({ endedAt }) => endedAt !== null);
    const rows = blockRows(ended, first, doc.text.lines).filter(({ prompt, end }) => end > prompt);
    this.known.set(doc, rows);
    doc.foldRanges = { text: doc.text, ranges: rows.map(rangeOf).sort(outerFirst) };
    doc.foldText ??= (fold) => this.textOf(doc, fold);
  }

  private textOf(doc: Document, fold: RowRange): string | null {
    const found = this.known.get(doc)?.find(({ prompt }) => prompt === fold.start);
    if (found === undefined) return null;
    return foldedText(found.block, Math.max(0, found.end - found.output));
  }
}

function rangeOf({ prompt, end }: BlockRows): RowRange {
  return { start: prompt, end: end - 1 };
}

function outerFirst(a: RowRange, b: RowRange): number {
  return a.start - b.start || b.end - a.end;
}
