/** Motions over folds, as commands. */
import { type FoldMotion, foldMotion } from "../../editor/folding.ts";
import { pastEndAllowed, posAtCell } from "../cursor.ts";
import { type MotionCommand, motion } from "./types.ts";

/** To the row that `kind` finds, in the column that vertical motions aim at; characterwise, as in Vim. */
function overFolds(kind: FoldMotion): MotionCommand["motion"] {
  return ({ editor, win, count1 }) => {
    const row = foldMotion(win, kind, count1);
    if (row === null) return null;
    const want = win.cursor.want ?? 0;
    const past = win.visual !== null && pastEndAllowed(editor, win);
    const { pos, coladd } = posAtCell(win, row, want, past);
    return { pos, coladd, want, type: "exclusive", jump: true };
  };
}

export const foldMotions: MotionCommand[] = [
  motion("fold.motion-start", "To the start of the open fold", overFolds("start")),
  motion("fold.motion-end", "To the end of the open fold", overFolds("end")),
  motion("fold.motion-next", "To the start of the next fold", overFolds("next")),
  motion("fold.motion-previous", "To the end of the previous fold", overFolds("previous")),
];
