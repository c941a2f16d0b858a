/** What a terminal answers when it is asked. Late answers are swallowed like any other. */
export type TerminalReply =
  /** DA1: `CSI ? 62 ; ... c`. Every terminal answers it, so it ends a round of questions. */
  | { readonly kind: "primary-attributes"; readonly params: readonly number[] }
  /** DA2: `CSI > 41 ; 354 ; 0 c`. */
  | { readonly kind: "secondary-attributes"; readonly params: readonly number[] }
  /** DA3: `DCS ! | ... ST`. */
  | { readonly kind: "tertiary-attributes"; readonly text: string }
  /** XTVERSION: `DCS > | name(version) ST`. */
  | { readonly kind: "version"; readonly text: string }
  /** CPR: the cursor's 0-based row and column. */
  | { readonly kind: "cursor-position"; readonly row: number; readonly col: number }
  /** DSR: `CSI 0 n`, and the theme report `CSI ? 997 ; 1 n`. */
  | { readonly kind: "status"; readonly params: readonly number[] }
  /** DECRPM for a private mode: 0 unknown, 1 set, 2 reset, 3 and 4 fixed. */
  | { readonly kind: "mode"; readonly mode: number; readonly state: number }
  /** `CSI ? flags u`. */
  | { readonly kind: "kitty-flags"; readonly flags: number }
  /** OSC 4, 10, 11, 12: `colour` is as the terminal wrote it, or 0xRRGGBB in `value`. */
  | {
      readonly kind: "colour";
      readonly number: number;
      readonly index: number | null;
      readonly value: number | null;
    }
  /** OSC 52: never asked for, so it is only swallowed. */
  | { readonly kind: "clipboard" }
  /** XTGETTCAP: `DCS 1 + r name = value ST`, decoded from hexadecimal. */
  | {
      readonly kind: "termcap";
      readonly found: boolean;
      readonly name: string;
      readonly value: string;
    }
  /** DECRQSS: `DCS 1 $ r value ST`. */
  | { readonly kind: "setting"; readonly found: boolean; readonly value: string }
  /** `CSI 8 ; rows ; cols t` and other window reports. */
  | { readonly kind: "window"; readonly params: readonly number[] }
  /** A sequence that nobody knows. */
  | { readonly kind: "unknown"; readonly text: string };

/** The 0xRRGGBB of `rgb:rrrr/gggg/bbbb` (one to four digits each) or `#rrggbb`, or null. */
export function colourOfReply(text: string): number | null {
  const match = /^rgba?:([0-9a-f]{1,4})\/([0-9a-f]{1,4})\/([0-9a-f]{1,4})/i.exec(text);
  if (match) {
    const part = (digits: string): number =>
      Math.round((Number.parseInt(digits, 16) * 255) / (16 ** digits.length - 1));
    return (part(match[1]!) << 16) | (part(match[2]!) << 8) | part(match[3]!);
  }
  return /^#[0-9a-f]{6}$/i.test(text) ? Number.parseInt(text.slice(1), 16) : null;
}
