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
  /** Git and the edited files looked alike; the command before ended alike. */
  state: number;
  outcome: number;
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
  /** How far a step goes that learns from a command. */
  learnVoices: number;
  learnIdeas: number;
  learnUnknown: number;
  learnLeast: number;
  learnChances: number;
  /** The share of ghosts that shall be the whole command: they are shown as eagerly as allows that. */
  target: number;
  /** What a character that may be saved is worth, beside a chance of 1 that the whole line is right. */
  gain: number;
  /** The same where it is chosen which line becomes the ghost. */
  choice: number;
  /** What a ghost has to be worth. */
  least: number;
}

export const PARAMS: Params = {
  matched: 0.9,
  matchedMost: 6,
  sameName: 1.6,
  sameSlot: 0.825,
  sameLine: 0,
  previousLine: 0.36,
  previousName: 0.45,
  beforeLast: 0.1,
  cwd: 1.05,
  session: 0.37,
  state: 0.5,
  outcome: 0.3,
  failed: -0.7,
  age: 0.225,
  loose: -0.825,
  looseAge: 0.775,
  prior: -2.84,
  priorPrevious: 1.5,
  path: -2,
  specName: -6,
  option: -8,
  file: 0.35,
  fileAnywhere: 2,
  edited: 4,
  idea: 1.19,
  newName: -0.35,
  newWord: 0.7,
  newEnd: -0.8,
  newPerKind: 0.07,
  newPower: 0.6,
  newFirst: 0.006,
  newCharacter: 0.2,
  learnVoices: 0.084,
  learnIdeas: 0.06,
  learnUnknown: 0.098,
  learnLeast: 0.006,
  learnChances: 0.15,
  target: 0.5,
  gain: 0.12,
  choice: 0.4,
  least: 0.45,
};
