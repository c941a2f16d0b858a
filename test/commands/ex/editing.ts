/** An editor without a screen, driven by keys. */

import { composeEditor } from "../../../src/app/compose.ts";
import { parseKeys } from "../../../src/base/key.ts";
import { KeyLoop } from "../../../src/editor/key-loop.ts";
import { resizeScreen } from "../../../src/editor/layout-windows.ts";
import { pointOf, slice, textOf } from "../../../src/text/text.ts";

export function editing(text: string, poll: () => void = () => {}) {
  const editor = composeEditor({ now: () => 0, poll });
  editor.addTab(editor.newWindow(editor.addDocument(textOf(text), null)));
  resizeScreen(editor, 40, 80);
  const loop = new KeyLoop(editor, editor.mainFiber);
  return {
    editor,
    loop,
    /** Types keys in Vim notation. */
    type(keys: string): void {
      loop.feed(parseKeys(keys));
      loop.timeout();
    },
    get text(): string {
      return slice(editor.doc.text, 0, editor.doc.text.length);
    },
    get cursor(): [number, number] {
      const { row, col } = pointOf(editor.doc.text, editor.win.cursor.pos);
      return [row, col];
    },
    get message(): string {
      return editor.message?.text ?? "";
    },
  };
}

/** Types keys and gives the text. */
export function after(text: string, keys: string): string {
  const run = editing(text);
  run.type(keys);
  return run.text;
}
