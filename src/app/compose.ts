/** Makes an editor with everything that runs without a screen: commands, keys, modes. */

import { normalMode } from "../commands/normal/loop.ts";
import { Editor, type EditorServices } from "../editor/editor.ts";

export function composeEditor(services: EditorServices): Editor {
  const editor = new Editor(services);
  editor.mainFiber = normalMode;
  return editor;
}
