/** Candidates of replayed episodes as samples for the gate. */

import { randomSource } from "../../src/tab/eval/random.ts";
import { type Replayed, replayEpisode } from "../../src/tab/eval/replay.ts";
import { type Judgement, ReplaySession } from "../../src/tab/eval/session.ts";
import { textPredictors } from "../../src/tab/predictors/all.ts";
import type { Features } from "../../src/tab/ranking/features.ts";

export interface Candidate {
  readonly repo: string;
  readonly question: number;
  readonly features: Features;
  readonly place: boolean;
  readonly right: boolean;
  /** What is learned, from 0 to 1, when it is not whether it is right. */
  readonly label?: number;
  /** Keys saved when it is shown; wrong ones cost. */
  readonly gain: number;
  /** What the present gate says. */
  readonly chance: number;
  readonly weight: number;
}

/** Of a question's candidates of a kind, so many of the likeliest and so many of the others are kept. */
const LIKELIEST = 6;
const OTHERS = 3;

/** The candidates of all questions; the gate answers as shipped, and learns nothing meanwhile. */
export async function candidatesOf(
  episodes: Iterable<Replayed>,
  seed: number,
): Promise<Candidate[]> {
  const random = randomSource(seed);
  const predictors = textPredictors(async () => {});
  const session = new ReplaySession({ predictors, fixed: true });
  const all: Candidate[] = [];
  let question = 0;
  for (const { episode, distraction } of episodes) {
    await replayEpisode(episode, distraction, session, {
      passes: ["replay"],
      judged: (judgements) => {
        question++;
        for (const place of [false, true]) {
          const own = judgements.filter((judgement) => judgement.place === place);
          const rest = own.slice(LIKELIEST);
          const chosen = rest.filter(() => random() * rest.length < OTHERS);
          const add = (judgement: Judgement, weight: number) =>
            all.push(candidate(judgement, episode.repo, question, weight));
          for (const judgement of own.slice(0, LIKELIEST)) add(judgement, 1);
          for (const judgement of chosen) add(judgement, rest.length / chosen.length);
        }
      },
    });
  }
  return all;
}

function candidate(
  judgement: Judgement,
  repo: string,
  question: number,
  weight: number,
): Candidate {
  const { features, place, right, chance, keys, byHand } = judgement;
  const gain = right ? Math.min(40, byHand) - keys : -1;
  return { repo, question, features, place, right, gain, chance, weight };
}
