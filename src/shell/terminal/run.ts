/** Running a command line where the user sees it, and waiting for its end. */

import type { Dispose } from "../../base/emitter.ts";
import { Cancelled, UserError } from "../../base/errors.ts";
import type { Block } from "../block.ts";
import type { RunOptions, Terminal } from "../terminals.ts";
import type { Registry } from "./registry.ts";
import type { ShellTerminal } from "./terminal.ts";

/** So long (milliseconds) a shell may take to show its first prompt, and one that was hidden its next. */
const START_MS = 8000;
const PROMPT_MS = 1500;
/** So long after Enter a shell may take to say that the command runs. */
const BEGIN_MS = 5000;

/** Shells that were started for commands: hidden ones are taken again. */
const STARTED = new WeakSet<Terminal>();

export interface CommandRan {
  readonly terminal: Terminal;
  readonly block: Block;
}

export async function runInTerminal(
  registry: Registry,
  command: string,
  options: RunOptions,
): Promise<CommandRan> {
  if (command.trim() === "") throw new UserError("No command");
  const { drawer } = registry;
  const background = options.background ?? true;
  const cwd = options.cwd ?? registry.cwd;
  const usable = (terminal: ShellTerminal): boolean =>
    terminal.running &&
    terminal.command === null &&
    terminal.busy === null &&
    terminal.hasMarks &&
    terminal.cwd === cwd;
  const shown = drawer.terminal;
  const known = [...(shown === null ? [] : [shown]), ...registry.all.filter((t) => STARTED.has(t))];
  const open = known.find(usable);
  if (open !== undefined) {
    drawer.show(open, background);
    if (await waitForPrompt(registry, open, PROMPT_MS)) return runAtPrompt(registry, open, command);
  }
  const fresh = drawer.open({ command: null, cwd }, background);
  STARTED.add(fresh);
  if (fresh.hasMarks && (await waitForPrompt(registry, fresh, START_MS))) {
    return runAtPrompt(registry, fresh, command);
  }
  registry.close(fresh);
  const title = options.title === undefined ? {} : { title: options.title };
  return runAlone(registry, drawer.open({ command, cwd, ...title }, background));
}

function isFree(terminal: ShellTerminal): boolean {
  const { prompt } = terminal;
  return prompt?.sure === true && prompt.before === "" && prompt.after === "";
}

/** Whether the shell waits for a command within a time. */
function waitForPrompt(registry: Registry, terminal: ShellTerminal, ms: number): Promise<boolean> {
  if (isFree(terminal)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = listen(registry, terminal, ms, (answer) => resolve(answer === "prompt"));
    end.prompt(() => isFree(terminal));
  });
}

/** Types the command and waits for its block. */
function runAtPrompt(
  registry: Registry,
  terminal: ShellTerminal,
  command: string,
): Promise<CommandRan> {
  const last = terminal.blocks[terminal.blocks.length - 1]?.id ?? -1;
  const free: Dispose[] = [];
  const done = new Promise<CommandRan>((resolve, reject) => {
    let begun = false;
    const late = setTimeout(() => {
      if (!begun) reject(new UserError(`The shell did not run: ${command}`));
    }, BEGIN_MS);
    const gone = (closed: Terminal): void => {
      if (closed === terminal) reject(new Cancelled());
    };
    free.push(
      () => clearTimeout(late),
      registry.events.on("block-start", ({ terminal: own, block }) => {
        if (own === terminal && block.id > last) begun = true;
      }),
      registry.events.on("block-end", ({ terminal: own, block }) => {
        if (own === terminal && block.id > last) resolve({ terminal, block });
      }),
      registry.events.on("closed", gone),
      registry.events.on("exited", gone),
    );
  });
  if (terminal.modes.bracketedPaste) terminal.paste(command);
  else terminal.send(command);
  terminal.send("\r");
  return done.finally(() => {
    for (const dispose of free) dispose();
  });
}

/** The block of a terminal that runs nothing else. */
function runAlone(registry: Registry, terminal: ShellTerminal): Promise<CommandRan> {
  const free: Dispose[] = [];
  const done = new Promise<CommandRan>((resolve, reject) => {
    free.push(
      registry.events.on("block-end", ({ terminal: own, block }) => {
        if (own === terminal) resolve({ terminal, block });
      }),
      registry.events.on("closed", (closed) => {
        if (closed === terminal) reject(new Cancelled());
      }),
    );
  });
  return done.finally(() => {
    for (const dispose of free) dispose();
  });
}

type Answer = "prompt" | "late" | "gone";

/** Listens until a time has passed, the terminal is gone, or a prompt is as wanted. */
function listen(
  registry: Registry,
  terminal: ShellTerminal,
  ms: number,
  answer: (answer: Answer) => void,
): { prompt(test: () => boolean): void } {
  const free: Dispose[] = [];
  const end = (how: Answer): void => {
    for (const dispose of free) dispose();
    answer(how);
  };
  const timer = setTimeout(() => end("late"), ms);
  const gone = (closed: Terminal): void => {
    if (closed === terminal) end("gone");
  };
  free.push(
    () => clearTimeout(timer),
    registry.events.on("closed", gone),
    registry.events.on("exited", gone),
  );
  return {
    prompt(test) {
      free.push(
        registry.events.on("prompt", (own) => {
          if (own === terminal && test()) end("prompt");
        }),
      );
    },
  };
}
