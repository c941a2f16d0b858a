/** Texts that mean something else to a model than what they are: its control tokens, a format's markers. */
import type { Unfit } from "../format.ts";

/** The first of the tokens that occurs in one of the texts; null: none. */
export function reservedIn(tokens: readonly string[], ...texts: readonly string[]): string | null {
  for (const text of texts) {
    for (const token of tokens) if (text.includes(token)) return token;
  }
  return null;
}

export function unfit(token: string): Unfit {
  return {
    unfit: `the text has ${JSON.stringify(token)} in it, which the model reads as a control token`,
  };
}

/**
 * How much of the end of a text may be the start of one of the tokens: that much of a stream is not
 * looked at before more has come. 0: none of it.
 */
export function openToken(text: string, tokens: readonly string[]): number {
  let most = 0;
  for (const token of tokens) {
    for (let length = Math.min(token.length - 1, text.length); length > most; length--) {
      if (text.endsWith(token.slice(0, length))) most = length;
    }
  }
  return most;
}

/** The first place of any of the tokens in a text; null: none. */
export function firstToken(
  text: string,
  tokens: readonly string[],
): { readonly at: number; readonly token: string } | null {
  let found: { at: number; token: string } | null = null;
  for (const token of tokens) {
    const at = text.indexOf(token);
    if (at >= 0 && (!found || at < found.at)) found = { at, token };
  }
  return found;
}
