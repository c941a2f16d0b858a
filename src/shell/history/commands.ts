/** `:ShellHistory`, `:ShellForget`, `:ShellImport`. */
import { UserError } from "../../base/errors.ts";
import type { Command } from "../../editor/command.ts";
import type { Editor } from "../../editor/editor.ts";
import type { ExCall, ExCommand } from "../../editor/ex-command.ts";
import { type Fiber, until } from "../../editor/fiber.ts";
import { shownPath } from "../../editor/paths.ts";
import {
  type PickItem,
  type PickPreview,
  type PickSource,
  pickersOf,
} from "../../editor/picker.ts";
import type { FoundCommand } from "../../store/request.ts";
import { agoText } from "./ago.ts";
import type { CommandHistory } from "./history.ts";

export interface HistoryActions {
  /** Puts a command at the prompt, or where it can be seen; never runs it. */
  put(editor: Editor, command: string): Fiber;
  /** Lines about a command, for the preview. */
  explain(command: string): readonly string[];
  /** Milliseconds since the epoch. */
  now(): number;
}

const FIRST_PAGE = 300;
const PAGE = 2000;
const MOST = 20_000;

export function historySource(
  editor: Editor,
  history: CommandHistory,
  actions: HistoryActions,
): PickSource {
  return {
    name: "shell-history",
    title: "Shell history",
    doc: "Commands that ran in your shells; the chosen one is put at the prompt, not run",
    start(_query, sink, signal) {
      const load = async (): Promise<void> => {
        await history.ready();
        for (let skip = 0; skip < MOST && !signal.aborted; ) {
          const limit = skip === 0 ? FIRST_PAGE : PAGE;
          const found = await history.search([], { limit, skip });
          sink.push(found.map((each) => historyItem(editor, each, actions.now())));
          if (found.length < limit) break;
          skip += limit;
        }
        sink.done();
      };
      load().catch((error: unknown) => sink.done(String(error), "error"));
    },
    preview: (item) => historyPreview(editor, item, actions),
    accept: (item) => actions.put(editor, (item.data as FoundCommand).line),
  };
}

function historyItem(editor: Editor, found: FoundCommand, now: number): PickItem {
  const { line, count, time, cwd, status } = found;
  const about = [
    time > 0 ? agoText(now - time) : "",
    count > 1 ? `${count} times` : "",
    cwd === null ? "" : shownPath(editor, cwd),
  ].filter((part) => part !== "");
  const failed = status !== null && status !== 0;
  return {
    text: line.replaceAll("\n", " ⏎ "),
    detail: about.join(", "),
    ...(failed ? { mark: { text: "✗", group: "sign.error" } } : {}),
    data: found,
  };
}

function historyPreview(editor: Editor, item: PickItem, actions: HistoryActions): PickPreview {
  const { line, count, time, cwd, status } = item.data as FoundCommand;
  const said = [
    time > 0 ? `Last run ${new Date(time).toLocaleString()}` : "Read from a file without times",
    `${count === 1 ? "Once" : `${count} times`}`,
    ...(cwd === null ? [] : [`In ${shownPath(editor, cwd)}`]),
    ...(status === null ? [] : [status === 0 ? "It succeeded" : `It ended with ${status}`]),
  ];
  const lines = [...line.split("\n"), "", ...actions.explain(line), "", ...said];
  return { title: "Command", lines, row: -1, filetype: "" };
}

export function historyCommands(
  editor: Editor,
  source: PickSource,
  history: CommandHistory,
): { readonly commands: readonly Command[]; readonly ex: readonly ExCommand[] } {
  const ex: ExCommand[] = [
    {
      name: "ShellHistory",
      min: 12,
      args: true,
      bar: false,
      doc: "Pick a command of your shells' history and put it at the prompt; it is not run",
      run: ({ args }: ExCall) => pickersOf(editor).open({ source, query: args.trim() }),
    },
    {
      name: "ShellForget",
      min: 11,
      args: true,
      bar: false,
      doc: "Forget a command, or all that a pattern with `*` matches: `:ShellForget *secret*`",
      run: (call) => forget(call, history),
    },
    {
      name: "ShellImport",
      min: 11,
      bar: true,
      doc: "Read what is new in the history files of bash, zsh and fish",
      run: (call) => importNow(call, history),
    },
  ];
  return {
    commands: [
      {
        name: "shell.history",
        doc: "Pick a command of your shells' history and put it at the prompt",
        run: () => pickersOf(editor).open({ source }),
      },
    ],
    ex,
  };
}

function* forget({ editor, args }: ExCall, history: CommandHistory): Fiber {
  const typed = args.trim();
  if (typed === "") throw new UserError("E471: Argument required");
  // The line that says what is to be forgotten is not kept either.
  const lines = editor.history[":"];
  if (lines.at(-1)?.includes(typed)) lines.pop();
  let gone = yield* until(history.forget({ line: typed }), "The history");
  if (gone.length === 0 && typed.includes("*")) {
    gone = yield* until(history.forget({ pattern: typed }), "The history");
  }
  if (gone.length === 0) throw new UserError(`Not in the history: ${typed}`);
  editor.showMessage(
    gone.length === 1 ? `Forgotten: ${gone[0]}` : `${gone.length} commands forgotten`,
  );
}

function* importNow({ editor }: ExCall, history: CommandHistory): Fiber {
  const { added, problems } = yield* until(history.import(true), "The import");
  const [problem] = problems;
  if (problem !== undefined) throw new UserError(`The histories were not read: ${problem}`);
  editor.showMessage(added === 1 ? "1 new command" : `${added} new commands`);
}
