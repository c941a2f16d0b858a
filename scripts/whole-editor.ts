/** An editor with every command, key and feature, without a screen: what the documentation lists. */
import { composeEditor } from "../src/app/compose.ts";
import { installFeatures } from "../src/app/features.ts";
import { Trust } from "../src/base/trust.ts";
import type { Editor } from "../src/editor/editor.ts";
import { textOf } from "../src/text/text.ts";

export function wholeEditor(): Editor {
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  editor.addTab(editor.newWindow(editor.addDocument(textOf(""), null)));
  installFeatures(
    editor,
    {
      redraw() {},
      afterFrame() {},
      quietMs: () => 0,
      env: {},
      stateFolder: null,
      configFolder: null,
      trust: new Trust(null),
      store: null,
    },
    {
      push() {},
      remove() {},
      cursor: () => null,
      palette() {
        throw new Error("There is no screen");
      },
      pushUnder() {},
      painter() {
        throw new Error("There is no screen");
      },
      pressAt() {},
      scroll() {},
      isPlain: () => false,
    },
  );
  return editor;
}
