/**
 * Suggestions of the next command, at the prompts of terminals and in command lines. Nothing is made,
 * read or asked before the first prompt or `:!`; afterwards only when one of them waits for input.
 */
import type { Command } from "../../editor/command.ts";
import type { Editor } from "../../editor/editor.ts";
import { factsOf } from "../../editor/facts.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { installAround } from "../around/install.ts";
import type { Block } from "../block.ts";
import type { Bridge } from "../bridge/bridge.ts";
import type { CommandRun, CommandSuggestion } from "../command.ts";
import { createSuggester } from "../suggest/suggester.ts";
import { type Terminal, terminalsOf } from "../terminals.ts";
import { LineGhost } from "./command-line.ts";
import { GhostLine } from "./ghost-line.ts";
import { habitKeeper } from "./kept-habits.ts";
import { NextCommand } from "./next-command.ts";
import { isOfferable, nextWord } from "./offer.ts";

/** The history of commands, as far as suggestions need it. */
export interface PromptHistory {
  /** The newest runs, oldest first. */
  loadRuns(limit: number): Promise<readonly CommandRun[]>;
  onForget(listener: (commands: readonly string[]) => void): unknown;
  sessionOf(terminal: Terminal): string;
}

/**
 * Behind `installTerminals`. A history of null remembers nothing beyond this editor. `bridgeTo` makes
 * what asks the shells for completions; it is given whom to tell of news.
 */
