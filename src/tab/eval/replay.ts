/**
 * Replays episodes: a typist makes the edits in order, and after each one the predictors are asked.
 * In the forced pass the edits come as they come, which tells how good places and texts are; in the
 * other one right suggestions are taken, which tells how many keys they save.
 */
import { addCounts, type Counts, noCounts, sourceOf } from "./counts.ts";
import type { Distraction, Episode } from "./episode.ts";
import { type Change, EpisodeState, type Slot } from "./episode-state.ts";
import { COST, isSmall, typingKeys } from "./keys.ts";
import { deltaChrF, keptCharacters, reversedCharacters } from "./likeness.ts";
import type { Answer, Question } from "./question.ts";
import type { Judgement, ReplaySession } from "./session.ts";

export interface ReplayOptions {
  readonly passes: readonly ("forced" | "replay")[];
  /** Edits that are given; 1 in the shared figures. */
  readonly warm?: number;
  /** Hears of every question of the replay pass, with what each candidate would have been. */
  readonly judged?: (judgements: readonly Judgement[], next: Outlook) => void;
}

/** What the typist faces when nothing is shown. */
export interface Outlook {
  readonly episode: string;
  readonly pass: string;
  /** Keys for the next edit by hand, with and without going there. */
  readonly going: number;
  readonly typing: number;
}

export async function replayEpisode(
  episode: Episode,
  distraction: Distraction | null,
  session: ReplaySession,
  options: ReplayOptions,
): Promise<Counts> {
  const counts = noCounts();
  counts.episodes = 1;
  const replay = { episode, distraction, session, options, counts };
  if (options.passes.includes("forced")) await forcedPass(replay);
  if (options.passes.includes("replay")) await keysPass(replay);
  return counts;
}

interface Replay {
  readonly episode: Episode;
  readonly distraction: Distraction | null;
  readonly session: ReplaySession;
  readonly options: ReplayOptions;
  readonly counts: Counts;
}

function begin({ episode, distraction, options }: Replay): EpisodeState {
  const state = new EpisodeState(episode, distraction);
  state.start(options.warm ?? 1);
  return state;
}

async function ask(
  { episode, session, counts }: Replay,
  state: EpisodeState,
  pass: string,
  reset: boolean,
): Promise<Answer> {
  const files: Record<string, string> = {};
  for (const path of [...state.files.keys()].sort()) {
    if (reset || state.dirty.has(path)) files[path] = state.files.get(path)!.text;
  }
  state.dirty.clear();
  const { path, line, col } = state.cursor;
  const question: Question = {
    id: episode.id,
    pass,
    reset,
    lang: episode.lang,
    files,
    edits: state.log,
    cursor: { file: path, line, col },
  };
  const begun = performance.now();
  const answer = await session.answer(question);
  counts.latencies.push(performance.now() - begun);
  return answer;
}

async function forcedPass(replay: Replay): Promise<void> {
  const { counts } = replay;
  const state = begin(replay);
  for (let first = true; ; first = false) {
    state.settle();
    const remaining = state.remaining();
    if (remaining.length === 0) return;
    const answer = await ask(replay, state, "forced", first);
    counts.queries++;
    const changes = answer.suggestions.map((suggestion) => state.parse(suggestion));
    const places = changes.map(({ path, line }) => ({ path, line }));
    if (answer.jump) places.push({ path: answer.jump.file, line: answer.jump.line });
    const hits = places.slice(0, 3).map(({ path, line }) => state.near(path, line).length > 0);
    if (hits[0]) counts.loc1++;
    if (hits.includes(true)) counts.loc3++;
    if (!remaining.some((slot) => isClose(state, slot))) {
      counts.far++;
      if (hits[0]) counts.locFar1++;
    }
    const [best] = changes;
    if (best) {
      counts.likenessOf++;
      if (best.file) {
        const { file, from, to, text } = best;
        counts.likeness += deltaChrF(file.text, { from, to, text }, state.wantedNear(best));
      }
    }
    const exact = changes.map((change) => state.match(change) !== null);
    if (exact[0]) counts.exact1++;
    if (exact.includes(true)) counts.exact3++;
    state.apply([state.next()!]);
  }
}

function isClose(state: EpisodeState, slot: Slot): boolean {
  if (slot.file.path !== state.cursor.path) return false;
  const [first, last] = state.lines(slot);
  const { line } = state.cursor;
  return line >= first - COST.farLines && line <= last + COST.farLines;
}

