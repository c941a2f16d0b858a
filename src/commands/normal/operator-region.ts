/** What operators in upper case work on: whole rows, or a block to the ends of its rows. */
import { blockToEnd, lineRegion } from "../region.ts";
import type { OperatorCall } from "./types.ts";

/** Rows between two looks for CTRL-C. */
export const POLL_ROWS = 512;

/** A copy of the call with the region as whole rows; blocks reach to the line's end. */
export function upperCase(call: OperatorCall, toEnd: boolean): OperatorCall {
  const { region, win } = call;
  if (region.kind === "<C-v>") {
    return toEnd ? { ...call, region: blockToEnd(win, region) } : call;
  }
  return {
    ...call,
    region: lineRegion(win, region.firstRow, region.lastRow, lineStart(call), true),
  };
}

/** Where the cursor goes when a charwise selection is taken as rows: as if it had been linewise. */
export function lineStart({ editor, doc, region }: OperatorCall): number {
  const headFirst = editor.modal.lastVisual.get(doc)?.headFirst && !editor.modal.redoing;
  if (headFirst && region.firstRow < region.lastRow) {
    return region.kind === "V" ? region.start : region.from;
  }
  return doc.text.line(region.firstRow + 1).from;
}
