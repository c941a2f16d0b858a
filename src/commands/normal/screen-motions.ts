/** Motions over what the window shows, as commands. */
import {
  type ScreenMotion,
  screenEnd,
  screenFirstNonBlank,
  screenMiddle,
  screenRowDown,
  screenRowUp,
  screenStart,
  windowBottom,
  windowMiddle,
  windowTop,
} from "../scroll-motions.ts";
import { type MotionCommand, motion } from "./types.ts";

function over(
  run: ScreenMotion,
  extra: { linewise?: boolean; jump?: boolean } = {},
): MotionCommand["motion"] {
  return ({ editor, win, count1 }) => {
    const target = run(editor, win, count1);
    if (!target) return null;
    return {
      pos: target.pos,
      want: target.want,
      jump: extra.jump ?? false,
      type: extra.linewise ? "linewise" : target.inclusive ? "inclusive" : "exclusive",
    };
  };
}

export const screenMotions: MotionCommand[] = [
  motion(
    "motion.window-top",
    "To the top line of the window",
    over(windowTop, { linewise: true, jump: true }),
  ),
  motion(
    "motion.window-middle",
    "To the middle line of the window",
    over(windowMiddle, { linewise: true, jump: true }),
  ),
  motion(
    "motion.window-bottom",
    "To the bottom line of the window",
    over(windowBottom, { linewise: true, jump: true }),
  ),
  motion("motion.screen-down", "One screen line down", over(screenRowDown)),
  motion("motion.screen-up", "One screen line up", over(screenRowUp)),
  motion("motion.screen-start", "To the start of the screen line", over(screenStart)),
  motion(
    "motion.screen-first-non-blank",
    "To the first non-blank of the screen line",
    over(screenFirstNonBlank),
  ),
  motion("motion.screen-middle", "To the middle of the screen line", over(screenMiddle)),
  motion("motion.screen-end", "To the end of the screen line", over(screenEnd)),
];
