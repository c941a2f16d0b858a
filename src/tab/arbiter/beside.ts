/** What stays of what is held when answers come in. */
import type { Prediction } from "../../text/prediction.ts";
import type { Ranked } from "../ranking/rank.ts";
import type { Question, Questions } from "./question.ts";
import { changeKey, goesOn } from "./same-change.ts";

export interface Beside {
  /** What was held before the question does not count. */
  readonly anew: boolean;
  /** Whose earlier answers do not count; null: nobody's. */
  readonly renewed: string | null;
  /** The id of what is shown; null: nothing is. */
  readonly shown: number | null;
  /** The text changed elsewhere since it was asked for. */
  readonly stale: boolean;
}

/**
 * Whose earlier answers a list takes the place of: what one that answers later said before does not count
 * any more; what hangs on more than the texts says all that there is each time, and takes back what it
 * leaves out; what grows is in each list.
 */
export function renewedBy(
  questions: Questions,
  question: Question,
  source: string | null,
): string | null {
  if (source === null) return null;
  const all = questions.isLive(source) || questions.grows(source);
  return all || !question.heard.has(source) ? source : null;
}

/** Beside new answers what is seen stays, and what servers said. */
export function besideNew(
  held: readonly Ranked[],
  questions: Questions,
  { anew, renewed, shown, stale }: Beside,
): Prediction[] {
  const stays = (p: Prediction) => questions.isLive(p.source) || questions.isLong(p.source);
  // What is seen and holds is not taken back by one who says something else later.
  const renews = (p: Prediction) =>
    p.source === renewed && !(questions.isLong(p.source) && p.id === shown);
  return held
    .map(({ prediction }) => prediction)
    .filter((p) => !renews(p))
    .filter((p) => !anew || (stale && p.id === shown) || stays(p));
}

/** Without those of which an answer is the same with more behind it. */
export function withoutGrown(
  base: readonly Prediction[],
  fresh: readonly Prediction[],
): readonly Prediction[] {
  return base.filter((p) => !fresh.some((other) => goesOn(other, p)));
}

/** What was worked out before its text was there, with what could not be: what servers said is carried on. */
export function withLive(found: readonly Ranked[], live: readonly Ranked[]): readonly Ranked[] {
  const known = new Set(found.map(({ prediction }) => changeKey(prediction)));
  const others = live.filter(({ prediction }) => !known.has(changeKey(prediction)));
  return [...found, ...others].sort((a, b) => b.chance - a.chance);
}
