/**
 * How often comes true what is said to be likely: chances are put right by what was said before and
 * what came then, a step with each command. Lines that ran before as they are and lines made of parts
 * err in different ways, and so do the first character and the twentieth.
 */
import { sigmoid } from "../../patterns/logistic.ts";
import { clamp } from "./ghost.ts";
import type { Found } from "./search.ts";

/** `far`: from the fifth character (UTF-16 unit) on. */
type Stage = "empty" | "first" | "begun" | "far";

export type Occasion = `${Stage} ${"known" | "made"}`;

export function occasionOf(prefix: string, isKnown: boolean): Occasion {
  const { length } = prefix;
  const stage = length === 0 ? "empty" : length === 1 ? "first" : length < 5 ? "begun" : "far";
  return `${stage} ${isKnown ? "known" : "made"}`;
}

/** What becomes of the logit of a chance: how much it counts, and what is added to it. */
interface Change {
  readonly slope: number;
  readonly line: number;
  readonly word: number;
}

/** For someone of whom nothing is known. */
const START: Readonly<Record<Occasion, Change>> = {
  "empty known": { slope: 1.3, line: 0.9, word: 0.9 },
  "empty made": { slope: 1.3, line: 0.9, word: 0.9 },
  "first known": { slope: 1, line: 0, word: 0 },
  "first made": { slope: 1, line: 0, word: 0 },
  "begun known": { slope: 1, line: -0.3, word: 0 },
  "begun made": { slope: 1, line: 0, word: 0 },
  // Who goes on typing has something else in mind more often than the places of the history say.
  "far known": { slope: 1, line: -1, word: -0.3 },
  "far made": { slope: 1, line: 0, word: 0 },
};
/** How far an offset may go from there. */
const FAR = 2;

export class Calibration {
  /** What is added to `START`, by occasion. */
  private readonly lines = new Map<Occasion, number>();
  private readonly words = new Map<Occasion, number>();

  /** Takes over what `values` said; what makes no sense in it is left out. */
  constructor(saved: Readonly<Record<string, unknown>>) {
    for (const occasion of Object.keys(START) as Occasion[]) {
      take(this.lines, occasion, saved[`${occasion} line`]);
      take(this.words, occasion, saved[`${occasion} word`]);
    }
  }

  /** With chances that hold. */
  of(found: Found, occasion: Occasion): Found {
    const { slope, line, word } = START[occasion];
    const by = (chance: number, offset: number): number => sigmoid(slope * logit(chance) + offset);
    const chance = by(found.chance, line + (this.lines.get(occasion) ?? 0));
    const wordChance = by(found.wordChance, word + (this.words.get(occasion) ?? 0));
    return { line: found.line, chance, wordChance: Math.max(chance, wordChance) };
  }

  /** `line`, `word`: by how much more came true than was said; with the size of the step. */
  learn(occasion: Occasion, line: number, word: number): void {
    take(this.lines, occasion, (this.lines.get(occasion) ?? 0) + line);
    take(this.words, occasion, (this.words.get(occasion) ?? 0) + word);
  }

  /** To be stored. */
  values(): Record<string, number> {
    return Object.fromEntries([
      ...[...this.lines].map(([occasion, value]) => [`${occasion} line`, value]),
      ...[...this.words].map(([occasion, value]) => [`${occasion} word`, value]),
    ]);
  }
}

function take(offsets: Map<Occasion, number>, occasion: Occasion, value: unknown): void {
  if (typeof value === "number" && Number.isFinite(value)) {
    offsets.set(occasion, clamp(value, -FAR, FAR));
  }
}

function logit(chance: number): number {
  const held = clamp(chance, 1e-4, 1 - 1e-4);
  return Math.log(held / (1 - held));
}
