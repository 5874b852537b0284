import type { DatabaseSync, SQLInputValue } from 'node:sqlite'

export type Row = Readonly<Record<string, unknown>>

/** What is done with the tables of a database. */
export interface SqliteTables {
  readonly all: (sql: string, ...values: readonly SQLInputValue[]) => readonly Row[]
  readonly run: (sql: string, ...values: readonly SQLInputValue[]) => void
  /** Answers with the new row's id. */
  readonly insert: (sql: string, ...values: readonly SQLInputValue[]) => number
}

/** Raise it with every change of a table: a folder that another version wrote is left alone. */
export const TABLES_VERSION = 2

const TABLES = `
  CREATE TABLE IF NOT EXISTS stretches (
    id INTEGER PRIMARY KEY, epoch TEXT NOT NULL, since REAL NOT NULL, until REAL NOT NULL, field_set INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS gaps (since REAL NOT NULL, until REAL NOT NULL);
  CREATE TABLE IF NOT EXISTS bases (
    id INTEGER PRIMARY KEY, stretch INTEGER NOT NULL, number INTEGER NOT NULL, time REAL NOT NULL, finished INTEGER NOT NULL,
    pages INTEGER
  );
  CREATE TABLE IF NOT EXISTS base_parts (
    id INTEGER PRIMARY KEY, base INTEGER NOT NULL, lines BLOB NOT NULL, bucket INTEGER
  );
  CREATE INDEX IF NOT EXISTS base_parts_by_base ON base_parts (base);
  CREATE INDEX IF NOT EXISTS base_parts_by_bucket ON base_parts (base, bucket);
  CREATE TABLE IF NOT EXISTS base_postings (
    base INTEGER NOT NULL, page INTEGER NOT NULL, postings BLOB NOT NULL, PRIMARY KEY (base, page)
  );
  CREATE TABLE IF NOT EXISTS base_pods (
    base INTEGER NOT NULL, namespace TEXT NOT NULL, text BLOB NOT NULL, PRIMARY KEY (base, namespace)
  );
  CREATE TABLE IF NOT EXISTS chunks (
    id INTEGER PRIMARY KEY, stretch INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    since REAL NOT NULL, until REAL NOT NULL, size INTEGER NOT NULL, lines BLOB NOT NULL
  );
  CREATE INDEX IF NOT EXISTS chunks_by_last ON chunks (stretch, last);
  CREATE TABLE IF NOT EXISTS units (
    id INTEGER PRIMARY KEY, stretch INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    since REAL NOT NULL, postings BLOB NOT NULL, batches BLOB NOT NULL
  );
  CREATE INDEX IF NOT EXISTS units_by_last ON units (stretch, last);
  CREATE TABLE IF NOT EXISTS unit_parts (
    unit INTEGER NOT NULL, shard INTEGER NOT NULL, lines BLOB NOT NULL, PRIMARY KEY (unit, shard)
  );
  CREATE TABLE IF NOT EXISTS base_rows (id INTEGER PRIMARY KEY, base INTEGER NOT NULL, lines BLOB NOT NULL);
  CREATE INDEX IF NOT EXISTS base_rows_by_base ON base_rows (base);
  CREATE TABLE IF NOT EXISTS row_chunks (
    id INTEGER PRIMARY KEY, stretch INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    since REAL NOT NULL, size INTEGER NOT NULL, lines BLOB NOT NULL
  );
  CREATE INDEX IF NOT EXISTS row_chunks_by_last ON row_chunks (stretch, last);
  CREATE TABLE IF NOT EXISTS observations (kind TEXT NOT NULL, service TEXT NOT NULL, at REAL NOT NULL, text TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS observations_by_service ON observations (kind, service, at);
  CREATE INDEX IF NOT EXISTS observations_by_time ON observations (kind, at);
  CREATE TABLE IF NOT EXISTS dropped (until REAL NOT NULL);
`

/** What that version wrote is in no parts, and is read whole. */
const FROM_VERSION_1 = `
  ALTER TABLE bases ADD COLUMN pages INTEGER;
  ALTER TABLE base_parts ADD COLUMN bucket INTEGER;
`

/** Makes what is missing. @throws Error for a file that another version wrote */
export function prepareTables(db: DatabaseSync): void {
  db.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  db.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -4000; PRAGMA journal_size_limit = 16000000')
  const { user_version: version } = { user_version: 0, ...db.prepare('PRAGMA user_version').get() }
  if (version === 1) db.exec(FROM_VERSION_1)
  else if (version !== 0 && version !== TABLES_VERSION)
    throw new Error(
      `the history was written by another version of Slicescope (tables ${version}): choose another --history folder`,
    )
  db.exec(TABLES)
  db.exec(`PRAGMA user_version = ${TABLES_VERSION}`)
}
