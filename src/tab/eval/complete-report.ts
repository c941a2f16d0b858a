/** The figures of `hunch eval complete`. */

import { readLine } from "../../patterns/ngram/code-token.ts";
import { situationAt } from "../../patterns/ngram/situation.ts";
import { Votes } from "../../patterns/ngram/vote.ts";
import type { Weights } from "../../patterns/ngram/weights.ts";
import {
  addTally,
  measure,
  ngramCompleter,
  noTally,
  precision,
  saved,
  type Tally,
} from "./complete.ts";
import { nextToken } from "./complete-target.ts";
import { typeEpisode } from "./complete-typing.ts";
import type { Episode } from "./episode.ts";
import { longestMatch } from "./longest-match.ts";

export interface CompleteCase {
  readonly episode: Episode;
  /** Other files of the repository as they stood. */
  readonly others: readonly { readonly path: string; readonly before: string }[];
}

export interface Figures extends Tally {
  /** Shares, 0 to 1. */
  readonly saved: number;
  readonly precision: number;
}

export interface CompleteReport {
  readonly commits: number;
  /** A ghost is taken whole, for one key, or not at all. */
  readonly whole: Figures;
  /** What is right of a ghost that is not is taken word by word, each for a key. */
  readonly words: Figures;
  /** The plain completer, taken whole. */
  readonly plain: Figures;
  readonly plainWords: Figures;
  readonly languages: Readonly<Record<string, Figures>>;
  /** Share of the next tokens that are among the first 1, 3, 5 and 8 choices. */
  readonly hits: { readonly tokens: number; readonly at: Readonly<Record<string, number>> };
  /** Milliseconds of an answer with its alternatives. */
  readonly ms: { readonly p50: number; readonly p95: number; readonly most: number };
}

const AT = [1, 3, 5, 8] as const;

export function reportOn(cases: readonly CompleteCase[], weights: Weights): CompleteReport {
  const languages = new Map<string, Tally>();
  const [whole, words, plain, plainWords] = [noTally(), noTally(), noTally(), noTally()];
  const times: number[] = [];
  const hits = { tokens: 0, at: [0, 0, 0, 0] };
  const onAnswer = (ms: number): void => void times.push(ms);
  for (const one of cases) {
    const measured = measure([one], ngramCompleter({ weights, onAnswer }));
    addTally(whole, measured.all);
    for (const [language, tally] of measured.byLanguage) {
      const own = languages.get(language) ?? noTally();
      languages.set(language, own);
      addTally(own, tally);
    }
    addTally(words, measure([one], ngramCompleter({ weights }), true).all);
    addTally(plain, measure([one], longestMatch()).all);
    addTally(plainWords, measure([one], longestMatch(), true).all);
    countHits(one, weights, hits);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return {
    commits: cases.length,
    whole: figures(whole),
    words: figures(words),
    plain: figures(plain),
    plainWords: figures(plainWords),
    languages: Object.fromEntries(
      [...languages]
        .sort((a, b) => b[1].characters - a[1].characters)
        .map(([name, tally]) => [name, figures(tally)]),
    ),
    hits: {
      tokens: hits.tokens,
      at: Object.fromEntries(AT.map((k, i) => [k, hits.at[i]! / Math.max(1, hits.tokens)])),
    },
    ms: { p50: at(0.5), p95: at(0.95), most: times[times.length - 1] ?? 0 },
  };
}

function figures(tally: Tally): Figures {
  return { ...tally, saved: saved(tally), precision: precision(tally) };
}

/** Asks for every token when the one before it is there and nothing of it is. */
function countHits(
  one: CompleteCase,
  weights: Weights,
  hits: { tokens: number; at: number[] },
): void {
  let votes: Votes | null = null;
  for (const typist of typeEpisode(one.episode, one.others)) {
    if (votes?.corpus !== typist.corpus) votes = new Votes(typist.corpus, weights);
    while (typist.remaining !== "") {
      const situation = situationAt(typist.corpus, typist.cursor, true);
      const target = situation.partial === "" ? nextToken(typist, situation) : null;
      // In the middle of a word nothing begins.
      if (target !== null && target !== "" && !continuesWord(typist.before, target)) {
        hits.tokens++;
        const choices = [...votes.take(situation)];
        choices.sort((a, b) => b.probability - a.probability);
        const rank = choices.findIndex(({ text }) => text === target);
        for (const [i, k] of AT.entries()) if (rank >= 0 && rank < k) hits.at[i]!++;
      }
      typist.type(1);
    }
  }
}

function continuesWord(before: string, target: string): boolean {
  const whole = readLine(before).texts.length;
  return target !== "" && readLine(before + target).texts.length === whole;
}

export function printReport(report: CompleteReport): string {
  const out: string[] = [];
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`.padStart(8);
  const row = (name: string, f: Figures) =>
    `${name.padEnd(34)}${percent(f.saved)}${percent(f.precision)}${String(f.ghosts).padStart(9)}` +
    `${String(f.accepts).padStart(9)}${String(f.wrong).padStart(8)}${String(f.characters).padStart(12)}`;
  out.push(`Characters put in by ${report.commits} commits, typed from left to right`, "");
  out.push(
    `${"".padEnd(34)}${"saved".padStart(8)}${"right".padStart(8)}${"ghosts".padStart(9)}` +
      `${"accepts".padStart(9)}${"wrong".padStart(8)}${"characters".padStart(12)}`,
  );
  out.push(row("hunch, whole ghosts", report.whole));
  out.push(row("hunch, and word by word", report.words));
  out.push(row("longest match, whole", report.plain));
  out.push(row("longest match, and word by word", report.plainWords));
  out.push("", "By language, whole ghosts");
  for (const [name, f] of Object.entries(report.languages)) out.push(row(`  ${name}`, f));
  out.push("", `Next token among the first choices (of ${report.hits.tokens})`);
  for (const [k, share] of Object.entries(report.hits.at))
    out.push(`  ${k.padEnd(3)}${percent(share)}`);
  const ms = (value: number) => `${value.toFixed(2)} ms`;
  const { p50, p95, most } = report.ms;
  out.push("", `An answer with alternatives: p50 ${ms(p50)}, p95 ${ms(p95)}, at most ${ms(most)}`);
  return `${out.join("\n")}\n`;
}
