/** CTRL-\ k and `:Command`: what the user wants in words, as a command to look at. */
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { type PickSource, pickersOf } from "../../editor/picker.ts";
import type { CommandHistory } from "../history/history.ts";
import { diskPort } from "../project/disk-port.ts";
import { projectReader } from "../project/project.ts";
import { terminalsOf } from "../terminals.ts";
import { LocalWriter } from "./local.ts";
import { manualPages } from "./manual.ts";
import { putCommand } from "./put-command.ts";
import { describeSource } from "./source.ts";
import { writersOf } from "./writers.ts";

const MOST_FOUND = 200;

export function installWriter(editor: Editor, host: FeatureHost, history: CommandHistory): void {
  const reader = projectReader(diskPort, host.env.HOME ?? null);
  const local = new LocalWriter({
    history: (words) => history.search(words, { limit: MOST_FOUND, match: "any" }),
    project: async (cwd) => (await reader.read(cwd)).commands,
    manual: (words, signal) => manualPages(words, host.env, signal),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  });
  const writers = writersOf(editor);
  writers.push(local);
  const source: PickSource = describeSource(editor, {
    writers,
    situation() {
      const terminal = terminalsOf(editor).current;
      const cwd = terminal === null ? editor.cwd : (terminal.prompt?.cwd ?? terminal.cwd);
      return { cwd, shell: terminal?.shell ?? "other", now: editor.services.now() };
    },
    put: putCommand,
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      return { cancel: () => clearTimeout(timer) };
    },
  });
  pickersOf(editor).register(source);
  editor.commands.add({
    name: "shell.describe",
    doc: "Describe what you want; the command that you choose is put at the prompt, not run",
    run: () => pickersOf(editor).open({ source, query: typedAt(editor) }),
  });
  editor.exCommands = [
    ...editor.exCommands,
    {
      name: "Command",
      min: 7,
      args: true,
      bar: false,
      doc: "Find a command for a description: `:Command files larger than 10M`; it is not run",
      run: ({ args }) => pickersOf(editor).open({ source, query: args.trim() }),
    },
  ];
}

/** What stands at the prompt is where the description begins. */
function typedAt(editor: Editor): string {
  const prompt = terminalsOf(editor).current?.prompt ?? null;
  return prompt === null ? "" : (prompt.before + prompt.after).replace(/\s+/g, " ").trim();
}
