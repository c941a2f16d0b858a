/** Running motions and moving the cursor by them. */
import type { Key } from "../../base/key.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { noteJump } from "../../editor/place.ts";
import { pointOf } from "../../text/text.ts";
import { clipCursor } from "../cursor.ts";
import { Beep, type MotionCommand, type MotionResult } from "./types.ts";

/** Runs a motion; throws Beep when it fails. */
export function* runMotion(
  editor: Editor,
  command: MotionCommand,
  keys: readonly Key[],
  count: number,
  operator: string | null,
): Fiber<MotionResult> {
  const { win, doc } = editor;
  const answer = command.motion({
    editor,
    win,
    doc,
    text: doc.text,
    pos: win.cursor.pos,
    count,
    count1: Math.max(1, count),
    operator,
    visual: win.visual !== null,
    keys,
  });
  const result = answer !== null && "next" in answer ? yield* answer : answer;
  if (!result) throw new Beep();
  return result;
}

/** After a command: a jump that led nowhere did not happen (mark.c, checkpcmark). */
export function settleJump(editor: Editor): void {
  const { win, doc } = editor;
  const { before, last } = win.jumps;
  win.jumps.before = null;
  if (!before || !last) return;
  const at = pointOf(doc.text, Math.min(win.cursor.pos, doc.text.length));
  if (at.row === last.row && at.col === last.col) win.jumps.last = before;
}

/** Puts the cursor where a motion leads, outside of operators. */
export function moveCursor(editor: Editor, result: MotionResult): void {
  if (result.elsewhere) return;
  const { win } = editor;
  if (result.jump && result.pos !== win.cursor.pos) noteJump(editor);
  if (result.from !== undefined && win.visual) {
    win.visual = { ...win.visual, anchor: result.from, anchorAdd: 0 };
  }
  if (win.visual?.cells !== undefined) {
    const { kind, anchor, anchorAdd } = win.visual;
    win.visual = { kind, anchor, anchorAdd };
  }
  editor.setCursor(win, result.pos, result.want ?? null, result.coladd ?? 0);
  clipCursor(editor, win);
  if (result.failed) throw new Beep();
}
