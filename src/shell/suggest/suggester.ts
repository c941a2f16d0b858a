/** What may come next at a prompt: learns from what runs, and offers whole lines, or nothing. */
import type {
  CommandMoment,
  CommandRun,
  CommandSuggestion,
  Suggester,
  Surroundings,
} from "../command.ts";
import { specNames } from "../specs/specs.ts";
import { type Occasion, occasionOf } from "./calibration.ts";
import { namesExist } from "./check.ts";
import { clamp, isSure, wordAt, worth } from "./ghost.ts";
import { ideasFor } from "./ideas.ts";
import { type Habits, habitsOf, learnFrom, personalFrom } from "./learning.ts";
import { Memory } from "./memory.ts";
import { Model, type Now } from "./model.ts";
import { PARAMS, type Params } from "./params.ts";
import { priorMemory } from "./prior.ts";
import { type Found, likeliest } from "./search.ts";

const MOST = 5;
/** Lines less likely are not looked for. */
const LEAST = 0.008;
/** Prefixes of a line that are looked at for how eager to be, and between what that stays. */
const SAMPLES = 12;
const LEAST_WORTH = 0.15;
const MOST_WORTH = 0.8;
/** Ideas so strong come from what has just happened. */
const TIMELY = 1;
/** Longer lines, in UTF-16 units, are neither learned nor continued. */
const LONGEST = 600;

/** One that tells what it learned of a person, so that it can be kept. */
export interface HabitualSuggester extends Suggester {
  habits(): Habits;
}

