/**
 * The styles of a terminal's cells by number, in the order of their first use. A program can ask for
 * more styles than anybody can keep: when many are known, new ones lose precision and then their
 * colours, so that the book stays small.
 */
import { rgb, type Style, type Underline } from "../../screen/style.ts";
import type { Links } from "./links.ts";
import { BACKGROUND, COLOUR, FOREGROUND, type XtermExtended } from "./xterm.ts";

/** From here on colours are taken as one of 4096, then as none. */
const MANY = 12_000;
const MOST = 16_000;
/** Styles that have a link; a link further is drawn as plain text. */
const MOST_LINKED = 4000;

const FOREGROUND_BITS =
  FOREGROUND.inverse |
  FOREGROUND.bold |
  FOREGROUND.underline |
  FOREGROUND.strikethrough |
  COLOUR.mode |
  COLOUR.value;
const BACKGROUND_BITS = BACKGROUND.italic | BACKGROUND.dim | COLOUR.mode | COLOUR.value;

const UNDERLINES: readonly Underline[] = ["line", "line", "double", "curl", "dotted", "dashed"];

export class StyleBook {
  readonly #links: Links;
  readonly #styles: Style[] = [{}];
  /** By background, then foreground: those without extended attributes. */
  readonly #plain = new Map<number, Map<number, number>>();
  readonly #keys = new Map<string, number>();
  /** Per extended attributes, which cells share: its number of foreground and background. */
  #taken = 1;
  #linked = 0;
  #rawCount = 0;

  constructor(links: Links) {
    this.#links = links;
  }

  get size(): number {
    return this.#styles.length;
  }

  /** Those that nobody has taken yet. */
  take(): readonly Style[] {
    const styles = this.#styles.slice(this.#taken);
    this.#taken = this.#styles.length;
    return styles;
  }

  /** The number of a cell's style, from its numbers in xterm. */
  number(fg: number, bg: number, extended: XtermExtended | undefined): number {
    if (extended !== undefined && (bg & BACKGROUND.extended) !== 0) {
      return this.#keep(this.#style(fg, bg, extended));
    }
    const foreground = fg & FOREGROUND_BITS;
    const background = bg & BACKGROUND_BITS;
    if (foreground === 0 && background === 0) return 0;
    let row = this.#plain.get(background);
    if (row === undefined) this.#plain.set(background, (row = new Map()));
    let number = row.get(foreground);
    if (number === undefined) {
      number = this.#keep(this.#style(fg, bg, undefined));
      if (++this.#rawCount > 4 * MOST) {
        this.#plain.clear();
        this.#rawCount = 0;
      } else row.set(foreground, number);
    }
    return number;
  }

  #keep(style: Style): number {
    const count = this.#styles.length;
    let kept = style;
    if (kept.link !== undefined && this.#linked >= MOST_LINKED) kept = { ...kept, link: undefined };
    const key = keyOf(kept);
    const known = this.#keys.get(key);
    if (known !== undefined) return known;
    if (count >= MANY) {
      const few = fewer(kept, count >= MOST);
      const coarse = keyOf(few);
      const found = this.#keys.get(coarse);
      if (found !== undefined) return found;
      // Without colours and links there are fewer styles than `MOST` leaves room for.
      return this.#add(few, coarse);
    }
    return this.#add(kept, key);
  }

  #add(style: Style, key: string): number {
    const number = this.#styles.length;
    this.#styles.push(style);
    this.#keys.set(key, number);
    if (style.link !== undefined) this.#linked++;
    return number;
  }

  #style(fg: number, bg: number, extended: XtermExtended | undefined): Style {
    const style: { -readonly [K in keyof Style]: Style[K] } = {};
    const foreground = colourOf(fg);
    const background = colourOf(bg);
    if (foreground !== undefined) style.fg = foreground;
    if (background !== undefined) style.bg = background;
    if ((fg & FOREGROUND.bold) !== 0) style.bold = true;
    if ((bg & BACKGROUND.dim) !== 0) style.dim = true;
    if ((bg & BACKGROUND.italic) !== 0) style.italic = true;
    if ((fg & FOREGROUND.inverse) !== 0) style.reverse = true;
    if ((fg & FOREGROUND.strikethrough) !== 0) style.strikethrough = true;
    const ext = extended?._ext ?? 0;
    if ((fg & FOREGROUND.underline) !== 0) {
      style.underline = UNDERLINES[(ext >>> 26) & 7] ?? "line";
      const colour = ext === 0 ? undefined : colourOf(ext);
      if (colour !== undefined) style.sp = colour;
    }
    const link = extended === undefined ? undefined : this.#links.target(extended.urlId);
    if (link !== undefined) style.link = link;
    return style;
  }
}

function colourOf(bits: number): number | undefined {
  const mode = bits & COLOUR.mode;
  if (mode === 0) return undefined;
  return mode === COLOUR.rgb ? rgb(bits & COLOUR.value) : bits & COLOUR.index;
}

function fewer(style: Style, none: boolean): Style {
  const colour = (value: number | undefined) =>
    none ? undefined : value !== undefined && value > 255 ? rgb(value & 0xc0c0c0) : value;
  return {
    ...style,
    fg: colour(style.fg),
    bg: colour(style.bg),
    sp: undefined,
    link: undefined,
    underline: style.underline === undefined ? undefined : "line",
  };
}

function keyOf(style: Style): string {
  const { fg, bg, sp, underline, link } = style;
  const bits =
    (style.bold ? 1 : 0) |
    (style.dim ? 2 : 0) |
    (style.italic ? 4 : 0) |
    (style.reverse ? 8 : 0) |
    (style.strikethrough ? 16 : 0);
  return `${fg ?? ""},${bg ?? ""},${sp ?? ""},${bits},${underline || ""},${link ?? ""}`;
}
