/**
 * What the terminal can do, from its environment, its terminfo entry, and (a moment later) its own
 * answers. Pure: what is not known is taken for missing, and an answer can only add or settle.
 */
import type { TerminalReply } from "./replies.ts";
import type { Terminfo } from "./terminfo.ts";
import type { TerminalStrings } from "./tput.ts";

export type ColourDepth = "24bit" | "256" | "16" | "8" | "mono";

export interface Capabilities {
  /** TERM, or "" when it is not set. */
  readonly term: string;
  readonly colours: ColourDepth;
  /** Mode 2026: a frame is shown whole. */
  readonly synchronizedUpdate: boolean;
  /** DECSTBM. */
  readonly scrollRegions: boolean;
  /** `CSI S` and `CSI T`. */
  readonly scrollCommands: boolean;
  /** Erasing takes the current background. */
  readonly bce: boolean;
  /** `CSI X`. */
  readonly ech: boolean;
  /** `CSI G`. */
  readonly columnAddress: boolean;
  /** SGR codes that switch one attribute off (22, 24, 27, 39); else everything is reset. */
  readonly attributeOff: boolean;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly reverse: boolean;
  readonly strikethrough: boolean;
  /** `SGR 4:3`. */
  readonly styledUnderline: boolean;
  /** `SGR 58`. */
  readonly underlineColour: boolean;
  /** OSC 8. */
  readonly hyperlinks: boolean;
  readonly cursorShape: "decscusr" | "linux" | "none";
  readonly hideCursor: boolean;
  readonly alternateScreen: boolean;
  readonly title: boolean;
  readonly bracketedPaste: boolean;
  readonly focus: boolean;
  readonly mouse: boolean;
  /** What is asked of the keyboard; "kitty" only after the terminal said that it has it. */
  readonly keyboard: "kitty" | "modifyOtherKeys" | "legacy";
  /** OSC 52 may be written. */
  readonly clipboard: boolean;
  /** DECAWM: wrapping at the right edge can be switched off. */
  readonly autowrap: boolean;
  /** The last cell of the screen can be written without scrolling it. */
  readonly lastCell: boolean;
  /** How much may be asked: "full" only where an unknown question is not printed. */
  readonly queries: "full" | "basic" | "none";
  /** The terminal was asked and draws ambiguous characters as wide as 'ambiwidth' says. */
  readonly trustAmbiguous: boolean;
  readonly multiplexer: "tmux" | "screen" | "mosh" | "none";
  readonly remote: boolean;
  /** The strings of a terminal that does not speak ANSI. */
  readonly strings: TerminalStrings | null;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Nothing but the moves, erases and plain text of ANSI: a dumb or unknown terminal. */
export const BARE: Capabilities = {
  term: "",
  colours: "mono",
  synchronizedUpdate: false,
  scrollRegions: false,
  scrollCommands: false,
  bce: false,
  ech: false,
  columnAddress: false,
  attributeOff: false,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  reverse: true,
  strikethrough: false,
  styledUnderline: false,
  underlineColour: false,
  hyperlinks: false,
  cursorShape: "none",
  hideCursor: false,
  alternateScreen: false,
  title: false,
  bracketedPaste: false,
  focus: false,
  mouse: false,
  keyboard: "legacy",
  clipboard: false,
  autowrap: false,
  lastCell: false,
  queries: "none",
  trustAmbiguous: false,
  multiplexer: "none",
  remote: false,
  strings: null,
};

/** Terminals of this family ignore what they do not know, so that more may be tried on them. */
const MODERN =
  /^(xterm|tmux|screen|rxvt|alacritty|kitty|foot|wezterm|ghostty|contour|konsole|gnome|vte|st-|st$|iterm|putty|mintty|ms-terminal|rio|mlterm|eterm)/;
const TRUE_COLOUR_PROGRAMS =
  /^(iTerm\.app|WezTerm|ghostty|vscode|Hyper|rio|Tabby|WarpTerminal|zed)$/;
const TRUE_COLOUR_TERMS = /^(xterm-)?(kitty|ghostty|alacritty|foot|wezterm|contour|rio)|-direct$/;

/** The capabilities before the terminal has answered anything. */
export function detectCapabilities(
  env: Environment,
  terminfo: Terminfo | null,
  strings: TerminalStrings | null = null,
): Capabilities {
  const term = env.TERM ?? "";
  const remote = Boolean(env.SSH_CONNECTION ?? env.SSH_CLIENT ?? env.SSH_TTY);
  const base = { ...BARE, term, remote };
  if (strings !== null) {
    return {
      ...base,
      strings,
      lastCell: terminfo !== null && (!terminfo.flag("am") || terminfo.flag("xenl")),
      bold: strings.bold !== null && strings.plain !== null,
      reverse: strings.reverse !== null && strings.plain !== null,
      underline: strings.underline !== null && strings.plain !== null,
    };
  }
  if (term === "" || term === "dumb" || term === "unknown") return base;
  const colours = colourDepth(env, terminfo, term);
  if (/^vt[1-5]\d\d/.test(term)) {
    const advanced = !/^vt1/.test(term);
    return {
      ...base,
      bold: true,
      underline: true,
      scrollRegions: true,
      ech: advanced,
      hideCursor: advanced,
      autowrap: true,
      lastCell: true,
      queries: "basic",
    };
  }
  if (/^linux/.test(term)) {
    return {
      ...base,
      colours,
      bold: true,
      underline: true,
      attributeOff: true,
      scrollRegions: true,
      bce: true,
      ech: true,
      columnAddress: true,
      hideCursor: true,
      bracketedPaste: true,
      cursorShape: "linux",
      autowrap: true,
      lastCell: true,
      queries: "basic",
    };
  }
  return MODERN.test(term.toLowerCase())
    ? modern(base, env, terminfo, colours)
    : fromTerminfo(base, terminfo, colours);
}

function modern(
  base: Capabilities,
  env: Environment,
  terminfo: Terminfo | null,
  colours: ColourDepth,
): Capabilities {
  const term = base.term;
  const inTmux = Boolean(env.TMUX) || /^tmux/.test(term);
  const inScreen = !inTmux && (/^screen/.test(term) || Boolean(env.STY));
  const styled = inTmux
    ? terminfo?.string("Smulx") !== null && terminfo !== null
    : /kitty|ghostty|foot|wezterm|contour|alacritty|rio/.test(term) || programIsModern(env);
  return {
    ...base,
    colours,
    scrollRegions: terminfo === null || terminfo.string("csr") !== null,
    scrollCommands: terminfo === null || terminfo.string("indn") !== null,
    // tmux erases with the background although its entries do not say so.
    bce: inTmux || (terminfo?.flag("bce") ?? false),
    ech: terminfo?.string("ech") != null || inTmux,
    columnAddress: true,
    attributeOff: true,
    bold: true,
    dim: true,
    italic: terminfo?.string("sitm") != null,
    underline: true,
    strikethrough: !inScreen && (terminfo?.string("smxx") != null || styled),
    styledUnderline: styled,
    underlineColour: styled,
    hyperlinks: !inScreen,
    cursorShape: inScreen ? "none" : "decscusr",
    hideCursor: true,
    alternateScreen: true,
    title: true,
    bracketedPaste: true,
    focus: true,
    mouse: true,
    keyboard: inScreen ? "legacy" : "modifyOtherKeys",
    clipboard: !inScreen,
    autowrap: true,
    lastCell: true,
    queries: inScreen ? "basic" : "full",
    multiplexer: inTmux ? "tmux" : inScreen ? "screen" : "none",
  };
}

function programIsModern(env: Environment): boolean {
  return (
    TRUE_COLOUR_PROGRAMS.test(env.TERM_PROGRAM ?? "") ||
    Boolean(env.KITTY_WINDOW_ID) ||
    Number(env.VTE_VERSION ?? 0) >= 5200
  );
}

/** A terminal of a name that says nothing: exactly what its entry promises. */
function fromTerminfo(
  base: Capabilities,
  terminfo: Terminfo | null,
  colours: ColourDepth,
): Capabilities {
  if (terminfo === null) return base;
  const has = (name: string): boolean => terminfo.string(name) !== null;
  return {
    ...base,
    colours,
    scrollRegions: has("csr"),
    scrollCommands: has("indn"),
    bce: terminfo.flag("bce"),
    ech: has("ech"),
    columnAddress: has("hpa"),
    bold: has("bold"),
    dim: has("dim"),
    italic: has("sitm"),
    underline: has("smul"),
    reverse: has("rev"),
    strikethrough: has("smxx"),
    hideCursor: has("civis"),
    lastCell: !terminfo.flag("am") || terminfo.flag("xenl"),
    alternateScreen: terminfo.string("smcup")?.includes("1049") ?? false,
    queries: "none",
  };
}

function colourDepth(env: Environment, terminfo: Terminfo | null, term: string): ColourDepth {
  if (env.NO_COLOR) return "mono";
  if (/^vt\d/.test(term) || /-(mono|m)$/.test(term)) return "mono";
  if (/^linux/.test(term)) return "8";
  if (/^(truecolor|24bit)$/i.test(env.COLORTERM ?? "")) return "24bit";
  if (terminfo?.flag("Tc") || terminfo?.flag("RGB") || (terminfo?.number("RGB") ?? -1) > 0) {
    return "24bit";
  }
  if (TRUE_COLOUR_TERMS.test(term)) return "24bit";
  const direct = !env.TMUX && !env.STY;
  if (direct && programIsModern(env)) return "24bit";
  const count = terminfo?.number("colors") ?? -1;
  if (count >= 256 || /256colou?r/.test(term)) return "256";
  if (count >= 16) return "16";
  if (count >= 8) return "8";
  if (terminfo !== null) return "mono";
  return MODERN.test(term.toLowerCase()) ? "8" : "mono";
}

/** The capabilities after one more answer of the terminal; the same object when nothing changes. */
export function withReply(
  caps: Capabilities,
  reply: TerminalReply,
  noColour: boolean,
): Capabilities {
  switch (reply.kind) {
    case "mode":
      // 1 set, 2 reset: it can be switched. 0 not known, 3 and 4 fixed.
      if (reply.mode !== 2026 || reply.state < 1 || reply.state > 2) return caps;
      return caps.multiplexer === "mosh" ? caps : { ...caps, synchronizedUpdate: true };
    case "kitty-flags":
      return caps.keyboard === "kitty" ? caps : { ...caps, keyboard: "kitty" };
    case "secondary-attributes":
      // Mosh answers for itself whatever it runs in, and knows few modes.
      if (reply.params.join(";") !== "1;10;0") return caps;
      return {
        ...caps,
        multiplexer: "mosh",
        synchronizedUpdate: false,
        keyboard: "legacy",
        styledUnderline: false,
        underlineColour: false,
        hyperlinks: false,
      };
    case "version":
      return withVersion(caps, reply.text, noColour);
    case "termcap":
      if (!reply.found) return caps;
      if (reply.name === "RGB" || reply.name === "Tc") {
        return noColour ? caps : { ...caps, colours: "24bit" };
      }
      return reply.name === "Smulx"
        ? { ...caps, styledUnderline: true, underlineColour: true }
        : caps;
    default:
      return caps;
  }
}

function withVersion(caps: Capabilities, text: string, noColour: boolean): Capabilities {
  const name = text.toLowerCase();
  if (/^tmux/.test(name)) return { ...caps, multiplexer: "tmux" };
  if (!/^(kitty|wezterm|foot|ghostty|contour|iterm2|alacritty|rio|mintty)/.test(name)) return caps;
  return {
    ...caps,
    colours: noColour ? caps.colours : "24bit",
    styledUnderline: true,
    underlineColour: true,
    strikethrough: true,
    italic: true,
  };
}

/**
 * Whether anything beyond ASCII may come out as garbage: a locale that is not UTF-8, or a terminal
 * whose font has no arrows and boxes (the Linux console, a VT100 and older).
 */
export function needsAscii(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || "";
  if (locale !== "" && !/utf-?8/i.test(locale)) return true;
  return /^(?:linux|vt\d+|dumb|cons25|ansi)/.test(env.TERM ?? "dumb");
}
