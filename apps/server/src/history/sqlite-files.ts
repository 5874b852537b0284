import { closeSync, existsSync, openSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { prepareTables } from './sqlite-tables.ts'

/** The database of a history folder. A damaged file is put aside, so that recording can go on. */
export function openDatabase(folder: string): DatabaseSync {
  const path = join(folder, 'journal.db')
  // The database gives its own mode to the files that it makes beside it.
  closeSync(openSync(path, 'a', 0o600))
  const db = new DatabaseSync(path)
  try {
    prepareTables(db)
    return db
  } catch (error) {
    db.close()
    if (!isDamaged(error)) throw error
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(`${path}${suffix}`)) renameSync(`${path}${suffix}`, `${path}${suffix}.damaged`)
    }
    return openDatabase(folder)
  }
}

const SQLITE_CORRUPT = 11
const SQLITE_FULL = 13
const SQLITE_NOTADB = 26

function isDamaged(error: unknown): boolean {
  return [SQLITE_CORRUPT, SQLITE_NOTADB].includes(codeOf(error))
}

/** What failed, and what to do where that is known. */
export function storeProblem(error: unknown, folder: string): string {
  if (codeOf(error) === SQLITE_FULL)
    return `no space is left for the history in ${folder}: free some, or choose another folder with --history.`
  return error instanceof Error ? error.message : String(error)
}

/** Of SQLite, without what it adds to it; 0 for other errors. */
function codeOf(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0
}

/**
 * Held while a process records in the folder. The operating system lets go of it when the process ends, however that is.
 * @throws Error where another process holds it
 */
export function lockFolder(folder: string): DatabaseSync {
  const path = join(folder, 'recording.lock')
  closeSync(openSync(path, 'a', 0o600))
  const lock = new DatabaseSync(path)
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    throw new Error(
      `another Slicescope records in ${folder}; this one does not. Stop it, or choose another folder with --history.`,
      {
        cause: error,
      },
    )
  }
}
