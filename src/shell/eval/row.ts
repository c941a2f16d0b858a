/** Commands that a replay types again. */
import { UserError } from "../../base/errors.ts";
import type { CommandRun, Surroundings } from "../command.ts";

/** A command of a recorded session. */
export interface ReplayRow {
  readonly session: string;
  readonly user: string;
  /** Seconds from the start of the session. */
  readonly t: number;
  /** Where it ran; null: not recorded. */
  readonly cwd: string | null;
  readonly command: string;
  /** Null: not recorded. */
  readonly status: number | null;
  /** What was around its prompt, where that is known. */
  readonly around?: Surroundings;
}

/** Reads rows from the text of a `.jsonl` file. Throws UserError for a line that is none. */
export function rowsOf(text: string, name: string): ReplayRow[] {
  const rows: ReplayRow[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    let row: Record<string, unknown> | null = null;
    try {
      row = JSON.parse(line) as Record<string, unknown>;
    } catch {
      // The message below says which line it is.
    }
    if (row === null || typeof row.cmd !== "string" || typeof row.session !== "string") {
      throw new UserError(`hunch eval: ${name}: line ${at + 1} is no command`);
    }
    rows.push({
      session: row.session,
      user: typeof row.user === "string" ? row.user : row.session,
      t: typeof row.t === "number" ? row.t : 0,
      cwd: typeof row.cwd === "string" ? row.cwd : null,
      command: row.cmd,
      status: typeof row.exit === "number" ? row.exit : null,
    });
  }
  return rows;
}

/** The row as a command that ran, `previous` before it in its session. */
export function runOf(row: ReplayRow, previous: string | null): CommandRun {
  return {
    command: row.command,
    cwd: row.cwd,
    repository: row.around?.repository ?? null,
    status: row.status,
    duration: null,
    // No origin is known: sessions begin at a second that is not the epoch, which means "not known".
    time: 1000 + Math.round(row.t * 1000),
    previous,
    session: row.session,
  };
}
