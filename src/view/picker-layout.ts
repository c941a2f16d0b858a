/** Where the parts of a picker are, for any size of screen. */
import type { Rect } from "../screen/layer.ts";

export interface PickerLayout {
  /** The row with the prompt. */
  readonly prompt: Rect;
  /** A line with the note; null where there is no room. */
  readonly rule: Rect | null;
  readonly list: Rect;
  /** The preview with its title row; null where there is no room. */
  readonly preview: Rect | null;
  /** The preview is beside the list, with a line between them. */
  readonly beside: boolean;
}

const WIDE = 100;
/** Rows for list and preview that are worth dividing. */
const DIVISIBLE = 14;
const WITH_RULE = 8;

/** Divides an area of at least one row. Below 100 columns the preview is below the list. */
export function pickerLayout(area: Rect, wantsPreview: boolean): PickerLayout {
  const { row, col, rows, cols } = area;
  const prompt = { row, col, rows: 1, cols };
  const hasRule = rows >= WITH_RULE;
  const rule = hasRule ? { row: row + 1, col, rows: 1, cols } : null;
  const top = row + (hasRule ? 2 : 1);
  const left = Math.max(0, row + rows - top);
  const whole = { row: top, col, rows: left, cols };
  if (!wantsPreview || left < 3) return { prompt, rule, list: whole, preview: null, beside: false };
  if (cols >= WIDE) {
    const width = Math.floor(cols / 2) - 1;
    const preview = { row: top, col: col + cols - width, rows: left, cols: width };
    return { prompt, rule, list: { ...whole, cols: cols - width - 1 }, preview, beside: true };
  }
  if (left < DIVISIBLE) return { prompt, rule, list: whole, preview: null, beside: false };
  const height = Math.floor(left / 2);
  const preview = { row: top + left - height, col, rows: height, cols };
  return { prompt, rule, list: { ...whole, rows: left - height }, preview, beside: false };
}

/** The first row of a list that is shown, so that `selected` is seen; `top` is the last one's. */
export function listTop(top: number, selected: number, rows: number, count: number): number {
  const margin = Math.min(2, Math.floor((rows - 1) / 2));
  let first = top;
  if (selected < first + margin) first = selected - margin;
  if (selected > first + rows - 1 - margin) first = selected - rows + 1 + margin;
  return Math.max(0, Math.min(first, count - rows));
}
