/** Lines that nobody may have typed before but that this moment suggests. */
import { BUILT_IN } from "../built-in.ts";
import type { CommandMoment, CommandRun, Surroundings } from "../command.ts";
import { specOf } from "../specs/specs.ts";
import { editDistance } from "./edit-distance.ts";
import { ideasAfter } from "./ideas-after.ts";
import { ideasAround } from "./ideas-around.ts";
import type { Memory } from "./memory.ts";
import type { Idea } from "./model.ts";
import { isFound } from "./options.ts";
import { nameOf } from "./tokens.ts";

/** Commands that open files to be changed. */
const EDITS = /^(?:vim?|nvim|hunch|nano|emacs|micro|hx|code) /;
/** In a name so long two letters may be wrong. */
const LONG = 6;

/** Names that a slip may be for: those that ran often, the commonest first. */
export type Names = () => Iterable<string>;

export function ideasFor(
  { session, around }: Pick<CommandMoment, "session" | "around">,
  memory: Memory,
  names: Names,
): Idea[] {
  const ran = session.at(-1);
  // What was not learned or was forgotten makes no suggestions either.
  const last = ran !== undefined && memory.knows(ran.command) ? ran : undefined;
  const found = [
    ...(last === undefined ? [] : [...ideasAfter(last), ...fixes(last, memory, names)]),
    ...reruns(session, around, memory),
    ...ideasAround(around),
  ];
  // Reasons for the same line add up; the strongest one is told.
  const best = new Map<string, Idea>();
  for (const idea of found) {
    if (!isFound(nameOf(idea.command), around.programs)) continue;
    const other = best.get(idea.command);
    if (other === undefined) best.set(idea.command, idea);
    else {
      const told = other.weight < idea.weight ? idea : other;
      const weight = Math.log(Math.exp(other.weight) + Math.exp(idea.weight));
      best.set(idea.command, { ...told, weight });
    }
  }
  return [...best.values()];
}

/** What failed, when something was edited since. */
function reruns(session: readonly CommandRun[], around: Surroundings, memory: Memory): Idea[] {
  const at = session.findLastIndex(({ command }) => !EDITS.test(command));
  const run = session[at];
  if (run === undefined || run.status === null || run.status === 0) return [];
  const { command, status } = run;
  // 126, 127: it did not start; above: a signal ended it
  if (status >= 126 || !memory.knows(command)) return [];
  const { project, failing, edited, editedSince } = around;
  const isOfProject = project.some((each) => `${command} `.startsWith(`${each.command} `));
  if (!isOfProject && failing.length === 0) return [];
  const isEdited =
    at < session.length - 1 || (editedSince ?? edited.some((file) => failing.includes(file)));
  if (!isEdited) return [];
  return [
    { command, weight: 1.6, reason: "it failed, and files were edited since", kind: "again" },
  ];
}

/** The line with its name spelled right, where its name is like no command's but nearly one. */
function fixes({ command, status }: CommandRun, memory: Memory, names: Names): Idea[] {
  // 127 is how shells say that there is no such command.
  if (status !== null && status !== 127) return [];
  const name = nameOf(command);
  if (name.length < 3 || /[/=]/.test(name) || memory.named(name).length > 2) return [];
  if (specOf(name) !== null || BUILT_IN.has(name)) return [];
  const most = name.length >= LONG ? 2 : 1;
  let best: string | null = null;
  let least = most + 1;
  for (const other of names()) {
    // What ran but once may be a slip itself.
    if (other === name || other.length < 2) continue;
    if (specOf(other) === null && memory.named(other).length < 2) continue;
    const far = editDistance(name, other, most);
    if (far < least || (far === least && best !== null && isCommoner(other, best, memory))) {
      least = far;
      best = other;
    }
  }
  if (best === null) return [];
  const fixed = command.replace(name, () => best);
  return [
    {
      command: fixed,
      weight: least === 1 ? 2.2 : 1.2,
      reason: `${name} is no command`,
      kind: "fix",
    },
  ];
}

function isCommoner(one: string, other: string, memory: Memory): boolean {
  return memory.named(one).length > memory.named(other).length;
}
