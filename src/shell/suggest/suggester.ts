/** What may come next at a prompt: learns from what runs, and offers whole lines, or nothing. */
import type { CommandMoment, CommandRun, CommandSuggestion, Suggester } from "../command.ts";
import { ideasFor } from "./ideas.ts";
import { Memory } from "./memory.ts";
import { Model } from "./model.ts";
import { PARAMS, type Params } from "./params.ts";
import { priorMemory } from "./prior.ts";
import { type Found, likeliest } from "./search.ts";

const MOST = 5;
const LEAST = 0.004;

/** A suggester that knows nothing of anybody yet. */
export function createSuggester(params: Params = PARAMS): Suggester {
  const memory = new Memory();
  const prior = priorMemory();
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
    const model = new Model(memory, prior, nowOf(moment), params);
    at = { moment, runs: memory.entries.length, model };
    return model;
  }

  function nowOf({ session, around }: CommandMoment) {
    const run = session.at(-1);
    const newest = memory.entries.at(-1);
    const last =
      run && newest && newest.line.text === run.command && newest.session === run.session
        ? newest
        : null;
    return {
      cwd: around.cwd,
      session: run?.session ?? "",
      last,
      ideas: ideasFor({ session, around }, memory),
    };
  }

  return {
    learn({ command, cwd, session, status }: CommandRun): void {
      memory.add(command, cwd, session, status);
    },
    forget(command: string): void {
      memory.forget(command);
      at = null;
    },
    suggest(moment: CommandMoment): CommandSuggestion[] {
      const { prefix, session } = moment;
      const last = session.at(-1)?.command;
      const found = likeliest(modelFor(moment), prefix, MOST + 1, LEAST, params).filter(
        ({ line }) => prefix !== "" || line !== last,
      );
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

function isSure({ chance, wordChance }: Found, prefix: string, p: Params): boolean {
  if (prefix === "") return chance >= p.leastEmpty;
  return chance >= p.least || (chance >= p.leastWithWord && wordChance >= p.leastWord);
}
