/** Text objects: `iw`, `a(` and the like, for operators and selections. */
import type { Editor } from "../../editor/editor.ts";
import type { ObjectSelection } from "../../text/object/contract.ts";
import { textObjects } from "../../text/object/objects.ts";
import { clipCursor } from "../cursor.ts";
import { objectOptions } from "../options-of.ts";
import { Beep, type ObjectCommand } from "./types.ts";

/** What an object selects; throws Beep when it is not there. */
export function selectObject(
  editor: Editor,
  command: ObjectCommand,
  count: number,
): ObjectSelection {
  const { win, doc } = editor;
  if (command.select) {
    const selected = command.select({ editor, win, doc, count: Math.max(1, count) });
    if (!selected) throw new Beep();
    return selected;
  }
  const find = textObjects.get(command.object);
  if (!find) throw new Beep();
  const visual = win.visual ? { anchor: win.visual.anchor, mode: win.visual.kind } : undefined;
  const selection = find({
    text: doc.text,
    pos: win.cursor.pos,
    count: Math.max(1, count),
    around: command.around,
    options: objectOptions(editor, doc),
    ...(visual ? { visual } : {}),
  });
  if (!selection) throw new Beep();
  return selection;
}

/** In visual mode: the selection becomes or grows to the object. */
export function readObject(editor: Editor, command: ObjectCommand, count: number): void {
  const { win } = editor;
  if (!win.visual) throw new Beep();
  const selection = selectObject(editor, command, count);
  win.visual = { kind: selection.mode, anchor: selection.start, anchorAdd: 0 };
  editor.setCursor(win, selection.end);
  clipCursor(editor, win);
  if (selection.failed) throw new Beep();
}

const NAMES: ReadonlyArray<readonly [string, string, string]> = [
  ["w", "word", "word"],
  ["W", "big-word", "WORD"],
  ["s", "sentence", "sentence"],
  ["p", "paragraph", "paragraph"],
  ["(", "parentheses", "( ) block"],
  ["{", "braces", "{ } block"],
  ["[", "brackets", "[ ] block"],
  ["<lt>", "angles", "< > block"],
  ["t", "tag", "tag"],
  ['"', "double-quotes", "double-quoted string"],
  ["'", "single-quotes", "single-quoted string"],
  ["`", "back-quotes", "back-quoted string"],
  ["i", "indent", "block of like indent"],
];

export const objectCommands: ObjectCommand[] = NAMES.flatMap(([object, name, what]) =>
  [false, true].map((around) => ({
    name: `object.${around ? "around" : "inner"}-${name}`,
    doc: `${around ? "A" : "Inner"} ${what}`,
    object,
    around,
    run: () => {
      throw new Beep();
    },
  })),
);
