/** The nearest colour that a terminal of a given depth has. */
import { type Colour, isRgb } from "../screen/style.ts";

/** xterm's first sixteen colours, as 0xRRGGBB. */
const BASIC = [
  0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f,
  0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
];
const LEVELS = [0, 95, 135, 175, 215, 255];

/** The palette index 16-255 nearest to a 24-bit colour (`rgb(...)`); a palette index stays. */
export function to256(colour: Colour): number {
  if (!isRgb(colour)) return colour;
  const value = colour & 0xffffff;
  const r = nearestLevel(value >> 16);
  const g = nearestLevel((value >> 8) & 255);
  const b = nearestLevel(value & 255);
  const cube = (LEVELS[r]! << 16) | (LEVELS[g]! << 8) | LEVELS[b]!;
  const mean = ((value >> 16) + ((value >> 8) & 255) + (value & 255)) / 3;
  const step = Math.max(0, Math.min(23, Math.round((mean - 8) / 10)));
  const level = 8 + step * 10;
  const grey = (level << 16) | (level << 8) | level;
  return distance(value, grey) < distance(value, cube) ? 232 + step : 16 + r * 36 + g * 6 + b;
}

/**
 * The index 0-15 nearest to a colour of any kind. A colour keeps its hue: what a pale red says is
 * "red", though grey may be nearer.
 */
export function to16(colour: Colour): number {
  if (!isRgb(colour) && colour < 16) return colour;
  const value = isRgb(colour) ? colour & 0xffffff : paletteValue(colour);
  const coloured = chroma(value) >= COLOURED;
  let best = coloured ? 1 : 0;
  for (let i = best + 1; i < 16; i++) {
    if (chroma(BASIC[i]!) > 0 !== coloured) continue;
    if (distance(vivid(value), BASIC[i]!) < distance(vivid(value), BASIC[best]!)) best = i;
  }
  return best;

  function vivid(of: number): number {
    return coloured ? stretch(of) : of;
  }
}

/** From this difference of its strongest and weakest part on (0-255) a colour is no grey. */
const COLOURED = 64;

function chroma(value: number): number {
  const parts = [value >> 16, (value >> 8) & 255, value & 255];
  return Math.max(...parts) - Math.min(...parts);
}

/** The same hue and brightness with the weakest part at zero. */
function stretch(value: number): number {
  const parts = [value >> 16, (value >> 8) & 255, value & 255];
  const most = Math.max(...parts);
  const least = Math.min(...parts);
  const [r, g, b] = parts.map((part) => Math.round(((part - least) / (most - least)) * most));
  return (r! << 16) | (g! << 8) | b!;
}

/** The 0xRRGGBB of a palette index, as xterm defines it. */
function paletteValue(index: number): number {
  if (index < 16) return BASIC[index]!;
  if (index >= 232) return (8 + (index - 232) * 10) * 0x010101;
  const cube = index - 16;
  const r = LEVELS[Math.floor(cube / 36)]!;
  return (r << 16) | (LEVELS[Math.floor(cube / 6) % 6]! << 8) | LEVELS[cube % 6]!;
}

function nearestLevel(value: number): number {
  let best = 0;
  for (let i = 1; i < LEVELS.length; i++) {
    if (Math.abs(LEVELS[i]! - value) < Math.abs(LEVELS[best]! - value)) best = i;
  }
  return best;
}

/** Squared distance with the eye's weights, roughly. */
function distance(a: number, b: number): number {
  const r = (a >> 16) - (b >> 16);
  const g = ((a >> 8) & 255) - ((b >> 8) & 255);
  const blue = (a & 255) - (b & 255);
  return 2 * r * r + 4 * g * g + 3 * blue * blue;
}
