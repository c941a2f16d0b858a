/** The constants of the model. How they were found: docs/eval-shell.md. */

export interface Params {
  /** Log-weights of what a remembered place has in common with this one. */
  matched: number;
  matchedMost: number;
  sameName: number;
  sameSlot: number;
  sameLine: number;
  previousLine: number;
  previousName: number;
  beforeLast: number;
  cwd: number;
  session: number;
  failed: number;
  /** Power of the age in commands. */
  age: number;
  /** Places that share but the kind of place, in this session. */
  loose: number;
  looseAge: number;
  /** The shipped lines. */
  prior: number;
  priorPrevious: number;
  /** What was made up for this moment. */
  idea: number;
  /** Weights of what was never seen, by kind of place: a name, a word, an end. */
  newName: number;
  newWord: number;
  newEnd: number;
  /** … for each different token that was seen here. */
  newPerKind: number;
  /** How much less likely each further typed character makes a word that was never seen. */
  newFirst: number;
  newCharacter: number;
  /** The least chance of a whole line at which it is shown. */
  least: number;
  /** … of its next word, where the line as a whole is doubtful. */
  leastWord: number;
  leastWithWord: number;
  leastEmpty: number;
}

export const PARAMS: Params = {
  matched: 0.9,
  matchedMost: 6,
  sameName: 1,
  sameSlot: 0.3,
  sameLine: 0,
  previousLine: 1.2,
  previousName: 0.8,
  beforeLast: 0.4,
  cwd: 0.7,
  session: 0.3,
  failed: -0.7,
  age: 0.4,
  loose: -1,
  looseAge: 0.6,
  prior: -2,
  priorPrevious: 0.8,
  idea: 0,
  newName: 0,
  newWord: 0,
  newEnd: -2,
  newPerKind: 0.1,
  newFirst: 0.08,
  newCharacter: 0.12,
  least: 0.2,
  leastWord: 2,
  leastWithWord: 1,
  leastEmpty: 0.02,
};
