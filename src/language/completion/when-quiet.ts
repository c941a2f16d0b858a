/** Changing a text from outside of a command, when nothing is half typed. */
import type { Editor } from "../../editor/editor.ts";

/** Between two commands, during a wait, or between two keys of an insertion. */
function isQuiet(editor: Editor): boolean {
  const { loop } = editor;
  if (loop === null || !loop.queue.isEmpty || loop.waiting) return false;
  if (loop.idle || loop.request.wait !== undefined) return true;
  return editor.modal.insertion !== null && loop.request.mode === "i" && editor.pending === "";
}

/** Calls back once it is quiet, at once if it is; not at all when that takes longer. */
export function whenQuiet(
  editor: Editor,
  afterFrame: (callback: () => void) => void,
  patienceMs: number,
  callback: () => void,
): void {
  if (isQuiet(editor)) {
    callback();
    return;
  }
  let over = false;
  const end = (): void => {
    over = true;
    clearTimeout(late);
    for (const stop of stops) stop();
  };
  const look = (): void => {
    afterFrame(() => {
      if (over || !isQuiet(editor)) return;
      end();
      callback();
    });
  };
  const stops = [editor.events.on("command-done", look), editor.events.on("mode", look)];
  const late = setTimeout(end, patienceMs);
  late.unref();
}
