/**
 * What programs ask of their terminal beside drawing. Answers go to the program alone and have fixed
 * forms; what reaches the editor is text without control characters, of a bounded length and not too
 * often. What is not known is swallowed: images, file transfers, changes of colours.
 */
import { isSpecial, measureCluster } from "../../base/width.ts";
import { KeyboardFlags } from "./keyboard-flags.ts";
import type { Xterm } from "./xterm.ts";

/** 0xRRGGBB each. */
export interface TerminalColours {
  readonly foreground: number;
  readonly background: number;
}

export interface RequestPorts {
  /** To the program. */
  answer(data: string): void;
  title(title: string): void;
  bell(): void;
  clipboard(text: string): void;
  notify(text: string): void;
  cwd(path: string): void;
  /** Marks of a shell; true: it was one. */
  mark(number: number, data: string): boolean;
  /** ESC c: everything as at the start. */
  reset(): void;
  /** A picture that was held back is complete. */
  complete(): void;
  /** What is said of the terminal's colours; null: nothing. */
  colours(): TerminalColours | null;
  /** The host's name, which paths may have. */
  readonly host: string;
}

const LONGEST_TITLE = 256;
const LONGEST_NOTE = 500;
const LONGEST_PATH = 4096;
/** Of the decoded text. */
const LONGEST_CLIP = 1 << 20;
const MARK_NUMBERS = [133, 633, 1337];
/** Colours of the palette: headless, nothing changes with them; their parsing can be made to take hours. */
const SWALLOWED = [4, 5, 6, 13, 14, 15, 16, 17, 18, 19, 50, 104, 105, 106, 110, 111, 112, 117, 119];

/** Sequences that do something as often as a number says, with the method of xterm that does it. */
const REPEATED = [
  ["L", "insertLines"],
  ["M", "deleteLines"],
  ["S", "scrollUp"],
  ["T", "scrollDown"],
  ["I", "cursorForwardTab"],
  ["Z", "cursorBackwardTab"],
  ["b", "repeatPrecedingCharacter"],
] as const;

/** Text for a title or a message: nothing in it moves, hides or turns around what stands beside it. */
export function plainText(text: string, longest: number): string {
  let out = "";
  const source = text.slice(0, longest * 4);
  for (const char of source) {
    if (out.length + char.length > longest) break;
    if (char === "\t" || char === "\n" || char === "\r") out += " ";
    else if (!isSpecial(measureCluster(char, 0))) out += char;
  }
  return out.trim();
}

/** The path of `file://host/path`, if it is on this machine. */
export function localPath(data: string, host: string): string | null {
  const match = /^file:\/\/([^/]*)(\/.*)$/s.exec(data.slice(0, LONGEST_PATH * 3));
  if (match === null) return null;
  const name = match[1]!.toLowerCase();
  const own = host.toLowerCase();
  if (name !== "" && name !== "localhost" && name !== own && name !== own.split(".")[0])
    return null;
  let path: string;
  try {
    path = decodeURIComponent(match[2]!);
  } catch {
    // Not encoded, as some shells send it.
    path = match[2]!;
  }
  // A path with control characters is none that we want.
  return path.length > LONGEST_PATH || /[\0-\x1f\x7f-\x9f]/.test(path) ? null : path;
}

/** What comes back in answer to a request, and the flags of keys. */
export class Requests {
  readonly keyboard = new KeyboardFlags();
  readonly #xterm: Xterm;
  readonly #ports: RequestPorts;

  constructor(xterm: Xterm, ports: RequestPorts) {
    this.#xterm = xterm;
    this.#ports = ports;
    this.#osc();
    this.#csi();
    this.#rest();
  }

