/** Styles as SGR sequences: the shortest way from one style to another. */
import { type Colour, DEFAULT_COLOUR, isRgb, type Style } from "../screen/style.ts";
import type { Capabilities } from "./capabilities.ts";
import { to16, to256 } from "./colour.ts";

const UNDERLINES = { line: "4", double: "4:2", curl: "4:3", dotted: "4:4", dashed: "4:5" } as const;

/** A style reduced to what this terminal shows, as SGR parameters by attribute. */
export interface Look {
  readonly fg: string;
  readonly bg: string;
  readonly underlineColour: string;
  readonly underline: string;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly reverse: boolean;
  readonly strikethrough: boolean;
  readonly link: string;
}

/** Bright black. */
const GREY = 8;

/** What of a style a terminal shows; `lowband` leaves out decoration and long colours. */
export function lookOf(style: Style, caps: Capabilities, lowband: boolean): Look {
  const fg = style.fg ?? DEFAULT_COLOUR;
  const bg = style.bg ?? DEFAULT_COLOUR;
  // Eight colours have a bright form only in bold. Bold black may be black, so grey
  // is dim white, or cyan where nothing is dim.
  const index = caps.colours === "8" && fg !== DEFAULT_COLOUR ? to16(fg) : 0;
  const brightens = index > GREY;
  const mono = caps.colours === "mono";
  // Without colours nothing else tells what is struck out or is not in the text yet.
  const struck = mono && !caps.strikethrough && style.strikethrough === true;
  const leaning = mono && !caps.italic && style.italic === true;
  const underline = style.underline ? style.underline : "";
  const styled = caps.styledUnderline && !lowband && underline !== "";
  const line = styled ? UNDERLINES[underline] : "4";
  return {
    fg: colourCode(fg, caps, lowband, 3),
    bg: colourCode(bg, caps, lowband, 4),
    underlineColour:
      underline !== "" && style.sp !== undefined && caps.underlineColour && !lowband
        ? underlineColourCode(style.sp, caps)
        : "",
    underline: !caps.underline || (underline === "" && !leaning) ? "" : line,
    bold: caps.bold && (style.bold === true || brightens),
    dim: caps.dim && (style.dim === true || index === GREY),
    italic: caps.italic && style.italic === true && !lowband,
    reverse: caps.reverse && (style.reverse === true || struck),
    strikethrough: caps.strikethrough && style.strikethrough === true,
    link: caps.hyperlinks && !lowband ? safeLink(style.link) : "",
  };
}

function colourCode(colour: Colour, caps: Capabilities, lowband: boolean, ground: 3 | 4): string {
  if (colour === DEFAULT_COLOUR || caps.colours === "mono") return "";
  if (caps.colours === "24bit" && isRgb(colour) && !lowband) {
    return `${ground}8;2;${rgbParts(colour).join(";")}`;
  }
  if (caps.colours === "24bit" || caps.colours === "256") {
    const index = to256(colour);
    return index < 16 ? basicCode(index, ground) : `${ground}8;5;${index}`;
  }
  const index = to16(colour);
  if (caps.colours !== "8") return basicCode(index, ground);
  if (index === GREY && ground === 3) return caps.dim ? "37" : "36";
  return basicCode(index & 7, ground);
}

function basicCode(index: number, ground: 3 | 4): string {
  return index < 8 ? `${ground}${index}` : `${ground === 3 ? 9 : 10}${index - 8}`;
}

function underlineColourCode(colour: Colour, caps: Capabilities): string {
  if (colour === DEFAULT_COLOUR || caps.colours === "mono") return "";
  return caps.colours === "24bit" && isRgb(colour)
    ? `58:2::${rgbParts(colour).join(":")}`
    : `58:5:${to256(colour)}`;
}

function rgbParts(colour: Colour): [number, number, number] {
  return [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255];
}

/** A link target is dropped when it holds anything but printable ASCII. */
function safeLink(link: string | undefined): string {
  return link !== undefined && link.length <= 2000 && /^[!-~]+$/.test(link) ? link : "";
}

const NOTHING: Look = {
  fg: "",
  bg: "",
  underlineColour: "",
  underline: "",
  bold: false,
  dim: false,
  italic: false,
  reverse: false,
  strikethrough: false,
  link: "",
};

/** The bytes that change the terminal from one look (null: not known) to another. */
export function lookChange(from: Look | null, to: Look, caps: Capabilities): string {
  const link = (from?.link ?? "") === to.link ? "" : `\x1b]8;;${to.link}\x1b\\`;
  return sgrChange(from, to, caps) + link;
}

function sgrChange(from: Look | null, to: Look, caps: Capabilities): string {
  const ons = additions(NOTHING, to);
  const reset = ons.length === 0 ? "\x1b[m" : `\x1b[0;${ons.join(";")}m`;
  if (from === null) return reset;
  if (!caps.attributeOff) {
    const gone = removals(from, to);
    const added = additions(from, to);
    if (gone.length > 0) return reset;
    return added.length === 0 ? "" : `\x1b[${added.join(";")}m`;
  }
  const codes = [...removals(from, to), ...additions(afterRemovals(from, to), to)];
  if (codes.length === 0) return "";
  const delta = `\x1b[${codes.join(";")}m`;
  return delta.length < reset.length ? delta : reset;
}

function removals(from: Look, to: Look): string[] {
  const codes: string[] = [];
  if ((from.bold && !to.bold) || (from.dim && !to.dim)) codes.push("22");
  if (from.italic && !to.italic) codes.push("23");
  if (from.underline !== "" && to.underline === "") codes.push("24");
  if (from.reverse && !to.reverse) codes.push("27");
  if (from.strikethrough && !to.strikethrough) codes.push("29");
  if (from.fg !== "" && to.fg === "") codes.push("39");
  if (from.bg !== "" && to.bg === "") codes.push("49");
  if (from.underlineColour !== "" && to.underlineColour === "") codes.push("59");
  return codes;
}

/** 22 ends bold and dim together, so that the one which stays must be set again. */
function afterRemovals(from: Look, to: Look): Look {
  const both = (from.bold && !to.bold) || (from.dim && !to.dim);
  return both ? { ...from, bold: false, dim: false } : from;
}

function additions(from: Look, to: Look): string[] {
  const codes: string[] = [];
  if (to.bold && !from.bold) codes.push("1");
  if (to.dim && !from.dim) codes.push("2");
  if (to.italic && !from.italic) codes.push("3");
  if (to.underline !== "" && to.underline !== from.underline) codes.push(to.underline);
  if (to.reverse && !from.reverse) codes.push("7");
  if (to.strikethrough && !from.strikethrough) codes.push("9");
  if (to.fg !== "" && to.fg !== from.fg) codes.push(to.fg);
  if (to.bg !== "" && to.bg !== from.bg) codes.push(to.bg);
  if (to.underlineColour !== "" && to.underlineColour !== from.underlineColour) {
    codes.push(to.underlineColour);
  }
  return codes;
}
