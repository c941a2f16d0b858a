/** Types recorded commands again, character by character, beside a suggester. */
import { type CommandRun, NOTHING_KNOWN, type Suggester } from "../command.ts";
import { countCommand, noCounts, type ShellCounts } from "./counts.ts";
import { type ReplayRow, runOf } from "./row.ts";

export interface Replay {
  readonly counts: ShellCounts;
  /** Milliseconds of each question, unsorted. */
  readonly times: number[];
}

/** Rows by person, in the order in which they first appear. */
export function byPerson(rows: readonly ReplayRow[]): Map<string, ReplayRow[]> {
  const people = new Map<string, ReplayRow[]>();
  for (const row of rows) {
    const mine = people.get(row.user);
    if (mine) mine.push(row);
    else people.set(row.user, [row]);
  }
  return people;
}

/**
 * Each person has a suggester of his own, which knows nothing at first. With `from`, the first `from`
 * commands of each are only learned.
 */
export function replay(rows: readonly ReplayRow[], create: () => Suggester, from = 0): Replay {
  const counts = noCounts();
  const times: number[] = [];
  for (const mine of byPerson(rows).values()) {
    const suggester = create();
    const seen = new Set<string>();
    let session: CommandRun[] = [];
    for (const [at, row] of mine.entries()) {
      const previous = session.at(-1);
      if (previous !== undefined && previous.session !== row.session) session = [];
      const run = runOf(row, session.at(-1)?.command ?? null);
      if (at >= from) {
        const offers = offersFor(suggester, row, run, session, times);
        countCommand(counts, row.command, offers, seen.has(row.command));
      }
      suggester.learn(run);
      session.push(run);
      seen.add(row.command);
    }
  }
  return { counts, times };
}

function offersFor(
  suggester: Suggester,
  row: ReplayRow,
  run: CommandRun,
  session: readonly CommandRun[],
  times: number[],
): string[][] {
  const around = row.around ?? { ...NOTHING_KNOWN, cwd: row.cwd };
  return Array.from({ length: row.command.length }, (_, at) => {
    const prefix = row.command.slice(0, at);
    const start = performance.now();
    const found = suggester.suggest({ prefix, session, around, now: run.time });
    times.push(performance.now() - start);
    return found.map(({ command }) => command);
  });
}
