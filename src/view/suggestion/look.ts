/** How suggestions look in the theme at hand: styles, and the signs that speak without colours. */
import { DEFAULT_COLOUR, isRgb, rgb, type StyleId } from "../../screen/style.ts";
import type { Palette } from "../palette.ts";

/** The share of a colour that a ghost keeps; the rest is the paper behind it. */
const GHOST_SHARE = 0.62;
/** As a ratio by WCAG, when that asks for more of the colour. */
const LEAST_CONTRAST = 3.5;

export interface Signs {
  readonly to: string;
  readonly tab: string;
  readonly up: string;
  readonly down: string;
  readonly more: string;
  readonly bar: string;
  readonly open: string;
  readonly close: string;
}

const FANCY: Signs = {
  to: "→",
  tab: "⇥",
  up: "↑",
  down: "↓",
  more: "…",
  bar: "▎",
  open: "‹",
  close: "›",
};
const ASCII: Signs = {
  to: "->",
  tab: "->|",
  up: "^",
  down: "v",
  more: "..",
  bar: "|",
  open: "<",
  close: ">",
};

export class SuggestionLook {
  readonly palette: Palette;
  readonly ascii: boolean;
  /** There are no colours: ghosts stand between marks. */
  readonly plain: boolean;
  /** The paper of a box has no colour: it stands between bars. */
  readonly bars: boolean;
  readonly signs: Signs;
  readonly box: StyleId;
  readonly edge: StyleId;
  readonly pill: StyleId;
  readonly pillKey: StyleId;
  readonly hint: StyleId;
  /** Laid over what is there. */
  readonly add: StyleId;
  readonly remove: StyleId;
  readonly place: StyleId;
  private readonly ghosts = new Map<string, StyleId>();

  constructor(palette: Palette, ascii: boolean, plain: boolean) {
    this.palette = palette;
    this.ascii = ascii;
    this.plain = plain;
    const { theme, table } = palette;
    this.box = palette.on("tab.box");
    this.bars = plain || (table.get(this.box).bg ?? DEFAULT_COLOUR) === DEFAULT_COLOUR;
    const signs = ascii ? ASCII : FANCY;
    this.signs = this.bars && !ascii ? { ...signs, bar: "│" } : signs;
    this.edge = table.over(this.box, theme.id("tab.box.edge"));
    this.pill = palette.on("tab.pill");
    this.pillKey = table.over(this.pill, theme.id("tab.pill.key"));
    this.hint = theme.id("tab.hint");
    this.add = theme.id("tab.add");
    this.remove = theme.id("tab.delete");
    this.place = theme.id("tab.place");
  }

  /** The style of ghost text of a syntax group over what is in the cell. */
  ghost(group: string | null, under: StyleId): StyleId {
    return this.palette.table.over(under, this.ghostStyle(group));
  }

  private ghostStyle(group: string | null): StyleId {
    const { palette } = this;
    const plain = palette.theme.id("ui.ghost");
    if (group === null) return plain;
    let style = this.ghosts.get(group);
    if (style === undefined) {
      style = this.blended(group) ?? plain;
      this.ghosts.set(group, style);
    }
    return style;
  }

  /** The colour of a group, nearer to the paper; null where colours cannot be mixed. */
  private blended(group: string): StyleId | null {
    const { table, theme, text } = this.palette;
    const fg = theme.style(group)?.fg;
    const bg = table.get(text).bg;
    if (fg === undefined || bg === undefined || !isRgb(fg) || !isRgb(bg)) return null;
    let share = GHOST_SHARE;
    while (share < 1 && contrast(mixed(bg, fg, share), bg) < LEAST_CONTRAST) share += 0.06;
    return table.over(
      theme.id("ui.ghost"),
      table.intern({ fg: rgb(mixed(bg, fg, Math.min(1, share))) }),
    );
  }

  /** The style of a syntax group on the paper of a box. */
  onPaper(group: string | null, paper: StyleId): StyleId {
    const { table, theme } = this.palette;
    // Colours of text would be papers of many colours.
    if (group === null || table.get(paper).reverse) return paper;
    return table.over(paper, theme.id(group));
  }

  /** The style of a sign, `+`, `-` or another one, over what is in the cell. */
  sign(text: string, under: StyleId): StyleId {
    const kind = text === "-" ? ".delete" : text === "+" ? ".add" : "";
    return this.over(under, this.palette.theme.id(`tab.sign${kind}`));
  }

  over(under: StyleId, top: StyleId): StyleId {
    return this.palette.table.over(under, top);
  }
}

/** From `a` a share of the way to `b`. */
function mixed(a: number, b: number, share: number): number {
  let out = 0;
  for (const shift of [16, 8, 0]) {
    const from = (a >> shift) & 255;
    out |= Math.round(from + (((b >> shift) & 255) - from) * share) << shift;
  }
  return out;
}

function contrast(a: number, b: number): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: number): number {
  const part = (shift: number): number => {
    const value = ((colour >> shift) & 255) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0);
}
