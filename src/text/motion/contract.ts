/**
 * What every motion takes and returns. Positions are UTF-16 offsets in the text.
 *
 * A motion never clips to the mode: a returned `pos` may be a row's end (Vim's cursor on the NUL).
 * The caller clips it (`clipToCharacter`) outside operators and visual mode.
 */
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

/*
 * The motions. `null` always means: Vim beeps, the cursor stays. `count` is 1 when none was typed.
 *
 * words.ts         wordForward wordEnd wordBackward wordEndBackward: Reached. Without an operator the
 *                  cursor goes to `pos` also when `failed`; with one, b B ge gE are then cancelled
 *                  (the cursor moves all the same) and w W e E apply to what was reached.
 * word-command.ts  wordCommand: w W e E as whole commands, with what `cw` does differently.
 * find.ts          findCharacter, repeatFind (`;` `,`): f and t are inclusive, F and T exclusive.
 * paragraph.ts     paragraphForward, paragraphBackward: Target.
 * section.ts       sectionMotion: Target.
 * sentence.ts      sentenceForward, sentenceBackward: exclusive; outside visual mode give the result
 *                  to `settle`, which takes it off a row's end.
 * brackets.ts      matchingBracket (`%`: inclusive, or linewise on #if), unmatchedBracket (exclusive),
 *                  unmatchedDirective (`[#` `]#`, linewise), methodEdge (exclusive).
 * comment.ts       commentEdge (`[*` `]/`, exclusive).
 * match-words.ts   matchingWord, with matchWordsOf(fileType) of match-word-table.ts.
 * lines.ts         firstNonBlank (`^`), lastNonBlank (`g_`, inclusive), columnAtCell (`|`) and
 *                  byteOffset (`go`): clip these two with `clipToCharacter` for operators, too;
 *                  percentRow (`N%`), stepRow, lineStep (`+` `-`; `_` is lineStep of count - 1).
 * walker.ts        Walker, clipToCharacter, afterCharacter, nextColumn, previousColumn, headColumn.
 */
