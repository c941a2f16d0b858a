/** What is shown until the user does something else. */
import type { Editor } from "../editor/editor.ts";

/** Calls back when the command after the present one is done. */
export function afterNextCommand(editor: Editor, callback: () => void): void {
  let own = true;
  const stop = editor.events.on("command-done", () => {
    if (own) {
      own = false;
      return;
    }
    stop();
    callback();
  });
}
