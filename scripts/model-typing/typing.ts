/** Types a text key by key at a person's speed, with or without Tab, and counts what came of it. */

import { AHEAD_REST_MS } from "../../src/tab/model/when.ts";
import type { ChangeSet } from "../../src/text/text.ts";
import { randomOf, SimulatedClock } from "./clock.ts";
import { MODEL, type Stage, stageOf } from "./editor.ts";
import { type Habits, SimulatedModel, type Writing } from "./simulated-model.ts";
import { Watch } from "./watch.ts";

export interface TypingRequest extends Writing {
  readonly filetype: string;
  readonly habits: Habits;
  readonly seed: number;
  /** Takes what is right with Tab when it was there for so long (ms); null: types everything. */
  readonly tabs: number | null;
}

export interface TypingResult {
  readonly keys: number;
  readonly tabs: number;
  /** Words of which at least one character was typed by hand; all words of the text. */
  readonly typedWords: number;
  readonly words: number;
  readonly requests: number;
  readonly ahead: number;
  readonly warm: number;
  readonly promptUnits: number;
  readonly keptUnits: number;
  /** Tabs after which speculation had had its time, and of them those with the next one in their frame. */
  readonly chances: number;
  readonly atOnce: number;
  readonly contradictions: readonly string[];
  readonly flickers: readonly string[];
  readonly frames: number;
  readonly ghosts: number;
  /** Milliseconds of the simulated clock. */
  readonly ms: number;
  /** Requests that were open at a time at most. */
  readonly open: number;
}

/** Milliseconds between two keys, and before a new word, line and idea. */
const KEY = [120, 350] as const;
const WORD_PAUSE = 80;
const LINE_PAUSE = 350;
const THOUGHT = [700, 2500] as const;
const THOUGHT_SHARE = 0.04;
/** How often another letter is typed first, and taken back. */
const TYPO_SHARE = 0.02;
/** Looks at what came after an accept, ms. */
const READING = [350, 900] as const;
/** Shorter ones are typed faster than read. */
const LEAST_TAKEN = 4;
const MOST_STEPS = 20_000;

export async function typeText(request: TypingRequest): Promise<TypingResult> {
  const { before, text, after, habits, seed, filetype } = request;
  const clock = new SimulatedClock();
  const random = randomOf(seed + 1);
  const between = ([low, high]: readonly [number, number]) => low + (high - low) * random();
  const model = new SimulatedModel(clock, request, habits, seed);
  const watch = new Watch(model);
  const stage = stageOf(clock, {
    text: before + after,
    pos: before.length,
    filetype,
    config: MODEL,
    models: model,
    framed: () => watch.look(),
  });
  watch.begin(stage);
  const { editor } = stage;
  if (before.length > 0 && before.length === (before + after).length) stage.press("a");
  else stage.press("i");
  editor.setCursor(editor.win, before.length);
  const target = before + text;
  const handmade = new Set<number>();
  let keys = 0;
  let tabs = 0;
  let chances = 0;
  let atOnce = 0;
  await clock.goTo(clock.now + 400);
  for (let steps = 0; ; steps++) {
    if (steps > MOST_STEPS) throw new Error(`The text is not typed after ${steps} keys`);
    const { text: now, pos } = stage;
    if (pos === target.length && now === target + after) break;
    const ghost = request.tabs === null ? null : rightGhost(stage, target, clock.now, request.tabs);
    if (ghost !== null) {
      const due = isDue(stage, model, clock.now, habits);
      watch.taken();
      stage.press("<Tab>");
      tabs++;
      const { tab, models } = stage;
      const known = models.engines.complete.look(tab.arbiter.snapshot("accept"));
      // Where the model has nothing to say nothing can follow.
      const silent = known !== null && known.answer === null;
      if (due && !silent && stage.pos < target.length) {
        chances++;
        if (stage.tab.arbiter.shown !== null) atOnce++;
      }
      await clock.goTo(clock.now + between(READING));
      continue;
    }
    const key = keyFor(now, pos, target, after);
    if (/[a-z]/.test(key) && key.length === 1 && random() < TYPO_SHARE) {
      stage.press(key === "e" ? "r" : "e");
      await clock.goTo(clock.now + between(KEY));
      stage.press("<BS>");
      await clock.goTo(clock.now + between(KEY));
      keys += 2;
    }
    keys++;
    if (key.length === 1) handmade.add(pos);
    stage.press(key === "<" ? "<lt>" : key);
    let pause = between(KEY);
    if (key === " ") pause += WORD_PAUSE;
    if (key === "<CR>") pause += LINE_PAUSE;
    if (random() < THOUGHT_SHARE) pause = between(THOUGHT);
    await clock.goTo(clock.now + pause);
  }
  await clock.goTo(clock.now + 3000);
  const { ledger } = stage.models.engines.complete;
  const words = [...text.matchAll(/[\p{L}\p{N}_]+/gu)];
  const typed = words.filter(({ 0: word, index }) => {
    const from = before.length + index;
    for (let at = from; at < from + word.length; at++) if (handmade.has(at)) return true;
    return false;
  });
  stage.models.close();
  await stage.tab.close();
  return {
    keys,
    tabs,
    typedWords: typed.length,
    words: words.length,
    requests: ledger.requests,
    ahead: ledger.ahead,
    warm: ledger.warm,
    promptUnits: ledger.promptUnits,
    keptUnits: ledger.keptUnits,
    chances,
    atOnce,
    contradictions: watch.contradictions,
    flickers: watch.flickers,
    frames: watch.frames,
    ghosts: watch.ghosts,
    ms: clock.now,
    open: mostOpen(model),
  };
}

