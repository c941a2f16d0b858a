/** Commands that need the terminal: suspending, drawing everything anew. */
import type { Editor } from "../editor/editor.ts";
import type { Terminal } from "../term/terminal.ts";

export function installTerminalCommands(editor: Editor, terminal: Terminal): void {
  editor.commands.add(
    {
      name: "editor.suspend",
      doc: "Give the terminal to the shell until fg",
      run: () => terminal.suspend(),
    },
    {
      name: "screen.repaint",
      doc: "Send every cell of the screen again",
      run: () => terminal.invalidate(),
    },
  );
}
