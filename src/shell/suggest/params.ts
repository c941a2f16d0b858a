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
  /** A folder's path that was never typed; what the specs name: commands, options, subcommands. */
  path: number;
  specName: number;
  option: number;
  /** A file that is there; less where it is not sure that a file is meant; more when just edited. */
  file: number;
  fileAnywhere: number;
  edited: number;
  /** What was made up for this moment. */
  idea: number;
  /** Weights of what was never seen, by kind of place: a name, a word, an end. */
  newName: number;
  newWord: number;
  newEnd: number;
  /** … for each different token that was seen here. */
  newPerKind: number;
  /** … and to which power the weight of all that was seen raises it: loud voices may be wrong. */
  newPower: number;
  /** How much less likely each further typed character makes a word that was never seen. */
  newFirst: number;
  newCharacter: number;
  /** What a character that may be saved is worth, beside a chance of 1 that the whole line is right. */
  gain: number;
  /** What a ghost has to be worth; on the empty line, its chance. */
  least: number;
  leastEmpty: number;
}

export const PARAMS: Params = {
  matched: 0.55,
  matchedMost: 6,
  sameName: 1.84,
  sameSlot: 0.65,
  sameLine: -0.35,
  previousLine: 0.36,
  previousName: 0.45,
  beforeLast: 0.4,
  cwd: 0.7,
  session: -0.12,
  failed: -0.7,
  age: 0.4,
  loose: -1.175,
  looseAge: 0.6,
  prior: -1.65,
  priorPrevious: 1.15,
  path: -2,
  specName: -6,
  option: -8,
  file: 0,
  fileAnywhere: 2,
  edited: 4,
  idea: 0,
  newName: -0.35,
  newWord: 0.35,
  newEnd: -0.65,
  newPerKind: 0.116,
  newPower: 0.6,
  newFirst: 0.01,
  newCharacter: 0.2,
  gain: 0.1,
  least: 0.43,
  leastEmpty: 0.004,
};
