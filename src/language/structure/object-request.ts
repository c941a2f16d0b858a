/** What is asked about a text object. */
import type { Text } from "../../text/text.ts";
import type { ObjectSpan } from "./spans.ts";

export interface ObjectRequest {
  readonly text: Text;
  /** The cursor, UTF-16 offset. */
  readonly pos: number;
  /** What is selected already: the object must hold it and be larger; null: nothing. */
  readonly selected: { readonly from: number; readonly to: number } | null;
  /** 1: the innermost one. */
  readonly count: number;
  readonly around: boolean;
}

/** Whether a span takes more than what is selected. */
export function isLarger(span: ObjectSpan, { selected }: ObjectRequest): boolean {
  if (selected === null) return true;
  if (span.from > selected.from || span.to < selected.to) return false;
  return span.from < selected.from || span.to > selected.to;
}
