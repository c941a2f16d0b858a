/** An editor with one window on a text, and the loop that feeds it keys. */
import { composeEditor } from "../../src/app/compose.ts";
import type { Editor } from "../../src/editor/editor.ts";
import { KeyLoop } from "../../src/editor/key-loop.ts";
import { textOf } from "../../src/text/text.ts";

export function headlessEditor(text: string): { editor: Editor; loop: KeyLoop } {
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  const doc = editor.addDocument(textOf(text), null);
  editor.addTab(editor.newWindow(doc));
  editor.win.height = 24;
  editor.win.width = 80;
  return { editor, loop: new KeyLoop(editor, editor.mainFiber) };
}
