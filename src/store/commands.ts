/** Command lines that ran in shells: the requests of `request.ts` that are about them. */
import { createHash } from "node:crypto";
import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import type { FoundCommand, StoredCommand, StoreRequests } from "./request.ts";
import { inTransaction } from "./transaction.ts";

/** The connection, as `openDatabase` has it. */
export interface Statements {
  run(sql: string, ...values: SQLInputValue[]): { lastInsertRowid: number | bigint };
  all(sql: string, ...values: SQLInputValue[]): Record<string, SQLOutputValue>[];
  get(sql: string, ...values: SQLInputValue[]): Record<string, SQLOutputValue> | undefined;
}

export type CommandRequests = Pick<
  StoreRequests,
  | "addCommand"
  | "listCommands"
  | "searchCommands"
  | "forgetCommands"
  | "commandImport"
  | "importCommands"
>;

export const MAX_COMMANDS = 100_000;
/** Inserts between two looks at how many there are. */
const TRIM_EACH = 200;
/** An imported command and one that was stored when it ran are the same within so many milliseconds. */
const SAME_RUN = 5000;
const IMPORTS = "shell-import";
const COLUMNS = "line, cwd, repository, status, duration, time, previous, session, shell, origin";

export function commandRequests({ run, all, get }: Statements): CommandRequests {
  const together = <R>(act: () => R): R => inTransaction(run, act);
  const insert = (command: StoredCommand): void => {
    const { line, cwd, repository, status, duration, time } = command;
    const { previous, session, shell, origin } = command;
    const { lastInsertRowid } = run(
      `INSERT INTO command (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[line, cwd, repository, status, duration, time, previous, session, shell, origin],
    );
    if (Number(lastInsertRowid) % TRIM_EACH === 0) trim();
  };
  const trim = (): void => {
    run(
      `DELETE FROM command WHERE id IN (
        SELECT id FROM command ORDER BY time DESC, id DESC LIMIT -1 OFFSET ?)`,
      MAX_COMMANDS,
    );
  };
  /** Whether an imported command is there already, or is not wanted. */
  const isKnown = ({ line, time }: StoredCommand, whole: boolean): boolean => {
    if (get("SELECT 1 FROM forgotten WHERE hash = ?", hashOf(line)) !== undefined) return true;
    if (time > 0) {
      const row = get(
        `SELECT 1 FROM command WHERE line = ? AND time BETWEEN ? AND ?
          AND (origin IS NULL OR time = ?)`,
        ...[line, time - SAME_RUN, time + SAME_RUN, time],
      );
      return row !== undefined;
    }
    // Without times, what ran here and what was written by the same shell can't be told apart.
    const row = get(
      "SELECT 1 FROM command WHERE line = ?1 AND (origin IS NULL OR (?2 AND time = 0))",
      ...[line, whole ? 1 : 0],
    );
    return row !== undefined;
  };

  return {
    addCommand(command) {
      together(() => {
        run("DELETE FROM forgotten WHERE hash = ?", hashOf(command.line));
        insert(command);
      });
    },
    listCommands: ({ limit, skip }) =>
      all(
        `SELECT ${COLUMNS} FROM command ORDER BY time DESC, id DESC LIMIT ? OFFSET ?`,
        limit,
        skip,
      )
        .map((row) => ({ ...row }) as unknown as StoredCommand)
        .reverse(),
    searchCommands({ words, match, limit, skip }) {
      const likes = words.map(() => "line LIKE ? ESCAPE '\\'");
      const where = likes.length === 0 ? "1" : likes.join(match === "all" ? " AND " : " OR ");
      // Beside max() the other columns are those of the same row; without times the number decides.
      return all(
        `SELECT line, count(*) AS count, time, cwd, status FROM command WHERE ${where}
          GROUP BY line ORDER BY max(time * 1000000 + id % 1000000) DESC LIMIT ? OFFSET ?`,
        ...words.map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`),
        limit,
        skip,
      ).map(({ line, count, time, cwd, status }) => {
        return { line, count, time, cwd, status } as FoundCommand;
      });
    },
    forgetCommands({ line, pattern, when }) {
      const [test, value] =
        line !== null ? ["line = ?", line] : ["line GLOB ?", globOf(pattern ?? "")];
      // What is deleted is overwritten, and so is the log that it came in.
      run("PRAGMA secure_delete = ON");
      const gone = together(() => {
        const lines = all(`SELECT DISTINCT line FROM command WHERE ${test}`, value);
        for (const row of lines) {
          const hash = hashOf(row.line as string);
          run("INSERT OR REPLACE INTO forgotten (hash, at) VALUES (?, ?)", hash, when);
        }
        run(`DELETE FROM command WHERE ${test}`, value);
        run(`UPDATE command SET previous = NULL WHERE ${test.replace("line", "previous")}`, value);
        return lines.map((row) => row.line as string);
      });
      run("PRAGMA wal_checkpoint(TRUNCATE)");
      return gone;
    },

    commandImport(file) {
      const row = get("SELECT value FROM value WHERE space = ? AND name = ?", IMPORTS, file);
      return row === undefined ? null : (row.value as string);
    },
    importCommands({ file, commands, before, after, whole, when }) {
      return together(() => {
        const row = get("SELECT value FROM value WHERE space = ? AND name = ?", IMPORTS, file);
        // Another editor has been here meanwhile.
        if ((row?.value ?? null) !== before) return null;
        const fresh = commands.filter((command) => !isKnown(command, whole));
        for (const command of fresh) insert(command);
        trim();
        run(
          "INSERT OR REPLACE INTO value (space, name, value, used) VALUES (?, ?, ?, ?)",
          ...[IMPORTS, file, after, when],
        );
        return fresh.length;
      });
    },
  };
}

/** Forgotten commands are known by this only. */
function hashOf(line: string): Uint8Array {
  return createHash("sha256").update(line).digest().subarray(0, 16);
}

/** For GLOB, which has more wild characters than the star. */
function globOf(pattern: string): string {
  return pattern.replace(/[[?]/g, "[$&]");
}
