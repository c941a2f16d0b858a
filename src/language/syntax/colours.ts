/**
 * The colours of a document in its slots: right for the rows of `valid`, carried along from earlier
 * texts for the others. Only what differs is published, so that a change which alters no colour draws
 * nothing.
 */
import type { Document } from "../../editor/document.ts";
import { type RowHighlight, RowHighlights } from "../../text/row-highlights.ts";
import { Highlight } from "../../text/slots.ts";
import { MapMode } from "../../text/text.ts";
import { flatten, type Paint, type Painted } from "./paint.ts";
import { RowSet } from "./row-set.ts";

export const NAMESPACE = "syntax";
/** Below what servers and diagnostics say. */
const PRIORITY = 50;
/** With more rows than this, those far from the windows are dropped. */
const MOST_ROWS = 4000;

/** A word that is typed on keeps its colour; what ends with a mark (`"`, `)`) does not grow. */
const ENDS_WITH_MARK = /^(?:string|punctuation|operator|markup|tag\.delimiter)/;

class SyntaxHighlight extends Highlight {
  constructor(group: string) {
    super(group, PRIORITY);
    this.startSide = 1;
    this.endSide = ENDS_WITH_MARK.test(group) ? -1 : 1;
    this.mapMode = MapMode.Simple;
  }
}

const HIGHLIGHTS = new Map<string, SyntaxHighlight>();

function highlightOf(group: string): SyntaxHighlight {
  let highlight = HIGHLIGHTS.get(group);
  if (!highlight) HIGHLIGHTS.set(group, (highlight = new SyntaxHighlight(group)));
  return highlight;
}

/** What knows the colours of a text. */
export interface Painter {
  /** The captures that touch `[from, to)`, UTF-16 offsets; parsing on the way takes at most a time. */
  paints(from: number, to: number, budgetMs: number): Paint[];
}

export class DocumentColours {
  readonly doc: Document;
  /** The rows whose colours are right. */
  readonly valid = new RowSet();

  constructor(doc: Document) {
    this.doc = doc;
  }

  /**
   * Colours `[from, to)` (UTF-16 offsets) anew; true when that looks different than before. With
   * `unseen`, no window shows any of it, so that nothing has to be drawn.
   */
  paint(painter: Painter, from: number, to: number, budgetMs: number, unseen = false): boolean {
    const spans = flatten(painter.paints(from, to, budgetMs), from, to);
    const differs = this.publish(from, to, spans);
    if (differs && !unseen) this.doc.slots.recoloured();
    return differs;
  }

  /** Forgets the colours of rows far from `[fromRow, toRow)` where there are very many. */
  prune(fromRow: number, toRow: number): void {
    const { highlights } = this.rows();
    if (highlights.size < MOST_ROWS) return;
    this.valid.keep(fromRow, toRow);
    highlights.keep(fromRow, toRow);
  }

  clear(): void {
    this.valid.clear();
    const { slots } = this.doc;
    if (slots.rows?.namespace !== NAMESPACE) return;
    slots.rows = null;
    slots.recoloured();
  }

  private rows(): { readonly highlights: RowHighlights } {
    const { slots, text } = this.doc;
    slots.rows ??= { namespace: NAMESPACE, highlights: new RowHighlights(text) };
    return slots.rows;
  }

  private publish(from: number, to: number, spans: Painted[]): boolean {
    const { text } = this.doc;
    const { highlights } = this.rows();
    let differs = false;
    let at = 0;
    let line = text.lineAt(from);
    for (;;) {
      const low = Math.max(0, from - line.from);
      const high = Math.min(line.length, to - line.from);
      const row: RowHighlight[] = [];
      const old = highlights.at(line.number - 1);
      // What lies beside the range in a row that is coloured in part.
      if (low > 0) cut(old, 0, low, row);
      for (; at < spans.length; at++) {
        const span = spans[at]!;
        if (span.from >= line.from + high) break;
        const a = Math.max(low, span.from - line.from);
        const b = Math.min(high, span.to - line.from);
        if (a < b) row.push({ from: a, to: b, value: highlightOf(span.group) });
        // It goes on in the next row.
        if (span.to > line.to) break;
      }
      if (high < line.length) cut(old, high, line.length, row);
      if (!sameSpans(old, row)) {
        highlights.put(line.number - 1, row);
        differs = true;
      }
      if (line.to + 1 >= to || line.number >= text.lines) return differs;
      line = text.line(line.number + 1);
    }
  }
}

/** Adds the parts of spans that are in `[from, to)`, columns. */
function cut(spans: readonly RowHighlight[], from: number, to: number, into: RowHighlight[]): void {
  for (const span of spans) {
    const low = Math.max(from, span.from);
    const high = Math.min(to, span.to);
    if (low < high) into.push({ from: low, to: high, value: span.value });
  }
}

function sameSpans(a: readonly RowHighlight[], b: readonly RowHighlight[]): boolean {
  return (
    a.length === b.length &&
    a.every((span, i) => {
      const other = b[i]!;
      return span.from === other.from && span.to === other.to && span.value === other.value;
    })
  );
}
