/** Keys that are no keys: mappings to commands, `<Cmd>`, `<Plug>`, and pasted text. */
import { type Key, textOfKey } from "../../base/key.ts";
import type { Editor } from "../../editor/editor.ts";
import { type Fiber, rawKey } from "../../editor/fiber.ts";
import { registerText } from "../../text/register.ts";
import { textOf } from "../../text/text.ts";
import { putText } from "../put.ts";

const COMMAND = /^<Command:(.+)>$/;

/** Runs such a key; false when it is an ordinary one. */
export function* runCommandKey(editor: Editor, key: Key, count = 0): Fiber<boolean> {
  const named = COMMAND.exec(key);
  if (named) {
    const { win, doc } = editor;
    const command = editor.commands.require(named[1]!);
    const fiber = command.run({ editor, win, doc, count, register: "", keys: [key] });
    if (fiber) yield* fiber;
    return true;
  }
  if (key === "<Cmd>") {
    let line = "";
    for (;;) {
      const next = yield* rawKey();
      if (next === "<CR>" || next === "<NL>") break;
      if (next === "<Esc>" || next === "<C-c>") return true;
      line += textOfKey(next) ?? next;
    }
    yield* editor.ex(line);
    return true;
  }
  const pasted = editor.loop?.pastedText(key);
  if (pasted != null) {
    const { win, doc } = editor;
    doc.undo.sync();
    const lines = pasted.replace(/\r\n?/g, "\n");
    const after = !win.visual && doc.text.lineAt(win.cursor.pos).length > 0;
    putText(editor, win, registerText(textOf(lines), "v"), {
      after: after && win.cursor.pos > doc.text.lineAt(win.cursor.pos).from,
      count: 1,
      cursorAfter: true,
      origin: "input.paste",
    });
    return true;
  }
  return false;
}
