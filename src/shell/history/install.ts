/** Puts the history of commands into an editor. Nothing is read before the first terminal. */
import { hasSecret } from "../../base/secrets.ts";
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { pickersOf } from "../../editor/picker.ts";
import { databasePath } from "../../store/folder.ts";
import { terminalsOf } from "../terminals.ts";
import { explainCommand, riskLines } from "../writer/explain.ts";
import { putCommand } from "../writer/put-command.ts";
import { historyCommands, historySource } from "./commands.ts";
import { historyFiles } from "./files.ts";
import { CommandHistory, setHistory } from "./history.ts";
import { importFiles } from "./importer.ts";

/** Behind `setTerminals`. */
export function installHistory(editor: Editor, host: FeatureHost): CommandHistory {
  const { stateFolder } = host;
  const now = (): number => editor.services.now();
  const history = new CommandHistory(terminalsOf(editor), {
    store: host.store,
    isOn: () => editor.options.get("shellhistory"),
    now,
    async importFiles() {
      if (stateFolder === null || host.store === null) return { added: 0, problems: [] };
      // The store's own thread makes the database, and repairs it, before another opens it.
      await host.store.ask("commandImport", "");
      const database = databasePath(stateFolder);
      return importFiles({ database, files: historyFiles(host.env), now: now() });
    },
    later: (callback) => host.afterFrame(callback),
    onBug: (name, error) => editor.reportBug(`a listener of the shell history (${name})`, error),
  });
  setHistory(editor, history);
  editor.hasSecret = hasSecret;
  const source = historySource(editor, history, {
    put: putCommand,
    explain: (command) => [...riskLines(command), ...explainCommand(command)],
    now,
  });
  pickersOf(editor).register(source);
  const { commands, ex } = historyCommands(editor, source, history);
  editor.commands.add(...commands);
  editor.exCommands = [...editor.exCommands, ...ex];
  return history;
}
