/** The keys `w` `W` `e` `E` as commands: what `cw` does differently, and where rows end. */
import type { Text } from "../text.ts";
import type { Reached, Target } from "./contract.ts";
import { settle } from "./sentence.ts";
import { Walker } from "./walker.ts";
import { type WordOptions, wordEnd, wordForward } from "./words.ts";

export interface WordCommand extends WordOptions {
  /** `e` or `E`. */
  readonly end: boolean;
  readonly operator: "none" | "change" | "other";
  readonly visual: boolean;
  /** `_`: `cw` leaves the blanks after the word; `w`: `cw` on a blank takes one. */
  readonly cpoptions: string;
}

/** `failed` is a beep without an operator and nothing with one; the cursor moves all the same. */
export function wordCommand(
  text: Text,
  pos: number,
  count: number,
  command: WordCommand,
): Reached & Target {
  let end = command.end;
  let stop = false;
  if (!end && command.operator === "change") {
    const { char } = new Walker(text, pos);
    if (char === " " || char === "\t") {
      if (count === 1 && command.cpoptions.includes("w")) {
        return { pos, inclusive: true, failed: false };
      }
    } else if (char !== "" && command.cpoptions.includes("_")) {
      end = true;
      stop = true;
    }
  }
  const reached = end
    ? wordEnd(text, pos, count, { ...command, stop })
    : wordForward(text, pos, count, { ...command, stopAtLineEnd: command.operator !== "none" });
  let target: Target = { pos: reached.pos, inclusive: end };
  if (reached.pos > pos && !command.visual) target = settle(text, target);
  return { ...target, failed: reached.failed };
}
