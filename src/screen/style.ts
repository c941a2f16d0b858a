/**
 * How a cell looks. A style is a value; the screen keeps small numbers for it (`StyleTable`), so
 * that two cells compare as integers.
 */

/**
 * A colour: `DEFAULT_COLOUR` (the terminal's own), a palette index 0-255, or `rgb(0xRRGGBB)`.
 */
export type Colour = number;

/** The terminal's own foreground or background, stated on purpose. */
export const DEFAULT_COLOUR: Colour = -1;

const RGB_BIT = 0x1000000;

/** The colour of a 24-bit number such as 0xff8800. */
export function rgb(value: number): Colour {
  return (value & 0xffffff) | RGB_BIT;
}

/** Whether a colour is a 24-bit one; `colour & 0xffffff` is then its value. */
export function isRgb(colour: Colour): boolean {
  return colour >= RGB_BIT;
}

/** The colour of `#rgb`, `#rrggbb`, a palette number, or "none"/"default"; null for anything else. */
export function parseColour(text: string): Colour | null {
  const name = text.trim().toLowerCase();
  if (name === "none" || name === "default") return DEFAULT_COLOUR;
  if (/^#[0-9a-f]{6}$/.test(name)) return rgb(Number.parseInt(name.slice(1), 16));
  if (/^#[0-9a-f]{3}$/.test(name)) {
    return rgb(Number.parseInt(name.slice(1).replace(/./g, "$&$&"), 16));
  }
  return /^\d{1,3}$/.test(name) && Number(name) < 256 ? Number(name) : null;
}

export type Underline = "line" | "double" | "curl" | "dotted" | "dashed";

/** What a style says; what it leaves out is inherited when it is laid over another one. */
export interface Style {
  readonly fg?: Colour | undefined;
  readonly bg?: Colour | undefined;
  /** The colour of the underline. */
  readonly sp?: Colour | undefined;
  readonly bold?: boolean | undefined;
  readonly dim?: boolean | undefined;
  readonly italic?: boolean | undefined;
  readonly underline?: Underline | false | undefined;
  readonly reverse?: boolean | undefined;
  readonly strikethrough?: boolean | undefined;
  /** The target of a hyperlink (OSC 8). */
  readonly link?: string | undefined;
}

/** The number of a style in its table; 0 is the terminal's plain look. */
export type StyleId = number;

/** The id of the plain style in every table. */
export const PLAIN: StyleId = 0;

/** Gives each different style one number, for as long as the screen lives. */
export class StyleTable {
  readonly #styles: Style[] = [{}];
  readonly #ids = new Map<string, StyleId>([[keyOf({}), PLAIN]]);
  readonly #over = new Map<number, StyleId>();
  readonly #capacity: number;

  /** `capacity` bounds what a hostile program can make the table hold. */
  constructor(capacity = 65_536) {
    this.#capacity = capacity;
  }

  /** How many styles the table holds. */
  get size(): number {
    return this.#styles.length;
  }

  /** The id of a style; PLAIN when the table is full and the style is new. */
  intern(style: Style): StyleId {
    const key = keyOf(style);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    if (this.#styles.length >= this.#capacity) return PLAIN;
    const id = this.#styles.length;
    this.#styles.push({ ...style });
    this.#ids.set(key, id);
    return id;
  }

  /** The style of an id that this table gave. */
  get(id: StyleId): Style {
    const style = this.#styles[id];
    if (style === undefined) {
      throw new Error(`No style ${id} in a table of ${this.#styles.length}`);
    }
    return style;
  }

  /** The id of `top` laid over `base`: what `top` leaves out shows through. */
  over(base: StyleId, top: StyleId): StyleId {
    if (top === PLAIN || base === top) return base;
    if (base === PLAIN) return top;
    const key = base * this.#capacity + top;
    const known = this.#over.get(key);
    if (known !== undefined) return known;
    const id = this.intern(overlaid(this.get(base), this.get(top)));
    if (this.#over.size > 200_000) this.#over.clear();
    this.#over.set(key, id);
    return id;
  }
}

/** `top` laid over `base`: what `top` leaves out shows through. */
function overlaid(base: Style, top: Style): Style {
  return {
    fg: top.fg ?? base.fg,
    bg: top.bg ?? base.bg,
    sp: top.sp ?? base.sp,
    bold: top.bold ?? base.bold,
    dim: top.dim ?? base.dim,
    italic: top.italic ?? base.italic,
    underline: top.underline ?? base.underline,
    reverse: top.reverse ?? base.reverse,
    strikethrough: top.strikethrough ?? base.strikethrough,
    link: top.link ?? base.link,
  };
}

function keyOf(style: Style): string {
  const flag = (value: boolean | undefined): string =>
    value === undefined ? "" : value ? "1" : "0";
  return [
    style.fg ?? "",
    style.bg ?? "",
    style.sp ?? "",
    flag(style.bold),
    flag(style.dim),
    flag(style.italic),
    style.underline ?? "",
    flag(style.reverse),
    flag(style.strikethrough),
    style.link ?? "",
  ].join("|");
}
