/** Marks, the jump list and the change list: `m`, CTRL-O, CTRL-I, `g;`, `g,`. */
import { UserError } from "../../base/errors.ts";
import { textOfKey } from "../../base/key.ts";
import type { CommandContext } from "../../editor/command.ts";
import { type Fiber, rawKey } from "../../editor/fiber.ts";
import { pointOf } from "../../text/text.ts";
import { clipCursor } from "../cursor.ts";
import { markPos, setMark } from "../marks.ts";
import { type ActionCommand, action, Beep } from "./types.ts";

function jumpBy(delta: number) {
  return function* ({ editor, win, doc, count }: CommandContext): Fiber {
    const { jumps } = win;
    const steps = delta * Math.max(1, count);
    jumps.tidy();
    const wanted = jumps.index + steps;
    if (wanted < 0 || wanted >= jumps.entries.length) throw new Beep();
    if (jumps.index >= jumps.entries.length) {
      const here = pointOf(doc.text, win.cursor.pos);
      jumps.last = here;
      jumps.push(doc, here);
      jumps.tidy();
      jumps.index = jumps.entries.length - 1;
    }
    const target = jumps.index + steps;
    const entry = jumps.entries[target];
    if (!entry) throw new Beep();
    jumps.index = target;
    if (entry.doc !== doc) {
      const index = jumps.index;
      yield* editor.openPlace({ doc: entry.doc, path: entry.doc.path });
      editor.win.jumps.index = index;
    }
    editor.setCursor(editor.win, markPos(editor.doc, entry.point));
    clipCursor(editor, editor.win);
  };
}

function changeBy(direction: -1 | 1) {
  return ({ editor, win, doc, count }: CommandContext): void => {
    const list = doc.changes;
    if (list.length === 0) throw new UserError("E664: changelist is empty");
    const from = Math.min(win.changeIndex ?? list.length, list.length);
    const to = from + direction * Math.max(1, count);
    if (to < 0 && from === 0) throw new UserError("E662: At start of changelist");
    if (to >= list.length && from === list.length - 1) {
      throw new UserError("E663: At end of changelist");
    }
    const index = Math.max(0, Math.min(list.length - 1, to));
    win.changeIndex = index;
    editor.setCursor(win, markPos(doc, list[index]!));
    clipCursor(editor, win);
  };
}

function* markCommand({ editor }: CommandContext): Fiber {
  const name = textOfKey(yield* rawKey());
  if (name === null) throw new Beep();
  setMark(editor, name);
}

export const jumpActions: ActionCommand[] = [
  action("mark.set", "Set a mark", markCommand),
  action("jump.back", "To an older place of the jump list", jumpBy(-1)),
  action("jump.forward", "To a newer place of the jump list", jumpBy(1)),
  action("jump.older-change", "To an older place of the change list", changeBy(-1)),
  action("jump.newer-change", "To a newer place of the change list", changeBy(1)),
];
