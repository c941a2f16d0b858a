/** How good a score over candidates is: log-loss, and precision and gain of what it would show. */
import { sigmoid } from "../../src/patterns/logistic.ts";
import type { Candidate } from "./samples.ts";

export interface Scored {
  readonly candidate: Candidate;
  readonly chance: number;
}

export function logLoss(scored: readonly Scored[]): number {
  let sum = 0;
  let all = 0;
  for (const { candidate, chance } of scored) {
    const p = Math.min(0.9999, Math.max(0.0001, chance));
    sum -= candidate.weight * Math.log(candidate.right ? p : 1 - p);
    all += candidate.weight;
  }
  return sum / all;
}

/** The likeliest of each question. */
export function bestOfQuestions(scored: readonly Scored[]): Scored[] {
  const best = new Map<number, Scored>();
  for (const one of scored) {
    const { question } = one.candidate;
    const known = best.get(question);
    if (!known || one.chance > known.chance) best.set(question, one);
  }
  return [...best.values()].sort((a, b) => b.chance - a.chance);
}

export interface Showing {
  readonly threshold: number;
  readonly shown: number;
  readonly precision: number;
  /** Keys saved in all. */
  readonly gain: number;
}

/** What showing the best of each question from a threshold on comes to. */
export function showing(best: readonly Scored[], threshold: number): Showing {
  const shown = best.filter(({ chance }) => chance >= threshold);
  const right = shown.filter(({ candidate }) => candidate.right).length;
  const gain = shown.reduce((sum, { candidate }) => sum + candidate.gain, 0);
  return { threshold, shown: shown.length, precision: right / Math.max(1, shown.length), gain };
}

/** The lowest threshold, in hundredths, with at least this precision. */
export function thresholdFor(best: readonly Scored[], precision: number): number {
  for (let hundredths = 5; hundredths < 95; hundredths++) {
    if (showing(best, hundredths / 100).precision >= precision) return hundredths / 100;
  }
  return 0.95;
}

/** Scale and shift of log-odds that fit the labels best: Platt's calibration by gradient steps. */
export function platt(scored: readonly Scored[]): { scale: number; shift: number } {
  let scale = 1;
  let shift = 0;
  const odds = scored.map(({ chance }) => {
    const p = Math.min(0.9999, Math.max(0.0001, chance));
    return Math.log(p / (1 - p));
  });
  for (let round = 0; round < 200; round++) {
    let gs = 0;
    let gb = 0;
    let hss = 1e-6;
    let hsb = 0;
    let hbb = 1e-6;
    for (const [i, { candidate }] of scored.entries()) {
      const x = odds[i]!;
      const p = sigmoid(scale * x + shift);
      const w = candidate.weight;
      const error = w * ((candidate.right ? 1 : 0) - p);
      const h = w * p * (1 - p);
      gs += error * x;
      gb += error;
      hss += h * x * x;
      hsb += h * x;
      hbb += h;
    }
    const det = hss * hbb - hsb * hsb;
    if (det < 1e-9) break;
    const ds = (hbb * gs - hsb * gb) / det;
    const db = (hss * gb - hsb * gs) / det;
    scale += ds;
    shift += db;
    if (Math.abs(ds) + Math.abs(db) < 1e-6) break;
  }
  return { scale, shift };
}
