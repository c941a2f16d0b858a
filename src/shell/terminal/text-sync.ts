/**
 * The text of a terminal as a document: its logical lines, those of the scrollback and of the screen.
 * It is brought up to date when somebody looks at it; lines that have left the screen do not change
 * any more and are read once.
 */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import { styleGroup } from "../../screen/theme.ts";
import { type RowHighlight, RowHighlights } from "../../text/row-highlights.ts";
import { Highlight } from "../../text/slots.ts";
import { Text } from "../../text/text.ts";
import type { StyledLine } from "../emulator/protocol.ts";
import type { Picture } from "./picture.ts";

const NAMESPACE = "terminal";
const NONE: readonly RowHighlight[] = [];

export class TextSync {
  private readonly editor: Editor;
  private readonly doc: Document;
  private readonly colours: LineColours;
  /** The line of the terminal that the first row of the text is. */
  firstLine = 0;
  /** Lines from here on may have changed since they were read. */
  private stable = 0;
  private count = 0;

  constructor(editor: Editor, doc: Document, picture: Picture) {
    this.editor = editor;
    this.doc = doc;
    this.colours = new LineColours(doc.text, picture);
    doc.slots.rows = { namespace: NAMESPACE, highlights: this.colours };
  }

  /** Nothing was read yet. */
  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** The first line that has to be read. */
  from(picture: Picture): number {
    return Math.max(Math.min(this.stable, picture.screenLine), picture.firstLine);
  }

  /** The row of the text that a line is; it may be outside. */
  rowOfLine(line: number): number {
    return line - this.firstLine;
  }

  /**
   * Takes lines that were read: everything from line `from` to the end. `first` is the first line that
   * the terminal still has, `screen` the one of the screen's first row.
   */
  take(from: number, lines: readonly StyledLine[], first: number, screen: number): void {
    const { doc } = this;
    const end = this.firstLine + this.count;
    const gap = this.count === 0 || from > end || from < this.firstLine || first >= end;
    const { text } = doc;
    if (gap) {
      this.editor.takeOutput(doc, {
        from: 0,
        to: text.length,
        insert: textOfLines(lines),
      });
      this.colours.replace(
        0,
        this.count,
        lines.map((line) => line.runs),
      );
      this.firstLine = from;
      this.count = lines.length;
    } else {
      const drop = Math.max(0, Math.min(first, from) - this.firstLine);
      let row = from - this.firstLine;
      let skip = 0;
      while (
        row + skip < this.count &&
        skip < lines.length &&
        text.line(row + skip + 1).text === lines[skip]!.text
      ) {
        this.colours.put(row + skip, lines[skip]!.runs);
        skip++;
      }
      row += skip;
      const fresh = lines.slice(skip);
      this.replaceTail(drop, row, fresh);
      this.colours.replace(
        row,
        this.count - row,
        fresh.map((line) => line.runs),
      );
      if (drop > 0) this.colours.replace(0, drop, []);
      this.count = row + fresh.length - drop;
      this.firstLine += drop;
    }
    // An empty text has a row, too.
    if (this.count === 0) this.count = 1;
    this.stable = Math.max(from, Math.min(screen, from + lines.length));
  }

  /** Takes lines before those that are known, which begin right behind them. */
  takeBefore(from: number, lines: readonly StyledLine[]): void {
    if (lines.length === 0 || from + lines.length !== this.firstLine) return;
    this.editor.takeOutput(this.doc, {
      from: 0,
      insert: Text.of([...lines.map((line) => line.text), ""]),
    });
    this.colours.replace(
      0,
      0,
      lines.map((line) => line.runs),
    );
    this.firstLine = from;
    this.count += lines.length;
  }

  private replaceTail(drop: number, row: number, fresh: readonly StyledLine[]): void {
    const { doc } = this;
    const { text } = doc;
    const changes: { from: number; to: number; insert?: Text }[] = [];
    const head = drop > 0 ? text.line(drop + 1).from : 0;
    if (drop > 0 && drop < text.lines) changes.push({ from: 0, to: head });
    if (row < this.count || fresh.length > 0) {
      if (row <= drop) {
        changes.push({ from: head, to: text.length, insert: textOfLines(fresh) });
      } else {
        // The row above stays: its end is where the new rows are hung on.
        const from = text.line(row).to;
        const insert = fresh.length === 0 ? Text.empty : Text.of(["", ...fresh.map((l) => l.text)]);
        if (from < text.length || insert.length > 0)
          changes.push({ from, to: text.length, insert });
      }
    }
    if (changes.length > 0) this.editor.takeOutput(doc, changes);
  }
}

function textOfLines(lines: readonly StyledLine[]): Text {
  return lines.length === 0 ? Text.empty : Text.of(lines.map((line) => line.text));
}

/** The colours of the lines; what a row shows is worked out when it is drawn. */
class LineColours extends RowHighlights {
  private readonly picture: Picture;
  private runs: Uint32Array[] = [];
  private readonly spans = new WeakMap<Uint32Array, readonly RowHighlight[]>();
  private readonly highlights: Highlight[] = [];
  private own: Text;

  constructor(text: Text, picture: Picture) {
    super(text);
    this.own = text;
    this.picture = picture;
  }

  override get size(): number {
    return this.runs.length;
  }

  /** Puts the colours of other rows in the place of some. */
  replace(row: number, count: number, runs: readonly Uint32Array[]): void {
    this.runs = [...this.runs.slice(0, row), ...runs, ...this.runs.slice(row + count)];
  }

  override put(row: number, runs: readonly RowHighlight[] | Uint32Array): void {
    if (runs instanceof Uint32Array) this.runs[row] = runs;
  }

  override keep(): void {}

  override map(_change: unknown, after: Text): void {
    this.own = after;
  }

  override at(row: number): readonly RowHighlight[] {
    const runs = this.runs[row];
    if (runs === undefined || runs.length === 0) return NONE;
    let spans = this.spans.get(runs);
    if (spans === undefined) {
      spans = this.spansOf(runs);
      this.spans.set(runs, spans);
    }
    return spans;
  }

  override between(
    from: number,
    to: number,
    callback: (a: number, b: number, value: Highlight) => void,
  ): void {
    const low = this.own.lineAt(from).number;
    const high = this.own.lineAt(Math.min(to, this.own.length)).number;
    for (let row = low - 1; row < high; row++) {
      const start = this.own.line(row + 1).from;
      for (const span of this.at(row)) {
        if (start + span.to >= from && start + span.from <= to)
          callback(start + span.from, start + span.to, span.value);
      }
    }
  }

  private spansOf(runs: Uint32Array): readonly RowHighlight[] {
    const spans: RowHighlight[] = [];
    let from = 0;
    for (let i = 0; i + 1 < runs.length; i += 2) {
      const to = runs[i]!;
      const number = runs[i + 1]!;
      if (number !== 0 && to > from) spans.push({ from, to, value: this.highlight(number) });
      from = to;
    }
    return spans;
  }

  private highlight(number: number): Highlight {
    let highlight = this.highlights[number];
    if (highlight === undefined) {
      highlight = new Highlight(styleGroup(this.picture.styles[number] ?? {}));
      this.highlights[number] = highlight;
    }
    return highlight;
  }
}
