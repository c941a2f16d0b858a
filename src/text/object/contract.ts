/**
 * What every text object takes and returns. Positions are UTF-16 offsets in the text.
 *
 * Without `visual` (operator pending): the operand reaches from `start` to `end`, the place where
 * Vim leaves the cursor. `inclusive` is Vim's oap->inclusive, `linewise` says that the motion type
 * is linewise. The caller applies its "exclusive becomes inclusive or linewise" rules (`:help
 * exclusive`) exactly as after a motion; `spanOf` gives the plain span without them.
 *
 * With `visual`: `start` is the new anchor, `end` the new head, `mode` the visual mode from now on.
 */
import type { Text } from "../text.ts";

export interface ObjectOptions {
  readonly isKeyword: (codePoint: number) => boolean;
  /** 'matchpairs'. */
  readonly matchPairs: string;
  /** 'quoteescape': characters that escape a quote. */
  readonly quoteEscape: string;
  readonly paragraphs: string;
  readonly sections: string;
  readonly cpoptions: string;
  readonly tabstop: number;
  readonly shiftwidth: number;
}

export type VisualMode = "v" | "V" | "<C-v>";

export interface ObjectContext {
  readonly text: Text;
  /** The cursor; in visual mode the head. */
  readonly pos: number;
  /** 1 when none was typed. */
  readonly count: number;
  /** `a(` rather than `i(`. */
  readonly around: boolean;
  readonly visual?: { readonly anchor: number; readonly mode: VisualMode };
  readonly options: ObjectOptions;
}

export interface ObjectSelection {
  readonly start: number;
  readonly end: number;
  readonly inclusive: boolean;
  readonly linewise: boolean;
  /** Visual mode only: the mode from now on. */
  readonly mode: VisualMode;
  /**
   * The operand ends exactly before `end`: the rules for an exclusive motion that ends at the start
   * of a row do not apply (`dit` before an end tag there).
   */
  readonly exact?: boolean;
  /**
   * Vim beeped half-way: the operator is cancelled, but cursor (and anchor) are left at `end` and
   * `start`. Outside visual mode only `end` counts.
   */
  readonly failed: boolean;
}

/** `null`: the object is not there; beep, nothing moves. */
export type TextObject = (context: ObjectContext) => ObjectSelection | null;

/*
 * objects.ts: textObjects: ReadonlyMap<string, TextObject>, by the key after i or a:
 *   w W s p ( ) b [ ] { } B < > t " ' ` i
 * spans.ts: spanOf(text, selection): {from, to, linewise}; `to` is exclusive.
 */