/** The next key that leads to the target, whatever indentation the editor has put in. */
function keyFor(now: string, pos: number, target: string, after: string): string {
  const before = now.slice(0, pos);
  if (!target.startsWith(before) || now.slice(pos) !== after) {
    if (/^[ \t]*$/.test(before.slice(before.lastIndexOf("\n") + 1))) return "<BS>";
    throw new Error(`The text went astray: ${JSON.stringify(before.slice(-60))}`);
  }
  const char = target[pos]!;
  return char === "\n" ? "<CR>" : char;
}

/** What is shown when all of it is right and was there for long enough. */
function rightGhost(stage: Stage, target: string, now: number, ms: number): string | null {
  const { shown } = stage.tab.arbiter;
  if (shown?.kind !== "ghost" || shown.since < 0 || now - shown.since < ms) return null;
  const { text, pos } = stage;
  const { changes } = shown.prediction;
  const made = text.slice(0, pos) + insertOf(changes);
  if (!target.startsWith(made) || made.length - pos < LEAST_TAKEN) return null;
  // Among the blanks that begin a line Tab is for more of them.
  if (text.slice(text.lastIndexOf("\n", pos - 1) + 1, pos).trim() === "") return null;
  return made;
}

function insertOf(changes: ChangeSet): string {
  let insert = "";
  changes.iterChanges((_fromA, _toA, _fromB, _toB, inserted) => {
    insert += inserted.toString();
  });
  return insert;
}

/** Whether what follows what is shown could be known by now: it is the model's, and complete for so long. */
function isDue(stage: Stage, model: SimulatedModel, now: number, { latency }: Habits): boolean {
  const { shown } = stage.tab.arbiter;
  if (shown?.prediction.source !== "model" || shown.prediction.growing) return false;
  const after = stage.text.slice(0, stage.pos) + insertOf(shown.prediction.changes);
  const asked = model.calls.findLast(
    ({ typed, at }) => typed >= 0 && model.wholeAt(typed) === after && at <= now,
  );
  if (asked) return !asked.closed && asked.answer.trim() !== "" && asked.ends + 20 <= now;
  return now - shown.since >= AHEAD_REST_MS + latency[1] + 200;
}

function mostOpen(model: SimulatedModel): number {
  let most = 0;
  for (const one of model.calls) {
    const open = model.calls.filter(({ at, ends }) => at <= one.at && ends > one.at);
    most = Math.max(most, open.length);
  }
  return most;
}
