/** What may come next at a prompt: learns from what runs, and offers whole lines, or nothing. */
import type {
  CommandMoment,
  CommandRun,
  CommandSuggestion,
  Suggester,
  Surroundings,
} from "../command.ts";
import { specNames } from "../specs/specs.ts";
import { namesExist } from "./check.ts";
import { ideasFor } from "./ideas.ts";
import { learnFrom, type Personal } from "./learning.ts";
import { Memory } from "./memory.ts";
import { Model } from "./model.ts";
import { PARAMS, type Params } from "./params.ts";
import { priorMemory } from "./prior.ts";
import { type Found, likeliest } from "./search.ts";

const MOST = 5;
const LEAST = 0.004;
/** Prefixes of a line that are looked at for how eager to be, and between what that stays. */
const SAMPLES = 12;
const LEAST_WORTH = 0.15;
const MOST_WORTH = 0.9;
/** Characters of a word that count for what a ghost is worth. */
const MOST_GAIN = 12;

/** A suggester that knows nothing of anybody yet. */
export function createSuggester(params: Params = PARAMS): Suggester {
  const memory = new Memory();
  const prior = priorMemory();
  /** The folders in which commands ran, as if they had been typed. */
  const folders = new Memory();
  const personal: Personal = { params: { ...params }, ideas: new Map() };
  let at: { moment: CommandMoment; runs: number; model: Model } | null = null;

  function modelFor(moment: CommandMoment): Model {
    if (
      at !== null &&
      at.runs === memory.entries.length &&
      at.moment.around === moment.around &&
      at.moment.session === moment.session
    ) {
      return at.model;
    }
    const model = new Model(memory, prior, folders, nowOf(moment), personal);
    at = { moment, runs: memory.entries.length, model };
    return model;
  }

  function names(): string[] {
    return [...memory.names(), ...specNames()];
  }

  function nowOf({ session, around }: CommandMoment) {
    const run = session.at(-1);
    const newest = memory.entries.at(-1);
    const last =
      run && newest && newest.line.text === run.command && newest.session === run.session
        ? newest
        : null;
    return {
      around,
      cwd: around.cwd,
      session: run?.session ?? "",
      state: stateOf(around),
      last,
      ideas: ideasFor({ session, around }, memory, names),
    };
  }

  /** What a ghost has to be worth goes up with each that was wrong, and down with each right one. */
  function learnEagerness(model: Model, command: string): void {
    const own = personal.params;
    const step = Math.max(1, Math.ceil(command.length / SAMPLES));
    for (let length = 1; length < command.length; length += step) {
      const best = ghostOf(model, command.slice(0, length));
      if (best === null || !isSure(best, command.slice(0, length), own)) continue;
      const change = params.target - Number(best.line === command);
      own.least = clamp(own.least + step * params.learnLeast * change, LEAST_WORTH, MOST_WORTH);
    }
  }

  function ghostOf(model: Model, prefix: string): Found | null {
    let best: Found | null = null;
    for (const found of likeliest(model, prefix, 3, LEAST, params)) {
      if (best === null || worth(found, prefix, params) > worth(best, prefix, params)) best = found;
    }
    return best;
  }

  return {
    learn({ command, cwd, session, status }: CommandRun): void {
      // What runs in the moment that was just asked about teaches; an imported history does not.
      let state: string | null = null;
      if (at !== null && at.runs === memory.entries.length) {
        const before = at.moment.session.at(-1)?.session ?? session;
        if (before === session) {
          state = stateOf(at.moment.around);
          learnEagerness(at.model, command);
          learnFrom(at.model, command, personal, params);
        }
      }
      memory.add(command, cwd, session, status, state);
      if (cwd !== null && !folders.knows(cwd)) folders.add(cwd, null, "", null);
    },
    forget(command: string): void {
      memory.forget(command);
      at = null;
    },
    suggest(moment: CommandMoment): CommandSuggestion[] {
      const { prefix, session } = moment;
      const last = session.at(-1)?.command;
      const found = likeliest(modelFor(moment), prefix, MOST + 3, LEAST, params).filter(
        ({ line }) => (prefix !== "" || line !== last) && namesExist(line, moment.around),
      );
      if (prefix !== "") found.sort((a, b) => worth(b, prefix, params) - worth(a, prefix, params));
      const [first] = found;
      if (first === undefined || !isSure(first, prefix, personal.params)) return [];
      return found.slice(0, MOST).map(({ line, chance, wordChance }) => ({
        command: line,
        chance,
        wordChance,
        reason: "often next here",
      }));
    },
  };
}

/** What git and the edited files look like, in short; null: not known. */
function stateOf({ git, edited }: Surroundings): string | null {
  if (git === null) return null;
  const { staged, modified, untracked, ahead, behind, state } = git;
  const flags = [staged, modified + untracked, ahead, behind, edited.length];
  return `${flags.map((each) => Number(each > 0)).join("")}${state ?? ""}`;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function isSure(found: Found, prefix: string, p: Params): boolean {
  if (prefix === "") return found.chance >= p.leastEmpty;
  return worth(found, prefix, p) >= p.least;
}

/** What a ghost is worth: that it is right as a whole, and the keys that its next word may save. */
function worth({ line, chance, wordChance }: Found, prefix: string, p: Params): number {
  const gain = Math.min(wordLength(line, prefix.length) - 1, MOST_GAIN);
  return chance + p.gain * wordChance * gain;
}

/** How many characters the next word adds: up to and with the next "/", or up to the next space. */
function wordLength(line: string, from: number): number {
  let at = from;
  while (line[at] === " ") at++;
  while (at < line.length && line[at] !== " " && line[at] !== "/") at++;
  return at - from + (line[at] === "/" ? 1 : 0);
}
