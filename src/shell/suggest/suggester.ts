/** What may come next at a prompt: learns from what runs, and offers whole lines, or nothing. */
import type { CommandMoment, CommandRun, CommandSuggestion, Suggester } from "../command.ts";
import { specNames } from "../specs/specs.ts";
import { namesExist } from "./check.ts";
import { ideasFor } from "./ideas.ts";
import { Memory } from "./memory.ts";
import { Model } from "./model.ts";
import { PARAMS, type Params } from "./params.ts";
import { priorMemory } from "./prior.ts";
import { type Found, likeliest } from "./search.ts";

const MOST = 5;
const LEAST = 0.004;
/** Characters of a word that count for what a ghost is worth. */
const MOST_GAIN = 12;

/** A suggester that knows nothing of anybody yet. */
export function createSuggester(params: Params = PARAMS): Suggester {
  const memory = new Memory();
  const prior = priorMemory();
  /** The folders in which commands ran, as if they had been typed. */
  const folders = new Memory();
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
    const model = new Model(memory, prior, folders, nowOf(moment), params);
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
      last,
      ideas: ideasFor({ session, around }, memory, names),
    };
  }

  return {
    learn({ command, cwd, session, status }: CommandRun): void {
      memory.add(command, cwd, session, status);
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
      if (first === undefined || !isSure(first, prefix, params)) return [];
      return found.slice(0, MOST).map(({ line, chance, wordChance }) => ({
        command: line,
        chance,
        wordChance,
        reason: "often next here",
      }));
    },
  };
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