/** Keys for everything by hand. */
function countByHand(replay: Replay): void {
  const { counts } = replay;
  const state = begin(replay);
  state.settle();
  for (let slot = state.next(); slot; slot = state.next()) {
    if (slot.edit.type !== "newfile") {
      const keys = state.goingKeys(slot) + typingKeys(slot.edit);
      counts.keysBase += keys;
      if (isSmall(slot.edit)) counts.smallBase += keys;
      counts.edits++;
    }
    state.apply([slot]);
  }
}

async function keysPass(replay: Replay): Promise<void> {
  countByHand(replay);
  const { counts, session, options, episode } = replay;
  const state = begin(replay);
  let chain = 0;
  for (let first = true; ; first = false) {
    state.settle();
    if (state.remaining().length === 0) break;
    const answer = await ask(replay, state, "replay", first);
    const next = state.next()!;
    const going = state.goingKeys(next);
    const typing = typingKeys(next.edit);
    judge(replay, state);
    options.judged?.(session.judgements(state), {
      episode: episode.id,
      pass: "replay",
      going,
      typing,
    });
    const step = stepOf(replay, state, answer, next);
    const keys = step.keys + (step.done ? 0 : going + typing);
    const done = step.done ?? [next];
    counts.keys += keys;
    if (isSmall(done[0]!.edit)) counts.small += keys;
    state.apply(done);
    if (step.right) chain++;
    else if (chain > 0) {
      counts.chains.push(chain);
      chain = 0;
    }
  }
  if (chain > 0) counts.chains.push(chain);
}

/** Notes how the best change was thought of and what it was. */
function judge({ session, counts }: Replay, state: EpisodeState): void {
  const best = session.judgements(state).find(({ place }) => !place);
  if (best) counts.judged.push({ chance: best.chance, right: best.right });
}

interface Step {
  readonly keys: number;
  /** The edits that it makes; null: the next one is made by hand. */
  readonly done: readonly Slot[] | null;
  readonly right: boolean;
}

function stepOf(
  { counts, session }: Replay,
  state: EpisodeState,
  answer: Answer,
  next: Slot,
): Step {
  const own = sourceOf(counts, session.considered.shown?.prediction.source ?? "");
  const [suggestion] = answer.suggestions;
  if (suggestion) {
    counts.shown++;
    own.shown++;
    const change = state.parse(suggestion);
    compare(counts, state, change);
    const done = state.match(change);
    if (!done) return { keys: COST.wrong, done: null, right: false };
    counts.right++;
    own.right++;
    counts.editsAccepted += done.length;
    const far =
      state.cursor.path !== change.path ||
      Math.abs(state.cursor.line - change.line) > COST.nearLines;
    return { keys: far ? COST.acceptFar : COST.acceptNear, done, right: true };
  }
  const { jump } = answer;
  if (!jump) return { keys: 0, done: null, right: false };
  counts.places++;
  own.places++;
  const near = state.near(jump.file, jump.line);
  if (near.length === 0) return { keys: 1, done: null, right: false };
  counts.placesRight++;
  own.hits++;
  const slot = near.includes(next) ? next : near[0]!;
  const keys = 1 + typingKeys(slot.edit) + state.landingKeys(slot, jump);
  return { keys, done: [slot], right: false };
}

/** Notes what of a shown change is in the commit, too, and what takes the last edit back. */
function compare(counts: Counts, state: EpisodeState, change: Change): void {
  if (!change.file) return;
  const { all, kept } = keptCharacters(change.text, state.finalNear(change));
  counts.newCharacters += all;
  counts.keptCharacters += kept;
  const { all: changed, reversed } = reversedCharacters(change, state.lastEdit(change.file));
  counts.changedCharacters += changed;
  counts.reversedCharacters += reversed;
}

export interface Replayed {
  readonly episode: Episode;
  readonly distraction: Distraction | null;
}

/** Replays one episode after the other with the same session. */
export async function replayAll(
  episodes: Iterable<Replayed>,
  session: ReplaySession,
  options: ReplayOptions,
): Promise<Counts> {
  const all = noCounts();
  for (const { episode, distraction } of episodes) {
    addCounts(all, await replayEpisode(episode, distraction, session, options));
  }
  return all;
}
