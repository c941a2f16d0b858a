/** The one database, in the worker. All of it is synchronous there. */
import fs from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { commandRequests } from "./commands.ts";
import { MIGRATIONS } from "./migration.ts";
import type { StoredOutcome, StoreRequests } from "./request.ts";
import { inTransaction } from "./transaction.ts";

/** Undo trees larger than this are not kept; all together may be four times as large (bytes). */
const MAX_UNDO = 16 * 2 ** 20;
const MAX_ALL_UNDO = 4 * MAX_UNDO;
const MAX_HISTORY = 1000;
const MAX_VISITS = 5000;
const MAX_OUTCOMES = 4000;
const HALF_LIFE = 30 * 24 * 3600 * 1000;
/** Milliseconds to wait for another editor's write. */
const PATIENCE = 3000;

export interface OpenDatabase {
  readonly requests: StoreRequests;
  close(): void;
}

/**
 * Opens or makes the database at `path`, for this user's eyes only. A file that is damaged or no
 * database is moved aside and told of through `onMessage`. Throws where nothing can be opened.
 */
export function openDatabase(path: string, onMessage: (message: string) => void): OpenDatabase {
  let database = openSound(path, onMessage);
  const statements = new Map<string, StatementSync>();

  const prepare = (sql: string) => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = database.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  const run = (sql: string, ...values: SQLInputValue[]) => prepare(sql).run(...values);
  const all = (sql: string, ...values: SQLInputValue[]) => prepare(sql).all(...values);
  const get = (sql: string, ...values: SQLInputValue[]) => prepare(sql).get(...values);

  /** Damage that shows only now: the file is moved aside and the request made again. */
  const guarded = <A, R>(act: (argument: A) => R) => {
    return (argument: A): R => {
      try {
        return act(argument);
      } catch (error) {
        if (!isDamage(error)) throw error;
        statements.clear();
        closeQuietly(database);
        moveAside(path, onMessage);
        database = openSound(path, onMessage);
        return act(argument);
      }
    };
  };

  const commands = commandRequests({ run, all, get });

  const requests: StoreRequests = {
    saveUndo: guarded(({ path, hash, tree, when }) => {
      run("DELETE FROM undo WHERE path = ?", path);
      if (tree.length > MAX_UNDO) return false;
      run("INSERT INTO undo (path, hash, tree, used) VALUES (?, ?, ?, ?)", path, hash, tree, when);
      run(
        `DELETE FROM undo WHERE path IN (
          SELECT path FROM (
            SELECT path, sum(length(tree)) OVER (ORDER BY used DESC, path) AS so_far FROM undo
          ) WHERE so_far > ?)`,
        MAX_ALL_UNDO,
      );
      return true;
    }),
    loadUndo: guarded(({ path, hash }) => {
      const row = get("SELECT tree FROM undo WHERE path = ? AND hash = ?", path, hash);
      return row === undefined ? null : (row.tree as Uint8Array);
    }),
    forgetUndo: guarded((path) => {
      run("DELETE FROM undo WHERE path = ?", path);
    }),

    addHistory: guarded(({ kind, line, when }) => {
      run("DELETE FROM history WHERE kind = ? AND line = ?", kind, line);
      run("INSERT INTO history (kind, line, used) VALUES (?, ?, ?)", kind, line, when);
      run(
        `DELETE FROM history WHERE kind = ?1 AND id <= (
          SELECT id FROM history WHERE kind = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`,
        kind,
        MAX_HISTORY,
      );
    }),
    loadHistory: guarded((kind) =>
      all("SELECT line FROM history WHERE kind = ? ORDER BY id", kind).map(
        (row) => row.line as string,
      ),
    ),
    forgetHistory: guarded(({ kind, line }) => {
      run("DELETE FROM history WHERE kind = ?1 AND (?2 IS NULL OR line = ?2)", kind, line);
    }),

    visit: guarded(({ path, when }) => {
      const old = get("SELECT score, last FROM visit WHERE path = ?", path);
      const before = old === undefined ? 0 : decayed(old.score, old.last, when);
      run(
        "INSERT OR REPLACE INTO visit (path, score, last) VALUES (?, ?, ?)",
        path,
        before + 1,
        when,
      );
      run(
        `DELETE FROM visit WHERE path IN (
          SELECT path FROM visit ORDER BY last DESC LIMIT -1 OFFSET ?)`,
        MAX_VISITS,
      );
    }),
    frecent: guarded(({ limit, now }) =>
      all("SELECT path, score, last FROM visit")
        .map((row) => ({
          path: row.path as string,
          score: decayed(row.score, row.last, now),
        }))
        .sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1))
        .slice(0, limit),
    ),

    getValue: guarded(({ space, name }) => {
      const row = get("SELECT value FROM value WHERE space = ? AND name = ?", space, name);
      return row === undefined ? null : (row.value as string);
    }),
    putValue: guarded(({ space, name, value, when }) => {
      if (value === null) run("DELETE FROM value WHERE space = ? AND name = ?", space, name);
      else {
        run(
          "INSERT OR REPLACE INTO value (space, name, value, used) VALUES (?, ?, ?, ?)",
          space,
          name,
          value,
          when,
        );
      }
    }),
    listValues: guarded((space) =>
      all("SELECT name, value FROM value WHERE space = ? ORDER BY name", space).map(
        (row) => [row.name as string, row.value as string] as const,
      ),
    ),

    addOutcomes: guarded((outcomes) =>
      inTransaction(run, () => {
        let last = 0;
        for (const { source, kind, fate, accepted, weight, features, at } of outcomes) {
          const { lastInsertRowid } = run(
            `INSERT INTO outcome (source, kind, fate, accepted, weight, features, at)
              VALUES (?, ?, ?, ?, ?, ?, ?)`,
            source,
            kind,
            fate,
            accepted,
            weight,
            features,
            at,
          );
          last = Number(lastInsertRowid);
        }
        run(
          `DELETE FROM outcome WHERE id <= (
            SELECT id FROM outcome ORDER BY id DESC LIMIT 1 OFFSET ?)`,
          MAX_OUTCOMES,
        );
        return last;
      }),
    ),
    listOutcomes: guarded(({ after, limit }) =>
      all("SELECT * FROM outcome WHERE id > ? ORDER BY id DESC LIMIT ?", after, limit)
        .map((row) => ({ ...row }) as unknown as StoredOutcome & { readonly id: number })
        .reverse(),
    ),
    forgetOutcomes: guarded(() => {
      run("DELETE FROM outcome");
    }),

    addCommand: guarded(commands.addCommand),
    listCommands: guarded(commands.listCommands),
    searchCommands: guarded(commands.searchCommands),
    forgetCommands: guarded(commands.forgetCommands),
    commandImport: guarded(commands.commandImport),
    importCommands: guarded(commands.importCommands),

    health: guarded(() => ({
      path,
      version: versionOf(database),
      size: fs.statSync(path).size,
      sqlite: String(get("SELECT sqlite_version() AS version")?.version),
    })),
  };
  return { requests, close: () => database.close() };
}

