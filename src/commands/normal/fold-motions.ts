/** Motions over folds, as commands. */
import { type FoldMotion, foldMotion } from "../../editor/folding.ts";
import { type MotionCommand, motion } from "./types.ts";

/** To the first column of the row that `kind` finds, keeping the goal column; characterwise. */
function overFolds(kind: FoldMotion): MotionCommand["motion"] {
  return ({ win, text, count1 }) => {
    const { want } = win.cursor;
    const row = foldMotion(win, kind, count1);
    if (row === null) return null;
    return { pos: text.line(row + 1).from, want, type: "exclusive", jump: true };
  };
}

export const foldMotions: MotionCommand[] = [
  motion("fold.motion-start", "To the start of the open fold", overFolds("start")),
  motion("fold.motion-end", "To the end of the open fold", overFolds("end")),
  motion("fold.motion-next", "To the start of the next fold", overFolds("next")),
  motion("fold.motion-previous", "To the end of the previous fold", overFolds("previous")),
];
