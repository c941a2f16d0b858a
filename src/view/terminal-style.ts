/**
 * Styles that programs in terminals ask for, in the table of the screen. The table is for the whole
 * editor and keeps what it has: a program that shows millions of colours gets fewer shades of them.
 */
import {
  type Colour,
  isRgb,
  rgb,
  type Style,
  type StyleId,
  type StyleTable,
} from "../screen/style.ts";

/** With so many styles in the table, new colours are rounded to 16 steps, then to 4, then left out. */
const LIMITS = [
  { styles: 12_000, mask: 0xf0f0f0 },
  { styles: 24_000, mask: 0xc0c0c0 },
] as const;
const FULL = 40_000;

export function terminalStyle(table: StyleTable, style: Style): StyleId {
  const { size } = table;
  if (size < LIMITS[0].styles) return table.intern(style);
  if (size >= FULL) {
    const { fg, bg, sp, link, ...rest } = style;
    return table.intern({
      ...rest,
      ...(fg !== undefined && !isRgb(fg) ? { fg } : {}),
      ...(bg !== undefined && !isRgb(bg) ? { bg } : {}),
    });
  }
  const mask = size < LIMITS[1].styles ? LIMITS[0].mask : LIMITS[1].mask;
  const rounded = (colour: Colour | undefined): Colour | undefined =>
    colour !== undefined && isRgb(colour) ? rgb(colour & mask) : colour;
  return table.intern({
    ...style,
    fg: rounded(style.fg),
    bg: rounded(style.bg),
    sp: undefined,
    link: undefined,
  });
}
