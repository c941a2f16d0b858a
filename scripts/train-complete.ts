/**
 * Learns what a vote of the completer is worth (src/patterns/ngram/weights.ts) from edit histories:
 *
 *     node scripts/train-complete.ts FILE... > src/patterns/ngram/learned.ts
 *
 * FILE: episodes (JSON lines, as `hunch eval tab` cuts them), their distractors beside.
 * Each place in what was typed is a question; the weights are those that give what came next the
 * highest probability.
 */
import type { Corpus } from "../src/patterns/ngram/corpus.ts";
import { pushToken, type Situation, situationAt } from "../src/patterns/ngram/situation.ts";
import { END } from "../src/patterns/ngram/vocabulary.ts";
import { Votes } from "../src/patterns/ngram/vote.ts";
import {
  plainWeights,
  readWeights,
  TABLE,
  VOTE_FEATURES,
  type Weights,
  writeWeights,
} from "../src/patterns/ngram/weights.ts";
import { nextLineStart, nextToken } from "../src/tab/eval/complete-target.ts";
import { type Typist, typeEpisode } from "../src/tab/eval/complete-typing.ts";
import { episodesIn } from "../src/tab/eval/episode-file.ts";
import { randomSource } from "../src/tab/eval/random.ts";

const ROUNDS = 4;
const RATE = 0.08;
const DECAY = 2e-6;
const MOST_QUESTIONS = 250_000;
/** Characters learned of one insertion. */
const MOST_CHARACTERS = 600;

interface Question {
  readonly votes: Uint16Array;
  /** For each vote whether it is right. */
  readonly right: Uint8Array;
  readonly none: Uint16Array;
}

function questionOf(votes: Votes, situation: Situation, target: string | null): Question {
  const choices = votes.take(situation);
  const { poll } = votes;
  const right = new Uint8Array(poll.count);
  if (target !== null) {
    for (let i = 0; i < poll.count; i++) {
      if (choices[poll.choiceOf[i]!]!.text === target) right[i] = 1;
    }
  }
  return {
    votes: Uint16Array.from(poll.features.subarray(0, poll.count * VOTE_FEATURES)),
    right,
    none: Uint16Array.from(poll.none),
  };
}

function* questions(typist: Typist, votes: Votes, random: () => number): Generator<Question> {
  const { corpus } = typist;
  let left = MOST_CHARACTERS;
  while (typist.remaining !== "" && left-- > 0) {
    const { cursor } = typist;
    const situation = situationAt(corpus, cursor);
    const typed = situation.partial.trimStart().length;
    if (typed === 0 || random() < 0.5) {
      yield questionOf(votes, situation, nextToken(typist, situation));
    }
    const whole = situationAt(corpus, cursor, true);
    if (typed > 0 && whole.partial === "") {
      const target = nextToken(typist, whole);
      // Only where the word does end.
      if (target !== null && !/^[\p{L}\p{N}_$]/u.test(target)) {
        yield questionOf(votes, whole, target);
      }
    }
    if (cursor.after === "" && (typist.remaining[0] === "\n" || typist.remaining.length === 1)) {
      const last = typist.remaining[0] !== "\n";
      if (last) typist.type(1);
      const next = situationAt(corpus, typist.cursor, true);
      pushToken(corpus, next, END);
      yield questionOf(votes, next, last ? null : nextLineStart(typist));
      if (last) return;
    }
    typist.type(1);
  }
  while (typist.remaining !== "") typist.type(typist.remaining.length);
}

function collect(files: readonly string[]): Question[] {
  const all: Question[] = [];
  const random = randomSource(4);
  for (const file of files) {
    let ofFile = 0;
    for (const { episode, distraction } of episodesIn(file, true)) {
      let corpus: Corpus | null = null;
      let votes: Votes | null = null;
      for (const typist of typeEpisode(episode, distraction?.files ?? [])) {
        if (typist.corpus !== corpus) {
          corpus = typist.corpus;
          votes = new Votes(corpus, plainWeights());
        }
        const enough = ofFile >= MOST_QUESTIONS / files.length;
        if (enough) while (typist.remaining !== "") typist.type(typist.remaining.length);
        else
          for (const question of questions(typist, votes!, random)) {
            all.push(question);
            ofFile++;
          }
      }
      if (ofFile >= MOST_QUESTIONS / files.length) break;
    }
    process.stderr.write(`${file}: ${ofFile}\n`);
  }
  return all;
}

/** One question's loss (nats); changes the weights when `slopes` is given. */
function step(question: Question, weights: Weights, slopes: Float64Array | null): number {
  const count = question.right.length;
  const shares = new Float64Array(count + 1);
  let sum = 0;
  let right = 0;
  for (let i = 0; i < count; i++) {
    let score = 0;
    for (let f = i * VOTE_FEATURES; f < (i + 1) * VOTE_FEATURES; f++) {
      score += weights[question.votes[f]!]!;
    }
    shares[i] = Math.exp(score);
    sum += shares[i]!;
    if (question.right[i]) right += shares[i]!;
  }
  let none = 0;
  for (const feature of question.none) none += weights[feature]!;
  shares[count] = Math.exp(none);
  sum += shares[count]!;
  const isNone = right === 0;
  if (isNone) right = shares[count]!;
  if (slopes === null) return -Math.log(right / sum);
  const move = (feature: number, slope: number) => {
    slopes[feature]! += slope * slope;
    weights[feature]! +=
      (RATE * slope) / Math.sqrt(slopes[feature]! + 1e-3) - DECAY * weights[feature]!;
  };
  for (let i = 0; i <= count; i++) {
    const own = i === count ? isNone : question.right[i] === 1 && !isNone;
    const slope = (own ? shares[i]! / right : 0) - shares[i]! / sum;
    if (Math.abs(slope) < 1e-4) continue;
    if (i === count) for (const feature of question.none) move(feature, slope);
    else
      for (let f = i * VOTE_FEATURES; f < (i + 1) * VOTE_FEATURES; f++) {
        move(question.votes[f]!, slope);
      }
  }
  return -Math.log(right / sum);
}

const files = process.argv.slice(2);
const all = collect(files);
const random = randomSource(9);
const kept: Question[] = [];
const learned: Question[] = [];
for (const question of all) (random() < 0.05 ? kept : learned).push(question);
const weights = plainWeights();
const slopes = new Float64Array(TABLE.all);
const loss = () => kept.reduce((total, q) => total + step(q, weights, null), 0) / kept.length;
process.stderr.write(`${all.length} questions, loss ${loss().toFixed(4)}\n`);
for (let round = 0; round < ROUNDS; round++) {
  for (let i = learned.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [learned[i], learned[j]] = [learned[j]!, learned[i]!];
  }
  for (const question of learned) step(question, weights, slopes);
  process.stderr.write(`round ${round + 1}: loss ${loss().toFixed(4)}\n`);
}
const written = writeWeights(weights);
if (readWeights(written).length !== weights.length) throw new Error("The weights can't be read");
process.stdout.write(
  `/** Learned by scripts/train-complete.ts from the histories of ${files.length} open projects. */\n` +
    `export const LEARNED =\n${written
      .match(/.{1,94}/gs)!
      .map((part) => `  "${part}"`)
      .join(" +\n")};\n`,
);
