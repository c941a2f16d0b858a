/** *complete*: what is being typed, to the end of the word, the line or the block. */
import { basename } from "node:path";
import { mayFill } from "../../patterns/ngram/complete.ts";
import {
  changeOf,
  type DocumentSnapshot,
  type PredictionAnswer,
  type Predictor,
} from "../../text/prediction.ts";
import type { CompletionAnswer, CompletionQuestion } from "./engine.ts";
import { Feed, MOST_TEXT } from "./feed.ts";

type Answers = readonly CompletionAnswer[] | null;

/** Who answers: the completer's thread, or one here. */
export interface CompletionPort {
  /** Null: it does not know the documents any more; they are sent again with the next question. */
  ask(question: CompletionQuestion): Answers | Promise<Answers>;
  /** A question is about to be asked; `doc` is where something is typed. */
  typing?(doc: DocumentSnapshot): void;
}

export interface CompletePorts {
  readonly port: CompletionPort;
  /** What is less likely than this is not shown, so nothing is followed as far. Absent: 0.45. */
  least?(): number;
  /** Names that are known to fit at the cursor, whole, the likeliest first. Absent: none. */
  offered?(): readonly string[];
}

/** Other documents that are kept up to date: those that were edited last. */
const OTHER_DOCUMENTS = 8;
/** A longer line is data: nothing is typed into it by hand. */
const LONG_LINE = 2000;
/** Names of a language server that are candidates. */
const MOST_OFFERED = 32;
/** Who asks for a completion gets to see an unlikely one, too. */
const ON_REQUEST = 0.1;
/**
 * What saves no key is rated no higher than this share of what is shown, however likely it is: it is there
 * when the user asks, or types something that makes it likelier.
 */
const NOT_WORTH = 0.5;

export function completeText({
  port,
  least = () => 0.45,
  offered = () => [],
}: CompletePorts): Predictor {
  const feed = new Feed();
  return {
    name: "complete",
    first: true,
    predict(snapshot) {
      if (
        snapshot.mode !== "insert" ||
        snapshot.trigger === "move" ||
        snapshot.trigger === "idle"
      ) {
        return [];
      }
      const { doc } = snapshot;
      const line = doc.text.lineAt(doc.pos);
      if (line.length > LONG_LINE || doc.text.length > MOST_TEXT) return [];
      const col = doc.pos - line.from;
      const cursor = {
        document: doc.id,
        row: line.number - 1,
        before: line.text.slice(0, col),
        after: line.text.slice(col),
      };
      if (!mayFill(cursor)) return [];
      port.typing?.(doc);
      const updates = feed.updates([doc, ...snapshot.others.slice(0, OTHER_DOCUMENTS)]);
      const follow = snapshot.trigger === "ask" ? ON_REQUEST : least();
      const found = port.ask({
        updates,
        cursor,
        offered: fitting(offered(), cursor.before),
        least: follow,
      });
      const most = NOT_WORTH * least();
      const take = (answers: Answers) => {
        if (answers !== null) return answers.map((one) => answerOf(doc, one, most));
        feed.clear();
        return [];
      };
      return found !== null && "then" in found ? found.then(take) : take(found);
    },
  };
}

/** Those that go on with the word that is being typed. */
function fitting(names: readonly string[], before: string): readonly string[] {
  if (names.length === 0) return names;
  const word = /[\p{L}\p{N}_$]*$/u.exec(before)![0];
  const found: string[] = [];
  for (const name of names) {
    if (name.length > word.length && name.startsWith(word)) found.push(name);
    if (found.length >= MOST_OFFERED) break;
  }
  return found;
}

/** `most`: the highest score of what saves no key. */
function answerOf(doc: DocumentSnapshot, found: CompletionAnswer, most: number): PredictionAnswer {
  const { text: insert, tokens, match, first, votes, worth } = found;
  return {
    doc: doc.id,
    revision: doc.revision,
    changes: changeOf([{ from: doc.pos, to: doc.pos, insert }], doc.text.length),
    probability: worth > 0 ? found.probability : Math.min(most, found.probability),
    cursor: doc.pos + insert.length,
    reason: reasonOf(doc, found),
    traits: {
      first,
      tokens: Math.min(1, tokens / 16),
      match: Math.min(1, match / 12),
      votes: Math.min(1, Math.log2(1 + votes) / 6),
      lines: insert.includes("\n") ? 1 : 0,
    },
  };
}

function reasonOf(doc: DocumentSnapshot, { source, votes }: CompletionAnswer): string {
  if (source === null) return "the rest of a name that stands elsewhere";
  const line = source.row + 1;
  const where =
    source.document === doc.id
      ? `line ${line}`
      : `${source.path === null ? "another buffer" : basename(source.path)}:${line}`;
  return votes > 1 ? `as in ${where} and ${votes - 1} more` : `as in ${where}`;
}
