/**
 * The tables, as the steps that lead to them. The number of steps taken is the database's
 * `user_version`. Steps are only ever added. Times are milliseconds since 1970.
 */
export const MIGRATIONS: readonly string[] = [
  `
  -- The undo tree of a file, when its bytes have this hash.
  CREATE TABLE undo (
    path TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    tree BLOB NOT NULL,
    used INTEGER NOT NULL
  ) STRICT;

  -- Command lines, searches, expressions and so on: kind is ":", "/", "=" or "@".
  CREATE TABLE history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    line TEXT NOT NULL,
    used INTEGER NOT NULL,
    UNIQUE (kind, line)
  ) STRICT;

  -- How often and how lately a file was visited: the score at the time of the last visit.
  CREATE TABLE visit (
    path TEXT PRIMARY KEY,
    score REAL NOT NULL,
    last INTEGER NOT NULL
  ) STRICT;

  -- Small values by name: sessions, places, what was learned.
  CREATE TABLE value (
    space TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    used INTEGER NOT NULL,
    PRIMARY KEY (space, name)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What became of predictions that were shown. No text is in here: features are names of traits and
  -- numbers, as JSON. accepted: 1 taken, 0 not wanted; weight: 1 is one plain answer.
  CREATE TABLE outcome (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    fate TEXT NOT NULL,
    accepted REAL NOT NULL,
    weight REAL NOT NULL,
    features TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- Command lines that ran in shells. None has a secret that is known as one. status, duration (ms):
  -- null: not known; time 0: not known. origin: the history file it was read from; null: it ran here.
  CREATE TABLE command (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    line TEXT NOT NULL,
    cwd TEXT,
    repository TEXT,
    status INTEGER,
    duration INTEGER,
    time INTEGER NOT NULL,
    previous TEXT,
    session TEXT NOT NULL,
    shell TEXT NOT NULL,
    origin TEXT
  ) STRICT;
  CREATE INDEX command_time ON command (time, id);
  CREATE INDEX command_line ON command (line, time);

  -- Commands that are not to come back from history files, as hashes.
  CREATE TABLE forgotten (
    hash BLOB PRIMARY KEY,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
];