function decayed(score: unknown, last: unknown, now: number): number {
  return (score as number) * 0.5 ** (Math.max(0, now - (last as number)) / HALF_LIFE);
}

function openSound(path: string, onMessage: (message: string) => void): DatabaseSync {
  try {
    return openAndMigrate(path);
  } catch (error) {
    if (!isDamage(error)) throw error;
    moveAside(path, onMessage);
    return openAndMigrate(path);
  }
}

function openAndMigrate(path: string): DatabaseSync {
  fs.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // SQLite gives its other files the mode of the first.
  fs.closeSync(fs.openSync(path, "a", 0o600));
  const database = new DatabaseSync(path, { timeout: PATIENCE });
  try {
    // Where there is no shared memory (network file systems) SQLite stays with its older journal.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    migrate(database);
    return database;
  } catch (error) {
    closeQuietly(database);
    throw error;
  }
}

/** Another editor may be at it too: who comes second finds all steps taken. */
function migrate(database: DatabaseSync): void {
  if (versionOf(database) === MIGRATIONS.length) return;
  database.exec("BEGIN IMMEDIATE");
  const version = versionOf(database);
  if (version > MIGRATIONS.length) {
    throw new Error(`It belongs to a newer hunch (version ${version} of ${MIGRATIONS.length})`);
  }
  for (const step of MIGRATIONS.slice(version)) database.exec(step);
  database.exec(`PRAGMA user_version = ${MIGRATIONS.length}; COMMIT`);
}

function versionOf(database: DatabaseSync): number {
  return database.prepare("PRAGMA user_version").get()?.user_version as number;
}

/** SQLITE_CORRUPT and SQLITE_NOTADB, with their extended forms. */
function isDamage(error: unknown): boolean {
  const code = (error as { errcode?: unknown }).errcode;
  return typeof code === "number" && ((code & 0xff) === 11 || (code & 0xff) === 26);
}

function closeQuietly(database: DatabaseSync): void {
  try {
    database.close();
  } catch (error) {
    // A damaged database may refuse; it is given up either way.
    if (!(error instanceof Error)) throw error;
  }
}

function moveAside(path: string, onMessage: (message: string) => void): void {
  const aside = `${path}.damaged-${new Date().toISOString().replaceAll(":", "")}`;
  for (const suffix of ["", "-wal", "-shm"]) {
    if (fs.existsSync(path + suffix)) fs.renameSync(path + suffix, aside + suffix);
  }
  onMessage(`The database was damaged and is kept as ${aside}; a new one is begun`);
}
