/** Fits the constants of the model to one person, a step with each command that runs. */
import { Calibration } from "./calibration.ts";
import type { Model } from "./model.ts";
import type { Params } from "./params.ts";
import { END, isParting, tokensOf } from "./tokens.ts";

/** What of a remembered run speaks for it to come again, each with the constant that weighs it. */
export const FEATURES = [
  "previousLine",
  "previousName",
  "beforeLast",
  "cwd",
  "session",
  "state",
  "outcome",
  "failed",
  "age",
] as const;

/** What is learned of a person. */
export interface Personal {
  /** The constants, of which some change. */
  readonly params: Params;
  /** What is added to the weight of ideas, by their kind. */
  readonly ideas: Map<string, number>;
  readonly calibration: Calibration;
}

/** What was learned of a person, as values that can be stored as JSON. */
export interface Habits {
  readonly params: Readonly<Record<string, number>>;
  readonly ideas: Readonly<Record<string, number>>;
  /** See `Calibration.values`. */
  readonly chances?: Readonly<Record<string, number>>;
}

const LEARNED = [...FEATURES, "newName", "newWord", "newEnd", "least"] as const;

/** To be stored. */
export function habitsOf({ params, ideas, calibration }: Personal): Habits {
  const learned = Object.fromEntries(LEARNED.map((name) => [name, params[name]]));
  const chances = calibration.values();
  return { params: learned, ideas: Object.fromEntries(ideas), chances };
}

/** From what was stored; what makes no sense in it is left out. */
export function personalFrom(start: Params, habits: Habits | null): Personal {
  const params = { ...start };
  for (const name of LEARNED) {
    const value = habits?.params?.[name];
    if (typeof value === "number" && !Number.isNaN(value)) params[name] = near(value, start[name]);
  }
  const ideas = new Map<string, number>();
  for (const [kind, value] of Object.entries(habits?.ideas ?? {})) {
    if (typeof value === "number" && !Number.isNaN(value)) ideas.set(kind, near(value, 0));
  }
  return { params, ideas, calibration: new Calibration(habits?.chances ?? {}) };
}

/** How far a constant may go from where it began. */
const FAR = 2.5;
/** Tokens of a line that are looked at. */
const TOKENS = 12;

/** Takes a step towards what makes `command` likelier in the moment of `model`. */
export function learnFrom(model: Model, command: string, personal: Personal, start: Params): void {
  learnVoices(model, command, personal, start);
  learnUnknown(model, command, personal, start);
}

/** Those who spoke for what came shall be heard more, by what distinguishes them from the others. */
function learnVoices(
  model: Model,
  command: string,
  { params, ideas }: Personal,
  start: Params,
): void {
  const size = FEATURES.length;
  const right = new Float64Array(size);
  const all = new Float64Array(size);
  const kinds = new Map<string, [number, number]>();
  let sumRight = 0;
  let sumAll = 0;
  for (const voice of model.voices()) {
    const speaks = voice.line === command || (voice.begins && command.startsWith(voice.line));
    sumAll += voice.weight;
    if (speaks) sumRight += voice.weight;
    if (voice.features !== null) {
      for (let i = 0; i < size; i++) {
        const part = voice.weight * voice.features[i]!;
        all[i]! += part;
        if (speaks) right[i]! += part;
      }
    }
    if (voice.kind !== null) {
      const sums = kinds.get(voice.kind) ?? [0, 0];
      sums[0] += voice.weight;
      if (speaks) sums[1] += voice.weight;
      kinds.set(voice.kind, sums);
    }
  }
  if (sumAll === 0) return;
  if (sumRight > 0) {
    for (const [i, name] of FEATURES.entries()) {
      const step = right[i]! / sumRight - all[i]! / sumAll;
      params[name] = near(params[name] + start.learnVoices * step, start[name]);
    }
  }
  for (const [kind, [its, spoke]] of kinds) {
    const step = (sumRight > 0 ? spoke / sumRight : 0) - its / sumAll;
    ideas.set(kind, near((ideas.get(kind) ?? 0) + start.learnIdeas * step, 0));
  }
}

/** How often something comes that was never seen at such a place. */
function learnUnknown(model: Model, command: string, { params }: Personal, start: Params): void {
  const tokens = [...tokensOf(command).slice(0, TOKENS), END];
  let left = "";
  for (const [at, token] of tokens.entries()) {
    const spread = model.after(left);
    const before = tokens[at - 1];
    const kind = before === undefined ? "newName" : isParting(before) ? "newWord" : "newEnd";
    let sum = spread.unknown;
    let known = false;
    for (const [each, weight] of spread.tokens) {
      sum += weight;
      known ||= each === token;
    }
    // Where nothing was known at all, nothing is learned.
    const step = sum === spread.unknown ? 0 : Number(!known) - spread.unknown / sum;
    params[kind] = near(params[kind] + start.learnUnknown * step, start[kind]);
    left += token;
  }
}

function near(value: number, start: number): number {
  return Math.min(start + FAR, Math.max(start - FAR, value));
}
