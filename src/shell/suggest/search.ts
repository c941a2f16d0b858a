/** The likeliest whole lines behind what is typed. */
import type { Model } from "./model.ts";
import type { Params } from "./params.ts";
import { END, isParting, tokensOf } from "./tokens.ts";

export interface Found {
  readonly line: string;
  /** Of the whole line, and of its next word. */
  readonly chance: number;
  readonly wordChance: number;
}

interface State {
  readonly line: string;
  readonly chance: number;
  /** The chance at the first end of a word behind what is typed; null: it is not reached yet. */
  readonly wordChance: number | null;
  readonly ended: boolean;
}

const EXPANSIONS = 50;
const BRANCHES = 8;

/** At most `most`, the likeliest first, none less likely than `least`. */
export function likeliest(
  model: Model,
  prefix: string,
  most: number,
  least: number,
  params: Params,
): Found[] {
  const open: State[] = begin(model, prefix, params).filter(({ chance }) => chance >= least);
  const found: Found[] = [];
  for (let i = 0; i < EXPANSIONS && open.length > 0; i++) {
    let at = 0;
    for (let j = 1; j < open.length; j++) if (open[j]!.chance > open[at]!.chance) at = j;
    const best = open.splice(at, 1)[0]!;
    if (best.ended) {
      if (best.line.length > prefix.length) {
        const { line, chance } = best;
        found.push({ line, chance, wordChance: best.wordChance ?? chance });
        if (found.length === most) break;
      }
      continue;
    }
    const { tokens, unknown } = model.after(best.line);
    const all = tokens.reduce((sum, [, weight]) => sum + weight, unknown);
    for (const [token, weight] of tokens.slice(0, BRANCHES)) {
      const chance = (best.chance * weight) / all;
      if (chance >= least) open.push(next(best, token, chance, prefix));
    }
  }
  return found;
}

function next(state: State, token: string, chance: number, prefix: string): State {
  const ended = token === END;
  const line = ended ? state.line : state.line + token;
  let { wordChance } = state;
  if (wordChance === null && line.length > prefix.length) {
    const rest = line.slice(prefix.length);
    if (ended || (token === " " && rest.trim() !== "")) wordChance = state.chance;
    if (token === "/") wordChance = chance;
  }
  return { line, chance, wordChance, ended };
}

/** The lines that begin with what is typed up to the end of a token. */
function begin(model: Model, prefix: string, p: Params): State[] {
  const tokens = tokensOf(prefix);
  const last = tokens.at(-1);
  if (last === undefined || isParting(last)) {
    return [{ line: prefix, chance: 1, wordChance: null, ended: false }];
  }
  const left = prefix.slice(0, -last.length);
  const { tokens: all, unknown } = model.after(left);
  const fitting = all.filter(([token]) => token.startsWith(last));
  const strange = unknown * p.newFirst * p.newCharacter ** (last.length - 1);
  const sum = fitting.reduce((total, [, weight]) => total + weight, strange);
  return fitting.map(([token, weight]) => ({
    line: left + token,
    chance: weight / sum,
    wordChance: null,
    ended: false,
  }));
}
