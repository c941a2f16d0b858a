/** All or nothing. */

/** Runs `act` within a transaction that other editors wait for; throws what `act` throws. */
export function inTransaction<R>(run: (sql: string) => unknown, act: () => R): R {
  run("BEGIN IMMEDIATE");
  try {
    const result = act();
    run("COMMIT");
    return result;
  } catch (error) {
    try {
      run("ROLLBACK");
    } catch {
      // On a full or failing disk SQLite has taken it back by itself; what went wrong is told below.
    }
    throw error;
  }
}