/** A suggester that knows no command yet, and of the person what is in `habits`. */
export function createSuggester(
  params: Params = PARAMS,
  habits: Habits | null = null,
): HabitualSuggester {
  const memory = new Memory();
  const prior = priorMemory();
  /** The folders in which commands ran, as if they had been typed. */
  const folders = new Memory();
  const personal = personalFrom(params, habits);
  let at: { moment: CommandMoment; runs: number; model: Model; now: Now } | null = null;

  /** What was made for a prompt serves all keys that are typed there. */
  function momentFor(moment: CommandMoment): { model: Model; now: Now } {
    if (
      at !== null &&
      at.runs === memory.entries.length &&
      at.moment.around === moment.around &&
      at.moment.session === moment.session
    ) {
      return at;
    }
    const now = nowOf(moment);
    const model = new Model(memory, prior, folders, now, personal);
    at = { moment, runs: memory.entries.length, model, now };
    return at;
  }

  function names(): string[] {
    return [...memory.names(), ...specNames()];
  }

  function nowOf({ session, around }: CommandMoment): Now {
    const run = session.at(-1);
    const newest = memory.entries.at(-1);
    const last =
      run &&
      newest &&
      !newest.forgotten &&
      newest.line.text === run.command &&
      newest.sessionId === memory.idOf(run.session)
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

  /** With chances that hold for this person. */
  function held(found: Found, prefix: string): Found {
    return personal.calibration.of(found, occasionOf(prefix, memory.knows(found.line)));
  }

  /**
   * What a ghost has to be worth goes up with each that was wrong, and down with each right one; and
   * chances are put right.
   */
  function learnEagerness(model: Model, command: string): void {
    const own = personal.params;
    const step = Math.max(1, Math.ceil(command.length / SAMPLES));
    const errors = new Map<Occasion, { count: number; line: number; word: number }>();
    for (let length = 0; length < command.length; length += length === 0 ? 1 : step) {
      const prefix = command.slice(0, length);
      const best = ghostOf(model, prefix);
      if (best === null) continue;
      const isRight = best.line === command;
      const occasion = occasionOf(prefix, memory.knows(best.line));
      const error = errors.get(occasion) ?? { count: 0, line: 0, word: 0 };
      error.count++;
      error.line += Number(isRight) - best.chance;
      error.word += Number(command.startsWith(wordAt(best.line, length), length)) - best.wordChance;
      errors.set(occasion, error);
      if (length === 0 || !isSure(best, prefix, own)) continue;
      const change = params.target - Number(isRight);
      own.least = clamp(own.least + step * params.learnLeast * change, LEAST_WORTH, MOST_WORTH);
    }
    for (const [occasion, { count, line, word }] of errors) {
      const size = params.learnChances / count;
      personal.calibration.learn(occasion, size * line, size * word);
    }
  }

  function ghostOf(model: Model, prefix: string): Found | null {
    const worthOf = (found: Found) => worth(found, prefix, params.choice);
    let best: Found | null = null;
    for (const each of likeliest(model, prefix, 3, LEAST, params)) {
      const found = held(each, prefix);
      if (best === null || worthOf(found) > worthOf(best)) best = found;
    }
    return best;
  }

  function reasonFor(line: string, { ideas, last, cwd, around }: Now): string {
    const runs = memory.entriesOf(line);
    if (last !== null && runs.some(({ previousLine }) => previousLine === last.lineId)) {
      return `followed ${last.line.text}`;
    }
    const idea = ideas.find(({ command }) => command === line);
    if (idea !== undefined) return idea.reason;
    const here = memory.idOf(cwd);
    if (here > 0 && runs.some(({ cwdId }) => cwdId === here)) return "ran in this folder";
    if (runs.length > 0) return "ran before";
    const offered = around.project.find(({ command }) => command === line);
    return offered?.detail || "words that were used like this";
  }

  return {
    learn({ command, cwd, session, status }: CommandRun): void {
      if (!isPlain(command) || command.trim() === "") return;
      let state: string | null = null;
      // What runs in the moment that was just asked about teaches; an imported history does not.
      if (at !== null && at.runs === memory.entries.length) {
        const before = at.moment.session.at(-1)?.session ?? session;
        if (before === session) {
          state = stateOf(at.moment.around);
          learnEagerness(at.model, command);
          learnFrom(at.model, command, personal, params);
        }
      }
      memory.add(command, cwd, session, status, state);
      if (cwd !== null && isPlain(cwd) && !folders.knows(cwd)) folders.add(cwd, null, "", null);
    },
    forget(command: string): void {
      memory.forget(command);
      at = null;
    },
    habits: () => habitsOf(personal),
    suggest(moment: CommandMoment): CommandSuggestion[] {
      const { prefix, session, around } = moment;
      if (!isPlain(prefix)) return [];
      const { model, now } = momentFor(moment);
      const last = session.at(-1)?.command;
      const mayCome = (line: string): boolean =>
        (prefix !== "" || line !== last || isTimely(line, now)) && namesExist(line, around);
      const found = likeliest(model, prefix, MOST + 2, LEAST, params)
        .filter(({ line }) => mayCome(line))
        .map((each) => held(each, prefix));
      if (prefix !== "") {
        const worthOf = (each: Found) => worth(each, prefix, params.choice);
        found.sort((a, b) => worthOf(b) - worthOf(a));
      }
      const [first] = found;
      if (first === undefined || !isSure(first, prefix, personal.params)) return [];
      return found.slice(0, MOST).map(({ line, chance, wordChance }) => ({
        command: line,
        chance,
        wordChance,
        reason: reasonFor(line, now),
        timely: isTimely(line, now),
      }));
    },
  };
}

/** What the project offers is offered at all times. */
const ALWAYS = new Set(["test", "build", "run", "lint", "format", "install", "other"]);

function isTimely(line: string, { ideas }: Now): boolean {
  return ideas.some(
    ({ command, weight, kind }) => command === line && weight >= TIMELY && !ALWAYS.has(kind),
  );
}

/** Whether a line is one that a prompt can show. */
function isPlain(text: string): boolean {
  return text.length <= LONGEST && !/[\x00-\x1f\x7f]/.test(text);
}

/** What git and the edited files look like, in short; null: not known. */
function stateOf({ git, edited }: Surroundings): string | null {
  if (git === null) return null;
  const { staged, modified, untracked, ahead, behind, state } = git;
  const flags = [staged, modified + untracked, ahead, behind, edited.length];
  return `${flags.map((each) => Number(each > 0)).join("")}${state ?? ""}`;
}
