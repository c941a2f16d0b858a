/** What a selection covers. */
import { afterCharacter } from "../motion/walker.ts";
import { rowEnd, rowOf, rowStart, type Text } from "../text.ts";
import type { ObjectSelection } from "./contract.ts";

/**
 * The plain span of a selection, `to` exclusive; a linewise one runs from a row's start to a row's
 * end, without the line break. The rules of `:help exclusive` are not applied.
 */
export function spanOf(
  text: Text,
  selection: ObjectSelection,
): { readonly from: number; readonly to: number; readonly linewise: boolean } {
  const low = Math.min(selection.start, selection.end);
  const high = Math.max(selection.start, selection.end);
  if (selection.linewise) {
    return {
      from: rowStart(text, rowOf(text, low)),
      to: rowEnd(text, rowOf(text, high)),
      linewise: true,
    };
  }
  const to = selection.inclusive ? afterCharacter(text, high) : high;
  return { from: low, to, linewise: false };
}
