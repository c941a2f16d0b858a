/** What is switched on when the editor takes the terminal, and off again when it gives it back. */
import type { Capabilities } from "./capabilities.ts";

export interface ModeOptions {
  /** The option 'mouse' is not empty. */
  readonly mouse: boolean;
  /** The option 'title': the window's title is saved and restored. */
  readonly title: boolean;
}

/** Kitty flags: 1 keys that are ambiguous as escape codes, 4 alternate keys. */
const KITTY_FLAGS = 5;

/** The bytes that take the terminal over. They may be sent again after a suspend. */
export function enterModes(caps: Capabilities, options: ModeOptions): string {
  if (caps.strings !== null) return caps.strings.enter;
  let out = "";
  if (caps.alternateScreen) out += "\x1b[?1049h";
  if (caps.title && options.title) out += "\x1b[22;2t";
  // Without wrapping, a cluster that is wider than thought stays in its row.
  if (caps.autowrap) out += "\x1b[?7l";
  if (caps.bracketedPaste) out += "\x1b[?2004h";
  if (caps.focus) out += "\x1b[?1004h";
  if (caps.mouse && options.mouse) out += mouseModes(true);
  if (caps.keyboard !== "legacy") {
    if (caps.multiplexer === "none") out += `\x1b[>${KITTY_FLAGS}u`;
    out += "\x1b[>4;2m";
  }
  return out;
}

/** The bytes that give the terminal back as it was; harmless when sent twice. */
export function leaveModes(caps: Capabilities, options: ModeOptions, rows: number): string {
  if (caps.strings !== null) {
    return (caps.strings.plain ?? "") + caps.strings.move(rows - 1, 0) + caps.strings.leave;
  }
  let out = "\x1b[m";
  if (caps.hyperlinks) out += "\x1b]8;;\x1b\\";
  if (caps.synchronizedUpdate) out += "\x1b[?2026l";
  if (caps.keyboard !== "legacy") {
    out += "\x1b[>4m";
    if (caps.multiplexer === "none") out += "\x1b[<u";
  }
  if (caps.mouse && options.mouse) out += mouseModes(false);
  if (caps.focus) out += "\x1b[?1004l";
  if (caps.bracketedPaste) out += "\x1b[?2004l";
  if (caps.scrollRegions) out += "\x1b[r";
  if (caps.autowrap) out += "\x1b[?7h";
  if (caps.cursorShape === "decscusr") out += "\x1b[0 q";
  if (caps.cursorShape === "linux") out += "\x1b[?0c";
  if (caps.hideCursor) out += "\x1b[?25h";
  if (caps.alternateScreen) out += "\x1b[?1049l";
  else out += `\x1b[${rows};1H\x1b[J\r\n`;
  if (caps.title && options.title) out += "\x1b[23;2t";
  return out;
}

/** Button, drag and wheel reports in SGR form. */
export function mouseModes(on: boolean): string {
  const letter = on ? "h" : "l";
  return `\x1b[?1002${letter}\x1b[?1006${letter}`;
}

/** The last question of a round: every terminal answers it. */
export const SENTINEL = "\x1b[c";

/** A box drawing line; where the cursor stands after it tells how wide the terminal draws it. */
const AMBIGUOUS_PROBE = "\r\u2500\x1b[6n\r\x1b[K";

export interface Questions {
  readonly bytes: string;
  /** How many cursor position reports will come. */
  readonly positions: number;
}

/** What is asked once at the start; nothing waits for the answers. */
export function questions(caps: Capabilities): Questions {
  if (caps.queries === "none") return { bytes: "", positions: 0 };
  if (caps.queries === "basic") return { bytes: SENTINEL, positions: 0 };
  const inside = caps.multiplexer !== "none";
  let out = AMBIGUOUS_PROBE;
  out += "\x1b[?u\x1b[?2026$p\x1b[>c\x1b[>q\x1b]11;?\x1b\\";
  // XTGETTCAP of RGB, Tc and Smulx; a multiplexer would not answer.
  if (!inside) out += "\x1bP+q524742;5463;536d756c78\x1b\\";
  return { bytes: out + SENTINEL, positions: 1 };
}

/** The window's title, cut to a line of printable characters. */
export function titleBytes(title: string): string {
  const clean = Array.from(title.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ""));
  return `\x1b]2;${clean.slice(0, 200).join("")}\x1b\\`;
}
