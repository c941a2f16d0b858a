/** The goals of typing with a model, and who it is measured with. */
import type { Habits } from "./simulated-model.ts";
import { SAMPLES, type Sample } from "./texts.ts";
import type { TypingResult } from "./typing.ts";

/** Providers near and far, that are more or less often wrong. */
export const HABITS: readonly (Habits & { readonly name: string })[] = [
  { name: "near", latency: [50, 150], token: 4, wrong: 0.04, wrongFirst: 0.15, lines: 3 },
  { name: "usual", latency: [120, 450], token: 8, wrong: 0.06, wrongFirst: 0.2, lines: 5 },
  { name: "far", latency: [300, 800], token: 12, wrong: 0.08, wrongFirst: 0.25, lines: 6 },
  { name: "poor", latency: [100, 400], token: 8, wrong: 0.3, wrongFirst: 0.6, lines: 3 },
];

export function texts(): readonly Sample[] {
  return SAMPLES;
}

export function sumOf(results: readonly TypingResult[]): TypingResult {
  const sum = (of: (one: TypingResult) => number) => results.reduce((all, one) => all + of(one), 0);
  return {
    keys: sum((one) => one.keys),
    tabs: sum((one) => one.tabs),
    typedWords: sum((one) => one.typedWords),
    words: sum((one) => one.words),
    requests: sum((one) => one.requests),
    ahead: sum((one) => one.ahead),
    warm: sum((one) => one.warm),
    promptUnits: sum((one) => one.promptUnits),
    keptUnits: sum((one) => one.keptUnits),
    chances: sum((one) => one.chances),
    atOnce: sum((one) => one.atOnce),
    contradictions: results.flatMap((one) => one.contradictions),
    flickers: results.flatMap((one) => one.flickers),
    frames: sum((one) => one.frames),
    ghosts: sum((one) => one.ghosts),
    ms: sum((one) => one.ms),
    open: Math.max(0, ...results.map((one) => one.open)),
  };
}

/** Requests of every kind for each word that was typed by hand. */
export function perWord({ requests, ahead, typedWords }: TypingResult): number {
  return typedWords === 0 ? 0 : (requests + ahead) / typedWords;
}

export function share(part: number, all: number): number {
  return all === 0 ? 1 : part / all;
}

export function lineOf(result: TypingResult): string {
  const { keys, tabs, words, typedWords, requests, ahead, promptUnits, keptUnits } = result;
  const { chances, atOnce, contradictions, flickers, frames, ghosts, open } = result;
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  return [
    `${words} words (${typedWords} typed), ${keys} keys, ${tabs} Tabs`,
    `requests ${requests} + ${ahead} ahead = ${perWord(result).toFixed(2)} per typed word`,
    `prefix kept ${percent(share(keptUnits, promptUnits))}`,
    `contradictions ${contradictions.length}, flickers ${flickers.length} in ${frames} frames (${ghosts} with a ghost)`,
    `next at once ${atOnce} of ${chances} (${percent(share(atOnce, chances))})`,
    `open ${open}`,
  ].join("; ");
}

/** What of the goals is not reached: one run with every key typed, one with Tab. */
export function judge(typed: TypingResult, tabbed: TypingResult): string[] {
  const faults: string[] = [];
  const both = sumOf([typed, tabbed]);
  if (perWord(typed) > 0.5) faults.push(`${perWord(typed).toFixed(2)} requests per typed word`);
  const kept = share(both.keptUnits, both.promptUnits);
  if (kept < 0.9) faults.push(`${(100 * kept).toFixed(1)} % of prompts kept`);
  for (const one of both.contradictions.slice(0, 5)) faults.push(`contradiction: ${one}`);
  for (const one of both.flickers.slice(0, 5)) faults.push(`flicker: ${one}`);
  const atOnce = share(tabbed.atOnce, tabbed.chances);
  if (atOnce < 0.8) faults.push(`${(100 * atOnce).toFixed(1)} % of the next ones at once`);
  if (both.open > 2) faults.push(`${both.open} requests open at a time`);
  return faults;
}
