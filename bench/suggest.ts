/**
 * The next command: how long a suggestion takes with histories of 50,000 commands, and what the
 * replays of `hunch eval shell` say.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CommandRun, NOTHING_KNOWN } from "../src/shell/command.ts";
import { figuresOf } from "../src/shell/eval/counts.ts";
import { recentSuggester } from "../src/shell/eval/recent.ts";
import { replay } from "../src/shell/eval/replay.ts";
import { type ReplayRow, rowsOf, runOf } from "../src/shell/eval/row.ts";
import { scriptedRows } from "../src/shell/eval/scripted.ts";
import { createSuggester } from "../src/shell/suggest/suggester.ts";
import { quantile } from "./floor.ts";
import type { Figure } from "./picker.ts";

const HISTORY = 50_000;
const MOMENTS = 60;
/** An answer may take so long. */
const MOST_MS = 10;

/** Measures the group `suggest`. */
export function measureSuggest(root: string, rounds: number): Figure[] {
  const figures: Figure[] = [];
  for (const [name, rows] of [
    ["people's commands", scriptedRows(60, 3)],
    ["commands of which each is new", strangeRows(HISTORY)],
  ] as const) {
    figures.push(...latency(name, rows, rounds));
  }
  const data = join(root, "..", "shared", "shell", "data", "kypo-dev.jsonl");
  if (existsSync(data)) {
    figures.push(...quality("kypo-dev", rowsOf(readFileSync(data, "utf8"), data), 39, 45, 20));
  }
  figures.push(...quality("scripted", scriptedRows(6, 1), null, null, null));
  return figures;
}

function latency(name: string, rows: readonly ReplayRow[], rounds: number): Figure[] {
  const suggester = createSuggester();
  const session: CommandRun[] = [];
  for (let i = 0; i < HISTORY; i++) suggester.learn(runOf(rows[i % rows.length]!, null));
  const keys: number[] = [];
  const ends: number[] = [];
  for (let i = 0; i < MOMENTS * rounds; i++) {
    const row = rows[(i * 37) % rows.length]!;
    const run = runOf(row, session.at(-1)?.command ?? null);
    const around = row.around ?? { ...NOTHING_KNOWN, cwd: row.cwd };
    for (let length = 0; length < row.command.length; length++) {
      const prefix = row.command.slice(0, length);
      const start = performance.now();
      suggester.suggest({ prefix, session, around, now: run.time });
      keys.push(performance.now() - start);
    }
    const start = performance.now();
    suggester.learn(run);
    ends.push(performance.now() - start);
    session.push(run);
  }
  const figure = (what: string, all: readonly number[]): Figure => ({
    name: `suggest: ${what}, after 50,000 ${name}`,
    unit: "ms",
    p50: quantile(all, 0.5),
    p95: quantile(all, 0.95),
    most: MOST_MS,
  });
  return [figure("an answer", keys), figure("learning a command", ends)];
}

/** Shares in per cent, whose limits are the least: 100 − it is compared. */
function quality(
  name: string,
  rows: readonly ReplayRow[],
  saved: number | null,
  precision: number | null,
  first: number | null,
): Figure[] {
  const ours = figuresOf(replay(rows, createSuggester).counts);
  const recent = figuresOf(replay(rows, recentSuggester).counts);
  const figure = (what: string, value: number | null, least: number | null): Figure => ({
    name: `suggest: ${name}, ${what}`,
    unit: "%",
    p50: 100 - (value ?? 0),
    p95: null,
    most: least === null ? null : 100 - least,
  });
  return [
    figure("characters not saved by word", ours.savedWord, saved ?? 1.5 * (recent.savedWord ?? 0)),
    figure("… by the newest that starts so", recent.savedWord, null),
    figure("ghosts that are not the whole command", ours.ghostPrecision, precision),
    figure("next commands that do not come first", ours.top1, first),
  ];
}

/** Commands that share their beginnings and little else. */
function strangeRows(many: number): ReplayRow[] {
  return Array.from({ length: many }, (_, i) => ({
    session: `${Math.floor(i / 50)}`,
    user: "",
    t: i,
    cwd: `/home/me/project-${i % 97}`,
    command: `tool-${i % 300} --option-${i % 41} src/part-${i % 1999}/file-${i}.ts && run ${i % 7}`,
    status: 0,
  }));
}