  get #alternate(): boolean {
    return this.#xterm.terminal.buffer.active.type === "alternate";
  }

  #osc(): void {
    const { parser } = this.#xterm.terminal;
    const ports = this.#ports;
    for (const number of [0, 2]) {
      parser.registerOscHandler(number, (data) => {
        ports.title(plainText(data, LONGEST_TITLE));
        return true;
      });
    }
    for (const number of [1, ...SWALLOWED]) parser.registerOscHandler(number, () => true);
    for (const number of MARK_NUMBERS) {
      parser.registerOscHandler(number, (data) => {
        ports.mark(number, data);
        return true;
      });
    }
    parser.registerOscHandler(7, (data) => {
      ports.mark(7, data);
      const path = localPath(data, ports.host);
      if (path !== null) ports.cwd(path);
      return true;
    });
    // The library's own handler would read a target of ten megabytes.
    parser.registerOscHandler(8, (data) => data.length > 4096);
    parser.registerOscHandler(9, (data) => {
      // Progress and the like of ConEmu: numbers, no text.
      if (!/^\d+;/.test(data)) this.#notify(data);
      return true;
    });
    parser.registerOscHandler(777, (data) => {
      if (data.startsWith("notify;")) this.#notify(data.slice(7).replace(";", ": "));
      return true;
    });
    parser.registerOscHandler(52, (data) => this.#clipboard(data));
    for (const number of [10, 11, 12]) {
      parser.registerOscHandler(number, (data) => this.#colour(number, data));
    }
  }

  #notify(data: string): void {
    const text = plainText(data, LONGEST_NOTE);
    if (text !== "") this.#ports.notify(text);
  }

  #clipboard(data: string): true {
    const at = data.indexOf(";");
    if (at < 0) return true;
    const payload = data.slice(at + 1);
    // What the clipboard holds is nobody's business: it seems empty.
    if (payload === "?") this.#ports.answer("\x1b]52;c;\x1b\\");
    else if (payload.length <= (LONGEST_CLIP * 4) / 3 && /^[A-Za-z0-9+/=\s]*$/.test(payload)) {
      const text = Buffer.from(payload, "base64").toString("utf8");
      if (text !== "") this.#ports.clipboard(text);
    }
    return true;
  }

  #colour(number: number, data: string): true {
    const colours = this.#ports.colours();
    // One question may ask for several in a row.
    const asked = data.slice(0, 16).split(";");
    for (let i = 0; i < asked.length && number + i <= 12; i++) {
      if (asked[i] !== "?" || colours === null) continue;
      const value = number + i === 11 ? colours.background : colours.foreground;
      const part = (shift: number) => {
        const hex = ((value >> shift) & 255).toString(16).padStart(2, "0");
        return hex + hex;
      };
      this.#ports.answer(`\x1b]${number + i};rgb:${part(16)}/${part(8)}/${part(0)}\x1b\\`);
    }
    return true;
  }

  #csi(): void {
    const { parser } = this.#xterm.terminal;
    const { answer } = this.#ports;
    const { keyboard } = this;
    const one = (params: (number | number[])[], at: number, other: number): number => {
      const value = params[at];
      return typeof value === "number" && value > 0 ? value : other;
    };
    parser.registerCsiHandler({ prefix: "?", final: "u" }, () => {
      answer(`\x1b[?${keyboard.current(this.#alternate)}u`);
      return true;
    });
    parser.registerCsiHandler({ prefix: ">", final: "u" }, (params) => {
      keyboard.push(this.#alternate, one(params, 0, 0));
      return true;
    });
    parser.registerCsiHandler({ prefix: "<", final: "u" }, (params) => {
      keyboard.pop(this.#alternate, one(params, 0, 1));
      return true;
    });
    parser.registerCsiHandler({ prefix: "=", final: "u" }, (params) => {
      keyboard.set(this.#alternate, one(params, 0, 0), one(params, 1, 1));
      return true;
    });
    parser.registerCsiHandler({ prefix: ">", final: "q" }, () => {
      answer("\x1bP>|hunch\x1b\\");
      return true;
    });
    parser.registerCsiHandler({ prefix: "?", final: "n" }, (params) => {
      if (params[0] !== 996) return false;
      const colours = this.#ports.colours();
      if (colours !== null) answer(`\x1b[?997;${isDark(colours.background) ? 1 : 2}n`);
      return true;
    });
    parser.registerCsiHandler({ prefix: "?", intermediates: "$", final: "p" }, (params) => {
      // Mouse reports in pixels: there are none here.
      if (params[0] !== 1016) return false;
      answer("\x1b[?1016;0$y");
      return true;
    });
    parser.registerCsiHandler({ prefix: "?", final: "l" }, (params) => {
      if (params.includes(2026) && this.#xterm.terminal.modes.synchronizedOutputMode) {
        this.#ports.complete();
      }
      return false;
    });
    const input = this.#xterm.core._inputHandler;
    for (const [final, method] of REPEATED) {
      parser.registerCsiHandler({ final }, (params) => {
        // More than the screen has room for has the same effect, only later.
        const { rows, cols } = this.#xterm.terminal;
        const most = final === "b" ? rows * cols : Math.max(rows, cols);
        const count = params[0];
        if (typeof count !== "number" || count <= most) return false;
        return input[method]({ params: [most], length: 1 });
      });
    }
  }

  #rest(): void {
    const { terminal, core } = this.#xterm;
    terminal.parser.registerEscHandler({ final: "c" }, () => {
      this.keyboard.reset();
      this.#ports.reset();
      return true;
    });
    // XTGETTCAP: whatever is asked for is not known.
    terminal.parser.registerDcsHandler({ intermediates: "+", final: "q" }, () => {
      this.#ports.answer("\x1bP0+r\x1b\\");
      return true;
    });
    // What else the library answers: device attributes, cursor reports, modes; nothing of it is text.
    terminal.onData((data) => this.#ports.answer(data));
    terminal.onBell(() => this.#ports.bell());
    // Links are kept in a table of ours (`links.ts`).
    core._oscLinkService.addLineToLink = () => {};
  }
}

function isDark(colour: number): boolean {
  const red = (colour >> 16) & 255;
  const green = (colour >> 8) & 255;
  const blue = colour & 255;
  return 3 * red + 6 * green + blue < 1280;
}
