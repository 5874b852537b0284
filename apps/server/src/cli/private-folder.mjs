// Plain JavaScript, as compile-cache.mjs, which needs it.
import { lstatSync, mkdirSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'

const OTHERS_MAY_WRITE = 0o022
const OTHERS_MAY_ANYTHING = 0o077
/** In such a folder only its owner renames and deletes a file. */
const STICKY = 0o1000

/** @typedef {Readonly<Record<string, string | undefined>>} Env */

/**
 * A folder for files that this user's programs run or trust, made if it is missing: `slicescope/<name>` in the user's
 * cache. Null where another user could have put something there: where it, or a folder above it, belongs to another
 * user, is open to others or is a symbolic link, or where it cannot be made.
 * @param {string} name
 * @param {Env} env
 * @returns {string | null}
 */
export function findPrivateFolder(name, env) {
  const folder = join(cacheHome(env), 'slicescope', name)
  return isPrivateFolder(folder) ? folder : null
}

/**
 * Makes the folder if it is missing. False where another user could read it, or could have put something there.
 * @param {string} folder
 * @returns {boolean}
 */
export function isPrivateFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const above = new Set([...ancestorsOf(folder), ...ancestorsOf(realpathSync(folder))])
    return isPrivate(folder) && [...above].every(isSafeAbove)
  } catch {
    return false
  }
}

/** @param {Env} env */
function cacheHome({ XDG_CACHE_HOME: home, LOCALAPPDATA: local }) {
  if (home !== undefined && isAbsolute(home)) return resolve(home)
  return process.platform === 'win32' && local !== undefined ? local : join(homedir(), '.cache')
}

/**
 * @param {string} folder
 * @returns {readonly string[]}
 */
function ancestorsOf(folder) {
  const parent = dirname(folder)
  return parent === folder ? [] : [parent, ...ancestorsOf(parent)]
}

/** @param {string} folder */
function isPrivate(folder) {
  const stats = lstatSync(folder)
  // Windows has no modes; a user's own folders are closed to other users there.
  if (process.getuid === undefined) return stats.isDirectory()
  return stats.isDirectory() && stats.uid === process.getuid() && (stats.mode & OTHERS_MAY_ANYTHING) === 0
}

/**
 * A link among the folders above is safe by its owner; the folders that it leads to are checked, too.
 * @param {string} folder
 */
function isSafeAbove(folder) {
  const stats = lstatSync(folder)
  if (process.getuid === undefined) return true
  return [0, process.getuid()].includes(stats.uid) && (stats.isSymbolicLink() || !isOpenToOthers(stats))
}

/** @param {import('node:fs').Stats} stats */
function isOpenToOthers({ mode }) {
  return (mode & OTHERS_MAY_WRITE) !== 0 && (mode & STICKY) === 0
}
