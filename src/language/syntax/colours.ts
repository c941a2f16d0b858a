/**
 * The colours of a document in its slots: right for the rows of `valid`, carried along from earlier
 * texts for the others. Only what differs is published, so that a change which alters no colour draws
 * nothing.
 */
import type { Document } from "../../editor/document.ts";
import { Highlight, RangeSet } from "../../text/slots.ts";
import { MapMode } from "../../text/text.ts";
import { flatten, type Paint, type Painted } from "./paint.ts";
import { RowSet } from "./row-set.ts";

export const NAMESPACE = "syntax";
/** Below what servers and diagnostics say. */
const PRIORITY = 50;
/** With more spans than this, those far from the windows are dropped. */
const MOST_SPANS = 20_000;

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

  /** Colours `[from, to)` (UTF-16 offsets) anew; true when that looks different than before. */
  paint(painter: Painter, from: number, to: number, budgetMs: number): boolean {
    const spans = flatten(painter.paints(from, to, budgetMs), from, to);
    return this.publish(from, to, spans);
  }

  /** Forgets the colours of rows far from `[fromRow, toRow)` where there are very many. */
  prune(fromRow: number, toRow: number): void {
    const { doc } = this;
    const set = doc.slots.get("highlights", NAMESPACE);
    if (set === null || set.size < MOST_SPANS) return;
    const { text } = doc;
    const from = text.line(Math.max(0, fromRow) + 1).from;
    const to = text.line(Math.min(text.lines, toRow)).to;
    this.valid.keep(fromRow, toRow);
    doc.slots.put("highlights", NAMESPACE, set.update({ filter: (a, b) => b > from && a < to }));
  }

  clear(): void {
    this.valid.clear();
    this.doc.slots.clear("highlights", NAMESPACE);
  }

  private publish(from: number, to: number, spans: Painted[]): boolean {
    const { slots } = this.doc;
    const set = slots.get("highlights", NAMESPACE);
    const old: Painted[] = [];
    /** What sticks out of the range on both sides of it. */
    const edges: Painted[] = [];
    set?.between(from, to, (a, b, { group }) => {
      if (b <= from || a >= to) return;
      if (a < from) edges.push({ from: a, to: from, group });
      if (b > to) edges.push({ from: to, to: b, group });
      const low = Math.max(a, from);
      const last = old[old.length - 1];
      if (last && last.to === low && last.group === group) {
        old[old.length - 1] = { from: last.from, to: Math.min(b, to), group };
      } else old.push({ from: low, to: Math.min(b, to), group });
    });
    if (sameSpans(old, spans)) return false;
    const add = [...edges, ...spans].map((span) =>
      highlightOf(span.group).range(span.from, span.to),
    );
    slots.put(
      "highlights",
      NAMESPACE,
      (set ?? RangeSet.empty).update({
        add,
        sort: true,
        filter: (a, b) => b <= from || a >= to,
        filterFrom: from,
        filterTo: to,
      }) as RangeSet<Highlight>,
    );
    return true;
  }
}

function sameSpans(a: readonly Painted[], b: readonly Painted[]): boolean {
  return (
    a.length === b.length &&
    a.every((span, i) => {
      const other = b[i]!;
      return span.from === other.from && span.to === other.to && span.group === other.group;
    })
  );
}
