/** What CTRL-R inserts into a command line. */
import type { Key } from "../../base/key.ts";
import { textOfKey } from "../../base/key.ts";
import type { Editor } from "../../editor/editor.ts";
import { type Fiber, rawKey } from "../../editor/fiber.ts";
import { registerString } from "../../text/register.ts";
import { evaluate } from "../ex/expression.ts";

/** The words that CTRL-R CTRL-W and the like take from the text, by the cursor of the window. */
function fromText(editor: Editor, key: Key): string | null {
  const { doc, win } = editor;
  const line = doc.text.lineAt(win.cursor.pos);
  const col = win.cursor.pos - line.from;
  if (key === "<C-l>") return line.text;
  if (key === "<C-w>") {
    const inside = (i: number) => doc.isKeyword(line.text.codePointAt(i) ?? 32);
    return runAt(line.text, col, inside) ?? runAt(line.text, col, (i) => /\S/.test(line.text[i]!));
  }
  if (key === "<C-a>") return runAt(line.text, col, (i) => /\S/.test(line.text[i]!));
  if (key === "<C-f>" || key === "<C-p>") {
    return runAt(line.text, col, (i) => /[\w/.\-+,#$%~=]/.test(line.text[i]!));
  }
  return null;
}

function runAt(text: string, col: number, inside: (i: number) => boolean): string | null {
  let from = col;
  while (from < text.length && !inside(from)) from++;
  if (from >= text.length) return null;
  while (from > 0 && inside(from - 1)) from--;
  let to = from;
  while (to < text.length && inside(to)) to++;
  return text.slice(from, to);
}

/** Reads what follows CTRL-R; gives the text to insert or null. `ask` reads an expression. */
export function* readRegister(
  editor: Editor,
  ask: () => Fiber<string | null>,
): Fiber<string | null> {
  let key = yield* rawKey();
  if (key === "<C-r>" || key === "<C-o>") key = yield* rawKey();
  const word = fromText(editor, key);
  if (word !== null) return word;
  const name = textOfKey(key);
  if (name === null) return null;
  if (name === "=") {
    const expression = yield* ask();
    return expression === null ? null : String(evaluate(editor, expression));
  }
  const value = editor.registers.get(name);
  if (!value) return null;
  const string = registerString(value);
  // Lines are separated by ^M; the last line end is left out.
  return (value.kind === "V" ? string.slice(0, -1) : string).replaceAll("\n", "\r");
}
