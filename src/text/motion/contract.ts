/**
 * What every motion takes and returns. Positions are UTF-16 offsets in the text.
 *
 * A motion never clips to the mode: a returned `pos` may be a row's end (Vim's cursor on the NUL).
 * The caller clips it (`clipToCharacter`) outside operators and visual mode.
 */
import type { Text } from "../text.ts";

export interface MotionOptions {
  /** The compiled 'iskeyword' (src/text/keyword.ts). */
  readonly isKeyword: (codePoint: number) => boolean;
  /** 'matchpairs', for example `(:),{:},[:]`. */
  readonly matchPairs: string;
  /** 'paragraphs': pairs of nroff macro characters. */
  readonly paragraphs: string;
  /** 'sections': pairs of nroff macro characters. */
  readonly sections: string;
  /** Cells of a tab stop. */
  readonly tabstop: number;
  /** 'cpoptions'; `;`, `J`, `w`, `_` and `{` are looked at. */
  readonly cpoptions: string;
}

/** A place that a motion reached, also when it failed on the way (`100w` moves and does not beep). */
export interface Reached {
  readonly pos: number;
  /** Vim returned FAIL. For words: only a beep without an operator; the operator still applies. */
  readonly failed: boolean;
}

/** A place and whether an operator includes the character there (Vim's oap->inclusive). */
export interface Target {
  readonly pos: number;
  readonly inclusive: boolean;
}

/** `null`: the motion fails and the cursor stays. `count` is 1 when none was typed. */
export type Motion = (
  text: Text,
  pos: number,
  count: number,
  options: MotionOptions,
) => number | null;

/*
 * words.ts
 *   wordForward(text, pos, count, {isKeyword, big, stopAtLineEnd}): Reached          w W
 *   wordEnd(text, pos, count, {isKeyword, big, stop?, empty?}): Reached              e E
 *   wordBackward(text, pos, count, {isKeyword, big, stop?}): Reached                 b B
 *   wordEndBackward(text, pos, count, {isKeyword, big, stopAtLineStart?}): Reached   ge gE
 *   wordCommand(text, pos, count, {isKeyword, big, end, operator: "none"|"change"|"other", visual,
 *               cpoptions}): Reached & Target — all of Vim's nv_wordcmd for w W e E, with cw rules
 * find.ts
 *   findCharacter(text, pos, count, {char, forward, until, repeat?, cpoptions?}): number | null
 *   repeatFind(text, pos, count, last: CharacterSearch, opposite, cpoptions): Target | null   ; ,
 *   (inclusive when the direction is forward)
 * paragraph.ts   paragraphForward/paragraphBackward(text, pos, count, options): Target | null
 * section.ts     sectionMotion(text, pos, count, {forward, end}, options): Target | null [[ ]] [] ][
 *                (end: [] ][)
 * sentence.ts    sentenceForward/sentenceBackward(text, pos, count, options): number | null
 * brackets.ts    matchingBracket(text, pos, options): number | null     % (with comments and #if)
 *                unmatchedBracket(text, pos, count, "(" | "{" | ")" | "}"): Reached | null
 *                commentEdge(text, pos, count, "[*" | "]/"): number | null
 *                methodEdge(text, pos, count, "[m" | "]m" | "[M" | "]M"): number | null
 * match-words.ts matchingWord(text, pos, groups): number | null         matchit-like %
 *                matchWordsOf(fileType): readonly MatchGroup[]
 * lines.ts       firstNonBlank(text, row): pos; screenColumn(text,row,cell,tabstop): pos (|)
 *                lastNonBlank(text,row): pos (g_); middleOfText (gM), byteOffset (go),
 *                percentRow(text, percent): row (N%), lineStep(text,pos,delta): pos | null (+ - _)
 */
