/** `i"` `a"` and the other quotes. They look at the cursor's row only. */
import { nextColumn, previousColumn } from "../motion/walker.ts";
import type { ObjectContext, ObjectSelection } from "./contract.ts";

/** The next quote at or after a column, or -1. */
function nextQuote(line: string, col: number, quote: string, escapes: string): number {
  let at = col;
  while (at < line.length) {
    if (escapes.includes(line[at]!)) {
      at++;
      if (at >= line.length) return -1;
    } else if (line[at] === quote) {
      return at;
    }
    at = nextColumn(line, at);
  }
  return -1;
}

/** The quote before a column, or where the search gave up (there is no quote then). */
function previousQuote(line: string, col: number, quote: string, escapes: string): number {
  let at = col;
  while (at > 0) {
    at = previousColumn(line, at);
    let escaping = 0;
    while (at - escaping > 0 && escapes.includes(line[at - escaping - 1]!)) escaping++;
    if (escaping % 2 === 1) at -= escaping;
    else if (line[at] === quote) break;
  }
  return at;
}

interface Range {
  start: number;
  /** The closing quote. */
  end: number;
}

/** The string that the row's quotes, counted from its start, put a column into. */
function pairedFromStart(line: string, col: number, quote: string, escapes: string): Range | null {
  let from = 0;
  for (;;) {
    const start = nextQuote(line, from, quote, "");
    if (start < 0 || start > col) return null;
    const end = nextQuote(line, start + 1, quote, escapes);
    if (end < 0) return null;
    if (col <= end) return { start, end };
    from = end + 1;
  }
}

/** The string around a column, else the next one of the row. */
function aroundColumn(line: string, col: number, quote: string, escapes: string): Range | null {
  let start = previousQuote(line, col, quote, escapes);
  if (line[start] !== quote) {
    start = nextQuote(line, start, quote, "");
    if (start < 0) return null;
  }
  const end = nextQuote(line, start + 1, quote, escapes);
  return end < 0 ? null : { start, end };
}

/** A selection's head is on a quote: the string beyond it. */
function beyondQuote(
  line: string,
  col: number,
  forward: boolean,
  quote: string,
  escapes: string,
): Range | null {
  if (forward) {
    const start = nextQuote(line, col + 1, quote, "");
    if (start < 0) return null;
    const end = nextQuote(line, start + 1, quote, escapes);
    return end < 0 ? { start: col, end: start } : { start, end };
  }
  const end = previousQuote(line, col, quote, "");
  if (line[end] !== quote) return null;
  const start = previousQuote(line, end, quote, escapes);
  return line[start] === quote ? { start, end } : { start: end, end: col };
}

function isBlank(char: string | undefined): boolean {
  return char === " " || char === "\t";
}

export function quoteObject(context: ObjectContext, quote: string): ObjectSelection | null {
  const { around, count, visual } = context;
  const { from, to, text: line } = context.text.lineAt(context.pos);
  const escapes = context.options.quoteEscape;
  const col = context.pos - from;
  if (visual && (visual.anchor < from || visual.anchor > to)) return null;
  let anchor = visual ? visual.anchor - from : col;
  const isEmpty = anchor === col;
  const forward = anchor < col;
  const low = Math.min(anchor, col);
  const high = Math.max(anchor, col);
  /** The selection is exactly what is between two quotes. */
  const isInside =
    !isEmpty && line[low - 1] === quote && high < line.length && line[high + 1] === quote;
  const hasQuote = !isEmpty && line.slice(low, high + 1).includes(quote);

  let range: Range | null;
  if (!isEmpty && line[col] === quote) {
    range = beyondQuote(line, col, forward, quote, escapes);
  } else if (line[col] === quote || !isEmpty) {
    let first = col;
    if (!isEmpty) {
      first = forward ? nextQuote(line, col, quote, "") : previousQuote(line, col, quote, "");
    }
    range = pairedFromStart(line, first, quote, escapes);
  } else {
    range = aroundColumn(line, col, quote, escapes);
  }
  if (range === null) return null;

  let { start, end } = range;
  if (around) {
    if (isBlank(line[end + 1])) while (isBlank(line[end + 1])) end++;
    else while (start > 0 && isBlank(line[start - 1])) start--;
  }
  // The second `i"` takes the quotes too, as `2i"` does.
  const takesQuotes = around || count > 1 || isInside;
  if (!takesQuotes) start++;
  let head = end;
  let inclusive = false;
  if (takesQuotes) {
    head = nextColumn(line, end);
    inclusive = head >= line.length;
  }
  const result = { linewise: false, failed: false };
  if (!visual) {
    return { ...result, start: from + start, end: from + head, inclusive, mode: "v" };
  }
  const anchorIsFree =
    line[anchor] !== quote &&
    (forward
      ? anchor === 0 || line[anchor - 1] !== quote
      : anchor >= line.length || line[anchor + 1] !== quote);
  if (isEmpty || (forward && !hasQuote && (isInside || anchorIsFree))) anchor = start;
  if (isEmpty || forward) {
    head = head > 0 ? previousColumn(line, head) : head;
  } else {
    if (isInside || (!hasQuote && anchorIsFree)) anchor = head > 0 ? previousColumn(line, head) : 0;
    head = start;
  }
  const mode = visual.mode === "V" ? "v" : visual.mode;
  return { ...result, start: from + anchor, end: from + head, inclusive: true, mode };
}
