/** Votes and what they are for: each is a sum of weights, each choice has its share of all of them. */
import { NONE_FEATURES, VOTE_FEATURES, type Weights } from "./weights.ts";

export interface Choice {
  /** What the token puts in at the cursor's line, blanks and line breaks before it included. */
  readonly text: string;
  readonly token: number;
  /** Of all there is, 0 to 1. */
  probability: number;
  /** Places that vote for it. */
  votes: number;
  /** The line of the vote that is worth most; -1: none has one. */
  line: number;
  worth: number;
}

export class Poll {
  /** For each vote the entries of the tables that it is the sum of, and the number of its choice. */
  features = new Int32Array(256 * VOTE_FEATURES);
  choiceOf = new Int32Array(256);
  private lines = new Int32Array(256);
  count = 0;
  /** The entries of what is none of the choices. */
  readonly none = new Int32Array(NONE_FEATURES);
  choices: Choice[] = [];
  private readonly byText = new Map<string, number>();

  clear(): void {
    this.count = 0;
    this.choices = [];
    this.byText.clear();
  }

  /** One vote for a text, of a line or (-1) none; where its entries go in `features`. */
  add(text: string, token: number, line: number): number {
    if (this.count >= this.choiceOf.length) this.grow();
    this.choiceOf[this.count] = this.choiceFor(text, token);
    this.lines[this.count] = line;
    return this.count++ * VOTE_FEATURES;
  }

  private grow(): void {
    const more = this.count * 2;
    const { features, choiceOf, lines } = this;
    this.features = new Int32Array(more * VOTE_FEATURES);
    this.features.set(features);
    this.choiceOf = new Int32Array(more);
    this.choiceOf.set(choiceOf);
    this.lines = new Int32Array(more);
    this.lines.set(lines);
  }

  private choiceFor(text: string, token: number): number {
    const known = this.byText.get(text);
    if (known !== undefined) {
      this.choices[known]!.votes++;
      return known;
    }
    this.byText.set(text, this.choices.length);
    this.choices.push({ text, token, probability: 0, votes: 1, line: -1, worth: 0 });
    return this.choices.length - 1;
  }

  /** Gives each choice its share. */
  settle(weights: Weights): void {
    const { features, choices } = this;
    let none = 0;
    for (const feature of this.none) none += weights[feature]!;
    let sum = Math.exp(none);
    for (let i = 0; i < this.count; i++) {
      let score = 0;
      const from = i * VOTE_FEATURES;
      for (let f = from; f < from + VOTE_FEATURES; f++) score += weights[features[f]!]!;
      score = Math.exp(score);
      sum += score;
      const choice = choices[this.choiceOf[i]!]!;
      choice.probability += score;
      if (score > choice.worth) {
        choice.worth = score;
        choice.line = this.lines[i]!;
      }
    }
    for (const choice of choices) choice.probability /= sum;
  }
}
