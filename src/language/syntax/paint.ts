/** Captures, which overlap, become spans, which do not: what lies deeper or is said later wins. */

export interface Paint {
  from: number;
  to: number;
  /** A highlight group; empty for the look of plain text. */
  group: string;
  /** Among captures of the same text the highest counts. */
  order: number;
}

/** `[from, to)` in one group; UTF-16 offsets. */
export interface Painted {
  readonly from: number;
  readonly to: number;
  readonly group: string;
}

function byPlace(a: Paint, b: Paint): number {
  return a.from - b.from || b.to - a.to || a.order - b.order;
}

/** The spans of `[from, to)`, in order, none of them empty; neighbours differ in group. */
export function flatten(paints: Paint[], from: number, to: number): Painted[] {
  paints.sort(byPlace);
  const spans: { from: number; to: number; group: string }[] = [];
  const open: Paint[] = [];
  let at = from;
  const emit = (end: number, group: string): void => {
    const stop = Math.min(end, to);
    if (stop <= at) return;
    if (group !== "") {
      const last = spans[spans.length - 1];
      if (last && last.to === at && last.group === group) last.to = stop;
      else spans.push({ from: at, to: stop, group });
    }
    at = stop;
  };
  const closeUntil = (end: number): void => {
    for (let top = open[open.length - 1]; top && top.to <= end; top = open[open.length - 1]) {
      emit(top.to, top.group);
      open.pop();
    }
  };
  for (const paint of paints) {
    if (paint.from >= to) break;
    if (paint.to <= from || paint.to <= paint.from) continue;
    closeUntil(paint.from);
    const top = open[open.length - 1];
    if (top) emit(paint.from, top.group);
    else at = Math.max(at, Math.min(paint.from, to));
    open.push(paint);
  }
  closeUntil(Number.POSITIVE_INFINITY);
  return spans;
}
