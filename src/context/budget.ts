/** How much of a scene is what. A token is taken to be three UTF-16 units. */

const UNITS = 3;
/** Shares of the whole. */
const TEXT = 0.5;
const EDITS = 0.16;
const TERMINAL = 0.05;
const DIAGNOSTICS = 0.04;
/** More of a file than this helps no model, UTF-16 units. */
const MOST_TEXT = 48_000;
const MOST_RELATED = 24_000;
/** What a short file leaves is given on in steps, so that others do not come and go with each letter. */
const STEP = 2000;

/** UTF-16 units of each part. */
export interface Budget {
  readonly text: number;
  readonly edits: number;
  readonly terminal: number;
  /** `text`: how much the excerpt of the file takes. */
  related(text: number): number;
}

export function budgetOf(tokens: number): Budget {
  const all = tokens * UNITS;
  const text = Math.min(MOST_TEXT, Math.floor(all * TEXT));
  return {
    text,
    edits: Math.floor(all * EDITS),
    terminal: Math.floor(all * TERMINAL),
    related(used) {
      const unused = Math.max(0, text - Math.ceil(used / STEP) * STEP);
      const rest = Math.floor(all * (1 - TEXT - EDITS - TERMINAL - DIAGNOSTICS));
      return Math.min(MOST_RELATED, rest + unused);
    },
  };
}
