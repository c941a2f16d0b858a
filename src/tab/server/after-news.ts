/** What predictors share that speak of what the last edit has caused, and speak again after news. */
import type {
  PredictionAnswer,
  PredictionSnapshot,
  Predictor,
  RecordedEdit,
} from "../../text/prediction.ts";
import { causeOf, isReplayed, type Live } from "./live.ts";
import { type News, withNews } from "./news.ts";

/** Answers for a text and the last edit of a person. */
export type Find = (
  snapshot: PredictionSnapshot,
  cause: RecordedEdit,
  signal: AbortSignal,
) => Promise<readonly PredictionAnswer[]>;

export function afterNews(name: string, live: Live, news: News, find: Find): Predictor {
  return {
    name,
    live: true,
    predict(snapshot, signal) {
      const cause = causeOf(live.edits());
      if (cause === null || isReplayed(live, snapshot)) return [];
      return withNews(news, signal, (inner) => find(snapshot, cause, inner));
    },
  };
}