export function installPrompt(
  editor: Editor,
  host: FeatureHost,
  history: PromptHistory | null,
  bridgeTo: (changed: () => void) => Bridge,
): void {
  const terminals = terminalsOf(editor);
  const lines = new Map<Terminal, GhostLine>();
  const due = new Set<GhostLine>();
  let lineDue = false;
  let scheduled = false;
  const enabled = (): boolean => editor.options.get("shellghost");
  const remembers = (): boolean => editor.options.get("shellhistory");
  const around = installAround(editor, host, reconsider);
  const next = new NextCommand({
    createSuggester: (habits) => createSuggester(undefined, habits),
    around: (cwd) => around.at(cwd),
    history: history && { load: (limit) => history.loadRuns(limit) },
    habits:
      host.store && habitKeeper({ store: host.store, isOn: remembers, now: () => Date.now() }),
    later: (callback) => host.afterFrame(callback),
    now: () => Date.now(),
    clock: () => performance.now(),
    changed: reconsider,
    failed: (error) => editor.reportBug("the history of commands", error),
  });
  const bridge = bridgeTo(reconsider);
  const commandLine = new LineGhost({
    ask: (prefix) => suggest(prefix, "", editor.cwd),
    later() {
      lineDue = true;
      schedule();
    },
    enabled,
  });

  /** Where nothing is sure, the shells' own completions are asked. */
  function suggest(
    prefix: string,
    session: string,
    cwd: string | null,
  ): readonly CommandSuggestion[] {
    const found = next.suggest(prefix, session, cwd);
    if (found.length > 0) return found;
    return bridge.offers(prefix, cwd).filter((each) => isOfferable(each, prefix));
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    host.afterFrame(answer);
  }

  function answer(): void {
    scheduled = false;
    let isNew = false;
    const asked = [...due];
    due.clear();
    for (const line of asked) isNew = line.answer() || isNew;
    if (lineDue) {
      lineDue = false;
      isNew = answerLine() || isNew;
    }
    if (isNew) host.redraw();
  }

  function answerLine(): boolean {
    const { cmdline } = editor;
    if (cmdline?.kind !== ":" || !commandLine.answer()) return false;
    if (cmdline.cursor < cmdline.text.length || cmdline.pending !== "" || cmdline.menu !== null) {
      return false;
    }
    editor.cmdline = { ...cmdline, ghost: commandLine.textFor(cmdline.text) };
    return true;
  }

  function reconsider(): void {
    for (const line of lines.values()) line.reconsider();
    commandLine.reconsider();
  }

  function lineOf(terminal: Terminal): GhostLine {
    let line = lines.get(terminal);
    if (line === undefined) {
      const made = new GhostLine(terminal, {
        ask: (prefix, prompt) => suggest(prefix, sessionOf(terminal), prompt.cwd ?? terminal.cwd),
        later() {
          due.add(made);
          schedule();
        },
        checkAfter(ms) {
          setTimeout(() => {
            if (made.check()) host.redraw();
          }, ms).unref();
        },
        enabled,
        now: () => performance.now(),
      });
      line = made;
      lines.set(terminal, line);
    }
    return line;
  }

  function sessionOf(terminal: Terminal): string {
    return history?.sessionOf(terminal) ?? `terminal ${terminal.id}`;
  }

  /** The suggestion at the prompt that has the keys; null: there is none. */
  function current(): GhostLine | null {
    const terminal = terminals.current;
    const line = terminal === null ? undefined : lines.get(terminal);
    return line === undefined || line.rest === "" ? null : line;
  }

  terminals.events.on("prompt", (terminal) => lineOf(terminal).changed());
  terminals.events.on("block-end", ({ terminal, block }) => {
    around.outdate();
    const run = runOf(block, sessionOf(terminal));
    if (run !== null) next.ran(run);
  });
  const forget = (terminal: Terminal): void => {
    const line = lines.get(terminal);
    if (line !== undefined) due.delete(line);
    lines.delete(terminal);
  };
  terminals.events.on("exited", (terminal) => {
    lines.get(terminal)?.changed();
    next.endSession(sessionOf(terminal));
  });
  terminals.events.on("closed", forget);
  terminals.keyHooks.push((terminal, key) => {
    lines.get(terminal)?.key(key);
    return false;
  });
  history?.onForget((commands) => {
    for (const command of commands) next.forget(command);
  });

  function runOf(block: Block, session: string): CommandRun | null {
    const { command, cwd, status, startedAt, endedAt, sure } = block;
    if (!sure || command === "") return null;
    return {
      command,
      cwd,
      repository: enabled() ? around.at(cwd).repository : null,
      status,
      duration: endedAt === null ? null : endedAt - startedAt,
      time: startedAt,
      previous: next.lastOf(session)?.command ?? null,
      session,
    };
  }

  editor.lineGhost = (line) => commandLine.textFor(line);
  editor.events.on("mode", ({ from }) => {
    if (from === "cmdline") commandLine.left();
  });
  factsOf(editor).provide("commandGhost", () =>
    editor.cmdline !== null ? (editor.cmdline.ghost ?? "") !== "" : current() !== null,
  );
  editor.commands.add(
    ...promptCommands({
      accept(part) {
        const { cmdline } = editor;
        if (cmdline === null) {
          current()?.accept(part);
          return;
        }
        const ghost = cmdline.ghost ?? "";
        cmdline.insert?.(part === "all" ? ghost : nextWord(ghost));
      },
      cycle(step) {
        if (editor.cmdline === null) current()?.cycle(step);
        else commandLine.cycle(step);
      },
      dismiss() {
        const terminal = terminals.current;
        if (terminal !== null) lines.get(terminal)?.dismiss();
      },
      toggle() {
        const on = !enabled();
        editor.options.set("shellghost", on);
        for (const line of lines.values()) line.changed();
        editor.showMessage(on ? "Commands are suggested" : "Commands are not suggested");
      },
    }),
  );
}

interface PromptActions {
  accept(part: "all" | "word"): void;
  cycle(step: 1 | -1): void;
  dismiss(): void;
  toggle(): void;
}

function promptCommands({ accept, cycle, dismiss, toggle }: PromptActions): Command[] {
  const command = (name: string, doc: string, run: () => void): Command => ({
    name: `prompt.${name}`,
    doc,
    run,
  });
  return [
    command("accept", "Type the suggested command; it is not run", () => accept("all")),
    command("accept-word", "Type the next word of the suggested command", () => accept("word")),
    command("next", "Suggest another command", () => cycle(1)),
    command("previous", "Go back to the suggestion before", () => cycle(-1)),
    command("dismiss", "No more suggestions at this prompt", dismiss),
    command("toggle", "Suggest commands at prompts, or not ('shellghost')", toggle),
  ];
}
